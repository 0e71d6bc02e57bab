//! Jobs for Atom and JSON feeds: of the site, of every collection with a listing, of the values of facets that are declared to
//! have feeds, and of documents that gather what refers to them.
//!
//! Both formats ask for addresses that mean something away from the site, so a site without `base_url` has no feeds.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::diag::{Diagnostics, Span};
use crate::model::document::{DocId, Document};
use crate::model::site::Site;
use crate::model::value::Date;
use crate::plan::{Job, Plan, Turn};
use crate::render::press::Press;
use crate::render::view::referrers::referring;
use crate::render::xml;

/// Entries of a feed.
const NEWEST: usize = 50;

/// The feeds of a site: those that have at least one entry.
#[derive(Debug, Default)]
pub struct Feeds {
    all: Vec<Feed>,
    by_scope: BTreeMap<Scope, usize>,
}

/// What a feed tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The site as a whole.
    Site,
    /// A collection, by position.
    Collection(usize),
    /// A value of a facet, by the position of its listing.
    Listing(usize),
    /// What refers to a document.
    Document(DocId),
}

#[derive(Debug)]
struct Feed {
    scope: Scope,
    title: String,
    /// The page that shows the same.
    home: String,
    atom: String,
    json: String,
    entries: Vec<DocId>,
}

/// A feed, for pages that lead to it.
#[derive(Clone, Debug)]
pub struct FeedLink {
    /// Its title.
    pub title: String,
    /// The address of the Atom feed.
    pub atom: String,
    /// The address of the JSON feed.
    pub json: String,
}

impl Feeds {
    /// Which feeds a site has, and what stands in them.
    pub fn of(site: &Site) -> Self {
        let mut feeds = Self::default();
        if site.config.base_url.is_empty() || site.is_for_elders() {
            return feeds;
        }
        let label = |at: usize| site.language.say(&site.collections[at].label);
        let listed: Vec<usize> =
            (0..site.collections.len()).filter(|at| site.listings.find(*at, &[]).is_some()).collect();
        let everything = listed.iter().flat_map(|at| site.documents_of(*at));
        feeds.add(site, Scope::Site, String::new(), format!("{}/", site.prefix), everything);
        for at in listed {
            let home = format!("{}{}", site.prefix, site.collections[at].url.base());
            feeds.add(site, Scope::Collection(at), label(at).to_owned(), home, site.documents_of(at));
        }
        for (at, list) in site.listings.all.iter().enumerate() {
            let Some(listing) = &site.collections[list.collection].listing else { continue };
            let [choice] = list.chosen.as_slice() else { continue };
            if listing.feeds.contains(&choice.facet) {
                let field = site.field_at(list.collection, &listing.facets[choice.facet]);
                let word = field.map_or_else(String::new, |field| site.word_label(field, &choice.word));
                let title = format!("{}{}{word}", label(list.collection), site.language.colon());
                feeds.add(site, Scope::Listing(at), title, list.url.clone(), list.documents.iter().copied());
            }
        }
        for (at, collection) in site.collections.iter().enumerate().filter(|(_, c)| !c.feed.is_empty()) {
            let from: Vec<usize> = collection.feed.iter().filter_map(|id| site.collection(id)).collect();
            for id in site.documents_of(at).filter(|id| site.document(*id).language == site.language) {
                let gathered = from.iter().flat_map(|other| referring(site, id, *other));
                let (title, home) = (site.name(id).to_owned(), site.document(id).url.clone());
                feeds.add(site, Scope::Document(id), title, home, gathered);
            }
        }
        feeds
    }

    fn add(&mut self, site: &Site, scope: Scope, name: String, home: String, from: impl Iterator<Item = DocId>) {
        let entries = newest(site, from);
        if entries.is_empty() {
            return;
        }
        let site_title = &site.config.title;
        let title = if name.is_empty() { site_title.clone() } else { format!("{name} - {site_title}") };
        let (atom, json) = (format!("{home}feed.xml"), format!("{home}feed.json"));
        self.by_scope.insert(scope, self.all.len());
        self.all.push(Feed { scope, title, home, atom, json, entries });
    }

    /// The feed of something, if it has one.
    pub fn find(&self, scope: Scope) -> Option<FeedLink> {
        let Feed { title, atom, json, .. } = &self.all[*self.by_scope.get(&scope)?];
        Some(FeedLink { title: title.clone(), atom: atom.clone(), json: json.clone() })
    }
}

/// The newest published documents, drafts left out.
fn newest(site: &Site, ids: impl Iterator<Item = DocId>) -> Vec<DocId> {
    let dated = ids.filter_map(|id| {
        let document = site.document(id);
        let shown = !document.draft && document.language == site.language;
        document.date("published").filter(|_| shown).map(|date| (id, date))
    });
    let mut dated: Vec<(DocId, Date)> = dated.collect();
    dated.sort_by(|(a, date), (b, other)| other.cmp(date).then_with(|| a.cmp(b)));
    dated.dedup();
    dated.into_iter().take(NEWEST).map(|(id, _)| id).collect()
}

/// Plans the feeds.
pub fn plan(press: &Arc<Press>, plan: &mut Plan, diags: &mut Diagnostics) {
    for (at, feed) in press.feeds.all.iter().enumerate() {
        let site = &press.site;
        let origin = match feed.scope {
            Scope::Site => None,
            Scope::Collection(at) => Some(site.collections[at].url_span.clone()),
            Scope::Listing(at) => Some(site.collections[site.listings.all[at].collection].url_span.clone()),
            Scope::Document(id) => Some(Span::file(&site.document(id).source)),
        };
        let shared = Arc::clone(press);
        let job = Job::new(Turn::Page, "feed", move |out, _| Writer::new(&shared, &shared.feeds.all[at]).atom(out));
        plan.insert(&feed.atom, job, origin.clone(), diags);
        let shared = Arc::clone(press);
        let job = Job::new(Turn::Page, "feed", move |out, _| Writer::new(&shared, &shared.feeds.all[at]).json(out));
        plan.insert(&feed.json, job, origin, diags);
    }
}

struct Writer<'a> {
    press: &'a Press,
    feed: &'a Feed,
}

impl<'a> Writer<'a> {
    fn new(press: &'a Press, feed: &'a Feed) -> Self {
        Self { press, feed }
    }

    fn whole(&self, url: &str) -> String {
        format!("{}{url}", self.press.site.config.base_url)
    }

    fn documents(&self) -> impl Iterator<Item = &'a Document> {
        let site = &self.press.site;
        self.feed.entries.iter().map(|id| site.document(*id))
    }

    fn language(&self) -> &'static str {
        self.press.site.language.tag()
    }

    fn atom(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(
            b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"",
        );
        attribute(out, "xml:lang", self.language());
        out.extend_from_slice(b">\n");
        xml::element(out, "title", &self.feed.title);
        if self.feed.scope == Scope::Site && !self.press.site.config.subtitle.is_empty() {
            xml::element(out, "subtitle", &self.press.site.config.subtitle);
        }
        // The page at home is the entry of another feed, so that address is taken.
        xml::element(out, "id", &self.whole(&self.feed.atom));
        link(out, "self", &self.whole(&self.feed.atom));
        link(out, "alternate", &self.whole(&self.feed.home));
        let updated = self.documents().filter_map(changed).max();
        xml::element(out, "updated", &updated.map_or(String::new(), instant));
        out.extend_from_slice(b"<author>\n");
        xml::element(out, "name", &self.press.site.config.title);
        out.extend_from_slice(b"</author>\n");
        for document in self.documents() {
            self.entry(document, out);
        }
        out.extend_from_slice(b"</feed>\n");
    }

    fn entry(&self, document: &Document, out: &mut Vec<u8>) {
        let url = self.whole(&document.url);
        out.extend_from_slice(b"<entry>\n");
        xml::element(out, "title", document.title());
        xml::element(out, "id", &url);
        link(out, "alternate", &url);
        for (name, date) in [("published", document.date("published")), ("updated", changed(document))] {
            if let Some(date) = date {
                xml::element(out, name, &instant(date));
            }
        }
        if let Some(body) = document.text("source_body") {
            out.extend_from_slice(b"<author>\n");
            xml::element(out, "name", body);
            out.extend_from_slice(b"</author>\n");
        }
        xml::element(out, "summary", document.summary());
        out.extend_from_slice(b"</entry>\n");
    }

    fn json(&self, out: &mut Vec<u8>) {
        let items = self.documents().map(|document| JsonItem {
            id: self.whole(&document.url),
            url: self.whole(&document.url),
            title: document.title(),
            content_text: document.summary(),
            date_published: document.date("published").map(instant),
            date_modified: document.date("updated").map(instant),
        });
        let feed = JsonFeed {
            version: "https://jsonfeed.org/version/1.1",
            title: &self.feed.title,
            home_page_url: self.whole(&self.feed.home),
            feed_url: self.whole(&self.feed.json),
            language: self.language(),
            items: items.collect(),
        };
        // Strings and lists of strings are always JSON, and a buffer takes whatever is written.
        let _ = serde_json::to_writer_pretty(&mut *out, &feed);
        out.push(b'\n');
    }
}

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    feed_url: String,
    language: &'a str,
    items: Vec<JsonItem<'a>>,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: String,
    url: String,
    title: &'a str,
    content_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
}

/// When a document was last changed or, if never, published.
pub fn changed(document: &Document) -> Option<Date> {
    document.date("updated").max(document.date("published"))
}

fn link(out: &mut Vec<u8>, rel: &str, href: &str) {
    out.extend_from_slice(b"<link");
    attribute(out, "rel", rel);
    attribute(out, "href", href);
    out.extend_from_slice(b"/>\n");
}

fn attribute(out: &mut Vec<u8>, name: &str, value: &str) {
    out.extend_from_slice(format!(" {name}=\"").as_bytes());
    xml::text(out, value);
    out.push(b'"');
}

/// A date as RFC 3339 wants it: to the second, in the time of Beijing.
fn instant(date: Date) -> String {
    let (year, month, day) = date.first_day();
    let (hour, minute) = date.time.unwrap_or((0, 0));
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00+08:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants() {
        let check = |date: &str, expected: &str| assert_eq!(instant(Date::parse(date).unwrap()), expected);
        check("2026-11-24", "2026-11-24T00:00:00+08:00");
        check("2026-11-24 09:30", "2026-11-24T09:30:00+08:00");
        check("2026", "2026-01-01T00:00:00+08:00");
    }
}
