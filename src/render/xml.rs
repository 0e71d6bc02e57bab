//! Text → XML text: what feeds, sitemaps and redirects write by hand.

/// Appends text with everything escaped that means something in XML or HTML, in text and in attributes alike. Characters
/// that XML forbids are left out.
pub fn text(out: &mut Vec<u8>, text: &str) {
    let mut buffer = [0; 4];
    for c in text.chars() {
        match c {
            '&' => out.extend_from_slice(b"&amp;"),
            '<' => out.extend_from_slice(b"&lt;"),
            '>' => out.extend_from_slice(b"&gt;"),
            '"' => out.extend_from_slice(b"&quot;"),
            '\'' => out.extend_from_slice(b"&#39;"),
            c if (c.is_control() && !matches!(c, '\t' | '\n')) || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes()),
        }
    }
}

/// Appends `<name>text</name>` and a line end.
pub fn element(out: &mut Vec<u8>, name: &str, content: &str) {
    out.extend_from_slice(format!("<{name}>").as_bytes());
    text(out, content);
    out.extend_from_slice(format!("</{name}>\n").as_bytes());
}

#[cfg(test)]
mod tests {
    #[test]
    fn text_is_escaped() {
        let check = |input: &str, expected: &str| {
            let mut out = Vec::new();
            super::text(&mut out, input);
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{input:?}");
        };
        check("碳达峰", "碳达峰");
        check("a & b < c > d", "a &amp; b &lt; c &gt; d");
        check("\"x\" 'y'", "&quot;x&quot; &#39;y&#39;");
        check("a\u{0}b\u{7f}c\u{FFFF}", "abc");
        check("]]>", "]]&gt;");
    }
}
