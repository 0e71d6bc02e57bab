//! [`Glossary`]: the terms that pages of an edition explain.
//!
//! In: the documents of the collection that `site.yaml` calls `glossary`, which says in `term:` which of its fields is the
//! definition and which hold other names. Out: one finder for all pages, made once. A term that has no definition in the
//! edition's language only hides the names in its own; so do short titles of documents and words of vocabularies that hold a
//! name. A site without glossary, or without a collection that wants notes, makes nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::body::LinkDest;
use crate::model::body::noting::{Finder, Noting};
use crate::model::document::{DocId, Document};
use crate::model::site::{Site, flat};
use crate::model::value::Value;

/// Characters of a title that may be a word in a text; a longer one is a sentence.
const WORD: usize = 16;

/// The terms of an edition.
#[derive(Debug)]
pub struct Glossary {
    finder: Finder,
    /// Position of each term's document.
    documents: Vec<DocId>,
    definitions: Vec<Arc<str>>,
}

impl Glossary {
    /// The glossary of an edition whose documents are known.
    pub fn of(site: &Site) -> Option<Self> {
        let collection = site.collection(site.config.glossary.as_deref()?)?;
        let fields = site.collections[collection].term.as_ref()?;
        if site.collections.iter().all(|collection| !collection.glossary) {
            return None;
        }
        let (mut documents, mut definitions, mut words) = (Vec::new(), Vec::new(), Vec::new());
        for id in site.documents_of(collection) {
            let document = site.document(id);
            let definition = match document.get(&fields.definition) {
                Some(Value::Text(text)) if site.language.foreign(text).is_none() => Some(text),
                _ => None,
            };
            let own = document.language == site.language;
            let term = definition.filter(|_| own).map(|definition| {
                documents.push(id);
                definitions.push(Arc::clone(definition));
                documents.len() - 1
            });
            words.extend(names(site, id, fields.same.as_deref()).into_iter().map(|name| (name, term)));
        }
        let ids = |site: &Site| documents.iter().map(|id| site.document(*id).id.to_string()).collect::<Vec<_>>();
        let known = Finder::new(words.clone(), ids(site))?;
        let mut hiding = BTreeSet::new();
        let named = |name: &str| words.iter().any(|(word, _)| word == name);
        let mut hide = |name: &str| {
            if name.chars().count() <= WORD && known.finds(name) && !named(name) {
                hiding.insert(name.to_owned());
            }
        };
        let titles = site.all().filter(|id| site.document(*id).collection != collection);
        titles.for_each(|id| hide(site.name(id)));
        let vocabularies = site.terms.all().flat_map(|vocabulary| &vocabulary.terms);
        vocabularies.for_each(|term| hide(site.language.term(term)));
        let words = words.into_iter().chain(hiding.into_iter().map(|word| (word, None))).collect();
        Some(Self { finder: Finder::new(words, ids(site))?, documents, definitions })
    }

    /// What a page may explain: no term of its own, and none that the text links to.
    pub fn noting(&self, site: &Site, id: DocId) -> Noting<'_> {
        let linked = |dest: &LinkDest| match dest {
            LinkDest::Term(term) => site.find(site.config.glossary.as_deref()?, term),
            _ => None,
        };
        let links = site.document(id).body.links.iter().filter_map(|link| linked(&link.dest));
        let done = links.chain([id]).filter_map(|id| self.documents.iter().position(|other| *other == id)).collect();
        Noting::new(&self.finder, done)
    }

    /// The document of a term, and its definition.
    pub fn term(&self, at: usize) -> (DocId, &str) {
        (self.documents[at], &self.definitions[at])
    }
}

/// The names of a term in the edition's language.
fn names(site: &Site, id: DocId, same: Option<&str>) -> BTreeSet<String> {
    let document: &Document = site.document(id);
    let others = same.and_then(|field| document.get(field)).map_or(Vec::new(), flat);
    let others =
        others.into_iter().filter_map(|value| if let Value::Text(text) = value { Some(&**text) } else { None });
    let english = site.collection_of(id).names.get(&site.language).and_then(|field| document.text(field));
    let all = others.chain([document.title()]).chain(english);
    // A Chinese page may well say CCUS; an English one has no Chinese words.
    let fits = |name: &&str| site.language.foreign(name).is_none() || site.language == site.config.original();
    all.filter(fits).map(str::to_owned).collect()
}
