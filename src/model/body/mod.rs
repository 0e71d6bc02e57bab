//! Bodies of documents: Markdown to meaning, to HTML and to plain text.
//!
//! In: a [`BodySource`] (bytes of a source, declared sections, ids of the sources). Out: a [`Body`] once, which others check
//! and link; later HTML and plain text, each by its page's or index's own job. Nothing of the parser is kept in between: a body
//! is parsed once for meaning and once by its job.
//!
//! `emphasis` pads the text for the parser, `events` gives its events with offsets in the file, `understand`, `html` and
//! `plain` each walk over them. The other files hold one decision each, used by all walks alike.

pub mod carry;
pub mod code_block;
pub mod count;
pub mod cut;
pub mod emphasis;
pub mod escape;
pub mod events;
pub mod fenced;
pub mod fenced_html;
pub mod footnote;
pub mod formula;
pub mod heading;
pub mod html;
pub mod inline;
pub mod join;
pub mod latex;
pub mod letter;
pub mod limit;
pub mod linear;
pub mod math;
pub mod mathml;
pub mod noting;
pub mod passage;
pub mod plain;
pub mod scheme;
pub mod slip;
pub mod table;
pub mod title;
pub mod understand;
pub mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Code, SourceText};
use crate::model::body::count::Counts;
use crate::model::language::Language;

/// All codes of bodies.
pub const CODES: &[&Code] = &[
    &understand::RESERVED_CHARACTER,
    &understand::HEADING_LEVEL,
    &understand::HEADING_SKIPPED,
    &understand::UNSAFE_LINK,
    &understand::IMAGE_WITHOUT_ALT,
    &understand::UNKNOWN_SOURCE,
    &understand::CODE_TOO_LONG,
    &slip::MARK_FORM,
    &math::BAD_MATH,
    &math::MATH_STYLE,
    &fenced::BAD_BLOCK,
];

/// Where a body stands, and what its document declares about it.
#[derive(Debug)]
pub struct BodySource<'a> {
    /// The file.
    pub source: &'a Arc<SourceText>,
    /// Bytes of the body in the file: what follows the front matter.
    pub range: Range<usize>,
    /// The declared sections of the collection.
    pub sections: &'a [SectionSpec],
    /// Ids of the document's sources, in their order; a mark shows the position, from 1.
    pub source_ids: &'a [String],
    /// The language of the text.
    pub language: Language,
}

impl BodySource<'_> {
    /// The text of the body.
    pub fn text(&self) -> &str {
        self.source.text.get(self.range.clone()).unwrap_or("")
    }
}

/// A section that a collection declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionSpec {
    /// Its id, which becomes the id of the heading.
    pub id: String,
    /// The exact title of the heading.
    pub title: String,
}

/// What a body says: everything that checks, links, tables of contents and lists need.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// Headings in order, from level 2 (a level 1 is an error and counts as 2).
    pub headings: Vec<Heading>,
    /// Links in order.
    pub links: Vec<Link>,
    /// Images in order; those that are not the site's own are reported and left out.
    pub images: Vec<Image>,
    /// Parts below each heading of level 2.
    pub sections: Vec<Section>,
    /// Source marks in order, one per id, unknown ones too.
    pub marks: Vec<SourceMark>,
    /// Where the tag 编者判断 stands.
    pub judgements: Vec<Range<usize>>,
    /// Paragraphs, list items and tables in order.
    pub blocks: Vec<Block>,
    /// Length of the text without code blocks.
    pub counts: Counts,
    /// Minutes of reading.
    pub minutes: usize,
    /// The first sentence of the first paragraph; empty when there is none.
    pub first_sentence: String,
}

impl Body {
    /// The id of the heading that a link `#name` means: a full id, or what the author wrote in `{#name}`.
    pub fn anchor(&self, name: &str) -> Option<&str> {
        let full = self.headings.iter().find(|h| h.id == name);
        let written = || self.headings.iter().find(|h| h.written.as_deref() == Some(name));
        full.or_else(written).map(|h| h.id.as_str())
    }
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// The id in the page, unique in it.
    pub id: String,
    /// What the author wrote in `{#…}`.
    pub written: Option<String>,
    /// The text without marks and markup.
    pub text: String,
    /// Bytes of the file.
    pub range: Range<usize>,
    /// Whether it stands in no quote or list: such headings make the outline.
    pub outer: bool,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it goes.
    pub dest: LinkDest,
    /// Bytes of the file.
    pub range: Range<usize>,
    /// The linked words.
    pub text: String,
}

/// Where a link goes, after decoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkDest {
    /// Another document, by the relative path of its `.md` file.
    Document {
        /// The path as written, decoded.
        path: String,
        /// The heading meant.
        anchor: Option<String>,
    },
    /// A heading of this document.
    Anchor(String),
    /// A term, `term:id`.
    Term(String),
    /// Another site, a mail address or a telephone number; the URL as it is written out.
    External(String),
    /// Another file of the site, by relative path, decoded.
    File(String),
    /// What is not allowed, as written.
    Refused(String),
}

/// An image of the site's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The relative path, decoded.
    pub src: String,
    /// The text instead of it.
    pub alt: String,
    /// Bytes of the file.
    pub range: Range<usize>,
}

/// What stands below a heading of level 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The declared id, if its title is that of a declared section.
    pub id: Option<String>,
    /// The heading's text.
    pub title: String,
    /// Bytes of the heading.
    pub heading: Range<usize>,
    /// Bytes of what is below it.
    pub content: Range<usize>,
    /// Length of the content.
    pub counts: Counts,
    /// Items of ordered lists that stand in nothing else, or headings of level 3 if there are more.
    pub steps: usize,
    /// Source marks.
    pub marks: usize,
    /// Tags 编者判断.
    pub judgements: usize,
}

/// A source mark `[S1]`; `[S1, S3]` is two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceMark {
    /// The id of the source.
    pub id: String,
    /// Bytes of the id in the file.
    pub range: Range<usize>,
}

/// A paragraph, list item or table: what a source mark speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Bytes of the file.
    pub range: Range<usize>,
    /// Whether a digit stands in its text.
    pub digits: bool,
    /// Whether a source mark stands in it.
    pub marked: bool,
    /// Whether the tag 编者判断 stands in it.
    pub judged: bool,
}

/// Finds what links and images mean in the site. Implemented by those who know all documents.
pub trait Resolve {
    /// Where a link leads.
    fn link(&self, dest: &LinkDest) -> Target;
    /// The picture that a path means.
    fn image(&self, src: &str) -> Option<ImageTarget>;
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page or file of the site, root-relative with `/` in front.
    Inside(String),
    /// An id in the same page.
    Here(String),
    /// Another site, with the visible mark for outward links or without (hosts of the site's own list).
    Outside {
        /// Whether it is marked.
        marked: bool,
    },
    /// Nowhere: the words stand without a link.
    Nowhere,
}

/// A picture in the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageTarget {
    /// Root-relative with `/` in front.
    pub url: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}
