//! Is the site right? Tiny whole sites in `tests/sites/`, printed with the plain theme of `tests/support/theme/` so that an
//! expectation shows what pages say, not how they are dressed.
//!
//! `expected/` holds the files of the output that matter to the case; one that is not made fails. They are renewed with
//! `UPDATE_EXPECT=1 cargo test --test sites`; a new one begins as an empty file.

#![expect(clippy::disallowed_methods, reason = "tests read their cases from the disk and renew them")]
#![expect(clippy::unwrap_used, reason = "a case that can't be read fails")]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use peakpress::load::embedded;
use support::{Printed, SiteTest};

/// What a case adds to its folder.
type Change = fn(SiteTest) -> SiteTest;

/// The cases: folder, and what the folder alone does not say.
const CASES: &[(&str, Change)] = &[
    ("base_path", |site| site),
    ("citations", |site| site),
    ("drafts", |site| site),
    ("elder", |site| site),
    ("gaps", SiteTest::preview),
    ("glossary", |site| many_words(site, 16)),
    ("languages", |site| site),
    ("map", |site| site),
    ("museums", |site| site),
    ("no_base_url", |site| site),
    ("outputs", |site| site),
    ("pagination", |site| many(site, 45)),
    ("profile", |site| site),
    ("redirect", |site| site),
    ("referrers", |site| site),
    ("terms", |site| site),
];

/// Problems that a case is about.
const PROBLEMS: &[(&str, &str)] = &[
    ("gaps", "content/notes/first.md:3:6: bad-date"),
    ("no_base_url", "site.yaml:5:1: no-base-url"),
    ("profile", "content/_profiles/gov-cn.yaml:8:5: profile-unverified"),
    ("profile", "content/notes/second.md:3:1: profile-time"),
];

#[test]
fn sites_are_as_expected() {
    let mut wrong = Vec::new();
    for (name, more) in CASES {
        let printed = more(case(name).plain()).print();
        let allowed = |line: &String| PROBLEMS.iter().any(|(case, start)| case == name && line.starts_with(start));
        wrong.extend(printed.lines().into_iter().filter(|line| !allowed(line)).map(|line| format!("{name}: {line}")));
        let folder = folder(name).join("expected");
        for (path, expected) in files(&folder) {
            let Some(made) = printed.files.get(&path) else {
                wrong.push(format!("{name}: {path} is expected and not made"));
                continue;
            };
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                std::fs::write(folder.join(&path), made).unwrap();
            } else if *made != expected {
                let (made, expected) = (String::from_utf8_lossy(made), String::from_utf8_lossy(&expected));
                wrong.push(format!("{name}: {path}\n--- expected\n{expected}\n--- made\n{made}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_is_a_case() {
    let folders = std::fs::read_dir(folder("")).unwrap();
    let mut names: Vec<String> = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, CASES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}

/// A collection may declare sections that a document does not use; what it says before any heading must not be lost.
#[test]
fn text_before_the_first_heading_is_printed() {
    let declaration = "label: 记录\nurl: /notes/{id}/\nsections:\n  - { id: how, title: 怎么做 }\n";
    let check = |body: &str, shown: &[&str]| {
        let printed = SiteTest::empty()
            .file("site.yaml", "title: 试站\nnav: [notes]\n")
            .file("content/notes/_collection.yaml", declaration)
            .file("content/notes/first.md", format!("---\ntitle: 第一篇记录\n---\n\n{body}\n"))
            .print();
        assert_eq!(printed.lines(), [""; 0]);
        let page = printed.text("notes/first/index.html");
        for words in shown {
            assert_eq!(page.matches(words).count(), 1, "{body:?} lacks {words}: {page}");
        }
    };
    check("只有引言一句。", &["<p>只有引言一句。</p>"]);
    check("引言先说。\n\n## 怎么做\n\n后面做。", &["<p>引言先说。</p>", "<p>后面做。</p>"]);
    check("## 怎么做\n\n后面做。", &["<p>后面做。</p>"]);
}

#[test]
fn same_input_gives_same_bytes_on_any_number_of_threads() {
    let print = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| default_site().at("https://example.org/x").print().files)
    };
    let first = print(1);
    assert!(first == print(4) && first == print(1));
}

#[test]
fn default_site_is_printed_without_a_problem() {
    for address in ["", "https://example.org/carbon"] {
        let printed = default_site().at(address).print();
        assert_eq!(printed.lines(), Vec::<String>::new());
        assert_eq!(dead_links(&printed.files), Vec::<String>::new());
        assert_eq!(printed.files.contains_key("feed.xml"), !address.is_empty());
    }
}

#[test]
fn default_site_is_printed_in_the_preview() {
    assert_eq!(default_site().preview().with_drafts().print().lines(), Vec::<String>::new());
}

#[test]
fn a_new_collection_needs_no_template_of_its_own() {
    let printed = case("museums").print();
    assert_eq!(printed.lines(), Vec::<String>::new());
    let page = printed.text("museums/silk/index.html");
    for words in ["丝绸博物馆", "1992年", "约120万人", "工业", "湖州"] {
        assert!(page.contains(words), "{words} is not in\n{page}");
    }
    assert_eq!(dead_links(&printed.files), Vec::<String>::new());
}

#[test]
fn drafts_are_shown_when_asked_for_and_kept_from_search_engines() {
    let printed = case("drafts").plain().with_drafts().print();
    assert!(printed.text("notes/second/index.html").contains("noindex"));
    assert!(printed.text("notes/index.html").contains("草稿"));
    for file in ["sitemap.xml", "feed.xml", "feed.json"] {
        let text = printed.text(file);
        assert!(text.contains("/notes/first/") && !text.contains("/notes/second/"), "{file}\n{text}");
    }
}

/// A code to scan and a picture to show elsewhere stand on every page that has an address, and nowhere else.
#[test]
fn pages_can_be_shared_where_they_have_an_address() {
    let (here, nowhere) = (default_site().at("https://example.org/carbon").print(), default_site().print());
    let check = |printed: &Printed, path: &str, code: bool, picture: bool| {
        let text = printed.text(path);
        assert!(text.contains("<main"), "{path}");
        assert_eq!(text.contains("class=\"share__code\""), code, "{path}");
        assert_eq!(text.contains("property=\"og:image\""), picture, "{path}");
    };
    check(&here, "pilots/huzhou/index.html", true, true);
    check(&here, "map/index.html", false, true);
    check(&here, "e/pilots/huzhou/index.html", false, true);
    check(&nowhere, "pilots/huzhou/index.html", false, false);
    assert!(here.text("pilots/huzhou/index.html").contains("/assets/share-pilots."));
    assert!(here.text("index.html").contains("/assets/share."));
    assert!(!case("drafts").print().files.keys().any(|path| path.contains("share-pilots")));
    assert!(!here.text("e/pilots/huzhou/index.html").contains("class=\"cite\""));
    assert!(nowhere.text("pilots/huzhou/index.html").contains("[引用日期]. 本页网址."));
}

#[test]
fn a_failing_template_is_said_once_with_the_first_page() {
    let template = "<!doctype html>\n<p>碳达峰{{ doc.nothing }}</p>\n";
    let printed = case("base_path").plain().file("themes/default/templates/document.html", template).print();
    let problem = "themes/default/templates/document.html:2:17: template-error";
    let lines = printed.lines();
    assert!(lines.len() == 1 && lines[0].starts_with(problem), "{lines:#?}");
    let found = &printed.problems[0];
    assert!(found.help.as_ref().is_some_and(|help| help.contains("/notes/")), "{found:?}");
    assert_eq!(found.labels[0].0.to_string(), "content/notes/first.md");
    assert_eq!(printed.text("notes/first/index.html"), "");
}

#[test]
fn what_is_wrong_with_a_theme_is_said_with_its_place() {
    let check = |path: &str, text: &str, expected: &[&str]| {
        let lines = case("redirect").file(path, text).print().lines();
        let places: Vec<&str> = lines.iter().filter_map(|line| line.split(": ").next()).collect();
        let codes = lines.iter().filter_map(|line| line.split(": ").nth(1)?.split(' ').next());
        let found: Vec<String> = places.iter().zip(codes).map(|(place, code)| format!("{place} {code}")).collect();
        assert_eq!(found, expected, "{path}");
    };
    check("themes/default/theme.yaml", "view: 99\n", &["themes/default/theme.yaml:1:7 bad-theme"]);
    check(
        "themes/default/templates/home.html",
        "碳{% if %}",
        &["themes/default/templates/home.html:1:9 template-error"],
    );
    check(
        "themes/default/templates/home.html",
        "\n碳{{ 1 | nothing }}",
        &["themes/default/templates/home.html:2:10 template-error"],
    );
    check(
        "themes/default/templates/home.html",
        "{% extends \"nothing.html\" %}",
        &["themes/default/templates/home.html template-error"],
    );
    let site = "schema_version: 1\ntitle: 小站\ntheme: defualt\nnav: [notes]\n";
    check("site.yaml", site, &["site.yaml bad-theme"]);
    let declaration = "label: { zh: 笔记 }\nurl: /notes/{id}/\ntemplate: docment\nfields: {}\n";
    check("content/notes/_collection.yaml", declaration, &["content/notes/_collection.yaml template-error"]);
}

fn many(site: SiteTest, count: usize) -> SiteTest {
    (1..=count).fold(site, |site, n| {
        let text = format!("---\ntitle: 第{n}篇\npublished: 2026-01-{:02}\n---\n\n文字。\n", n % 28 + 1);
        site.file(&format!("content/notes/note-{n:02}.md"), text)
    })
}

fn many_words(site: SiteTest, count: usize) -> SiteTest {
    (1..=count).fold(site, |site, n| {
        let text = format!("---\ntitle: 碳第{n}\npinyin: tan di\n---\n\n文字。\n");
        site.file(&format!("content/words/tan-{n:02}.md"), text)
    })
}

fn folder(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(case)
}

fn case(name: &str) -> SiteTest {
    let files = files(&folder(name));
    let sources = files.into_iter().filter(|(path, _)| !path.starts_with("expected/"));
    sources.fold(SiteTest::empty(), |site, (path, bytes)| site.file(&path, bytes))
}

fn default_site() -> SiteTest {
    embedded::default_site().into_iter().fold(SiteTest::empty(), |site, file| site.file(&file.path, &file.bytes))
}

/// Every file below a folder, by its path there.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        (path, std::fs::read(entry.path()).unwrap())
    });
    files.collect()
}

/// Links and sources of pages that lead to no file of the output.
fn dead_links(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut dead = Vec::new();
    for (page, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html") {
        let text = String::from_utf8_lossy(bytes);
        for attribute in [" href=\"", " src=\""] {
            for rest in text.split(attribute).skip(1) {
                let target = rest.split('"').next().unwrap_or("");
                let target = target.split(['#', '?']).next().unwrap_or("");
                if !target.is_empty() && !target.contains(':') && !files.contains_key(&reached(page, target)) {
                    dead.push(format!("{page} → {target}"));
                }
            }
        }
    }
    dead
}

/// The out path that a relative link in a page means.
fn reached(page: &str, target: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    if target.ends_with('/') {
        parts.push("index.html");
    }
    parts.join("/")
}
