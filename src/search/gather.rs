//! What of a document is searched: its fields and body → texts with weights, and its names.

use crate::model::body::plain::plain;
use crate::model::collection::Collection;
use crate::model::document::{DocId, Document};
use crate::model::field::{Field, Kind};
use crate::model::searched::NAME;
use crate::model::site::Site;
use crate::model::value::Value;

/// Characters of a text that results carry.
pub const SHOWN: usize = 8_000;

/// A text and how much its words count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// The text.
    pub text: String,
    /// The weight of its words; 0 for what was counted elsewhere and is only shown.
    pub weight: u16,
    /// Whether it is a whole name of the document.
    pub name: bool,
}

/// Whether the edition has the document in its own language; of others it has only the name.
fn is_own(site: &Site, document: &Document) -> bool {
    document.language == site.language
}

/// The names of a document, the title first.
pub fn names(site: &Site, id: DocId) -> Vec<String> {
    let (document, collection) = (site.document(id), site.collection_of(id));
    let mut names = vec![site.name(id).to_owned()];
    let fields = if is_own(site, document) { &collection.fields[..] } else { &[] };
    let special = special(site, collection);
    let searched = collection.searched.as_ref();
    for field in fields {
        if searched.is_some_and(|searched| searched.weight(field, &special) >= NAME) && *field.id != *"title" {
            texts(site, field, document.get(&field.id), &mut |text| names.push(text.to_owned()));
        }
    }
    names
}

/// Fields that the declaration says hold names.
fn special<'c>(site: &Site, collection: &'c Collection) -> Vec<&'c str> {
    let named = collection.names.values().map(String::as_str);
    let same = collection.term.iter().filter_map(|term| term.same.as_deref());
    // The short name of an owner is in Chinese; elsewhere it would only be looked for in vain.
    let short = Some("short_zh").filter(|_| site.language == crate::model::language::Language::Zh);
    named.chain(same).chain(short).collect()
}

/// Everything that is searched of a document. Texts come before the body, as on its page.
pub fn gather(site: &Site, id: DocId) -> Vec<Weighed> {
    let (document, collection) = (site.document(id), site.collection_of(id));
    let Some(searched) = &collection.searched else { return Vec::new() };
    let mut all: Vec<Weighed> =
        names(site, id).into_iter().map(|text| Weighed { text, weight: NAME as u16, name: true }).collect();
    if !is_own(site, document) {
        return all;
    }
    let special = special(site, collection);
    for field in &collection.fields {
        let weight = searched.weight(field, &special);
        if (1..NAME).contains(&weight) {
            let mut text = String::new();
            texts(site, field, document.get(&field.id), &mut |part| {
                text.push_str(part);
                text.push('\n');
            });
            if !text.is_empty() {
                all.push(Weighed { text, weight: weight as u16, name: false });
            }
        }
    }
    if let Some(owner) = document.owner.as_ref().zip(collection.owner.as_ref()) {
        let named = site.find(&owner.1.folder, owner.0).map(|id| site.name(id).to_owned());
        all.extend(named.map(|text| Weighed { text, weight: 4, name: false }));
    }
    let headings = searched.headings.unwrap_or(2).saturating_sub(searched.body.unwrap_or(1));
    if headings > 0 {
        let mut text = String::new();
        for heading in &document.body.headings {
            // Headings that the declaration gives to every document tell nothing of this one.
            if !collection.specs(document.language).iter().any(|spec| spec.title == heading.text) {
                text.push_str(&heading.text);
                text.push('\n');
            }
        }
        all.push(Weighed { text, weight: headings as u16, name: false });
    }
    if let weight @ 1.. = searched.body.unwrap_or(1) {
        all.push(Weighed { text: body(document, collection), weight: weight as u16, name: false });
    }
    all
}

/// The text of a result: its fields that are texts, and the body; the first characters of it.
pub fn shown(site: &Site, id: DocId) -> String {
    let (document, collection) = (site.document(id), site.collection_of(id));
    let Some(searched) = collection.searched.as_ref().filter(|_| is_own(site, document)) else { return String::new() };
    let mut text = body(document, collection);
    let special = special(site, collection);
    for field in &collection.fields {
        if *field.id != *"summary" && searched.weight(field, &special) > 0 && *field.id != *"title" {
            texts(site, field, document.get(&field.id), &mut |part| {
                text.push('\n');
                text.push_str(part);
            });
        }
    }
    if let Some((at, _)) = text.char_indices().nth(SHOWN) {
        text.truncate(at);
    }
    text.trim().to_owned()
}

fn body(document: &Document, collection: &Collection) -> String {
    let mut text = String::new();
    plain(&document.body_source(collection), &mut text);
    text
}

/// Calls `out` with each text that a value shows to readers.
fn texts(site: &Site, field: &Field, value: Option<&Value>, out: &mut dyn FnMut(&str)) {
    match value {
        None | Some(Value::Image(_) | Value::Link(_) | Value::Flag(..)) => {}
        Some(Value::Text(text)) => out(text),
        Some(Value::Number(number)) => out(&number.to_string()),
        Some(Value::Date(date)) => out(&site.language.date(*date)),
        Some(Value::Quantity(quantity)) => {
            let (number, unit) = site.language.quantity(quantity, &site.terms);
            out(&format!("{number}{unit}"));
        }
        Some(Value::Choice(word)) => out(&site.word_label(field, word)),
        Some(Value::Reference(to)) => {
            if let Some(id) = site.find(&to.collection, &to.id) {
                out(site.name(id));
            }
        }
        Some(Value::List(items)) => {
            for item in items {
                texts(site, field, Some(&item.value), out);
            }
        }
        Some(Value::Group(group)) => {
            for inner in field.fields() {
                // Marks of sources and their kin are no words of the document.
                let said = !matches!(&inner.kind, Kind::Text(text) if text.among.is_some());
                if said && inner.is_shown() {
                    texts(site, inner, group.get(&inner.id), out);
                }
            }
        }
    }
}
