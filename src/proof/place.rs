//! Every declared field of every document, at the top and inside groups: where most rules look.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::Span;
use crate::model::condition::{Condition, FieldPath};
use crate::model::document::{DocId, Document};
use crate::model::field::Field;
use crate::model::site::{Site, flat, word};
use crate::model::value::{Group, Item, Slot, Value};

/// A declared field with what one document, or one record of it, says there.
pub struct Place<'a> {
    /// The site.
    pub site: &'a Site,
    /// Position of the document.
    pub id: DocId,
    /// The document.
    pub document: &'a Document,
    /// The declaration.
    pub field: &'a Field,
    /// What stands there.
    pub slot: &'a Slot,
    /// The record around, if the field stands in a group.
    pub record: Option<Record<'a>>,
}

/// A record and where it stands.
#[derive(Clone)]
pub struct Record<'a> {
    /// The field that holds the record.
    pub outer: &'a Place<'a>,
    /// The record's values.
    pub group: &'a Group,
    /// Bytes of the record.
    pub range: Range<usize>,
}

/// Visits every field of every document.
pub fn all(site: &Site, visit: &mut dyn FnMut(&Place<'_>)) {
    site.all().for_each(|id| of(site, id, visit));
}

/// Visits every field of a document.
pub fn of(site: &Site, id: DocId, visit: &mut dyn FnMut(&Place<'_>)) {
    let document = site.document(id);
    for (field, slot) in site.collection_of(id).fields.iter().zip(&document.slots) {
        walk(&Place { site, id, document, field, slot, record: None }, visit);
    }
}

fn walk(place: &Place<'_>, visit: &mut dyn FnMut(&Place<'_>)) {
    visit(place);
    for (value, range) in place.values() {
        let Value::Group(group) = value else { continue };
        for field in place.field.fields() {
            let Some(slot) = group.slot(&field.id) else { continue };
            let record = Some(Record { outer: place, group, range: range.clone() });
            walk(&Place { field, slot, record, ..*place }, visit);
        }
    }
}

impl<'a> Place<'a> {
    /// The dotted name, `results.baseline`.
    pub fn name(&self) -> String {
        match &self.record {
            Some(record) => format!("{}.{}", record.outer.name(), self.field.id),
            None => self.field.id.to_string(),
        }
    }

    /// The single values that somebody wrote, each with its bytes; what was derived is left out.
    pub fn values(&self) -> Vec<(&'a Value, Range<usize>)> {
        match (self.slot.get(), &self.slot.range) {
            (Some(Value::List(items)), Some(_)) => {
                items.iter().map(|Item { value, range }| (value, range.clone())).collect()
            }
            (Some(value), Some(range)) => vec![(value, range.clone())],
            _ => Vec::new(),
        }
    }

    /// A span in the document.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(&self.document.source, range)
    }

    /// Where something is to be written: the empty value, the record, or the start of the front matter.
    pub fn gap(&self) -> Span {
        let start = self.record.as_ref().map_or(self.document.front.start, |record| record.range.start);
        self.span(self.slot.range.clone().unwrap_or(start..start))
    }

    /// The words at a path: a field of the same record, or else of the document.
    pub fn words(&self, path: &FieldPath) -> Vec<Arc<str>> {
        let sibling = self.record.as_ref().filter(|_| path.then.is_none()).and_then(|r| r.group.slot(&path.field));
        match sibling {
            Some(slot) => slot.get().map_or(Vec::new(), |value| flat(value).into_iter().filter_map(word).collect()),
            None => self.site.words(self.id, path),
        }
    }

    /// Whether a condition of the declaration holds here.
    pub fn holds(&self, condition: &Condition) -> bool {
        condition.holds(|path| self.words(path))
    }

    /// Whether a reference on the way of a path leads nowhere: then another rule speaks, and nothing can be told here.
    pub fn is_broken(&self, path: &FieldPath) -> bool {
        let lost = |value: &Value| match value {
            Value::Reference(to) => self.site.find(&to.collection, &to.id).is_none(),
            _ => false,
        };
        self.document.get(&path.field).is_some_and(|value| flat(value).into_iter().any(lost))
    }
}
