//! What follows from a declaration: the skeleton of a new document and the schema of its front matter, for every collection
//! of the default site and for one that nobody has heard of.

#![expect(clippy::unwrap_used, reason = "what is not there fails the test")]

use std::sync::Arc;

use jiff::civil;
use peakpress::diag::{Diagnostic, Diagnostics};
use peakpress::load::walk::RawFile;
use peakpress::{Settings, Site};
use serde_json::Value;

#[path = "support/schema.rs"]
mod schema;

const MUSEUMS: &str = "\
label: { zh: 博物馆, en: Museums }
url: /museums/{id}/
fields:
  city: { kind: choice, from: provinces, need: always, label: { zh: 所在地, en: Place } }
  opened: { kind: date, precision: [year, day], need: always, absent: [not-found], label: { zh: 开馆, en: Opened } }
  visitors: { kind: quantity, units: [wan-person-times], label: { zh: 观众, en: Visitors } }
  free: { kind: flag, reason: true, label: { zh: 免费, en: Free } }
  closed: { kind: text, need: always, if: { free: none }, label: { zh: 何时闭馆, en: Closed } }
  near: { kind: reference, to: museums, count: 2..3, label: { zh: 附近, en: Near } }
  rooms:
    kind: list
    of: group
    label: { zh: 展厅, en: Rooms }
    help: \"名称: 一个 # 一行\"
    fields:
      name: { kind: text, need: always, max: 4, label: { zh: 名称, en: Name } }
      area: { kind: number, min: 1, absent: [not-found], label: { zh: 面积, en: Area } }
sections:
  - { id: story, title: 来历, need: always, min: 20 }
  - { id: steps, title: 怎样参观, steps: 2, absent: [not-found] }
";

fn files() -> Vec<RawFile> {
    let mut files = peakpress::default_site();
    files.push(file("content/museums/_collection.yaml", MUSEUMS));
    files
}

fn file(path: &str, text: &str) -> RawFile {
    RawFile { path: path.to_owned(), bytes: Arc::from(text.as_bytes()) }
}

fn press(files: Vec<RawFile>) -> (Arc<Site>, Vec<Diagnostic>) {
    let settings =
        Settings { today: civil::date(2026, 12, 1), drafts: true, base_url: None, profile: None, preview: false };
    let press = peakpress::press_files(files, settings, Diagnostics::new());
    (press.site, press.diagnostics.sorted())
}

/// The skeleton of every collection, with the path it would get.
fn skeletons(site: &Site) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for (at, collection) in site.collections.iter().enumerate() {
        let owners = match &collection.owner {
            None => vec![None],
            Some(owner) => {
                let first = site.collection(&owner.folder).and_then(|to| site.documents_of(to).next()).unwrap();
                let first = site.document(first).id.to_string();
                [first].into_iter().chain(owner.also.iter().cloned()).map(Some).collect()
            }
        };
        for owner in owners {
            let folder = owner.as_ref().map_or(String::new(), |owner| format!("{owner}/"));
            let path = format!("content/{}/{folder}brand-new.md", collection.id);
            all.push((collection.id.to_string(), path, peakpress::skeleton(site, at, owner.as_deref())));
        }
    }
    all
}

fn front(text: &str) -> Value {
    serde_yaml::from_str(text.split("---\n").nth(1).unwrap()).unwrap()
}

#[test]
fn saved_skeleton_lacks_what_its_author_must_write_and_nothing_else() {
    let (site, _) = press(files());
    let all = skeletons(&site);
    assert_eq!(all.len(), site.collections.len() + 1, "cases are written for pilots and for places elsewhere");
    for (collection, path, text) in all {
        let mut with = files();
        with.push(file(&path, &text));
        let (_, diags) = press(with);
        let here: Vec<&Diagnostic> =
            diags.iter().filter(|d| d.span.as_ref().is_some_and(|span| span.source.path == path)).collect();
        assert!(here.iter().any(|d| d.code.name == "missing-field"), "{collection}: {here:#?}\n{text}");
        let odd: Vec<_> = here.iter().filter(|d| !d.code.name.starts_with("missing-")).collect();
        assert!(odd.is_empty(), "{collection}: {odd:#?}\n{text}");
    }
}

#[test]
fn skeleton_says_what_is_wanted() {
    let (site, _) = press(files());
    let (_, _, text) = skeletons(&site).into_iter().find(|(id, ..)| id == "museums").unwrap();
    let (_, own) = text.split_once("\n# 所在地").unwrap();
    let expected = include_str!("support/museum.md");
    assert_eq!(format!("# 所在地{own}"), expected);
}

#[test]
fn filled_skeleton_is_fit_to_print() {
    let (site, _) = press(files());
    let (_, path, text) = skeletons(&site).into_iter().find(|(id, ..)| id == "museums").unwrap();
    let fill = |mut text: String, pairs: &[(&str, &str)]| {
        for (empty, full) in pairs {
            assert_eq!(text.matches(empty).count(), 1, "{empty}\n{text}");
            text = text.replace(empty, full);
        }
        text
    };
    let text = fill(
        text,
        &[
            ("\ntitle:\n", "\ntitle: 一座博物馆\n"),
            (
                "\nsummary:\n",
                "\nsummary: 这座博物馆讲一座城市怎样用能、怎样节能，展品都来自本地的老厂房和老电站，常年免费开放。\n",
            ),
            ("\npublished:\n", "\npublished: 2026-11-24\n"),
            ("\nreview_by:\n", "\nreview_by: 2027-11-24\n"),
            ("\nsource_body:\n", "\nsource_body: 某单位\n"),
            ("\naudience:\n", "\naudience: [citizens]\n"),
            ("\nvisibility:\n", "\nvisibility: open\n"),
            ("\n  # - id: ", "\n  - id: S1 "),
            ("\n  #   title: ", "\n    title: 开馆报道 "),
            ("\n  #   body: ", "\n    body: 某报 "),
            ("\n  #   doc_no: ", "\n    doc_no: 第1号 "),
            ("\n  #   date: ", "\n    date: 2024-05 "),
            ("\ncity:\n", "\ncity: beijing\n"),
            ("\nclosed:\n", "\nclosed: 周一\n"),
            // The empty key `opened:` stays: it says nothing.
            ("\nabsent:\n", "\nabsent: { opened: not-found }\n"),
            (
                "（在这里写，至少 20 字。写完删去这一行。）",
                "这座博物馆由一座老发电厂改建而成，留下了原来的厂房和机组[S1]。",
            ),
        ],
    );
    let (text, _) = text.split_once("## 怎样参观").unwrap();
    let mut with = files();
    with.push(file(&path, text));
    let (_, diags) = press(with);
    let here: Vec<_> = diags.iter().filter(|d| d.span.as_ref().is_some_and(|s| s.source.path == path)).collect();
    assert!(here.is_empty(), "{here:#?}\n{text}");
}

#[test]
fn owner_is_filled_in() {
    let (site, _) = press(files());
    let heads: Vec<bool> = skeletons(&site)
        .iter()
        .filter(|(id, ..)| id == "cases")
        .map(|(_, path, text)| {
            let owner = path.split('/').nth(2).unwrap();
            text.contains(&format!("\npilot: {owner}\n"))
        })
        .collect();
    assert_eq!(heads, [true, false]);
}

/// An id may look like nothing or like a number to YAML; the skeleton quotes it, so that it stays an id.
#[test]
fn owner_that_looks_like_something_else_is_quoted() {
    let (site, _) = press(files());
    let owned = site.collections.iter().position(|c| c.owner.as_ref().is_some_and(|o| o.field.is_some())).unwrap();
    let field = site.collections[owned].owner.as_ref().and_then(|o| o.field.clone()).unwrap();
    let check = |id: &str, line: &str| {
        let text = peakpress::skeleton(&site, owned, Some(id));
        assert!(text.contains(&format!("\n{field}: {line}\n")), "{id}");
    };
    check("huzhou", "huzhou");
    check("null", "'null'");
    check("2030", "'2030'");
    check("true", "'true'");
}

#[test]
fn every_document_of_the_default_site_fits_its_schema() {
    let (site, _) = press(files());
    let schemas = peakpress::schemas(&site);
    assert_eq!(schemas.len(), site.collections.len());
    assert!(site.documents.len() > 40);
    for document in &site.documents {
        let id = &site.collections[document.collection].id;
        let (_, schema) = schemas.iter().find(|(other, _)| **other == **id).unwrap();
        let wrong = schema::problems(schema, &front(&document.source.text), "");
        assert!(wrong.is_empty(), "{}: {wrong:#?}", document.source.path);
    }
}

#[test]
fn empty_skeleton_lacks_only_what_is_always_required() {
    let (site, _) = press(files());
    let schemas = peakpress::schemas(&site);
    for (id, _, text) in skeletons(&site) {
        let (_, schema) = schemas.iter().find(|(other, _)| *other == id).unwrap();
        let required: Vec<&str> = schema["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        for wrong in schema::problems(schema, &front(&text), "") {
            let field = wrong.trim_start_matches('.').split(['.', ':', '[']).next().unwrap();
            assert!(required.contains(&field), "{id}: {wrong}");
        }
    }
}

#[test]
fn schema_tells_right_from_wrong() {
    let (site, _) = press(files());
    let (_, museums) = peakpress::schemas(&site).into_iter().find(|(id, _)| id == "museums").unwrap();
    let head = "title: 一座博物馆\nvisibility: open\ncity: beijing\nopened: 1998\nclosed: 周一\n";
    let check = |more: &str, expected: &[&str]| {
        // A later line takes the place of an earlier one with the same key.
        let keys: Vec<&str> = more.lines().filter_map(|line| line.split_once(':')).map(|(key, _)| key).collect();
        let kept = head.lines().filter(|line| line.split_once(':').is_none_or(|(key, _)| !keys.contains(&key)));
        let text = kept.chain(more.lines()).filter(|line| !line.ends_with("DROP")).collect::<Vec<_>>().join("\n");
        let value: Value = serde_yaml::from_str(&text).unwrap();
        assert_eq!(schema::problems(&museums, &value, ""), expected, "{text}");
    };
    check("", &[]);
    check("city: DROP", &[".city: required"]);
    check("city: peking", &[".city: oneOf"]);
    check("city: 北京", &[".city: oneOf"]);
    check("city:", &[".city: oneOf"]);
    check("colour: red", &[".colour: additionalProperties"]);
    check("opened: DROP", &[": anyOf"]);
    check("opened: DROP\nabsent: { opened: not-found }", &[]);
    check("opened: DROP\nabsent: { opened: lost }", &[".absent: anyOf"]);
    check("absent: { city: not-found }", &[".absent: anyOf"]);
    check("absent: { steps: not-found }", &[]);
    check("opened: 1998-05", &[".opened: anyOf"]);
    check("opened: 1998-05-18", &[]);
    check("closed: DROP", &[".closed: required"]);
    check("closed: DROP\nfree: { value: true, reason: 政府补贴 }", &[]);
    check("free: true", &[".free: anyOf"]);
    check("visitors: 约 12 万人次", &[]);
    check("visitors: 12", &[".visitors: anyOf"]);
    check("visitors: 12 万元", &[".visitors: anyOf"]);
    check("near: [aa, bb]", &[]);
    check("near: aa", &[".near: anyOf"]);
    check("near: [aa, aa]", &[".near: anyOf"]);
    check("rooms: { name: 序厅 }", &[]);
    check("rooms: [{ name: 序厅, area: 12.5 }, { name: 尾厅, absent: [area] }]", &[]);
    check("rooms: [{ area: 12 }]", &[".rooms: anyOf"]);
    check("rooms: [{ name: 五个字的厅 }]", &[".rooms: anyOf"]);
    check("draft: true\naliases: [/old/museum/]\nbasis: {}", &[]);
    check("aliases: [old]", &[".aliases: anyOf"]);
}
