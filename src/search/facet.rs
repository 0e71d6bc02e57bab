//! What results are narrowed by: a site → facets (`format.md` 5), one for each vocabulary or collection that facets of listings
//! take their words from.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::model::condition::FieldPath;
use crate::model::field::Kind;
use crate::model::listing::facet_words;
use crate::model::site::Site;
use crate::search::layout::{Layout, day};
use crate::search::number;
use crate::search::shard::Files;

/// Facets at most: those that most documents have.
const MOST: usize = 8;

/// A facet.
#[derive(Debug)]
pub struct Facet {
    /// The vocabulary or collection.
    pub id: String,
    /// What readers call it.
    pub label: String,
    /// Its words, with what readers call them and how many documents have them, in their order.
    pub values: Vec<(Arc<str>, String, usize)>,
    /// Positions of the words of each document, by position of the document in the layout; empty sets for those without.
    pub column: Vec<Vec<usize>>,
}

/// Where a facet's words stand in a collection.
struct Place {
    collection: usize,
    path: FieldPath,
    instead: Option<FieldPath>,
}

impl Facet {
    /// The facets of a site, those first that most documents have.
    pub fn all(site: &Site, layout: &Layout) -> Vec<Self> {
        let mut places: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        for (collection, declared) in site.collections.iter().enumerate() {
            let facets = declared.listing.iter().flat_map(|listing| listing.facets.iter().zip(&listing.instead));
            for (path, instead) in facets {
                let from = match site.field_at(collection, path).map(|field| &field.kind) {
                    Some(Kind::Choice(choice)) => Some(choice.from.clone()),
                    Some(Kind::Reference(reference)) => reference.to.clone(),
                    _ => None,
                };
                let place = Place { collection, path: path.clone(), instead: instead.clone() };
                places.entry(from.unwrap_or_default()).or_default().push(place);
            }
        }
        places.remove("");
        let mut facets: Vec<Self> =
            places.into_iter().filter_map(|(id, places)| Self::of(site, layout, id, &places)).collect();
        facets.sort_by_key(|facet| std::cmp::Reverse(facet.count()));
        facets.truncate(MOST);
        facets
    }

    fn of(site: &Site, layout: &Layout, id: String, places: &[Place]) -> Option<Self> {
        let first = places.first()?;
        let field = site.field_at(first.collection, &first.path)?;
        let said: Vec<Vec<Arc<str>>> = layout
            .documents
            .iter()
            .map(|(_, document)| {
                let collection = site.document(*document).collection;
                let here = places.iter().filter(|place| place.collection == collection);
                here.flat_map(|place| facet_words(site, *document, &place.path, place.instead.as_ref())).collect()
            })
            .collect();
        let mut counts: BTreeMap<Arc<str>, usize> = BTreeMap::new();
        for word in said.iter().flatten() {
            *counts.entry(Arc::clone(word)).or_insert(0) += 1;
        }
        let order = site.word_order(first.collection, &first.path, |word| counts.contains_key(word));
        let position: BTreeMap<&Arc<str>, usize> = order.iter().enumerate().map(|(at, word)| (word, at)).collect();
        let column = said
            .iter()
            .map(|words| {
                let mut set: Vec<usize> = words.iter().filter_map(|word| position.get(word).copied()).collect();
                set.sort_unstable();
                set.dedup();
                set
            })
            .collect();
        let value = |word: &Arc<str>| (Arc::clone(word), site.word_label(field, word), counts[word]);
        let values: Vec<_> = order.iter().map(value).collect();
        let label = site.language.say(&field.label).to_owned();
        (values.len() > 1).then_some(Self { id, label, values, column })
    }

    fn count(&self) -> usize {
        self.column.iter().filter(|set| !set.is_empty()).count()
    }

    /// Writes the facet's file; gives what the root says of it.
    pub fn write(&self, layout: &Layout, files: &mut Files) -> Json {
        let mut text = String::new();
        for (id, label, _) in &self.values {
            text.push_str(&format!("{id}\t{}\n", label.replace(['\t', '\n'], " ")));
        }
        let mut sets: Vec<&Vec<usize>> = self.column.iter().filter(|set| !set.is_empty()).collect();
        sets.sort();
        sets.dedup();
        text.push('\n');
        for set in &sets {
            set.iter().for_each(|value| number::push(*value as u64, &mut text));
            text.push('\n');
        }
        text.push('\n');
        let mut column = vec![0; layout.size as usize];
        for ((number, _), set) in layout.documents.iter().zip(&self.column) {
            column[*number as usize] = sets.binary_search(&set).map_or(0, |at| at as u64 + 1);
        }
        column.into_iter().for_each(|set| number::push(set, &mut text));
        text.push('\n');
        let file = files.add("a", "txt", text.into_bytes());
        json!({ "id": self.id, "label": self.label, "count": self.count(), "file": file })
    }
}

/// Writes the dates of all documents.
pub fn dates(site: &Site, layout: &Layout, files: &mut Files) -> String {
    let mut text = String::new();
    let mut documents = layout.documents.iter().peekable();
    let mut before = 0;
    for number in 0..layout.size {
        if layout.ranges.iter().any(|range| range.start == number) {
            before = 0;
        }
        let id = documents.next_if(|(next, _)| *next == number);
        let date = id.and_then(|(_, id)| day(site, *id)).map_or(0, |date| {
            let (year, month, day) = date.first_day();
            (i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day)) as u64
        });
        // Documents lie by date; a coarser date stands before a finer one of the same start, so nothing goes back.
        number::push(date.saturating_sub(before), &mut text);
        before = before.max(date);
    }
    text.push('\n');
    files.add("d", "txt", text.into_bytes())
}
