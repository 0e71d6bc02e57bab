//! A body as plain text for the search index: what a reader reads, without marks and markup.
//!
//! In: a [`BodySource`]. Out: text with a line per paragraph, heading, item and table row; whole, or
//! by section for data, which keeps the marks of sources.

use pulldown_cmark::{Tag, TagEnd};

use crate::diag::Diagnostics;
use crate::model::body::BodySource;
use crate::model::body::emphasis::pad;
use crate::model::body::events::{Kind, Piece, extent, pieces, text_of};
use crate::model::body::fenced::{Basis, Fenced, fenced};
use crate::model::body::heading::Ids;
use crate::model::body::math;
use crate::model::body::passage::Passage;
use crate::model::body::words::words;

/// The text under a heading of level 2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The id of the heading in the page; empty for what stands before the first heading.
    pub id: String,
    /// The heading's text.
    pub title: String,
    /// The text.
    pub text: String,
}

/// Appends the text of a body.
pub fn plain(body: &BodySource<'_>, out: &mut String) {
    let padded = pad(body.text());
    let begin = out.len();
    let mut rest = pieces(&padded, body.range.start);
    let mut skip = 0;
    for at in 0..rest.len() {
        if at < skip {
            continue;
        }
        if let Some(length) = block(body, &rest[at..], Marks::Gone, begin, out) {
            skip = at + length;
            continue;
        }
        let Piece { kind, .. } = take(&mut rest[at]);
        add(body, kind, begin, out);
    }
}

/// The text of a body by section. The first part has no heading and may be empty.
pub fn parts(body: &BodySource<'_>) -> Vec<Part> {
    let padded = pad(body.text());
    let mut ids = Ids::new(body.sections);
    let mut parts = vec![Part::default()];
    // How deep in quotes, lists and footnotes: a heading there starts no section.
    let mut depth = 0_usize;
    let mut rest = pieces(&padded, body.range.start);
    let mut skip = 0;
    for at in 0..rest.len() {
        if at < skip {
            continue;
        }
        match &rest[at].kind {
            Kind::Start(Tag::Heading { level, id, .. }) => {
                let (text, starts) = (text_of(&rest[at..]), depth == 0 && (*level as u8) <= 2);
                let given = ids.give(&text, id.as_deref(), starts);
                if starts {
                    skip = at + extent(&rest[at..]);
                    parts.push(Part { id: given.id, title: text.trim().to_owned(), text: String::new() });
                    continue;
                }
            }
            Kind::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_)) => depth += 1,
            Kind::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition) => {
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        let Some(Part { text, .. }) = parts.last_mut() else { continue };
        if let Some(length) = block(body, &rest[at..], Marks::Kept, 0, text) {
            skip = at + length;
            continue;
        }
        let Piece { kind, .. } = take(&mut rest[at]);
        match kind {
            Kind::Mark(ids) => text.push_str(&format!("[{}]", ids.join(", "))),
            Kind::Judgement => text.push_str(&format!("[{}]", words(body.language).judgement)),
            kind => add(body, kind, 0, text),
        }
    }
    for part in &mut parts {
        part.text.truncate(part.text.trim_end().len());
    }
    parts
}

/// Appends what a piece says. What was written before `begin` is another's.
fn add(body: &BodySource<'_>, kind: Kind<'_>, begin: usize, out: &mut String) {
    match kind {
        Kind::Text(text) | Kind::Code(text) | Kind::Html(text) => out.push_str(&text),
        Kind::Math(tex, _) => out.push_str(&math::plain(&tex)),
        Kind::Judgement => out.push_str(words(body.language).judgement),
        Kind::Break | Kind::HardBreak => out.push(' '),
        Kind::End(TagEnd::TableCell) => out.push(' '),
        Kind::Start(
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } | Tag::TableCell,
        )
        | Kind::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
        | Kind::Mark(_)
        | Kind::Footnote(_)
        | Kind::Task(_) => {}
        Kind::Start(_) | Kind::End(_) | Kind::Rule => new_line(begin, out),
    }
}

fn take<'a>(piece: &mut Piece<'a>) -> Piece<'a> {
    std::mem::replace(piece, Piece { kind: Kind::Rule, range: 0..0 })
}

fn new_line(begin: usize, out: &mut String) {
    out.truncate(begin + out[begin..].trim_end().len());
    if out.len() > begin {
        out.push('\n');
    }
}

/// What becomes of the marks of sources: away from the page, what a sentence rests on must stay with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Gone,
    Kept,
}

/// Appends the fenced block that starts here, a line per item, and says how many pieces it takes.
fn block(body: &BodySource<'_>, rest: &[Piece<'_>], marks: Marks, begin: usize, out: &mut String) -> Option<usize> {
    let fenced = fenced(body.source, rest, &mut Diagnostics::new())?;
    new_line(begin, out);
    match &fenced {
        Fenced::Facts(facts) => {
            for fact in facts {
                out.push_str(&fact.label.text);
                out.push(' ');
                passage(body, &fact.value, marks, out);
                basis(body, &fact.basis, marks, out);
                if let Some(note) = &fact.note {
                    out.push(' ');
                    passage(body, note, marks, out);
                }
                new_line(begin, out);
            }
        }
        Fenced::Timeline(events) => {
            for event in events {
                out.push_str(&body.language.date(event.date));
                out.push(' ');
                passage(body, &event.text, marks, out);
                basis(body, &event.basis, marks, out);
                new_line(begin, out);
            }
        }
        Fenced::Note(note) => {
            if let Some(title) = &note.title {
                out.push_str(&title.text);
                new_line(begin, out);
            }
            for (index, text) in note.text.iter().enumerate() {
                passage(body, text, marks, out);
                if index + 1 == note.text.len() {
                    basis(body, &note.basis, marks, out);
                }
                new_line(begin, out);
            }
        }
        Fenced::Figure(figure) => {
            if let Some(caption) = &figure.caption {
                passage(body, caption, marks, out);
                basis(body, &figure.basis, marks, out);
                new_line(begin, out);
            }
        }
    }
    Some(extent(rest))
}

fn passage(body: &BodySource<'_>, passage: &Passage, marks: Marks, out: &mut String) {
    passage.with_pieces(|pieces| {
        for piece in pieces {
            match &piece.kind {
                Kind::Mark(ids) if marks == Marks::Kept => out.push_str(&format!("[{}]", ids.join(", "))),
                Kind::Judgement => judgement(body, marks, out),
                Kind::Start(_) | Kind::End(_) => {}
                _ => out.push_str(&text_of(std::slice::from_ref(piece))),
            }
        }
    });
}

fn basis(body: &BodySource<'_>, basis: &Basis, marks: Marks, out: &mut String) {
    if marks == Marks::Kept && !basis.ids.is_empty() {
        let ids: Vec<&str> = basis.ids.iter().map(|id| id.text.as_str()).collect();
        out.push_str(&format!("[{}]", ids.join(", ")));
    }
    if basis.judgement.is_some() {
        judgement(body, marks, out);
    }
}

fn judgement(body: &BodySource<'_>, marks: Marks, out: &mut String) {
    let word = words(body.language).judgement;
    match marks {
        Marks::Kept => out.push_str(&format!("[{word}]")),
        Marks::Gone => out.push_str(word),
    }
}
