//! The site in its other forms: translations and the original site → one [`Site`] for each language, and one for elderly
//! readers.
//!
//! An edition has the same documents in the same order at the same positions. Translated ones say what the translation says and
//! stand below `/en`; the others are the original documents at their own addresses. For elderly readers the chosen collections
//! stand below `/e` with the same words.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::load::inputs::DocumentSource;
use crate::model::ORPHAN_TRANSLATION;
use crate::model::document::{DocId, Document};
use crate::model::glossary::Glossary;
use crate::model::language::Language;
use crate::model::site::Site;
use crate::model::translation;

/// A translation that was not read yet: the position of its collection, its language, the file.
pub type Found = (usize, Language, DocumentSource);

/// What stands before the addresses of pages for elderly readers.
const ELDER: &str = "/e";

type Translated = BTreeMap<(DocId, Language), Document>;

/// Which collections have pages of their own in an edition.
#[derive(Debug)]
pub enum Below {
    /// All of them.
    All,
    /// Those at whose position it says so; the others are linked where they stand.
    Some(Vec<bool>),
}

impl Site {
    /// The address of a document as this edition links to it.
    pub fn url(&self, id: DocId) -> String {
        let document = self.document(id);
        match &self.below {
            Below::All => document.url.clone(),
            Below::Some(chosen) if chosen[document.collection] => format!("{}{}", self.prefix, document.url),
            Below::Some(_) => document.url.clone(),
        }
    }

    /// Whether this is the edition for elderly readers.
    pub fn is_for_elders(&self) -> bool {
        matches!(self.below, Below::Some(_))
    }

    /// Whether the documents and listings of a collection have a page of their own in this edition.
    pub fn has_pages_of(&self, collection: usize) -> bool {
        match &self.below {
            Below::All => true,
            Below::Some(chosen) => chosen[collection],
        }
    }

    /// The name of a document in this edition: its title, or the name it has in this language without being translated.
    pub fn name(&self, id: DocId) -> &str {
        let document = self.document(id);
        let field = self.collection_of(id).names.get(&self.language).filter(|_| document.language != self.language);
        field.and_then(|field| document.text(field)).unwrap_or_else(|| document.title())
    }

    /// The address, in another language of the site, of the page that stands at `url` in any of them.
    pub fn address(&self, url: &str, language: Language) -> String {
        let original = self.config.original();
        let others = self.config.languages.iter().filter(|other| **other != original);
        let path = others.into_iter().find_map(|other| url.strip_prefix(&format!("/{}/", other.code())));
        let path = path.map_or_else(|| url.to_owned(), |path| format!("/{path}"));
        if language == original { path } else { format!("/{}{path}", language.code()) }
    }

    /// The documents that are written in this edition's language: all of the original, the translations of another.
    pub fn own(&self) -> impl Iterator<Item = DocId> + '_ {
        self.all().filter(|id| self.document(*id).language == self.language)
    }

    /// Every text in every language, with the edition that it belongs to.
    pub fn texts(&self) -> impl Iterator<Item = (&Site, &Document)> {
        let editions = std::iter::once(self).chain(self.editions.iter().map(|edition| &**edition));
        editions.flat_map(|edition| edition.own().map(move |id| (edition, edition.document(id))))
    }

    /// The collection and language of a translation, by its path.
    pub(super) fn translation(&self, source: &DocumentSource, diags: &mut Diagnostics) -> Option<(usize, Language)> {
        let at = self.place(source, diags)?;
        let code = source.language.as_deref()?;
        let language = Language::of(code).filter(|language| self.config.languages[1..].contains(language));
        if language.is_none() {
            let message = format!("站点没有启用语言“{code}”");
            let help = format!("在 site.yaml 的 languages 里加上 {code}，或删去这个译文");
            let span = Span::file(&source.source.text);
            diags.push(Diagnostic::new(&ORPHAN_TRANSLATION, span, message).help(help));
        }
        Some((at, language?))
    }

    /// The site in each of its other languages.
    pub(super) fn translate(&mut self, sources: Vec<Found>, drafts: bool, diags: &mut Diagnostics) -> Vec<Arc<Site>> {
        let read: Vec<(Option<(DocId, Document)>, Diagnostics)> = sources
            .into_par_iter()
            .map(|(at, language, source)| {
                let mut diags = Diagnostics::new();
                let id = self.by_id.get(&(at, Arc::from(source.id.as_str()))).copied();
                let document = id.and_then(|id| {
                    let what = (&self.collections[at], &*self.terms, language);
                    let document = translation::document(source, self.document(id), what, drafts, &mut diags)?;
                    Some((id, document))
                });
                (document, diags)
            })
            .collect();
        let mut translated: Translated = BTreeMap::new();
        for (document, found) in read {
            diags.append(found);
            translated.extend(document.map(|(id, document)| ((id, document.language), document)));
        }
        for id in self.all() {
            let others = translated.range((id, Language::Zh)..).take_while(|((other, _), _)| *other == id);
            let languages: Vec<Language> = std::iter::once(self.language).chain(others.map(|((_, l), _)| *l)).collect();
            if languages.len() > 1
                && let Some(document) = Arc::get_mut(&mut self.documents[id.0])
            {
                document.languages.clone_from(&languages);
            }
            for language in languages.iter().skip(1) {
                if let Some(document) = translated.get_mut(&(id, *language)) {
                    document.languages.clone_from(&languages);
                }
            }
        }
        self.config
            .languages
            .iter()
            .skip(1)
            .map(|language| Arc::new(self.edition(*language, &mut translated)))
            .collect()
    }

    /// The site for elderly readers: the chosen collections below a prefix of their own, the same documents.
    pub(super) fn for_elders(&self) -> Option<Site> {
        let chosen: Vec<bool> =
            self.collections.iter().map(|c| self.config.elder.iter().any(|id| **id == *c.id)).collect();
        if !chosen.contains(&true) {
            return None;
        }
        Some(Site {
            config: self.config.clone(),
            language: self.language,
            listings: self.listings.below(ELDER, |collection| chosen[collection]),
            prefix: ELDER.to_owned(),
            editions: Vec::new(),
            elder: None,
            below: Below::Some(chosen),
            collections: Arc::clone(&self.collections),
            glossary: self.glossary.clone(),
            terms: Arc::clone(&self.terms),
            profile: self.profile.clone(),
            allowed: Arc::clone(&self.allowed),
            media: Arc::clone(&self.media),
            today: self.today,
            preview: self.preview,
            ranges: self.ranges.clone(),
            by_id: self.by_id.clone(),
            by_path: self.by_path.clone(),
            referrers: self.referrers.clone(),
            documents: self.documents.clone(),
        })
    }

    /// The site in another language: translated documents in place of the original ones, all else at other addresses.
    fn edition(&self, language: Language, translated: &mut Translated) -> Site {
        let prefix = format!("/{}", language.code());
        let documents: Vec<Arc<Document>> = self
            .all()
            .map(|id| match translated.remove(&(id, language)) {
                Some(document) => Arc::new(document),
                None => Arc::clone(&self.documents[id.0]),
            })
            .collect();
        let own = documents.iter().enumerate().map(|(at, document)| (document.source.path.clone(), DocId(at)));
        let mut edition = Site {
            config: self.config.in_language(language),
            language,
            listings: self.listings.below(&prefix, |_| true),
            prefix,
            editions: Vec::new(),
            elder: None,
            below: Below::All,
            collections: Arc::clone(&self.collections),
            glossary: None,
            terms: Arc::clone(&self.terms),
            profile: self.profile.clone(),
            allowed: Arc::clone(&self.allowed),
            media: Arc::clone(&self.media),
            today: self.today,
            preview: self.preview,
            ranges: self.ranges.clone(),
            by_id: self.by_id.clone(),
            by_path: self.by_path.clone().into_iter().chain(own).collect(),
            referrers: self.referrers.clone(),
            documents,
        };
        edition.glossary = Glossary::of(&edition).map(Arc::new);
        edition
    }
}
