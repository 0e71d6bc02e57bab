//! [`Subject`]: a document with what is around it, as those who build its views need it.

use crate::model::collection::Collection;
use crate::model::condition::FieldPath;
use crate::model::document::{DocId, Document};
use crate::model::field::{Field, Kind};
use crate::model::language::Language;
use crate::model::listing::Choice;
use crate::model::site::Site;
use crate::model::value::{Group, Value};
use crate::render::view::word::{Item, Linked, Mark, Named};

/// The word in `basis` for what the editor judged.
const JUDGEMENT: &str = "judgement";

/// A document, seen from the site.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The site.
    pub site: &'a Site,
    /// Which document.
    pub id: DocId,
    /// The document.
    pub document: &'a Document,
    /// Its collection.
    pub collection: &'a Collection,
}

/// What something rests on.
#[derive(Clone, Debug, Default)]
pub struct Basis {
    /// Whether the editor judged it.
    pub judgement: bool,
    /// The sources.
    pub marks: Vec<Mark>,
}

impl<'a> Subject<'a> {
    /// A document by position.
    pub fn new(site: &'a Site, id: DocId) -> Self {
        Self { site, id, document: site.document(id), collection: site.collection_of(id) }
    }

    /// What `basis:` says of a field, section or part.
    pub fn basis(&self, name: &str) -> Basis {
        let words = self.document.basis.iter().filter(|(field, ..)| &**field == name).map(|(_, word, _)| &**word);
        self.basis_of(words)
    }

    /// What a record rests on: its own basis and its fields that name sources.
    pub fn record_basis(&self, fields: &[Field], group: &Group) -> Basis {
        let mut words: Vec<&str> = group.basis.as_deref().into_iter().collect();
        for field in fields.iter().filter(|field| names_sources(field)) {
            words.extend(group.get(&field.id).map_or(Vec::new(), texts));
        }
        self.basis_of(words)
    }

    /// The address of its page in the world, if the site has one.
    pub fn address(&self) -> Option<String> {
        let base = &self.site.config.base_url;
        (!base.is_empty()).then(|| format!("{base}{}", self.site.url(self.id)))
    }

    fn basis_of<'b>(&self, words: impl IntoIterator<Item = &'b str>) -> Basis {
        let mut basis = Basis::default();
        for word in words.into_iter().flat_map(|word| word.split([',', '，', ' '])) {
            if word == JUDGEMENT {
                basis.judgement = true;
            } else if let Some(at) = self.document.source_ids.iter().position(|id| id == word) {
                basis.marks.push(Mark { id: word.to_owned(), n: at + 1 });
            }
        }
        basis.marks.dedup();
        basis
    }

    /// The words of a reason of absence.
    pub fn reason(&self, id: &str) -> String {
        self.site
            .terms
            .term("absent", id)
            .map_or_else(|| id.to_owned(), |term| self.site.language.term(term).to_owned())
    }

    /// A single value as an item. Groups have none.
    pub fn item(&self, field: &Field, path: &FieldPath, value: &Value) -> Item {
        let language = self.site.language;
        match (value, &field.kind) {
            (Value::Choice(id), Kind::Choice(choice)) => {
                let term = self.site.terms.term(&choice.from, id);
                let text = term.map_or_else(|| id.to_string(), |term| language.term(term).to_owned());
                let url = self.listing(path, id);
                let note = None;
                Item { id: Some(id.to_string()), url, note, ..Item::plain(text, language) }
            }
            (Value::Choice(id), _) => Item { id: Some(id.to_string()), ..Item::plain(&**id, language) },
            (Value::Reference(to), _) => {
                let target = self.site.find(&to.collection, &to.id);
                let text = target.map_or_else(|| to.id.to_string(), |id| self.site.name(id).to_owned());
                let url = target.map(|id| self.site.url(id));
                Item { id: Some(to.id.to_string()), url, ..Item::plain(text, language) }
            }
            (Value::Text(text) | Value::Link(text), _) => {
                let link = matches!(value, Value::Link(_));
                let shown = if link { address(text) } else { text };
                let lang = if link { None } else { language.foreign(shown) };
                Item { text: shown.to_owned(), url: link.then(|| text.to_string()), lang, ..Item::default() }
            }
            (Value::Date(date), _) => Item { text: language.date(*date), id: Some(date.iso()), ..Item::default() },
            (Value::Number(number), _) => Item { text: number.to_string(), ..Item::default() },
            (Value::Quantity(quantity), _) => {
                let (number, unit) = language.quantity(quantity, &self.site.terms);
                Item { text: format!("{number}{unit}"), ..Item::default() }
            }
            (Value::Flag(yes, reason), _) => {
                let id = if *yes { "true" } else { "false" };
                let note = reason.as_ref().map(ToString::to_string);
                Item { text: self.site.word_label(field, id), id: Some(id.to_owned()), note, ..Item::default() }
            }
            (Value::Image(image), _) => Item::plain(&*image.alt, language),
            (Value::Group(_) | Value::List(_), _) => Item::default(),
        }
    }

    /// The listing of a word, if its field is a facet of the document's collection.
    fn listing(&self, path: &FieldPath, word: &std::sync::Arc<str>) -> Option<String> {
        let facet = self.collection.listing.as_ref()?.facets.iter().position(|facet| facet == path)?;
        let choice = Choice { facet, word: std::sync::Arc::clone(word) };
        self.site.listings.find(self.document.collection, &[choice]).map(|list| list.url.clone())
    }

    /// The document that owns this one.
    pub fn owner(&self) -> Option<DocId> {
        let owner = self.collection.owner.as_ref()?;
        self.site.find(&owner.folder, self.document.owner.as_deref()?)
    }

    /// The owner as words: its short name, and under it the words of the first facet of its listing. A document that has
    /// no owner says whose it is, and that it is outside.
    pub fn owner_link(&self) -> Option<Linked> {
        let Some(id) = self.owner() else { return self.outside() };
        let owner = Subject::new(self.site, id);
        // The short name is a Chinese one.
        let short = owner.document.text("short_zh").filter(|_| self.site.language == Language::Zh);
        let text = short.unwrap_or_else(|| self.site.name(id)).to_owned();
        let facet = owner.collection.listing.as_ref().and_then(|listing| listing.facets.first());
        let note = facet.and_then(|path| {
            let field = self.site.field_at(owner.document.collection, path)?;
            let words = self.site.words(id, path);
            let labels: Vec<String> = words.iter().map(|word| self.site.word_label(field, word)).collect();
            (!labels.is_empty()).then(|| labels.join(self.site.language.comma()))
        });
        let lang = self.site.language.foreign(&text);
        Some(Linked { text, url: Some(self.site.url(id)), note, lang })
    }
}

impl Subject<'_> {
    /// Whose a document is that lies in no owner's folder: the first text of the field that its collection names.
    fn outside(&self) -> Option<Linked> {
        let (name, label) = self.collection.owner.as_ref()?.outside.as_ref()?;
        let field = self.collection.field(name)?;
        let Some(Value::Group(group)) = self.document.get(name) else { return None };
        let language = self.site.language;
        let (mut text, mut notes) = (None, Vec::new());
        for (part, (_, slot)) in field.fields().iter().zip(&group.slots) {
            match slot.get() {
                Some(Value::Text(words)) if text.is_none() => text = Some(words.to_string()),
                Some(Value::Choice(word)) => notes.push(self.site.word_label(part, word)),
                _ => {}
            }
        }
        let text = text?;
        notes.push(language.say(label).to_owned());
        Some(Linked { lang: language.foreign(&text), text, url: None, note: Some(notes.join(language.comma())) })
    }
}

/// A document by its name.
pub fn linked(site: &Site, id: DocId) -> Linked {
    let name = site.name(id);
    let lang = site.language.foreign(name);
    Linked { text: name.to_owned(), url: Some(site.url(id)), note: None, lang }
}

/// A collection with its listing, if that exists.
pub fn named(site: &Site, collection: usize) -> Named {
    let declared = &site.collections[collection];
    Named {
        id: declared.id.to_string(),
        label: site.language.say(&declared.label).to_owned(),
        url: site.listings.find(collection, &[]).map(|list| list.url.clone()),
    }
}

/// Whether a field holds ids of the document's sources: such fields become marks, not text.
pub fn names_sources(field: &Field) -> bool {
    let Kind::Text(text) = &field.kind else { return false };
    text.among.as_ref().is_some_and(|path| path.field == "sources" && path.then.as_deref() == Some("id"))
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Text(text) => vec![text],
        Value::List(items) => items.iter().flat_map(|item| texts(&item.value)).collect(),
        _ => Vec::new(),
    }
}

/// An address as people read it.
fn address(url: &str) -> &str {
    let bare = ["https://", "http://", "mailto:", "tel:"].iter().find_map(|scheme| url.strip_prefix(scheme));
    bare.unwrap_or(url).trim_end_matches('/')
}
