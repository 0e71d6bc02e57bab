//! The event stream of a body: the parser's events, freed of placeholders, with source marks and joined lines.
//!
//! In: padded text. Out: [`Piece`]s with ranges in the file. Everything that walks over a body walks over these.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::model::body::emphasis::{PLACEHOLDER, Padded};
use crate::model::body::join::vanishes;
use crate::model::body::math;
use crate::model::body::mathml::Setting;
use crate::model::body::words::is_judgement;

/// An event with its place.
#[derive(Debug)]
pub struct Piece<'a> {
    /// What it is.
    pub kind: Kind<'a>,
    /// Bytes of the file.
    pub range: Range<usize>,
}

/// What an event is.
#[derive(Debug)]
pub enum Kind<'a> {
    /// A container opens.
    Start(Tag<'a>),
    /// A container closes.
    End(TagEnd),
    /// Text.
    Text(CowStr<'a>),
    /// Inline code.
    Code(CowStr<'a>),
    /// A formula in LaTeX.
    Math(CowStr<'a>, Setting),
    /// Raw HTML, which is text for us.
    Html(CowStr<'a>),
    /// A line break that is a space.
    Break,
    /// A line break that is one.
    HardBreak,
    /// A rule between paragraphs.
    Rule,
    /// The box of a task, ticked or not.
    Task(bool),
    /// A reference to the footnote of this label.
    Footnote(CowStr<'a>),
    /// A source mark with the ids in it.
    Mark(Vec<String>),
    /// The tag 编者判断.
    Judgement,
}

/// The pieces of a padded body whose first byte stands at `start` in the file.
pub fn pieces<'a>(padded: &'a Padded<'_>, start: usize) -> Vec<Piece<'a>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_MATH;
    let text: &'a str = &padded.text;
    let known = |link: BrokenLink<'a>| {
        let image = text[..link.span.start].ends_with('!') || text[link.span.clone()].starts_with('!');
        let kind = matches!(link.link_type, LinkType::Shortcut | LinkType::Reference);
        (kind && !image && special(&link.reference).is_some()).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    // What comes at the end of the link that the parser made of a mark, and whether the link's text is a mark itself.
    let mut after: Option<Piece<'a>> = None;
    let mut hidden = false;
    for (event, range) in Parser::new_with_broken_link_callback(text, options, Some(known)).into_offset_iter() {
        let written = range.clone();
        let range = start + padded.original(range.start)..start + padded.original(range.end);
        if hidden {
            hidden = !matches!(event, Event::End(TagEnd::Link));
            continue;
        }
        let kind = match event {
            Event::Start(Tag::Link { link_type: LinkType::ShortcutUnknown, id, .. }) => {
                hidden = true;
                special(&id).unwrap_or(Kind::Judgement)
            }
            // `[S1][S3]` is two marks; `[2024年][S1]` is text in brackets and a mark.
            Event::Start(Tag::Link { link_type: LinkType::ReferenceUnknown, id, .. }) => {
                let middle = text[written.clone()].rfind("][").map_or(written.end, |at| written.start + at + 1);
                let middle_in_file = start + padded.original(middle);
                let mark = Piece { kind: special(&id).unwrap_or(Kind::Judgement), range: middle_in_file..range.end };
                match special(text[written.start..middle].trim_matches(['[', ']'])) {
                    Some(kind) => {
                        hidden = true;
                        pieces.push(Piece { kind, range: range.start..middle_in_file });
                        pieces.push(mark);
                        continue;
                    }
                    None => {
                        after = Some(mark);
                        Kind::Text("[".into())
                    }
                }
            }
            Event::End(TagEnd::Link) if after.is_some() => {
                pieces.push(Piece { kind: Kind::Text("]".into()), range });
                pieces.extend(after.take());
                continue;
            }
            Event::Start(tag) => Kind::Start(clean_tag(tag)),
            Event::End(end) => Kind::End(end),
            Event::Text(text) => Kind::Text(clean(text)),
            Event::InlineMath(tex) => Kind::Math(clean(tex), Setting::Inline),
            Event::DisplayMath(tex) => Kind::Math(clean(tex), Setting::Display),
            Event::Code(text) => Kind::Code(clean(text)),
            Event::Html(text) | Event::InlineHtml(text) => Kind::Html(clean(text)),
            Event::FootnoteReference(label) => Kind::Footnote(clean(label)),
            Event::SoftBreak => Kind::Break,
            Event::HardBreak => Kind::HardBreak,
            Event::Rule => Kind::Rule,
            Event::TaskListMarker(done) => Kind::Task(done),
        };
        pieces.push(Piece { kind, range });
    }
    join_lines(&mut pieces);
    pieces
}

/// The text from a start event to its end, without marks: what headings, links and images say.
pub fn text_of(pieces: &[Piece<'_>]) -> String {
    let mut text = String::new();
    let mut depth = 0_usize;
    for piece in pieces {
        match &piece.kind {
            Kind::Start(_) => depth += 1,
            Kind::End(_) if depth <= 1 => break,
            Kind::End(_) => depth -= 1,
            Kind::Text(t) | Kind::Code(t) | Kind::Html(t) => text.push_str(t),
            Kind::Math(tex, _) => text.push_str(&math::plain(tex)),
            Kind::Break | Kind::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

/// How many pieces the element that starts here spans, its end included.
pub fn extent(pieces: &[Piece<'_>]) -> usize {
    let mut depth = 0_usize;
    for (index, piece) in pieces.iter().enumerate() {
        match piece.kind {
            Kind::Start(_) => depth += 1,
            Kind::End(_) if depth <= 1 => return index + 1,
            Kind::End(_) => depth -= 1,
            _ => {}
        }
    }
    pieces.len()
}

/// What a label in brackets without definition means for us: source marks or the tag for a judgement.
fn special<'a>(label: &str) -> Option<Kind<'a>> {
    let label = label.trim();
    if is_judgement(label) {
        return Some(Kind::Judgement);
    }
    let parts: Vec<String> = label.split([',', '，', '、', ';', '；']).map(|part| part.trim().to_owned()).collect();
    let mark = |part: &String| {
        part.strip_prefix('S').is_some_and(|n| (1..=4).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()))
    };
    parts.iter().all(mark).then_some(Kind::Mark(parts))
}

fn clean(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains(PLACEHOLDER) { text.replace(PLACEHOLDER, "").into() } else { text }
}

fn clean_tag(tag: Tag<'_>) -> Tag<'_> {
    match tag {
        Tag::Link { link_type, dest_url, title, id } => {
            Tag::Link { link_type, dest_url: clean(dest_url), title: clean(title), id: clean(id) }
        }
        Tag::Image { link_type, dest_url, title, id } => {
            Tag::Image { link_type, dest_url: clean(dest_url), title: clean(title), id: clean(id) }
        }
        Tag::Heading { level, id, .. } => {
            Tag::Heading { level, id: id.map(clean), classes: Vec::new(), attrs: Vec::new() }
        }
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Tag::CodeBlock(CodeBlockKind::Fenced(clean(info))),
        Tag::FootnoteDefinition(label) => Tag::FootnoteDefinition(clean(label)),
        other => other,
    }
}

/// Takes out the line breaks that vanish. Marks and footnote references have no width: what is around them decides.
fn join_lines(pieces: &mut Vec<Piece<'_>>) {
    let mut last = None;
    let mut gone = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        match &piece.kind {
            Kind::Text(text) | Kind::Code(text) | Kind::Html(text) => last = text.chars().next_back().or(last),
            Kind::Math(..) => last = Some('x'),
            // The tag stands for Han in Chinese text; in English lines are joined by spaces anyway.
            Kind::Judgement => last = Some('断'),
            Kind::HardBreak => last = None,
            Kind::Break => match next_char(&pieces[index + 1..]) {
                Next::Mark => gone.push(index),
                Next::Char(next) if vanishes(last, Some(next)) => gone.push(index),
                _ => last = Some(' '),
            },
            _ => {}
        }
    }
    let mut gone = gone.into_iter().peekable();
    let mut index = 0;
    pieces.retain(|_| {
        let keep = gone.next_if_eq(&index).is_none();
        index += 1;
        keep
    });
}

enum Next {
    Mark,
    Char(char),
    Nothing,
}

fn next_char(pieces: &[Piece<'_>]) -> Next {
    for piece in pieces {
        match &piece.kind {
            Kind::Text(text) | Kind::Code(text) | Kind::Html(text) => {
                if let Some(c) = text.chars().next() {
                    return Next::Char(c);
                }
            }
            Kind::Mark(_) | Kind::Footnote(_) => return Next::Mark,
            Kind::Judgement => return Next::Char('编'),
            Kind::Math(..) => return Next::Char('x'),
            Kind::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. }) => {}
            _ => return Next::Nothing,
        }
    }
    Next::Nothing
}
