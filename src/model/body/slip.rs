//! Source marks and judgements written with the brackets of a Chinese input method: `【S1】`, `[s1]`, `【编者判断】`.
//!
//! They are no marks and would be printed as they stand, so their author is told.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::body::BodySource;

code!(
    /// A mark with other brackets or letters than marks have.
    MARK_FORM, "mark-form", "mark_form", Error, "来源标记写成半角方括号和大写 S"
);

/// Says what looks like a mark in or beside a piece of text and is none.
pub fn check(body: &BodySource<'_>, range: &Range<usize>, diags: &mut Diagnostics) {
    let text = &body.source.text;
    // The parser cuts text at half-width brackets: one character more on each side shows them.
    let start = text[..range.start].char_indices().next_back().map_or(range.start, |(at, _)| at);
    let end = text[range.end..].chars().next().map_or(range.end, |c| range.end + c.len_utf8());
    let Some(pattern) = pattern() else { return };
    for found in pattern.find_iter(&text[start..end]) {
        let place = start + found.start()..start + found.end();
        let inner: String = found.as_str().chars().filter(|c| !"【】［］[]".contains(*c)).collect();
        let right = inner.replace(['s', 'Ｓ'], "S");
        let message = format!("“{}”不是来源标记，会照原样印出来", found.as_str());
        let help = format!("用半角方括号和大写 S：写成 [{right}]");
        diags.push(Diagnostic::new(&MARK_FORM, Span::new(body.source, place), message).help(help));
    }
}

fn pattern() -> Option<&'static Regex> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let made = || Regex::new(r"[【［][sSＳ][0-9]+[】］]|\[[sＳ][0-9]+\]|[【［]编者判断[】］]").ok();
    PATTERN.get_or_init(made).as_ref()
}
