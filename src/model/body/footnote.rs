//! Footnotes in HTML: numbered in the order of their first reference, listed at the end, with ways back.
//!
//! In: references and definitions by label. Out: superscript links, and one list; a footnote that nothing refers to is left
//! out. Labels never reach the page: ids are numbers.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::body::events::{Kind, Piece};
use crate::model::body::html::Writer;
use crate::model::body::words::number;

/// Ways back to references that are written for one footnote at most.
const WAYS_BACK: usize = 20;

/// The footnotes of a body.
#[derive(Debug)]
pub(super) struct Footnotes {
    /// Position in `notes` of each label.
    numbers: BTreeMap<String, usize>,
    notes: Vec<Note>,
    /// The label of each definition being written; a definition can hold another.
    open: Vec<String>,
}

#[derive(Debug, Default)]
struct Note {
    references: usize,
    html: String,
}

impl Footnotes {
    /// Numbers the footnotes by their first references.
    pub(super) fn new(pieces: &[Piece<'_>]) -> Self {
        let mut footnotes = Self { numbers: BTreeMap::new(), notes: Vec::new(), open: Vec::new() };
        for piece in pieces {
            if let Kind::Footnote(label) = &piece.kind
                && !footnotes.numbers.contains_key(&**label)
            {
                footnotes.numbers.insert(label.to_string(), footnotes.notes.len());
                footnotes.notes.push(Note::default());
            }
        }
        footnotes
    }
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let Some(index) = self.footnotes.numbers.get(label).copied() else { return };
        let note = &mut self.footnotes.notes[index];
        note.references += 1;
        let (n, from) = (index + 1, back(index + 1, note.references));
        // Writing to a String can't fail.
        let name = number(self.words.footnote, n);
        let _ = write!(
            self.out,
            "\u{2060}<sup class=\"mark\"><a href=\"#fn-{n}\" id=\"{from}\" aria-label=\"{name}\">{name}</a></sup>"
        );
    }

    pub(super) fn start_footnote(&mut self, label: &str) {
        self.footnotes.open.push(label.to_owned());
        self.outer.push(std::mem::take(&mut self.out));
    }

    pub(super) fn end_footnote(&mut self) {
        let html = std::mem::replace(&mut self.out, self.outer.pop().unwrap_or_default());
        let label = self.footnotes.open.pop().unwrap_or_default();
        if let Some(index) = self.footnotes.numbers.get(&label)
            && self.footnotes.notes[*index].html.is_empty()
        {
            self.footnotes.notes[*index].html = html;
        }
    }

    pub(super) fn write_footnotes(&mut self) {
        let notes = std::mem::take(&mut self.footnotes.notes);
        if notes.iter().all(|note| note.html.is_empty()) {
            return;
        }
        let name = self.words.footnotes;
        let _ = writeln!(self.out, "<section class=\"footnotes\" aria-label=\"{name}\"><ol>");
        for (index, note) in notes.iter().enumerate() {
            let n = index + 1;
            let _ = write!(self.out, "<li id=\"fn-{n}\">");
            // The ways back stand in the last paragraph.
            let end = note.html.strip_suffix("</p>\n");
            self.out.push_str(end.unwrap_or(&note.html));
            for reference in 1..=note.references.min(WAYS_BACK) {
                let to = back(n, reference);
                let name = number(self.words.back, n).replace("{m}", &reference.to_string());
                let _ = write!(self.out, " <a href=\"#{to}\" aria-label=\"{name}\">↩</a>");
            }
            self.out.push_str(if end.is_some() { "</p></li>\n" } else { "</li>\n" });
        }
        self.out.push_str("</ol></section>\n");
    }
}

fn back(number: usize, reference: usize) -> String {
    if reference == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{reference}") }
}
