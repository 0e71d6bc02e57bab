//! Jobs for the first page, the page of every document, and the page for what is not there.

use std::sync::Arc;

use crate::diag::{Diagnostics, Span};
use crate::model::document::{DocId, Document};
use crate::model::link::Links;
use crate::plan::Plan;
use crate::render::feed::Scope;
use crate::render::press::Press;
use crate::render::theme;
use crate::render::view::document::{document, image};
use crate::render::view::json_ld;
use crate::render::view::listing::facets;
use crate::render::view::page::{Crumb, ErrorView, Form, HomeCollection, HomeView, Kind, PageView};
use crate::render::view::subject::{Subject, named};

/// Documents of a collection on the first page.
const NEWEST: usize = 6;

/// Plans these pages.
pub fn plan(press: &Arc<Press>, plan: &mut Plan, diags: &mut Diagnostics) {
    if press.makes(Kind::Home) {
        let url = format!("{}/", press.site.prefix);
        plan.insert(&url, press.job(Kind::Home.template(), home), None, diags);
    }
    for (at, collection) in press.site.collections.iter().enumerate() {
        let template: Arc<str> = Arc::from(format!("{}.html", collection.template));
        let own = |id: &DocId| press.site.document(*id).language == press.site.language;
        let mut ids = press.site.documents_of(at).filter(own).peekable();
        let needed = ids.peek().is_some();
        if !needed
            || !press.site.has_pages_of(at)
            || !theme::require(&press.theme, &template, Span::file(&collection.source), diags)
        {
            continue;
        }
        for id in ids {
            let source = &press.site.document(id).source;
            let made = Arc::clone(&template);
            let job = press.job(&template, move |press, out, diags| one(press, id, &made, (out, diags)));
            plan.insert(&press.site.url(id), job, Some(Span::file(source)), diags);
        }
    }
}

/// Plans the page for what is not there: servers show one for all languages.
pub fn lost(press: &Arc<Press>, plan: &mut Plan, diags: &mut Diagnostics) {
    if press.makes(Kind::Error) {
        plan.insert("/404.html", press.job(Kind::Error.template(), nothing), None, diags);
    }
}

fn home(press: &Press, out: &mut Vec<u8>, diags: &mut Diagnostics) {
    let site = &press.site;
    let home = &site.config.home;
    let shown = if home.show.is_empty() { &site.config.nav } else { &home.show };
    let collections = shown.iter().filter_map(|id| {
        let list = site.listings.find(site.collection(id)?, &[])?;
        let collection = &site.collections[list.collection];
        Some(HomeCollection {
            id: collection.id.to_string(),
            label: site.language.say(&collection.label).to_owned(),
            url: list.url.clone(),
            total: list.documents.len(),
            cards: list.documents.iter().take(NEWEST).map(|id| press.card(*id)).collect(),
            facets: facets(site, list),
        })
    });
    let view = HomeView {
        title: first_of(&home.title, &site.config.title),
        lead: first_of(&home.lead, &site.config.subtitle),
        collections: collections.collect(),
    };
    let mut page = press.page(Kind::Home, &format!("{}/", site.prefix), "", Vec::new());
    Press::lead(&mut page, press.feeds.find(Scope::Site));
    page.elder_url = press.elder_url(&page.url, None);
    page.things = vec![json_ld::website(site)];
    press.print(Kind::Home.template(), page, ("home", &view), None, (out, diags));
}

fn first_of(wished: &str, usual: &str) -> String {
    if wished.is_empty() { usual.to_owned() } else { wished.to_owned() }
}

fn nothing(press: &Press, out: &mut Vec<u8>, diags: &mut Diagnostics) {
    let mut page = press.page(Kind::Error, "/404.html", press.theme.string("lost"), Vec::new());
    // The server shows this page at any address, so only whole paths lead home from it.
    page.root = press.site.config.base_path().to_owned();
    page.canonical = None;
    page.noindex = true;
    page.alternates = Vec::new();
    press.print(Kind::Error.template(), page, ("error", &ErrorView { code: 404 }), None, (out, diags));
}

fn one(press: &Press, id: DocId, template: &str, (out, diags): (&mut Vec<u8>, &mut Diagnostics)) {
    let subject = Subject::new(&press.site, id);
    let page = page(press, &subject);
    let mut view = document(&subject, &press.theme, &page.root, |id| press.card(id));
    let feed = press.feeds.find(Scope::Document(id));
    (view.feed, view.json_feed) = feed.map(|feed| (feed.atom, feed.json)).unzip();
    let origin = Span::file(&subject.document.source);
    press.print(template, page, ("doc", &view), Some(&origin), (out, diags));
}

/// The other forms of a document.
fn forms(press: &Press, document: &Document) -> Vec<Form> {
    let outputs = press.site.collections[document.collection].outputs;
    let form = |name, media, file: &str| Form { name, media, url: format!("{}{file}", document.url) };
    let json = outputs.json.then(|| form("JSON", "application/json", "index.json"));
    let markdown = outputs.markdown.then(|| form("Markdown", "text/markdown", "index.md"));
    json.into_iter().chain(markdown).collect()
}

/// Home › collection › owner › document; a collection without listing and a document without owner leave their step out.
fn page(press: &Press, subject: &Subject<'_>) -> PageView {
    let collection = named(&press.site, subject.document.collection);
    let step = collection.url.map(|url| Crumb { label: collection.label, url: Some(url) });
    let owner = subject.owner_link().map(|owner| Crumb { label: owner.text, url: owner.url });
    let crumbs = step.into_iter().chain(owner).collect();
    let document = subject.document;
    let mut page = press.page(Kind::Document, &press.site.url(subject.id), document.title(), crumbs);
    page.description = document.summary().to_owned();
    page.nav_id = collection.id;
    (page.collection, page.document) = (Some(document.collection), Some(subject.id));
    page.noindex = document.draft;
    page.forms = forms(press, document);
    page.published = document.date("published").map(|date| date.iso());
    page.modified = document.date("updated").map(|date| date.iso());
    page.image = image(subject, &Links { site: &press.site, document });
    page.things = json_ld::document(subject, page.image.as_ref()).into_iter().collect();
    page.alternates = press.alternates(&document.url, &document.languages);
    page.elder_url = press.elder_url(&document.url, Some(document.collection));
    let own = press.feeds.find(Scope::Document(subject.id));
    Press::lead(&mut page, own.or_else(|| press.feeds.find(Scope::Collection(document.collection))));
    page
}
