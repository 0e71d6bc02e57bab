//! No word of Latin letters with letters among them that only look Latin.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::site::Site;
use crate::proof::spoof::mixed_words;

code!(
    /// A word of two alphabets.
    MIXED_SCRIPT, "mixed-script", "mixed_script", Warning, "一个词里不混用两种字母"
);

/// Looks at the whole file of every document.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for (_, document) in site.texts() {
        for range in mixed_words(&document.source.text) {
            let message = format!("“{}”里混着不同的字母", &document.source.text[range.clone()]);
            let help = "有的字母看着像拉丁字母，其实是俄文或希腊文；整个词重新打一遍";
            diags.push(Diagnostic::new(&MIXED_SCRIPT, Span::new(&document.source, range), message).help(help));
        }
    }
}
