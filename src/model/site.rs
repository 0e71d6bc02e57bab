//! [`Site`]: everything understood, and questions that look over several documents.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil;
use rayon::prelude::*;

use crate::diag::{Diagnostic, Diagnostics, SourceText, Span, nearest};
use crate::load::inputs::{DocumentSource, Inputs};
use crate::load::source::{self};
use crate::model::allowed::Allowed;
use crate::model::collection::{Collection, Common};
use crate::model::condition::{Condition, FieldPath};
use crate::model::config::Config;
use crate::model::document::{DocId, Document};
use crate::model::edition::{Below, Found};
use crate::model::entry::{self, Entry};
use crate::model::field::{Field, Kind, Need};
use crate::model::glossary::Glossary;
use crate::model::language::Language;
use crate::model::listing::Listings;
use crate::model::media::{self, MediaFile};
use crate::model::profile::Profile;
use crate::model::term::Terms;
use crate::model::value::{Item, Missing, Slot, Value};
use crate::model::{
    BAD_DECLARATION, BAD_ID, DUPLICATE_ID, ORPHAN_TRANSLATION, UNKNOWN_COLLECTION, WRONG_OWNER, is_free_id,
};

/// The site, understood. Documents stand by collection, each collection in its declared order.
#[derive(Debug)]
pub struct Site {
    /// `site.yaml`, as it speaks in this language.
    pub config: Config,
    /// The language of this edition.
    pub language: Language,
    /// What stands before the addresses of this edition: nothing for the original, `/en` for English.
    pub prefix: String,
    /// The same site in its other languages; an edition has none of its own.
    pub editions: Vec<Arc<Site>>,
    /// The same site for elderly readers, with large type and fewer things on a page, if it has such pages.
    pub elder: Option<Arc<Site>>,
    /// Which collections stand below the prefix: all of them in another language, the chosen ones for elderly readers.
    pub(super) below: Below,
    /// Declared collections, in order of the menu, then of id.
    pub collections: Arc<Vec<Collection>>,
    /// The vocabularies.
    pub terms: Arc<Terms>,
    /// All documents that are shown. In an edition those that are not translated are the original ones.
    pub documents: Vec<Arc<Document>>,
    /// All listings.
    pub listings: Listings,
    /// The terms that pages explain, if there are any.
    pub glossary: Option<Arc<Glossary>>,
    /// What the site must say of itself because of what it is.
    pub profile: Option<Arc<Profile>>,
    /// What the rules against personal data let pass.
    pub allowed: Arc<Allowed>,
    /// Pictures and attachments by source path.
    pub media: Arc<BTreeMap<String, MediaFile>>,
    /// Today's date.
    pub today: civil::Date,
    /// Whether wrong values are shown as gaps.
    pub preview: bool,
    pub(super) ranges: Vec<Range<usize>>,
    pub(super) by_id: BTreeMap<(usize, Arc<str>), DocId>,
    pub(super) by_path: BTreeMap<String, DocId>,
    pub(super) referrers: Vec<Vec<DocId>>,
}

/// A file that was read: what it says, the position of its collection, and where it came from.
type Read = (Entry, usize, DocumentSource);

const COMMON: &str = include_str!("common.yaml");

/// Understands the inputs.
pub fn site(inputs: Inputs, diags: &mut Diagnostics) -> Site {
    let Inputs { site: config, common, declarations, terms, profiles, allow, documents, media, settings, .. } = inputs;
    let config = Config::read(&config, &settings, diags);
    let profile = Profile::chosen(&profiles, &config, diags).map(Arc::new);
    let terms = Arc::new(Terms::read(&terms, diags));
    let common =
        common.unwrap_or_else(|| source::yaml(SourceText::new("common.yaml", COMMON), &mut Diagnostics::new()));
    let public = Common::read(&common, diags).public;
    // Each collection owns its fields, so the common ones are read once per collection; what is wrong was said above.
    let mut collections: Vec<Collection> = declarations
        .iter()
        .filter_map(|(id, source)| Collection::read(id, source, Common::read(&common, &mut Diagnostics::new()), diags))
        .collect();
    let place = |id: &str| config.nav.iter().position(|name| name == id).unwrap_or(usize::MAX);
    collections.sort_by_key(|c| (place(&c.id), Arc::clone(&c.id)));
    let media = Arc::new(media::read(media, diags));
    let mut site = Site {
        language: config.original(),
        prefix: String::new(),
        editions: Vec::new(),
        elder: None,
        below: Below::All,
        config,
        collections: Arc::new(collections),
        terms,
        documents: Vec::new(),
        listings: Listings::default(),
        glossary: None,
        profile,
        allowed: Arc::new(Allowed::read(allow.as_ref(), diags)),
        media,
        today: settings.today,
        preview: settings.preview,
        ranges: Vec::new(),
        by_id: BTreeMap::new(),
        by_path: BTreeMap::new(),
        referrers: Vec::new(),
    };
    crate::model::declared::check(&site, diags);
    let translations = site.take(documents, settings.drafts, &public, diags);
    site.derive();
    site.sort();
    site.referrers = site.count_referrers();
    site.listings = Listings::of(&site);
    site.glossary = Glossary::of(&site).map(Arc::new);
    site.editions = site.translate(translations, settings.drafts, diags);
    site.elder = site.for_elders().map(Arc::new);
    site
}

impl Site {
    /// A document by position.
    pub fn document(&self, id: DocId) -> &Document {
        &self.documents[id.0]
    }

    /// The collection of a document.
    pub fn collection_of(&self, id: DocId) -> &Collection {
        &self.collections[self.document(id).collection]
    }

    /// Position of a collection.
    pub fn collection(&self, id: &str) -> Option<usize> {
        self.collections.iter().position(|c| &*c.id == id)
    }

    /// The documents of a collection, in its order.
    pub fn documents_of(&self, collection: usize) -> impl Iterator<Item = DocId> + use<> {
        self.ranges.get(collection).cloned().unwrap_or(0..0).map(DocId)
    }

    /// All documents.
    pub fn all(&self) -> impl Iterator<Item = DocId> + use<> {
        (0..self.documents.len()).map(DocId)
    }

    /// A document by collection and id.
    pub fn find(&self, collection: &str, id: &str) -> Option<DocId> {
        self.by_id.get(&(self.collection(collection)?, Arc::from(id))).copied()
    }

    /// A document by source path.
    pub fn by_path(&self, path: &str) -> Option<DocId> {
        self.by_path.get(path).copied()
    }

    /// All documents whose fields refer to this one, in order.
    pub fn referrers(&self, id: DocId) -> &[DocId] {
        self.referrers.get(id.0).map_or(&[], Vec::as_slice)
    }

    /// The value at a path: of the field, or of what it refers to, or inside a group.
    pub fn values<'a>(&'a self, id: DocId, path: &FieldPath) -> Vec<&'a Value> {
        let Some(first) = self.document(id).get(&path.field) else { return Vec::new() };
        let Some(then) = &path.then else { return flat(first) };
        flat(first)
            .into_iter()
            .flat_map(|value| match value {
                Value::Reference(to) => {
                    let target = self.find(&to.collection, &to.id);
                    target.and_then(|id| self.document(id).get(then)).map_or(Vec::new(), flat)
                }
                Value::Group(group) => group.get(then).map_or(Vec::new(), flat),
                _ => Vec::new(),
            })
            .collect()
    }

    /// The words at a path, for conditions and facets: terms and documents by id, dates by year, yes and no.
    pub fn words(&self, id: DocId, path: &FieldPath) -> Vec<Arc<str>> {
        if path.then.is_none() && path.field == "release" && self.document(id).names.iter().all(|n| **n != *"release") {
            // Without a gate every document that is shown is released (DESIGN 3).
            return vec![Arc::from("released")];
        }
        self.values(id, path).into_iter().filter_map(word).collect()
    }

    /// Whether a condition holds for a document.
    pub fn holds(&self, id: DocId, condition: &Condition) -> bool {
        condition.holds(|path| self.words(id, path))
    }

    /// The field at the end of a path, as seen from a collection.
    pub fn field_at(&self, collection: usize, path: &FieldPath) -> Option<&Field> {
        let field = self.collections.get(collection)?.field(&path.field)?;
        let Some(then) = &path.then else { return Some(field) };
        match &field.kind {
            Kind::Reference(reference) => {
                let to = self.collection(reference.to.as_deref()?)?;
                self.collections[to].field(then)
            }
            _ => field.fields().iter().find(|inner| &*inner.id == then),
        }
    }

    /// Words of a field in the order readers see them: vocabulary, order of the documents meant, years from the newest.
    pub fn word_order(&self, collection: usize, path: &FieldPath, wanted: impl Fn(&Arc<str>) -> bool) -> Vec<Arc<str>> {
        let words: Vec<Arc<str>> = match self.field_at(collection, path).map(|field| &field.kind) {
            Some(Kind::Choice(choice)) => {
                self.terms.get(&choice.from).map_or(Vec::new(), |v| v.terms.iter().map(|t| Arc::clone(&t.id)).collect())
            }
            Some(Kind::Reference(reference)) => {
                let to = reference.to.as_deref().and_then(|to| self.collection(to));
                to.map_or(Vec::new(), |to| self.documents_of(to).map(|id| Arc::clone(&self.document(id).id)).collect())
            }
            _ => {
                let years = self.documents_of(collection).flat_map(|id| self.words(id, path));
                let mut years: Vec<Arc<str>> = years.collect();
                years.sort_by(|a, b| b.cmp(a));
                years.dedup();
                years
            }
        };
        words.into_iter().filter(wanted).collect()
    }

    /// The name of a word of a field, for readers.
    pub fn word_label(&self, field: &Field, word: &str) -> String {
        let named = match &field.kind {
            Kind::Choice(choice) => self.terms.term(&choice.from, word).map(|term| self.language.term(term).to_owned()),
            Kind::Reference(reference) => {
                let to = reference.to.as_deref().and_then(|to| self.find(to, word));
                to.map(|id| self.name(id).to_owned())
            }
            Kind::Date(_) => Some(self.language.year(word)),
            Kind::Flag(_) => Some(self.language.truth(word == "true").to_owned()),
            _ => None,
        };
        named.unwrap_or_else(|| word.to_owned())
    }

    /// Reads the documents; gives back the translations, whose originals must be known first.
    fn take(
        &mut self,
        sources: Vec<DocumentSource>,
        drafts: bool,
        public: &Condition,
        diags: &mut Diagnostics,
    ) -> Vec<Found> {
        let (translations, sources): (Vec<_>, Vec<_>) =
            sources.into_iter().partition(|source| source.language.is_some());
        let read: Vec<(Option<Read>, Diagnostics)> = sources
            .into_par_iter()
            .map(|source| {
                let mut diags = Diagnostics::new();
                (self.entry(source, &mut diags), diags)
            })
            .collect();
        let names: Vec<Arc<[Arc<str>]>> =
            self.collections.iter().map(|c| c.fields.iter().map(|f| Arc::clone(&f.id)).collect()).collect();
        let mut hidden = std::collections::BTreeSet::new();
        for (item, found) in read {
            diags.append(found);
            let Some((entry, at, source)) = item else { continue };
            let url = self.collections[at].url.url(source.owner.as_deref(), &source.id);
            let document = document(entry, at, url, Arc::clone(&names[at]), source, self.language);
            let shown = |path: &FieldPath| {
                document.get(&path.field).map_or(Vec::new(), |v| flat(v).into_iter().filter_map(word).collect())
            };
            // Whoever must say how public a document is and has not, is told so; nothing is printed until then.
            let unsaid = public.tests.iter().any(|(path, _)| {
                let asked = self.collections[at].field(&path.field);
                let always = |field: &Field| field.need == Need::Always && field.when.tests.is_empty();
                asked.is_some_and(always) && shown(path).is_empty()
            });
            if (document.draft && !drafts) || !(unsaid || public.holds(shown)) {
                hidden.insert((at, Arc::clone(&document.id)));
                continue;
            }
            if let Some(first) = self.by_id.get(&(at, Arc::clone(&document.id))) {
                let first = Span::file(&self.documents[first.0].source);
                let message = format!("编号“{}”在{}里已经有了", document.id, self.collections[at].label.zh);
                diags.push(
                    Diagnostic::new(&DUPLICATE_ID, Span::file(&document.source), message)
                        .label(first, "先用这个编号的文件")
                        .help("给其中一个文件改名"),
                );
                continue;
            }
            self.by_id.insert((at, Arc::clone(&document.id)), DocId(self.documents.len()));
            self.documents.push(Arc::new(document));
        }
        let mut found = Vec::new();
        for source in translations {
            let Some((at, language)) = self.translation(&source, diags) else { continue };
            let original = (at, Arc::from(source.id.as_str()));
            if self.by_id.contains_key(&original) {
                found.push((at, language, source));
            } else if !hidden.contains(&original) {
                let message = format!("译文没有原文：找不到 {}.md", source.id);
                let help = "译文与原文放在同一个文件夹，名字相同，只多一段语言代码";
                diags.push(Diagnostic::new(&ORPHAN_TRANSLATION, Span::file(&source.source.text), message).help(help));
            }
        }
        found
    }

    fn entry(&self, source: DocumentSource, diags: &mut Diagnostics) -> Option<Read> {
        let at = self.place(&source, diags)?;
        let entry = entry::read(&source, &self.collections[at], &self.terms, self.language, diags)?;
        Some((entry, at, source))
    }

    /// The position of the collection that a file lies in, if it may lie there.
    pub(super) fn place(&self, source: &DocumentSource, diags: &mut Diagnostics) -> Option<usize> {
        let file = Span::file(&source.source.text);
        let Some(at) = self.collection(&source.collection) else {
            let ids = self.collections.iter().map(|c| &*c.id);
            let help = match nearest(&source.collection, ids.clone()) {
                Some(id) => format!("是不是 {id}？"),
                None => format!("已有的集合：{}；新的集合要先写 _collection.yaml", ids.collect::<Vec<_>>().join("、")),
            };
            let message = format!("文件夹“{}”不是集合", source.collection);
            diags.push(Diagnostic::new(&UNKNOWN_COLLECTION, file, message).help(help));
            return None;
        };
        if !is_free_id(&source.id) {
            let message = format!("文件名“{}”不能作编号", source.id);
            let help = "编号用小写字母、数字和连字符，2 到 60 个字符，例如 huzhou-carbon-code.md";
            diags.push(Diagnostic::new(&BAD_ID, file, message).help(help));
            return None;
        }
        self.check_owner(source, at, diags)?;
        Some(at)
    }

    fn check_owner(&self, source: &DocumentSource, at: usize, diags: &mut Diagnostics) -> Option<()> {
        let collection = &self.collections[at];
        let file = Span::file(&source.source.text);
        let label = &collection.label.zh;
        let (message, help) = match (&collection.owner, &source.owner) {
            (None, None) => return Some(()),
            (Some(_), Some(owner)) if is_free_id(owner) => return Some(()),
            (Some(_), Some(owner)) => (format!("文件夹“{owner}”不能作所属者"), "文件夹用所属者的编号命名"),
            (Some(_), None) => (format!("{label}的文件要放在所属者的文件夹里"), "移到 content/集合/所属者/ 之下"),
            (None, Some(_)) => (format!("{label}没有所属者，文件不放在下级文件夹里"), "移到 content/集合/ 之下"),
        };
        diags.push(Diagnostic::new(&WRONG_OWNER, file, message).help(help));
        None
    }

    /// Values that follow from others: the union of what `within` allows, and the term that a tally reaches.
    fn derive(&mut self) {
        let mut derived: Vec<(usize, usize, Value)> = Vec::new();
        for id in self.all() {
            for (at, field) in self.collection_of(id).fields.iter().enumerate() {
                let Kind::Choice(choice) = &field.kind else { continue };
                if self.document(id).slots[at].value != Err(Missing::NotGiven) {
                    continue;
                }
                let value = match (&choice.within, &choice.tally) {
                    (Some(path), _) => self.union(id, path, &choice.from, field.count.is_some()),
                    (None, Some(path)) => self.tally(id, path, &choice.from),
                    (None, None) => None,
                };
                derived.extend(value.map(|value| (id.0, at, value)));
            }
        }
        for (document, at, value) in derived {
            // Nobody else holds a document while the site is made.
            if let Some(document) = Arc::get_mut(&mut self.documents[document]) {
                document.slots[at] = Slot { value: Ok(value), range: None };
            }
        }
    }

    fn union(&self, id: DocId, path: &FieldPath, from: &str, many: bool) -> Option<Value> {
        let words = self.words(id, path);
        let vocabulary = self.terms.get(from)?;
        let found: Vec<Item> = vocabulary
            .terms
            .iter()
            .filter(|term| words.contains(&term.id))
            .map(|term| Item { value: Value::Choice(Arc::clone(&term.id)), range: 0..0 })
            .collect();
        match (many, found.len()) {
            (_, 0) => None,
            (true, _) => Some(Value::List(found)),
            (false, 1) => found.into_iter().next().map(|item| item.value),
            (false, _) => None,
        }
    }

    /// What a tally gives: the last term whose `min` the number of distinct words reaches.
    pub fn tally(&self, id: DocId, path: &FieldPath, from: &str) -> Option<Value> {
        let mut words = self.words(id, path);
        words.sort();
        words.dedup();
        let terms = self.terms.get(from)?.terms.iter();
        let reached = terms.filter(|term| term.min.is_some_and(|min| words.len() >= min)).max_by_key(|term| term.min);
        reached.map(|term| Value::Choice(Arc::clone(&term.id)))
    }

    /// Puts documents into their declared order and renews the ways to find them.
    fn sort(&mut self) {
        let mut order: Vec<(usize, Vec<SortValue>, usize)> =
            self.all().map(|id| (self.document(id).collection, self.sort_values(id), id.0)).collect();
        order.sort();
        let mut documents: Vec<Option<Arc<Document>>> =
            std::mem::take(&mut self.documents).into_iter().map(Some).collect();
        self.documents = order.into_iter().filter_map(|(_, _, at)| documents[at].take()).collect();
        let all = self.documents.iter().enumerate();
        self.by_id = all.clone().map(|(at, d)| ((d.collection, Arc::clone(&d.id)), DocId(at))).collect();
        self.by_path = all.map(|(at, d)| (d.source.path.clone(), DocId(at))).collect();
        self.ranges = (0..self.collections.len())
            .map(|c| {
                let start = self.documents.partition_point(|d| d.collection < c);
                start..self.documents.partition_point(|d| d.collection <= c)
            })
            .collect();
    }

    fn sort_values(&self, id: DocId) -> Vec<SortValue> {
        let document = self.document(id);
        let collection = self.collection_of(id);
        let Some(listing) = &collection.listing else { return vec![SortValue::Up(Key::Text(document.id.to_string()))] };
        let key = |key: &crate::model::collection::SortKey| {
            let value = match &key.path {
                None => Key::Text(document.id.to_string()),
                Some(path) => self.sort_key(id, path),
            };
            match (key.descending, value) {
                (_, Key::Missing) => SortValue::Last,
                (false, value) => SortValue::Up(value),
                (true, value) => SortValue::Down(std::cmp::Reverse(value)),
            }
        };
        listing.order.iter().map(key).collect()
    }

    fn sort_key(&self, id: DocId, path: &FieldPath) -> Key {
        let values = self.values(id, path);
        let Some(value) = values.first() else { return Key::Missing };
        match value {
            Value::Date(date) => Key::Date(*date),
            Value::Number(number) => Key::Number(number.to_bits() as i64 ^ if *number < 0.0 { i64::MAX } else { 0 }),
            Value::Choice(word) => {
                let field = self.field_at(self.document(id).collection, path);
                let rank = match field.map(|field| &field.kind) {
                    Some(Kind::Choice(choice)) => self.terms.get(&choice.from).and_then(|v| v.rank(word)),
                    _ => None,
                };
                Key::Rank(rank.unwrap_or(usize::MAX))
            }
            other => word(other).map_or(Key::Missing, |word| Key::Text(word.to_string())),
        }
    }

    fn count_referrers(&self) -> Vec<Vec<DocId>> {
        let mut referrers = vec![Vec::new(); self.documents.len()];
        for id in self.all() {
            let mut targets: Vec<DocId> = Vec::new();
            for slot in &self.document(id).slots {
                if let Some(value) = slot.get() {
                    references(value, &mut |to| targets.extend(self.find(&to.collection, &to.id)));
                }
            }
            targets.sort();
            targets.dedup();
            for target in targets.into_iter().filter(|target| *target != id) {
                referrers[target.0].push(id);
            }
        }
        referrers
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortValue {
    Up(Key),
    Down(std::cmp::Reverse<Key>),
    /// Documents without a value come last, in either direction.
    Last,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Date(crate::model::value::Date),
    Number(i64),
    Rank(usize),
    Text(String),
    Missing,
}

fn document(
    entry: Entry,
    collection: usize,
    url: String,
    names: Arc<[Arc<str>]>,
    source: DocumentSource,
    language: Language,
) -> Document {
    let Entry { slots, absent, basis, aliases, draft, source_ids, body } = entry;
    let (front, body_range) = (source.source.front.clone(), source.source.body.clone());
    Document {
        collection,
        id: Arc::from(source.id),
        owner: source.owner.map(Arc::from),
        url,
        language,
        languages: vec![language],
        translated: None,
        slots,
        names,
        absent,
        basis,
        aliases,
        draft,
        source_ids,
        body,
        source: source.source.text,
        front,
        body_range,
    }
}

/// The single values of a value: the items of a list, else itself.
pub fn flat(value: &Value) -> Vec<&Value> {
    match value {
        Value::List(items) => items.iter().map(|item| &item.value).collect(),
        value => vec![value],
    }
}

/// The word that stands for a single value in conditions and facets.
pub fn word(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::Text(text) | Value::Choice(text) | Value::Link(text) => Some(Arc::clone(text)),
        Value::Reference(to) => Some(Arc::clone(&to.id)),
        Value::Date(date) => Some(Arc::from(format!("{:04}", date.year))),
        Value::Flag(yes, _) => Some(Arc::from(if *yes { "true" } else { "false" })),
        Value::Number(number) => Some(Arc::from(number.to_string())),
        Value::Quantity(quantity) => Some(Arc::from(quantity.text())),
        Value::Group(_) | Value::Image(_) => Some(Arc::from("any")),
        Value::List(_) => None,
    }
}

/// Calls `found` with every reference inside a value.
pub fn references(value: &Value, found: &mut dyn FnMut(&crate::model::value::Reference)) {
    match value {
        Value::Reference(to) => found(to),
        Value::List(items) => items.iter().for_each(|item| references(&item.value, found)),
        Value::Group(group) => group.slots.iter().filter_map(|(_, s)| s.get()).for_each(|v| references(v, found)),
        _ => {}
    }
}

/// A mistake of a declaration, for [`crate::model::declared`].
pub fn bad(span: Span, message: String, help: String) -> Diagnostic {
    Diagnostic::new(&BAD_DECLARATION, span, message).help(help)
}
