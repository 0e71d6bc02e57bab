//! `content/_profiles/<name>.yaml` → [`Profile`]: what a kind of website must say of itself, as data.
//!
//! A profile lists values that `site.yaml` gives under `government:` (filing numbers and the like), the `<meta>` elements of
//! each kind of page and where their content comes from. The rules behind it change and differ from place to place, and some
//! were not seen in full: each entry names its source, and `verified: false` says that nobody has held it to the original text.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use regex::Regex;

use crate::diag::{Diagnostic, Diagnostics, SourceText, Span, nearest};
use crate::load::source::Source;
use crate::load::yaml::Node;
use crate::model::BAD_DECLARATION;
use crate::model::config::Config;
use crate::model::document::DocId;
use crate::model::field::Label;
use crate::model::field::declare::Declaring;
use crate::model::site::Site;
use crate::model::value::{Date, Value};

/// What a kind of website must say of itself.
#[derive(Debug)]
pub struct Profile {
    /// Its name, that of the file.
    pub name: String,
    /// Its name for readers.
    pub label: Label,
    /// What `site.yaml` gives.
    pub given: Vec<Given>,
    /// The `<meta>` elements, in order.
    pub meta: Vec<Tag>,
    /// Date fields that are to be said to the minute where that is known.
    pub minutes: Vec<String>,
    /// Whether readers are told before they leave for another site.
    pub leaving: bool,
    /// The file.
    pub source: Arc<SourceText>,
}

/// Something that `site.yaml` gives.
#[derive(Debug)]
pub struct Given {
    /// The key under `government:`.
    pub id: String,
    /// Its name for readers.
    pub label: Label,
    /// What to write.
    pub help: String,
    /// Whether it is an address: the footer links its name.
    pub is_address: bool,
    /// Whether it must be there.
    pub needed: bool,
    /// Whether it stands in the footer.
    pub in_footer: bool,
    /// Where the value leads in the footer.
    pub link: Option<String>,
    /// The form of the value.
    pattern: Option<Regex>,
    /// Whether somebody has held the entry to the original text.
    pub verified: bool,
    /// Its place.
    pub span: Span,
}

/// A `<meta>` element.
#[derive(Debug)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// The kinds of page that have it.
    pub on: Vec<Class>,
    /// Whether it must be there.
    pub needed: bool,
    /// Where its content comes from.
    pub from: Content,
    /// Whether somebody has held the entry to the original text.
    pub verified: bool,
    /// Its place.
    pub span: Span,
}

/// The kinds of page that profiles tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The first page.
    Home,
    /// A listing of a collection (栏目页).
    Column,
    /// A document.
    Content,
}

/// Where the content of an element comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The name of the site.
    SiteTitle,
    /// The host of `base_url`.
    SiteHost,
    /// A value that `site.yaml` gives.
    Given(String),
    /// The name of the column: of the listing, or of the document's collection.
    ColumnName,
    /// A sentence about the column.
    ColumnSummary,
    /// `column.keywords` of the declaration.
    ColumnKeywords,
    /// `column.type` of the declaration.
    ColumnType,
    /// The page's own name.
    PageTitle,
    /// A sentence about the page.
    PageSummary,
    /// The address of its picture.
    PageImage,
    /// Its address.
    PageAddress,
    /// A field of the document.
    Field(String),
}

/// What a page says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Its kind.
    pub class: Class,
    /// Its own name.
    pub title: &'a str,
    /// A sentence about it.
    pub summary: &'a str,
    /// Its address in the world.
    pub address: Option<&'a str>,
    /// The address of its picture in the world.
    pub image: Option<&'a str>,
    /// Position of its collection.
    pub collection: Option<usize>,
    /// The document that it shows.
    pub document: Option<DocId>,
}

const KEYS: &[&str] = &["label", "given", "meta", "minutes", "leaving"];
const GIVEN_KEYS: &[&str] = &["id", "label", "kind", "need", "footer", "link", "pattern", "help", "source", "verified"];
const TAG_KEYS: &[&str] = &["name", "on", "need", "from", "source", "verified"];

const CLASSES: &[(&str, Class)] = &[("home", Class::Home), ("column", Class::Column), ("content", Class::Content)];

const CONTENTS: &[(&str, Content)] = &[
    ("site.title", Content::SiteTitle),
    ("site.host", Content::SiteHost),
    ("column.name", Content::ColumnName),
    ("column.summary", Content::ColumnSummary),
    ("column.keywords", Content::ColumnKeywords),
    ("column.type", Content::ColumnType),
    ("page.title", Content::PageTitle),
    ("page.summary", Content::PageSummary),
    ("page.image", Content::PageImage),
    ("page.address", Content::PageAddress),
];

/// What stands where nothing is known; a live state site once served `content="null"` (DOMAIN 3.2).
const PLACEHOLDERS: &[&str] = &[
    "null",
    "undefined",
    "none",
    "nil",
    "n/a",
    "na",
    "todo",
    "tbd",
    "test",
    "xxx",
    "xx",
    "-",
    "--",
    "—",
    "/",
    "?",
    "？",
    "无",
    "暂无",
    "没有",
    "未知",
    "不详",
    "待定",
    "待填",
    "待补",
    "待补充",
    "测试",
    "（站点配置）",
];

/// Whether a text only holds the place of one.
pub fn is_placeholder(text: &str) -> bool {
    let bare = text.trim().to_lowercase();
    bare.is_empty() || PLACEHOLDERS.contains(&bare.as_str())
}

impl Profile {
    /// The profile that the site asks for, out of the files there are. Its name and the values for it are checked here.
    pub fn chosen(sources: &[(String, Source)], config: &Config, diags: &mut Diagnostics) -> Option<Self> {
        let name = config.profile.as_deref()?;
        let Some((_, source)) = sources.iter().find(|(other, _)| other == name) else {
            let help = near(name, sources.iter().map(|(name, _)| name.as_str()), "已有的档案");
            let message = format!("没有档案“{name}”");
            diags.push(Diagnostic::new(&BAD_DECLARATION, config.span_of_key("profile"), message).help(help));
            return None;
        };
        let profile = Self::read(name, source, diags)?;
        let mut d = Declaring { source: &config.source, diags };
        for (key, (value, range)) in &config.government {
            let Some(given) = profile.given.iter().find(|given| given.id == *key) else {
                let help = near(key, profile.given.iter().map(|given| given.id.as_str()), "可以写的键");
                d.bad(range, format!("government 不认识键“{key}”"), help);
                continue;
            };
            if let Some(wrong) = given.wrong(value) {
                d.bad(range, format!("“{}”（{key}）{wrong}：{value}", given.label.zh), given.help.clone());
            }
        }
        Some(profile)
    }

    fn read(name: &str, source: &Source, diags: &mut Diagnostics) -> Option<Self> {
        let tree = source.tree.as_ref()?;
        let mut d = Declaring { source: &source.text, diags };
        d.keys(tree, KEYS, "档案");
        let items = |key: &str| tree.get(key).map_or(&[][..], Node::items);
        let given: Vec<Given> = items("given").iter().filter_map(|item| given(item, &mut d)).collect();
        let meta = items("meta").iter().filter_map(|item| tag(item, &given, &mut d)).collect();
        Some(Self {
            name: name.to_owned(),
            label: d.label(tree.get("label")).unwrap_or_else(|| Label { zh: name.to_owned(), en: None }),
            given,
            meta,
            minutes: d.words(tree, "minutes"),
            leaving: d.truth(tree, "leaving"),
            source: Arc::clone(&source.text),
        })
    }

    /// The content of an element on a page; nothing where it is unknown or only a placeholder.
    pub fn content(&self, tag: &Tag, site: &Site, told: &Told<'_>) -> Option<String> {
        let config = &site.config;
        let collection = told.collection.map(|at| &site.collections[at]);
        let say = |label: &Label| site.language.say(label).to_owned();
        let column = collection.and_then(|collection| collection.column.as_ref());
        let content = match &tag.from {
            Content::SiteTitle => Some(config.title.clone()),
            Content::SiteHost => host(&config.base_url).map(str::to_owned),
            Content::Given(id) => config.government.get(id).map(|(value, _)| value.clone()),
            Content::ColumnName if told.class == Class::Column => Some(told.title.to_owned()),
            Content::ColumnName => collection.map(|collection| say(&collection.label)),
            Content::ColumnSummary => collection.and_then(|collection| collection.summary.as_ref()).map(say),
            Content::ColumnKeywords => column.and_then(|column| column.keywords.as_ref()).map(say),
            Content::ColumnType => column.and_then(|column| column.kind.as_ref()).map(say),
            Content::PageTitle => Some(told.title.to_owned()),
            Content::PageSummary => Some(told.summary.to_owned()),
            Content::PageImage => told.image.map(str::to_owned),
            Content::PageAddress => told.address.map(str::to_owned),
            Content::Field(id) => told.document.and_then(|doc| site.document(doc).get(id)).and_then(said),
        };
        content.filter(|text| !is_placeholder(text))
    }
}

impl Given {
    /// What is wrong with a value.
    fn wrong(&self, value: &str) -> Option<&'static str> {
        let whole = value.starts_with("https://") || value.starts_with("http://");
        match &self.pattern {
            _ if is_placeholder(value) => Some("不能这样写"),
            _ if self.is_address && !whole => Some("不是完整的网址"),
            Some(pattern) if !pattern.is_match(value) => Some("写法不对"),
            _ => None,
        }
    }
}

/// The nearest word to one that is unknown, or all there are.
fn near<'w>(word: &str, known: impl Iterator<Item = &'w str> + Clone, all: &str) -> String {
    match nearest(word, known.clone()) {
        Some(near) => format!("是不是 {near}？"),
        None => format!("{all}：{}", known.collect::<Vec<_>>().join(" ")),
    }
}

/// A value as an element says it: lists by Chinese commas, times to the minute (`2026-11-24 09:00`).
fn said(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::Link(text) => Some(text.to_string()),
        Value::Date(date) => Some(moment(*date)),
        Value::List(items) => {
            let words: Vec<String> = items.iter().filter_map(|item| said(&item.value)).collect();
            (!words.is_empty()).then(|| words.join("，"))
        }
        _ => None,
    }
}

/// `2026-11-24 09:00`; without a time where none is recorded.
fn moment(date: Date) -> String {
    let iso = date.iso();
    match iso.split_once('T') {
        Some((day, time)) => format!("{day} {}", time.trim_end_matches("+08:00")),
        None => iso,
    }
}

/// The host of an address.
fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    rest.split(['/', ':']).next().filter(|host| !host.is_empty())
}

fn given(node: &Node, d: &mut Declaring<'_>) -> Option<Given> {
    d.keys(node, GIVEN_KEYS, "given ");
    let (Some(id), Some(label)) = (d.text(node, "id"), d.label(node.get("label"))) else {
        d.bad(&node.range, "given 缺少 id 或 label", "写成 - { id: code, label: 网站标识码 }");
        return None;
    };
    let pattern = d.text(node, "pattern").and_then(|text| match Regex::new(&text) {
        Ok(pattern) => Some(pattern),
        Err(_) => {
            d.bad(&node.range, format!("pattern 不是正则表达式：{text}"), "例如 pattern: '^[0-9]{10}$'");
            None
        }
    });
    Some(Given {
        id,
        label,
        help: d.text(node, "help").unwrap_or_default(),
        is_address: node.get("kind").and_then(|kind| d.word(kind, &["text", "address"])) == Some("address"),
        needed: node.get("need").and_then(|need| d.word(need, &["always"])).is_some(),
        in_footer: d.truth(node, "footer"),
        link: d.text(node, "link"),
        pattern,
        verified: d.truth(node, "verified"),
        span: Span::new(d.source, node.range.clone()),
    })
}

fn tag(node: &Node, given: &[Given], d: &mut Declaring<'_>) -> Option<Tag> {
    d.keys(node, TAG_KEYS, "meta ");
    let (Some(name), Some(from)) = (d.text(node, "name"), d.text(node, "from")) else {
        d.bad(&node.range, "meta 缺少 name 或 from", "写成 - { name: SiteName, on: [home], from: site.title }");
        return None;
    };
    let classes: Vec<&str> = CLASSES.iter().map(|(word, _)| *word).collect();
    let on = node.get("on").map_or(&[][..], Node::items);
    let on: Vec<&str> = on.iter().filter_map(|item| d.word(item, &classes)).collect();
    let found = match from.split_once('.') {
        Some(("given", id)) => given.iter().any(|given| given.id == id).then(|| Content::Given(id.to_owned())),
        Some(("field", id)) if !id.is_empty() => Some(Content::Field(id.to_owned())),
        _ => CONTENTS.iter().find(|(word, _)| *word == from).map(|(_, from)| from.clone()),
    };
    let Some(from) = found else {
        let words: Vec<&str> = CONTENTS.iter().map(|(word, _)| *word).collect();
        let help = format!("可以写：{} given.<键> field.<字段>", words.join(" "));
        d.bad(&node.range, format!("from 不能写“{from}”"), help);
        return None;
    };
    Some(Tag {
        name,
        on: CLASSES.iter().filter(|(word, _)| on.contains(word)).map(|(_, class)| *class).collect(),
        needed: node.get("need").and_then(|need| d.word(need, &["always"])).is_some(),
        from,
        verified: d.truth(node, "verified"),
        span: Span::new(d.source, node.range.clone()),
    })
}

/// Values under `government:` by key, each with its place.
pub type Values = BTreeMap<String, (String, Range<usize>)>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::source;

    const SITE: &str = "title: 小站\nprofile: own\ngovernment: { code: \"1234567890\" }\n";
    const OWN: &str =
        "given: [{ id: code, label: 标识码, pattern: '^[0-9]{10}$' }, { id: home, label: 主页, kind: address }]\n";

    /// What is said about a configuration and a profile, place and message.
    fn said_about(site: &str, own: &str) -> Vec<String> {
        let mut diags = Diagnostics::new();
        let mut yaml = |path: &str, text: &str| source::yaml(SourceText::new(path, text), &mut diags);
        let (site, own) = (yaml("site.yaml", site), yaml("own.yaml", own));
        let settings = crate::load::inputs::Settings {
            today: jiff::civil::date(2026, 11, 24),
            drafts: false,
            base_url: None,
            profile: None,
            preview: false,
        };
        let config = Config::read(&site, &settings, &mut diags);
        Profile::chosen(&[("own".to_owned(), own)], &config, &mut diags);
        let line = |d: &Diagnostic| format!("{} {}", d.span.as_ref().map_or(String::new(), Span::to_string), d.message);
        diags.sorted().iter().map(line).collect()
    }

    #[test]
    fn what_cannot_be_is_said_at_its_place() {
        let check = |site: &str, own: &str, expected: &str| {
            let found = said_about(site, own);
            let fine = if expected.is_empty() { found.is_empty() } else { found.iter().any(|f| f.contains(expected)) };
            assert!(fine, "{site}{own}\n{found:?}");
        };
        let with = |values: &str| SITE.replace("{ code: \"1234567890\" }", values);
        check(SITE, OWN, "");
        check("title: 小站\n", "given: 错\n", "");
        check(&SITE.replace("own", "owm"), OWN, "site.yaml:2:1 没有档案“owm”");
        check(&with("{ cod: \"1\" }"), OWN, "government 不认识键“cod”");
        check(&with("{ code: \"123\" }"), OWN, "site.yaml:3:21 “标识码”（code）写法不对：123");
        check(&with("{ code: 暂无 }"), OWN, "不能这样写：暂无");
        check(&with("{ home: www.example.org }"), OWN, "不是完整的网址");
        check(&with("{ home: \"https://www.example.org\" }"), OWN, "");
        check(&with("{ code: [1] }"), OWN, "“code”应是一段文字");
        check(SITE, "gven: []\n", "own.yaml:1:1 档案不认识键“gven”");
        check(SITE, "given: [{ id: code }]\n", "given 缺少 id 或 label");
        check(SITE, "given: [{ id: code, label: 标, pattern: '(' }]\n", "不是正则表达式");
        let meta = |text: &str| format!("{OWN}meta: [{text}]\n");
        check(SITE, &meta("{ name: A, on: [home], from: given.code }"), "");
        check(SITE, &meta("{ name: A, on: [home], from: given.cod }"), "from 不能写“given.cod”");
        check(SITE, &meta("{ name: A, on: [home], from: site.titel }"), "from 不能写“site.titel”");
        check(SITE, &meta("{ name: A, on: [hom], from: site.title }"), "这里不能写“hom”");
        check(SITE, &meta("{ on: [home], from: site.title }"), "meta 缺少 name 或 from");
    }

    #[test]
    fn placeholders_say_nothing() {
        let check = |text: &str, expected: bool| assert_eq!(is_placeholder(text), expected, "{text:?}");
        for text in ["", "  ", "null", "NULL", "暂无", " 待定 ", "n/a", "——无"] {
            check(text, text != "——无");
        }
        check("无锡", false);
        check("示例ICP备1号", false);
    }

    #[test]
    fn times_are_said_to_the_minute_where_they_are_known() {
        let check = |text: &str, expected: &str| assert_eq!(moment(Date::parse(text).unwrap()), expected);
        check("2026-11-20 09:05", "2026-11-20 09:05");
        check("2026-11-20", "2026-11-20");
        check("2026-11", "2026-11");
    }
}
