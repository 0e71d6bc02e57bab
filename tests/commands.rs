//! Runs the transcripts in `tests/commands/`: what a person types, what the program answers, which files there are.
//!
//! A transcript is Markdown; these fenced blocks mean something, in the order in which they stand:
//! - `text <path>`: the file is written into the scratch folder.
//! - `console`: lines with `$ ` are run there (`peakpress …`, or `cat <file>`), what follows is the answer, standard output
//!   before standard error; `? 1` right after a command is its exit code, if not 0.
//! - `files`: all files of the scratch folder, one to a line.
//!
//! `[..]` stands for any text within a line, a line `...` for any lines. `RENEW=1 cargo test --test commands` writes the real
//! answers into the transcripts where they differ.

#![expect(clippy::disallowed_methods, reason = "the test prepares folders and reads its transcripts")]
#![expect(clippy::unwrap_used, reason = "a transcript that can't be played fails the test")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;

#[test]
fn transcripts_are_true() {
    let renew = std::env::var("RENEW").is_ok();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commands");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 7);
    let mut wrong = String::new();
    for path in paths {
        let expected = std::fs::read_to_string(&path).unwrap();
        let found = play(&expected);
        if found != expected {
            writeln!(wrong, "{}:\n{}", path.file_name().unwrap().display(), difference(&expected, &found)).unwrap();
            if renew {
                std::fs::write(&path, found).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}\nRENEW=1 writes what was found into the transcripts; read the change.");
}

/// The transcript with what really happened; where the expectation holds, it stays as it is written.
fn play(text: &str) -> String {
    let scratch = tempfile::tempdir().unwrap();
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        writeln!(out, "{line}").unwrap();
        let ticks = line.len() - line.trim_start_matches('`').len();
        if ticks < 3 {
            continue;
        }
        let (fence, info) = line.split_at(ticks);
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
        let found = match info.split_once(' ') {
            Some(("text", path)) => {
                save(&scratch.path().join(path), &body);
                body.join("\n")
            }
            None if info == "console" => console(scratch.path(), &body),
            None if info == "files" => either(&body, files(scratch.path())),
            _ => panic!("{line}: what should this block do?"),
        };
        if !found.is_empty() {
            writeln!(out, "{}", found.trim_end_matches('\n')).unwrap();
        }
        writeln!(out, "{fence}").unwrap();
    }
    out
}

fn save(path: &Path, lines: &[&str]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, lines.join("\n") + "\n").unwrap();
}

fn files(root: &Path) -> String {
    let walk = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
    let names = walk
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned());
    names.collect::<Vec<_>>().join("\n")
}

fn console(scratch: &Path, body: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = body;
    while let Some((first, after)) = rest.split_first() {
        let end = after.iter().position(|line| line.starts_with("$ ")).unwrap_or(after.len());
        let command = first.strip_prefix("$ ").unwrap_or_else(|| panic!("{first}: a console block begins with $"));
        writeln!(out, "{first}").unwrap();
        let answer = either(&after[..end], run(scratch, command));
        if !answer.is_empty() {
            writeln!(out, "{answer}").unwrap();
        }
        rest = &after[end..];
    }
    out
}

fn run(scratch: &Path, command: &str) -> String {
    let words: Vec<&str> = command.split_whitespace().collect();
    match words.as_slice() {
        ["cat", path] => std::fs::read_to_string(scratch.join(path)).unwrap().trim_end_matches('\n').to_owned(),
        ["peakpress", words @ ..] => {
            let output = Command::new(env!("CARGO_BIN_EXE_peakpress"))
                .args(words)
                .current_dir(scratch)
                // 2026-12-01 in China.
                .env("SOURCE_DATE_EPOCH", "1796083200")
                .output()
                .unwrap();
            let code = output.status.code().map_or("killed".to_owned(), |code| code.to_string());
            let code = if output.status.success() { String::new() } else { format!("? {code}\n") };
            let text = |bytes| String::from_utf8(bytes).unwrap();
            let answer = format!("{code}{}{}", text(output.stdout), text(output.stderr));
            let lines: Vec<&str> = answer.lines().map(str::trim_end).collect();
            lines.join("\n").trim_end_matches('\n').to_owned()
        }
        _ => panic!("{command}: only peakpress and cat are run"),
    }
}

/// What is expected if the answer is so, the answer if not.
fn either(expected: &[&str], found: String) -> String {
    let mut pattern = String::from("^");
    for line in expected {
        if *line == "..." {
            pattern.push_str("(?:.*\n)*");
        } else {
            let parts: Vec<String> = line.split("[..]").map(regex::escape).collect();
            pattern.push_str(&parts.join(".*"));
            pattern.push('\n');
        }
    }
    pattern.push('$');
    let holds = Regex::new(&pattern).unwrap().is_match(&format!("{found}\n"));
    if holds || (found.is_empty() && expected.is_empty()) { expected.join("\n") } else { found }
}

/// The lines that differ, with a few before them.
fn difference(expected: &str, found: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let end = end.min(old.len() - start).min(new.len() - start);
    let show =
        |sign: char, lines: &[&str]| lines.iter().fold(String::new(), |out, line| format!("{out}{sign} {line}\n"));
    let before = show(' ', &old[start.saturating_sub(3)..start]);
    before + &show('-', &old[start..old.len() - end]) + &show('+', &new[start..new.len() - end])
}
