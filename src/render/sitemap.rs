//! Jobs for the lists of what there is: a page for people, XML and `robots.txt` for search engines.
//!
//! An XML sitemap holds whole addresses, so a site without `base_url` has none.

use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::model::language::Language;
use crate::model::listing::page_url;
use crate::model::site::Site;
use crate::plan::{Job, Plan, Turn};
use crate::render::feed::changed;
use crate::render::press::Press;
use crate::render::view::dataset;
use crate::render::view::listing::facets;
use crate::render::view::map;
use crate::render::view::page::{Kind, SitemapGroup, SitemapView};
use crate::render::view::subject::linked;
use crate::render::xml;

/// Where the page for people stands.
pub const URL: &str = "/sitemap/";

/// Addresses in one XML sitemap at most (sitemaps.org).
const MAX: usize = 50_000;

/// Documents of a collection that a person can look through; of larger ones only the listings are shown.
const MANY: usize = 1_000;

/// Plans the page for people.
pub fn page(press: &Arc<Press>, plan: &mut Plan, diags: &mut Diagnostics) {
    if press.makes(Kind::Sitemap) {
        let url = format!("{}{URL}", press.site.prefix);
        plan.insert(&url, press.job(Kind::Sitemap.template(), people), None, diags);
    }
}

/// Plans the files for search engines, which tell of all languages.
pub fn plan(press: &Arc<Press>, plan: &mut Plan, diags: &mut Diagnostics) {
    let shared = Arc::clone(press);
    let robots = Job::new(Turn::Last, "robots", move |out, _| {
        out.extend_from_slice(b"User-agent: *\nAllow: /\n");
        if let Some(url) = shared.absolute("/sitemap.xml") {
            out.extend_from_slice(format!("Sitemap: {url}\n").as_bytes());
        }
    });
    plan.insert("/robots.txt", robots, None, diags);
    split(press, MAX, plan, diags);
}

/// Plans the XML sitemaps with at most `max` addresses in each.
pub fn split(press: &Arc<Press>, max: usize, plan: &mut Plan, diags: &mut Diagnostics) {
    if press.site.config.base_url.is_empty() {
        return;
    }
    let count = entries(&press.site).count().div_ceil(max);
    if count == 1 {
        plan.insert("/sitemap.xml", part(press, 0, max), None, diags);
        return;
    }
    let shared = Arc::clone(press);
    let index = Job::new(Turn::Last, "sitemap", move |out, _| {
        open(out, "sitemapindex", false);
        for number in 1..=count {
            out.extend_from_slice(b"<sitemap>");
            location(out, &shared.site, &part_url(number));
            out.extend_from_slice(b"</sitemap>\n");
        }
        out.extend_from_slice(b"</sitemapindex>\n");
    });
    plan.insert("/sitemap.xml", index, None, diags);
    for number in 1..=count {
        plan.insert(&part_url(number), part(press, number - 1, max), None, diags);
    }
}

fn part_url(number: usize) -> String {
    format!("/sitemap-{number}.xml")
}

fn part(press: &Arc<Press>, at: usize, max: usize) -> Job {
    let press = Arc::clone(press);
    Job::new(Turn::Last, "sitemap", move |out, _| {
        open(out, "urlset", press.site.config.languages.len() > 1);
        for entry in entries(&press.site).skip(at * max).take(max) {
            out.extend_from_slice(b"<url>");
            location(out, &press.site, &entry.url);
            if let Some(day) = &entry.day {
                out.extend_from_slice(format!("<lastmod>{day}</lastmod>").as_bytes());
            }
            alternates(out, &press.site, &entry);
            out.extend_from_slice(b"</url>\n");
        }
        out.extend_from_slice(b"</urlset>\n");
    })
}

/// The same page in all its languages, each named on each of them.
fn alternates(out: &mut Vec<u8>, site: &Site, entry: &Entry) {
    if entry.languages.len() < 2 {
        return;
    }
    let original = (site.config.original(), "x-default");
    let named = entry.languages.iter().map(|language| (*language, language.tag()));
    for (language, tag) in named.chain([original]) {
        let url = site.address(&entry.url, language);
        out.extend_from_slice(b"<xhtml:link rel=\"alternate\" hreflang=\"");
        xml::text(out, tag);
        out.extend_from_slice(b"\" href=\"");
        xml::text(out, &site.config.base_url);
        xml::text(out, &url);
        out.extend_from_slice(b"\"/>");
    }
}

fn open(out: &mut Vec<u8>, name: &str, xhtml: bool) {
    let head = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
    out.extend_from_slice(format!("{head}<{name} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"").as_bytes());
    if xhtml {
        out.extend_from_slice(b" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"");
    }
    out.extend_from_slice(b">\n");
}

fn location(out: &mut Vec<u8>, site: &Site, url: &str) {
    out.extend_from_slice(b"<loc>");
    xml::text(out, &site.config.base_url);
    xml::text(out, url);
    out.extend_from_slice(b"</loc>");
}

/// A page of an XML sitemap.
struct Entry {
    url: String,
    /// The day of its last change.
    day: Option<String>,
    /// The same page in every language, if there is more than one.
    languages: Vec<Language>,
}

/// Every page that search engines may show, in every language.
fn entries(site: &Site) -> impl Iterator<Item = Entry> + '_ {
    std::iter::once(site).chain(site.editions.iter().map(|edition| &**edition)).flat_map(edition)
}

fn edition(site: &Site) -> impl Iterator<Item = Entry> + '_ {
    let own = site.own().map(|id| site.document(id)).filter(|document| !document.draft);
    let documents = own.map(|document| {
        let day = changed(document).map(|date| date.iso().chars().take(10).collect());
        Entry { url: document.url.clone(), day, languages: document.languages.clone() }
    });
    let everywhere = |url: String| Entry { url, day: None, languages: site.config.languages.clone() };
    let listings = site
        .listings
        .all
        .iter()
        .flat_map(move |list| (1..=list.page_count()).map(move |number| everywhere(page_url(&list.url, number))));
    let data = dataset::collections(site).next().map(|_| dataset::URL);
    let map = map::at(site).map(|_| map::URL);
    let first =
        ["/", URL].into_iter().chain(map).chain(data).map(move |url| everywhere(format!("{}{url}", site.prefix)));
    first.chain(documents).chain(listings)
}

/// Every collection with its facets, and its documents where they are not more than `most` or no listing shows them.
pub fn groups(site: &Site, most: usize) -> Vec<SitemapGroup> {
    let groups = (0..site.collections.len()).filter_map(|at| {
        let list = site.listings.find(at, &[]);
        let total = site.documents_of(at).count();
        let shown = if total > most && list.is_some() { 0 } else { total };
        let pages = site.documents_of(at).take(shown).map(|id| linked(site, id));
        let group = SitemapGroup {
            label: site.language.say(&site.collections[at].label).to_owned(),
            url: list.map(|list| list.url.clone()),
            total,
            pages: pages.collect(),
            facets: list.map_or(Vec::new(), |list| facets(site, list)),
        };
        (total > 0).then_some(group)
    });
    groups.collect()
}

fn people(press: &Press, out: &mut Vec<u8>, diags: &mut Diagnostics) {
    let site = &press.site;
    let view = SitemapView { groups: groups(site, MANY) };
    let url = format!("{}{URL}", site.prefix);
    let mut page = press.page(Kind::Sitemap, &url, press.theme.string("sitemap"), Vec::new());
    page.elder_url = press.elder_url(&url, None);
    press.print(Kind::Sitemap.template(), page, ("sitemap", &view), None, (out, diags));
}
