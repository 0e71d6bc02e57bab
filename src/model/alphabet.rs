//! A listing → its documents by first letter, as a glossary shows them.
//!
//! In the original language the letter is that of the declared spelling (pinyin typed by a person, for machines get it wrong);
//! in another language that of the document's name there. Never is anything sorted by code point.

use crate::model::document::DocId;
use crate::model::listing::List;
use crate::model::site::Site;

/// A letter and what begins with it.
#[derive(Debug, PartialEq, Eq)]
pub struct Letter {
    /// From A to Z; none for what begins with no such letter.
    pub letter: Option<char>,
    /// The documents, in order.
    pub documents: Vec<DocId>,
}

/// The documents of a listing by letter: all letters, then the rest if there is any. Nothing for a listing that is no index.
pub fn letters(site: &Site, list: &List) -> Vec<Letter> {
    let Some(index) = site.collections[list.collection].listing.as_ref().and_then(|listing| listing.index.as_ref())
    else {
        return Vec::new();
    };
    let original = site.language == site.config.original();
    let spelling = |id: &DocId| {
        let text = if original { site.document(*id).text(index).unwrap_or("") } else { site.name(*id) };
        key(text)
    };
    let mut keyed: Vec<(String, DocId)> = list.documents.iter().map(|id| (spelling(id), *id)).collect();
    // In the original the collection's own order stands; names in another language are sorted anew.
    if !original {
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
    }
    let mut letters: Vec<Letter> =
        ('A'..='Z').map(|letter| Letter { letter: Some(letter), documents: Vec::new() }).collect();
    let mut rest = Letter { letter: None, documents: Vec::new() };
    for (key, id) in keyed {
        let first = key.chars().next().map(|c| c.to_ascii_uppercase());
        match letters.iter_mut().find(|letter| letter.letter == first && first.is_some()) {
            Some(letter) => letter.documents.push(id),
            None => rest.documents.push(id),
        }
    }
    if !rest.documents.is_empty() {
        letters.push(rest);
    }
    letters
}

/// What names are compared by: their Latin letters and digits, word by word. Other names have none and keep their order.
fn key(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let begins = name.trim_start().chars().next().is_some_and(|c| c.is_ascii());
    if begins { words.collect::<Vec<_>>().join(" ").to_ascii_lowercase() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn names_have_keys() {
        let check = |name: &str, expected: &str| assert_eq!(key(name), expected, "{name}");
        check("tan da feng", "tan da feng");
        check("Carbon peak", "carbon peak");
        check("Carbon-neutral", "carbon neutral");
        check("(Carbon) sink", "carbon sink");
        check("CO₂ equivalent", "co equivalent");
        check("碳达峰", "");
        check("碳 peak", "");
        check("", "");
    }
}
