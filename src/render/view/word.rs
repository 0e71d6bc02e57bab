//! The small things that views are made of: words with links, dates, marks of sources.

use serde::Serialize;

use crate::model::language::Language;
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
    /// The tag of the words' language when it is not the page's.
    pub lang: Option<&'static str>,
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
    /// A date as a language says it.
    pub fn of(date: Date, language: Language) -> Self {
        Self { iso: date.iso(), text: language.date(date) }
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
    /// The tag of the words' language when it is not the page's: `en` for Latin words among Chinese.
    pub lang: Option<&'static str>,
}

impl Item {
    /// Plain words on a page in a language.
    pub fn plain(text: impl Into<String>, language: Language) -> Self {
        let text = text.into();
        Self { lang: language.foreign(&text), text, ..Self::default() }
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
    fn hosts() {
        let check = |url: &str, expected: Option<&str>| assert_eq!(host(url), expected, "{url}");
        check("https://www.ndrc.gov.cn/x", Some("ndrc.gov.cn"));
        check("http://a.b:8080?x", Some("a.b"));
        check("mailto:a@b", None);
    }
}
