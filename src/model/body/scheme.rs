//! Which links and images are allowed, and what they mean.
//!
//! In: a destination as the parser gives it (entities decoded once). Out: a [`LinkDest`]. The scheme is looked for in the text
//! as written and after each round of decoding, with control and invisible characters taken out, because a browser may see
//! what we do not; if any reading shows a scheme that is not on the list, the link is refused.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::model::body::LinkDest;
use crate::model::body::letter::is_invisible;

/// Schemes that a link may have, apart from `term:`.
pub const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// What a link's destination means.
pub fn link(dest: &str) -> LinkDest {
    let refused = || LinkDest::Refused(dest.to_owned());
    let shown = visible(dest);
    let shown = shown.trim();
    if let Some(id) = shown.strip_prefix("term:") {
        return LinkDest::Term(id.to_owned());
    }
    let readings = readings(dest);
    if shown.is_empty() || !readings.iter().all(|reading| allowed(reading)) {
        return refused();
    }
    if scheme(shown).is_some() {
        return if outside(shown) { LinkDest::External(shown.to_owned()) } else { refused() };
    }
    // What looks like a path but decodes to a whole address is neither.
    if readings.iter().any(|reading| scheme(reading).is_some()) {
        return refused();
    }
    let (path, anchor) = shown.split_once('#').map_or((shown, None), |(path, anchor)| (path, Some(anchor)));
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let Some(anchor) = anchor.map(decode).map_or(Some(None), |a| a.map(Some)) else { return refused() };
    match (decode(path), anchor) {
        (None, _) => refused(),
        (Some(path), Some(anchor)) if path.is_empty() => LinkDest::Anchor(anchor),
        (Some(path), _) if path.is_empty() => refused(),
        (Some(path), anchor) if path.to_ascii_lowercase().ends_with(".md") => LinkDest::Document { path, anchor },
        (Some(path), _) => LinkDest::File(path),
    }
}

/// The path of an image of the site's own; none for anything else.
pub fn image(src: &str) -> Option<String> {
    match link(src) {
        LinkDest::File(path) => Some(path),
        _ => None,
    }
}

/// Whether a URL may be written out as a link to elsewhere: an allowed scheme, literally, and nothing that hides the host.
pub fn outside(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    let scheme = scheme.to_ascii_lowercase();
    if !SCHEMES.contains(&scheme.as_str()) || url.chars().any(char::is_control) {
        return false;
    }
    if scheme.starts_with("http") {
        let Some(rest) = rest.strip_prefix("//") else { return false };
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        return !host.is_empty() && !host.contains(['@', '\\']) && !host.contains(char::is_whitespace);
    }
    !rest.is_empty() && !rest.contains(['/', '\\'])
}

/// The text as written and what is left of it after each round of decoding, three at most.
fn readings(dest: &str) -> Vec<String> {
    let mut readings = vec![visible(dest).trim().to_owned()];
    for _ in 0..3 {
        let last = readings.last().map_or("", String::as_str);
        let percent = percent_decode_str(last).decode_utf8_lossy();
        let next = visible(&entities(&percent)).trim().to_owned();
        if next == last {
            break;
        }
        readings.push(next);
    }
    readings
}

/// Whether one reading is a relative path, a fragment or has an allowed scheme.
fn allowed(reading: &str) -> bool {
    match scheme(reading) {
        Some(scheme) => SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()),
        None => !reading.starts_with("//") && !reading.split(['?', '#']).next().unwrap_or("").contains('\\'),
    }
}

/// The scheme in front of a colon that comes before any slash, question mark or hash.
fn scheme(text: &str) -> Option<&str> {
    let end = text.find([':', '/', '?', '#'])?;
    text[end..].starts_with(':').then_some(&text[..end])
}

/// Without control and invisible characters.
fn visible(text: &str) -> Cow<'_, str> {
    let hidden = |c: char| c.is_control() || is_invisible(c);
    if text.contains(hidden) { Cow::Owned(text.replace(hidden, "")) } else { Cow::Borrowed(text) }
}

fn decode(text: &str) -> Option<String> {
    let text = percent_decode_str(text).decode_utf8().ok()?;
    (!text.contains(char::is_control)).then(|| text.into_owned())
}

/// Decodes numeric entities and the named ones that could make or hide a scheme; a second encoding reaches us undecoded.
fn entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let number = rest[1..].starts_with('#');
        let hex = rest.as_bytes().get(2).is_some_and(|b| b.eq_ignore_ascii_case(&b'x'));
        let ends = |(at, c): &(usize, char)| match (number, hex, at) {
            (true, _, 0) | (true, true, 1) => false,
            (true, true, _) => !c.is_ascii_hexdigit(),
            (true, false, _) => !c.is_ascii_digit(),
            _ => !c.is_ascii_alphanumeric(),
        };
        let length = rest[1..].char_indices().find(ends).map_or(rest.len(), |(at, _)| at + 1);
        let length = length.min(12);
        match entity(&rest[1..length]) {
            Some(c) => {
                out.push(c);
                rest = rest[length..].strip_prefix(';').unwrap_or(&rest[length..]);
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(name: &str) -> Option<char> {
    match name.to_ascii_lowercase().as_str() {
        "colon" => Some(':'),
        "tab" => Some('\t'),
        "newline" => Some('\n'),
        "amp" => Some('&'),
        "sol" => Some('/'),
        "bsol" => Some('\\'),
        "lpar" => Some('('),
        name => {
            let number = name.strip_prefix('#')?;
            let code =
                number.strip_prefix('x').map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
            char::from_u32(code?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links() {
        let doc =
            |path: &str, anchor: Option<&str>| LinkDest::Document { path: path.into(), anchor: anchor.map(Into::into) };
        let check = |dest: &str, expected: LinkDest| assert_eq!(link(dest), expected, "{dest:?}");
        check("../practices/a.md", doc("../practices/a.md", None));
        check("a.md#detail", doc("a.md", Some("detail")));
        check("a.md?x#y", doc("a.md", Some("y")));
        check("%E7%A2%B3.md", doc("碳.md", None));
        check("碳：效.md", doc("碳：效.md", None));
        check("#a", LinkDest::Anchor("a".into()));
        check("#%E7%A2%B3", LinkDest::Anchor("碳".into()));
        check("term:carbon-efficiency", LinkDest::Term("carbon-efficiency".into()));
        check("data/a.csv", LinkDest::File("data/a.csv".into()));
        check("/cases/a/", LinkDest::File("/cases/a/".into()));
        check("notes/a:b.csv", LinkDest::File("notes/a:b.csv".into()));
        for url in [
            "https://www.ndrc.gov.cn/a?b=1&c=2#d",
            "http://a.cn",
            "HTTPS://a.cn/",
            "https://a.cn/javascript:alert(1)",
            "https://a.cn/?u=javascript%3Aalert",
            "mailto:a@b.cn",
            "mailto:a@b.cn?subject=%E7%A2%B3",
            "tel:+86-10-12345678",
            "https://a.cn/?b=\\*",
        ] {
            check(url, LinkDest::External(url.into()));
        }
        check(" https://a.cn\u{200B}", LinkDest::External("https://a.cn".into()));
    }

    #[test]
    fn refused() {
        for dest in [
            "",
            "?",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\u{200B}script:x",
            "java%0ascript:x",
            "javascript%3Aalert(1)",
            "%6Aavascript:alert(1)",
            "%256Aavascript%253Aalert(1)",
            "javascript&colon;alert(1)",
            "javascript&#58;alert(1)",
            "javascript&#x3A;x",
            "javascript&#0000058x",
            "java&Tab;script:x",
            "java&NewLine;script:x",
            "&#106;avascript:x",
            "vbscript:x",
            "data:text/html,x",
            "data:image/svg+xml,x",
            "blob:x",
            "file:///etc/passwd",
            "about:blank",
            "view-source:x",
            "ws://a",
            "ftp://a.cn",
            "intent://x",
            "weixin://x",
            "feed:javascript:x",
            "//evil.cn/x",
            "/\\evil.cn",
            "\\\\evil.cn",
            "%2F%2Fevil.cn",
            "https:evil.cn",
            "https:/evil.cn",
            "https:///evil.cn",
            "https://",
            "https:\\\\evil.cn",
            "https://gov.cn@evil.cn",
            "https://gov.cn\\@evil.cn",
            "https%3A//a.cn",
            "http:javascript:x",
            "mailto:",
            "tel:",
            "C:\\a.md",
            "c:a.md",
            "%00a.md",
            "%ff.md",
            "a\\..\\b.md",
            "TERM2:x",
            ":x",
            "1a:b",
        ] {
            assert_eq!(link(dest), LinkDest::Refused(dest.into()), "{dest:?}");
        }
    }

    #[test]
    fn images() {
        let check = |src: &str, expected: Option<&str>| assert_eq!(image(src).as_deref(), expected, "{src:?}");
        check("img/a.png", Some("img/a.png"));
        check("./%E5%9B%BE.png", Some("./图.png"));
        check("https://a.cn/a.png", None);
        check("//a.cn/a.png", None);
        check("data:image/png;base64,AA", None);
        check("a.md", None);
        check("#a", None);
        check("term:a", None);
        check("mailto:a@b.cn", None);
    }
}
