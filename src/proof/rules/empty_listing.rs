//! The menu leads to listings that hold something.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::site::Site;

code!(
    /// A collection in the menu without any document.
    EMPTY_LISTING, "empty-listing", "empty_listing", Error, "导航里的集合至少有一篇公开的文档"
);

/// Looks at the collections that the menu names.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for name in &site.config.nav {
        let Some(at) = site.collection(name) else { continue };
        let collection = &site.collections[at];
        let message = if site.documents_of(at).next().is_none() {
            format!("导航里的“{}”（{name}）没有公开的文档，列表是空的", collection.label.zh)
        } else if collection.listing.is_none() {
            format!("导航里的“{}”（{name}）没有列表页", collection.label.zh)
        } else {
            continue;
        };
        let help = format!("从 site.yaml 的 nav 里去掉 {name}；等有了内容再加上");
        diags.push(Diagnostic::new(&EMPTY_LISTING, site.config.span_of("nav", name), message).help(help));
    }
}
