//! [`Document`]: one content file, understood.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::{SourceText, Span};
use crate::model::body::{Body, BodySource};
use crate::model::collection::Collection;
use crate::model::language::Language;
use crate::model::value::{Date, Image, Missing, Slot, Value};

/// Position of a document in [`crate::model::site::Site::documents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(pub usize);

/// One content file with typed fields, an understood body and an address.
#[derive(Debug)]
pub struct Document {
    /// Position of its collection in [`crate::model::site::Site::collections`].
    pub collection: usize,
    /// Its id, the file name.
    pub id: Arc<str>,
    /// The folder it lies in, if the collection has owners.
    pub owner: Option<Arc<str>>,
    /// Its address, `/…/`.
    pub url: String,
    /// The language of its text.
    pub language: Language,
    /// Every language in which it can be read, the original one first.
    pub languages: Vec<Language>,
    /// The day of the original that a translation says it was made from.
    pub translated: Option<Date>,
    /// One slot per declared field of the collection.
    pub slots: Vec<Slot>,
    /// Names of fields of the collection, in the same order.
    pub names: Arc<[Arc<str>]>,
    /// What `absent:` says: field or section, reason, place of the name.
    pub absent: Vec<(Arc<str>, Arc<str>, Range<usize>)>,
    /// What `basis:` says: field, section or `field.part`, then source or `judgement`, place of the latter.
    pub basis: Vec<(Arc<str>, Arc<str>, Range<usize>)>,
    /// Former addresses.
    pub aliases: Vec<(String, Range<usize>)>,
    /// Whether it says `draft: true`.
    pub draft: bool,
    /// Ids of its sources, in order.
    pub source_ids: Vec<String>,
    /// What its body says.
    pub body: Body,
    /// The file.
    pub source: Arc<SourceText>,
    /// Bytes of the front matter.
    pub front: Range<usize>,
    /// Bytes of the body.
    pub body_range: Range<usize>,
}

impl Document {
    /// The slot of a declared field.
    pub fn slot(&self, field: &str) -> &Slot {
        self.names.iter().position(|name| &**name == field).map_or(&Slot::EMPTY, |at| &self.slots[at])
    }

    /// The value of a field.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.slot(field).get()
    }

    /// The text of a text field.
    pub fn text(&self, field: &str) -> Option<&str> {
        match self.get(field)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The date of a date field.
    pub fn date(&self, field: &str) -> Option<Date> {
        match self.get(field)? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The picture of an image field.
    pub fn image(&self, field: &str) -> Option<&Image> {
        match self.get(field)? {
            Value::Image(image) => Some(image),
            _ => None,
        }
    }

    /// The title, or the id while it is missing.
    pub fn title(&self) -> &str {
        self.text("title").unwrap_or(&self.id)
    }

    /// The summary, or the body's first sentence.
    pub fn summary(&self) -> &str {
        self.text("summary").unwrap_or(&self.body.first_sentence)
    }

    /// The reason why a field or section is declared absent.
    pub fn absent_reason(&self, name: &str) -> Option<&Arc<str>> {
        self.absent.iter().find(|(field, ..)| &**field == name).map(|(_, reason, _)| reason)
    }

    /// The basis of a field, section or `field.part`.
    pub fn basis_of(&self, name: &str) -> Option<&Arc<str>> {
        self.basis.iter().find(|(field, ..)| &**field == name).map(|(_, basis, _)| basis)
    }

    /// The span of a field's value; of the front matter's first line if nothing was written.
    pub fn span_of(&self, field: &str) -> Span {
        let range = self.slot(field).range.clone().unwrap_or(self.front.start..self.front.start);
        Span::new(&self.source, range)
    }

    /// The body for another pass over it.
    pub fn body_source<'a>(&'a self, collection: &'a Collection) -> BodySource<'a> {
        BodySource {
            source: &self.source,
            range: self.body_range.clone(),
            sections: collection.specs(self.language),
            source_ids: &self.source_ids,
            language: self.language,
        }
    }

    /// Whether a field was declared absent or holds a value.
    pub fn is_settled(&self, field: &str) -> bool {
        matches!(self.slot(field).value, Ok(_) | Err(Missing::Absent(_)))
    }
}
