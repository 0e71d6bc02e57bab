//! Escaping for text and attributes, the only way into the HTML that this crate writes.
//!
//! In: any text. Out: text that HTML reads back as the same, except characters that HTML forbids, which become U+FFFD.

use std::borrow::Cow;

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

/// Appends text as content of an element.
pub fn text(out: &mut String, text: &str) {
    // Writing to a String can't fail.
    let _ = escape_html_body_text(out, &allowed(text));
}

/// Appends text as value of an attribute in double quotes.
pub fn attribute(out: &mut String, text: &str) {
    let _ = escape_html(out, &allowed(text));
}

/// Appends a URL as value of an attribute in double quotes, percent-encoding what a URL may not hold.
pub fn url(out: &mut String, url: &str) {
    let _ = escape_href(out, &allowed(url));
}

fn allowed(text: &str) -> Cow<'_, str> {
    if text.chars().any(forbidden) {
        Cow::Owned(text.chars().map(|c| if forbidden(c) { '\u{FFFD}' } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{FDD0}'..='\u{FDEF}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaping() {
        let check = |write: fn(&mut String, &str), input: &str, expected: &str| {
            let mut out = String::new();
            write(&mut out, input);
            assert_eq!(out, expected, "{input:?}");
        };
        check(text, "a<b>&\"'", "a&lt;b&gt;&amp;\"'");
        check(text, "碳\n达\t峰", "碳\n达\t峰");
        check(text, "\0\u{8}\u{1b}\u{85}\u{FFFE}\u{FDD0}", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}");
        check(attribute, "\" onload=x '<>&", "&quot; onload=x &#39;&lt;&gt;&amp;");
        check(attribute, "&quot;", "&amp;quot;");
        check(url, "/a b\"c/碳", "/a%20b%22c/%E7%A2%B3");
        check(url, "/a?x=1&y=2#z", "/a?x=1&amp;y=2#z");
    }
}
