//! The place of a span in lines and characters, as the forms for other programs want it.

use crate::diag::Span;

/// Lines and columns, all from 1; a column counts Unicode characters, the end is behind the last one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// The first line.
    pub(crate) start_line: usize,
    /// The first character.
    pub(crate) start_column: usize,
    /// The last line.
    pub(crate) end_line: usize,
    /// The character after the last.
    pub(crate) end_column: usize,
}

/// The region of a span; none for a file as a whole.
pub(crate) fn region(span: &Span) -> Option<Region> {
    let range = span.range.as_ref()?;
    let (start_line, start_column) = at(&span.source.text, range.start);
    let (end_line, end_column) = at(&span.source.text, range.end);
    Some(Region { start_line, start_column, end_line, end_column })
}

fn at(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before[start..].chars().count() + 1)
}
