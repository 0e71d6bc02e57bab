//! The job for the map, a page that some sites ask for: how many documents each province has, one equal tile for each.

use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::plan::Plan;
use crate::render::press::Press;
use crate::render::view::map::{URL, at, map};
use crate::render::view::page::{Crumb, Kind};
use crate::render::view::subject::named;

/// Strings that the page is made with outside of its template.
pub const STRINGS: &[&str] = &["map", "by_of"];

/// Plans the page, where the collection that it counts has pages.
pub fn plan(press: &Arc<Press>, plan: &mut Plan, diags: &mut Diagnostics) {
    let counted = at(&press.site).filter(|at| press.site.has_pages_of(*at));
    if let Some(collection) = counted.filter(|_| press.makes(Kind::Map)) {
        let job = press.job(Kind::Map.template(), move |press, out, diags| one(press, collection, (out, diags)));
        let origin = press.site.config.span_of_key("map");
        plan.insert(&format!("{}{URL}", press.site.prefix), job, Some(origin), diags);
    }
}

fn one(press: &Press, collection: usize, (out, diags): (&mut Vec<u8>, &mut Diagnostics)) {
    let collection_named = named(&press.site, collection);
    let Some(mut view) = map(&press.site, collection) else { return };
    view.title = press.theme.string("by_of").replace("{f}", &view.field).replace("{c}", &collection_named.label);
    let step = Crumb { label: collection_named.label, url: collection_named.url };
    let mut page = press.page(Kind::Map, &format!("{}{URL}", press.site.prefix), &view.title, vec![step]);
    if let Some(here) = page.crumbs.last_mut() {
        here.label = press.theme.string("map").to_owned();
    }
    page.description.clone_from(&view.title);
    page.nav_id = collection_named.id;
    page.elder_url = press.elder_url(URL, Some(collection));
    press.print(Kind::Map.template(), page, ("map", &view), None, (out, diags));
}
