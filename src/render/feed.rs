//! Jobs for Atom and JSON feeds: of the site, and of every collection with a listing.
//!
//! Both formats ask for addresses that mean something away from the site, so a site without `base_url` has no feeds.

use std::sync::Arc;

use serde::Serialize;

use crate::diag::Diagnostics;
use crate::model::document::{DocId, Document};
use crate::model::site::Site;
use crate::model::value::Date;
use crate::plan::{Job, Plan, Turn};
use crate::render::press::Press;
use crate::render::xml;

/// Entries of a feed.
const NEWEST: usize = 50;

/// The feeds of a site: those that have at least one entry.
#[derive(Debug, Default)]
pub struct Feeds {
    all: Vec<Feed>,
}

#[derive(Debug)]
struct Feed {
    /// `None` for the site as a whole.
    collection: Option<usize>,
    atom: String,
    json: String,
    entries: Vec<DocId>,
}

impl Feeds {
    /// Which feeds a site has, and what stands in them.
    pub fn of(site: &Site) -> Self {
        if site.config.base_url.is_empty() {
            return Self::default();
        }
        let listed: Vec<usize> =
            (0..site.collections.len()).filter(|at| site.listings.find(*at, &[]).is_some()).collect();
        let mut feeds = vec![(None, format!("{}/", site.prefix), listed.clone())];
        feeds.extend(
            listed
                .into_iter()
                .map(|at| (Some(at), format!("{}{}", site.prefix, site.collections[at].url.base()), vec![at])),
        );
        let feed = |(collection, base, from): (Option<usize>, String, Vec<usize>)| {
            let entries = newest(site, &from);
            (!entries.is_empty()).then(|| Feed {
                collection,
                atom: format!("{base}feed.xml"),
                json: format!("{base}feed.json"),
                entries,
            })
        };
        Self { all: feeds.into_iter().filter_map(feed).collect() }
    }

    /// Addresses of the site's Atom and JSON feeds.
    pub fn of_site(&self) -> Option<(String, String)> {
        self.find(None)
    }

    /// Addresses of the Atom and JSON feeds of a collection.
    pub fn of_collection(&self, collection: usize) -> Option<(String, String)> {
        self.find(Some(collection))
    }

    fn find(&self, collection: Option<usize>) -> Option<(String, String)> {
        let feed = self.all.iter().find(|feed| feed.collection == collection)?;
        Some((feed.atom.clone(), feed.json.clone()))
    }
}

/// The newest published documents of some collections, drafts left out.
fn newest(site: &Site, collections: &[usize]) -> Vec<DocId> {
    let ids = collections.iter().flat_map(|at| site.documents_of(*at));
    let dated = ids.filter_map(|id| {
        let document = site.document(id);
        let shown = !document.draft && document.language == site.language;
        document.date("published").filter(|_| shown).map(|date| (id, date))
    });
    let mut dated: Vec<(DocId, Date)> = dated.collect();
    dated.sort_by(|(a, date), (b, other)| other.cmp(date).then_with(|| a.cmp(b)));
    dated.into_iter().take(NEWEST).map(|(id, _)| id).collect()
}

/// Plans the feeds.
pub fn plan(press: &Arc<Press>, plan: &mut Plan, diags: &mut Diagnostics) {
    for (at, feed) in press.feeds.all.iter().enumerate() {
        let origin = feed.collection.map(|at| press.site.collections[at].url_span.clone());
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
    title: String,
    home: String,
}

impl<'a> Writer<'a> {
    fn new(press: &'a Press, feed: &'a Feed) -> Self {
        let (site, collection) = (&press.site, feed.collection.map(|at| &press.site.collections[at]));
        let title = match collection {
            Some(collection) => format!("{} - {}", site.language.say(&collection.label), site.config.title),
            None => site.config.title.clone(),
        };
        let base = collection.map_or_else(|| "/".to_owned(), |collection| collection.url.base());
        let home = format!("{}{base}", site.prefix);
        Self { press, feed, title, home }
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
        xml::element(out, "title", &self.title);
        if self.feed.collection.is_none() && !self.press.site.config.subtitle.is_empty() {
            xml::element(out, "subtitle", &self.press.site.config.subtitle);
        }
        xml::element(out, "id", &self.whole(&self.home));
        link(out, "self", &self.whole(&self.feed.atom));
        link(out, "alternate", &self.whole(&self.home));
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
            title: &self.title,
            home_page_url: self.whole(&self.home),
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
