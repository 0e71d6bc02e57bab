//! [`SiteView`]: what is the same on every page.

use serde::Serialize;

use crate::model::document::DocId;
use crate::model::language::Language;
use crate::model::site::Site;
use crate::render::feed::FeedLink;
use crate::render::view::dataset;
use crate::render::view::map::{self, MapLink};
use crate::render::view::profile::{self, GovernmentView};
use crate::render::view::subject::{linked, named};
use crate::render::view::word::{Linked, Named, When};

/// Where the search page stands, and what it reads.
pub const SEARCH: &str = "/search/";

/// The site.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// Its name.
    pub title: String,
    /// A line under the name.
    pub subtitle: String,
    /// Its language, as HTML names it.
    pub lang: &'static str,
    /// Its language and country, as Open Graph names them.
    pub locale: &'static str,
    /// The first page in this language.
    pub home_url: String,
    /// The first pages of all languages; empty when there is only one.
    pub languages: Vec<LanguageView>,
    /// Its address in the world; empty when unknown.
    pub base_url: String,
    /// The sentence at the top of every page.
    pub notice: String,
    /// The sentence in the footer.
    pub footer_note: String,
    /// Where corrections go, a whole address; empty if there is none.
    pub contact: String,
    /// The licence of the texts.
    pub licence: String,
    /// The menu.
    pub nav: Vec<Named>,
    /// Pages about the site, for the footer.
    pub about: Vec<Linked>,
    /// The date of the newest document.
    pub latest: Option<When>,
    /// The collections with a listing, and how many documents each has.
    pub counts: Vec<CountView>,
    /// Its Atom feed.
    pub feed: Option<String>,
    /// Its JSON Feed.
    pub json_feed: Option<String>,
    /// The map, if there is one.
    pub map: Option<MapLink>,
    /// The page about the data, if there are any.
    pub data_url: Option<String>,
    /// What the site says of itself because of what it is; nothing without a profile.
    pub government: Option<GovernmentView>,
    /// The search page, if the site can be searched.
    pub search_page: Option<String>,
    /// The table of contents of the search index in this language (`src/search/format.md`), for the theme's script.
    pub search_url: Option<String>,
    /// The page that lists all pages.
    pub sitemap_url: String,
    /// Only in the preview: the page that lists what is wrong.
    pub problems_url: Option<String>,
}

/// A language of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageView {
    /// Its tag, as HTML names it.
    pub lang: &'static str,
    /// Its name in itself.
    pub name: &'static str,
    /// Its first page.
    pub url: String,
    /// Whether it is the language of this page.
    pub current: bool,
}

/// How many documents a collection has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountView {
    /// Its name.
    pub label: String,
    /// Its listing.
    pub url: String,
    /// How many.
    pub count: usize,
}

/// The view of a site. `feed` is that of the whole site, if it has any.
pub fn site(site: &Site, feed: Option<FeedLink>) -> SiteView {
    let config = &site.config;
    let nav = config.nav.iter().filter_map(|id| site.collection(id)).map(|at| named(site, at));
    let counts = (0..site.collections.len()).filter_map(|at| {
        let list = site.listings.find(at, &[])?;
        let label = site.language.say(&site.collections[at].label).to_owned();
        Some(CountView { label, url: list.url.clone(), count: list.documents.len() })
    });
    let newest = site.documents.iter().filter_map(|d| d.date("updated").max(d.date("published"))).max();
    let (feed, json_feed) = feed.map(|feed| (feed.atom, feed.json)).unzip();
    SiteView {
        title: config.title.clone(),
        subtitle: config.subtitle.clone(),
        lang: site.language.tag(),
        locale: site.language.locale(),
        home_url: format!("{}/", site.prefix),
        languages: languages(site),
        base_url: config.base_url.clone(),
        notice: config.notice.clone(),
        footer_note: config.footer_note.clone(),
        contact: contact(&config.contact),
        licence: config.licence.clone(),
        nav: nav.filter(|entry| entry.url.is_some()).collect(),
        about: about(site),
        latest: newest.map(|date| When::of(date, site.language)),
        counts: counts.collect(),
        feed,
        json_feed,
        map: map::link(site),
        // Data have no large print: their page is the usual one.
        data_url: dataset::collections(site).next().map(|_| {
            let prefix = if site.is_for_elders() { "" } else { &site.prefix };
            format!("{prefix}{}", dataset::URL)
        }),
        government: profile::government(site),
        search_page: site.config.search.then(|| format!("{}{SEARCH}", site.prefix)),
        search_url: site.config.search.then(|| format!("{SEARCH}{}/root.json", site.language.code())),
        sitemap_url: format!("{}/sitemap/", site.prefix),
        problems_url: None,
    }
}

/// The pages that `footer` names; if it names none, the documents of collections without a listing.
fn about(site: &Site) -> Vec<Linked> {
    let link = |id: DocId| linked(site, id);
    if site.config.footer.is_empty() {
        let unlisted = |at: &usize| site.collections[*at].listing.is_none();
        let ids = (0..site.collections.len()).filter(unlisted).flat_map(|at| site.documents_of(at));
        return ids.map(link).collect();
    }
    let named = site.config.footer.iter().filter_map(|(collection, id)| site.find(collection, id));
    named.map(link).collect()
}

fn languages(site: &Site) -> Vec<LanguageView> {
    let view = |language: &Language| LanguageView {
        lang: language.tag(),
        name: language.name(),
        url: site.address("/", *language),
        current: *language == site.language,
    };
    let all = &site.config.languages;
    if all.len() < 2 { Vec::new() } else { all.iter().map(view).collect() }
}

fn contact(address: &str) -> String {
    let bare = address.contains('@') && !address.contains(':');
    if bare { format!("mailto:{address}") } else { address.to_owned() }
}
