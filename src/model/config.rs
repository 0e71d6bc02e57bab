//! `site.yaml` → [`Config`].

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostics, SourceText, Span};
use crate::load::inputs::Settings;
use crate::load::source::Source;
use crate::load::yaml::Node;
use crate::model::condition::FieldPath;
use crate::model::config_key::{self, Key, Kind};
use crate::model::field::declare::Declaring;
use crate::model::language::Language;
use crate::model::profile::Values;

/// The version of `site.yaml` that this program reads.
pub const SCHEMA_VERSION: usize = 1;

/// What the site as a whole is.
#[derive(Debug, Clone)]
pub struct Config {
    /// Its name.
    pub title: String,
    /// A line under the name.
    pub subtitle: String,
    /// Languages in order; the first is the original one.
    pub languages: Vec<Language>,
    /// Where it is published, without `/` at the end; empty when unknown.
    pub base_url: String,
    /// Name of the theme.
    pub theme: String,
    /// Ids of the collections in the menu.
    pub nav: Vec<String>,
    /// The collection that `term:id` links mean.
    pub glossary: Option<String>,
    /// The sentence at the top of every page.
    pub notice: String,
    /// The sentence in the footer.
    pub footer_note: String,
    /// Pages linked from the footer, `collection/id`.
    pub footer: Vec<(String, String)>,
    /// The licence of the texts.
    pub licence: String,
    /// The whole address of that licence; empty if it has none.
    pub licence_url: String,
    /// The mail address for corrections; empty if none.
    pub contact: String,
    /// The collections whose documents and listings have an elder page; none means that there are no elder pages.
    pub elder: Vec<String>,
    /// What the site must say of itself because of what it is: the name of a profile.
    pub profile: Option<String>,
    /// What it says for that profile.
    pub government: Values,
    /// How heavy pages may be.
    pub budget: Budget,
    /// Whether the site can be searched.
    pub search: bool,
    /// What the map shows, if there is one.
    pub map: Option<MapOf>,
    /// What the first page says.
    pub home: Home,
    /// What the site says of itself in its other languages.
    translations: BTreeMap<Language, Wording>,
    /// Hosts whose links carry no outward mark.
    pub trusted_hosts: Vec<String>,
    /// The file.
    pub source: Arc<SourceText>,
}

/// How heavy pages may be, in bytes after gzip; what is not said is not held to anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Budget {
    /// A page with styles and scripts, without pictures.
    pub page: Option<usize>,
    /// The theme's styles.
    pub style: Option<usize>,
    /// The theme's scripts.
    pub script: Option<usize>,
    /// A page of one kind, by the name of its template.
    pub kinds: BTreeMap<String, usize>,
}

impl Budget {
    fn read(node: Option<&Node>, d: &mut Declaring<'_>) -> Self {
        let Some(node) = node.filter(|node| !node.is_null()) else { return Self::default() };
        config_key::check(node, config_key::BUDGET_KEYS, "budget ", d);
        let mut bytes = |key: &Key| d.number(node, key.name).map(|kb| kb.saturating_mul(1_000));
        let (page, style, script) =
            (bytes(&config_key::BUDGET_PAGE), bytes(&config_key::BUDGET_STYLE), bytes(&config_key::BUDGET_SCRIPT));
        let mut kinds = BTreeMap::new();
        if let Some(node) = config_key::BUDGET_KINDS.node(node) {
            for pair in node.pairs() {
                kinds.extend(d.number(node, &pair.key).map(|kb| (pair.key.clone(), kb.saturating_mul(1_000))));
            }
        }
        Self { page, style, script, kinds }
    }
}

/// What the map counts, and by what.
#[derive(Debug, Clone)]
pub struct MapOf {
    /// The collection.
    pub collection: String,
    /// Its field whose words are the tiles.
    pub field: FieldPath,
}

impl MapOf {
    fn read(node: Option<&Node>, d: &mut Declaring<'_>) -> Option<Self> {
        let node = node.filter(|node| !node.is_null())?;
        config_key::check(node, config_key::MAP_KEYS, "map ", d);
        let collection = config_key::MAP_COLLECTION.text(node, d);
        let field = FieldPath::parse(&config_key::MAP_FIELD.text(node, d));
        match field {
            Some(field) if !collection.is_empty() => Some(Self { collection, field }),
            _ => {
                d.bad(&node.range, "map 要写 collection 和 field", config_key::MAP.example);
                None
            }
        }
    }
}

/// What the first page says before its lists.
#[derive(Debug, Clone, Default)]
pub struct Home {
    /// Its heading; the site's title if empty.
    pub title: String,
    /// A line under it; the site's subtitle if empty.
    pub lead: String,
    /// The collections it shows; those of the menu if empty.
    pub show: Vec<String>,
}

impl Home {
    fn read(node: Option<&Node>, d: &mut Declaring<'_>) -> Self {
        let Some(node) = node else { return Self::default() };
        config_key::check(node, config_key::HOME_KEYS, "home ", d);
        let (title, lead) = (config_key::HOME_TITLE.text(node, d), config_key::HOME_LEAD.text(node, d));
        Self { title, lead, show: config_key::HOME_SHOW.words(node, d) }
    }
}

/// What a site says of itself in another language. What is empty is not said.
#[derive(Debug, Clone, Default)]
struct Wording {
    title: String,
    subtitle: String,
    notice: String,
    footer_note: String,
    licence: String,
    home_title: String,
    home_lead: String,
}

impl Config {
    /// Reads the configuration. What is wrong is a diagnostic, and the usual value stands instead.
    pub fn read(source: &Source, settings: &Settings, diags: &mut Diagnostics) -> Self {
        let empty = Node { range: 0..0, tree: crate::load::yaml::Tree::Null };
        let tree = source.tree.as_ref().unwrap_or(&empty);
        let mut d = Declaring { source: &source.text, diags };
        config_key::check(tree, config_key::KEYS, "site.yaml ", &mut d);
        match config_key::VERSION.node(tree) {
            Some(node) if node.text().and_then(|t| t.parse().ok()).is_none_or(|v: usize| v > SCHEMA_VERSION) => {
                let message = format!(
                    "site.yaml 的 schema_version 是 {}，本程序只认得 {SCHEMA_VERSION}",
                    node.text().unwrap_or("")
                );
                d.bad(&node.range, message, "换用新版的 peakpress，或把版本号改回来");
            }
            _ => {}
        }
        if let (Some(node), Kind::Word(words)) = (config_key::GATE.node(tree), &config_key::GATE.kind) {
            d.word(node, words);
        }
        let search = config_key::SEARCH.node(tree).and_then(|node| d.word(node, &["true", "false"])) != Some("false");
        let needed = config_key::KEYS.iter().filter(|key| key.default.is_none());
        for key in needed.filter(|key| source.tree.is_some() && key.node(tree).is_none()) {
            d.bad(&(0..0), format!("site.yaml 缺少 {}", key.name), format!("加上{}，例如 {}", key.help, key.example));
        }
        let mut text = |key: &Key| key.text(tree, &mut d);
        let (title, subtitle) = (text(&config_key::TITLE), text(&config_key::SUBTITLE));
        let (notice, footer_note) = (text(&config_key::NOTICE), text(&config_key::FOOTER_NOTE));
        let (licence, contact) = (text(&config_key::LICENCE), text(&config_key::CONTACT));
        let licence_url = text(&config_key::LICENCE_URL);
        let glossary = Some(text(&config_key::GLOSSARY)).filter(|name| !name.is_empty());
        let theme = text(&config_key::THEME);
        let profile = settings.profile.clone().unwrap_or_else(|| text(&config_key::PROFILE));
        let written = text(&config_key::BASE_URL);
        let base_url = settings.base_url.clone().unwrap_or(written);
        let whole = base_url.is_empty() || base_url.starts_with("https://") || base_url.starts_with("http://");
        if !whole || base_url.contains(['?', '#', ' ', '"', '<', '>']) {
            let range = config_key::BASE_URL.node(tree).map_or(0..0, |node| node.range.clone());
            d.bad(&range, format!("base_url 不是完整的网址：{base_url}"), "写成 https://www.example.org/path，或留空");
        }
        if !licence_url.is_empty() && !crate::model::body::scheme::outside(&licence_url) {
            let range = tree.get("licence_url").map_or(0..0, |node| node.range.clone());
            d.bad(&range, format!("licence_url 不是完整的网址：{licence_url}"), "写许可协议的网址，以 https:// 开头");
        }
        let languages = languages(tree, &mut d);
        let footer = footer(tree, &mut d);
        let government = government(tree, &mut d);
        let budget = Budget::read(config_key::BUDGET.node(tree), &mut d);
        let map = MapOf::read(config_key::MAP.node(tree), &mut d);
        let home = Home::read(config_key::HOME.node(tree), &mut d);
        let (nav, trusted_hosts) = (config_key::NAV.words(tree, &d), config_key::HOSTS.words(tree, &d));
        let elder = config_key::ELDER.words(tree, &d);
        let base_url = base_url.trim_end_matches('/').to_owned();
        let translations = translations(tree, &languages, &mut d);
        let source = Arc::clone(&source.text);
        Self {
            title,
            subtitle,
            languages,
            base_url,
            theme,
            nav,
            glossary,
            notice,
            footer_note,
            footer,
            licence,
            licence_url,
            contact,
            trusted_hosts,
            elder,
            profile: Some(profile).filter(|name| !name.is_empty()),
            government,
            budget,
            search,
            map,
            home,
            translations,
            source,
        }
    }

    /// The language of the documents themselves.
    pub fn original(&self) -> Language {
        self.languages.first().copied().unwrap_or_default()
    }

    /// The same site as it says itself in another of its languages.
    pub fn in_language(&self, language: Language) -> Self {
        let words = self.translations.get(&language).cloned().unwrap_or_default();
        let mut config = self.clone();
        config.title = words.title;
        config.subtitle = words.subtitle;
        config.notice = words.notice;
        config.footer_note = words.footer_note;
        config.licence = words.licence;
        (config.home.title, config.home.lead) = (words.home_title, words.home_lead);
        config
    }

    /// Where a key stands; the file as a whole if it does not.
    pub fn span_of_key(&self, key: &str) -> Span {
        let text = &self.source.text;
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        let found = lines.into_iter().find(|at| text[*at..].starts_with(&format!("{key}:")));
        found.map_or_else(|| Span::file(&self.source), |at| Span::new(&self.source, at..at + key.len()))
    }

    /// Where a word stands in the value of a key, as far as a search finds it.
    pub fn span_of(&self, key: &str, word: &str) -> Span {
        let text = &self.source.text;
        let lines = text.split_inclusive('\n').scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        });
        let from = lines.clone().find(|(_, line)| line.starts_with(&format!("{key}:"))).map_or(0, |(start, _)| start);
        let is_part = |c: char| c.is_ascii_alphanumeric() || "-_/".contains(c);
        let found = text[from..]
            .match_indices(word)
            .map(|(at, _)| from + at)
            .find(|at| !text[..*at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part) && *at != from);
        found.map_or_else(|| Span::file(&self.source), |at| Span::new(&self.source, at..at + word.len()))
    }

    /// The path of the base address, without `/` at the end: `/carbon` of `https://example.org/carbon`.
    pub fn base_path(&self) -> &str {
        let rest = self.base_url.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').map_or("", |at| &rest[at..])
    }
}

fn languages(tree: &Node, d: &mut Declaring<'_>) -> Vec<Language> {
    let known: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
    let mut languages = Vec::new();
    for item in config_key::LANGUAGES.node(tree).map_or(&[][..], Node::items) {
        let found = item.text().and_then(Language::of).filter(|language| !languages.contains(language));
        match found {
            Some(language) => languages.push(language),
            None => {
                let message = format!("不认得语言“{}”，或写了两次", item.text().unwrap_or(""));
                d.bad(&item.range, message, format!("可用的语言：{}", known.join("、")));
            }
        }
    }
    if languages.is_empty() {
        languages.push(config_key::LANGUAGES.default.and_then(Language::of).unwrap_or_default());
    }
    languages
}

/// What the site says of itself in its other languages: everything that it says in the original one.
fn translations(tree: &Node, languages: &[Language], d: &mut Declaring<'_>) -> BTreeMap<Language, Wording> {
    let node = config_key::TRANSLATIONS.node(tree);
    for pair in node.map_or(&[][..], Node::pairs) {
        if !languages.iter().skip(1).any(|language| language.code() == pair.key) {
            let help = "先把语言写进 languages（第一个是原文的语言，不写译文），再写译文";
            d.bad(&pair.key_range, format!("translations 里的“{}”不是本站的另一种语言", pair.key), help);
        }
    }
    let translated = languages.iter().skip(1).map(|language| {
        let code = language.code();
        let node = node.and_then(|node| node.get(code));
        let home = node.and_then(|node| config_key::IN_HOME.node(node));
        if let Some(node) = node {
            config_key::check(node, config_key::TRANSLATION_KEYS, "translations ", d);
        }
        if let Some(home) = home {
            config_key::check(home, config_key::TRANSLATION_HOME_KEYS, "home ", d);
        }
        let mut text = |key: &Key, original: Option<&Node>, node: Option<&Node>| {
            let said = node.and_then(|node| d.text(node, key.name));
            if said.is_none() && original.and_then(|original| key.node(original)).is_some_and(|node| !node.is_null()) {
                let range = node
                    .map_or(config_key::LANGUAGES.node(tree).map_or(0..0, |n| n.range.clone()), |n| n.range.clone());
                let message = format!("站点启用了 {code}，但没有“{}”的译文", key.name);
                d.bad(&range, message, format!("写在 site.yaml 的 translations: {{ {code}: {{ … }} }} 里"));
            }
            said.unwrap_or_default()
        };
        let (first, own) = (Some(tree), config_key::HOME.node(tree));
        let wording = Wording {
            title: text(&config_key::IN_TITLE, first, node),
            subtitle: text(&config_key::IN_SUBTITLE, first, node),
            notice: text(&config_key::IN_NOTICE, first, node),
            footer_note: text(&config_key::IN_FOOTER_NOTE, first, node),
            licence: text(&config_key::IN_LICENCE, first, node),
            home_title: text(&config_key::IN_HOME_TITLE, own, home),
            home_lead: text(&config_key::IN_HOME_LEAD, own, home),
        };
        (*language, wording)
    });
    translated.collect()
}

/// What stands under `government:`; which keys there may be, the profile knows.
fn government(tree: &Node, d: &mut Declaring<'_>) -> Values {
    let mut values = Values::new();
    for pair in config_key::GOVERNMENT.node(tree).map_or(&[][..], Node::pairs) {
        match pair.value.text() {
            Some(text) => drop(values.insert(pair.key.clone(), (text.to_owned(), pair.value.range.clone()))),
            None => d.bad(&pair.value.range, format!("“{}”应是一段文字", pair.key), "在冒号后直接写文字"),
        }
    }
    values
}

fn footer(tree: &Node, d: &mut Declaring<'_>) -> Vec<(String, String)> {
    let mut footer = Vec::new();
    for item in config_key::FOOTER.node(tree).map_or(&[][..], Node::items) {
        match item.text().and_then(|text| text.split_once('/')) {
            Some((collection, id)) => footer.push((collection.to_owned(), id.to_owned())),
            None => d.bad(&item.range, "footer 里写“集合/编号”", "例如 footer: [集合/编号]"),
        }
    }
    footer
}
