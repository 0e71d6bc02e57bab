//! The small things that views are made of: words with links, dates, marks of sources.

use serde::Serialize;

use crate::model::body::letter::is_han;
use crate::model::value::Date;

/// A text that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Linked {
    /// The words.
    pub text: String,
    /// Where they lead: `/…` in the site.
    pub url: Option<String>,
    /// A second line.
    pub note: Option<String>,
}

/// A collection, named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its listing, if it has one.
    pub url: Option<String>,
}

/// A date for readers and for machines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct When {
    /// `2024-03-01`
    pub iso: String,
    /// `2024年3月1日`
    pub text: String,
}

impl When {
    /// A date of a document.
    pub fn of(date: Date) -> Self {
        Self { iso: date.iso(), text: date.zh() }
    }
}

/// One value of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The words.
    pub text: String,
    /// Id of the term or document.
    pub id: Option<String>,
    /// Listing of the term, page of the document (`/…`), or a whole address outside.
    pub url: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// `en` when the words are Latin.
    pub lang: Option<&'static str>,
}

impl Item {
    /// Plain words.
    pub fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { lang: language(&text), text, ..Self::default() }
    }
}

/// The number of a source behind a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Its id in the document, `S1`.
    pub id: String,
    /// Its place in the list, from 1.
    pub n: usize,
}

/// `en` for words in Latin script; numbers and Chinese have no language of their own.
pub fn language(text: &str) -> Option<&'static str> {
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    (latin >= 4 && !text.chars().any(is_han)).then_some("en")
}

/// The way from a page back to the site's root: `.`, `..`, `../..`.
pub fn root(url: &str) -> String {
    match url.matches('/').count() {
        0 | 1 => ".".to_owned(),
        n => vec![".."; n - 1].join("/"),
    }
}

/// The host of a whole address, without `www.`.
pub fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots() {
        let check = |url: &str, expected: &str| assert_eq!(root(url), expected, "{url}");
        check("/", ".");
        check("/404.html", ".");
        check("/cases/", "..");
        check("/cases/feed.xml", "..");
        check("/cases/huzhou/x/", "../../..");
    }

    #[test]
    fn languages() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(language(text), expected, "{text}");
        check("China Daily", Some("en"));
        check("中国日报", None);
        check("GB/T 7714", None);
        check("CO2减排", None);
        check("2024", None);
    }

    #[test]
    fn hosts() {
        let check = |url: &str, expected: Option<&str>| assert_eq!(host(url), expected, "{url}");
        check("https://www.ndrc.gov.cn/x", Some("ndrc.gov.cn"));
        check("http://a.b:8080?x", Some("a.b"));
        check("mailto:a@b", None);
    }
}
