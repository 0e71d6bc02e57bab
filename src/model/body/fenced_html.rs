//! Fenced blocks in HTML, with the classes of the theme's components: `facts`, `time`, `note`, `figure`.
//!
//! In: a [`Fenced`]. Out: elements on the writer's buffer; every text passes through the writer of bodies.

use std::fmt::Write as _;

use crate::diag::Diagnostics;
use crate::model::body::events::{Piece, extent};
use crate::model::body::fenced::{Basis, Fact, Fenced, Figure, Happening, NOTES, Note, fenced};
use crate::model::body::html::Writer;
use crate::model::body::inline::is_own;
use crate::model::body::passage::Passage;
use crate::model::body::scheme;

impl Writer<'_> {
    /// Writes the code block that starts here if it is a fenced block that can be shown, and says how many pieces it took.
    pub(super) fn fenced(&mut self, rest: &[Piece<'_>]) -> Option<usize> {
        match fenced(self.body.source, rest, &mut Diagnostics::new())? {
            Fenced::Facts(facts) => self.facts(&facts),
            Fenced::Timeline(events) => self.timeline(&events),
            Fenced::Note(note) => self.note(&note),
            Fenced::Figure(figure) => self.figure(&figure),
        }
        Some(extent(rest))
    }

    fn facts(&mut self, facts: &[Fact]) {
        self.out.push_str("<div class=\"facts\"><dl>\n");
        for fact in facts {
            self.out.push_str("<div><dt>");
            self.text(&fact.label.text);
            self.out.push_str("</dt><dd>");
            self.passage(&fact.value);
            self.basis(&fact.basis);
            if let Some(note) = &fact.note {
                self.out.push_str("<p class=\"small\">");
                self.passage(note);
                self.out.push_str("</p>");
            }
            self.out.push_str("</dd></div>\n");
        }
        self.out.push_str("</dl></div>\n");
    }

    fn timeline(&mut self, events: &[Happening]) {
        self.out.push_str("<ol class=\"time\">\n");
        for event in events {
            let done = if event.done == Some(true) { " class=\"time__done\"" } else { "" };
            let date = self.body.language.date(event.date);
            // Writing to a String can't fail.
            let _ = write!(self.out, "<li{done}><span class=\"time__d\">{date}</span><div><p>");
            self.passage(&event.text);
            self.basis(&event.basis);
            self.out.push_str("</p>");
            if let Some(done) = event.done {
                let word = if done { self.words.done } else { self.words.open };
                let _ = write!(self.out, "<p class=\"time__more\">{word}</p>");
            }
            self.out.push_str("</div></li>\n");
        }
        self.out.push_str("</ol>\n");
    }

    fn note(&mut self, note: &Note) {
        let (class, name) = (NOTES[note.kind], self.words.notes[note.kind]);
        let _ =
            writeln!(self.out, "<div class=\"note note--{class}\" role=\"note\"><p class=\"note__kind\">{name}</p>");
        if let Some(title) = &note.title {
            self.out.push_str("<p><strong>");
            self.text(&title.text);
            self.out.push_str("</strong></p>\n");
        }
        for (index, text) in note.text.iter().enumerate() {
            self.out.push_str("<p>");
            self.passage(text);
            if index + 1 == note.text.len() {
                self.basis(&note.basis);
            }
            self.out.push_str("</p>\n");
        }
        self.out.push_str("</div>\n");
    }

    fn figure(&mut self, figure: &Figure) {
        let target = scheme::image(&figure.src.text).and_then(|src| self.resolve.image(&src));
        self.out.push_str("<figure class=\"figure\">");
        match target.filter(|target| is_own(&target.url)) {
            Some(target) => self.img(&target, &figure.alt.text),
            None => self.text(&figure.alt.text),
        }
        self.out.push_str("<figcaption>");
        if let Some(caption) = &figure.caption {
            self.out.push_str("<span class=\"figure__say\">");
            self.passage(caption);
            self.basis(&figure.basis);
            self.out.push_str("</span> ");
        } else {
            self.basis(&figure.basis);
        }
        self.out.push_str(self.words.credit);
        self.text(&figure.credit.text);
        self.out.push_str(self.words.comma);
        self.text(&figure.licence.text);
        if let Some(number) = &figure.map_approval {
            self.out.push_str(self.words.comma);
            self.out.push_str(self.words.map_approval);
            self.text(&number.text);
        }
        self.out.push_str("</figcaption></figure>\n");
    }

    fn passage(&mut self, passage: &Passage) {
        passage.with_pieces(|pieces| {
            let mut index = 0;
            while index < pieces.len() {
                index += self.piece(&pieces[index..]);
            }
        });
    }

    fn basis(&mut self, basis: &Basis) {
        if !basis.ids.is_empty() {
            let ids: Vec<String> = basis.ids.iter().map(|id| id.text.clone()).collect();
            self.mark(&ids);
        }
        if basis.judgement.is_some() {
            self.judgement();
        }
    }
}
