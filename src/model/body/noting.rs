//! The terms of a glossary in running text: the first use of each on a page becomes a link to its explanation there.
//!
//! In: the names of the terms and the words that only hold such a name. Out: a [`Finder`], made once for an edition of the
//! site, and places of names in a text. The longest of all names and words that begin at a place counts, so `绿电` is not found
//! in `绿电交易` if that is a word of its own. A Latin name is a whole word, in English with its plural. Case is of no matter.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use aho_corasick::{AhoCorasick, Input, MatchKind};
use pulldown_cmark::Tag;

use crate::model::body::events::{Kind, Piece};
use crate::model::body::html::Writer;

/// Finds names of terms.
#[derive(Debug)]
pub struct Finder {
    words: AhoCorasick,
    /// What each word names; a word without term only hides the names in it.
    terms: Vec<Option<usize>>,
    /// Ids of the terms, for anchors.
    ids: Vec<String>,
}

impl Finder {
    /// A finder for names with the term that each stands for, and the terms' ids. None if there is nothing to find.
    pub fn new(words: Vec<(String, Option<usize>)>, ids: Vec<String>) -> Option<Self> {
        let (names, terms): (Vec<String>, Vec<Option<usize>>) =
            words.into_iter().filter(|(name, _)| name.chars().nth(1).is_some()).unzip();
        if terms.iter().all(Option::is_none) {
            return None;
        }
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true);
        Some(Self { words: builder.build(names).ok()?, terms, ids })
    }

    /// Whether some name stands in a text.
    pub fn finds(&self, text: &str) -> bool {
        self.words.is_match(text)
    }

    /// The names in a text from the left, with their terms.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Range<usize>, usize)> + 't {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let found = self.words.find(Input::new(text).span(at..text.len()))?;
                let range = found.range();
                let Some(end) = whole_word(text, &range) else {
                    at = range.start + text[range.start..].chars().next().map_or(1, char::len_utf8);
                    continue;
                };
                at = end;
                if let Some(term) = self.terms[found.pattern().as_usize()] {
                    return Some((range.start..end, term));
                }
            }
        })
    }
}

/// Where a name ends, its plural included, if no Latin letter, digit or hyphen joins it to more.
fn whole_word(text: &str, range: &Range<usize>) -> Option<usize> {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let joined = |c: Option<char>| latin(c) || c.is_some_and(|c| matches!(c, '-' | '_' | '\'' | '’') || is_accented(c));
    let name = &text[range.clone()];
    if latin(name.chars().next()) && joined(text[..range.start].chars().next_back()) {
        return None;
    }
    if !latin(name.chars().next_back()) {
        return Some(range.end);
    }
    let after = &text[range.end..];
    let possessive = after.starts_with("'s") || after.starts_with("’s");
    let plural = ["es", "s"].into_iter().find(|end| after.starts_with(end)).map_or(0, str::len);
    let ends = |by: usize| !joined(after[by..].chars().next());
    match () {
        () if ends(0) || possessive => Some(range.end),
        () if plural > 0 && ends(plural) => Some(range.end + plural),
        () => None,
    }
}

fn is_accented(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{24F}')
}

/// The terms that a page may still explain, and those that it does.
#[derive(Debug)]
pub struct Noting<'a> {
    finder: &'a Finder,
    done: BTreeSet<usize>,
    /// Terms with a note, in the order of their first use.
    pub(super) found: Vec<usize>,
    /// How many title marks `《` are open.
    titles: usize,
    /// Whether the title of a definition is being written, which is explained there.
    in_title: bool,
}

impl<'a> Noting<'a> {
    /// Nothing is explained yet; terms in `done` are not to be.
    pub fn new(finder: &'a Finder, done: BTreeSet<usize>) -> Self {
        Self { finder, done, found: Vec::new(), titles: 0, in_title: false }
    }

    /// An element opens. A block closes a title that was left open.
    pub(super) fn start(&mut self, tag: &Tag<'_>) {
        if !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. }) {
            self.titles = 0;
            self.in_title = matches!(tag, Tag::DefinitionListTitle);
        }
    }

    /// First uses in a text, with the ids of the terms.
    fn first_uses(&mut self, text: &str) -> Vec<(Range<usize>, &'a str)> {
        let mut uses = Vec::new();
        let mut read = 0;
        for (range, term) in self.finder.find(text) {
            self.read(&text[read..range.start]);
            read = range.start;
            if self.titles == 0 && self.done.insert(term) {
                self.found.push(term);
                uses.push((range, self.finder.ids[term].as_str()));
            }
        }
        self.read(&text[read..]);
        uses
    }

    fn read(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '《' => self.titles += 1,
                '》' => self.titles = self.titles.saturating_sub(1),
                _ => {}
            }
        }
    }
}

impl Writer<'_> {
    /// Writes the run of text that begins here, and says how many pieces it took. The parser cuts text at any mark that it
    /// looks at, and a line end between Han characters is gone: a name may stand in two pieces.
    pub(super) fn run(&mut self, rest: &[Piece<'_>]) -> usize {
        let texts =
            || rest.iter().map_while(|piece| if let Kind::Text(text) = &piece.kind { Some(text) } else { None });
        let length = texts().count();
        let running = self.links.is_empty() && !self.in_heading && self.table.as_ref().is_none_or(|table| table.body);
        let Some(noting) = self.noting.as_mut().filter(|noting| running && !noting.in_title) else {
            texts().for_each(|text| self.text(text));
            return length;
        };
        let text: Cow<'_, str> = match (length, texts().next()) {
            (1, Some(one)) => Cow::Borrowed(one),
            _ => Cow::Owned(texts().map(|text| &**text).collect()),
        };
        let mut written = 0;
        for (range, id) in noting.first_uses(&text) {
            self.text(&text[written..range.start]);
            // Writing to a String can't fail.
            let _ = write!(self.out, "<a class=\"term\" id=\"use-{id}\" href=\"#term-{id}\">");
            self.text(&text[range.clone()]);
            self.out.push_str("</a>");
            written = range.end;
        }
        self.text(&text[written..]);
        length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Terms with their names, and words that hide them.
    const TERMS: &[&[&str]] = &[
        &["碳达峰", "碳排放达峰"],
        &["碳汇"],
        &["绿电", "绿色电力"],
        &["绿电交易"],
        &["碳捕集利用与封存", "CCUS"],
        &["heat pump"],
        &["ETS"],
        &["CO2当量"],
        &["岸电"],
        &["carbon peaking", "carbon peak"],
        &["峰谷电价"],
        &["度"],
    ];
    const HIDING: &[&str] = &["海岸电缆", "国家碳达峰试点", "heat pump water heater"];

    fn finder() -> Finder {
        let names =
            TERMS.iter().enumerate().flat_map(|(at, names)| names.iter().map(move |n| ((*n).to_owned(), Some(at))));
        let hiding = HIDING.iter().map(|word| ((*word).to_owned(), None));
        let ids = (0..TERMS.len()).map(|at| format!("t{at}")).collect();
        Finder::new(names.chain(hiding).collect(), ids).unwrap()
    }

    /// The text with `<name>` around first uses; terms by position in `done` have no note.
    fn marked(text: &str, done: &[usize]) -> String {
        let finder = finder();
        let mut noting = Noting::new(&finder, done.iter().copied().collect());
        let (mut out, mut written) = (String::new(), 0);
        for (range, _) in noting.first_uses(text) {
            let _ = write!(out, "{}<{}>", &text[written..range.start], &text[range.clone()]);
            written = range.end;
        }
        out + &text[written..]
    }

    #[test]
    fn first_uses() {
        let check = |text: &str, expected: &str| assert_eq!(marked(text, &[]), expected, "{text}");
        check("", "");
        check("没有术语。", "没有术语。");
        check("碳达峰", "<碳达峰>");
        check("力争碳达峰，再谈碳达峰。", "力争<碳达峰>，再谈碳达峰。");
        check("碳排放达峰就是碳达峰", "<碳排放达峰>就是碳达峰");
        check("绿电交易", "<绿电交易>");
        check("绿电和绿电交易", "<绿电>和<绿电交易>");
        check("绿电交易和绿电", "<绿电交易>和<绿电>");
        check("绿色电力即绿电", "<绿色电力>即绿电");
        check("国家碳达峰试点名单", "国家碳达峰试点名单");
        check("国家碳达峰试点要碳达峰", "国家碳达峰试点要<碳达峰>");
        check("海岸电缆和岸电", "海岸电缆和<岸电>");
        check("碳达峰谷电价", "<碳达峰>谷电价");
        check("峰谷电价", "<峰谷电价>");
        check("温度计", "温度计");
        check("CCUS项目", "<CCUS>项目");
        check("用CCUS", "用<CCUS>");
        check("ccus", "<ccus>");
        check("CCUSA", "CCUSA");
        check("ACCUS", "ACCUS");
        check("CCUS-2", "CCUS-2");
        check("CCUS2与CCUS", "CCUS2与<CCUS>");
        check("A heat pump heats.", "A <heat pump> heats.");
        check("Heat pumps heat.", "<Heat pumps> heat.");
        check("heat pumping", "heat pumping");
        check("wheat pump", "wheat pump");
        check("the heat pump’s coil", "the <heat pump>’s coil");
        check("A heat pump water heater is a heat pump.", "A heat pump water heater is a <heat pump>.");
        check("heat  pump", "heat  pump");
        check("sets", "sets");
        check("The ETS", "The <ETS>");
        check("carbon peaks, carbon peaking", "<carbon peaks>, carbon peaking");
        check("carbon peakings", "<carbon peakings>");
        check("carbon peakéd", "carbon peakéd");
        check("3吨CO2当量", "3吨<CO2当量>");
        check("tCO2当量", "tCO2当量");
        check("《关于碳达峰的通知》说碳达峰", "《关于碳达峰的通知》说<碳达峰>");
        check("《甲《碳汇》碳汇》碳汇", "《甲《碳汇》碳汇》<碳汇>");
        check("》碳汇", "》<碳汇>");
        check("《碳汇", "《碳汇");
        check("“碳汇”", "“<碳汇>”");
        check("碳汇林", "<碳汇>林");
    }

    #[test]
    fn what_is_explained_elsewhere_is_left() {
        assert_eq!(marked("碳达峰与碳汇", &[0]), "碳达峰与<碳汇>");
        assert_eq!(marked("碳达峰与碳汇", &[0, 1]), "碳达峰与碳汇");
    }

    #[test]
    fn nothing_to_find() {
        assert!(Finder::new(vec![("度".to_owned(), Some(0))], vec!["a".to_owned()]).is_none());
        assert!(Finder::new(vec![("海岸电缆".to_owned(), None)], Vec::new()).is_none());
        assert!(Finder::new(Vec::new(), Vec::new()).is_none());
    }
}
