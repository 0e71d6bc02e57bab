//! A body as Markdown that leaves the site: as it was written, but links lead where they lead from there, and raw HTML,
//! which pages show as text, is text for every reader of the Markdown too.
//!
//! In: a [`BodySource`] and the address for each destination. Out: the text with those bytes changed and no others.

use std::ops::Range;

use pulldown_cmark::{LinkType, Tag};

use crate::diag::Diagnostics;
use crate::model::body::emphasis::pad;
use crate::model::body::events::{Kind, Piece, extent, pieces, text_of};
use crate::model::body::fenced::{Fenced, fenced};
use crate::model::body::{BodySource, LinkDest, scheme};

/// Finds addresses for those who read the text elsewhere.
pub trait Carry {
    /// The address of a destination; none when there is nowhere to go.
    fn link(&self, dest: &LinkDest) -> Option<String>;
    /// The address of a picture.
    fn picture(&self, src: &str) -> Option<String>;
}

/// Appends the body.
pub fn carry(body: &BodySource<'_>, to: &dyn Carry, out: &mut String) {
    let padded = pad(body.text());
    let pieces = pieces(&padded, body.range.start);
    let source = &body.source.text;
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for at in 0..pieces.len() {
        match &pieces[at].kind {
            Kind::Html(_) => {
                let range = pieces[at].range.clone();
                let signs = source[range.clone()].match_indices('<').map(|(found, _)| range.start + found);
                edits.extend(signs.map(|at| (at..at + 1, "&lt;".to_owned())));
            }
            Kind::Start(Tag::Link { link_type, dest_url, .. }) => {
                edits.extend(link(source, &pieces[at..], *link_type, dest_url, to));
            }
            Kind::Start(Tag::Image { dest_url, .. }) => edits.extend(picture(&pieces[at..], dest_url, to)),
            Kind::Start(Tag::CodeBlock(_)) => edits.extend(in_block(body, &pieces[at..], to)),
            _ => {}
        }
    }
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut done = body.range.start;
    for (range, text) in edits.into_iter().filter(|(range, _)| range.end <= body.range.end) {
        // A picture inside a link that goes is gone with it.
        if range.start >= done {
            out.push_str(&source[done..range.start]);
            out.push_str(&text);
            done = range.end;
        }
    }
    out.push_str(source.get(done..body.range.end).unwrap_or(""));
}

/// What to change of the links in a fenced block, which stays YAML.
fn in_block(body: &BodySource<'_>, rest: &[Piece<'_>], to: &dyn Carry) -> Vec<(Range<usize>, String)> {
    let mut edits = Vec::new();
    let Some(fenced) = fenced(body.source, rest, &mut Diagnostics::new()) else { return edits };
    if let Fenced::Figure(figure) = &fenced
        && let Some(address) = scheme::image(&figure.src.text).and_then(|src| to.picture(&src))
    {
        edits.push((figure.src.range.clone(), address));
    }
    for passage in fenced.passages() {
        passage.with_pieces(|pieces| {
            for at in 0..pieces.len() {
                if let Kind::Start(Tag::Link { link_type, dest_url, .. }) = &pieces[at].kind {
                    edits.extend(link(&body.source.text, &pieces[at..], *link_type, dest_url, to));
                }
            }
        });
    }
    edits
}

/// What to change of a link: the part behind its words. A link that leads nowhere becomes its words.
fn link(source: &str, rest: &[Piece<'_>], kind: LinkType, dest: &str, to: &dyn Carry) -> Vec<(Range<usize>, String)> {
    let whole = rest[0].range.clone();
    let dest = if kind == LinkType::Email { format!("mailto:{dest}") } else { dest.to_owned() };
    let dest = scheme::link(&dest);
    if matches!(dest, LinkDest::External(_)) {
        return Vec::new();
    }
    let address = to.link(&dest);
    let inner = &rest[1..extent(rest).max(2) - 1];
    let end = inner.iter().map(|piece| piece.range.end).max().unwrap_or(whole.start + 1);
    let tail = end..whole.end;
    let plain = source.get(whole.start..=whole.start) == Some("[") && source[tail.clone()].starts_with(']');
    match (address, plain) {
        (Some(address), true) => vec![(tail, format!("]({address})"))],
        (None, true) => vec![(whole.start..whole.start + 1, String::new()), (tail, String::new())],
        (Some(address), false) => vec![(whole, format!("[{}]({address})", words(rest)))],
        (None, false) => vec![(whole, words(rest))],
    }
}

fn picture(rest: &[Piece<'_>], src: &str, to: &dyn Carry) -> Vec<(Range<usize>, String)> {
    let words = words(rest);
    let text = match scheme::image(src).and_then(|src| to.picture(&src)) {
        Some(address) => format!("![{words}]({address})"),
        None => words,
    };
    vec![(rest[0].range.clone(), text)]
}

/// The words of an element, so written that they mean nothing else.
fn words(rest: &[Piece<'_>]) -> String {
    let mut out = String::new();
    escape(&text_of(rest), &mut out);
    out
}

/// Appends plain text to Markdown so that it stays plain: the signs that mean something inside a line are escaped.
pub fn escape(text: &str, out: &mut String) {
    let entities = text.contains(';');
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '&' if entities => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
}
