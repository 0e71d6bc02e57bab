//! [`Press`]: what all jobs share. It holds the site and the theme, and the cards that jobs have asked for so far.

use std::sync::{Arc, OnceLock};

use serde::Serialize;
use tera::{Context, Value};

use crate::diag::{Diagnostics, Span};
use crate::model::document::DocId;
use crate::model::language::Language;
use crate::model::site::Site;
use crate::plan::{Job, Turn};
use crate::render::asset::Assets;
use crate::render::budget::Scales;
use crate::render::feed::{FeedLink, Feeds, Scope};
use crate::render::template_error::Made;
use crate::render::theme::{self, Theme};
use crate::render::view;
use crate::render::view::dataset;
use crate::render::view::json_ld;
use crate::render::view::page::{Alternate, Crumb, Kind, PageView};
use crate::render::view::profile;
use crate::render::view::subject::Subject;
use crate::render::view::word::root;

/// What all jobs share.
#[derive(Debug)]
pub struct Press {
    /// The site.
    pub site: Arc<Site>,
    /// The theme.
    pub theme: Theme,
    /// The feeds that are made.
    pub feeds: Feeds,
    /// Whether pages say what they are for machines.
    tells: bool,
    /// What pages are held to.
    scales: Scales,
    /// Whether there are collections that are written as data.
    pub data: bool,
    /// A document's card is worked out when the first list shows it: a pure function of the site, kept because lists and
    /// referrers show the same document many times.
    cards: Vec<OnceLock<Value>>,
    /// Which templates of the kinds of page that every site has could be read.
    sound: Vec<(&'static str, bool)>,
}

impl Press {
    /// Gets the theme ready for a site. Templates that pages need and the theme lacks are said here.
    pub fn new(site: Arc<Site>, mut theme: Theme, assets: &Assets, diags: &mut Diagnostics) -> Self {
        let feeds = Feeds::of(&site);
        theme.share(&view::site::site(&site, feeds.find(Scope::Site)), &assets.urls);
        let config = Span::file(&site.config.source);
        let data = dataset::collections(&site).next().is_some();
        let asked = |kind: &&Kind| match kind {
            Kind::Data => false,
            Kind::Map => site.config.map.is_some(),
            Kind::Search => site.config.search,
            _ => true,
        };
        let sound = Kind::ALL.iter().filter(asked).map(|kind| {
            let template = kind.template();
            (template, theme::require(&theme, template, config.clone(), diags))
        });
        let sound = sound.collect();
        let cards = (0..site.documents.len()).map(|_| OnceLock::new()).collect();
        let scales = assets.scales.clone();
        Self { tells: theme.asks("json_ld"), scales, site, theme, feeds, data, cards, sound }
    }

    /// Whether pages of a kind can be made.
    pub fn makes(&self, kind: Kind) -> bool {
        self.sound.iter().any(|(template, sound)| *template == kind.template() && *sound)
    }

    /// The card of a document.
    pub fn card(&self, id: DocId) -> Value {
        let make = || Value::from_serializable(&view::card::card(&Subject::new(&self.site, id), &self.theme));
        self.cards[id.0].get_or_init(make).clone()
    }

    /// What every page has. `name` is the page's own title, empty for the first page; `crumbs` are the steps between it and
    /// the first page.
    pub fn page(&self, kind: Kind, url: &str, name: &str, crumbs: Vec<Crumb>) -> PageView {
        let config = &self.site.config;
        let title = match name {
            "" if config.subtitle.is_empty() => config.title.clone(),
            "" => format!("{} - {}", config.title, config.subtitle),
            name => format!("{name} - {}", config.title),
        };
        // A page for elderly readers says what the page without the prefix says, which is the one to be cited and found.
        let plain = url.strip_prefix(&self.site.prefix).filter(|_| self.site.is_for_elders()).unwrap_or(url);
        let home = Crumb { label: self.theme.string("home").to_owned(), url: Some(format!("{}/", self.site.prefix)) };
        let here = (!name.is_empty()).then(|| Crumb { label: name.to_owned(), url: None });
        PageView {
            kind,
            title,
            name: if name.is_empty() { config.title.clone() } else { name.to_owned() },
            description: config.subtitle.clone(),
            url: url.to_owned(),
            root: root(url),
            canonical: self.absolute(plain),
            crumbs: std::iter::once(home).chain(crumbs).chain(here).collect(),
            nav_id: String::new(),
            feed: None,
            json_feed: None,
            feed_title: String::new(),
            forms: Vec::new(),
            published: None,
            modified: None,
            image: None,
            json_ld: None,
            things: Vec::new(),
            meta: Vec::new(),
            collection: None,
            document: None,
            noindex: false,
            alternates: self.alternates(plain, &config.languages),
            elder: self.site.is_for_elders(),
            elder_url: None,
            normal_url: self.site.is_for_elders().then(|| plain.to_owned()),
        }
    }

    /// The page for elderly readers that says the same as the page at `url`, if pages of its collection have one.
    pub fn elder_url(&self, url: &str, collection: Option<usize>) -> Option<String> {
        let elder = self.site.elder.as_ref()?;
        collection.is_none_or(|at| elder.has_pages_of(at)).then(|| format!("{}{url}", elder.prefix))
    }

    /// Lets a page lead to a feed.
    pub fn lead(page: &mut PageView, feed: Option<FeedLink>) {
        let Some(FeedLink { title, atom, json }) = feed else { return };
        (page.feed, page.json_feed, page.feed_title) = (Some(atom), Some(json), title);
    }

    /// The page at `url` in each of some languages; nothing when there is only one.
    pub fn alternates(&self, url: &str, languages: &[Language]) -> Vec<Alternate> {
        let alternate = |language: &Language| {
            let url = self.site.address(url, *language);
            Alternate {
                lang: language.tag(),
                locale: language.locale(),
                name: language.name(),
                absolute: self.absolute(&url),
                current: *language == self.site.language,
                url,
            }
        };
        if languages.len() < 2 { Vec::new() } else { languages.iter().map(alternate).collect() }
    }

    /// An address in the world, if the site has one.
    pub fn absolute(&self, url: &str) -> Option<String> {
        let base = &self.site.config.base_url;
        (!base.is_empty()).then(|| format!("{base}{url}"))
    }

    /// Prints a page: `view` is what the template finds under `name`.
    pub fn print(
        &self,
        template: &str,
        mut page: PageView,
        (name, view): (&'static str, &impl Serialize),
        origin: Option<&Span>,
        (out, diags): (&mut Vec<u8>, &mut Diagnostics),
    ) {
        // What search engines leave out, or find under another address, need not be explained to them.
        if self.tells && !page.noindex && !page.elder {
            let crumbs = json_ld::crumbs(&self.site, &page.crumbs, &page.url);
            page.json_ld = json_ld::script(crumbs.into_iter().chain(std::mem::take(&mut page.things)).collect());
        }
        page.meta = profile::meta(&self.site, &page);
        let mut context = Context::new();
        context.insert_value("page", Value::from_serializable(&page));
        context.insert_value(name, Value::from_serializable(view));
        let made = Made { url: &page.url, origin };
        let start = out.len();
        self.theme.print(template, &context, &made, out, diags);
        self.scales.weigh(template, &out[start..], &made, diags);
    }

    /// A job that prints a page.
    pub fn job(
        self: &Arc<Self>,
        template: &str,
        make: impl Fn(&Press, &mut Vec<u8>, &mut Diagnostics) + Send + Sync + 'static,
    ) -> Job {
        let press = Arc::clone(self);
        let kind = template.strip_suffix(".html").unwrap_or(template);
        Job::new(Turn::Page, kind, move |out, diags| make(&press, out, diags))
    }
}
