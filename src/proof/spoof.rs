//! Text → the places that look like something else: hidden characters, words of mixed alphabets, links whose words name another
//! host, hosts that nobody can read (SECURITY S24). Linear in the text.

use std::ops::Range;

/// A character that cannot be seen and turns what is read after it, or hides between others; its name.
pub fn hidden(c: char) -> Option<&'static str> {
    match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => {
            Some("改变文字方向的控制符")
        }
        '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{180e}' | '\u{ad}' => Some("看不见的空字符"),
        '\u{200c}' | '\u{200d}' | '\u{34f}' => Some("看不见的连接符"),
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => Some("看不见的填充符"),
        '\u{fe00}'..='\u{fe0d}' | '\u{e0000}'..='\u{e01ef}' => Some("看不见的标记"),
        _ => None,
    }
}

/// Every hidden character. A byte order mark at the very start is none of the author's making; joiners and signs between
/// pictographs belong to them.
pub fn hidden_in(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    if text.is_ascii() {
        return found;
    }
    let mut before = '\0';
    for (at, c) in text.char_indices() {
        let joins = c == '\u{200d}' && is_pictograph(before);
        let begins = c == '\u{feff}' && at == 0;
        if let Some(name) = hidden(c).filter(|_| !joins && !begins) {
            found.push((at..at + c.len_utf8(), name));
        }
        if c != '\u{fe0f}' {
            before = c;
        }
    }
    found
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    /// Cyrillic, or a Greek letter that looks like a Latin one.
    Alike,
}

fn script(c: char) -> Option<Script> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' if c != '×' && c != '÷' => Some(Script::Latin),
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Some(Script::Latin),
        '\u{400}'..='\u{52f}' => Some(Script::Alike),
        'Α' | 'Β' | 'Ε' | 'Ζ' | 'Η' | 'Ι' | 'Κ' | 'Μ' | 'Ν' | 'Ο' | 'Ρ' | 'Τ' | 'Υ' | 'Χ' | 'ο' | 'ν' => {
            Some(Script::Alike)
        }
        _ => None,
    }
}

/// Words in which Latin letters stand with letters of another alphabet that look like them.
pub fn mixed_words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if text.is_ascii() {
        return found;
    }
    let (mut start, mut end, mut latin, mut alike) = (0, 0, false, false);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if let Some(script) = script(c) {
            if !(latin || alike) {
                start = at;
            }
            latin |= script == Script::Latin;
            alike |= script == Script::Alike;
            end = at + c.len_utf8();
        } else {
            if latin && alike {
                found.push(start..end);
            }
            (latin, alike) = (false, false);
        }
    }
    found
}

/// What is odd about the host of a whole address: a number instead of a name, or letters that only look Latin.
pub fn odd_host(address: &str) -> Option<&'static str> {
    let host = host(address)?;
    let numbers = host.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let coded = host.starts_with("0x") || (host.bytes().all(|b| b.is_ascii_digit()) && !host.is_empty());
    if numbers || coded || host.starts_with('[') {
        return Some("是一串数字，看不出是谁的网站");
    }
    if host.split('.').any(|part| part.to_ascii_lowercase().starts_with("xn--")) {
        return Some("是转码的域名，看不出写的是什么");
    }
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    host.chars().any(|c| !c.is_ascii() && !han(c)).then_some("里有不是拉丁字母的字母，容易冒充")
}

/// The host that the words of a link name, when the link leads to another one.
pub fn other_host<'w>(words: &'w str, address: &str) -> Option<&'w str> {
    let words = words.trim();
    let named = match words.split_once("://") {
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => {
            host(words)?
        }
        Some(_) => return None,
        None => {
            let named = words.split(['/', '?', '#', ':']).next()?;
            let last = named.rsplit('.').next()?;
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
            let fine = named.contains('.')
                && named.chars().all(plain)
                && DOMAINS.contains(&last.to_ascii_lowercase().as_str());
            fine.then_some(named)?
        }
    };
    let (named_bare, real) = (bare(named), bare(host(address)?));
    let within = |inner: &str, outer: &str| inner == outer || inner.ends_with(&format!(".{outer}"));
    (!within(&real, &named_bare) && !within(&named_bare, &real)).then_some(named)
}

/// The last parts of names that people type without a scheme.
const DOMAINS: &[&str] = &[
    "cn", "com", "org", "net", "gov", "edu", "io", "info", "int", "eu", "uk", "jp", "de", "fr", "top", "xyz", "cc",
    "vip", "site",
];

fn bare(host: &str) -> String {
    let host = host.to_ascii_lowercase();
    host.strip_prefix("www.").map_or(host.clone(), str::to_owned)
}

fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    Some(if host.starts_with('[') { host } else { host.split(':').next()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters() {
        let check = |text: &str, count: usize| assert_eq!(hidden_in(text).len(), count, "{text:?}");
        for c in [
            '\u{202e}',
            '\u{2066}',
            '\u{200f}',
            '\u{200b}',
            '\u{2060}',
            '\u{feff}',
            '\u{ad}',
            '\u{3164}',
            '\u{e0041}',
            '\u{200d}',
        ] {
            check(&format!("减排{c}一万吨"), 1);
        }
        check("\u{feff}---", 0);
        check("👩\u{200d}🔬 ☀\u{fe0f}", 0);
        check("碳达峰 carbon peak，二氧化碳 CO₂ 100 m²", 0);
        check("a\u{a0}b\u{3000}c", 0);
        check("减排\u{202e}一\u{200b}万", 2);
    }

    #[test]
    fn words_of_mixed_alphabets() {
        let check = |text: &str, words: &[&str]| {
            let found: Vec<&str> = mixed_words(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, words, "{text}");
        };
        check("pаypal", &["pаypal"]); // Cyrillic а
        check("登录ndrс.gov.cn", &["ndrс"]);
        check("СО2排放", &[]);
        check("Cо2", &["Cо"]);
        check("gооgle 和 аррle", &["gооgle", "аррle"]);
        check("GΟV", &["GΟV"]);
        check("μm、Δt、λmax、ηth、Ω", &[]);
        check("naïve café Ångström", &[]);
        check("Москва", &[]);
        check("碳达峰carbon", &[]);
    }

    #[test]
    fn hosts_that_nobody_can_read() {
        let check = |address: &str, odd: bool| assert_eq!(odd_host(address).is_some(), odd, "{address}");
        check("http://192.168.1.1/a", true);
        check("https://8.8.8.8:8080/", true);
        check("http://3232235777/", true);
        check("http://0x7f000001/", true);
        check("http://[::1]/", true);
        check("https://xn--fiqs8s.example/", true);
        check("https://www.XN--abc.cn", true);
        check("https://ndrс.gov.cn/", true);
        check("https://www.ndrc.gov.cn/a?b=1.2.3.4", false);
        check("https://中国政府网.政务/", false);
        check("https://user@1.2.3.4/", true);
        check("mailto:a@b.cn", false);
        check("https://4.cn/", false);
    }

    #[test]
    fn words_that_name_another_host() {
        let check = |words: &str, address: &str, named: Option<&str>| {
            assert_eq!(other_host(words, address), named, "{words} {address}")
        };
        check("https://www.gov.cn", "https://evil.example/", Some("www.gov.cn"));
        check("www.gov.cn", "https://www.gov.cn.evil.example/", Some("www.gov.cn"));
        check("ndrc.gov.cn/tz", "https://ndrc.example.com/", Some("ndrc.gov.cn"));
        check("HTTPS://A.CN/x", "https://b.cn/", Some("A.CN"));
        check("a.com:80", "https://b.com", Some("a.com"));
        check("gov.cn", "https://www.gov.cn/", None);
        check("www.ndrc.gov.cn", "http://NDRC.gov.cn/x", None);
        check("国家发展改革委", "https://www.ndrc.gov.cn/", None);
        check("见 gov.cn 的通知", "https://b.cn/", None);
        check("第1.2节", "https://b.cn/", None);
        check("1.2", "https://b.cn/", None);
        check("README.md", "https://b.cn/", None);
        check("ftp://a.cn", "https://b.cn/", None);
        check("a.b.c", "https://b.cn/", None);
    }
}
