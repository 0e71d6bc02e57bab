//! `content/<id>/_collection.yaml` → [`Collection`]: what a content type is.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Diagnostics, SourceText, Span, nearest};
use crate::load::source::Source;
use crate::load::yaml::{Node, Tree};
use crate::model::body::SectionSpec;
use crate::model::condition::{Condition, FieldPath};
use crate::model::field::declare::Declaring;
use crate::model::field::{Field, Label, Need};
use crate::model::language::Language;
use crate::model::output::{Meaning, Outputs};
use crate::model::searched::Searched;

/// A content type.
#[derive(Debug)]
pub struct Collection {
    /// Its folder below `content/`.
    pub id: Arc<str>,
    /// Its name for readers.
    pub label: Label,
    /// One sentence about it, for its listing.
    pub summary: Option<Label>,
    /// Where its documents stand.
    pub url: UrlPattern,
    /// Who owns its documents, if folders are owners.
    pub owner: Option<Owner>,
    /// Its listings, unless it has none.
    pub listing: Option<Listing>,
    /// Keys that are errors, with the reason.
    pub forbid: Vec<(String, String)>,
    /// Name of the page template.
    pub template: String,
    /// The fields: those of every collection first, then its own.
    pub fields: Vec<Field>,
    /// Declared sections of the body, in order.
    pub sections: Vec<Section>,
    /// The field that holds a document's name in another language, where it is not translated as a whole.
    pub names: BTreeMap<Language, String>,
    /// The specs of the sections, as `body` needs them, by language.
    specs: BTreeMap<Language, Vec<SectionSpec>>,
    /// How documents that refer to one of these are grouped: collection and the field they are grouped by.
    pub referrers: Option<Vec<(Arc<str>, Option<String>)>>,
    /// Whether its texts explain the terms of the glossary.
    pub glossary: bool,
    /// What the search looks at, unless its documents are not searched.
    pub searched: Option<Searched>,
    /// If its documents are terms: the fields that say what one means.
    pub term: Option<TermFields>,
    /// The collections whose documents stand in the feed of one of these when they refer to it.
    pub feed: Vec<Arc<str>>,
    /// The forms of a document beside its page.
    pub outputs: Outputs,
    /// What a document is for machines.
    pub meaning: Option<Meaning>,
    /// What a listing of it is to profiles.
    pub column: Option<Column>,
    /// The declaration.
    pub source: Arc<SourceText>,
    /// Place of the `url`.
    pub url_span: Span,
}

/// What profiles ask about a listing (栏目).
#[derive(Debug)]
pub struct Column {
    /// Its kind, as 政策文件.
    pub kind: Option<Label>,
    /// Words that it is about, by commas.
    pub keywords: Option<Label>,
}

/// The fields of a term.
#[derive(Debug)]
pub struct TermFields {
    /// What it means.
    pub definition: String,
    /// Its other names.
    pub same: Option<String>,
}

/// `/cases/{owner}/{id}/`, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlPattern {
    parts: Vec<UrlPart>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum UrlPart {
    Text(String),
    Owner,
    Id,
    /// The first characters of the id, where folders would grow large.
    IdPrefix(usize),
}

/// Owned collections: the folder under the collection is the owner.
#[derive(Debug)]
pub struct Owner {
    /// The collection whose ids the folders are.
    pub folder: Arc<str>,
    /// The field that names the same document.
    pub field: Option<String>,
    /// Folders that are no owner.
    pub also: Vec<String>,
    /// The field that says whose the documents in those folders are, and what they are called.
    pub outside: Option<(String, Label)>,
}

/// How a collection is listed.
#[derive(Debug)]
pub struct Listing {
    /// Sort keys in turn.
    pub order: Vec<SortKey>,
    /// Fields whose values get pages of their own.
    pub facets: Vec<FieldPath>,
    /// For each facet the field that counts where the first says nothing: `[pilot.province, place.province]`.
    pub instead: Vec<Option<FieldPath>>,
    /// Pairs of facets (by position) whose combinations get pages.
    pub pairs: Vec<(usize, usize)>,
    /// The field with the Latin spelling by whose first letter documents are grouped, all on one page.
    pub index: Option<String>,
    /// Facets (by position) whose values have feeds.
    pub feeds: Vec<usize>,
}

/// One sort key.
#[derive(Debug, Clone)]
pub struct SortKey {
    /// `None` means the id.
    pub path: Option<FieldPath>,
    /// Greatest first.
    pub descending: bool,
}

/// A declared section of the body.
#[derive(Debug)]
pub struct Section {
    /// Its id and anchor.
    pub id: Arc<str>,
    /// The words of its heading.
    pub title: Label,
    /// When it must stand there.
    pub need: Need,
    /// The condition under which it must.
    pub when: Condition,
    /// Least number of characters (Han counted one).
    pub min: Option<usize>,
    /// Greatest number of characters.
    pub max: Option<usize>,
    /// Least number of steps.
    pub steps: Option<usize>,
    /// Reasons that may stand instead.
    pub absent: Vec<String>,
    /// Whether it needs a basis.
    pub basis: bool,
    /// Place of the declaration.
    pub span: Span,
}

const KEYS: &[&str] = &[
    "label", "summary", "url", "owner", "listing", "outputs", "meta", "column", "forbid", "template", "names",
    "fields", "sections", "uses", "glossary", "term", "search",
];
const SECTION_KEYS: &[&str] = &["id", "title", "need", "if", "min", "max", "steps", "absent", "basis"];

impl UrlPattern {
    /// Reads a pattern; every part between slashes is plain text or one placeholder.
    pub fn parse(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('/')?.strip_suffix('/')?;
        let parts: Option<Vec<UrlPart>> = inner
            .split('/')
            .map(|part| match part {
                "{owner}" => Some(UrlPart::Owner),
                "{id}" => Some(UrlPart::Id),
                _ => match part.strip_prefix("{id:").and_then(|rest| rest.strip_suffix('}')) {
                    Some(count) => count.parse().ok().filter(|n| (1..=8).contains(n)).map(UrlPart::IdPrefix),
                    None => crate::model::is_id(part).then(|| UrlPart::Text(part.to_owned())),
                },
            })
            .collect();
        let parts = parts?;
        parts.contains(&UrlPart::Id).then_some(Self { parts })
    }

    /// The URL of a document.
    pub fn url(&self, owner: Option<&str>, id: &str) -> String {
        let mut url = String::from("/");
        for part in &self.parts {
            match part {
                UrlPart::Text(text) => url.push_str(text),
                UrlPart::Owner => url.push_str(owner.unwrap_or("")),
                UrlPart::Id => url.push_str(id),
                UrlPart::IdPrefix(count) => url.extend(id.chars().take(*count)),
            }
            url.push('/');
        }
        url
    }

    /// Where the collection's listing stands: the plain text before the first placeholder.
    pub fn base(&self) -> String {
        let mut url = String::from("/");
        for part in &self.parts {
            let UrlPart::Text(text) = part else { break };
            url.push_str(text);
            url.push('/');
        }
        url
    }

    /// Whether documents need an owner.
    pub fn has_owner(&self) -> bool {
        self.parts.contains(&UrlPart::Owner)
    }
}

impl Collection {
    /// A field by id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.position(id).map(|at| &self.fields[at])
    }

    /// Position of a field.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.fields.iter().position(|field| &*field.id == id)
    }

    /// The declared sections under their titles in a language.
    pub fn specs(&self, language: Language) -> &[SectionSpec] {
        self.specs.get(&language).map_or(&[], Vec::as_slice)
    }

    /// Reads a declaration on top of the fields that every collection has.
    pub fn read(id: &str, source: &Source, common: Common, diags: &mut Diagnostics) -> Option<Self> {
        let tree = source.tree.as_ref()?;
        let mut d = Declaring { source: &source.text, diags };
        if !matches!(tree.tree, Tree::Map(_)) {
            d.bad(&tree.range, "声明不是“键: 值”的形式", "至少写 label、url 和 fields");
            return None;
        }
        d.keys(tree, KEYS, "声明");
        let label = d.label(tree.get("label"));
        if label.is_none() {
            d.bad(&start(tree), "声明缺少 label", "加上 label: { zh: 中文名, en: English name }");
        }
        let owner = tree.get("owner").map(|node| owner(node, &mut d));
        let (url, url_span) = url(tree, owner.is_some(), &mut d)?;
        let outputs = Outputs::read(tree.get("outputs"), &mut d);
        let meaning = Meaning::read(tree.get("meta"), &mut d);
        let searched = Searched::read(tree.get("search"), &mut d);
        let own = tree.get("fields").map_or(Vec::new(), |node| d.fields(node));
        let mut fields = common.fields;
        for field in own {
            match fields.iter().position(|other| other.id == field.id) {
                Some(at) => fields[at] = field,
                None => fields.push(field),
            }
        }
        let sections = tree.get("sections").map_or(Vec::new(), |node| sections(node, &mut d));
        let spec = |language: Language| {
            let spec = |s: &Section| SectionSpec { id: s.id.to_string(), title: language.say(&s.title).to_owned() };
            (language, sections.iter().map(spec).collect())
        };
        let specs = Language::ALL.iter().copied().map(spec).collect();
        let listing = match tree.get("listing") {
            Some(node) if node.text() == Some("none") => None,
            Some(node) => Some(listing(node, &mut d)),
            None => Some(Listing {
                order: vec![SortKey { path: None, descending: false }],
                facets: vec![],
                instead: vec![],
                pairs: vec![],
                feeds: vec![],
                index: None,
            }),
        };
        let mut names = common.names;
        names.extend(read_names(tree, &mut d));
        let (referrers, feed) = tree.get("uses").map_or_else(Default::default, |node| uses(node, &mut d));
        Some(Self {
            id: Arc::from(id),
            names,
            summary: d.label(tree.get("summary")),
            forbid: forbid(tree.get("forbid"), &mut d),
            template: d.text(tree, "template").unwrap_or_else(|| "document".to_owned()),
            glossary: d.truth(tree, "glossary"),
            searched,
            term: tree.get("term").and_then(|node| term(node, &mut d)),
            referrers,
            feed,
            outputs,
            meaning,
            column: tree.get("column").map(|node| column(node, &mut d)),
            label: label.unwrap_or_default(),
            url,
            owner,
            listing,
            fields,
            sections,
            specs,
            source: Arc::clone(&source.text),
            url_span,
        })
    }
}

/// What every collection has.
#[derive(Debug, Default)]
pub struct Common {
    /// Fields, which a collection may declare anew.
    pub fields: Vec<Field>,
    /// The condition under which a document is shown at all.
    pub public: Condition,
    /// Fields that hold names in other languages.
    pub names: BTreeMap<Language, String>,
}

impl Common {
    /// Reads `content/_collection.yaml`.
    pub fn read(source: &Source, diags: &mut Diagnostics) -> Self {
        let Some(tree) = &source.tree else { return Self::default() };
        let mut d = Declaring { source: &source.text, diags };
        d.keys(tree, &["fields", "public", "names"], "共同声明");
        let fields = tree.get("fields").map_or(Vec::new(), |node| d.fields(node));
        let names = read_names(tree, &mut d);
        let public = tree.get("public").map(|node| Condition::read(&source.text, node, diags));
        Self { fields, public: public.unwrap_or_default(), names }
    }
}

/// `names: { en: name_en }`
fn read_names(tree: &Node, d: &mut Declaring<'_>) -> BTreeMap<Language, String> {
    let Some(node) = tree.get("names") else { return BTreeMap::new() };
    let codes: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
    d.keys(node, &codes, "names ");
    let named = |language: &Language| Some((*language, d.text(node, language.code())?));
    Language::ALL.iter().filter_map(named).collect()
}

/// `term: { definition: definition, same: synonyms }`
fn term(node: &Node, d: &mut Declaring<'_>) -> Option<TermFields> {
    d.keys(node, &["definition", "same"], "term ");
    let Some(definition) = d.text(node, "definition") else {
        d.bad(&node.range, "term 缺少 definition", "写成 term: { definition: 定义的字段, same: 别名的字段 }");
        return None;
    };
    Some(TermFields { definition, same: d.text(node, "same") })
}

/// `column: { type: 政策文件, keywords: 碳达峰，政策 }`
fn column(node: &Node, d: &mut Declaring<'_>) -> Column {
    d.keys(node, &["type", "keywords"], "column ");
    Column { kind: d.label(node.get("type")), keywords: d.label(node.get("keywords")) }
}

fn start(node: &Node) -> Range<usize> {
    node.range.start..node.range.start
}

fn url(tree: &Node, owned: bool, d: &mut Declaring<'_>) -> Option<(UrlPattern, Span)> {
    let help = if owned { "写成 url: /名称/{owner}/{id}/" } else { "写成 url: /名称/{id}/" };
    let Some(node) = tree.get("url") else {
        d.bad(&start(tree), "声明缺少 url", help);
        return None;
    };
    let pattern = node.text().and_then(UrlPattern::parse).filter(|pattern| pattern.has_owner() == owned);
    match pattern {
        Some(pattern) => Some((pattern, Span::new(d.source, node.range.clone()))),
        None => {
            d.bad(&node.range, "url 写法不对", help);
            None
        }
    }
}

fn owner(node: &Node, d: &mut Declaring<'_>) -> Owner {
    d.keys(node, &["folder", "field", "also", "outside"], "owner");
    let folder = d.text(node, "folder").unwrap_or_default();
    if folder.is_empty() {
        d.bad(&node.range, "owner 缺少 folder", "写成 owner: { folder: 集合, field: 字段 }");
    }
    let outside = node.get("outside").and_then(|node| {
        d.keys(node, &["field", "label"], "outside ");
        d.text(node, "field").zip(d.label(node.get("label")))
    });
    Owner { folder: Arc::from(folder), field: d.text(node, "field"), also: d.words(node, "also"), outside }
}

fn forbid(node: Option<&Node>, d: &mut Declaring<'_>) -> Vec<(String, String)> {
    let pairs = node.map_or(&[][..], Node::pairs);
    let mut result = Vec::new();
    for pair in pairs {
        match pair.value.text() {
            Some(reason) => result.push((pair.key.clone(), reason.to_owned())),
            None => d.bad(&pair.value.range, "forbid 里要写理由", "写成 键: 理由"),
        }
    }
    result
}

/// How referrers are grouped, where that is said.
type Referring = Option<Vec<(Arc<str>, Option<String>)>>;

/// `uses: { referrers: { cases: content }, feed: [cases] }`
fn uses(node: &Node, d: &mut Declaring<'_>) -> (Referring, Vec<Arc<str>>) {
    d.keys(node, &["referrers", "feed"], "uses");
    let group = |pair: &crate::load::yaml::Pair| (Arc::from(pair.key.as_str()), pair.value.text().map(str::to_owned));
    let referrers = node.get("referrers").map(|node| node.pairs().iter().map(group).collect());
    let feed = d.words(node, "feed").into_iter().map(Arc::from).collect();
    (referrers, feed)
}

fn sections(node: &Node, d: &mut Declaring<'_>) -> Vec<Section> {
    let mut result: Vec<Section> = Vec::new();
    for item in node.items() {
        d.keys(item, SECTION_KEYS, "section");
        let (Some(id), Some(title)) = (d.text(item, "id"), d.label(item.get("title"))) else {
            d.bad(&item.range, "section 缺少 id 或 title", "写成 - { id: background, title: 背景与问题 }");
            continue;
        };
        if !crate::model::is_id(&id) || result.iter().any(|s| *s.id == *id || s.title.zh == title.zh) {
            d.bad(&item.range, format!("section “{id}”的编号不合规则，或与前面的重复"), "换一个编号或标题");
            continue;
        }
        let need = item.get("need").and_then(|n| d.word(n, &["always", "release"]));
        result.push(Section {
            id: Arc::from(id),
            title,
            need: match need {
                Some("always") => Need::Always,
                Some(_) => Need::Release,
                None => Need::No,
            },
            when: item.get("if").map_or_else(Condition::default, |n| Condition::read(d.source, n, d.diags)),
            min: d.number(item, "min"),
            max: d.number(item, "max"),
            steps: d.number(item, "steps"),
            absent: d.words(item, "absent"),
            basis: d.truth(item, "basis"),
            span: Span::new(d.source, item.range.clone()),
        });
    }
    result
}

fn listing(node: &Node, d: &mut Declaring<'_>) -> Listing {
    d.keys(node, &["order", "facets", "pairs", "feeds", "index"], "listing");
    let mut order: Vec<SortKey> = Vec::new();
    for item in node.get("order").map_or(&[][..], Node::items) {
        let text = item.text().unwrap_or("");
        let (descending, name) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        match (name, FieldPath::parse(name)) {
            ("id", _) => order.push(SortKey { path: None, descending }),
            (_, Some(path)) => order.push(SortKey { path: Some(path), descending }),
            _ => d.bad(&item.range, "排序的字段写法不对", "写成 order: [-published, id]"),
        }
    }
    if order.last().is_none_or(|key| key.path.is_some()) {
        order.push(SortKey { path: None, descending: false });
    }
    let mut facets: Vec<FieldPath> = Vec::new();
    let mut instead: Vec<Option<FieldPath>> = Vec::new();
    for item in node.get("facets").map_or(&[][..], Node::items) {
        let paths: Vec<Option<FieldPath>> =
            item.items().iter().map(|path| path.text().and_then(FieldPath::parse)).collect();
        match paths.as_slice() {
            [Some(path)] if !facets.contains(path) => {
                facets.push(path.clone());
                instead.push(None);
            }
            [Some(path), Some(other)] if !facets.contains(path) => {
                facets.push(path.clone());
                instead.push(Some(other.clone()));
            }
            _ => {
                let help = "写字段名，或“引用字段.字段”；两个字段用方括号括起来，前一个没有值时看后一个";
                d.bad(&item.range, "facets 里的字段写法不对或重复", help);
            }
        }
    }
    let mut pairs = Vec::new();
    for item in node.get("pairs").map_or(&[][..], Node::items) {
        let names: Vec<String> = item.items().iter().filter_map(Node::text).map(str::to_owned).collect();
        let at = |name: &str| facets.iter().position(|facet| facet.to_string() == name);
        match names.as_slice() {
            [a, b] if at(a).is_some() && at(b).is_some() && a != b => pairs.extend(at(a).zip(at(b))),
            _ => {
                let known: Vec<String> = facets.iter().map(ToString::to_string).collect();
                let near = names.iter().find_map(|name| nearest(name, known.iter().map(String::as_str)));
                let help = near.map_or("写成 pairs: [[字段, 字段]]，字段都在 facets 里".to_owned(), |n| {
                    format!("是不是 {n}？")
                });
                d.bad(&item.range, "pairs 里要写两个已在 facets 里的字段", help);
            }
        }
    }
    let mut feeds = Vec::new();
    for item in node.get("feeds").map_or(&[][..], Node::items) {
        let at = item.text().and_then(|name| facets.iter().position(|facet| facet.to_string() == name));
        match at {
            Some(at) if !feeds.contains(&at) => feeds.push(at),
            _ => d.bad(&item.range, "feeds 里的字段不在 facets 里，或写了两次", "先写进 facets，再写进 feeds"),
        }
    }
    Listing { order, facets, instead, pairs, feeds, index: d.text(node, "index") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_patterns_make_addresses() {
        let check = |pattern: &str, url: Option<&str>, base: &str| {
            let pattern = UrlPattern::parse(pattern);
            assert_eq!(pattern.as_ref().map(|p| p.url(Some("huzhou"), "carbon-code")).as_deref(), url, "{pattern:?}");
            assert_eq!(pattern.map_or(String::new(), |p| p.base()), base);
        };
        check("/cases/{owner}/{id}/", Some("/cases/huzhou/carbon-code/"), "/cases/");
        check("/terms/{id}/", Some("/terms/carbon-code/"), "/terms/");
        check("/{id}/", Some("/carbon-code/"), "/");
        check("/big/{id:2}/{id}/", Some("/big/ca/carbon-code/"), "/big/");
        check("/a-b/c2/{id}/", Some("/a-b/c2/carbon-code/"), "/a-b/c2/");
        for wrong in [
            "",
            "/",
            "/cases/",
            "cases/{id}/",
            "/cases/{id}",
            "/Cases/{id}/",
            "/../{id}/",
            "/{id:0}/{id}/",
            "/{x}/{id}/",
            "/a//{id}/",
        ] {
            check(wrong, None, "");
        }
    }
}
