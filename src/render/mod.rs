//! `render`: [`Site`] and theme → [`Plan`]. What does it look like?
//!
//! Every file of the output becomes a job: pages, listings, feeds, redirects, assets, pictures. Planning makes nothing that
//! is read by people; a job makes its page from the shared [`press::Press`] when it is asked for, and keeps nothing.
//! What the templates see is `view`, and only that.

pub mod asset;
pub mod budget;
pub mod csv;
pub mod data;
pub mod feed;
pub mod listing;
pub mod llms;
pub mod map;
pub mod markdown;
pub mod page;
pub mod press;
pub mod redirect;
pub mod search;
pub mod sitemap;
pub mod table;
pub mod template_error;
pub mod theme;
pub mod view;
pub mod xml;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::code;
use crate::diag::{Code, Diagnostics};
use crate::model::site::Site;
use crate::plan::Plan;
use crate::render::press::Press;
use crate::render::theme::Theme;

code!(
    /// A template that can't be read, or fails while it makes a page.
    TEMPLATE_ERROR, "template-error", "template_error", Error, "模板写法正确，用到的值都有"
);
code!(
    /// A theme without a file or string that pages need.
    BAD_THEME, "bad-theme", "bad_theme", Error, "主题的文件和用语齐全"
);

/// All codes of this step.
pub const CODES: &[&Code] = &[&TEMPLATE_ERROR, &BAD_THEME, &budget::OVER_BUDGET];

/// Plans every file of the output. `themes` are the files below `themes/`, the default theme of the binary among them.
///
/// What is wrong with the theme is said here; what a template gets wrong on one page is said when that page's job runs.
pub fn plan(site: &Arc<Site>, themes: &BTreeMap<String, Arc<[u8]>>, diags: &mut Diagnostics) -> Plan {
    let theme = Theme::read(themes, site, diags);
    let mut plan = Plan::new();
    let assets = asset::plan(&theme, site, &mut plan, diags);
    asset::media(site, &mut plan, diags);
    let press = Arc::new(Press::new(Arc::clone(site), theme, &assets, diags));
    page::lost(&press, &mut plan, diags);
    sitemap::plan(&press, &mut plan, diags);
    data::plan(&press, &mut plan, diags);
    llms::plan(&press, &mut plan, diags);
    let others = site.editions.iter().map(|edition| {
        let theme = Theme::read(themes, edition, diags);
        Arc::new(Press::new(Arc::clone(edition), theme, &assets, diags))
    });
    let others: Vec<Arc<Press>> = others.collect();
    let elder = site.elder.as_ref().map(|elder| {
        let theme = Theme::read(themes, elder, diags);
        Arc::new(Press::new(Arc::clone(elder), theme, &assets, diags))
    });
    for press in std::iter::once(&press).chain(&others) {
        page::plan(press, &mut plan, diags);
        listing::plan(press, &mut plan, diags);
        map::plan(press, &mut plan, diags);
        feed::plan(press, &mut plan, diags);
        sitemap::page(press, &mut plan, diags);
        search::plan(press, &mut plan, diags);
        data::documents(press, &mut plan, diags);
        data::page(press, &mut plan, diags);
    }
    // Pages for elderly readers have no feeds of their own: what is new is the same.
    if let Some(press) = &elder {
        page::plan(press, &mut plan, diags);
        listing::plan(press, &mut plan, diags);
        map::plan(press, &mut plan, diags);
        sitemap::page(press, &mut plan, diags);
        search::plan(press, &mut plan, diags);
    }
    redirect::plan(&press, &mut plan, diags);
    plan
}
