//! The job for the search page: a box for the theme's script, and every index for those who have none. The `search` step makes
//! the files that the script reads.

use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::plan::Plan;
use crate::render::press::Press;
use crate::render::sitemap::groups;
use crate::render::view::page::{Kind, SearchView};
use crate::render::view::site::SEARCH;

/// Plans the page.
pub fn plan(press: &Arc<Press>, plan: &mut Plan, diags: &mut Diagnostics) {
    if press.makes(Kind::Search) {
        let url = format!("{}{SEARCH}", press.site.prefix);
        plan.insert(&url, press.job(Kind::Search.template(), one), None, diags);
    }
}

fn one(press: &Press, out: &mut Vec<u8>, diags: &mut Diagnostics) {
    let view = SearchView { groups: groups(&press.site, 0) };
    let mut page =
        press.page(Kind::Search, &format!("{}{SEARCH}", press.site.prefix), press.theme.string("search"), Vec::new());
    page.elder_url = press.elder_url(SEARCH, None);
    press.print(Kind::Search.template(), page, ("search", &view), None, (out, diags));
}
