//! A body as plain text for the search index: what a reader reads, without marks and markup.
//!
//! In: a [`BodySource`]. Out: text with a line per paragraph, heading, item and table row.

use pulldown_cmark::{Tag, TagEnd};

use crate::model::body::BodySource;
use crate::model::body::emphasis::pad;
use crate::model::body::events::{Kind, pieces};
use crate::model::body::words::words;

/// Appends the text of a body.
pub fn plain(body: &BodySource<'_>, out: &mut String) {
    let padded = pad(body.text());
    let begin = out.len();
    for piece in pieces(&padded, body.range.start) {
        match piece.kind {
            Kind::Text(text) | Kind::Code(text) | Kind::Html(text) => out.push_str(&text),
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
            Kind::Start(_) | Kind::End(_) | Kind::Rule => {
                out.truncate(begin + out[begin..].trim_end().len());
                if out.len() > begin {
                    out.push('\n');
                }
            }
        }
    }
}
