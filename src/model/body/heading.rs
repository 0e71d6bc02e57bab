//! Ids of headings: stable, unique in the page, never raw words of an author.
//!
//! In: headings in order. Out: an id each. A declared section has its declared id; an id written as `{#id}` is prefixed with
//! `h-`; any other heading has `h-` and a short hash of its own text, so that it stays when others come and go.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::body::SectionSpec;

/// Gives ids to the headings of one page.
#[derive(Debug)]
pub struct Ids<'a> {
    sections: &'a [SectionSpec],
    used: BTreeSet<String>,
    found: BTreeSet<&'a str>,
    /// The last number given behind a base, so that many equal headings do not search from 2 each time.
    numbers: BTreeMap<String, usize>,
}

/// The id of a heading, and of which declared section it is the heading.
#[derive(Debug, PartialEq, Eq)]
pub struct Given<'a> {
    /// The id in the page.
    pub id: String,
    /// The declared section.
    pub section: Option<&'a SectionSpec>,
}

impl<'a> Ids<'a> {
    /// No ids given yet; those of declared sections are set aside.
    pub fn new(sections: &'a [SectionSpec]) -> Self {
        let used = sections.iter().map(|s| s.id.clone()).collect();
        Self { sections, used, found: BTreeSet::new(), numbers: BTreeMap::new() }
    }

    /// The id for the next heading. `section` says that it is one that starts a section (level 2, in no quote or list).
    pub fn give(&mut self, text: &str, written: Option<&str>, section: bool) -> Given<'a> {
        if section
            && let Some(spec) = self.sections.iter().find(|s| s.title == text.trim())
            && self.found.insert(&spec.id)
        {
            return Given { id: spec.id.clone(), section: Some(spec) };
        }
        let base = format!("h-{}", written.and_then(plain_id).unwrap_or_else(|| hash(text)));
        let mut id = base.clone();
        while !self.used.insert(id.clone()) {
            let number = self.numbers.entry(base.clone()).and_modify(|n| *n += 1).or_insert(2);
            id = format!("{base}-{number}");
        }
        Given { id, section: None }
    }
}

/// A written id in letters, digits and hyphens, lower case; none if nothing is left of it.
fn plain_id(written: &str) -> Option<String> {
    let id: String = written
        .chars()
        .take(60)
        .map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() })
        .filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-')
        .collect();
    let id = id.trim_matches('-');
    (!id.is_empty()).then(|| id.to_owned())
}

/// Six characters of base 32 (digits and letters without i, l, o, u, which look like others) of the text's hash.
fn hash(text: &str) -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let words: Vec<&str> = text.split_whitespace().collect();
    let bytes = blake3::hash(words.join(" ").as_bytes());
    let number = bytes.as_bytes()[..4].iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
    (0..6).map(|i| char::from(LETTERS[number >> (5 * i) & 31])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn specs() -> Vec<SectionSpec> {
        [("background", "背景与问题"), ("measures", "主要做法")]
            .map(|(id, title)| SectionSpec { id: id.into(), title: title.into() })
            .to_vec()
    }

    fn ids(headings: &[(&str, Option<&str>)]) -> Vec<String> {
        let specs = specs();
        let mut ids = Ids::new(&specs);
        headings.iter().map(|(text, written)| ids.give(text, *written, true).id).collect()
    }

    #[test]
    fn kinds_of_id() {
        let check =
            |headings: &[(&str, Option<&str>)], expected: &[&str]| assert_eq!(ids(headings), expected, "{headings:?}");
        check(&[("背景与问题", None)], &["background"]);
        check(&[("背景与问题 ", None), ("主要做法", Some("x"))], &["background", "measures"]);
        check(&[("别的", Some("Detail"))], &["h-detail"]);
        check(&[("甲", Some("a")), ("乙", Some("a")), ("丙", Some("a"))], &["h-a", "h-a-2", "h-a-3"]);
        check(&[("甲", Some("a-2")), ("乙", Some("a")), ("丙", Some("a"))], &["h-a-2", "h-a", "h-a-3"]);
        check(&[("甲", Some("__proto__"))], &["h-proto"]);
        check(&[("甲", Some("h-x"))], &["h-h-x"]);
        check(&[("甲", Some("a\"onclick=x"))], &["h-aonclickx"]);
        check(&[("成效与数据", None)], &["h-p0n4zf"]);
        check(&[("成效与数据", Some("成效"))], &["h-p0n4zf"]);
        check(&[("成效与数据", None), ("成效与数据", None)], &["h-p0n4zf", "h-p0n4zf-2"]);
    }

    #[test]
    fn an_id_stays_when_other_headings_come_and_go() {
        let alone = ids(&[("成效与数据", None)]);
        let among = ids(&[("引言", None), ("背景与问题", None), ("成效与数据", None), ("尾声", None)]);
        assert_eq!(alone[0], among[2]);
        assert!(alone[0].len() == 8 && alone[0].is_ascii());
    }

    #[test]
    fn only_a_section_heading_has_the_declared_id() {
        let specs = specs();
        let mut ids = Ids::new(&specs);
        assert!(ids.give("背景与问题", None, false).section.is_none());
        assert_eq!(ids.give("背景与问题", None, true).id, "background");
        assert!(ids.give("背景与问题", None, true).id.starts_with("h-"));
    }
}
