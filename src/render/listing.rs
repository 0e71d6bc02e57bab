//! Jobs for the pages of every listing, twenty documents each.

use std::sync::{Arc, OnceLock};

use tera::Value;

use crate::diag::Diagnostics;
use crate::model::alphabet;
use crate::model::listing::{List, page_url};
use crate::model::site::Site;
use crate::plan::Plan;
use crate::render::feed::Scope;
use crate::render::press::Press;
use crate::render::table::{main_url, public};
use crate::render::view::dataset::json_url;
use crate::render::view::listing::{ListingView, chosen, facets, letters, pages};
use crate::render::view::page::{Crumb, Form, Kind};
use crate::render::view::subject::named;

/// Plans these pages.
pub fn plan(press: &Arc<Press>, plan: &mut Plan, diags: &mut Diagnostics) {
    if !press.makes(Kind::Listing) {
        return;
    }
    let own = |list: &List| press.site.has_pages_of(list.collection);
    for (at, list) in press.site.listings.all.iter().enumerate().filter(|(_, list)| own(list)) {
        // All pages of a listing stand beside the same facets.
        let beside: Arc<OnceLock<Value>> = Arc::default();
        for number in 1..=list.page_count() {
            let beside = Arc::clone(&beside);
            let job = press.job(Kind::Listing.template(), move |press, out, diags| {
                let list = &press.site.listings.all[at];
                let facets = beside.get_or_init(|| Value::from_serializable(&facets(&press.site, list)));
                one(press, at, number, facets, (out, diags));
            });
            let origin = press.site.collections[list.collection].url_span.clone();
            plan.insert(&page_url(&list.url, number), job, Some(origin), diags);
        }
    }
}

fn one(press: &Press, at: usize, number: usize, facets: &Value, (out, diags): (&mut Vec<u8>, &mut Diagnostics)) {
    let site = &press.site;
    let list = &site.listings.all[at];
    let collection = &site.collections[list.collection];
    let count = list.page_count();
    let chosen = chosen(site, list);
    let words: Vec<&str> = chosen.iter().map(|choice| choice.value.as_str()).collect();
    let words = words.join(press.theme.string("sep"));
    let label = site.language.say(&collection.label);
    let title =
        if words.is_empty() { label.to_owned() } else { format!("{label}{}{words}", press.theme.string("colon")) };
    let scope = if list.chosen.is_empty() { Scope::Collection(list.collection) } else { Scope::Listing(at) };
    let found = press.feeds.find(scope);
    let (feed, json_feed) = found.as_ref().map(|feed| (feed.atom.clone(), feed.json.clone())).unzip();
    let url = page_url(&list.url, number);
    let view = ListingView {
        title: title.clone(),
        lead: collection.summary.as_ref().map(|summary| site.language.say(summary).to_owned()),
        collection: named(site, list.collection),
        cards: list.page(number).iter().map(|id| press.card(*id)).collect(),
        letters: letters(alphabet::letters(site, list), press.theme.string("other"), |id| press.card(id)),
        total: list.documents.len(),
        page_number: number,
        pages: pages(&list.url, number, count),
        prev: (number > 1).then(|| page_url(&list.url, number - 1)),
        next: (number < count).then(|| page_url(&list.url, number + 1)),
        facets: facets.clone(),
        chosen,
        order_note: None,
        feed,
        json_feed,
    };
    let step = |label: &str, url: &str| Crumb { label: label.to_owned(), url: Some(url.to_owned()) };
    let mut crumbs = Vec::new();
    if let Some(whole) = site.listings.find(list.collection, &[]).filter(|_| !list.chosen.is_empty()) {
        crumbs.push(step(label, &whole.url));
    }
    let mut page = press.page(Kind::Listing, &url, &title, crumbs);
    if let Some(here) = page.crumbs.last_mut() {
        here.label = if words.is_empty() { label.to_owned() } else { words };
    }
    if number > 1 {
        let n = press.theme.string_with("page_n", &number.to_string());
        page.title = page.title.replacen(&title, &format!("{title} - {n}"), 1);
    }
    page.description = view.lead.clone().unwrap_or_else(|| title.clone());
    page.nav_id = collection.id.to_string();
    page.collection = Some(list.collection);
    page.elder_url = press.elder_url(&url, Some(list.collection));
    page.forms = forms(site, list);
    Press::lead(&mut page, found);
    press.print(Kind::Listing.template(), page, ("listing", &view), Some(&collection.url_span), (out, diags));
}

/// The data of a whole collection, beside its whole listing.
fn forms(site: &Site, list: &List) -> Vec<Form> {
    let written = site.collections[list.collection].outputs.json && public(site, list.collection).next().is_some();
    if !written || !list.chosen.is_empty() {
        return Vec::new();
    }
    let csv = Form { name: "CSV", media: "text/csv", url: main_url(site, list.collection) };
    let json = Form { name: "JSON", media: "application/json", url: json_url(site, list.collection) };
    vec![csv, json]
}
