//! No hint of a skeleton is left standing where an author's text belongs.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::site::Site;
use crate::model::skeleton::HINT;

code!(
    /// A hint of `new` that nobody replaced.
    MISSING_TEXT, "missing-text", "missing_text", Error, "新建文件时的提示换成了正文"
);

/// Looks for lines that begin like a hint, in the body of every document.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for document in &site.documents {
        let range = document.body_range.clone();
        let mut at = range.start;
        for line in document.source.text.get(range).unwrap_or("").split_inclusive('\n') {
            if line.trim_start().starts_with(HINT) {
                let span = Span::new(&document.source, at..at + line.trim_end().len());
                let message = "这里还是新建文件时的提示，没有写内容";
                let help = "换成正文；可以不写的小节，连标题一起删去";
                diags.push(Diagnostic::new(&MISSING_TEXT, span, message).help(help));
            }
            at += line.len();
        }
    }
}

/// Whether a section holds a hint instead of a text: it is missing, so nothing else is said about it.
pub fn is_hint(content: &str) -> bool {
    content.trim_start().starts_with(HINT)
}
