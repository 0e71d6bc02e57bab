//! Candidates and their texts → results in order (`format.md` 6.4): do the words stand together?

use std::collections::BTreeMap;

use crate::search::query::score::{Candidate, Ranked, weighed};
use crate::search::query::shelf::{Failure, Shelf, Shown};
use crate::search::query::units::Asked;
use crate::search::text::lowered;

/// Documents that are looked at together, and how often.
const BATCH: usize = 10;
const BATCHES: usize = 3;

/// From here on a document has what was asked for.
const WHOLE: u64 = 6;

/// Text as phrases are looked for in it.
pub fn hay(text: &str) -> String {
    lowered(text).chars().filter(|c| *c > ' ').collect()
}

/// Sorts the best candidates by what their texts say. Gives what was read of them.
///
/// # Errors
/// When a fragment can't be read.
pub fn verify(
    ranked: &mut Ranked,
    asked: &Asked,
    searched: &str,
    shelf: &Shelf<'_>,
) -> Result<BTreeMap<u32, Shown>, Failure> {
    let mut read = BTreeMap::new();
    if ranked.units.len() < 2 {
        return Ok(read);
    }
    let needle = hay(searched);
    let mut looked = 0;
    let mut wholes = 0;
    for _ in 0..BATCHES {
        let end = (looked + BATCH).min(ranked.candidates.len());
        let numbers: Vec<u32> = ranked.candidates[looked..end].iter().map(|candidate| candidate.number).collect();
        for (number, shown) in numbers.iter().zip(shelf.shown(&numbers)?) {
            let hays =
                Hays { title: hay(&shown.title), rest: [hay(&shown.summary), hay(&shown.text), hay(&shown.owner)] };
            let together = together(&hays, &needle, &asked.parts);
            let covered = settled(ranked, *number, &hays);
            if let Some(candidate) = ranked.candidates[looked..end].iter_mut().find(|c| c.number == *number) {
                candidate.covered = covered;
                candidate.score = weighed(candidate.sum, covered, ranked.all) * (16 + together) / 16;
            }
            wholes += usize::from(together >= WHOLE);
            read.insert(*number, shown);
        }
        looked = end;
        if wholes >= BATCH || looked == ranked.candidates.len() {
            break;
        }
    }
    ranked.candidates[..looked].sort_by_key(|candidate| std::cmp::Reverse((candidate.score, candidate.number)));
    Ok(read)
}

struct Hays {
    title: String,
    rest: [String; 3],
}

impl Hays {
    fn has(&self, needle: &str) -> bool {
        self.title.contains(needle) || self.rest.iter().any(|rest| rest.contains(needle))
    }
}

/// How well the words of a query stand together in a document: 0 to 16.
fn together(hays: &Hays, needle: &str, parts: &[String]) -> u64 {
    if hays.title.contains(needle) {
        return 16;
    }
    let of_parts = |has: &dyn Fn(&String) -> bool| match parts {
        [] => 0,
        parts => 6 * parts.iter().filter(|part| has(part)).count() as u64 / parts.len() as u64,
    };
    // What a document is called and whose it is says more than what it mentions.
    let owner = &hays.rest[2];
    let named = of_parts(&|part| hays.title.contains(part) || owner.contains(part));
    if hays.rest.iter().any(|rest| rest.contains(needle)) {
        return 8 + named;
    }
    match parts {
        [only] if only == needle => 0,
        _ => of_parts(&|part| hays.has(part)) + named,
    }
}

/// What a document covers, now that its text is known: words of lists that were cut are there or not.
fn settled(ranked: &Ranked, number: u32, hays: &Hays) -> u64 {
    let covered = ranked.candidates.iter().find(|c| c.number == number).map_or(0, |c: &Candidate| c.covered);
    let mut settled = covered;
    for unit in ranked.units.iter().filter(|unit| unit.whole.is_some()) {
        let listed = unit.list.iter().flatten().any(|(other, _)| *other == number);
        if !listed && settled < ranked.all {
            let there = unit.words.iter().any(|word| hays.has(word));
            settled = settled.saturating_sub(unit.idf / 2) + if there { unit.idf } else { 0 };
        }
    }
    settled.min(ranked.all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found() {
        let hays = Hays {
            title: hay("湖州 碳效码"),
            rest: [String::new(), hay("装机 300 MW，碳排放\n下降"), String::new()],
        };
        let check = |needle: &str, parts: &[&str], expected: u64| {
            let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
            assert_eq!(together(&hays, &hay(needle), &parts), expected, "{needle}");
        };
        check("湖州碳效码", &[], 16);
        check("300MW", &[], 8);
        check("碳排放下降", &[], 8);
        check("碳排 下降", &["碳排", "下降"], 6);
        check("碳排 上升", &["碳排", "上升"], 3);
        check("湖州 碳排", &["湖州", "碳排"], 9);
        check("碳效率", &["碳效率"], 0);
        check("碳效码吗", &["碳效码"], 12);
        check("碳效率", &[], 0);
    }
}
