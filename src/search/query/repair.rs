//! A query that found little → queries that may be meant (`format.md` 8): pinyin, typing errors, synonyms.

use crate::search::lexicon::spellings;
use crate::search::query::shelf::{Failure, Line, Shelf};
use crate::search::query::units::split;
use crate::search::tables::readings;
use crate::search::text::{Class, Piece, pieces, squeeze, stemmed};

/// Lookups of a step at most.
const MOST: usize = 40;

/// Another query, and what of the first it replaces by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What kind of change it is.
    pub kind: &'static str,
    /// What was written.
    pub from: String,
    /// What is searched instead.
    pub to: String,
    /// The whole query.
    pub query: String,
}

/// Queries that a step proposes, the likeliest first.
pub type Step = fn(&str, &mut Shelf<'_>) -> Result<Vec<Repair>, Failure>;

/// The steps in turn; folding stands before them all.
pub const STEPS: &[Step] = &[pinyin, typo, synonym];

/// How often a step may be tried.
pub const TRIES: usize = 3;

fn replaced(kind: &'static str, query: &str, from: &str, to: &str) -> Repair {
    let query = query.replacen(from, to, 1);
    Repair { kind, from: from.to_owned(), to: to.to_owned(), query }
}

fn heaviest(lines: impl IntoIterator<Item = Line>) -> Option<Line> {
    // The first of equals: lines are sorted.
    lines.into_iter().fold(None, |best: Option<Line>, line| match best {
        Some(best) if best.weight >= line.weight => Some(best),
        _ => Some(line),
    })
}

fn is_latin(piece: &Piece) -> bool {
    piece.class == Class::Letters && piece.text.bytes().all(|b| b.is_ascii_lowercase())
}

/// Letters that spell Chinese.
fn pinyin(query: &str, shelf: &mut Shelf<'_>) -> Result<Vec<Repair>, Failure> {
    let pieces = pieces(query);
    let mut repairs = Vec::new();
    if pieces.len() > 1 && pieces.iter().all(is_latin) {
        let joined: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        if let Some(text) = spelled(&joined, shelf)? {
            repairs.push(Repair { kind: "pinyin", from: query.trim().to_owned(), query: text.clone(), to: text });
        }
    }
    for piece in pieces.iter().filter(|piece| is_latin(piece)) {
        if let Some(text) = spelled(&piece.text, shelf)? {
            repairs.push(replaced("pinyin", query, &piece.text, &text));
        }
    }
    Ok(repairs)
}

/// What letters spell: a name, its initials, two names, the start of a name.
fn spelled(letters: &str, shelf: &mut Shelf<'_>) -> Result<Option<String>, Failure> {
    if !(2..=40).contains(&letters.len()) {
        return Ok(None);
    }
    if let Some(line) = heaviest(shelf.lines_of(&format!("@{letters}"))?) {
        return Ok(Some(line.text));
    }
    if letters.len() <= 8
        && let Some(line) = heaviest(shelf.lines_of(&format!("#{letters}"))?)
    {
        return Ok(Some(line.text));
    }
    for at in (2..letters.len().saturating_sub(1)).rev() {
        let Some(first) = heaviest(shelf.lines_of(&format!("@{}", &letters[..at]))?) else { continue };
        if let Some(second) = heaviest(shelf.lines_of(&format!("@{}", &letters[at..]))?) {
            return Ok(Some(format!("{} {}", first.text, second.text)));
        }
    }
    if letters.len() < 4 {
        return Ok(None);
    }
    let start = format!("@{letters}");
    let lines = shelf.lines(&start)?;
    Ok(heaviest(lines.into_iter().filter(|line| line.key.starts_with(&start))).map(|line| line.text))
}

/// The places of pairs that the index does not have, in a run.
fn unknown(run: &[char], shelf: &mut Shelf<'_>) -> Result<Vec<usize>, Failure> {
    let mut places = Vec::new();
    for (at, pair) in run.windows(2).enumerate() {
        if shelf.word(&pair.iter().collect::<String>())?.is_none() {
            places.push(at);
        }
    }
    Ok(places)
}

/// The windows of a query's Han runs that hold a pair unknown to the index: longer ones first, from the left.
fn windows(query: &str, shelf: &mut Shelf<'_>) -> Result<Vec<String>, Failure> {
    let mut windows = Vec::new();
    for piece in split(&pieces(query)).iter().filter(|piece| piece.class == Class::Han) {
        let run: Vec<char> = piece.text.chars().collect();
        if !(2..=12).contains(&run.len()) {
            continue;
        }
        let unknown = unknown(&run, shelf)?;
        for length in (2..=run.len().min(6)).rev() {
            for (at, window) in run.windows(length).enumerate() {
                if unknown.iter().any(|pair| *pair >= at && pair + 1 < at + length) {
                    windows.push(window.iter().collect());
                }
            }
        }
    }
    windows.truncate(MOST);
    Ok(windows)
}

/// The same sound, one wrong character, wrong letters.
fn typo(query: &str, shelf: &mut Shelf<'_>) -> Result<Vec<Repair>, Failure> {
    let mut repairs = Vec::new();
    for window in windows(query, shelf)? {
        if let Some(line) = meant(&window, shelf)? {
            repairs.push(replaced("typo", query, &window, &line.text));
        }
        if repairs.len() >= TRIES {
            return Ok(repairs);
        }
    }
    repairs.extend(characters(query, shelf)?);
    for piece in pieces(query).iter().filter(|piece| is_latin(piece) && piece.text.len() >= 4) {
        let wrong = stemmed(&piece.text);
        if shelf.word(&wrong)?.is_some() {
            continue;
        }
        let far = if piece.text.len() >= 8 { 2 } else { 1 };
        let mut near: Vec<(usize, u64, String)> = Vec::new();
        // The second letter may be wrong, left out, or exchanged with a neighbour.
        let (a, b, c) = (&piece.text[..1], &piece.text[1..2], &piece.text[2..3]);
        for start in [format!("{a}{b}"), format!("{a}{c}"), format!("{b}{a}"), format!("{b}{c}")] {
            for (word, idf) in shelf.words(&start)? {
                let letters = word.bytes().all(|b| b.is_ascii_lowercase());
                let distance = if letters { distance(&wrong, &word) } else { usize::MAX };
                if (1..=far).contains(&distance) {
                    near.push((distance, idf, word));
                }
            }
        }
        let best = near.into_iter().min();
        repairs.extend(best.map(|(_, _, word)| replaced("typo", query, &piece.text, &word)));
    }
    Ok(repairs)
}

/// Single characters for others of the same sound, or for any other, that make pairs which the index has.
fn characters(query: &str, shelf: &mut Shelf<'_>) -> Result<Vec<Repair>, Failure> {
    let mut repairs = Vec::new();
    for piece in split(&pieces(query)).iter().filter(|piece| piece.class == Class::Han) {
        let run: Vec<char> = piece.text.chars().collect();
        if !(2..=12).contains(&run.len()) {
            continue;
        }
        let unknown = unknown(&run, shelf)?;
        // Where most of a run is unknown it is no slip: such a word is not in the site.
        if 2 * unknown.len() > run.len() - 1 {
            continue;
        }
        for at in (1..run.len()).filter(|at| unknown.iter().any(|pair| pair == at || pair + 1 == *at)) {
            let (before, wrong) = (run[at - 1], run[at]);
            let mut fits: Vec<(u64, char)> = Vec::new();
            for (other, idf) in shelf.after(before)?.into_iter().filter(|(other, _)| *other != wrong) {
                let fit = match run.get(at + 1) {
                    Some(next) => shelf.word(&[other, *next].iter().collect::<String>())?.is_some(),
                    None => true,
                };
                fits.extend(fit.then_some((idf, other)));
            }
            let sounds = |(_, other): &&(u64, char)| readings(*other).iter().any(|r| readings(wrong).contains(r));
            let best = fits.iter().filter(sounds).min_by_key(|(idf, _)| *idf);
            let best = best.or_else(|| fits.iter().filter(|_| at + 1 < run.len()).min_by_key(|(idf, _)| *idf));
            if let Some((_, other)) = best {
                let pair = |c: char| [before, c].iter().collect::<String>();
                repairs.push(replaced("typo", query, &pair(wrong), &pair(*other)));
            }
        }
    }
    Ok(repairs)
}

/// The name that a window of Han characters means.
fn meant(window: &str, shelf: &mut Shelf<'_>) -> Result<Option<Line>, Failure> {
    let count = window.chars().count();
    let mut hits = Vec::new();
    for spelling in spellings(window) {
        let lines = shelf.lines_of(&format!("@{}", spelling.concat()))?;
        hits.extend(lines.into_iter().filter(|line| {
            let text = squeeze(&line.text);
            text.chars().count() == count && text != window
        }));
    }
    if count >= 3 {
        let first = |count: usize| window.chars().take(count).collect::<String>();
        for start in [first(2), first(1)] {
            let lines = shelf.lines(&start)?;
            hits.extend(
                lines.into_iter().filter(|line| matches!(line.kind, 'n' | 'w') && differs_once(window, &line.key)),
            );
        }
        let rest: String = window.chars().skip(1).collect();
        let lines = shelf.lines_of(&format!("~{rest}"))?;
        hits.extend(lines.into_iter().filter(|line| squeeze(&line.text) != window));
    }
    Ok(heaviest(hits))
}

/// Whether two texts of the same length begin alike and differ in one character.
fn differs_once(a: &str, b: &str) -> bool {
    a.chars().next() == b.chars().next()
        && a.chars().count() == b.chars().count()
        && a.chars().zip(b.chars()).filter(|(a, b)| a != b).count() == 1
}

/// How many letters must be put in, taken out, changed, or exchanged with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// What editors say means the same.
fn synonym(query: &str, shelf: &mut Shelf<'_>) -> Result<Vec<Repair>, Failure> {
    let mut repairs = Vec::new();
    let whole = squeeze(query);
    if let Some(line) = same(&whole, shelf)? {
        repairs.push(Repair {
            kind: "synonym",
            from: query.trim().to_owned(),
            query: line.text.clone(),
            to: line.text,
        });
    }
    let letters = pieces(query).into_iter().filter(is_latin).map(|piece| piece.text);
    for window in windows(query, shelf)?.into_iter().chain(letters).filter(|window| *window != whole) {
        if let Some(line) = same(&window, shelf)? {
            repairs.push(replaced("synonym", query, &window, &line.text));
        }
    }
    Ok(repairs)
}

fn same(key: &str, shelf: &mut Shelf<'_>) -> Result<Option<Line>, Failure> {
    Ok(heaviest(shelf.lines_of(key)?.into_iter().filter(|line| line.kind == 's')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_letters() {
        let check = |a: &str, b: &str, expected: usize| assert_eq!(distance(a, b), expected, "{a} {b}");
        check("carbon", "carbon", 0);
        check("carbn", "carbon", 1);
        check("crabon", "carbon", 1);
        check("karbon", "carbon", 1);
        check("", "ab", 2);
        check("a", "abcd", usize::MAX);
    }

    #[test]
    fn one_wrong_character_is_seen() {
        assert!(differs_once("碳效马", "碳效码"));
        assert!(!differs_once("谈效码", "碳效码"));
        assert!(!differs_once("碳效码", "碳效码"));
        assert!(!differs_once("碳效", "碳效码"));
    }
}
