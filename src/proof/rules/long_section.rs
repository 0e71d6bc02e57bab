//! A section is not longer than its declaration allows.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::site::Site;
use crate::proof::rules::short_section::{length, present};

code!(
    /// A section with too many characters.
    LONG_SECTION, "long-section", "long_section", Error, "小节的字数不超过声明"
);

/// Looks at the declared sections that are there.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    present(site, |document, declared, found| {
        let length = length(found);
        if let Some(max) = declared.max.filter(|max| length > *max) {
            let span = Span::new(&document.source, found.heading.clone());
            let message = format!("小节“{}”有 {length} 个字，最多 {max} 个", declared.title.zh);
            let help = format!("删去 {} 个字，细节移到别的小节", length - max);
            diags.push(Diagnostic::new(&LONG_SECTION, span, message).help(help));
        }
    });
}
