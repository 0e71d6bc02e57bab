//! Documents → postings: which word stands in which documents, and how much it counts there. In parallel, by ranges of
//! documents; the result is sorted, so it does not depend on how the work was shared.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::site::Site;
use crate::search::gather::gather;
use crate::search::layout::Layout;
use crate::search::words::{Lexicon, MOST, bag};

/// Documents that one task reads.
const TASK: usize = 128;

/// Bits of a document's number, and of the weight of a word in it.
const NUMBER: u32 = 21;
const WEIGHT: u32 = 11;

/// All postings.
#[derive(Debug, Default)]
pub struct Postings {
    /// Key of one or two Han characters, number, weight: 32, 21 and 11 bits; sorted.
    pairs: Vec<u64>,
    /// All other words: number and weight, by number.
    words: BTreeMap<String, Vec<(u32, u16)>>,
    /// By number: what a document's length adds to the weight that halves an impact.
    damping: Vec<f32>,
    /// How many documents there are.
    count: usize,
}

/// A document of a posting list, and how much the word counts there.
pub type Posting = (u32, u8);

#[derive(Default)]
struct Part {
    pairs: Vec<u64>,
    words: BTreeMap<String, Vec<(u32, u16)>>,
    lengths: Vec<(u32, u32)>,
}

impl Postings {
    /// Reads all documents.
    pub fn of(site: &Site, layout: &Layout, lexicon: &Lexicon) -> Self {
        let parts: Vec<Part> = layout
            .documents
            .par_chunks(TASK)
            .map(|documents| {
                let mut part = Part::default();
                for (number, id) in documents {
                    let bag = bag(&gather(site, *id), lexicon);
                    part.pairs.extend(bag.pairs.iter().map(|(key, weight)| pack(*key, *number, *weight)));
                    for (word, weight) in bag.words {
                        part.words.entry(word).or_default().push((*number, weight));
                    }
                    part.lengths.push((*number, bag.length));
                }
                // Sorted pieces make the sorting of the whole cheap.
                part.pairs.sort_unstable();
                part
            })
            .collect();
        let mut postings = Self { count: layout.documents.len(), ..Self::default() };
        let length: u64 = parts.iter().flat_map(|part| &part.lengths).map(|(_, length)| u64::from(*length)).sum();
        let mean = (length as f32 / postings.count.max(1) as f32).max(1.0);
        postings.damping = vec![0.0; layout.size as usize];
        postings.pairs.reserve_exact(parts.iter().map(|part| part.pairs.len()).sum());
        for part in parts {
            postings.pairs.extend(part.pairs);
            for (word, list) in part.words {
                postings.words.entry(word).or_default().extend(list);
            }
            for (number, length) in part.lengths {
                postings.damping[number as usize] = 4.0 * (0.6 + 0.4 * length as f32 / mean);
            }
        }
        postings.pairs.par_sort_unstable();
        postings
    }

    /// Calls `each` with every word and its list, by word.
    pub fn each(&self, each: &mut dyn FnMut(&str, &[Posting])) {
        let mut words = self.words.iter().peekable();
        let mut list = Vec::new();
        for run in self.pairs.chunk_by(|a, b| key(*a) == key(*b)) {
            let pair = crate::search::words::word_of(key(run[0]));
            while let Some((word, found)) = words.next_if(|(word, _)| **word < pair) {
                self.fill(found.iter().copied(), &mut list);
                each(word, &list);
            }
            self.fill(run.iter().map(|packed| unpack(*packed)), &mut list);
            each(&pair, &list);
        }
        for (word, found) in words {
            self.fill(found.iter().copied(), &mut list);
            each(word, &list);
        }
    }

    fn fill(&self, found: impl Iterator<Item = (u32, u16)>, list: &mut Vec<Posting>) {
        list.clear();
        list.extend(found.map(|(number, weight)| (number, self.impact(number, weight))));
    }

    /// How much a word of a weight counts in a document.
    fn impact(&self, number: u32, weight: u16) -> u8 {
        if weight >= MOST {
            return 7;
        }
        let weight = f32::from(weight);
        let impact = 8.0 * weight / (weight + self.damping[number as usize]);
        (impact as u8).min(7)
    }

    /// How rare a word is that stands in so many documents: twice the binary logarithm of one plus all documents over these.
    pub fn rarity(&self, documents: usize) -> u8 {
        let (part, whole) = (documents.max(1) as u128, (documents + self.count) as u128);
        let holds = |rarity: &u32| (part * part) << *rarity <= whole * whole;
        (1..=31).take_while(holds).last().map_or(1, |rarity| rarity as u8)
    }

    /// Whether a Han character stands in any document.
    pub fn has(&self, c: char) -> bool {
        let key = c as u32;
        key <= 0xffff && {
            let first = self.pairs.partition_point(|packed| self::key(*packed) < key << 16);
            self.pairs.get(first).is_some_and(|packed| self::key(*packed) >> 16 == key)
        }
    }
}

fn pack(key: u32, number: u32, weight: u16) -> u64 {
    u64::from(key) << (NUMBER + WEIGHT) | u64::from(number) << WEIGHT | u64::from(weight)
}

fn key(packed: u64) -> u32 {
    (packed >> (NUMBER + WEIGHT)) as u32
}

fn unpack(packed: u64) -> (u32, u16) {
    let number = packed >> WEIGHT & ((1 << NUMBER) - 1);
    (number as u32, (packed & u64::from(MOST)) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_keeps_everything() {
        let check = |pair: u32, number: u32, weight: u16| {
            let packed = pack(pair, number, weight);
            assert_eq!((key(packed), unpack(packed)), (pair, (number, weight)));
        };
        check(0x78b3_8fbe, 0, 0);
        check(0xffff_ffff, (1 << NUMBER) - 1, MOST);
    }

    #[test]
    fn rare_words_count_more() {
        let postings = Postings { count: 20_000, ..Postings::default() };
        let check = |documents: usize, expected: u8| assert_eq!(postings.rarity(documents), expected, "{documents}");
        check(1, 28);
        check(200, 13);
        check(2_048, 6);
        check(20_000, 2);
        check(0, 28);
    }

    #[test]
    fn impacts_grow_with_the_weight() {
        let postings = Postings { damping: vec![4.0], ..Postings::default() };
        let check = |weight: u16, expected: u8| assert_eq!(postings.impact(0, weight), expected, "{weight}");
        check(1, 1);
        check(6, 4);
        check(9, 5);
        check(28, 7);
        check(MOST, 7);
    }
}
