//! Emphasis beside Chinese punctuation: `**重要。**后面` is bold, which plain CommonMark denies.
//!
//! In: the text of a body. Out: the text with a placeholder beside such marks, and the list of insertions that maps offsets
//! back. The placeholder is punctuation for the parser, so that the run has punctuation on both sides and may open and close;
//! every event is freed of it afterwards. The parser has an option for this that no published version holds; drop this file
//! when one does.

use std::borrow::Cow;

use crate::model::body::letter::{is_cjk, is_punctuation, is_selector};

/// The character that is put beside a mark: old South Arabian, so nobody misses it. Input that holds it is an error.
pub const PLACEHOLDER: char = '\u{10A7F}';

const WIDTH: usize = PLACEHOLDER.len_utf8();

/// Text for the parser, and where it differs from what was written.
#[derive(Debug)]
pub struct Padded<'a> {
    /// The text with placeholders.
    pub text: Cow<'a, str>,
    /// Byte offsets in `text` at which a placeholder starts, in order.
    inserted: Vec<usize>,
}

impl Padded<'_> {
    /// The offset in the written text for an offset in the padded one.
    pub fn original(&self, offset: usize) -> usize {
        let before = self.inserted.partition_point(|at| *at < offset);
        let inside =
            before.checked_sub(1).and_then(|last| (self.inserted[last] + WIDTH).checked_sub(offset)).unwrap_or(0);
        offset + inside - before * WIDTH
    }
}

/// Puts placeholders beside the runs of `*` and `~~` that need one.
pub fn pad(text: &str) -> Padded<'_> {
    let bytes = text.as_bytes();
    let mut padded = String::new();
    let mut inserted = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|b| matches!(b, b'*' | b'~' | b'\\')) {
        let start = at + found;
        let mark = bytes[start];
        if mark == b'\\' {
            // The escaped character is an ordinary one; it may be the first of a run.
            at = (start + 2).min(bytes.len());
            while !text.is_char_boundary(at) {
                at += 1;
            }
            continue;
        }
        let length = bytes[start..].iter().take_while(|b| **b == mark).count();
        at = start + length;
        if mark == b'~' && length != 2 {
            continue;
        }
        if let Some(side) = side(&text[..start], &text[at..]) {
            let place = if side == Side::Before { start } else { at };
            padded.push_str(&text[copied..place]);
            copied = place;
            inserted.push(padded.len());
            padded.push(PLACEHOLDER);
        }
    }
    if inserted.is_empty() {
        return Padded { text: Cow::Borrowed(text), inserted };
    }
    padded.push_str(&text[copied..]);
    Padded { text: Cow::Owned(padded), inserted }
}

#[derive(PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// On which side of a run the placeholder goes: the letter's, when the other neighbour is punctuation and one is CJK.
fn side(before: &str, after: &str) -> Option<Side> {
    let previous = before.chars().rev().find(|c| !is_selector(*c)).filter(|c| !c.is_whitespace())?;
    let next = after.chars().next().filter(|c| !c.is_whitespace())?;
    if !is_cjk(previous) && !is_cjk(next) {
        return None;
    }
    match (is_punctuation(previous), is_punctuation(next)) {
        (true, false) => Some(Side::After),
        (false, true) => Some(Side::Before),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_stand_on_the_side_of_the_letter() {
        let check = |text: &str, expected: &str| {
            assert_eq!(pad(text).text.replace(PLACEHOLDER, "¦"), expected, "{text}");
        };
        check("**重点：**推进", "**重点：**¦推进");
        check("见**“双碳”**目标", "见¦**“双碳”**¦目标");
        check("**到2030年,**完成", "**到2030年,**¦完成");
        check("~~旧。~~新", "~~旧。~~¦新");
        check("约~旧。~新", "约~旧。~新");
        check("**bold.**next", "**bold.**next");
        check("重点 **：** 推进", "重点 **：** 推进");
        check("\\**重。*后", "\\**¦重。*¦后");
        check("\\重。**后", "\\重。**¦后");
        check("甲*乙*丙", "甲*乙*丙");
        check("", "");
        check("\\", "\\");
        check("**", "**");
    }

    #[test]
    fn offsets_map_back() {
        let text = "见**“双碳”**目标，**重点：**推进";
        let padded = pad(text);
        for (offset, c) in padded.text.char_indices().filter(|(_, c)| *c != PLACEHOLDER) {
            assert_eq!(text[padded.original(offset)..].chars().next(), Some(c), "at {offset}");
        }
        assert_eq!(padded.original(padded.text.len()), text.len());
        let inside = pad("甲**。").text.find(PLACEHOLDER).unwrap_or(0);
        assert_eq!([0, 1, 2, 4].map(|by| pad("甲**。").original(inside + by)), [3, 3, 3, 3]);
    }
}
