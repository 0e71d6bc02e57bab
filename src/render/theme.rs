//! Theme files → [`Theme`]: templates compiled, strings read, styles and assets at hand.
//!
//! A site's theme lies over the default one: a file of the same name replaces it, a string of the same key too. Files are
//! found by their folder, never by name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera, Value};

use crate::diag::{Diagnostic, Diagnostics, SourceText, Span, nearest};
use crate::load::source;
use crate::load::yaml::{Node, Tree};
use crate::model::site::Site;
use crate::render::map;
use crate::render::template_error::{self, Made};
use crate::render::view::dataset;
use crate::render::view::page::Kind;
use crate::render::{BAD_THEME, TEMPLATE_ERROR};

/// The version of the views that templates of this program see; `theme.yaml` names the one it was written for.
pub const VIEW_VERSION: u32 = 1;

/// The theme that lies under every other.
const BASE: &str = "default";

/// Strings that pages are made with outside of templates.
const NEEDED: &[&str] = &[
    "home",
    "lost",
    "sitemap",
    "search",
    "page_n",
    "sep",
    "colon",
    "other",
    "change_up",
    "change_down",
    "change_none",
    "cite_date",
    "cite_url",
];

/// A theme, ready to print.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// Templates by the name under which others include them.
    templates: BTreeMap<String, Arc<SourceText>>,
    strings: BTreeMap<String, String>,
    /// All files by path below the theme's folder.
    pub files: BTreeMap<String, Arc<[u8]>>,
}

impl Theme {
    /// Reads the theme that the site names. What is missing or can't be read is a diagnostic.
    pub fn read(themes: &BTreeMap<String, Arc<[u8]>>, site: &Site, diags: &mut Diagnostics) -> Self {
        let config = &site.config;
        let of = |name: &str| {
            let prefix = format!("{name}/");
            let files = themes.iter().filter_map(move |(path, bytes)| Some((path.strip_prefix(&prefix)?, bytes)));
            files.map(|(path, bytes)| (path.to_owned(), Arc::clone(bytes))).collect::<BTreeMap<_, _>>()
        };
        let own = of(&config.theme);
        if own.is_empty() {
            let names = themes.keys().filter_map(|path| path.split('/').next());
            let help = match nearest(&config.theme, names) {
                Some(name) => format!("是不是 {name}？"),
                None => format!("主题放在 themes/{}/ 里，或者改用 theme: {BASE}", config.theme),
            };
            let message = format!("没有主题“{}”", config.theme);
            diags.push(Diagnostic::new(&BAD_THEME, Span::file(&config.source), message).help(help));
        }
        let base = if config.theme == BASE { BTreeMap::new() } else { of(BASE) };
        check_version(&own, &config.theme, diags);
        let mut strings = BTreeMap::new();
        for (files, name) in [(&base, BASE), (&own, config.theme.as_str())] {
            read_strings(files, name, site.language.code(), &mut strings, diags);
        }
        let outputs = site.collections.iter().any(|c| c.outputs.json || c.outputs.markdown);
        let data = if outputs { dataset::STRINGS } else { &[] };
        let map = if config.map.is_some() { map::STRINGS } else { &[] };
        for key in NEEDED.iter().chain(data).chain(map).filter(|key| !strings.contains_key(**key)) {
            let path = format!("themes/{}/strings/{}.yaml", config.theme, site.language.code());
            let message = format!("主题缺少用语“{key}”");
            diags.push(Diagnostic::new(&BAD_THEME, Span::path(path.as_str()), message).help("在这个文件里加上这一行"));
        }
        let mut templates = BTreeMap::new();
        let mut files = BTreeMap::new();
        for (theme, name) in [(base, BASE), (own, config.theme.as_str())] {
            for (path, bytes) in theme {
                if let Some(template) = template_name(&path) {
                    templates.extend(read_text(name, &path, &bytes, diags).map(|text| (template, text)));
                }
                files.insert(path, bytes);
            }
        }
        let asked = |kind: &&Kind| match kind {
            Kind::Map => config.map.is_some(),
            Kind::Search => config.search,
            _ => true,
        };
        let kinds = Kind::ALL.iter().filter(asked);
        let kinds = kinds.map(|kind| kind.template().to_owned());
        let named = site.collections.iter().map(|collection| format!("{}.html", collection.template));
        let used = used(&templates, kinds.chain(named));
        let tera = compile(&templates, &used, diags);
        Self { tera, templates, strings, files }
    }

    /// A string of the interface; empty if the theme lacks it, which has been said.
    pub fn string(&self, key: &str) -> &str {
        self.strings.get(key).map_or("", String::as_str)
    }

    /// A string with a number or word in place of `{n}`.
    pub fn string_with(&self, key: &str, n: &str) -> String {
        self.string(key).replace("{n}", n)
    }

    /// The source of a template.
    pub fn template(&self, name: &str) -> Option<&Arc<SourceText>> {
        self.templates.get(name)
    }

    /// Whether any template speaks of a value: what no page shows need not be worked out.
    pub fn asks(&self, value: &str) -> bool {
        self.templates.values().any(|template| template.text.contains(value))
    }

    /// Whether there is such a template and it could be read.
    pub fn has(&self, template: &str) -> bool {
        self.tera.contains_template(template)
    }

    /// Puts what is the same on all pages where every template finds it: `site`, `assets` and the strings `t`.
    pub fn share(&mut self, site: &impl Serialize, assets: &BTreeMap<String, String>) {
        let context = self.tera.global_context();
        context.insert_value("site", Value::from_serializable(site));
        context.insert_value("assets", Value::from_serializable(assets));
        context.insert_value("t", Value::from_serializable(&self.strings));
    }

    /// Appends a page to `out`. On failure `out` is as before and the diagnostic says what went wrong.
    pub fn print(
        &self,
        template: &str,
        context: &Context,
        made: &Made<'_>,
        out: &mut Vec<u8>,
        diags: &mut Diagnostics,
    ) {
        let start = out.len();
        if let Err(error) = self.tera.render_to(template, context, &mut *out) {
            out.truncate(start);
            diags.push(template_error::while_printing(&self.templates, &error, made));
        }
    }
}

/// `templates/a.html` → `a.html`; components keep their folder. Other files are no templates.
fn template_name(path: &str) -> Option<String> {
    if !path.ends_with(".html") {
        return None;
    }
    let name = path.strip_prefix("templates/").or_else(|| path.starts_with("components/").then_some(path))?;
    Some(name.to_owned())
}

fn read_text(theme: &str, path: &str, bytes: &[u8], diags: &mut Diagnostics) -> Option<Arc<SourceText>> {
    let path = format!("themes/{theme}/{path}");
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(SourceText::new(path, text)),
        Err(_) => {
            let message = "主题文件不是 UTF-8 编码";
            diags.push(Diagnostic::new(&BAD_THEME, Span::path(path.as_str()), message).help("用编辑器另存为 UTF-8"));
            None
        }
    }
}

/// The components, and the templates that pages of this site use, with those that they extend and include. The others may
/// be there for other sites: a site that replaces `document.html` need not keep the blocks that templates it does not use
/// would fill.
fn used(templates: &BTreeMap<String, Arc<SourceText>>, wanted: impl Iterator<Item = String>) -> BTreeSet<String> {
    let components = templates.keys().filter(|name| name.contains('/')).cloned();
    let mut open: Vec<String> = wanted.chain(components).collect();
    let mut used = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(source) = templates.get(&name)
            && used.insert(name)
        {
            open.extend(names_in(&source.text).map(str::to_owned));
        }
    }
    used
}

/// The templates that a template extends or includes.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    text.split("{%").skip(1).filter_map(|tag| {
        let tag = tag.trim_start_matches('-').trim_start();
        let rest = tag.strip_prefix("extends").or_else(|| tag.strip_prefix("include"))?.trim_start();
        let quote = rest.chars().next().filter(|c| "\"'`".contains(*c))?;
        rest[1..].split(quote).next()
    })
}

/// Compiles the templates in use. Each that can't be read is said; if there is none, all are tried together.
fn compile(templates: &BTreeMap<String, Arc<SourceText>>, used: &BTreeSet<String>, diags: &mut Diagnostics) -> Tera {
    let mut fine = Vec::new();
    for (name, source) in templates.iter().filter(|(name, _)| used.contains(*name)) {
        match Tera::new().add_raw_template(name, &source.text) {
            Err(error) if template_error::is_syntax(&error) => {
                diags.push(template_error::while_reading(templates, &error));
            }
            _ => fine.push((name.as_str(), source.text.as_str())),
        }
    }
    let mut tera = Tera::new();
    if fine.len() == used.len()
        && let Err(error) = tera.add_raw_templates(fine)
    {
        template_error::while_linking(templates, &error, diags);
    }
    tera
}

fn check_version(files: &BTreeMap<String, Arc<[u8]>>, theme: &str, diags: &mut Diagnostics) {
    let Some(bytes) = files.get("theme.yaml") else { return };
    let Some(text) = read_text(theme, "theme.yaml", bytes, diags) else { return };
    let read = source::yaml(Arc::clone(&text), diags);
    let Some(node) = read.tree.as_ref().and_then(|tree| tree.get("view")) else { return };
    if node.text().and_then(|version| version.parse().ok()) != Some(VIEW_VERSION) {
        let message = format!("主题是为另一版模板数据写的，本程序是第 {VIEW_VERSION} 版");
        let help = format!("换用新版的主题；核对过以后把 view 改成 {VIEW_VERSION}");
        diags.push(Diagnostic::new(&BAD_THEME, Span::new(&text, node.range.clone()), message).help(help));
    }
}

fn read_strings(
    files: &BTreeMap<String, Arc<[u8]>>,
    theme: &str,
    language: &str,
    strings: &mut BTreeMap<String, String>,
    diags: &mut Diagnostics,
) {
    let path = format!("strings/{language}.yaml");
    let Some(bytes) = files.get(&path) else { return };
    let Some(text) = read_text(theme, &path, bytes, diags) else { return };
    let read = source::yaml(Arc::clone(&text), diags);
    for pair in read.tree.as_ref().map_or(&[][..], Node::pairs) {
        if let Tree::Scalar { text, .. } = &pair.value.tree {
            strings.insert(pair.key.clone(), text.clone());
        } else {
            let message = format!("用语“{}”应是一段文字", pair.key);
            let span = Span::new(&text, pair.value.range.clone());
            diags.push(Diagnostic::new(&BAD_THEME, span, message).help("写成 键: 文字"));
        }
    }
}

/// A template that pages of a kind or collection need, and who needs it.
pub fn require(theme: &Theme, template: &str, span: Span, diags: &mut Diagnostics) -> bool {
    let has = theme.has(template);
    // When the theme could not be read at all, that has been said, and one message per template more would bury it.
    if !has && theme.template(template).is_none() {
        let names = theme.templates.keys().filter(|name| !name.contains('/'));
        let help = match nearest(template, names.clone().map(String::as_str)) {
            Some(name) => format!("是不是 {name}？"),
            None => format!("主题有这些模板：{}", names.cloned().collect::<Vec<_>>().join("、")),
        };
        diags.push(Diagnostic::new(&TEMPLATE_ERROR, span, format!("主题没有模板“{template}”")).help(help));
    }
    has
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_name_others() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(names_in(text).collect::<Vec<_>>(), expected, "{text}");
        };
        check("{% extends \"base.html\" %}", &["base.html"]);
        check("碳{%- include 'a.html' -%}{% include \"b.html\" %}", &["a.html", "b.html"]);
        check("{% if x %}extends \"y\"{% endif %}{{ z }}", &[]);
        check("{% extends %}", &[]);
    }

    #[test]
    fn only_what_pages_use_is_compiled() {
        let source = |text: &str| SourceText::new("x", text);
        let templates: BTreeMap<String, Arc<SourceText>> = [
            ("a.html", "{% extends \"base.html\" %}"),
            ("b.html", "{% extends \"a.html\" %}"),
            ("base.html", "{% include \"part.html\" %}"),
            ("part.html", ""),
            ("components/x/x.html", ""),
        ]
        .map(|(name, text)| (name.to_owned(), source(text)))
        .into();
        let check = |wanted: &str, expected: &[&str]| {
            let used = used(&templates, std::iter::once(wanted.to_owned()));
            assert_eq!(used.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{wanted}");
        };
        check("a.html", &["a.html", "base.html", "components/x/x.html", "part.html"]);
        check("nothing.html", &["components/x/x.html"]);
    }
}
