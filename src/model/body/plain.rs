//! A body as plain text for the search index: what a reader reads, without marks and markup.
//!
//! In: a [`BodySource`]. Out: text with a line per paragraph, heading, item and table row.

use std::fmt::Write as _;

use pulldown_cmark::{Tag, TagEnd};

use crate::diag::Diagnostics;
use crate::model::body::BodySource;
use crate::model::body::emphasis::pad;
use crate::model::body::events::{Kind, extent, pieces};
use crate::model::body::fenced::{Fenced, fenced};
use crate::model::body::math;
use crate::model::body::passage::Passage;
use crate::model::body::words::words;
use crate::model::language::Language;

/// Appends the text of a body.
pub fn plain(body: &BodySource<'_>, out: &mut String) {
    let padded = pad(body.text());
    let begin = out.len();
    let pieces = pieces(&padded, body.range.start);
    let mut index = 0;
    while let Some(piece) = pieces.get(index) {
        if matches!(piece.kind, Kind::Start(Tag::CodeBlock(_)))
            && let Some(fenced) = fenced(body.source, &pieces[index..], &mut Diagnostics::new())
        {
            new_line(begin, out);
            block(&fenced, body.language, out);
            index += extent(&pieces[index..]);
            continue;
        }
        index += 1;
        match &piece.kind {
            Kind::Text(text) | Kind::Code(text) | Kind::Html(text) => out.push_str(text),
            Kind::Math(tex, _) => out.push_str(&math::plain(tex)),
            Kind::Judgement => out.push_str(words(body.language).judgement),
            Kind::Break | Kind::HardBreak => out.push(' '),
            Kind::End(TagEnd::TableCell) => out.push(' '),
            Kind::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::TableCell,
            )
            | Kind::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
            | Kind::Mark(_)
            | Kind::Footnote(_)
            | Kind::Task(_) => {}
            Kind::Start(_) | Kind::End(_) | Kind::Rule => new_line(begin, out),
        }
    }
}

fn new_line(begin: usize, out: &mut String) {
    out.truncate(begin + out[begin..].trim_end().len());
    if out.len() > begin {
        out.push('\n');
    }
}

/// A line per item.
fn block(fenced: &Fenced, language: Language, out: &mut String) {
    // Writing to a String can't fail.
    let mut line = |parts: &[&str]| {
        let _ = writeln!(out, "{}", parts.iter().map(|part| part.trim()).collect::<Vec<_>>().join(" ").trim_end());
    };
    match fenced {
        Fenced::Facts(facts) => {
            for fact in facts {
                let note = fact.note.as_ref().map_or(String::new(), Passage::plain);
                line(&[&fact.label.text, &fact.value.plain(), &note]);
            }
        }
        Fenced::Timeline(events) => {
            events.iter().for_each(|event| line(&[&language.date(event.date), &event.text.plain()]));
        }
        Fenced::Note(note) => {
            note.title.iter().for_each(|title| line(&[&title.text]));
            note.text.iter().for_each(|text| line(&[&text.plain()]));
        }
    }
}
