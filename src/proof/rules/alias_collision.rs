//! A former address is not the address of something else.

use std::collections::BTreeMap;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::listing::page_url;
use crate::model::site::Site;

code!(
    /// An alias that is already an address.
    ALIAS_COLLISION, "alias-collision", "alias_collision", Error, "别名不与现有的网址或别的别名相同"
);

/// Looks at every alias.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    let mut taken: BTreeMap<String, (Span, &str)> = BTreeMap::new();
    for list in &site.listings.all {
        let span = &site.collections[list.collection].url_span;
        for page in 1..=list.page_count() {
            taken.insert(page_url(&list.url, page), (span.clone(), "这个集合的列表用着它"));
        }
    }
    for document in &site.documents {
        taken.insert(document.url.clone(), (Span::file(&document.source), "这个文档用着它"));
    }
    for document in &site.documents {
        for (alias, range) in &document.aliases {
            let span = Span::new(&document.source, range.clone());
            let Some((first, whose)) = taken.get(alias.as_str()) else {
                taken.insert(alias.clone(), (span, "先写这个别名的地方"));
                continue;
            };
            let message = format!("别名 {alias} 已经有了");
            let help = "别名写这篇文章从前的网址；删去它，或换成真正用过的旧网址";
            diags.push(Diagnostic::new(&ALIAS_COLLISION, span, message).label(first.clone(), *whose).help(help));
        }
    }
}
