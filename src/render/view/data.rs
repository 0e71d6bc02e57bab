//! [`DataView`]: a document as data, `index.json`. It says what the page says and no more: fields that no reader of the page
//! sees are not in it.
//!
//! Addresses are whole where the site knows its own; otherwise they begin with `/` and are counted from the site's root.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::model::body::plain;
use crate::model::collection::Collection;
use crate::model::field::{Field, Kind, PLACED, Show};
use crate::model::language::Language;
use crate::model::link::Links;
use crate::model::site::{Site, flat};
use crate::model::value::{Group, Missing, Quantity, Slot, Value};
use crate::render::view::document::image;
use crate::render::view::subject::{Subject, names_sources};

/// The version of this form. It grows when a key changes its meaning or goes.
pub const SCHEMA: u32 = 1;

/// A document as data.
#[derive(Clone, Debug, Serialize)]
pub struct DataView {
    /// The version of this form, 1.
    pub schema: u32,
    /// Its id, unique in its collection and permanent.
    pub id: String,
    /// The collection: `id` and `label`.
    pub collection: Json,
    /// The document that owns it: `collection`, `id`, `title`, `url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Json>,
    /// The language of the text, as BCP 47 names it.
    pub language: &'static str,
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// When it was published, by ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// When it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// What was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_note: Option<String>,
    /// When it must be looked at again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_by: Option<String>,
    /// For a translation: the day of the original that it was made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translated: Option<String>,
    /// The body that issued it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_body: Option<String>,
    /// Who wrote it, by office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_role: Option<String>,
    /// Its picture: `src`, `alt`, `credit`, `licence`, `width`, `height`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Json>,
    /// The declared fields that have a value, by id.
    pub fields: Map<String, Json>,
    /// Fields and sections that are declared absent: `reason` (id) and `label`.
    pub absent: Map<String, Json>,
    /// What fields and sections rest on as a whole: ids of sources, or `judgement` for what the editor judged.
    pub basis: Map<String, Json>,
    /// The text by section, without markup: `id`, `title`, `text`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Json>,
    /// The sources that marks name.
    pub sources: Json,
    /// The document in all its languages: `language`, `url` and, as data, `data`.
    pub languages: Vec<Json>,
    /// The licence of the text, in words.
    pub licence: String,
    /// The licence's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence_url: Option<String>,
}

/// A document as data, with its text.
pub fn data(subject: &Subject<'_>) -> DataView {
    let parts = plain::parts(&subject.document.body_source(subject.collection)).into_iter();
    let said = parts.filter(|part| !part.text.is_empty() || !part.title.is_empty());
    let sections = said.map(|part| json!({ "id": part.id, "title": part.title, "text": part.text }));
    DataView { sections: sections.collect(), ..facts(subject) }
}

/// A document as data, without its text.
pub fn facts(subject: &Subject<'_>) -> DataView {
    let Subject { site, document, collection, .. } = *subject;
    let text = |id: &str| document.text(id).filter(|_| has(collection, id)).map(str::to_owned);
    let date = |id: &str| document.date(id).filter(|_| has(collection, id)).map(|date| date.iso());
    let mut fields = Map::new();
    let mut sources = Json::Array(Vec::new());
    let mut absent = absences(subject);
    for (field, slot) in collection.fields.iter().zip(&document.slots) {
        if *field.id == *"sources"
            && let Some(value) = slot.get()
        {
            sources = values(subject, field, value);
        }
        if !PLACED.contains(&&*field.id) && field.is_shown() {
            put(subject, field, slot, &mut fields, &mut absent);
        }
    }
    let owner = subject.owner().map(|id| {
        let owner = site.document(id);
        let collection = &site.collection_of(id).id;
        json!({ "collection": **collection, "id": *owner.id, "title": site.name(id), "url": whole(site, &owner.url) })
    });
    DataView {
        schema: SCHEMA,
        id: document.id.to_string(),
        collection: json!({ "id": *collection.id, "label": site.language.say(&collection.label) }),
        owner,
        language: document.language.tag(),
        url: whole(site, &document.url),
        title: document.title().to_owned(),
        summary: document.summary().to_owned(),
        published: date("published"),
        updated: date("updated"),
        update_note: text("update_note"),
        review_by: date("review_by"),
        translated: document.translated.map(|date| date.iso()),
        source_body: text("source_body"),
        author_role: text("author_role"),
        image: picture(subject),
        fields,
        absent,
        basis: bases(subject),
        sections: Vec::new(),
        sources,
        languages: languages(subject),
        licence: site.config.licence.clone(),
        licence_url: Some(site.config.licence_url.clone()).filter(|url| !url.is_empty()),
    }
}

/// An address as data gives it: whole where the site knows its own.
pub fn whole(site: &Site, url: &str) -> String {
    format!("{}{url}", site.config.base_url)
}

/// A number without a point where it has no fraction.
pub fn number(number: f64) -> Json {
    let small = number.fract().total_cmp(&0.0).is_eq() && number.abs() < 9e15;
    if small { json!(number as i64) } else { json!(number) }
}

/// The sign of a unit, else its name in a language.
pub fn unit<'a>(site: &'a Site, quantity: &'a Quantity, language: Language) -> &'a str {
    let term = site.terms.term("units", &quantity.unit);
    term.map_or(&*quantity.unit_text, |term| term.symbol.as_deref().unwrap_or_else(|| language.term(term)))
}

/// Whether a collection declares a field.
fn has(collection: &Collection, id: &str) -> bool {
    collection.field(id).is_some_and(Field::is_shown)
}

fn put(
    subject: &Subject<'_>,
    field: &Field,
    slot: &Slot,
    fields: &mut Map<String, Json>,
    absent: &mut Map<String, Json>,
) {
    match &slot.value {
        Ok(value) => {
            fields.insert(field.id.to_string(), values(subject, field, value));
        }
        Err(Missing::Absent(reason)) if !absent.contains_key(&*field.id) => {
            absent.insert(field.id.to_string(), lack(subject, reason));
        }
        Err(_) => {}
    }
}

fn lack(subject: &Subject<'_>, reason: &str) -> Json {
    json!({ "reason": reason, "label": subject.reason(reason) })
}

/// What the head declares absent, of fields and sections that the page shows.
fn absences(subject: &Subject<'_>) -> Map<String, Json> {
    let told = subject.document.absent.iter().filter(|(name, ..)| is_told(subject.collection, name));
    told.map(|(name, reason, _)| (name.to_string(), lack(subject, reason))).collect()
}

fn bases(subject: &Subject<'_>) -> Map<String, Json> {
    let mut bases: Map<String, Json> = Map::new();
    for (name, words, _) in &subject.document.basis {
        if is_told(subject.collection, name.split('.').next().unwrap_or("")) {
            let list = bases.entry(name.to_string()).or_insert_with(|| Json::Array(Vec::new()));
            if let Json::Array(list) = list {
                list.extend(split(words));
            }
        }
    }
    bases
}

/// Whether the page shows a field or section of that name.
pub fn is_told(collection: &Collection, name: &str) -> bool {
    has(collection, name) || collection.sections.iter().any(|section| *section.id == *name)
}

/// `S1, S3` → its words.
fn split(words: &str) -> impl Iterator<Item = Json> + '_ {
    words.split([',', '，', ' ']).filter(|word| !word.is_empty()).map(Json::from)
}

fn picture(subject: &Subject<'_>) -> Option<Json> {
    let Subject { site, document, .. } = *subject;
    let image = image(subject, &Links { site, document })?;
    Some(json!({
        "src": whole(site, &image.src), "alt": image.alt, "credit": image.credit, "licence": image.licence,
        "width": image.width, "height": image.height,
    }))
}

fn languages(subject: &Subject<'_>) -> Vec<Json> {
    let Subject { site, document, collection, .. } = *subject;
    let one = |language: &Language| {
        let url = whole(site, &site.address(&document.url, *language));
        let data = collection.outputs.json.then(|| format!("{url}index.json"));
        json!({ "language": language.tag(), "url": url, "data": data })
    };
    document.languages.iter().map(one).collect()
}

/// A value: a list where the field holds several.
fn values(subject: &Subject<'_>, field: &Field, value: &Value) -> Json {
    match value {
        Value::List(items) => items.iter().map(|item| one(subject, field, &item.value)).collect(),
        value => one(subject, field, value),
    }
}

fn one(subject: &Subject<'_>, field: &Field, value: &Value) -> Json {
    let Subject { site, document, .. } = *subject;
    match (value, &field.kind) {
        (Value::Text(text) | Value::Link(text), _) => json!(**text),
        (Value::Date(date), _) => json!(date.iso()),
        (Value::Number(value), _) => number(*value),
        (Value::Quantity(quantity), _) => json!({
            "number": number(quantity.number), "unit": *quantity.unit,
            "symbol": unit(site, quantity, site.language), "about": quantity.about,
        }),
        (Value::Choice(id), _) => json!({ "id": **id, "label": site.word_label(field, id) }),
        (Value::Reference(to), _) => {
            let target = site.find(&to.collection, &to.id);
            json!({
                "collection": *to.collection, "id": *to.id,
                "title": target.map(|id| site.name(id)),
                "url": target.map(|id| whole(site, &site.document(id).url)),
            })
        }
        (Value::Flag(yes, reason), _) => json!({ "value": yes, "reason": reason.as_deref() }),
        (Value::Image(image), _) => {
            let links = Links { site, document };
            let file = links.picture(&image.src).and_then(|path| site.media.get(path));
            json!({
                "src": file.map(|file| whole(site, &file.url)), "alt": *image.alt,
                "credit": image.credit.as_deref(), "licence": image.licence.as_deref(),
            })
        }
        (Value::Group(group), _) => Json::Object(record(subject, field.fields(), group)),
        (Value::List(items), _) => items.iter().map(|item| one(subject, field, &item.value)).collect(),
    }
}

/// A record: its fields, with the absent ones and what it rests on beside them.
fn record(subject: &Subject<'_>, fields: &[Field], group: &Group) -> Map<String, Json> {
    let (mut map, mut absent) = (Map::new(), Map::new());
    for (field, (_, slot)) in fields.iter().zip(&group.slots) {
        // Ids of sources are shown as marks, whatever `show` says.
        if field.show != Show::None || names_sources(field) {
            put(subject, field, slot, &mut map, &mut absent);
        }
    }
    if !absent.is_empty() {
        map.insert("absent".to_owned(), Json::Object(absent));
    }
    if let Some(basis) = &group.basis {
        map.insert("basis".to_owned(), split(basis).collect());
    }
    map
}

/// The single values of a slot.
pub fn singles(slot: &Slot) -> Vec<&Value> {
    slot.get().map_or(Vec::new(), flat)
}

/// Whether a field is a list of records: a table of its own.
pub fn is_records(field: &Field) -> bool {
    matches!(field.kind, Kind::Group(_)) && field.count.is_some()
}
