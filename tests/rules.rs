//! Runs the page of every code: the bad example gives exactly its code at the marked places, the good one nothing.

#![expect(clippy::unwrap_used, reason = "a test that can't read its pages has failed")]

#[path = "support/page.rs"]
mod page;
#[path = "support/tiny.rs"]
mod tiny;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use page::{BAD, Example, Expected, GOOD};
use peakpress::diag::{Diagnostic, Diagnostics, Span};
use peakpress::load::walk;
use peakpress::proof::rule::RULES;
use rayon::prelude::*;
use regex::Regex;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[expect(clippy::disallowed_methods, reason = "the test reads the pages and sources it judges")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    walkdir::WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// Name and page of every `code!` in the sources.
fn codes() -> BTreeSet<(String, String)> {
    let form = Regex::new(r#"code!\(\s*(?:///[^\n]*\s*)*[A-Z_0-9]+,\s*"([a-z0-9-]+)",\s*"([a-z0-9_]+)""#).unwrap();
    let text: String = files("src", ".rs").iter().map(|path| read(path)).collect();
    form.captures_iter(&text).map(|found| (found[1].to_owned(), found[2].to_owned())).collect()
}

fn show(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.span.as_ref().map_or("site".to_owned(), Span::to_string);
    let help = diagnostic.help.as_deref().unwrap_or("");
    format!("{place}: {}: {}\n        {help}", diagnostic.code.name, diagnostic.message)
}

fn fits(expected: &Expected, found: &Diagnostic) -> bool {
    let Some(span) = &found.span else { return false };
    let position = span.position();
    expected.code == found.code.name
        && expected.path == span.source.path
        && expected.line.is_none_or(|line| position.is_some_and(|p| p.line == line))
        && expected.column.is_none_or(|column| position.is_some_and(|p| p.column == column))
}

/// What differs between what an example should give and what it gives.
fn differences(example: &Example) -> Vec<String> {
    let mut found = tiny::check(&example.files);
    let mut wrong = Vec::new();
    for expected in &example.expected {
        match found.iter().position(|diagnostic| fits(expected, diagnostic)) {
            Some(at) => drop(found.remove(at)),
            None => wrong.push(format!("  lacks {expected:?}")),
        }
    }
    wrong.extend(found.iter().map(|diagnostic| format!("  gives {}", show(diagnostic))));
    wrong
}

fn problems(path: &Path, code: &str) -> Vec<String> {
    let page = page::parse(&read(path));
    let mut wrong = Vec::new();
    if page.title != code {
        wrong.push(format!("  is titled {}", page.title));
    }
    for heading in ["查什么", "为什么", BAD, GOOD] {
        if !page.headings.iter().any(|other| other == heading) {
            wrong.push(format!("  has no ## {heading}"));
        }
    }
    wrong.extend(wrong_lines(&page.bad, code));
    if !page.bad.transcript {
        wrong.extend(differences(&page.bad).into_iter().map(|line| format!("  bad:{line}")));
    }
    if !page.good.transcript {
        wrong.extend(differences(&page.good).into_iter().map(|line| format!("  good:{line}")));
    }
    wrong
}

/// What is wrong with the list of a bad example: it names its own code, once at least.
fn wrong_lines(example: &Example, code: &str) -> Vec<String> {
    if example.transcript {
        return Vec::new();
    }
    let mut wrong = Vec::new();
    if example.expected.is_empty() {
        wrong.push("  the bad example expects nothing".to_owned());
    }
    let other = example.expected.iter().filter(|expected| expected.code != code);
    wrong.extend(other.map(|expected| format!("  the bad example expects {}", expected.code)));
    wrong
}

#[test]
fn every_page_is_true() {
    let codes: Vec<(String, String)> = codes().into_iter().collect();
    let one = |(code, file): &(String, String)| {
        let path = root().join("src/proof/rules").join(format!("{file}.md"));
        let found = problems(&path, code);
        (!found.is_empty()).then(|| format!("{code}\n{}", found.join("\n")))
    };
    let wrong: Vec<String> = codes.par_iter().filter_map(one).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_page_has_a_code_named_like_it() {
    let codes = codes();
    let pages: BTreeSet<String> = files("src/proof/rules", ".md").iter().map(|path| stem(path)).collect();
    let named: BTreeSet<String> = codes.iter().map(|(_, file)| file.clone()).collect();
    assert_eq!(pages, named);
    for (code, file) in codes {
        assert_eq!(code.replace('-', "_"), file);
    }
}

#[test]
fn every_rule_is_listed() {
    let mut files: BTreeSet<String> = files("src/proof/rules", ".rs").iter().map(|path| stem(path)).collect();
    files.remove("mod");
    let listed: BTreeSet<String> = RULES.iter().map(|rule| rule.code.name.replace('-', "_")).collect();
    assert_eq!(files, listed);
}

#[test]
fn the_default_site_is_fit_to_print() {
    let mut diags = Diagnostics::new();
    let files = walk::site(root(), &mut diags).unwrap();
    let mut found = diags.sorted();
    found.extend(tiny::run(files));
    // Nobody has said yet where the site will be published: that is the one thing to be told of.
    let wrong: Vec<String> = found.iter().filter(|d| d.code.name != "no-base-url").map(show).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(found.len(), 1);
}
