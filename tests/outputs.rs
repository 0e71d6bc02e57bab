//! What a site emits beside its pages holds what its formats ask for: data of schema.org, feeds, sitemaps, tables. Over the
//! default site, with an address and without.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::date;
use peakpress::diag::Diagnostics;
use peakpress::load::{embedded, inputs};
use peakpress::plan::Plan;
use peakpress::render::asset::Assets;
use peakpress::render::press::Press;
use peakpress::render::theme::Theme;
use peakpress::{Settings, model, render};
use serde_json::Value;
use support::{Printed, SiteTest};

const BASE: &str = "https://example.org/carbon";

fn printed(base: &str) -> Printed {
    let files = embedded::default_site().into_iter();
    files.fold(SiteTest::empty(), |site, file| site.file(&file.path, &file.bytes)).at(base).print()
}

/// What each type must have. Sources: the properties that Google's guides call required or recommended for Article, Breadcrumb,
/// Dataset and Event; schema.org for the others (what a reader of the type can't do without). `@` marks what only a site
/// with an address can give.
const REQUIRED: &[(&str, &[&str])] = &[
    (
        "Article",
        &[
            "headline",
            "description",
            "datePublished",
            "inLanguage",
            "author.name",
            "publisher.name",
            "license",
            "@mainEntityOfPage",
        ],
    ),
    ("Report", &["headline", "description", "datePublished", "inLanguage", "author.name", "publisher.name", "license"]),
    ("WebPage", &["name", "description", "inLanguage", "@url"]),
    ("BreadcrumbList", &["itemListElement"]),
    ("ListItem", &["position", "name", "@item"]),
    ("WebSite", &["name", "inLanguage", "@url"]),
    ("Dataset", &["name", "description", "license", "creator.name"]),
    ("DataDownload", &["encodingFormat", "@contentUrl"]),
    ("DataCatalog", &["name", "@url"]),
    ("DefinedTerm", &["name", "description", "termCode", "inDefinedTermSet.name", "@url"]),
    ("DefinedTermSet", &["name", "@url"]),
    ("Event", &["name", "startDate", "location.name"]),
    ("Legislation", &["name", "description", "@url"]),
    ("Place", &["name"]),
    ("Organization", &["name"]),
    ("CreativeWork", &[]),
    ("Thing", &["name"]),
];

/// The property at the end of a path; the first item of a list stands for it.
fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, key| value.as_array().map_or(value, |items| &items[0]).get(key))
}

fn judge(page: &str, node: &Value, based: bool, wrong: &mut Vec<String>, seen: &mut BTreeSet<String>) {
    match node {
        Value::Array(items) => items.iter().for_each(|item| judge(page, item, based, wrong, seen)),
        Value::Object(map) => {
            if let Some(kind) = map.get("@type").and_then(Value::as_str) {
                seen.insert(kind.to_owned());
                let Some((_, required)) = REQUIRED.iter().find(|(name, _)| *name == kind) else {
                    wrong.push(format!("{page}: {kind} is in no table"));
                    return;
                };
                for key in *required {
                    let asked = key.strip_prefix('@').filter(|_| based).or((!key.starts_with('@')).then_some(key));
                    let lacks = |key: &&str| at(node, key).is_none_or(|value| value == "");
                    wrong.extend(asked.filter(lacks).map(|key| format!("{page}: {kind} lacks {key}")));
                }
            }
            for (key, value) in map {
                let text = value.as_str().unwrap_or("");
                if !based && (text.starts_with('/') || key == "item" || key == "contentUrl") {
                    wrong.push(format!("{page}: an invented address in {key}: {text}"));
                }
                judge(page, value, based, wrong, seen);
            }
        }
        _ => {}
    }
}

#[test]
fn pages_say_what_they_are() {
    for base in [BASE, ""] {
        let printed = printed(base);
        let (mut wrong, mut seen, mut pages) = (Vec::new(), BTreeSet::new(), 0);
        for (path, bytes) in printed.files.iter().filter(|(path, _)| path.ends_with(".html")) {
            let text = std::str::from_utf8(bytes).unwrap();
            let start = "<script type=\"application/ld+json\">";
            assert_eq!(text.matches("<script>").count(), 0, "{path}");
            let Some((_, rest)) = text.split_once(start) else {
                let elder = path.starts_with("e/");
                if path != "404.html" && !elder && !text.contains("http-equiv=\"refresh\"") {
                    wrong.push(format!("{path} says nothing"));
                }
                continue;
            };
            pages += 1;
            let data = rest.split_once("</script>").unwrap().0;
            assert!(!data.contains(['<', '>', '&']), "{path}");
            let value: Value = serde_json::from_str(data).unwrap();
            assert_eq!(value["@context"], "https://schema.org", "{path}");
            judge(path, &value["@graph"], !base.is_empty(), &mut wrong, &mut seen);
        }
        assert_eq!(wrong, Vec::<String>::new());
        assert!(pages > 100, "{pages}");
        for kind in ["Article", "BreadcrumbList", "WebSite", "Dataset", "DefinedTerm", "Event", "Legislation", "Place"]
        {
            assert!(seen.contains(kind), "no page has {kind}");
        }
    }
}

#[test]
fn feeds_are_read_by_a_feed_parser() {
    let printed = printed(BASE);
    let feeds: Vec<_> = printed.files.iter().filter(|(path, _)| path.ends_with("feed.xml")).collect();
    assert!(feeds.len() > 30, "{}", feeds.len());
    let mut ids = BTreeMap::new();
    for (path, bytes) in feeds {
        let feed = atom_syndication::Feed::read_from(bytes.as_slice()).unwrap();
        let address = format!("{BASE}/{path}");
        assert_eq!(feed.id, address);
        assert!(feed.links.iter().any(|link| link.rel == "self" && link.href == address), "{path}");
        let home = feed.links.iter().find(|link| link.rel == "alternate").unwrap();
        let page = format!("{}index.html", home.href.strip_prefix(&format!("{BASE}/")).unwrap());
        let text = printed.text(&page);
        assert!(text.matches("feed.xml\"").count() >= 2, "{page} leads to {path} neither in its head nor visibly");
        assert!(!feed.entries.is_empty() && !feed.title.value.is_empty() && !feed.authors.is_empty(), "{path}");
        let mut inside = BTreeSet::new();
        for entry in &feed.entries {
            assert!(inside.insert(entry.id.clone()), "{path}: {} stands twice", entry.id);
            assert!(
                entry.updated <= feed.updated && !entry.title.value.is_empty() && entry.summary.is_some(),
                "{path}"
            );
            // An id is for ever one thing's.
            ids.insert(entry.id.clone(), entry.title.value.clone());
        }
        assert!(!ids.contains_key(&feed.id), "{path}");
    }
}

#[test]
fn json_feeds_have_what_their_version_asks_for() {
    let printed = printed(BASE);
    let known = ["version", "title", "home_page_url", "feed_url", "language", "items"];
    let item_keys = ["id", "url", "title", "content_text", "date_published", "date_modified", "language"];
    for (path, bytes) in printed.files.iter().filter(|(path, _)| path.ends_with("feed.json")) {
        let feed: Value = serde_json::from_slice(bytes).unwrap();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1", "{path}");
        assert_eq!(feed["feed_url"], format!("{BASE}/{path}"));
        assert!(feed["title"].as_str().is_some_and(|title| !title.is_empty()), "{path}");
        assert!(feed.as_object().unwrap().keys().all(|key| known.contains(&key.as_str())), "{path}");
        let mut ids = BTreeSet::new();
        for item in feed["items"].as_array().unwrap() {
            assert!(item.as_object().unwrap().keys().all(|key| item_keys.contains(&key.as_str())), "{path}: {item}");
            assert!(item["id"].is_string() && ids.insert(item["id"].to_string()), "{path}: {item}");
            assert!(item["content_text"].is_string(), "{path}");
            let day: jiff::Timestamp = item["date_published"].as_str().unwrap().parse().unwrap();
            assert!(day.as_second() > 0, "{path}");
        }
    }
}

#[test]
fn sitemaps_are_split() {
    let mut diags = Diagnostics::new();
    let settings = Settings {
        today: date(2026, 11, 24),
        drafts: false,
        base_url: Some(BASE.to_owned()),
        profile: None,
        preview: false,
    };
    let mut inputs = inputs::read(embedded::default_site(), settings, &mut diags);
    let themes = std::mem::take(&mut inputs.themes);
    let site = Arc::new(model::site::site(inputs, &mut diags));
    let theme = Theme::read(&themes, &site, &mut diags);
    let press = Arc::new(Press::new(site, theme, &Assets::default(), &mut diags));
    let written = |max: usize| {
        let (mut plan, mut diags) = (Plan::new(), Diagnostics::new());
        render::sitemap::split(&press, max, &mut plan, &mut diags);
        let text = |path: &str| {
            let mut out = Vec::new();
            plan.get(path).unwrap().run(&mut out, &mut Diagnostics::new());
            String::from_utf8(out).unwrap()
        };
        let index = text("sitemap.xml");
        let parts: Vec<String> = (1..plan.len()).map(|number| text(&format!("sitemap-{number}.xml"))).collect();
        (index, parts)
    };
    let locations = |text: &str| -> Vec<String> {
        text.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap().to_owned()).collect()
    };
    let (whole, none) = written(50_000);
    assert!(none.is_empty());
    let all = locations(&whole);
    assert!(all.len() > 100 && all.iter().all(|url| url.starts_with(BASE)));
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    let (index, parts) = written(100);
    assert!(index.contains("<sitemapindex") && parts.len() == all.len().div_ceil(100), "{index}");
    let named: Vec<String> = (1..=parts.len()).map(|number| format!("{BASE}/sitemap-{number}.xml")).collect();
    assert_eq!(locations(&index), named);
    assert!(parts.iter().all(|part| locations(part).len() <= 100 && part.contains("<urlset")));
    assert_eq!(parts.iter().flat_map(|part| locations(part)).collect::<Vec<_>>(), all);
}

/// Rows of a CSV file by RFC 4180.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (quoted, c) {
            (true, '"') if chars.peek() == Some(&'"') => cell.extend(chars.next()),
            (true, '"') => quoted = false,
            (true, c) => cell.push(c),
            (false, '"') => quoted = true,
            (false, ',') => row.push(std::mem::take(&mut cell)),
            (false, '\r') => assert_eq!(chars.peek(), Some(&'\n')),
            (false, '\n') => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (false, c) => cell.push(c),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !quoted, "the last row has no end");
    rows
}

#[test]
fn tables_and_data_agree() {
    let printed = printed(BASE);
    let dictionary = printed.text("data/index.html").to_owned();
    let mut tables = 0;
    for (path, bytes) in printed.files.iter().filter(|(path, _)| path.starts_with("data/") && path.ends_with(".csv")) {
        let text = std::str::from_utf8(bytes).unwrap().strip_prefix('\u{FEFF}').unwrap();
        let rows = rows(text);
        let head = &rows[0];
        assert_eq!(head.iter().collect::<BTreeSet<_>>().len(), head.len(), "{path}: {head:?}");
        for row in &rows {
            assert_eq!(row.len(), head.len(), "{path}: {row:?}");
        }
        for cell in rows.iter().skip(1).flatten() {
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
            assert!(!formula, "{path}: {cell}");
        }
        for column in head {
            assert!(
                dictionary.contains(&format!("<code lang=\"zxx\">{column}</code>")),
                "{path}: {column} is not explained"
            );
        }
        tables += 1;
        let name = path.trim_start_matches("data/").trim_end_matches(".csv");
        if let Some(bytes) = printed.files.get(&format!("data/{name}.json")) {
            let whole: Value = serde_json::from_slice(bytes).unwrap();
            let documents = whole["documents"].as_array().unwrap();
            assert_eq!((documents.len(), whole["count"].as_u64().unwrap() as usize), (rows.len() - 1, rows.len() - 1));
            for (document, row) in documents.iter().zip(&rows[1..]) {
                assert_eq!(document["id"], row[0].as_str(), "{path}");
                let address = document["url"].as_str().unwrap().strip_prefix(&format!("{BASE}/")).unwrap();
                let own: Value = serde_json::from_str(printed.text(&format!("{address}index.json"))).unwrap();
                assert_eq!((&own["fields"], &own["schema"]), (&document["fields"], &Value::from(1)), "{address}");
                assert!(printed.text(&format!("{address}index.md")).starts_with("# "), "{address}");
            }
        }
    }
    assert!(tables > 10, "{tables}");
    let catalog: Value = serde_json::from_str(printed.text("data/catalog.jsonld")).unwrap();
    for dataset in catalog["dcat:dataset"].as_array().unwrap() {
        for file in dataset["dcat:distribution"].as_array().unwrap() {
            let url = file["dcat:downloadURL"]["@id"].as_str().unwrap();
            assert!(printed.files.contains_key(url.strip_prefix(&format!("{BASE}/")).unwrap()), "{url}");
        }
    }
    let map = printed.text("llms.txt");
    assert!(map.lines().count() < 400 && map.starts_with("# "), "{}", map.lines().count());
    for link in map.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        let path = link.strip_prefix(&format!("{BASE}/")).unwrap();
        let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        assert!(printed.files.contains_key(&path), "{link}");
    }
}

#[test]
fn what_no_page_shows_is_in_no_data() {
    let declaration = "label: 记录\nurl: /notes/{id}/\noutputs: [html, json, md]\nmeta: { json_ld: Article }\nfields:\n  \
        inner: { kind: text, show: none }\n  box:\n    kind: group\n    label: 盒\n    fields:\n      a: { kind: text, label: 甲 }\n      \
        b: { kind: text, show: none }\n";
    let site = || {
        SiteTest::empty()
            .file("site.yaml", "title: 试站\nnav: [notes]\n")
            .file("content/notes/_collection.yaml", declaration)
            .file(
                "content/notes/first.md",
                "---\ntitle: 第一篇记录\ninner: 秘密一\nbox: { a: 明说, b: 秘密二 }\n---\n\n正文。\n",
            )
            .file("content/notes/second.md", "---\ntitle: 秘密三\ndraft: true\n---\n\n正文。\n")
    };
    let printed = site().print();
    assert_eq!(printed.lines(), [""; 0]);
    for path in ["notes/first/index.json", "notes/first/index.md", "data/notes.csv", "data/notes.json"] {
        assert!(printed.text(path).contains("明说"), "{path}: {}", printed.text(path));
    }
    for (path, bytes) in &printed.files {
        assert!(!String::from_utf8_lossy(bytes).contains("秘密"), "{path}");
    }
    // Whoever looks at drafts sees them as pages; what can be taken away stays without them.
    let drafts = site().plain().with_drafts().preview().print();
    assert!(drafts.text("notes/index.html").contains("秘密三"));
    for path in ["data/notes.csv", "data/notes.json", "llms.txt"] {
        assert!(drafts.text(path).contains("第一篇记录") && !drafts.text(path).contains("秘密"), "{path}");
    }
    let markdown = printed.text("notes/first/index.md");
    assert!(markdown.contains("](../../notes/)"), "{markdown}");
    assert_eq!(SiteTest::empty().file("site.yaml", "title: 试站\n").print().text("llms.txt"), "");
}

#[test]
fn outputs_and_meaning_are_words_that_exist() {
    let check = |lines: &str, expected: &[&str]| {
        let text = format!(
            "label: 记录\nurl: /notes/{{id}}/\nfields:\n  hidden: {{ kind: text, show: none }}\n  day: {{ kind: date, label: 日子 }}\n{lines}\n"
        );
        let site = SiteTest::empty().file("site.yaml", "title: 试站\n");
        let found = site.file("content/notes/_collection.yaml", text).print().lines();
        let said: Vec<&str> =
            found.iter().filter_map(|line| line.split_once("bad-declaration ")).map(|(_, said)| said).collect();
        assert_eq!(said, expected, "{lines}");
    };
    check("outputs: [html, json, md]", &[]);
    check("outputs: [json]", &["outputs 里没有 html"]);
    check("outputs: [html, jsn]", &["这里不能写“jsn”"]);
    check("meta: { json_ld: Event, fields: { startDate: day } }", &[]);
    check("meta: { json_ld: Artcle }", &["这里不能写“Artcle”"]);
    check("meta: { json_ld: Article, fields: { startDate: day } }", &["Article 不认识键“startDate”"]);
    check("meta: { fields: { startDate: day } }", &["meta 缺少 json_ld"]);
    check("meta: { json_ld: Event, fields: { location: plce } }", &["meta 里的“plce”不是这里的字段"]);
    check("meta: { json_ld: Event, fields: { location: hidden } }", &["meta 的 location 用了页面上没有的字段“hidden”"]);
    check("listing: { facets: [day], feeds: [day] }", &[]);
    check("listing: { facets: [day], feeds: [hidden] }", &["feeds 里的字段不在 facets 里，或写了两次"]);
    check("uses: { feed: [nots] }", &["没有集合“nots”"]);
}
