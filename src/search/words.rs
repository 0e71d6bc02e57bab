//! The words of a document: texts with weights → [`Bag`] (`format.md` 6.2).

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::search::gather::Weighed;
use crate::search::text::{Class, Gap, Piece, normalise, pieces, stemmed, units, whole};

/// The greatest weight that a word can have in a document; whole names have it.
pub const MOST: u16 = 2047;

/// Longest squeezed name that is a word by itself.
pub const LONGEST: usize = 24;

/// The terms that are words as a whole.
#[derive(Debug, Default)]
pub struct Lexicon {
    machine: Option<AhoCorasick>,
}

impl Lexicon {
    /// Names of three to eight Han characters; others are left out.
    pub fn new(names: impl Iterator<Item = String>) -> Self {
        let mut names: Vec<String> = names
            .filter(|name| {
                let count = name.chars().count();
                (3..=8).contains(&count) && name.chars().all(|c| crate::search::text::class(c) == Some(Class::Han))
            })
            .collect();
        names.sort();
        names.dedup();
        if names.is_empty() {
            return Self::default();
        }
        // A machine of some thousand short names is never too large.
        Self { machine: AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names).ok() }
    }
}

/// The words of a document with the sum of their weights.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Bag {
    /// One and two Han characters: the first in the upper 16 bits, the second (or 0) in the lower; sorted.
    pub pairs: Vec<(u32, u16)>,
    /// All other words.
    pub words: BTreeMap<String, u16>,
    /// How many characters and words the document has.
    pub length: u32,
}

/// The words of a document.
pub fn bag(texts: &[Weighed], lexicon: &Lexicon) -> Bag {
    let mut bag = Bag::default();
    let mut pairs: Vec<(u32, u16)> = Vec::new();
    for Weighed { text, weight, .. } in texts {
        let text = normalise(text);
        let mut add = |word: Word<'_>| match word {
            Word::Pair(key) => pairs.push((key, *weight)),
            Word::Other(word) => sum(&mut bag.words, word.into_owned(), *weight),
        };
        let pieces = pieces(&text);
        words(&pieces, lexicon, &mut add);
        let length = |piece: &Piece| if piece.class == Class::Han { piece.text.chars().count() } else { 1 };
        bag.length += pieces.iter().map(length).sum::<usize>() as u32;
    }
    for name in texts.iter().filter(|text| text.name) {
        let name = whole(&pieces(&normalise(&name.text)));
        match pair_of(&name) {
            Some(key) => pairs.push((key, MOST)),
            None if (1..=LONGEST).contains(&units(&name)) => sum(&mut bag.words, name, MOST),
            None => {}
        }
    }
    pairs.sort_unstable();
    for (key, weight) in pairs {
        match bag.pairs.last_mut() {
            Some((last, all)) if *last == key => *all = (*all).saturating_add(weight).min(MOST),
            _ => bag.pairs.push((key, weight.min(MOST))),
        }
    }
    bag
}

fn sum(words: &mut BTreeMap<String, u16>, word: String, weight: u16) {
    let all = words.entry(word).or_insert(0);
    *all = all.saturating_add(weight).min(MOST);
}

/// A word on its way into a bag.
enum Word<'a> {
    Pair(u32),
    Other(std::borrow::Cow<'a, str>),
}

/// The key of one or two Han characters.
pub fn pair_of(word: &str) -> Option<u32> {
    let mut chars = word.chars();
    let (first, second, third) = (chars.next()?, chars.next(), chars.next());
    let han = |c: char| crate::search::text::class(c) == Some(Class::Han);
    let fits = third.is_none() && han(first) && second.is_none_or(han);
    fits.then(|| (first as u32) << 16 | second.map_or(0, |c| c as u32))
}

/// The word of a key.
pub fn word_of(key: u32) -> String {
    [key >> 16, key & 0xffff].into_iter().filter(|code| *code > 0).filter_map(char::from_u32).collect()
}

/// Calls `add` with every word of a text.
fn words<'p>(pieces: &'p [Piece], lexicon: &Lexicon, add: &mut dyn FnMut(Word<'p>)) {
    for (at, piece) in pieces.iter().enumerate() {
        match piece.class {
            Class::Han => {
                let mut before = 0;
                for c in piece.text.chars() {
                    let code = c as u32;
                    add(Word::Pair(code << 16));
                    if before > 0 {
                        add(Word::Pair(before << 16 | code));
                    }
                    before = code;
                }
                if let Some(machine) = lexicon.machine.as_ref().filter(|_| piece.text.len() >= 9) {
                    for found in machine.find_iter(&piece.text) {
                        add(Word::Other(piece.text[found.range()].into()));
                    }
                }
            }
            Class::Letters => add(Word::Other(stemmed(&piece.text).into())),
            Class::Number => add(Word::Other(piece.text.as_str().into())),
            Class::Sign => {}
        }
        if let Some(compound) = compound(pieces, at) {
            add(Word::Other(compound.into()));
        }
        for quantity in quantities(pieces, at) {
            add(Word::Other(quantity.into()));
        }
    }
}

/// Whether a piece is a number or letters.
fn latin(piece: Option<&Piece>) -> bool {
    piece.is_some_and(|piece| matches!(piece.class, Class::Number | Class::Letters))
}

/// Whether a piece continues the number or letters before it.
fn touches(pieces: &[Piece], at: usize) -> bool {
    at > 0 && latin(pieces.get(at)) && latin(pieces.get(at - 1)) && pieces[at].gap == Gap::None
}

/// How many pieces the compound that starts here has: one if it is none.
pub fn compound_length(pieces: &[Piece], at: usize) -> usize {
    if !latin(pieces.get(at)) || touches(pieces, at) {
        return 1;
    }
    let row = (at + 1..pieces.len()).take_while(|next| touches(pieces, *next)).count() + 1;
    let unit = row == 1
        && pieces[at].class == Class::Number
        && pieces
            .get(at + 1)
            .is_some_and(|next| next.class == Class::Letters && next.gap == Gap::Space && units(&next.text) <= 4)
        && !touches(pieces, at + 2);
    if unit { 2 } else { row }
}

/// The compound that starts here.
pub fn compound(pieces: &[Piece], at: usize) -> Option<String> {
    let length = compound_length(pieces, at);
    (length > 1).then(|| pieces[at..at + length].iter().map(|piece| piece.text.as_str()).collect())
}

/// The quantities that start with the number here: with two characters of its unit, then with one.
pub fn quantities(pieces: &[Piece], at: usize) -> Vec<String> {
    let Some(number) = pieces.get(at).filter(|piece| piece.class == Class::Number) else { return Vec::new() };
    match pieces.get(at + 1) {
        Some(unit) if unit.class == Class::Han && unit.gap != Gap::Wide => {
            let mut ends = unit.text.char_indices().map(|(at, c)| at + c.len_utf8());
            let (one, two) = (ends.next(), ends.next());
            [two, one].into_iter().flatten().map(|end| format!("{}{}", number.text, &unit.text[..end])).collect()
        }
        Some(sign) if sign.class == Class::Sign && sign.gap == Gap::None => {
            vec![format!("{}{}", number.text, sign.text)]
        }
        _ => Vec::new(),
    }
}

/// All words of a text as both engines must find them, sorted, without doubles.
pub fn all(text: &str, lexicon: &Lexicon) -> Vec<String> {
    let bag = bag(&[Weighed { text: text.to_owned(), weight: 1, name: false }], lexicon);
    let mut all: Vec<String> =
        bag.pairs.into_iter().map(|(key, _)| word_of(key)).chain(bag.words.into_keys()).collect();
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_into_words() {
        let lexicon = Lexicon::new(["碳达峰", "碳效码", "湖州市碳效码"].map(str::to_owned).into_iter());
        let check = |text: &str, expected: &str| assert_eq!(all(text, &lexicon).join(" "), expected, "{text}");
        check("湖州", "州 湖 湖州");
        check("碳達峰了", "了 峰 峰了 碳 碳达 碳达峰 达 达峰");
        check("CO2", "2 co co2");
        check("300兆瓦", "300 300兆 300兆瓦 兆 兆瓦 瓦");
        check("300 MW", "300 300mw mw");
        check("300 MW2", "2 300 mw mw2");
        check("300 carbon", "300 carbon");
        check("20%", "20 20%");
        check("5 年", "5 5年 年");
        check("3,800家", "3800 3800家 家");
        check("The emissions", "emission the");
        check("", "");
    }

    #[test]
    fn whole_names_weigh_most() {
        let check = |name: &str, word: &str, weight: u16| {
            let bag = bag(&[Weighed { text: name.to_owned(), weight: 6, name: true }], &Lexicon::default());
            let found = match pair_of(word) {
                Some(key) => bag.pairs.iter().find(|(pair, _)| *pair == key).map(|(_, weight)| *weight),
                None => bag.words.get(word).copied(),
            };
            assert_eq!(found.unwrap_or(0), weight, "{name}");
        };
        check("湖州", "湖州", MOST);
        check("湖", "湖", MOST);
        check("湖州市", "湖州", 6);
        check("湖州市", "湖州市", MOST);
        check("Carbon peak", "carbonpeak", MOST);
        check("一个很长很长很长很长很长很长很长很长很长很长很长的名称", "一个", 6);
        check("𠮷", "", 0);
    }

    #[test]
    fn pairs_are_keys() {
        for word in ["碳", "碳达"] {
            assert_eq!(pair_of(word).map(word_of).as_deref(), Some(word));
        }
        for other in ["", "a", "碳a", "碳达峰"] {
            assert_eq!(pair_of(other), None);
        }
    }
}
