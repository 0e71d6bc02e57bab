//! What others made: every third-party file is named in NOTICE and NOTICE names nothing that is not there; the crates carry
//! licences that the policy allows, in a number that it allows. `deny.toml` holds the same list for cargo-deny.

#![expect(clippy::unwrap_used, reason = "a test that can't read what it judges has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Folders that hold nothing but files of others: each file in them is named in NOTICE.
const THIRD_PARTY: &[&str] = &["tests/commonmark", "src/search/tables"];

/// Crates that carry data of others though their licence does not say so.
const WITH_DATA: &[&str] = &["syntect"];

/// Beginnings of the names of files of ours that are no text, so that nobody can see whose they are.
const OUR_MEDIA: &[&str] = &["docs/screenshot.png", "themes/default/assets/share"];

/// What only the owner of a text writes in it.
const MARKS: &[&str] = &["Copyright ", "SPDX-License-Identifier", "@license", "All rights reserved"];

/// Files in which these marks are ours, or are about others.
const MARKED_BY_US: &[&str] = &["LICENSE-APACHE", "LICENSE-CONTENT", "LICENSE-MIT", "NOTICE", "tests/notice.rs"];

/// SPDX identifiers that a crate may be used under.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Crates in the tree of the program with default features, build dependencies included (SECURITY S28).
const MOST_CRATES: usize = 220;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[expect(clippy::disallowed_methods, reason = "the test reads the repository it judges")]
fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn text(path: &str) -> String {
    String::from_utf8(read(&root().join(path))).unwrap()
}

/// Paths of all files, without what is made and what is fetched.
fn files() -> Vec<String> {
    let made = [".git", "target", "public", "node_modules"];
    walkdir::WalkDir::new(root())
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !made.contains(&&*entry.file_name().to_string_lossy()))
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(root()).unwrap().to_string_lossy().into_owned())
        .collect()
}

/// What NOTICE names: the words after `* ` (files) or `+ ` (crates) at the start of a line.
fn noticed(bullet: &str) -> BTreeSet<String> {
    text("NOTICE").lines().filter_map(|line| line.strip_prefix(bullet)).map(|name| name.trim().to_owned()).collect()
}

#[test]
fn notice_names_every_file_of_others_and_nothing_else() {
    let named = noticed("* ");
    assert!(!named.is_empty(), "NOTICE has no entries");
    let mut wrong: Vec<String> =
        named.iter().filter(|name| !root().join(name).is_file()).map(|name| format!("{name} is not there")).collect();
    for path in files() {
        let foreign = THIRD_PARTY.iter().any(|place| Path::new(&path).starts_with(place));
        if named.contains(&path) || (!foreign && MARKED_BY_US.contains(&&*path)) {
            continue;
        }
        let bytes = read(&root().join(&path));
        if foreign {
            wrong.push(format!("{path} lies in a third-party folder and is not named"));
        } else if let Ok(text) = str::from_utf8(&bytes) {
            let mark = MARKS.iter().find(|mark| text.contains(**mark));
            wrong.extend(mark.map(|mark| format!("{path} bears “{mark}” and is not named")));
        } else if !OUR_MEDIA.iter().any(|ours| path.starts_with(ours)) {
            wrong.push(format!("{path} is no text and not named; is it ours?"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// A crate as cargo knows it.
struct Package {
    name: String,
    licence: String,
    source: String,
    /// Whether the program is made with it, as opposed to its tests only.
    in_program: bool,
}

/// The crates of this machine's target. Nothing is fetched: the tests were built from them.
fn packages() -> Vec<Package> {
    let version = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let word = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let mut needs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for node in list(&metadata["resolve"]["nodes"]) {
        let deps = list(&node["deps"]);
        let used = deps.iter().filter(|dep| list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"] != "dev"));
        needs.insert(word(&node["id"]), used.map(|dep| word(&dep["pkg"])).collect());
    }
    let ours = word(&metadata["resolve"]["root"]);
    let mut program = BTreeSet::new();
    let mut rest = vec![ours.clone()];
    while let Some(id) = rest.pop() {
        if program.insert(id.clone()) {
            rest.extend(needs.get(&id).cloned().unwrap_or_default());
        }
    }
    list(&metadata["packages"])
        .iter()
        .filter(|package| needs.contains_key(&word(&package["id"])) && package["id"] != *ours)
        .map(|package| Package {
            name: word(&package["name"]),
            licence: word(&package["license"]),
            source: word(&package["source"]),
            in_program: program.contains(&word(&package["id"])),
        })
        .collect()
}

#[test]
fn crates_are_few_and_from_the_registry() {
    let packages = packages();
    let count = packages.iter().filter(|package| package.in_program).count();
    assert!((50..=MOST_CRATES).contains(&count), "{count} crates; at most {MOST_CRATES} are allowed");
    let elsewhere: Vec<&str> = packages
        .iter()
        .filter(|package| !package.source.starts_with("registry+"))
        .map(|package| package.name.as_str())
        .collect();
    assert_eq!(elsewhere, Vec::<&str>::new());
}

#[test]
fn licences_of_crates_are_allowed() {
    let refused: Vec<String> = packages()
        .iter()
        .filter(|package| !allowed(&package.licence))
        .map(|package| format!("{}: {}", package.name, package.licence))
        .collect();
    assert_eq!(refused, Vec::<String>::new());
}

#[test]
fn notice_names_the_crates_that_bring_data_of_others() {
    let named = noticed("+ ");
    let packages = packages();
    // A licence “for the code AND for the data” says that the crate holds tables of somebody else.
    let with_data = packages.iter().filter(|package| package.in_program && package.licence.contains(" AND "));
    let with_data = with_data.map(|package| package.name.as_str()).chain(WITH_DATA.iter().copied());
    let missing: Vec<&str> = with_data.filter(|name| !named.contains(*name)).collect();
    assert_eq!(missing, Vec::<&str>::new());
    let known: BTreeSet<&str> =
        packages.iter().filter(|package| package.in_program).map(|package| package.name.as_str()).collect();
    let gone: Vec<&String> = named.iter().filter(|name| !known.contains(name.as_str())).collect();
    assert_eq!(gone, Vec::<&String>::new());
}

#[test]
fn cargo_deny_has_the_same_list() {
    let deny = text("deny.toml");
    let allow = deny.split_once("\nallow = [").and_then(|(_, rest)| rest.split_once(']')).unwrap().0;
    let listed: Vec<&str> =
        allow.split(',').map(|item| item.trim().trim_matches('"')).filter(|x| !x.is_empty()).collect();
    assert_eq!(listed, LICENCES);
}

/// Whether an SPDX expression leaves a choice that the list allows.
fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    either(&words, &mut at) && at == words.len()
}

fn either(words: &[&str], at: &mut usize) -> bool {
    let mut any = both(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        any |= both(words, at);
    }
    any
}

fn both(words: &[&str], at: &mut usize) -> bool {
    let mut all = single(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        all &= single(words, at);
    }
    all
}

fn single(words: &[&str], at: &mut usize) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let inner = either(words, at);
        *at += 1;
        return inner && words.get(*at - 1) == Some(&")");
    }
    let mut licence = (*word).to_owned();
    if let [Some(&"WITH"), Some(exception)] = [words.get(*at), words.get(*at + 1)] {
        licence.push_str(&format!(" WITH {exception}"));
        *at += 2;
    }
    LICENCES.contains(&licence.as_str())
}

#[test]
fn licence_expressions() {
    let check = |expression: &str, expected: bool| assert_eq!(allowed(expression), expected, "{expression}");
    check("MIT", true);
    check("MIT/Apache-2.0", true);
    check("Apache-2.0 / MIT", true);
    check("MIT OR Apache-2.0 OR LGPL-2.1-or-later", true);
    check("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT", true);
    check("(MIT OR Apache-2.0) AND Unicode-3.0", true);
    check("(Apache-2.0 OR MIT) AND BSD-3-Clause", true);
    check("GPL-3.0-only", false);
    check("MIT AND GPL-3.0-only", false);
    check("(MIT OR Apache-2.0) AND LGPL-2.1-only", false);
    check("GPL-3.0-only OR (MIT AND AGPL-3.0-only)", false);
    check("Apache-2.0 WITH Other-exception", false);
    check("(MIT", false);
    check("", false);
}

/// Where the repository lies must not stand in what is published.
#[test]
fn paths_of_this_machine_stand_in_no_file() {
    let home: PathBuf = root().to_path_buf();
    let here = home.to_string_lossy();
    let named: Vec<String> = files()
        .into_iter()
        .filter(|path| String::from_utf8_lossy(&read(&root().join(path))).contains(&*here))
        .collect();
    assert_eq!(named, Vec::<String>::new());
}
