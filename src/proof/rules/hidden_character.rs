//! No character that cannot be seen.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::site::Site;
use crate::proof::spoof::hidden_in;

code!(
    /// A control of direction, an invisible character, a filler.
    HIDDEN_CHARACTER, "hidden-character", "hidden_character", Warning, "文字里没有看不见的字符"
);

/// Looks at the whole file of every document.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for (_, document) in site.texts() {
        for (range, name) in hidden_in(&document.source.text) {
            let c = document.source.text[range.clone()].chars().next().map_or(0, u32::from);
            let message = format!("这里有{name}（U+{c:04X}）");
            let help = "多半是从网页或 Word 复制时带进来的；删去前后几个字重新打";
            diags.push(Diagnostic::new(&HIDDEN_CHARACTER, Span::new(&document.source, range), message).help(help));
        }
    }
}
