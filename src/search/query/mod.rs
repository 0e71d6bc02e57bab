//! A query and the files of an index → results, as the theme's script works them out (`format.md` 6 and 8).

pub mod repair;
pub mod score;
pub mod shelf;
pub mod units;
pub mod verify;

use std::collections::BTreeMap;

use crate::search::query::repair::{STEPS, TRIES};
use crate::search::query::score::Ranked;
use crate::search::query::shelf::{Failure, Fetch, Shelf, Shown};
use crate::search::query::units::Asked;
use crate::search::text::{lowered, normalise};

/// Results that are read from the index though nobody had to verify them.
const SHOWN: usize = 10;

/// What was changed in a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `fold`, `pinyin`, `typo` or `synonym`.
    pub kind: &'static str,
    /// What was written.
    pub from: String,
    /// What was searched instead.
    pub to: String,
}

/// A document that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its number in the index.
    pub number: u32,
    /// How good it is.
    pub score: u64,
    /// What is shown of it, if it stands among the first.
    pub shown: Option<Shown>,
}

/// What a query found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The query as it was searched.
    pub searched: String,
    /// What was changed in it.
    pub changes: Vec<Change>,
    /// How much of it the best document has: of 100.
    pub best: u64,
    /// Whether that is too little to be sure.
    pub poor: bool,
    /// All documents, the best first.
    pub hits: Vec<Hit>,
}

/// Searches an index.
///
/// # Errors
/// When a file of the index can't be read; says which and why.
pub fn search(query: &str, fetch: &dyn Fetch) -> Result<Outcome, Failure> {
    let mut shelf = Shelf::open(fetch)?;
    let mut text = normalise(units::cut(query));
    let unfolded = lowered(units::cut(query));
    let mut changes = Vec::new();
    if unfolded != text {
        changes.push(Change { kind: "fold", from: unfolded.trim().to_owned(), to: text.trim().to_owned() });
    }
    let (mut asked, mut ranked) = run(&text, &mut shelf)?;
    for step in STEPS {
        if !ranked.is_poor() {
            break;
        }
        for repair in step(&text, &mut shelf)?.into_iter().take(TRIES) {
            let other = normalise(units::cut(&repair.query));
            let (other_asked, other_ranked) = run(&other, &mut shelf)?;
            if other_ranked.is_better_than(&ranked) {
                (text, asked, ranked) = (other, other_asked, other_ranked);
                changes.push(Change { kind: repair.kind, from: repair.from, to: repair.to });
                break;
            }
        }
    }
    let (all, poor) = (ranked.all, ranked.is_poor());
    if ranked.candidates.is_empty() {
        ranked = score::ranked_by_known(&asked, &mut shelf)?;
    }
    let best = (100 * ranked.best).checked_div(all).unwrap_or(0);
    let mut read = verify::verify(&mut ranked, &asked, &text, &shelf)?;
    let missing: Vec<u32> =
        ranked.candidates.iter().take(SHOWN).map(|c| c.number).filter(|n| !read.contains_key(n)).collect();
    let shown: BTreeMap<u32, Shown> = missing.iter().copied().zip(shelf.shown(&missing)?).collect();
    read.extend(shown);
    let hit = |c: &score::Candidate| Hit { number: c.number, score: c.score, shown: read.remove(&c.number) };
    let hits = ranked.candidates.iter().map(hit).collect();
    Ok(Outcome { searched: text, changes, best, poor, hits })
}

fn run(text: &str, shelf: &mut Shelf<'_>) -> Result<(Asked, Ranked), Failure> {
    let mut asked = units::asked(text);
    let ranked = score::ranked(&mut asked, shelf)?;
    Ok((asked, ranked))
}
