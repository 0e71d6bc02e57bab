//! Jobs for what pages load: the theme's styles in one file, its scripts in one file, its other assets, and the pictures and
//! attachments that documents use. Names of theme assets carry a hash of their content, so they may be cached for ever.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::model::body::LinkDest;
use crate::model::document::Document;
use crate::model::link::Links;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::plan::{Job, Plan, Turn};
use crate::render::budget::Scales;
use crate::render::theme::Theme;

/// The order of style files; those of components and all others stand between the last two.
const STYLES: [&str; 6] = ["reset", "tokens", "base", "content", "components", "utilities"];

/// What every page loads.
#[derive(Debug, Default)]
pub struct Assets {
    /// Addresses by logical name: `style.css`, `site.js`, and paths below `assets/`.
    pub urls: BTreeMap<String, String>,
    /// What pages are held to.
    pub scales: Scales,
}

/// Plans the theme's assets.
///
/// A picture `share-<collection>.png` is for the pages of that collection; a site without it does not need it.
pub fn plan(theme: &Theme, site: &Site, plan: &mut Plan, diags: &mut Diagnostics) -> Assets {
    let (style, script) = (joined(theme, style_rank), joined(theme, script_rank));
    let scales = Scales::new(&site.config, &style, &script, diags);
    let mut urls = BTreeMap::new();
    let mut put = |name: &str, bytes: Arc<[u8]>| {
        let url = fingerprinted(name, &bytes);
        let job = Job::new(Turn::Asset, "asset", move |out, _| out.extend_from_slice(&bytes));
        plan.insert(&url, job, None, diags);
        urls.insert(name.to_owned(), url);
    };
    put("style.css", style);
    put("site.js", script);
    for (path, bytes) in &theme.files {
        let shared = |name: &&str| {
            let collection = name.strip_prefix("share-").and_then(|rest| rest.strip_suffix(".png"));
            collection.is_none_or(|id| site.collection(id).is_some())
        };
        if let Some(name) = path.strip_prefix("assets/").filter(shared) {
            put(name, if name.ends_with(".js") { lean(bytes) } else { Arc::clone(bytes) });
        }
    }
    Assets { urls, scales }
}

/// Plans the pictures and attachments that documents use.
pub fn media(site: &Site, plan: &mut Plan, diags: &mut Diagnostics) {
    let used: BTreeSet<&str> = site.texts().flat_map(|(_, document)| used(site, document)).collect();
    let mut planned = BTreeSet::new();
    for file in used.into_iter().filter_map(|path| site.media.get(path)) {
        // The same picture beside two documents is one file of the output.
        if planned.insert(file.url.as_str()) {
            let (media, path) = (Arc::clone(&site.media), file.path.clone());
            let publish = move |out: &mut Vec<u8>, diags: &mut Diagnostics| {
                if let Some(file) = media.get(&path) {
                    file.publish(out, diags);
                }
            };
            plan.insert(&file.url, Job::new(Turn::Asset, "file", publish), None, diags);
        }
    }
}

/// Source paths of the files that a document uses.
fn used<'a>(site: &'a Site, document: &'a Document) -> Vec<&'a str> {
    let links = Links { site, document };
    let mut paths: Vec<String> = document.body.images.iter().map(|image| image.src.clone()).collect();
    for link in &document.body.links {
        if let LinkDest::File(path) = &link.dest {
            paths.push(path.clone());
        }
    }
    for value in document.slots.iter().filter_map(|slot| slot.get()) {
        pictures(value, &mut paths);
    }
    let found = paths.iter().filter_map(|path| links.picture(path));
    found.filter_map(|path| site.media.get_key_value(path)).map(|(path, _)| path.as_str()).collect()
}

fn pictures(value: &Value, paths: &mut Vec<String>) {
    match value {
        Value::Image(image) => paths.push(image.src.to_string()),
        Value::List(items) => items.iter().for_each(|item| pictures(&item.value, paths)),
        Value::Group(group) => {
            group.slots.iter().filter_map(|(_, slot)| slot.get()).for_each(|value| pictures(value, paths));
        }
        _ => {}
    }
}

/// Place of a style: file of `styles/` in the fixed order, styles of components right after the common ones.
fn style_rank(path: &str) -> Option<usize> {
    if let Some(name) = path.strip_prefix("styles/").and_then(|name| name.strip_suffix(".css")) {
        let rank = STYLES.iter().position(|style| *style == name);
        return Some(rank.map_or(STYLES.len() * 2 - 3, |rank| rank * 2));
    }
    let component = path.starts_with("components/") && path.ends_with(".css");
    component.then_some(STYLES.len() * 2 - 3)
}

fn script_rank(path: &str) -> Option<usize> {
    if !path.ends_with(".js") {
        return None;
    }
    path.starts_with("scripts/").then_some(0).or_else(|| path.starts_with("components/").then_some(1))
}

fn joined(theme: &Theme, rank: impl Fn(&str) -> Option<usize>) -> Arc<[u8]> {
    let mut files: Vec<(usize, &str, &Arc<[u8]>)> =
        theme.files.iter().filter_map(|(path, bytes)| Some((rank(path)?, path.as_str(), bytes))).collect();
    files.sort_by_key(|(rank, path, _)| (*rank, *path));
    let mut all = Vec::new();
    for (_, path, bytes) in files {
        let bytes = if path.ends_with(".js") { lean(bytes) } else { Arc::clone(bytes) };
        all.extend_from_slice(&bytes);
        if !bytes.ends_with(b"\n") {
            all.push(b'\n');
        }
    }
    all.into()
}

/// A script without the lines that are comments and without indentation: readers of pages need neither, and pay for both. Lines of
/// code stay as they are; so do notices (`/*!`), and whole scripts in which the start of a line may be part of a text.
fn lean(script: &Arc<[u8]>) -> Arc<[u8]> {
    let Ok(text) = std::str::from_utf8(script) else { return Arc::clone(script) };
    if text.contains('`') || text.lines().any(|line| line.ends_with('\\')) {
        return Arc::clone(script);
    }
    let mut out = String::new();
    let mut comment = false;
    for line in text.lines().map(str::trim) {
        let opens =
            line.starts_with("/*") && !line.starts_with("/*!") && line.find("*/").is_none_or(|at| at + 2 == line.len());
        if comment || opens {
            comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.into_bytes().into()
}

/// `style.css` → `/assets/style.0123456789abcdef.css`
fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let hash = &hash[..16];
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("/assets/{stem}.{hash}.{extension}"),
        None => format!("/assets/{name}.{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_have_their_order() {
        let mut paths = [
            "styles/utilities.css",
            "styles/zzz.css",
            "components/b/b.css",
            "components/a/a.css",
            "styles/components.css",
            "styles/content.css",
            "styles/base.css",
            "styles/tokens.css",
            "styles/reset.css",
        ];
        paths.sort_by_key(|path| (style_rank(path), *path));
        let names: Vec<&str> = paths.iter().filter_map(|path| path.rsplit('/').next()).collect();
        let expected =
            ["reset.css", "tokens.css", "base.css", "content.css", "components.css", "a.css", "b.css", "utilities.css"];
        assert_eq!(names.iter().filter(|name| **name != "zzz.css").copied().collect::<Vec<_>>(), expected);
        for other in ["templates/a.html", "scripts/a.js", "assets/a.css", "strings/zh.yaml"] {
            assert_eq!(style_rank(other), None, "{other}");
        }
    }

    #[test]
    fn scripts_are_sent_without_comments() {
        let check = |script: &str, expected: &str| {
            let script: Arc<[u8]> = script.as_bytes().into();
            assert_eq!(std::str::from_utf8(&lean(&script)).unwrap_or(""), expected);
        };
        check("/* a\n   b */\n\n  var c = 1; // d\n    // e\n  f(); /* g */\n", "var c = 1; // d\nf(); /* g */\n");
        check("/* a */ b();\n", "/* a */ b();\n");
        check("/* a */\nb('/* c');\nd();", "b('/* c');\nd();\n");
        check("/*! licence */\na();\n", "/*! licence */\na();\n");
        check("var a = `\n  // b\n`;\n", "var a = `\n  // b\n`;\n");
        check("var a = 'b \\\n  // c';\n", "var a = 'b \\\n  // c';\n");
        check("", "");
    }

    #[test]
    fn names_carry_a_hash() {
        let check = |name: &str, start: &str, end: &str| {
            let url = fingerprinted(name, b"x");
            assert!(url.starts_with(start) && url.ends_with(end) && url.len() == start.len() + 16 + end.len(), "{url}");
        };
        check("style.css", "/assets/style.", ".css");
        check("img/a.b.png", "/assets/img/a.b.", ".png");
        check("CNAME", "/assets/CNAME.", "");
        assert_ne!(fingerprinted("a", b"x"), fingerprinted("a", b"y"));
    }
}
