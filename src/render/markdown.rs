//! A document as Markdown that anybody can read, `index.md`: title, summary, key facts, the text as written, its sources.
//!
//! In: a document, seen from the site. Out: Markdown that says what the page says. Addresses are whole where the site knows
//! its own; otherwise links lead from this file to the others.

use std::fmt::Write as _;

use crate::model::body::carry::{Carry, carry, escape};
use crate::model::body::{LinkDest, Resolve, Target};
use crate::model::field::{PLACED, Show};
use crate::model::link::Links;
use crate::render::press::Press;
use crate::render::view::document::image;
use crate::render::view::field::{Cell, FieldView};
use crate::render::view::source::{SourceView, sources};
use crate::render::view::subject::{Basis, Subject, named};
use crate::render::view::word::{Item, Mark, root};

/// Appends a document.
pub fn document(press: &Press, subject: &Subject<'_>, out: &mut String) {
    let links = Links { site: subject.site, document: subject.document };
    let root = match subject.site.config.base_url.as_str() {
        "" => root(&subject.document.url),
        base => base.to_owned(),
    };
    let mut writer = Writer { press, subject: *subject, links, root, out };
    writer.head();
    writer.text();
    writer.blocks();
    writer.sources();
    writer.foot();
}

struct Writer<'a> {
    press: &'a Press,
    subject: Subject<'a>,
    links: Links<'a>,
    /// What stands before an address of the site.
    root: String,
    out: &'a mut String,
}

impl Carry for Writer<'_> {
    fn link(&self, dest: &LinkDest) -> Option<String> {
        match self.links.link(dest) {
            Target::Inside(url) => Some(format!("{}{url}", self.root)),
            Target::Here(id) => Some(format!("{}{}#{id}", self.root, self.subject.document.url)),
            Target::Outside { .. } | Target::Nowhere => None,
        }
    }

    fn picture(&self, src: &str) -> Option<String> {
        self.links.image(src).map(|image| format!("{}{}", self.root, image.url))
    }
}

impl<'a> Writer<'a> {
    fn string(&self, key: &str) -> &'a str {
        self.press.theme.string(key)
    }

    fn plain(&mut self, text: &str) {
        escape(text, self.out);
    }

    /// `- label：`
    fn item(&mut self, label: &str) {
        self.out.push_str("- ");
        self.plain(label);
        self.out.push_str(self.string("colon"));
    }

    fn link(&mut self, text: &str, url: &str) {
        self.out.push('[');
        self.plain(text);
        let root = if url.starts_with('/') { self.root.as_str() } else { "" };
        // Addresses of the site need nothing; others must not end the link early.
        let url = url.replace(' ', "%20").replace('(', "%28").replace(')', "%29").replace('<', "%3C");
        let _ = write!(self.out, "]({root}{url})");
    }

    fn head(&mut self) {
        let Subject { site, document, collection, .. } = self.subject;
        self.out.push_str("# ");
        self.plain(document.title());
        self.out.push_str("\n\n");
        if !document.summary().is_empty() {
            self.plain(document.summary());
            self.out.push_str("\n\n");
        }
        let group = named(site, document.collection);
        self.item(self.string("collection"));
        match &group.url {
            Some(url) => self.link(&group.label, url),
            None => self.plain(&group.label),
        }
        self.out.push('\n');
        for (id, key) in [("published", "published"), ("updated", "updated"), ("review_by", "review_by")] {
            if let Some(date) = document.date(id) {
                self.item(self.string(key).trim());
                self.out.push_str(&site.language.date(date));
                if let Some(note) = document.text("update_note").filter(|_| id == "updated") {
                    self.out.push_str(self.string("comma"));
                    self.plain(note);
                }
                self.out.push('\n');
            }
        }
        for (id, key) in [("source_body", "source"), ("author_role", "author")] {
            if let Some(text) = document.text(id) {
                self.item(self.string(key));
                self.plain(text);
                self.out.push('\n');
            }
        }
        let fields = collection.fields.iter().zip(&document.slots);
        for (field, slot) in fields.filter(|(field, _)| !PLACED.contains(&&*field.id)) {
            let Some(view) = self.subject.field(&self.press.theme, field, slot) else { continue };
            let block = !matches!(field.show, Show::Chip | Show::Fact | Show::Lead);
            if field.show != Show::None && (view.absent.is_some() || !block) {
                self.fact(&view);
            }
        }
        for section in &collection.sections {
            if let Some(reason) = document.absent_reason(&section.id) {
                self.item(site.language.say(&section.title));
                let reason = self.subject.reason(reason);
                self.plain(&reason);
                self.out.push('\n');
            }
        }
        self.picture();
    }

    fn picture(&mut self) {
        let Some(image) = image(&self.subject, &self.links) else { return };
        self.out.push_str("\n!");
        self.link(&image.alt, &image.src);
        for words in std::iter::once(&image.credit)
            .chain(&image.licence)
            .chain(&image.map_approval)
            .filter(|words| !words.is_empty())
        {
            self.out.push(' ');
            self.plain(words);
        }
        self.out.push('\n');
    }

    fn fact(&mut self, view: &FieldView) {
        self.item(&view.label);
        match &view.absent {
            Some(reason) => self.plain(reason),
            None if view.items.is_empty() => self.plain(&view.text),
            None => self.items(&view.items),
        }
        self.marks(view.judgement, &view.marks);
        self.out.push('\n');
    }

    fn items(&mut self, items: &[Item]) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.out.push_str(self.string("sep"));
            }
            match &item.url {
                Some(url) => self.link(&item.text, url),
                None => self.plain(&item.text),
            }
            if let Some(note) = &item.note {
                self.out.push_str(self.string("open"));
                self.plain(note);
                self.out.push_str(self.string("close"));
            }
        }
    }

    fn marks(&mut self, judgement: bool, marks: &[Mark]) {
        for mark in marks {
            let _ = write!(self.out, " [{}]", mark.id);
        }
        if judgement {
            let _ = write!(self.out, " [{}]", self.string("judgement"));
        }
    }

    fn text(&mut self) {
        let mut body = String::new();
        carry(&self.subject.document.body_source(self.subject.collection), self, &mut body);
        let body = body.trim();
        if !body.is_empty() {
            let _ = writeln!(self.out, "\n{body}");
        }
        self.bases();
    }

    /// What whole sections rest on.
    fn bases(&mut self) {
        let mut first = true;
        for section in &self.subject.collection.sections {
            let Basis { judgement, marks } = self.subject.basis(&section.id);
            if !judgement && marks.is_empty() {
                continue;
            }
            let start = if std::mem::take(&mut first) { "\n- " } else { "- " };
            self.out.push_str(start);
            self.plain(self.subject.site.language.say(&section.title));
            self.out.push_str(self.string("colon"));
            self.out.push_str(self.string("based_on"));
            self.marks(judgement, &marks);
            self.out.push('\n');
        }
    }

    fn blocks(&mut self) {
        let Subject { document, collection, .. } = self.subject;
        for (field, slot) in collection.fields.iter().zip(&document.slots) {
            let inline = matches!(field.show, Show::Chip | Show::Fact | Show::Lead | Show::None);
            if inline || PLACED.contains(&&*field.id) {
                continue;
            }
            let Some(view) = self.subject.field(&self.press.theme, field, slot) else { continue };
            if view.absent.is_none() {
                self.block(&view);
            }
        }
    }

    fn block(&mut self, view: &FieldView) {
        self.out.push_str("\n## ");
        self.plain(&view.label);
        self.out.push_str("\n\n");
        if !view.rows.is_empty() {
            self.table(view);
        } else if !view.groups.is_empty() {
            for group in &view.groups {
                self.out.push_str("- ");
                for (at, field) in group.fields.iter().enumerate() {
                    if at > 0 {
                        self.out.push_str(self.press.site.language.semicolon());
                    }
                    self.plain(&field.label);
                    self.out.push_str(self.string("colon"));
                    self.plain(field.absent.as_deref().unwrap_or(&field.text));
                }
                self.marks(group.judgement, &group.marks);
                self.out.push('\n');
            }
        } else if view.items.len() > 1 {
            for item in &view.items {
                self.out.push_str("- ");
                self.items(std::slice::from_ref(item));
                self.out.push('\n');
            }
        } else {
            match view.items.as_slice() {
                [] => self.plain(&view.text),
                items => self.items(items),
            }
            self.out.push('\n');
        }
        if view.judgement || !view.marks.is_empty() {
            self.out.push('\n');
            self.out.push_str(self.string("based_on"));
            self.marks(view.judgement, &view.marks);
            self.out.push('\n');
        }
    }

    fn table(&mut self, view: &FieldView) {
        self.out.push('|');
        for column in &view.columns {
            self.out.push(' ');
            self.plain(column);
            self.out.push_str(" |");
        }
        self.out.push_str("\n|");
        self.out.push_str(&" --- |".repeat(view.columns.len()));
        self.out.push('\n');
        for row in &view.rows {
            self.out.push('|');
            for Cell { text, url, marks, .. } in row {
                self.out.push(' ');
                match url {
                    Some(url) => self.link(text, url),
                    None => self.plain(text),
                }
                self.marks(false, marks);
                self.out.push_str(" |");
            }
            self.out.push('\n');
        }
    }

    fn sources(&mut self) {
        let sources = sources(&self.subject);
        if sources.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "\n## {}\n", self.string("sources"));
        for SourceView { id, title, body, date, link, doc_no, page, .. } in &sources {
            let _ = write!(self.out, "- [{id}] ");
            let date = date.as_ref().map(|date| &date.text);
            let parts = [Some(title), Some(body), doc_no.as_ref(), date, page.as_ref()];
            for (at, part) in parts.into_iter().flatten().filter(|part| !part.is_empty()).enumerate() {
                if at > 0 {
                    self.out.push_str(self.string("comma"));
                }
                self.plain(part);
            }
            if let Some(link) = link {
                self.out.push_str(self.string("comma"));
                let _ = write!(self.out, "<{}>", link.replace(['<', '>', ' '], ""));
            }
            self.out.push('\n');
        }
    }

    /// Where the page stands, who speaks, and what may be done with it.
    fn foot(&mut self) {
        let config = &self.subject.site.config;
        self.out.push_str("\n---\n\n");
        self.plain(&config.title);
        self.out.push_str(self.string("colon"));
        let url = self.subject.document.url.clone();
        self.link(self.subject.document.title(), &url);
        self.out.push('\n');
        for words in [&config.notice, &config.licence].into_iter().filter(|words| !words.is_empty()) {
            self.out.push('\n');
            self.plain(words);
            self.out.push('\n');
        }
    }
}
