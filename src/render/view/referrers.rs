//! [`Referrers`]: what refers to a document, by collection and group, as its collection declares in `uses.referrers`.

use std::sync::Arc;

use serde::Serialize;
use tera::Value;

use crate::model::condition::FieldPath;
use crate::model::document::DocId;
use crate::model::field::{Field, Kind};
use crate::model::listing::Choice;
use crate::model::site::Site;
use crate::render::theme::Theme;
use crate::render::view::subject::named;
use crate::render::view::word::Named;

/// The documents of one collection that refer to a document.
#[derive(Clone, Debug, Serialize)]
pub struct Referrers {
    /// The collection.
    pub collection: Named,
    /// How many documents.
    pub count: usize,
    /// Their groups.
    pub groups: Vec<Group>,
}

/// A group of them.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// The word they have in common; none when the documents are not grouped.
    pub label: Option<String>,
    /// The listing of that word.
    pub url: Option<String>,
    /// The documents, each a `Card`.
    pub cards: Vec<Value>,
}

/// The referrers of a document.
pub fn referrers(site: &Site, theme: &Theme, id: DocId, card: impl Fn(DocId) -> Value) -> Vec<Referrers> {
    let declared = site.collection_of(id).referrers.as_deref().unwrap_or(&[]);
    let found = declared.iter().filter_map(|(name, by)| {
        let collection = site.collection(name)?;
        let documents = referring(site, id, collection);
        if documents.is_empty() {
            return None;
        }
        let mut groups = grouped(site, collection, by.as_deref(), &documents);
        if let [_, .., (label, _, _)] = groups.as_mut_slice() {
            label.get_or_insert_with(|| theme.string("other").to_owned());
        }
        let groups = groups.into_iter().map(|(label, url, documents)| Group {
            label,
            url,
            cards: documents.into_iter().map(&card).collect(),
        });
        Some(Referrers { collection: named(site, collection), count: documents.len(), groups: groups.collect() })
    });
    found.collect()
}

/// The documents of a collection that refer to a document, in the collection's order: by a field of their own; or, when the
/// collection has no field for such documents at all, through one document between (a practice refers to cases, and those
/// to their pilot). With a field of its own the hop would only bring in what means something else.
pub fn referring(site: &Site, id: DocId, collection: usize) -> Vec<DocId> {
    let of = |id: DocId| site.referrers(id).iter().copied();
    let wanted = |other: &DocId| site.document(*other).collection == collection && *other != id;
    let target = &site.collection_of(id).id;
    let mut found: Vec<DocId> = of(id).filter(wanted).collect();
    if !site.collections[collection].fields.iter().any(|field| may_name(field, target)) {
        found.extend(of(id).flat_map(of).filter(wanted));
    }
    found.sort();
    found.dedup();
    found
}

/// Whether a field is declared to refer to documents of a collection.
fn may_name(field: &Field, target: &Arc<str>) -> bool {
    match &field.kind {
        Kind::Reference(reference) => reference.to.as_deref() == Some(target),
        _ => field.fields().iter().any(|inner| may_name(inner, target)),
    }
}

type Grouped = (Option<String>, Option<String>, Vec<DocId>);

/// Each document once, under the first of its words; groups in the vocabulary's order, those without a word last.
fn grouped(site: &Site, collection: usize, by: Option<&str>, documents: &[DocId]) -> Vec<Grouped> {
    let path = by.and_then(FieldPath::parse);
    let Some((path, field)) = path.and_then(|path| site.field_at(collection, &path).map(|field| (path, field))) else {
        return vec![(None, None, documents.to_vec())];
    };
    let first: Vec<Option<Arc<str>>> = documents.iter().map(|id| site.words(*id, &path).into_iter().next()).collect();
    let order = site.word_order(collection, &path, |word| first.iter().flatten().any(|other| other == word));
    let with = |word: Option<&Arc<str>>| {
        let pairs = documents.iter().zip(&first).filter(move |(_, first)| first.as_ref() == word);
        pairs.map(|(id, _)| *id).collect::<Vec<DocId>>()
    };
    let facet = site.collections[collection].listing.as_ref().and_then(|l| l.facets.iter().position(|f| *f == path));
    let mut groups: Vec<Grouped> = order
        .iter()
        .map(|word| {
            let url = facet.and_then(|facet| {
                let choice = Choice { facet, word: Arc::clone(word) };
                site.listings.find(collection, &[choice]).map(|list| list.url.clone())
            });
            (Some(site.word_label(field, word)), url, with(Some(word)))
        })
        .collect();
    let rest = with(None);
    if !rest.is_empty() {
        groups.push((None, None, rest));
    }
    groups
}
