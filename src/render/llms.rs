//! Job for `/llms.txt` (llmstxt.org): what the site is and where its texts stand as Markdown, for programs that read for people.
//!
//! Written when a collection has Markdown or data to lead to. Collections of few documents name them all; of larger ones the
//! listings and files are named.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::model::body::carry::escape;
use crate::plan::{Job, Plan, Turn};
use crate::render::press::Press;
use crate::render::table::{main_url, public};
use crate::render::view::data::whole;
use crate::render::view::dataset::{self, json_url};
use crate::render::view::listing::facets;

/// Documents of a collection that are named one by one, at most.
const FEW: usize = 60;

/// Lines for documents in the whole file, at most.
const LINES: usize = 240;

/// Listings of a larger collection that are named.
const LISTINGS: usize = 24;

/// Plans the file.
pub fn plan(press: &Arc<Press>, plan: &mut Plan, diags: &mut Diagnostics) {
    if press.site.collections.iter().any(|c| c.outputs.json || c.outputs.markdown) {
        let shared = Arc::clone(press);
        let job = Job::new(Turn::Page, "llms", move |out, _| {
            let mut text = String::new();
            write(&shared, &mut text);
            out.extend_from_slice(text.as_bytes());
        });
        plan.insert("/llms.txt", job, None, diags);
    }
}

fn write(press: &Press, out: &mut String) {
    let (site, config) = (&press.site, &press.site.config);
    out.push_str("# ");
    escape(&config.title, out);
    out.push_str("\n\n");
    if !config.subtitle.is_empty() {
        out.push_str("> ");
        escape(&config.subtitle, out);
        out.push_str("\n\n");
    }
    for words in [&config.notice, &config.footer_note].into_iter().filter(|words| !words.is_empty()) {
        escape(words, out);
        out.push_str("\n\n");
    }
    let said = |key: &str, words: &str, out: &mut String| {
        out.push_str("- ");
        out.push_str(press.theme.string(key));
        escape(words, out);
        out.push('\n');
    };
    let refused = refused(press).join(site.language.semicolon());
    if !refused.is_empty() {
        said("llms_not", &refused, out);
    }
    for key in ["llms_absent", "data_how_compare"] {
        said(key, "", out);
    }
    if !config.licence.is_empty() {
        said("data_licence", &config.licence, out);
    }
    said("llms_cite", "", out);
    let mut left = LINES;
    for at in 0..site.collections.len() {
        collection(press, at, &mut left, out);
    }
    optional(press, out);
}

/// The reasons why some keys are not to be found here, each once.
fn refused(press: &Press) -> Vec<&str> {
    let mut reasons: Vec<&str> = Vec::new();
    for (_, reason) in press.site.collections.iter().flat_map(|collection| &collection.forbid) {
        if !reasons.contains(&reason.as_str()) {
            reasons.push(reason);
        }
    }
    reasons
}

fn collection(press: &Press, at: usize, left: &mut usize, out: &mut String) {
    let site = &press.site;
    let declared = &site.collections[at];
    let count = public(site, at).count();
    if count == 0 {
        return;
    }
    let label = site.language.say(&declared.label);
    let _ = writeln!(out, "\n## {label}\n");
    let total = press.theme.string_with("total", &count.to_string());
    let list = site.listings.find(at, &[]);
    if let Some(list) = list {
        let about = declared.summary.as_ref().map_or("", |summary| site.language.say(summary));
        line(press, label, &list.url, &format!("{about}{total}"), out);
    }
    if declared.outputs.json {
        line(press, "CSV", &main_url(site, at), "", out);
        line(press, "JSON", &json_url(site, at), "", out);
    }
    if count <= FEW.min(*left) {
        *left -= count;
        for id in public(site, at) {
            let document = site.document(id);
            let url =
                if declared.outputs.markdown { format!("{}index.md", document.url) } else { document.url.clone() };
            line(press, document.title(), &url, document.summary(), out);
        }
    } else if let Some(list) = list {
        let terms = facets(site, list).into_iter().flat_map(|facet| facet.terms);
        for term in terms.take(LISTINGS) {
            line(press, &term.label, &term.url, &press.theme.string_with("total", &term.count.to_string()), out);
        }
    }
}

/// What may be left out when there is little room.
fn optional(press: &Press, out: &mut String) {
    let site = &press.site;
    out.push_str("\n## Optional\n\n");
    if press.data {
        line(press, press.theme.string("data"), dataset::URL, press.theme.string("data_lead"), out);
    }
    line(press, press.theme.string("sitemap"), crate::render::sitemap::URL, "", out);
    for edition in &site.editions {
        line(press, &edition.config.title, &format!("{}/", edition.prefix), edition.language.name(), out);
    }
}

/// `- [name](address): remark`
fn line(press: &Press, name: &str, url: &str, remark: &str, out: &mut String) {
    out.push_str("- [");
    escape(name, out);
    // Without an address of the site, links lead on from the root, where this file stands.
    let url = if press.site.config.base_url.is_empty() {
        url.trim_start_matches('/').to_owned()
    } else {
        whole(&press.site, url)
    };
    let _ = write!(out, "]({url})");
    if !remark.is_empty() {
        out.push_str(": ");
        escape(remark, out);
    }
    out.push('\n');
}
