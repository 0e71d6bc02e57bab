//! Formulas: what stands between dollar signs becomes a tree, or its author is told what to mend.
//!
//! In: LaTeX as an author wrote it. Out: a [`Formula`], or the one [`Fault`] in it. `latex` checks, the library reads,
//! `formula` builds; `mathml` and `linear` write.

use std::ops::Range;

use pulldown_latex::event::Event;
use pulldown_latex::{Parser, Storage};

use crate::code;
use crate::diag::Code;
use crate::model::body::formula::{Formula, build};
use crate::model::body::latex;
use crate::model::body::linear::linear;

code!(
    /// LaTeX that cannot be read.
    BAD_MATH, "bad-math", "bad_math", Error, "公式要能读懂，价钱里的美元符号写成 \\$"
);
code!(
    /// A command that only changes the look of a formula.
    MATH_STYLE, "math-style", "math_style", Error, "公式里不能调颜色、边框和间距"
);

/// Bytes of a formula.
pub const MAX_BYTES: usize = 1_000;

/// What is wrong in a formula.
#[derive(Debug, PartialEq)]
pub struct Fault {
    /// Which code.
    pub code: &'static Code,
    /// Bytes of the formula.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Reads a formula.
pub fn read(tex: &str) -> Result<Formula, Fault> {
    let clean = latex::check(tex)?;
    let storage = Storage::new();
    let events: Result<Vec<Event<'_>>, _> = Parser::new(&clean, &storage).collect();
    match events {
        Ok(events) => Ok(build(&events)),
        Err(_) => {
            Err(Fault::bad(0..tex.len(), format!("公式“{}”读不懂", short(tex.trim())), "请对照 LaTeX 的写法检查一遍"))
        }
    }
}

/// A formula as words: what summaries, counts and the search index hold. One that cannot be read is its letters and digits.
pub fn plain(tex: &str) -> String {
    match read(tex) {
        Ok(formula) => linear(&formula),
        Err(_) => tex.chars().filter(|c| !matches!(c, '\\' | '{' | '}')).collect(),
    }
}

/// What is wrong with a formula that stands at `range` of `text`, dollar signs included, and where in `text`.
pub fn fault(text: &str, range: &Range<usize>, tex: &str) -> Option<(Fault, Range<usize>)> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let written = text.get(range.clone()).unwrap_or("");
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    if digit(before) || digit(after) {
        let message = format!("“{}”紧挨着数字，像是价钱，不像公式", short(written));
        let help = "价钱的美元符号写成 \\$，例如 3\\$；真是公式，就在美元符号外面空一格";
        return Some((Fault::bad(0..tex.len(), message, help), range.clone()));
    }
    let fault = read(tex).err()?;
    let place = place(written, tex, &fault.range);
    Some((fault, range.start + place.start..range.start + place.end))
}

/// Where a part of a formula stands in what was written. The parser takes out the marks of quotes at the start of lines and
/// the backslash before `|` in tables, we our placeholders; all else stands in both.
fn place(written: &str, tex: &str, part: &Range<usize>) -> Range<usize> {
    let open = if written.starts_with("$$") { 2 } else { 1 };
    let mut outer = written.char_indices().skip(open);
    let mut place = open..written.len();
    for (at, c) in tex.char_indices() {
        let Some((found, _)) = outer.find(|(_, other)| *other == c) else { break };
        if at == part.start {
            place.start = found;
        }
        if at < part.end {
            place.end = found + c.len_utf8();
        }
    }
    if part.is_empty() { place.start..place.start } else { place }
}

/// Not more than a line of an author's words.
fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

impl Fault {
    /// LaTeX that cannot be read.
    pub fn bad(range: Range<usize>, message: String, help: impl Into<String>) -> Self {
        Self { code: &BAD_MATH, range, message, help: help.into() }
    }

    /// A command that needs style.
    pub fn styled(range: Range<usize>, word: &str) -> Self {
        let message = format!("公式里的“{word}”要改样式，网页不允许");
        Self {
            code: &MATH_STYLE, range, message, help: "请删去它；颜色、边框和间距由网站统一决定".to_owned()
        }
    }
}
