//! A span → the piece of its line that is shown above the caret: cut to a width, harmless characters only.
//!
//! Chinese paragraphs are one long line, so what is shown is a window around the span, with `...` where it was cut.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::cli::visible;
use crate::diag::Span;

/// Columns of text before the span and in all.
const BEFORE: usize = 30;
const WIDTH: usize = 96;
const CUT: &str = "...";

/// One line of source, ready to be printed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    /// The text.
    pub(crate) text: String,
    /// Bytes of `text` to underline.
    pub(crate) range: Range<usize>,
    /// Line number, from 1.
    pub(crate) line: usize,
    /// Display column, from 1, in the file.
    pub(crate) column: usize,
}

/// The excerpt of a span; `None` when the file as a whole is meant. Of a span over several lines, the first is shown.
pub(crate) fn excerpt(span: &Span) -> Option<Excerpt> {
    let range = span.range.clone()?;
    let place = span.position()?;
    let text = &span.source.text;
    let at = floor(text, range.start);
    let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
    let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
    let line = text[start..end].trim_end_matches('\r');
    let from = (at - start).min(line.len());
    let to = floor(text, range.end).saturating_sub(start).clamp(from, line.len());
    let (text, range) = window(line, from..to);
    Some(Excerpt { text, range, line: place.line, column: place.column })
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn window(line: &str, span: Range<usize>) -> (String, Range<usize>) {
    let whole = line.chars().map(width).sum::<usize>() <= WIDTH;
    let (mut start, mut end) = (0, line.len());
    if !whole {
        let mut room = BEFORE;
        for (at, c) in line[..span.start].char_indices().rev() {
            let Some(left) = room.checked_sub(width(c)) else {
                start = at + c.len_utf8();
                break;
            };
            room = left;
        }
        let mut room = WIDTH;
        for (at, c) in line[start..].char_indices() {
            let Some(left) = room.checked_sub(width(c)) else {
                end = start + at;
                break;
            };
            room = left;
        }
    }
    let mut text = String::new();
    if start > 0 {
        text.push_str(CUT);
    }
    let mark = |at: usize, text: &str, range: &mut Range<usize>| {
        if at == span.start {
            range.start = text.len();
        }
        if at <= span.end {
            range.end = text.len();
        }
    };
    let mut range = 0..0;
    for (at, c) in line[start..end].char_indices() {
        mark(start + at, &text, &mut range);
        visible::push(&mut text, c);
    }
    mark(end, &text, &mut range);
    if end < line.len() {
        if span.end > end {
            range.end = text.len();
        }
        text.push_str(CUT);
    }
    range.end = range.end.max(range.start);
    (text, range)
}

/// Columns of a character as it is shown.
fn width(c: char) -> usize {
    if visible::is_hidden(c) { "\\u{}".len() + 4 } else { c.width().unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::SourceText;

    #[test]
    fn line_is_shown_with_its_span() {
        let check = |text: &str, range: Range<usize>, shown: &str, marked: &str, line: usize, column: usize| {
            let source = SourceText::new("a.md", text);
            let found = excerpt(&Span::new(&source, range)).unwrap();
            assert_eq!(found.text, shown, "{text:?}");
            assert_eq!(&found.text[found.range.clone()], marked, "{text:?}");
            assert_eq!((found.line, found.column), (line, column), "{text:?}");
        };
        check("title: 碳达峰\n", 7..16, "title: 碳达峰", "碳达峰", 1, 8);
        check("a\r\n标题: x\r\nb", 3..9, "标题: x", "标题", 2, 1);
        check("a\nb", 1..1, "a", "", 1, 2);
        check("a\nb", 3..3, "b", "", 2, 2);
        check("abc", 3..3, "abc", "", 1, 4);
        check("a: {\n b\n}", 3..9, "a: {", "{", 1, 4);
        check("x\u{202e}y", 1..4, "x\\u{202e}y", "\\u{202e}", 1, 2);
        check("碳x", 0..1, "碳x", "", 1, 1);
        let long = "碳".repeat(100);
        let window = format!("...{}...", "碳".repeat(48));
        check(&long, 150..153, &window, "碳", 1, 101);
        check(&long, 0..300, &window[3..], &"碳".repeat(48), 1, 1);
        check(&long, 150..300, &window, &"碳".repeat(33), 1, 101);
        check(&long, 297..300, &format!("...{}", "碳".repeat(16)), "碳", 1, 199);
    }

    #[test]
    fn whole_file_has_no_excerpt() {
        assert_eq!(excerpt(&Span::path("a.md")), None);
    }
}
