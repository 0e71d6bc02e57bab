//! Units and their lists → candidates with scores (`format.md` 6.3). Whole numbers only.

use crate::search::query::shelf::{Failure, Found, Shelf};
use crate::search::query::units::{Asked, Place, Unit};

/// How rare a word counts that the index does not have; a pair between known ones is a border of words.
const UNKNOWN: u64 = 31;
const BORDER: u64 = 1;

/// Candidates at most.
const MOST: usize = 10_000;

/// A unit as the index has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// What may stand in a document for it.
    pub words: Vec<String>,
    /// How rare it is.
    pub idf: u64,
    /// Its documents; none if the index does not have it.
    pub list: Option<Vec<(u32, u64)>>,
    /// The file with the whole list, if this one is cut.
    pub whole: Option<String>,
}

/// A word that is no unit, as the index has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bonus {
    /// How rare it is.
    pub idf: u64,
    /// Its documents.
    pub list: Vec<(u32, u64)>,
    /// Whether it is the whole query.
    pub whole: bool,
}

/// A document that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its number.
    pub number: u32,
    /// How good it is.
    pub score: u64,
    /// How much of the query it has: see `Ranked::all`.
    pub covered: u64,
    /// The sum before it was weighed by what is covered.
    pub sum: u64,
}

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranked {
    /// The units.
    pub units: Vec<Known>,
    /// The greatest value of what is covered.
    pub all: u64,
    /// The best candidate first.
    pub candidates: Vec<Candidate>,
    /// The greatest value that any of them covers.
    pub best: u64,
}

impl Ranked {
    /// Whether the best candidate has too little of the query.
    pub fn is_poor(&self) -> bool {
        self.candidates.is_empty() || 100 * self.best < 80 * self.all
    }

    /// Whether the best candidate has more of its query than that of another has of its own.
    pub fn is_better_than(&self, other: &Ranked) -> bool {
        !self.candidates.is_empty() && (other.candidates.is_empty() || self.best * other.all > other.best * self.all)
    }
}

/// Finds units in the index and ranks the documents.
///
/// # Errors
/// When a file can't be read.
pub fn ranked(asked: &mut Asked, shelf: &mut Shelf<'_>) -> Result<Ranked, Failure> {
    let (units, borders) = known(asked, shelf)?;
    asked.part(&borders);
    of_units(units, asked, shelf)
}

/// The same with those units alone that the index has: what is left to ask where nothing was found.
///
/// # Errors
/// When a file can't be read.
pub fn ranked_by_known(asked: &Asked, shelf: &mut Shelf<'_>) -> Result<Ranked, Failure> {
    let (units, _) = known(asked, shelf)?;
    let units: Vec<Known> = units.into_iter().filter(|unit| unit.list.is_some()).collect();
    // One word of a query about something else (宠物医院) is no answer to it.
    if units.len() < 2 {
        return Ok(Ranked::default());
    }
    of_units(units, asked, shelf)
}

fn of_units(mut units: Vec<Known>, asked: &Asked, shelf: &mut Shelf<'_>) -> Result<Ranked, Failure> {
    if units.len() > 1 && units.iter().all(|unit| unit.whole.is_some()) {
        for unit in &mut units {
            if let Some(name) = unit.whole.take() {
                unit.list = Some(shelf.whole(&name)?);
            }
        }
    }
    let mut bonus = Vec::new();
    for (at, word) in asked.bonus.iter().enumerate() {
        let whole = asked.whole && at == 0;
        bonus.extend(shelf.word(word)?.map(|found| Bonus { idf: found.idf, list: found.list, whole }));
    }
    Ok(rank(units, &bonus, shelf.size()))
}

/// The units as the index has them, and the pairs where two words meet.
fn known(asked: &Asked, shelf: &mut Shelf<'_>) -> Result<(Vec<Known>, Vec<String>), Failure> {
    let mut known: Vec<(Known, Option<Place>)> = Vec::new();
    for unit in &asked.units {
        let found = one(unit, shelf)?;
        if found.list.is_none() && !unit.parts.is_empty() {
            for part in &unit.parts {
                let found = one(part, shelf)?;
                if known.iter().all(|(other, _)| other.words != found.words) {
                    known.push((found, None));
                }
            }
        } else if known.iter().all(|(other, _)| other.words != found.words) {
            known.push((found, unit.pair));
        }
    }
    // A pair between two others of its run may be where two words meet: it counts no more than they do.
    let neighbour = |run: usize, place: usize| {
        known.iter().find(|(_, pair)| pair.is_some_and(|(r, p, _)| (r, p) == (run, place))).map(|(unit, _)| unit)
    };
    let counted: Vec<u64> = known
        .iter()
        .map(|(unit, pair)| {
            let Some((run, place, touched)) = *pair else { return unit.idf };
            let after = neighbour(run, place + 1);
            let before = place.checked_sub(1).and_then(|before| neighbour(run, before));
            let Some(after) = after.filter(|_| before.is_some() || (place == 0 && touched)) else { return unit.idf };
            let all_known = after.list.is_some() && before.is_none_or(|before| before.list.is_some());
            match &unit.list {
                None if all_known => BORDER,
                None => unit.idf,
                Some(_) => before.map_or(after.idf, |before| before.idf.min(after.idf)).min(unit.idf),
            }
        })
        .collect();
    let mut borders = Vec::new();
    for ((unit, _), idf) in known.iter_mut().zip(counted) {
        if unit.list.is_none() && idf == BORDER {
            borders.push(unit.words[0].clone());
        }
        unit.idf = idf;
    }
    Ok((known.into_iter().map(|(unit, _)| unit).collect(), borders))
}

fn one(unit: &Unit, shelf: &mut Shelf<'_>) -> Result<Known, Failure> {
    for word in &unit.words {
        if let Some(Found { idf, list, whole }) = shelf.word(word)? {
            return Ok(Known { words: vec![word.clone()], idf, list: Some(list), whole });
        }
    }
    let word = unit.words[0].clone();
    let none = Known { words: vec![word.clone()], idf: UNKNOWN, list: None, whole: None };
    if !unit.letters || word.chars().map(char::len_utf16).sum::<usize>() < 3 {
        return Ok(none);
    }
    let found = shelf.beginning(&word)?;
    let Some(idf) = found.iter().map(|found| found.idf).min() else { return Ok(none) };
    let mut list: Vec<(u32, u64)> = found.into_iter().flat_map(|found| found.list).collect();
    list.sort_unstable_by_key(|(number, impact)| (*number, std::cmp::Reverse(*impact)));
    list.dedup_by_key(|(number, _)| *number);
    Ok(Known { words: vec![word], idf, list: Some(list), whole: None })
}

/// Ranks documents: pure arithmetic.
pub fn rank(units: Vec<Known>, bonus: &[Bonus], size: usize) -> Ranked {
    let all: u64 = units.iter().map(|unit| unit.idf).sum();
    // By number: sum, what is covered beyond what is unsure, whether it is named or found at all.
    let mut sums = vec![(0_u64, 0_u64, false, false); size];
    let unsure: u64 = units.iter().filter(|unit| unit.whole.is_some()).map(|unit| unit.idf / 2).sum();
    for unit in &units {
        let counted = if unit.whole.is_some() { unit.idf - unit.idf / 2 } else { unit.idf };
        for (number, impact) in unit.list.iter().flatten() {
            if let Some(sum) = sums.get_mut(*number as usize) {
                sum.0 += unit.idf * (2 * impact + 1);
                sum.1 += counted;
                sum.3 = true;
            }
        }
    }
    for Bonus { idf, list, whole } in bonus {
        for (number, impact) in list {
            if let Some(sum) = sums.get_mut(*number as usize) {
                sum.0 += 2 * idf * (2 * impact + 1);
                (sum.2, sum.3) = (sum.2 || *whole, true);
            }
        }
    }
    let need = match units.len() {
        ..=4 => 60,
        5..=8 => 45,
        _ => 33,
    };
    let mut candidates = Vec::new();
    for (number, (sum, covered, named, found)) in sums.into_iter().enumerate() {
        let covered = if named { all } else { covered + unsure };
        if found && all > 0 && 100 * covered >= need * all {
            candidates.push(Candidate { number: number as u32, score: weighed(sum, covered, all), covered, sum });
        }
    }
    candidates.sort_unstable_by_key(|candidate| std::cmp::Reverse((candidate.score, candidate.number)));
    candidates.truncate(MOST);
    let best = candidates.iter().map(|candidate| candidate.covered).max().unwrap_or(0);
    Ranked { units, all, candidates, best }
}

/// The score of a sum.
pub fn weighed(sum: u64, covered: u64, all: u64) -> u64 {
    (sum * covered * covered / (all * all).max(1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(idf: u64, list: &[(u32, u64)]) -> Known {
        Known { words: vec![String::new()], idf, list: Some(list.to_vec()), whole: None }
    }

    #[test]
    fn documents_are_ranked() {
        let check = |units: Vec<Known>, bonus: &[Bonus], expected: &[(u32, u64)]| {
            let ranked = rank(units, bonus, 10);
            let found: Vec<(u32, u64)> = ranked.candidates.iter().map(|c| (c.number, c.score)).collect();
            assert_eq!(found, expected);
        };
        check(vec![unit(10, &[(1, 0), (2, 3)])], &[], &[(2, 70), (1, 10)]);
        // Of equals the higher number stands first.
        check(vec![unit(10, &[(1, 0), (2, 0)])], &[], &[(2, 10), (1, 10)]);
        // One of two equally rare words is too little.
        check(vec![unit(10, &[(1, 0)]), unit(10, &[(2, 0)])], &[], &[]);
        check(vec![unit(20, &[(1, 0)]), unit(10, &[(1, 0), (2, 0)])], &[], &[(1, 30)]);
        check(vec![unit(20, &[(3, 7)]), unit(10, &[(2, 0)])], &[], &[(3, 133)]);
        // A whole name counts double and covers all.
        check(
            vec![unit(10, &[(1, 0)]), unit(10, &[(2, 0)])],
            &[Bonus { idf: 10, list: vec![(4, 7)], whole: true }],
            &[(4, 300)],
        );
        // Part of a query that is a name covers nothing by itself.
        let part = Bonus { idf: 10, list: vec![(1, 7), (4, 7)], whole: false };
        check(vec![unit(20, &[(1, 0)]), unit(10, &[(2, 0)])], &[part], &[(1, 142)]);
        // A list that was cut leaves it unsure.
        let cut = Known { whole: Some("x".to_owned()), ..unit(4, &[(2, 7)]) };
        check(vec![cut, unit(10, &[(1, 0)])], &[], &[(1, 7)]);
        check(vec![unit(10, &[(99, 0)])], &[], &[]);
        check(Vec::new(), &[], &[]);
    }
}
