//! Runs that are killed at random moments, and runs at the same time: what readers of the output could see in between, and
//! what the next run makes of it.
//!
//! The process to kill is this test binary itself: with `CRASH_OUT` set, the test `one_run` writes a site there; otherwise it
//! does nothing. Two versions of the site take turns. Each page names the assets and pages of its version, so a mixture of
//! two versions that would break a reader's page is seen.

#![expect(clippy::disallowed_methods, reason = "the test looks at the disk, measures, and speaks to its other self")]
#![expect(clippy::unwrap_used, reason = "a test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use peakpress::diag::Diagnostics;
use peakpress::plan::{Job, Plan, Turn};
use peakpress::write::{Options, write};

/// How often each mode is killed; `CRASH_KILLS=1000` is the long run.
const KILLS: u32 = 60;
const BUSY: i32 = 3;

/// All files of a version, by path. Lines `needs <path>` name what a page cannot do without.
fn site(version: usize) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let name = ["rot", "blau"][version];
    for n in 0..60 {
        // Fingerprinted assets: another name when the bytes differ; a third of them never change.
        let mark = if n % 3 == 0 { "immer" } else { name };
        files.insert(format!("assets/s{n}.{mark}.css"), format!("{mark} {n} {}", "c".repeat(n * 97)));
    }
    for n in 0..500 {
        // Every fifth page does not change, and every seventh has another address in each version.
        let mark = if n % 5 == 0 { "immer" } else { name };
        let path = if n % 7 == 3 { format!("{name}/{n}/index.html") } else { format!("p/{n}/index.html") };
        let asset = if n % 5 == 0 { 0 } else { n % 60 };
        let asset_mark = if asset % 3 == 0 { "immer" } else { name };
        let mut text = format!("{mark} {n}\nneeds assets/s{asset}.{asset_mark}.css\n");
        let leads_to = n - n % 7 + 3;
        if n % 5 != 0 && n % 7 != 3 && leads_to % 5 != 0 && leads_to < 500 {
            // A page that stays leads to one that is new.
            text.push_str(&format!("needs {name}/{leads_to}/index.html\n"));
        }
        text.push_str(&"t".repeat(n * 31));
        text.push_str("\nend\n");
        files.insert(path, text);
    }
    // A file where the other version has a folder.
    files.insert(["turn", "turn/index.html"][version].to_owned(), format!("{name}\n"));
    files.insert("sitemap.xml".to_owned(), format!("{name}\n"));
    files
}

fn plan(version: usize) -> Plan {
    let mut plan = Plan::new();
    for (path, text) in site(version) {
        let turn = match path.rsplit('.').next() {
            Some("css") => Turn::Asset,
            Some("xml") => Turn::Last,
            _ => Turn::Page,
        };
        let job = Job::new(turn, "page", move |bytes, _| bytes.extend_from_slice(text.as_bytes()));
        plan.insert(&format!("/{path}"), job, None, &mut Diagnostics::new());
    }
    plan
}

fn run(version: usize, out: &Path, atomic: bool) -> Vec<&'static str> {
    let options = Options {
        out: out.to_owned(),
        atomic,
        forbidden: Vec::new(),
        enclosing: Vec::new(),
        tool_version: "0".to_owned(),
        source_commit: None,
        clock: || Duration::ZERO,
    };
    let mut diags = Diagnostics::new();
    write(&plan(version), &options, &mut diags).unwrap();
    diags.sorted().into_iter().map(|diagnostic| diagnostic.code.name).collect()
}

/// The process of [`start`].
#[test]
fn one_run() {
    let Ok(out) = std::env::var("CRASH_OUT") else { return };
    let set = |name: &str| std::env::var(name).is_ok_and(|value| value == "1");
    match run(usize::from(set("CRASH_VERSION")), Path::new(&out), set("CRASH_ATOMIC"))[..] {
        [] => std::process::exit(0),
        ["output-busy"] => std::process::exit(BUSY),
        ref codes => panic!("{codes:?}"),
    }
}

fn start(version: usize, out: &Path, atomic: bool) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "one_run", "--nocapture"])
        .env("CRASH_OUT", out)
        .env("CRASH_VERSION", version.to_string())
        .env("CRASH_ATOMIC", if atomic { "1" } else { "0" })
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// A folder in memory where there is one: a killed process loses nothing that the system has taken, and a slow disk would
/// only make the test slow.
fn scratch() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// Every file below a folder but the tool's own, links as what they lead to.
fn files(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let entry = entry.unwrap();
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if kind.is_symlink() {
                found.insert(name, fs::read_link(&path).unwrap().to_str().unwrap().to_owned());
            } else if kind.is_file() {
                found.insert(name, fs::read_to_string(&path).unwrap());
            } else if name != ".peakpress" {
                open.push(path);
            }
        }
    }
    found
}

/// Folders that hold nothing at all.
fn hollow(root: &Path) -> Vec<String> {
    let all = Command::new("find").arg(root).args(["-type", "d", "-empty"]).output().unwrap();
    String::from_utf8(all.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn others(out: &Path) -> BTreeMap<String, String> {
    let others = BTreeMap::from([("CNAME", "example.org"), ("p/1/own.txt", "own"), ("own/a/b.txt", "own")]);
    for (path, text) in &others {
        fs::create_dir_all(out.join(path).parent().unwrap()).unwrap();
        fs::write(out.join(path), text).unwrap();
    }
    symlink("/nowhere", out.join("own/link")).unwrap();
    others.into_iter().chain([("own/link", "/nowhere")]).map(|(p, t)| (p.to_owned(), t.to_owned())).collect()
}

/// What a fresh run of each version makes, with the manifest.
fn wanted(scratch: &Path) -> [BTreeMap<String, String>; 2] {
    [0, 1].map(|version| {
        let out = scratch.join(format!("fresh{version}"));
        assert_eq!(run(version, &out, false), [""; 0]);
        files(&out)
    })
}

/// What a reader may see at any moment.
fn check_between(seen: &BTreeMap<String, String>, wanted: &[BTreeMap<String, String>; 2], atomic: bool, moment: &str) {
    if atomic {
        assert!(wanted.contains(seen), "neither the old nor the new site, {moment}");
        return;
    }
    for (path, text) in seen {
        assert!(wanted.iter().any(|site| site.get(path) == Some(text)), "“{path}” is of no version, {moment}");
        let new_address = !wanted.iter().all(|site| site.contains_key(path));
        for needed in text.lines().filter_map(|line| line.strip_prefix("needs ")) {
            // Pages at new addresses may name each other before anything leads to them.
            if needed.starts_with("assets/") || !new_address {
                assert!(seen.contains_key(needed), "“{path}” names “{needed}”, {moment}");
            }
        }
    }
}

fn without(
    mut all: BTreeMap<String, String>,
    others: &BTreeMap<String, String>,
    moment: &str,
) -> BTreeMap<String, String> {
    for (path, text) in others {
        assert_eq!(all.remove(path).as_ref(), Some(text), "someone else's “{path}”, {moment}");
    }
    all
}

fn kill_at_random(atomic: bool, seed: u64) {
    let scratch = scratch();
    let wanted = wanted(scratch.path());
    let (folder, mut random) = (scratch.path().join("www"), seed);
    let out = folder.join("public");
    let timed = Instant::now();
    assert!(start(0, &out, atomic).wait().unwrap().success());
    let mut whole = timed.elapsed();
    let others = others(&out);
    let (mut killed, mut rounds) = (0, 0);
    let mut seen_between = BTreeSet::new();
    let kills = std::env::var("CRASH_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    while killed < kills {
        rounds += 1;
        let version = rounds % 2;
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Every second kill falls near the end of the run, where the files of the other version go.
        let part = (random >> 40) as f64 / f64::from(1 << 24);
        let delay = whole.mul_f64(if random >> 32 & 1 == 0 { part } else { 0.85 + 0.15 * part });
        let timed = Instant::now();
        let mut child = start(version, &out, atomic);
        thread::sleep(delay);
        child.kill().unwrap();
        let moment = format!("round {rounds}, killed after {delay:?} of {whole:?}, seed {seed}, atomic {atomic}");
        match child.wait().unwrap() {
            end if end.success() => whole = timed.elapsed().min(whole),
            end => {
                assert_eq!(end.signal(), Some(9), "{moment}");
                killed += 1;
            }
        }
        let seen = without(files(&out), &others, &moment);
        check_between(&seen, &wanted, atomic, &moment);
        seen_between.insert(wanted.iter().position(|site| *site == seen));
        // Every third time the next run may finish; the others are killed on top of what was left.
        if rounds % 3 == 0 {
            let version = (random >> 20) as usize % 2;
            assert_eq!(run(version, &out, atomic ^ ((random >> 21) % 4 == 0)), [""; 0], "{moment}");
            assert_eq!(without(files(&out), &others, &moment), wanted[version], "after the next run, {moment}");
            assert_eq!(hollow(&out), [""; 0], "{moment}");
            let own: BTreeSet<_> =
                fs::read_dir(out.join(".peakpress")).unwrap().map(|e| e.unwrap().file_name()).collect();
            assert_eq!(own, BTreeSet::from(["journal".into(), "lock".into()]), "{moment}");
            assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "{moment}");
        }
    }
    // Otherwise the kills came too early or too late to show anything.
    assert!(seen_between.contains(&None) || atomic, "no run was killed in the middle");
    assert!(seen_between.contains(&Some(0)) && seen_between.contains(&Some(1)), "{seen_between:?}");
}

#[test]
fn killed_in_place() {
    kill_at_random(false, 20_240_301);
}

#[test]
fn killed_while_staging() {
    kill_at_random(true, 20_240_302);
}

#[test]
fn three_runs_at_once() {
    let scratch = scratch();
    let wanted = wanted(scratch.path());
    for round in 0..20 {
        let out = scratch.path().join(format!("out{}", round % 4));
        // In place, staged, and both at once.
        let mut runs = [0, 1, 2].map(|n| start((round + n) % 2, &out, [false, true, n == 1][round % 3]));
        let codes = runs.each_mut().map(|child| child.wait().unwrap().code());
        assert!(codes.contains(&Some(0)), "{codes:?}");
        assert!(codes.iter().all(|code| [Some(0), Some(BUSY)].contains(code)), "{codes:?}");
        assert!(wanted.contains(&files(&out)), "round {round}: a mixture");
        assert_eq!(run(round % 2, &out, false), [""; 0]);
        assert_eq!(files(&out), wanted[round % 2]);
    }
}
