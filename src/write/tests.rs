//! The whole step on small plans in scratch folders.

#![expect(clippy::disallowed_methods, reason = "the tests look at what was written")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::diag::{Code, Diagnostic, Diagnostics, Level};
use crate::plan::{Job, Plan, Turn};
use crate::write::disk::{self, Entry};
use crate::write::lock::Lock;
use crate::write::{OWN, Options, Report, write};

/// What a job of these tests reports.
static BROKEN: Code = Code { name: "broken", level: Level::Error, summary: "", page: "" };

const MODES: [bool; 2] = [false, true];

fn options(out: &Path, atomic: bool) -> Options {
    Options {
        out: out.to_owned(),
        atomic,
        forbidden: Vec::new(),
        enclosing: Vec::new(),
        tool_version: "0.1.0".to_owned(),
        source_commit: None,
        clock: || Duration::ZERO,
    }
}

/// `path` or `path=text`; `path!` is a job that reports an error; `*.css` is an asset.
fn plan(words: &str) -> Plan {
    let mut plan = Plan::new();
    for word in words.split_whitespace() {
        let (path, text) = word.split_once('=').unwrap_or((word, "x"));
        let (path, text) = (path.to_owned(), text.to_owned());
        let (path, broken) = (path.trim_end_matches('!').to_owned(), path.ends_with('!'));
        let turn = if path.ends_with(".css") { Turn::Asset } else { Turn::Page };
        let job = Job::new(turn, "page", move |bytes, diags| {
            bytes.extend_from_slice(text.as_bytes());
            if broken {
                diags.push(Diagnostic::of_site(&BROKEN, "坏"));
            }
        });
        plan.insert(&format!("/{path}"), job, None, &mut Diagnostics::new());
    }
    plan
}

fn build(words: &str, out: &Path, atomic: bool) -> (Report, Vec<&'static str>) {
    let mut diags = Diagnostics::new();
    let report = write(&plan(words), &options(out, atomic), &mut diags).unwrap();
    (report, diags.sorted().into_iter().map(|diagnostic| diagnostic.code.name).collect())
}

/// What lies in a folder, as `path=text`, `folder/` if empty of files, `link@`; without the manifest and what is ours.
fn listing(root: &Path) -> String {
    let found = disk::walk(root).unwrap();
    let show = |(name, entry): (&std::ffi::OsString, &Entry)| {
        let name = name.to_str().unwrap();
        match entry {
            Entry::File if name == "manifest.json" => None,
            Entry::File => Some(format!("{name}={}", fs::read_to_string(root.join(name)).unwrap())),
            Entry::Folder => fs::read_dir(root.join(name)).unwrap().next().is_none().then(|| format!("{name}/")),
            Entry::Other => Some(format!("{name}@")),
        }
    };
    found.iter().filter_map(show).collect::<Vec<_>>().join(" ")
}

/// Puts `path=text`, `folder/` or `link@` into a folder.
fn put(root: &Path, words: &str) {
    for word in words.split_whitespace() {
        let (path, text) = word.split_once('=').unwrap_or((word, ""));
        let path = root.join(path.trim_end_matches('@'));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match word.chars().last() {
            Some('/') => fs::create_dir_all(&path).unwrap(),
            Some('@') => symlink("/nowhere", &path).unwrap(),
            _ => fs::write(&path, text).unwrap(),
        }
    }
}

#[test]
fn output_follows_the_plan_and_others_files_stay() {
    // First plan, what others put, second plan, codes, what lies there then.
    let check = |first: &str, others: &str, second: &str, codes: &[&str], expected: &str| {
        for atomic in MODES {
            let scratch = tempfile::tempdir().unwrap();
            let out = scratch.path().join("public");
            if !first.is_empty() {
                assert_eq!(build(first, &out, atomic).1, [""; 0], "{first}");
            }
            put(&out, others);
            assert_eq!(build(second, &out, atomic).1, codes, "{first} / {others} / {second}, atomic {atomic}");
            assert_eq!(listing(&out), expected, "{first} / {others} / {second}, atomic {atomic}");
            let own: Vec<_> = fs::read_dir(out.join(OWN)).unwrap().map(|e| e.unwrap().file_name()).collect();
            assert!(own.iter().all(|name| name == "lock" || name == "journal"), "{own:?}");
            assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 1, "something is left beside the output");
        }
    };
    check("", "", "a=1", &[], "a=1");
    check("a=1", "", "a=2 b/c/d=3", &[], "a=2 b/c/d=3");
    check("a=1 b/c/d=3", "", "a=1", &[], "a=1");
    check("a=1 b/c/d=3", "b/own=9", "a=1", &[], "a=1 b/own=9");
    check("a=1", "CNAME=x own/ link@", "a=2", &[], "CNAME=x a=2 link@ own/");
    check("a=1", "", "a/b=2", &[], "a/b=2");
    check("a/b=2 a/c/d=3", "", "a=1", &[], "a=1");
    check("a=1", "b=own", "a=2 b=3", &["foreign-output"], "a=1 b=own");
    check("a=1", "b@", "a=2 b=3", &["foreign-output"], "a=1 b@");
    check("a=1", "b@", "a=2 b/c=3", &["foreign-output"], "a=1 b@");
    check("a=1", "b=own", "a=2 b/c=3", &["foreign-output"], "a=1 b=own");
    check("a/b=1", "a/own=2", "a=3", &["foreign-output"], "a/b=1 a/own=2");
    check("a=1", "b/own=2", "a=1 b=3", &["foreign-output"], "a=1 b/own=2");
    check("a=1", "", "a=1 a/b=2", &["duplicate-url"], "a=1");
    check("a=1", "", "a=2 .peakpress/journal=2", &["duplicate-url"], "a=1");
    check("a=1", "", "a=2 manifest.json=2", &["duplicate-url"], "a=1");
    check("a=1 b=1", "a=edited", "a=1 b=1", &[], "a=1 b=1");
    check("a=1 b=1 碳/达峰=1", "", "碳/达峰=2", &[], "碳/达峰=2");
}

#[test]
fn after_an_error_pages_and_what_they_need_stay() {
    let check = |second: &str, in_place: &str| {
        for (atomic, expected) in [(false, in_place), (true, "a=1 old.css=x p=1")] {
            let scratch = tempfile::tempdir().unwrap();
            let out = scratch.path().join("public");
            build("a=1 p=1 old.css", &out, atomic);
            let manifest = fs::read(out.join("manifest.json")).unwrap();
            let (report, codes) = build(second, &out, atomic);
            assert!(codes.contains(&"broken"));
            assert_eq!(report.removed, 0);
            assert_eq!(listing(&out), expected, "{second}, atomic {atomic}");
            assert_eq!(fs::read(out.join("manifest.json")).unwrap(), manifest);
            build("a=3 new.css", &out, atomic);
            assert_eq!(listing(&out), "a=3 new.css=x");
        }
    };
    check("a=2 p!=2 new.css", "a=2 new.css=x old.css=x p=1");
    check("a=2 p=2 new.css!", "a=1 old.css=x p=1");
    check("a=2 p=2 q!=1 new.css", "a=1 new.css=x old.css=x p=1");
}

#[test]
fn all_problems_of_a_run_are_told() {
    let scratch = tempfile::tempdir().unwrap();
    let mut diags = Diagnostics::new();
    let plan = plan("a! b! c.css!");
    write(&plan, &options(&scratch.path().join("public"), false), &mut diags).unwrap();
    assert_eq!(diags.len(), 3);
}

#[test]
fn unchanged_files_keep_their_time() {
    for atomic in MODES {
        let scratch = tempfile::tempdir().unwrap();
        let out = scratch.path().join("public");
        let (report, _) = build("a=1 b/c=2", &out, atomic);
        assert_eq!((report.files, report.written, report.unchanged), (3, 3, 0));
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        for path in ["a", "b/c", "manifest.json"] {
            fs::File::options().write(true).open(out.join(path)).unwrap().set_modified(old).unwrap();
        }
        let is_old = |path: &str| fs::metadata(out.join(path)).unwrap().modified().unwrap() == old;
        let (report, _) = build("a=1 b/c=2", &out, atomic);
        assert_eq!((report.written, report.unchanged, report.removed), (0, 3, 0));
        assert!(is_old("a") && is_old("b/c") && is_old("manifest.json"));
        let (report, _) = build("a=9 b/c=2", &out, atomic);
        assert_eq!((report.written, report.unchanged, report.removed), (2, 1, 0));
        assert!(!is_old("a") && is_old("b/c") && !is_old("manifest.json"));
        let (report, _) = build("b/c=2", &out, atomic);
        assert_eq!((report.files, report.written, report.unchanged, report.removed), (2, 1, 1, 1));
        assert!(is_old("b/c"));
    }
}

#[test]
fn both_modes_and_any_number_of_threads_give_the_same_bytes() {
    let scratch = tempfile::tempdir().unwrap();
    let words: String = (0..100).map(|n| format!("f{}/p{n}=text{n} ", n % 7)).collect();
    let manifest = |name: &str, atomic, threads| {
        let out = scratch.path().join(name);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (report, _) = pool.install(|| build(&words, &out, atomic));
        (fs::read(out.join("manifest.json")).unwrap(), fs::read(out.join(".peakpress/journal")).unwrap(), report)
    };
    let first = manifest("a", false, 1);
    assert_eq!(manifest("b", false, 4), first);
    assert_eq!(manifest("c", true, 4), first);
    assert_eq!(
        first.2.kinds.iter().map(|(kind, sums)| (&**kind, sums.files)).collect::<Vec<_>>(),
        [("manifest", 1), ("page", 100)]
    );
}

#[test]
fn odd_outputs_are_refused() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path().canonicalize().unwrap();
    put(
        &root,
        "site/content/a.md=a site/themes/t=t site/site.yaml=y full/x=1 file=1 empty/ home/x=1 other/.peakpress=1",
    );
    put(&root, "hollow/.peakpress/ mixed/.peakpress/ mixed/x=1 dangling@ real/ ownlink/x=1");
    symlink(root.join("real"), root.join("link")).unwrap();
    symlink(root.join("real"), root.join("ownlink/.peakpress")).unwrap();
    symlink(root.join("site"), root.join("to-site")).unwrap();
    let before = listing(&root);
    let check = |out: &str, expected: &[&str]| {
        for atomic in MODES {
            let mut options = options(&root.join(out), atomic);
            options.forbidden =
                ["site/content", "site/themes", "site/site.yaml", "site/absent"].map(|p| root.join(p)).into();
            options.enclosing = ["site", "home"].map(|p| root.join(p)).into();
            let mut diags = Diagnostics::new();
            write(&plan("a"), &options, &mut diags).unwrap();
            let codes: Vec<_> = diags.iter().map(|diagnostic| diagnostic.code.name).collect();
            assert_eq!(codes, expected, "{out}");
            assert!(diags.iter().all(|diagnostic| diagnostic.help.is_some()));
            if !expected.is_empty() {
                assert_eq!(listing(&root), before, "{out}");
            }
        }
    };
    let refused = &["foreign-output"];
    check("/", refused);
    check("site", refused);
    check("site/", refused);
    check("site/content/..", refused);
    check("to-site", refused);
    check("to-site/content", refused);
    check("to-site/content/new", refused);
    check("site/content", refused);
    check("site/content/public", refused);
    check("site/themes/t2", refused);
    check("site/absent/x", refused);
    check("site/site.yaml", refused);
    check("site/site.yaml/x", refused);
    check("", refused);
    check("home", refused);
    check("full", refused);
    check("mixed", refused);
    check("other", refused);
    check("ownlink", refused);
    check("file", refused);
    check("file/x", refused);
    check("link", refused);
    check("link/", refused);
    check("link/.", refused);
    check("dangling", refused);
    check("dangling/x", refused);
    check("absent/../full", refused);
    check("site/.git/x", refused);
    check("empty", &[]);
    check("hollow", &[]);
    check("site/public", &[]);
    check("to-site/public2", &[]);
    check("home/a/b/c", &[]);
    check("link/below", &[]);
}

#[test]
fn a_folder_in_use_is_left_alone() {
    for atomic in MODES {
        let scratch = tempfile::tempdir().unwrap();
        let out = scratch.path().join("public");
        build("a=1", &out, atomic);
        let lock = Lock::acquire(&out).unwrap();
        assert!(lock.is_some());
        assert_eq!(build("a=2", &out, atomic).1, ["output-busy"]);
        assert_eq!(listing(&out), "a=1");
        drop(lock);
        assert_eq!(build("a=2", &out, atomic).1, [""; 0]);
        assert_eq!(listing(&out), "a=2");
    }
}

#[test]
fn leftovers_beside_are_finished_only_if_they_are_ours() {
    // What lies in the leftover, its journal, the code, what the output holds then.
    let check = |left: &str, journal: Option<&str>, codes: &[&str], expected: &str| {
        for atomic in MODES {
            let scratch = tempfile::tempdir().unwrap();
            let out = scratch.path().join("public");
            build("a=1", &out, atomic);
            let beside = scratch.path().join(".public.peakpress-stage");
            put(&beside, left);
            if let Some(journal) = journal {
                put(&beside, ".peakpress/lock");
                fs::write(beside.join(".peakpress/journal"), journal).unwrap();
            }
            assert_eq!(build("a=2", &out, atomic).1, codes, "{left}");
            assert_eq!(listing(&out), expected, "{left}");
            assert_eq!(beside.exists(), !codes.is_empty());
        }
    };
    check(".peakpress/", None, &[], "a=2");
    check("a=0 b/c=0", Some("a\nb/c\n"), &[], "a=2");
    check("a=0 b/own=9 own/ link@", Some("a\nb/c\n"), &[], "a=2 b/own=9 link@ own/");
    check("a=0 b/own=9 c@ .peakpress/staging", Some("a\n"), &[], "a=2");
    check(".peakpress/staging", None, &[], "a=2");
    check("x=1", None, &["foreign-output"], "a=1");
}

#[test]
fn a_failing_machine_is_told_in_chinese_and_mended_by_the_next_run() {
    let scratch = tempfile::tempdir().unwrap();
    let long = "长".repeat(100);
    for atomic in MODES {
        let out = scratch.path().join(if atomic { "b" } else { "a" });
        build("a=1", &out, atomic);
        let error =
            write(&plan(&format!("a=2 {long}=1")), &options(&out, atomic), &mut Diagnostics::new()).unwrap_err();
        assert!(error.to_string().contains("失败：名字太长"), "{error:#}");
        assert_eq!(listing(&out), "a=1");
        build("a=2", &out, atomic);
        assert_eq!(listing(&out), "a=2");
    }
    assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 2);
}

#[test]
fn the_exchanged_folder_keeps_its_mode_and_its_readers_find_whole_files() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("public");
    build("a=1", &out, true);
    put(&out, "own/x=1");
    for path in [out.clone(), out.join("own")] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o750)).unwrap();
    }
    build("a=2", &out, true);
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(out.clone()), mode(out.join("own"))), (0o750, 0o750));
}
