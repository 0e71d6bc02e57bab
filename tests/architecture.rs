//! The architecture as code: who may import whom, which folders there are, how long files may be, and that documents name
//! only paths that exist. The table is that of ARCHITECTURE.md.

#![expect(clippy::unwrap_used, reason = "a test that can't read what it judges has failed")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Module → modules it may name in `crate::…` paths. `lib.rs` may use every step.
const MAY_USE: &[(&str, &[&str])] = &[
    ("diag", &[]),
    ("plan", &["diag", "code"]),
    ("load", &["load", "diag", "code"]),
    ("model", &["model", "load", "diag", "code"]),
    ("proof", &["proof", "model", "diag", "code"]),
    ("render", &["render", "model", "load", "plan", "diag", "code"]),
    ("search", &["search", "model", "plan", "diag", "code"]),
    ("write", &["write", "plan", "diag", "code"]),
];

/// Folders of `src/`, in the order in which they run.
const STEPS: &[&str] = &["cli", "load", "model", "proof", "render", "search", "write"];

const MAX_LINES: usize = 600;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[expect(clippy::disallowed_methods, reason = "the test reads the sources it judges")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !["node_modules", "target", "public"].contains(&&*entry.file_name().to_string_lossy()))
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().into_owned()
}

/// The source without its comments and its tests' module, and the string literals in it.
fn code_and_literals(text: &str) -> (String, Vec<String>) {
    let text = text.split("\n#[cfg(test)]").next().unwrap_or("");
    let (mut code, mut literals) = (String::new(), Vec::new());
    for line in text.lines() {
        let line = if line.trim_start().starts_with("//") { "" } else { line };
        let mut rest = line;
        while let Some(start) = rest.find('"') {
            code.push_str(&rest[..start]);
            let body = &rest[start + 1..];
            let mut end = 0;
            let bytes = body.as_bytes();
            while end < bytes.len() && bytes[end] != b'"' {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            let end = end.min(body.len());
            literals.push(body.get(..end).unwrap_or("").to_owned());
            rest = body.get(end + 1..).unwrap_or("");
        }
        code.push_str(rest);
        code.push('\n');
    }
    (code, literals)
}

/// Sources that are compiled for tests only: `#[cfg(test)]` stands before their `mod`.
fn is_test_module(path: &Path) -> bool {
    let stem = path.file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned());
    let inside = path.components().any(|part| part.as_os_str() == "tests");
    let declared = files("src", ".rs").iter().any(|other| {
        let text = read(other);
        text.split("#[cfg(test)]").skip(1).any(|rest| {
            let mut lines = rest.trim_start().lines().skip_while(|line| line.starts_with("#["));
            lines.next() == Some(&format!("mod {stem};"))
        })
    });
    inside || declared || stem.ends_with("_tests")
}

#[test]
fn imports_follow_the_table() {
    let mut wrong = Vec::new();
    for path in files("src", ".rs") {
        let name = relative(&path);
        let module = name.trim_start_matches("src/").split(['/', '.']).next().unwrap_or("").to_owned();
        let Some((_, allowed)) = MAY_USE.iter().find(|(id, _)| *id == module) else { continue };
        let (code, _) = code_and_literals(&read(&path));
        for found in code.split("crate::").skip(1) {
            let used: String = found.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if !allowed.contains(&used.as_str()) && used != module {
                wrong.push(format!("{name} uses crate::{used}"));
            }
        }
        if code.contains("super::") && !is_test_module(&path) {
            wrong.push(format!("{name} uses super::"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn cli_asks_only_the_library() {
    // `cli` sees `diag` and what lib.rs offers: its functions and the types they take and give.
    let steps = ["load", "model", "plan", "proof", "render", "search", "write"];
    for path in files("src/cli", ".rs") {
        let (code, _) = code_and_literals(&read(&path));
        for found in code.split("crate::").skip(1) {
            let used: String = found.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            let inside = found[used.len()..].starts_with("::");
            let step = inside && steps.contains(&used.as_str());
            assert!(!step, "{} reaches into {used}; ask a function of lib.rs", relative(&path));
        }
    }
}

#[test]
fn folders_are_the_steps_in_running_order() {
    let mut folders: Vec<String> = walkdir::WalkDir::new(root().join("src"))
        .min_depth(1)
        .max_depth(1)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    assert_eq!(folders, STEPS);
    assert!(read(&root().join("src/main.rs")).lines().count() < 40, "main.rs only parses, calls and exits");
}

#[test]
fn files_stay_short() {
    for folder in ["src", "tests"] {
        for path in files(folder, ".rs") {
            let lines = read(&path).lines().count();
            assert!(lines <= MAX_LINES, "{} has {lines} lines, at most {MAX_LINES}", relative(&path));
        }
    }
}

#[test]
fn files_say_what_they_are_for() {
    for folder in ["src", "tests"] {
        for path in files(folder, ".rs") {
            assert!(read(&path).starts_with("//!"), "{} does not open with //!", relative(&path));
        }
    }
}

#[test]
fn no_collection_is_named_in_rust() {
    let collections: BTreeSet<String> = walkdir::WalkDir::new(root().join("content"))
        .min_depth(2)
        .max_depth(2)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name() == "_collection.yaml")
        .filter_map(|entry| Some(entry.path().parent()?.file_name()?.to_string_lossy().into_owned()))
        .collect();
    assert!(collections.len() >= 7, "{collections:?}");
    let mut wrong = Vec::new();
    for path in files("src", ".rs").into_iter().filter(|path| !is_test_module(path)) {
        let (_, literals) = code_and_literals(&read(&path));
        for literal in literals {
            let named =
                literal.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').find(|w| collections.contains(*w));
            wrong.extend(named.map(|named| format!("{}: {literal:?} names {named}", relative(&path))));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn locks_live_in_cli_only() {
    for path in files("src", ".rs").into_iter().filter(|path| !is_test_module(path)) {
        let name = relative(&path);
        let (code, _) = code_and_literals(&read(&path));
        for word in ["Mutex", "RwLock", "RefCell", "static mut", "thread_local!"] {
            assert!(name.starts_with("src/cli/") || !code.contains(word), "{name} has {word}");
        }
    }
}

/// Paths in back quotes in the documents at the root and in `docs/`: those that begin with a folder of ours must exist.
#[test]
fn paths_in_documents_exist() {
    let mut documents: Vec<PathBuf> = if root().join("docs").is_dir() { files("docs", ".md") } else { Vec::new() };
    documents.extend(["README.md", "ARCHITECTURE.md", "CHANGELOG.md"].iter().map(|name| root().join(name)));
    let ours = ["src/", "tests/", "themes/", "content/", "benches/", "docs/", "tools/", ".ci/"];
    let mut checked = 0;
    for document in documents {
        let text = read(&document);
        for quoted in text.split('`').skip(1).step_by(2) {
            let path = quoted.trim();
            if !ours.iter().any(|folder| path.starts_with(folder)) || path.contains(['<', '*', '{', ' ', '…', '\n']) {
                continue;
            }
            checked += 1;
            assert!(root().join(path).exists(), "{} names {path}, which does not exist", relative(&document));
        }
    }
    assert!(checked > 20, "only {checked} paths found: is the test reading the documents?");
}

/// Every library of `Cargo.toml` is named in a source of the program and has its line in ARCHITECTURE.md, and the reverse.
#[test]
fn every_library_is_used_and_has_its_line() {
    let manifest = read(&root().join("Cargo.toml"));
    let section = manifest.split("[dependencies]").nth(1).and_then(|rest| rest.split("\n[").next()).unwrap();
    let libraries: Vec<&str> = section
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = ").map(|(name, _)| name))
        .collect();
    assert!(libraries.len() > 20, "{libraries:?}");
    let sources: Vec<String> = files("src", ".rs")
        .iter()
        .filter(|path| !is_test_module(path))
        .map(|path| code_and_literals(&read(path)).0)
        .collect();
    let architecture = read(&root().join("ARCHITECTURE.md"));
    let table = architecture.split("\n## Libraries\n").nth(1).unwrap();
    for library in &libraries {
        let word = format!("{}::", library.replace('-', "_"));
        assert!(sources.iter().any(|code| code.contains(&word)), "nothing in src/ uses {library}");
        assert!(table.contains(library), "ARCHITECTURE.md has no line for {library}");
    }
    for line in table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---")).skip(1) {
        let named = line.split('|').nth(1).unwrap().split(',').map(|name| name.split(" (").next().unwrap().trim());
        for name in named {
            assert!(libraries.contains(&name), "ARCHITECTURE.md names {name}, which Cargo.toml does not");
        }
    }
}
