//! A body as HTML, written from the events by a writer of our own: what it can't write can't be on a page.
//!
//! In: a [`BodySource`], a [`Resolve`] for links and images, the page's way to the root. Out: [`Html`], a string per section
//! of level 2 (what stands under the heading) and one for what stands before the first. Footnotes come at the end of the last.
//! Raw HTML is text. Nothing is said here: `understand` has reported what is wrong, this writes the best of it.

use std::fmt::Write as _;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Tag, TagEnd};

use crate::model::body::emphasis::pad;
use crate::model::body::events::{Kind, Piece, extent, pieces, text_of};
use crate::model::body::footnote::Footnotes;
use crate::model::body::heading::Ids;
use crate::model::body::letter::{is_full, is_han};
use crate::model::body::linear::width;
use crate::model::body::mathml::Setting;
use crate::model::body::noting::Noting;
use crate::model::body::table::Table;
use crate::model::body::words::{Words, number, words};
use crate::model::body::{BodySource, Resolve, code_block, escape, math, mathml};
use crate::model::language::Language;

/// Letters in a row that fit on a phone.
const WIDE_FORMULA: usize = 20;

/// The HTML of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    /// What stands before the first heading of level 2.
    pub intro: String,
    /// The parts below the headings of level 2, in order.
    pub sections: Vec<HtmlSection>,
    /// Terms of the glossary that are explained, by position, in the order of their first use.
    pub terms: Vec<usize>,
}

/// A part below a heading of level 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlSection {
    /// The id for the heading: the declared one or `h-…`.
    pub id: String,
    /// Whether it is a declared section.
    pub declared: bool,
    /// The heading's text, not escaped.
    pub title: String,
    /// What stands under the heading.
    pub html: String,
}

impl Html {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.intro.is_empty() && self.sections.is_empty()
    }
}

/// Writes the HTML of a body into `out`, whose old content is dropped. `root` is the page's way to the site's root, e.g. `../..`.
///
/// First uses of terms become links to `#term-…` if there is a `noting`; the page explains the terms that `out` names.
pub fn html(body: &BodySource<'_>, resolve: &dyn Resolve, root: &str, noting: Option<Noting<'_>>, out: &mut Html) {
    write(body, resolve, (root, Manner::Page), noting, out);
}

/// How the writer behaves: as pages need it, or as the examples of CommonMark expect it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Sections are split, raw HTML is text, links and images are resolved.
    Page,
    /// One string with all headings, raw HTML and URLs as written: only to hold the parser and writer to the examples.
    #[cfg(test)]
    Conformance,
}

pub(crate) fn write(
    body: &BodySource<'_>,
    resolve: &dyn Resolve,
    (root, manner): (&str, Manner),
    noting: Option<Noting<'_>>,
    out: &mut Html,
) {
    let padded = pad(body.text());
    let pieces = pieces(&padded, body.range.start);
    let mut writer = Writer {
        body,
        resolve,
        root,
        manner,
        out: String::with_capacity(body.text().len() * 3 / 2),
        outer: Vec::new(),
        html: Html::default(),
        ids: Ids::new(body.sections),
        depth: 0,
        links: Vec::new(),
        figures: false,
        table: None,
        tables: 0,
        formulas: 0,
        in_heading: false,
        noting,
        footnotes: Footnotes::new(&pieces),
        words: words(body.language),
    };
    let mut index = 0;
    while index < pieces.len() {
        index += writer.piece(&pieces[index..]);
    }
    *out = writer.finish();
}

pub(super) struct Writer<'a> {
    pub(super) body: &'a BodySource<'a>,
    pub(super) resolve: &'a dyn Resolve,
    pub(super) root: &'a str,
    pub(super) manner: Manner,
    pub(super) out: String,
    /// Buffers set aside while a footnote is written.
    pub(super) outer: Vec<String>,
    html: Html,
    ids: Ids<'a>,
    /// How deep in quotes, lists and footnotes.
    depth: usize,
    /// What closes each open link.
    pub(super) links: Vec<&'static str>,
    /// Whether the open paragraph holds pictures only.
    pub(super) figures: bool,
    pub(super) table: Option<Table>,
    pub(super) tables: usize,
    formulas: usize,
    /// Whether a heading of a lower level is being written.
    pub(super) in_heading: bool,
    pub(super) noting: Option<Noting<'a>>,
    pub(super) footnotes: Footnotes,
    pub(super) words: &'static Words,
}

impl Writer<'_> {
    fn finish(mut self) -> Html {
        self.write_footnotes();
        let last = std::mem::take(&mut self.out);
        *self.target() = last;
        self.html.terms = self.noting.map_or(Vec::new(), |noting| noting.found);
        self.html
    }

    /// Where the open part belongs.
    fn target(&mut self) -> &mut String {
        match self.html.sections.last_mut() {
            Some(section) => &mut section.html,
            None => &mut self.html.intro,
        }
    }

    /// Writes one piece, or an element whole, and says how many pieces that took.
    pub(super) fn piece(&mut self, rest: &[Piece<'_>]) -> usize {
        let Some(piece) = rest.first() else { return 1 };
        match &piece.kind {
            Kind::Start(Tag::Heading { level, id, .. }) => return self.heading(*level as u8, id.as_deref(), rest),
            Kind::Start(Tag::CodeBlock(kind)) => return self.code(kind, rest),
            Kind::Start(Tag::Image { dest_url, title, .. }) => return self.image(dest_url, title, rest),
            Kind::Start(tag) => self.start(tag, rest),
            Kind::End(end) => self.end(end),
            Kind::Text(_) if self.noting.is_some() => return self.run(rest),
            Kind::Text(text) => self.text(text),
            Kind::Html(html) => self.raw(html),
            Kind::Code(text) => {
                self.out.push_str("<code>");
                escape::text(&mut self.out, text);
                self.out.push_str("</code>");
            }
            Kind::Math(tex, setting) => self.math(tex, *setting),
            Kind::Break | Kind::HardBreak if self.figures => {}
            Kind::Break => self.out.push('\n'),
            Kind::HardBreak => self.out.push_str("<br>\n"),
            Kind::Rule => self.out.push_str("<hr>\n"),
            Kind::Task(_) => {}
            Kind::Footnote(label) => self.footnote_reference(label),
            Kind::Mark(ids) => self.mark(ids),
            Kind::Judgement => self.judgement(),
        }
        1
    }

    pub(super) fn judgement(&mut self) {
        // The brackets are heard and copied; the eye has the badge.
        let [open, close] = self.words.brackets;
        let _ = write!(
            self.out,
            "<span class=\"tag tag--judge\"><span class=\"hidden\">{open}</span>{}<span class=\"hidden\">{close}</span></span>",
            self.words.judgement
        );
    }

    /// Text; Chinese words in a text of another language are marked as Chinese, so that they are read aloud as such.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while self.body.language != Language::Zh
            && let Some(start) = rest.find(is_han)
        {
            let (before, from) = rest.split_at(start);
            let (chinese, after) = from.split_at(from.find(|c| !is_full(c)).unwrap_or(from.len()));
            escape::text(&mut self.out, before);
            let _ = write!(self.out, "<span lang=\"{}\">", Language::Zh.tag());
            escape::text(&mut self.out, chinese);
            self.out.push_str("</span>");
            rest = after;
        }
        escape::text(&mut self.out, rest);
    }

    fn start(&mut self, tag: &Tag<'_>, rest: &[Piece<'_>]) {
        if let Some(noting) = &mut self.noting {
            noting.start(tag);
        }
        match tag {
            Tag::Paragraph => {
                self.figures = self.manner == Manner::Page && only_images(rest);
                if !self.figures {
                    self.out.push_str("<p>");
                }
            }
            Tag::HtmlBlock if self.manner == Manner::Page => self.out.push_str("<p>"),
            Tag::BlockQuote(kind) => {
                self.depth += 1;
                self.quote(*kind);
            }
            Tag::List(first) => {
                self.depth += 1;
                // Writing to a String can't fail.
                let _ = match first {
                    None => self.out.write_str("<ul>\n"),
                    Some(1) => self.out.write_str("<ol>\n"),
                    Some(first) => writeln!(self.out, "<ol start=\"{first}\">"),
                };
            }
            Tag::Item => self.item(rest),
            Tag::DefinitionList => self.out.push_str("<dl>\n"),
            Tag::DefinitionListTitle => self.out.push_str("<dt>"),
            Tag::DefinitionListDefinition => self.out.push_str("<dd>"),
            Tag::FootnoteDefinition(label) => {
                self.depth += 1;
                self.start_footnote(label);
            }
            Tag::Table(alignments) => self.start_table(alignments, rest),
            Tag::TableHead => self.out.push_str("<thead><tr>"),
            Tag::TableRow => self.start_row(),
            Tag::TableCell => self.start_cell(rest),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(*link_type, dest_url, title),
            // Headings, code and images are written whole; the rest is not switched on.
            _ => {}
        }
    }

    fn end(&mut self, end: &TagEnd) {
        match end {
            TagEnd::Paragraph if self.figures => self.figures = false,
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::HtmlBlock if self.manner == Manner::Page => {
                self.out.truncate(self.out.trim_end().len());
                self.out.push_str("</p>\n");
            }
            TagEnd::BlockQuote(kind) => {
                self.depth = self.depth.saturating_sub(1);
                self.out.push_str(if kind.is_some() { "</div>\n" } else { "</blockquote>\n" });
            }
            TagEnd::List(ordered) => {
                self.depth = self.depth.saturating_sub(1);
                self.out.push_str(if *ordered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::FootnoteDefinition => {
                self.depth = self.depth.saturating_sub(1);
                self.end_footnote();
            }
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.out.push_str("</tr></thead>\n"),
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Link => self.out.push_str(self.links.pop().unwrap_or("")),
            _ => {}
        }
    }

    /// A heading: one that starts a section opens a new part and is not written, others are written with their ids.
    fn heading(&mut self, level: u8, written: Option<&str>, rest: &[Piece<'_>]) -> usize {
        let length = extent(rest);
        let text = text_of(rest);
        let level = if self.manner == Manner::Page { level.max(2) } else { level };
        let starts = self.manner == Manner::Page && self.depth == 0 && level == 2;
        let given = self.ids.give(&text, written, starts);
        if starts {
            let before = std::mem::take(&mut self.out);
            *self.target() = before;
            let declared = given.section.is_some();
            let title = text.trim().to_owned();
            self.html.sections.push(HtmlSection { id: given.id, declared, title, html: String::new() });
            return length;
        }
        let _ = write!(self.out, "<h{level} id=\"");
        escape::attribute(&mut self.out, &given.id);
        self.out.push_str("\">");
        self.in_heading = true;
        let mut index = 1;
        while index + 1 < length {
            index += self.piece(&rest[index..]);
        }
        self.in_heading = false;
        let _ = writeln!(self.out, "</h{level}>");
        length
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let (class, at) = match kind {
            None => {
                self.out.push_str("<blockquote>\n");
                return;
            }
            Some(BlockQuoteKind::Note) => ("note", 0),
            Some(BlockQuoteKind::Tip) => ("tip", 1),
            Some(BlockQuoteKind::Important) => ("important", 2),
            Some(BlockQuoteKind::Warning) => ("warning", 3),
            Some(BlockQuoteKind::Caution) => ("caution", 4),
        };
        let name = self.words.notes[at];
        let _ =
            writeln!(self.out, "<div class=\"note note--{class}\" role=\"note\"><p class=\"note__kind\">{name}</p>");
    }

    fn item(&mut self, rest: &[Piece<'_>]) {
        let task = rest.iter().skip(1).take(2).find_map(|piece| match piece.kind {
            Kind::Task(done) => Some(done),
            _ => None,
        });
        let Some(done) = task else {
            self.out.push_str("<li>");
            return;
        };
        let (checked, name) = if done { (" checked", self.words.done) } else { ("", self.words.open) };
        let _ =
            write!(self.out, "<li class=\"task\"><input type=\"checkbox\" disabled{checked} aria-label=\"{name}\"> ");
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, rest: &[Piece<'_>]) -> usize {
        if self.manner == Manner::Page
            && let Some(length) = self.fenced(rest)
        {
            return length;
        }
        let language = match kind {
            CodeBlockKind::Fenced(info) => code_block::language(info),
            CodeBlockKind::Indented => None,
        };
        // A wide block scrolls: it must be reachable by keyboard.
        self.out.push_str("<pre class=\"code\" tabindex=\"0\"><code");
        if let Some(language) = &language {
            self.out.push_str(" class=\"language-");
            escape::attribute(&mut self.out, language);
            self.out.push('"');
        }
        self.out.push('>');
        let language = if self.manner == Manner::Page { language.as_deref() } else { None };
        code_block::write(language, &text_of(rest), &mut self.out);
        self.out.push_str("</code></pre>\n");
        extent(rest)
    }

    /// A formula. One on lines of its own and one that may be wider than a phone scroll in a box of their own, which a heading
    /// and a link can't hold. What can't be read is shown as it was written.
    fn math(&mut self, tex: &str, setting: Setting) {
        let Ok(formula) = math::read(tex) else {
            let dollars = if setting == Setting::Inline { "$" } else { "$$" };
            self.out.push_str("<code>");
            escape::text(&mut self.out, &format!("{dollars}{tex}{dollars}"));
            self.out.push_str("</code>");
            return;
        };
        if self.in_heading || !self.links.is_empty() || setting == Setting::Inline && width(&formula) <= WIDE_FORMULA {
            mathml::write(&formula, tex, Setting::Inline, &mut self.out);
            return;
        }
        self.formulas += 1;
        self.out.push_str(match setting {
            Setting::Display => "<span class=\"formula\" role=\"region\"",
            Setting::Inline => "<span class=\"formula formula--line\" role=\"group\"",
        });
        self.out.push_str(" tabindex=\"0\" aria-label=\"");
        self.out.push_str(&number(self.words.formula, self.formulas));
        self.out.push_str("\">");
        mathml::write(&formula, tex, setting, &mut self.out);
        self.out.push_str("</span>");
    }

    fn raw(&mut self, html: &str) {
        match self.manner {
            Manner::Page => escape::text(&mut self.out, html),
            #[cfg(test)]
            Manner::Conformance => self.out.push_str(html),
        }
    }
}

/// Whether a paragraph holds images and nothing else.
fn only_images(rest: &[Piece<'_>]) -> bool {
    let mut index = 1;
    let mut images = 0;
    while let Some(piece) = rest.get(index) {
        match piece.kind {
            Kind::Start(Tag::Image { .. }) => {
                images += 1;
                index += extent(&rest[index..]);
            }
            Kind::Break | Kind::HardBreak => index += 1,
            Kind::End(TagEnd::Paragraph) => return images > 0,
            _ => return false,
        }
    }
    false
}
