//! Listings: one per collection, one per value of a facet, one per declared pair of values. None is empty.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::condition::FieldPath;
use crate::model::document::DocId;
use crate::model::site::Site;

/// Documents on one page of a listing.
pub const PAGE: usize = 20;

/// All listings of a site.
#[derive(Debug, Default)]
pub struct Listings {
    /// The listings: by collection, the whole one first.
    pub all: Vec<List>,
    by_choice: BTreeMap<(usize, Vec<Choice>), usize>,
    /// The words of each facet of each collection, in the order readers see them.
    orders: BTreeMap<(usize, usize), Vec<Arc<str>>>,
}

/// One listing.
#[derive(Debug)]
pub struct List {
    /// Position of the collection.
    pub collection: usize,
    /// What was chosen: none, one value, or a pair.
    pub chosen: Vec<Choice>,
    /// Address of its first page.
    pub url: String,
    /// The documents, in the collection's order.
    pub documents: Vec<DocId>,
    /// Whether it stands on one page, however long it is: an index by letters.
    pub whole: bool,
}

impl List {
    /// How many pages it has.
    pub fn page_count(&self) -> usize {
        if self.whole { 1 } else { self.documents.len().div_ceil(PAGE).max(1) }
    }

    /// The documents of a page, from 1.
    pub fn page(&self, number: usize) -> &[DocId] {
        let size = if self.whole { self.documents.len() } else { PAGE };
        self.documents.chunks(size.max(1)).nth(number - 1).unwrap_or(&[])
    }
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// Position of the facet in the collection's listing.
    pub facet: usize,
    /// The word: a term's id, a document's id, or a year.
    pub word: Arc<str>,
}

/// A facet beside a listing: its values with true counts, each leading to a listing that exists.
#[derive(Debug)]
pub struct Facet {
    /// Position in the collection's listing.
    pub facet: usize,
    /// The values, in the vocabulary's order.
    pub values: Vec<FacetValue>,
}

/// One value of a facet beside a listing.
#[derive(Debug)]
pub struct FacetValue {
    /// The word.
    pub word: Arc<str>,
    /// How many documents the listing it leads to has.
    pub count: usize,
    /// Address of that listing.
    pub url: String,
    /// Whether it is chosen here.
    pub current: bool,
}

impl Listings {
    /// Works out all listings of a site.
    pub fn of(site: &Site) -> Self {
        let mut listings = Self::default();
        for collection in 0..site.collections.len() {
            listings.add(site, collection);
        }
        listings
    }

    fn add(&mut self, site: &Site, at: usize) {
        let collection = &site.collections[at];
        let documents: Vec<DocId> = site.documents_of(at).collect();
        let Some(listing) = collection.listing.as_ref().filter(|_| !documents.is_empty()) else { return };
        let words: Vec<Vec<Vec<Arc<str>>>> = documents
            .iter()
            .map(|id| {
                let facets = listing.facets.iter().zip(&listing.instead);
                facets.map(|(facet, instead)| facet_words(site, *id, facet, instead.as_ref())).collect()
            })
            .collect();
        let mut found: BTreeMap<Vec<Choice>, Vec<DocId>> = BTreeMap::new();
        for (id, words) in documents.iter().zip(&words) {
            for (facet, chosen) in words.iter().enumerate() {
                for word in chosen {
                    found.entry(vec![Choice { facet, word: Arc::clone(word) }]).or_default().push(*id);
                }
            }
            for (a, b) in &listing.pairs {
                for first in &words[*a] {
                    for second in &words[*b] {
                        let choice = |facet: usize, word: &Arc<str>| Choice { facet, word: Arc::clone(word) };
                        found.entry(vec![choice(*a, first), choice(*b, second)]).or_default().push(*id);
                    }
                }
            }
        }
        let base = collection.url.base();
        let whole = listing.index.is_some();
        self.push(List { collection: at, chosen: Vec::new(), url: base.clone(), documents, whole });
        for (facet, path) in listing.facets.iter().enumerate() {
            let used =
                |word: &Arc<str>| found.contains_key(std::slice::from_ref(&Choice { facet, word: Arc::clone(word) }));
            self.orders.insert((at, facet), site.word_order(at, path, used));
        }
        for (chosen, documents) in found {
            let mut url = base.clone();
            for choice in &chosen {
                url.push_str(&format!("{}/{}/", slug(&listing.facets[choice.facet]), choice.word));
            }
            self.push(List { collection: at, chosen, url, documents, whole });
        }
    }

    /// The same listings, those of the chosen collections at addresses below a prefix, for another edition of the site.
    pub fn below(&self, prefix: &str, chosen: impl Fn(usize) -> bool) -> Self {
        let list = |list: &List| List {
            collection: list.collection,
            chosen: list.chosen.clone(),
            url: if chosen(list.collection) { format!("{prefix}{}", list.url) } else { list.url.clone() },
            documents: list.documents.clone(),
            whole: list.whole,
        };
        Self {
            all: self.all.iter().map(list).collect(),
            by_choice: self.by_choice.clone(),
            orders: self.orders.clone(),
        }
    }

    fn push(&mut self, list: List) {
        self.by_choice.insert((list.collection, list.chosen.clone()), self.all.len());
        self.all.push(list);
    }

    /// The listing of a choice in a collection.
    pub fn find(&self, collection: usize, chosen: &[Choice]) -> Option<&List> {
        self.by_choice.get(&(collection, chosen.to_vec())).map(|at| &self.all[*at])
    }

    /// The facets to show beside a listing. With one value chosen, other facets appear where their pair is declared.
    pub fn facets(&self, site: &Site, list: &List) -> Vec<Facet> {
        let Some(listing) = &site.collections[list.collection].listing else { return Vec::new() };
        // A facet leads on from here if it is chosen already, or if its pair with what is chosen is declared.
        let leads = |facet: &usize| match list.chosen.as_slice() {
            [] => true,
            [one] => {
                one.facet == *facet
                    || listing.pairs.iter().any(|(a, b)| [a, b].contains(&facet) && [*a, *b].contains(&one.facet))
            }
            chosen => chosen.iter().any(|choice| choice.facet == *facet),
        };
        (0..listing.facets.len()).filter(leads).filter_map(|facet| self.facet(list, facet)).collect()
    }

    fn facet(&self, list: &List, facet: usize) -> Option<Facet> {
        let rest: Vec<Choice> = list.chosen.iter().filter(|choice| choice.facet != facet).cloned().collect();
        let current = list.chosen.iter().find(|choice| choice.facet == facet);
        let order = self.orders.get(&(list.collection, facet))?;
        let values: Vec<FacetValue> = order
            .iter()
            .filter_map(|word| {
                let mut chosen = rest.clone();
                chosen.push(Choice { facet, word: Arc::clone(word) });
                let find = |chosen: &[Choice]| self.find(list.collection, chosen);
                let target = find(&chosen).or_else(|| {
                    chosen.reverse();
                    find(&chosen)
                })?;
                let current = current.is_some_and(|choice| choice.word == *word);
                let word = Arc::clone(word);
                Some(FacetValue { word, count: target.documents.len(), url: target.url.clone(), current })
            })
            .collect();
        (!values.is_empty()).then_some(Facet { facet, values })
    }

    /// The listing one gets by taking a choice away.
    pub fn without(&self, list: &List, facet: usize) -> Option<&List> {
        let rest: Vec<Choice> = list.chosen.iter().filter(|choice| choice.facet != facet).cloned().collect();
        self.find(list.collection, &rest)
    }
}

/// Address of page `number` (from 1) of a listing.
pub fn page_url(url: &str, number: usize) -> String {
    if number == 1 { url.to_owned() } else { format!("{url}page/{number}/") }
}

/// The part of an address that names a facet: `task-areas`, `province` for `pilot.province`.
pub fn slug(path: &FieldPath) -> String {
    path.then.as_ref().unwrap_or(&path.field).replace('_', "-")
}

/// The words of a document under a facet: terms, documents, or years; each once. Where the facet's field says nothing, the
/// one beside it counts.
/// The words of a document in a facet, or in the field that stands in where it has none.
pub fn facet_words(site: &Site, id: DocId, path: &FieldPath, instead: Option<&FieldPath>) -> Vec<Arc<str>> {
    let mut words = site.words(id, path);
    if let Some(other) = instead.filter(|_| words.is_empty()) {
        words = site.words(id, other);
    }
    words.sort();
    words.dedup();
    words
}
