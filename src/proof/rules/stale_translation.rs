//! A translation was made from the original as it is now.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::site::Site;

code!(
    /// The original was changed after it was translated.
    STALE_TRANSLATION, "stale-translation", "stale_translation", Warning, "原文改过以后，译文也跟着改"
);

/// Compares the day that a translation names with the last change of its original.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for edition in &site.editions {
        for id in edition.own() {
            let (original, translation) = (site.document(id), edition.document(id));
            let changed = original.date("updated").max(original.date("published"));
            let (Some(changed), Some(translated)) = (changed, translation.translated) else { continue };
            if translated.last_day() < changed.first_day() {
                let message = format!("原文在 {} 改过，译文是照 {} 的原文译的", changed.zh(), translated.zh());
                let help = "对照原文改好译文，再把 translated 改成今天的日期";
                let diagnostic = Diagnostic::new(&STALE_TRANSLATION, Span::file(&translation.source), message);
                diags.push(diagnostic.label(original.span_of("updated"), "原文的更新日期").help(help));
            }
        }
    }
}
