//! The search: the vectors that both engines share, golden queries over the default site, hostile texts and queries, and the
//! index itself, which must be the same on any number of threads.

#![expect(clippy::disallowed_methods, reason = "the test reads its tables")]
#![expect(clippy::unwrap_used, reason = "a table that can't be read fails the test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use peakpress::diag::Diagnostics;
use peakpress::search::query::score::{Bonus, Known, rank};
use peakpress::search::query::shelf::Fetch;
use peakpress::search::query::units::{self, asked};
use peakpress::search::query::{Outcome, search};
use peakpress::search::words::{Lexicon, all};
use peakpress::search::{number, text};
use peakpress::{RawFile, Settings};
use serde_json::{Value as Json, json};

/// Breaks an index.
type Spoil<'a> = &'a dyn Fn(&mut BTreeMap<String, Vec<u8>>);

/// The files of a site's index.
struct Index(BTreeMap<String, Vec<u8>>);

impl Fetch for Index {
    fn fetch(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.get(path).cloned().ok_or_else(|| format!("no {path}"))
    }
}

fn index(files: Vec<RawFile>, language: &str) -> Index {
    let settings = Settings { today: date(2026, 11, 24), drafts: false, base_url: None, profile: None, preview: false };
    let press = peakpress::press_files(files, settings, Diagnostics::new());
    let mut diags = Diagnostics::new();
    let plan = press.plan.whole(&mut diags);
    let folder = format!("search/{language}/");
    let mut files = BTreeMap::new();
    for (path, job) in plan.iter() {
        if let Some(name) = path.as_str().strip_prefix(&folder) {
            let mut bytes = Vec::new();
            job.run(&mut bytes, &mut diags);
            files.insert(name.to_owned(), bytes);
        }
    }
    assert!(diags.sorted().is_empty());
    Index(files)
}

fn default_index(language: &str) -> Index {
    index(peakpress::default_site(), language)
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search").join(name)
}

fn urls(outcome: &Outcome) -> Vec<&str> {
    outcome.hits.iter().filter_map(|hit| Some(hit.shown.as_ref()?.url.as_str())).collect()
}

/// `tests/search/vectors.json`: `RENEW=1 cargo test --test search` writes the answers; read the change.
#[test]
fn vectors_hold() {
    let written = std::fs::read_to_string(path("vectors.json")).unwrap();
    let vectors: Json = serde_json::from_str(&written).unwrap();
    let mut found = vectors.clone();
    let each = |found: &mut Json, kind: &str, answer: &dyn Fn(&Json) -> Vec<Json>| {
        for vector in found[kind].as_array_mut().unwrap() {
            let vector = vector.as_array_mut().unwrap();
            let answers = answer(&vector[0]);
            vector.truncate(1);
            vector.extend(answers);
        }
    };
    let say = |vector: &Json| vector.as_str().unwrap().to_owned();
    each(&mut found, "normalise", &|v| vec![json!(text::normalise(&say(v)))]);
    each(&mut found, "squeeze", &|v| vec![json!(text::squeeze(&say(v)))]);
    each(&mut found, "words", &|v| vec![json!(all(&say(v), &Lexicon::default()))]);
    each(&mut found, "units", &|v| {
        let asked = asked(&text::normalise(units::cut(&say(v))));
        let words: Vec<_> = asked.units.iter().map(|unit| &unit.words).collect();
        vec![json!(words), json!(asked.bonus), json!(asked.parts)]
    });
    each(&mut found, "numbers", &|v| {
        let mut text = String::new();
        number::push(v.as_u64().unwrap(), &mut text);
        vec![json!(text)]
    });
    for vector in found["score"].as_array_mut().unwrap() {
        let list = |node: &Json| -> Vec<(u32, u64)> { serde_json::from_value(node["list"].clone()).unwrap() };
        let units = vector["units"].as_array().unwrap().iter().map(|unit| Known {
            words: vec![String::new()],
            idf: unit["idf"].as_u64().unwrap(),
            list: unit["list"].is_array().then(|| list(unit)),
            whole: (unit["cut"] == true).then(String::new),
        });
        let bonus = vector["bonus"].as_array().unwrap().iter().map(|unit| Bonus {
            idf: unit["idf"].as_u64().unwrap(),
            list: list(unit),
            whole: unit["whole"] == true,
        });
        let ranked = rank(units.collect(), &bonus.collect::<Vec<_>>(), 1_000);
        let ranked: Vec<(u32, u64)> = ranked.candidates.iter().map(|c| (c.number, c.score)).collect();
        vector["ranked"] = json!(ranked);
    }
    if std::env::var("RENEW").is_ok() {
        std::fs::write(path("vectors.json"), table(&found)).unwrap();
        return;
    }
    assert_eq!(found, vectors);
}

/// JSON with a line per vector.
fn table(vectors: &Json) -> String {
    let kinds = vectors.as_object().unwrap().iter().map(|(kind, list)| {
        let lines: Vec<String> = list.as_array().unwrap().iter().map(|vector| format!("    {vector}")).collect();
        format!("  \"{kind}\": [\n{}\n  ]", lines.join(",\n"))
    });
    format!("{{\n{}\n}}\n", kinds.collect::<Vec<_>>().join(",\n"))
}

/// `tests/search/golden.tsv`: language, query, how the document's address begins that stands first; `-` for nothing found;
/// `3 /address/` if among the first three is enough.
#[test]
fn golden_queries_find_their_page() {
    let tables = std::fs::read_to_string(path("golden.tsv")).unwrap();
    let indexes: BTreeMap<&str, Index> = ["zh", "en"].map(|language| (language, default_index(language))).into();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in tables.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let [language, query, wanted] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let outcome = search(query, &indexes[language]).unwrap();
        let found = urls(&outcome);
        let (first, wanted) = wanted.strip_prefix("3 ").map_or((1, wanted), |wanted| (3, wanted));
        let fine = match wanted {
            "-" => found.is_empty(),
            wanted => found.iter().take(first).any(|url| *url == wanted),
        };
        if !fine {
            wrong.push(format!("{query}: {wanted} is not among {:?}", found.iter().take(3).collect::<Vec<_>>()));
        }
        count += 1;
    }
    assert!(wrong.is_empty() && count >= 100, "{count} queries\n{}", wrong.join("\n"));
}

#[test]
fn whole_titles_find_their_page() {
    let (index, site) = (default_index("zh"), peakpress::default_site());
    let settings = Settings { today: date(2026, 11, 24), drafts: false, base_url: None, profile: None, preview: false };
    let site = peakpress::press_files(site, settings, Diagnostics::new()).site;
    let mut wrong = Vec::new();
    for id in site.all() {
        let outcome = search(site.document(id).title(), &index).unwrap();
        if !urls(&outcome).iter().take(1).any(|url| *url == site.url(id)) {
            wrong.push(format!("{} {:?}", site.document(id).title(), urls(&outcome).first()));
        }
    }
    assert!(wrong.len() * 100 <= site.documents.len(), "{}", wrong.join("\n"));
}

#[test]
fn hostile_queries_and_texts_do_no_harm() {
    let files = vec![
        ("site.yaml", "title: x"),
        ("content/notes/_collection.yaml", "label: x\nurl: /notes/{id}/"),
        (
            "content/notes/aa.md",
            "---\ntitle: <script>alert(1)</script> \\u202e \"'&\n---\n碳\u{202e}达峰 $& .* [S1] {{ x }}\n",
        ),
        ("content/notes/bb.md", "---\ntitle: __proto__ constructor\n---\ntoString hasOwnProperty 碳达峰\n"),
    ];
    let raw = |(path, text): (&str, &str)| RawFile { path: path.to_owned(), bytes: text.as_bytes().into() };
    let index = index(files.into_iter().map(raw).collect(), "zh");
    let check = |query: &str, count: usize| {
        let outcome = search(query, &index).unwrap();
        assert_eq!(outcome.hits.len(), count, "{:?}", query.chars().take(40).collect::<String>());
    };
    check("<script>alert(1)</script>", 1);
    check("__proto__", 1);
    check("constructor", 1);
    check("hasOwnProperty", 1);
    check("碳达峰", 2);
    check("", 0);
    check(" \t\n\u{0}", 0);
    check(".*", 0);
    check("(((((", 0);
    check("[a-z]+$", 0);
    check(&"碳达".repeat(10_000), 0);
    check(&"碳达峰，".repeat(10_000), 2);
    check(&"a".repeat(10_000), 0);
    check(&"𠮷".repeat(100), 0);
    check("\u{202e}\u{200b}碳达峰", 2);
    check("../../../../etc/passwd", 0);
    check("@tandafeng", 0);
    check("#x\t~y", 0);
}

#[test]
fn a_broken_index_is_told() {
    let whole = default_index("zh");
    let check = |spoil: Spoil<'_>, why: &str| {
        let mut files = whole.0.clone();
        spoil(&mut files);
        let outcome = search("碳达峰 试点", &Index(files));
        assert!(outcome.as_ref().is_err_and(|found| found.contains(why)), "{why}: {outcome:?}");
    };
    check(&|files| drop(files.remove("root.json")), "root.json");
    check(&|files| drop(files.insert("root.json".to_owned(), b"{".to_vec())), "root.json");
    check(&|files| drop(files.insert("root.json".to_owned(), b"{\"format\":2}".to_vec())), "格式");
    check(&|files| files.retain(|name, _| !name.starts_with("w-")), "w-");
    check(&|files| files.retain(|name, _| !name.starts_with("f/")), "f/");
    check(
        &|files| {
            for (_, bytes) in files.iter_mut().filter(|(name, _)| name.starts_with("f/")) {
                let text = String::from_utf8_lossy(bytes).replacen("{\"check\":\"", "{\"check\":\"_", 1);
                *bytes = text.into_bytes();
            }
        },
        "不是同一次发布",
    );
    check(
        &|files| {
            files.iter_mut().filter(|(name, _)| name.starts_with("w-")).for_each(|(_, bytes)| *bytes = b"!\n".to_vec());
        },
        "读不懂",
    );
}

#[test]
fn the_index_is_the_same_on_any_number_of_threads() {
    let made = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| default_index("zh").0)
    };
    assert!(made(1) == made(4));
}

#[test]
fn drafts_and_sites_without_search_are_not_in_the_index() {
    let files = |config: &'static str| {
        let files = [
            ("site.yaml", config),
            ("content/notes/_collection.yaml", "label: x\nurl: /notes/{id}/"),
            ("content/more/_collection.yaml", "label: y\nurl: /more/{id}/\nsearch: none"),
            ("content/notes/aa.md", "---\ntitle: 公开的一篇\n---\n碳达峰\n"),
            ("content/more/cc.md", "---\ntitle: 不搜的一篇\n---\n碳达峰\n"),
            ("content/notes/bb.md", "---\ntitle: 草稿\ndraft: true\n---\n碳达峰\n"),
        ];
        files.map(|(path, text)| RawFile { path: path.to_owned(), bytes: text.as_bytes().into() }).to_vec()
    };
    let found = search("碳达峰", &index(files("title: x"), "zh")).unwrap();
    assert_eq!(urls(&found), ["/notes/aa/"]);
    assert!(index(files("title: x\nsearch: false"), "zh").0.is_empty());
}
