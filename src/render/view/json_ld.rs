//! What a page is in the words of schema.org, as the text of a `<script type="application/ld+json">`: data that no browser
//! executes, so written that nothing in it can end the element.
//!
//! Addresses are whole ones or not given: a site that does not know where it stands invents none. A thing that lacks what its
//! type must have is not told of.

use serde_json::{Map, Value as Json, json};

use crate::model::field::{Field, Show};
use crate::model::site::{Site, flat};
use crate::model::value::Value;
use crate::render::data::drop_nulls;
use crate::render::feed::changed;
use crate::render::table::{public, tables};
use crate::render::view::dataset::{self, json_url};
use crate::render::view::document::ImageView;
use crate::render::view::page::Crumb;
use crate::render::view::source::{SourceView, sources};
use crate::render::view::subject::Subject;

/// Types that are texts of this site: they have authors, days and a licence.
const TEXTS: &[&str] = &["Article", "Report", "WebPage", "Dataset"];

/// What a type must have besides a name: without it nothing is told.
const REQUIRED: &[(&str, &[&str])] = &[
    ("Event", &["startDate", "location"]),
    ("DefinedTerm", &["description", "inDefinedTermSet"]),
    ("Dataset", &["description"]),
];

/// The text of the element; nothing when there is nothing to say.
pub fn script(mut nodes: Vec<Json>) -> Option<String> {
    if nodes.is_empty() {
        return None;
    }
    nodes.iter_mut().for_each(drop_nulls);
    let text = json!({ "@context": "https://schema.org", "@graph": nodes }).to_string();
    Some(escaped(&text))
}

/// JSON that may stand in HTML: the signs that mean something there stand only inside strings, as escapes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// The way to a page; nothing for the first page. Steps that lead nowhere are left out, but for the page itself.
pub fn crumbs(site: &Site, crumbs: &[Crumb], url: &str) -> Option<Json> {
    let last = crumbs.len().checked_sub(1).filter(|last| *last > 0)?;
    let steps = crumbs.iter().enumerate().filter(|(at, crumb)| *at == last || crumb.url.is_some());
    let steps = steps.enumerate().map(|(place, (at, crumb))| {
        let url = if at == last { Some(url) } else { crumb.url.as_deref() };
        json!({
            "@type": "ListItem", "position": place + 1, "name": crumb.label,
            "item": url.and_then(|url| whole(site, url)),
        })
    });
    Some(json!({ "@type": "BreadcrumbList", "itemListElement": steps.collect::<Vec<_>>() }))
}

/// The site.
pub fn website(site: &Site) -> Json {
    let config = &site.config;
    json!({
        "@type": "WebSite", "name": config.title, "url": whole(site, &format!("{}/", site.prefix)),
        "description": some(&config.subtitle), "inLanguage": site.language.tag(), "license": licence(site),
    })
}

/// The data of the site: a catalogue, and a dataset for each collection.
pub fn datasets(site: &Site) -> Vec<Json> {
    let config = &site.config;
    let page = format!("{}{}", site.prefix, dataset::URL);
    let all = dataset::collections(site).map(|at| {
        let collection = &site.collections[at];
        let label = site.language.say(&collection.label);
        let file = |url: &str, media: &str| json!({
            "@type": "DataDownload", "encodingFormat": media, "contentUrl": whole(site, url), "name": url.trim_start_matches(dataset::URL),
        });
        let files = tables(site, at).into_iter().map(|table| file(&table.url(site), "text/csv"));
        let files: Vec<Json> = files.chain([file(&json_url(site, at), "application/json")]).collect();
        let days = public(site, at).filter_map(|id| changed(site.document(id)));
        let about = collection.summary.as_ref().map_or("", |summary| site.language.say(summary));
        // Search engines want to be told more than a name: what the columns are.
        let shown = collection.fields.iter().filter(|field| field.show != Show::None);
        let names: Vec<&str> = shown.map(|field| site.language.say(&field.label)).collect();
        let (comma, colon) = (site.language.comma(), site.language.colon());
        json!({
            "@type": "Dataset", "name": format!("{} - {label}", config.title),
            "description": format!("{about}{label}{colon}{}", names.join(comma)),
            "url": whole(site, &format!("{page}#d-{}", collection.id)), "identifier": *collection.id,
            "inLanguage": site.language.tag(), "license": licence(site), "isAccessibleForFree": true,
            "creator": organization(&config.title), "dateModified": days.max().map(|day| day.iso()),
            "distribution": files, "includedInDataCatalog": { "@type": "DataCatalog", "name": config.title, "url": whole(site, &page) },
        })
    });
    all.collect()
}

/// What the collection of a document declares it to be.
pub fn document(subject: &Subject<'_>, image: Option<&ImageView>) -> Option<Json> {
    let Subject { site, document, collection, .. } = *subject;
    let meaning = collection.meaning.as_ref()?;
    let url = whole(site, &document.url);
    let mut node = Map::new();
    let mut put = |key: &str, value: Json| {
        if !value.is_null() {
            node.insert(key.to_owned(), value);
        }
    };
    put("@type", json!(meaning.kind));
    put("name", json!(document.title()));
    put("description", json!(lead(subject).or(some(document.summary()))));
    put("url", json!(url));
    if meaning.kind == "DefinedTerm" {
        let listing = site.listings.find(document.collection, &[]).and_then(|list| whole(site, &list.url));
        let name = site.language.say(&collection.label);
        put("termCode", json!(*document.id));
        put("inDefinedTermSet", json!({ "@type": "DefinedTermSet", "name": name, "url": listing }));
    }
    if TEXTS.contains(&meaning.kind) {
        let author = document.text("source_body").map(organization);
        put("headline", json!(document.title()));
        put("author", json!(author));
        put("publisher", json!(author.unwrap_or_else(|| organization(&site.config.title))));
        put("creator", json!(author_of(subject, meaning.kind)));
        put("datePublished", json!(document.date("published").map(|date| date.iso())));
        put("dateModified", json!(changed(document).map(|date| date.iso())));
        put("inLanguage", json!(document.language.tag()));
        put("license", licence(site));
        put("citation", citations(subject));
        put("translationOfWork", original(subject));
    }
    if meaning.kind != "DefinedTerm" {
        put("mainEntityOfPage", json!(url));
        put("image", json!(image.and_then(|image| whole(site, &image.src))));
    }
    for (property, field) in &meaning.fields {
        put(property, mapped(subject, property, field));
    }
    let lacks = REQUIRED.iter().filter(|(kind, _)| *kind == meaning.kind).flat_map(|(_, keys)| keys.iter());
    lacks.clone().all(|key| node.contains_key(*key)).then_some(Json::Object(node))
}

fn author_of(subject: &Subject<'_>, kind: &str) -> Option<Json> {
    let body = subject.document.text("source_body").unwrap_or(&subject.site.config.title);
    (kind == "Dataset").then(|| organization(body))
}

/// The answer or definition in the head of the page.
fn lead<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    let fields = subject.collection.fields.iter().filter(|field| field.show == Show::Lead);
    fields.filter_map(|field| subject.document.text(&field.id)).next()
}

fn citations(subject: &Subject<'_>) -> Json {
    let sources = sources(subject);
    let one = |source: &SourceView| {
        json!({
            "@type": "CreativeWork", "name": source.title, "url": source.link, "identifier": source.doc_no,
            "publisher": some(&source.body).map(organization), "datePublished": source.date.as_ref().map(|date| &date.iso),
        })
    };
    if sources.is_empty() { Json::Null } else { sources.iter().map(one).collect() }
}

/// The original of a translation.
fn original(subject: &Subject<'_>) -> Json {
    let Subject { site, document, .. } = *subject;
    let first = site.config.original();
    let url = (document.language != first).then(|| site.address(&document.url, first));
    url.map_or(
        Json::Null,
        |url| json!({ "@type": "CreativeWork", "inLanguage": first.tag(), "url": whole(site, &url) }),
    )
}

/// The value of a property that a field gives.
fn mapped(subject: &Subject<'_>, property: &str, field: &str) -> Json {
    let Some(declared) = subject.collection.field(field) else { return Json::Null };
    let values = subject.document.get(field).map_or(Vec::new(), flat);
    let mut values: Vec<Json> = values.into_iter().map(|value| thing(subject, property, declared, value)).collect();
    values.retain(|value| !value.is_null());
    match values.len() {
        0 => Json::Null,
        1 => values.remove(0),
        _ => Json::Array(values),
    }
}

fn thing(subject: &Subject<'_>, property: &str, field: &Field, value: &Value) -> Json {
    let words = match value {
        Value::Date(date) => return json!(date.iso()),
        Value::Text(text) | Value::Link(text) => text.to_string(),
        Value::Choice(id) => subject.site.word_label(field, id),
        Value::Reference(to) => match subject.site.find(&to.collection, &to.id) {
            Some(id) => subject.site.name(id).to_owned(),
            None => return Json::Null,
        },
        _ => return Json::Null,
    };
    match property {
        "location" | "containedInPlace" | "spatialCoverage" => json!({ "@type": "Place", "name": words }),
        "organizer" | "legislationPassedBy" => organization(&words),
        "about" => json!({ "@type": "Thing", "name": words }),
        _ => json!(words),
    }
}

fn organization(name: &str) -> Json {
    json!({ "@type": "Organization", "name": name })
}

fn licence(site: &Site) -> Json {
    let config = &site.config;
    match (config.licence_url.as_str(), config.licence.as_str()) {
        ("", "") => Json::Null,
        ("", words) => json!({ "@type": "CreativeWork", "name": words }),
        (url, _) => json!(url),
    }
}

fn whole(site: &Site, url: &str) -> Option<String> {
    let base = &site.config.base_url;
    (!base.is_empty()).then(|| format!("{base}{url}"))
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_element() {
        let node = json!({ "name": "</script><!-- & \u{2028} \"碳\"" });
        let text = script(vec![node.clone()]).unwrap();
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        assert!(text.contains(r"\u003c/script\u003e\u003c!-- \u0026 \u2028 "), "{text}");
        let read: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(read["@graph"][0], node);
        assert_eq!(script(Vec::new()), None);
    }
}
