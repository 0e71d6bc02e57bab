//! [`DocumentView`]: everything that the page of a document shows.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use crate::model::body::html::{Html, HtmlSection, html};
use crate::model::body::{Heading, Resolve, title};
use crate::model::collection::Section;
use crate::model::document::DocId;
use crate::model::field::{Need, PLACED, Show};
use crate::model::glossary::Glossary;
use crate::model::link::Links;
use crate::model::site::Site;
use crate::render::theme::Theme;
use crate::render::view::citation::{CitationView, citation};
use crate::render::view::referrers::{Referrers, referrers};
use crate::render::view::share::{ShareView, share};
use crate::render::view::source::{SourceView, sources};
use crate::render::view::subject::{Basis, Subject, named};
use crate::render::view::word::{Linked, Mark, Named, When};
use crate::render::xml;

/// A document.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentView {
    /// Its id.
    pub id: String,
    /// Its collection.
    pub collection: Named,
    /// What it is, in words: the collection, and whose.
    pub kind: String,
    /// The document that owns it.
    pub owner: Option<Linked>,
    /// Its title.
    pub title: String,
    /// The title cut where it may wrap.
    pub title_parts: Vec<String>,
    /// Its summary.
    pub summary: String,
    /// Its address.
    pub url: String,
    /// When it was published.
    pub published: Option<When>,
    /// When it was changed.
    pub updated: Option<When>,
    /// When it must be looked at again.
    pub review_by: Option<When>,
    /// For a translation: the day of the original that it was made from.
    pub translated: Option<When>,
    /// For a translation: the original.
    pub original_url: Option<String>,
    /// What was changed.
    pub update_note: Option<String>,
    /// The body that issued it.
    pub source_body: Option<String>,
    /// Who wrote it, by office.
    pub author_role: Option<String>,
    /// Minutes of reading.
    pub minutes: usize,
    /// Characters and words.
    pub characters: usize,
    /// Fields of the head: linked words, each a `FieldView`.
    pub chips: Vec<Value>,
    /// Fields of the key facts, each a `FieldView`.
    pub facts: Vec<Value>,
    /// Fields that stand as blocks of their own, in declared order, each a `FieldView`.
    pub blocks: Vec<Value>,
    /// Fields of the head: the answer, the definition, each a `FieldView`.
    pub lead: Vec<Value>,
    /// All declared fields by id, each a `FieldView`; those without value or reason are not there.
    pub field: BTreeMap<String, Value>,
    /// The text by section: declared ones first, in declared order.
    pub sections: Vec<SectionView>,
    /// The text before the first heading.
    pub intro: String,
    /// The whole text with its headings, when the collection declares no sections.
    pub body: String,
    /// The headings.
    pub toc: Vec<TocEntry>,
    /// The terms that the text explains, in the order of their first use.
    pub terms: Vec<Explained>,
    /// Its sources.
    pub sources: Vec<SourceView>,
    /// What refers to it.
    pub referrers: Vec<Referrers>,
    /// How to cite it; not on pages for elderly readers.
    pub cite: Option<CitationView>,
    /// How to pass it on, where its address is known; not on pages for elderly readers.
    pub share: Option<ShareView>,
    /// The Atom feed of what refers to it.
    pub feed: Option<String>,
    /// The same as JSON Feed.
    pub json_feed: Option<String>,
    /// Its picture.
    pub image: Option<ImageView>,
    /// Only in the preview: names of what is missing.
    pub gaps: Vec<String>,
}

/// A section of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SectionView {
    /// The id of its heading.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Whether it is declared to consist of steps.
    pub steps: bool,
    /// What stands under the heading.
    pub html: String,
    /// The reason why it is missing, in words.
    pub absent: Option<String>,
    /// Whether the editor judged it as a whole.
    pub judgement: bool,
    /// The sources that it rests on as a whole.
    pub marks: Vec<Mark>,
}

/// A term of the glossary on a page. Its first use in the text has the id `use-<id>` and leads to `#term-<id>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// Its id.
    pub id: String,
    /// The term.
    pub title: String,
    /// What it means.
    pub definition: String,
    /// The address of its own page.
    pub url: String,
}

/// An entry of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TocEntry {
    /// The id of the heading.
    pub id: String,
    /// The heading.
    pub text: String,
    /// Its level, from 2.
    pub level: u8,
    /// The headings below it.
    pub children: Vec<TocEntry>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImageView {
    /// Its address, `/files/…`.
    pub src: String,
    /// What is to be seen.
    pub alt: String,
    /// Who made it.
    pub credit: String,
    /// Its licence.
    pub licence: Option<String>,
    /// The review number of a map.
    pub map_approval: Option<String>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// The view of a document, for a page from which `root` leads back to the site's root.
pub fn document(subject: &Subject<'_>, theme: &Theme, root: &str, card: impl Fn(DocId) -> Value) -> DocumentView {
    let Subject { site, document, collection, .. } = *subject;
    let text = |id: &str| document.text(id).map(str::to_owned);
    let when = |id: &str| document.date(id).map(|date| When::of(date, site.language));
    let links = Links { site, document };
    let owner = subject.owner_link().map(|owner| Linked { note: None, ..owner });
    let (mut lists, mut field, mut gaps) = (Lists::default(), BTreeMap::new(), Vec::new());
    for (declared, slot) in collection.fields.iter().zip(&document.slots) {
        let Some(view) = subject.field(theme, declared, slot) else { continue };
        if view.missing {
            gaps.push(view.label.clone());
        }
        if PLACED.contains(&&*declared.id) {
            continue;
        }
        let value = Value::from_serializable(&view);
        lists.put(declared.show, &value);
        field.insert(view.id, value);
    }
    let mut written = Html::default();
    let glossary = site.glossary.as_deref().filter(|_| collection.glossary);
    let noting = glossary.map(|glossary| glossary.noting(site, subject.id));
    html(&document.body_source(collection), &links, root, noting, &mut written);
    let Html { intro, sections, terms } = written;
    let (sections, body) = if collection.sections.is_empty() {
        (Vec::new(), whole(&intro, &sections))
    } else {
        (ordered(subject, sections, &mut gaps), String::new())
    };
    let label = site.language.say(&collection.label);
    let normal = !site.is_for_elders();
    let address = subject.address();
    DocumentView {
        id: document.id.to_string(),
        collection: named(site, document.collection),
        kind: owner.as_ref().map_or_else(|| label.to_owned(), |owner| format!("{label} · {}", owner.text)),
        owner,
        title: document.title().to_owned(),
        title_parts: title::parts(document.title()).into_iter().map(str::to_owned).collect(),
        summary: document.summary().to_owned(),
        url: site.url(subject.id),
        published: when("published"),
        updated: when("updated"),
        review_by: when("review_by"),
        translated: document.translated.map(|date| When::of(date, site.language)),
        original_url: original(subject),
        update_note: text("update_note"),
        source_body: text("source_body"),
        author_role: text("author_role"),
        minutes: document.body.minutes,
        characters: document.body.counts.han + document.body.counts.words,
        chips: lists.chips,
        facts: lists.facts,
        blocks: lists.blocks,
        lead: lists.lead,
        field,
        toc: outline(&document.body.headings),
        intro: if collection.sections.is_empty() { String::new() } else { intro },
        sections,
        body,
        terms: glossary.map_or(Vec::new(), |glossary| explain(site, glossary, &terms)),
        sources: sources(subject),
        referrers: referrers(site, theme, subject.id, card),
        cite: normal.then(|| citation(subject, theme)),
        share: address.filter(|_| normal).and_then(share),
        image: image(subject, &links),
        feed: None,
        json_feed: None,
        gaps,
    }
}

/// The terms of the glossary at these positions.
fn explain(site: &Site, glossary: &Glossary, terms: &[usize]) -> Vec<Explained> {
    let view = |at: &usize| {
        let (id, definition) = glossary.term(*at);
        let (name, title) = (site.document(id).id.to_string(), site.name(id).to_owned());
        Explained { id: name, title, definition: definition.to_owned(), url: site.url(id) }
    };
    terms.iter().map(view).collect()
}

/// The address of the original, if this is a translation.
fn original(subject: &Subject<'_>) -> Option<String> {
    let first = subject.site.config.original();
    (subject.document.language != first).then(|| subject.site.address(&subject.document.url, first))
}

#[derive(Default)]
struct Lists {
    chips: Vec<Value>,
    facts: Vec<Value>,
    blocks: Vec<Value>,
    lead: Vec<Value>,
}

impl Lists {
    fn put(&mut self, show: Show, view: &Value) {
        let list = match show {
            Show::Chip => &mut self.chips,
            Show::Fact => &mut self.facts,
            Show::Lead => &mut self.lead,
            Show::None => return,
            Show::Table | Show::Figures | Show::Steps | Show::Ladder | Show::Fit | Show::List | Show::Text => {
                &mut self.blocks
            }
        };
        list.push(view.clone());
    }
}

/// Declared sections in declared order, written or absent with a reason; then the others as they were written.
fn ordered(subject: &Subject<'_>, written: Vec<HtmlSection>, gaps: &mut Vec<String>) -> Vec<SectionView> {
    let mut written: Vec<Option<HtmlSection>> = written.into_iter().map(Some).collect();
    let mut views = Vec::new();
    for section in &subject.collection.sections {
        let own = |part: &&mut Option<HtmlSection>| {
            part.as_ref().is_some_and(|part| part.declared && *part.id == *section.id)
        };
        let part = written.iter_mut().find(own).and_then(Option::take);
        let reason = subject.document.absent_reason(&section.id).map(|reason| subject.reason(reason));
        if part.is_none() && reason.is_none() {
            gaps.extend(is_gap(subject, section).then(|| section.title.zh.clone()));
            continue;
        }
        let Basis { judgement, mut marks } = subject.basis(&section.id);
        // Where every statement names its source, the section as a whole need not.
        let written = subject.document.body.sections.iter().find(|own| own.id.as_deref() == Some(&*section.id));
        if written.is_some_and(|own| own.marks > 0) {
            marks.clear();
        }
        let absent = reason.filter(|_| part.is_none());
        let html = part.map_or(String::new(), |part| part.html);
        let title = subject.site.language.say(&section.title).to_owned();
        let id = section.id.to_string();
        views.push(SectionView { id, title, steps: section.steps.is_some(), html, absent, judgement, marks });
    }
    let rest = written.into_iter().flatten();
    views.extend(rest.map(|part| SectionView {
        id: part.id,
        title: part.title,
        html: part.html,
        ..SectionView::default()
    }));
    views
}

fn is_gap(subject: &Subject<'_>, section: &Section) -> bool {
    subject.site.preview && section.need != Need::No && subject.site.holds(subject.id, &section.when)
}

/// The text in one piece.
fn whole(intro: &str, sections: &[HtmlSection]) -> String {
    let mut out = intro.to_owned().into_bytes();
    for section in sections {
        out.extend_from_slice(b"<h2 id=\"");
        xml::text(&mut out, &section.id);
        out.extend_from_slice(b"\">");
        xml::text(&mut out, &section.title);
        out.extend_from_slice(b"</h2>\n");
        out.extend_from_slice(section.html.as_bytes());
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Headings as a tree; a level that is skipped hangs below the last one above it.
fn outline(headings: &[Heading]) -> Vec<TocEntry> {
    let mut tree = Vec::new();
    for heading in headings.iter().filter(|heading| heading.outer) {
        let (id, text) = (heading.id.clone(), heading.text.clone());
        hang(&mut tree, TocEntry { id, text, level: heading.level, children: Vec::new() });
    }
    tree
}

fn hang(tree: &mut Vec<TocEntry>, entry: TocEntry) {
    match tree.last_mut() {
        Some(last) if last.level < entry.level => hang(&mut last.children, entry),
        _ => tree.push(entry),
    }
}

/// The picture of a document.
pub fn image(subject: &Subject<'_>, links: &Links<'_>) -> Option<ImageView> {
    let image = subject.document.image("image")?;
    let target = links.image(&image.src)?;
    Some(ImageView {
        src: target.url,
        alt: image.alt.to_string(),
        credit: image.credit.as_ref().map_or(String::new(), ToString::to_string),
        licence: image.licence.as_ref().map(ToString::to_string),
        map_approval: image.map_approval.as_ref().map(ToString::to_string),
        width: target.width,
        height: target.height,
    })
}
