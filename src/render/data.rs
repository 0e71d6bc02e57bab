//! Jobs for data: `index.json` and `index.md` of each document whose collection declares them; the tables of such collections
//! and all their documents as JSON below `/data/`; the page that explains them; and the catalogue for machines.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::diag::{Diagnostics, Span};
use crate::model::language::Language;
use crate::model::site::Site;
use crate::plan::{Job, Plan, Turn};
use crate::render::press::Press;
use crate::render::table::{public, tables};
use crate::render::view::data::{SCHEMA, data, facts, whole};
use crate::render::view::dataset::{URL, collections, datasets, json_url};
use crate::render::view::json_ld;
use crate::render::view::page::Kind;
use crate::render::view::subject::Subject;
use crate::render::{markdown, theme};

/// Plans the other forms of the documents of one language.
pub fn documents(press: &Arc<Press>, plan: &mut Plan, diags: &mut Diagnostics) {
    let site = &press.site;
    for (at, collection) in site.collections.iter().enumerate() {
        let outputs = collection.outputs;
        if !outputs.json && !outputs.markdown {
            continue;
        }
        for id in site.documents_of(at).filter(|id| site.document(*id).language == site.language) {
            let document = site.document(id);
            let origin = || Some(Span::file(&document.source));
            if outputs.json {
                let shared = Arc::clone(press);
                let job = Job::new(Turn::Page, "json", move |out, _| {
                    pretty(&data(&Subject::new(&shared.site, id)), out);
                });
                plan.insert(&format!("{}index.json", document.url), job, origin(), diags);
            }
            if outputs.markdown {
                let shared = Arc::clone(press);
                let job = Job::new(Turn::Page, "markdown", move |out, _| {
                    let mut text = String::new();
                    markdown::document(&shared, &Subject::new(&shared.site, id), &mut text);
                    out.extend_from_slice(text.as_bytes());
                });
                plan.insert(&format!("{}index.md", document.url), job, origin(), diags);
            }
        }
    }
}

/// Plans the files of whole collections, in the original language, and their catalogue.
pub fn plan(press: &Arc<Press>, plan: &mut Plan, diags: &mut Diagnostics) {
    let site = &press.site;
    let mut any = false;
    for at in collections(site) {
        any = true;
        let origin = || Some(site.collections[at].url_span.clone());
        for (number, table) in tables(site, at).into_iter().enumerate() {
            let shared = Arc::clone(press);
            let job = Job::new(Turn::Page, "csv", move |out, _| {
                if let Some(table) = tables(&shared.site, at).get(number) {
                    table.csv(&shared.site, out);
                }
            });
            plan.insert(&table.url(site), job, origin(), diags);
        }
        let shared = Arc::clone(press);
        let job = Job::new(Turn::Page, "json", move |out, _| whole_collection(&shared.site, at, out));
        plan.insert(&json_url(site, at), job, origin(), diags);
    }
    if any {
        let shared = Arc::clone(press);
        let job = Job::new(Turn::Page, "catalog", move |out, _| pretty(&catalog(&shared), out));
        plan.insert(&format!("{URL}catalog.jsonld"), job, None, diags);
    }
}

/// Plans the page about the data.
pub fn page(press: &Arc<Press>, plan: &mut Plan, diags: &mut Diagnostics) {
    let template = Kind::Data.template();
    let config = Span::file(&press.site.config.source);
    if press.data && theme::require(&press.theme, template, config, diags) {
        plan.insert(&format!("{}{URL}", press.site.prefix), press.job(template, one), None, diags);
    }
}

fn one(press: &Press, out: &mut Vec<u8>, diags: &mut Diagnostics) {
    let view = datasets(&press.site, &press.theme);
    let url = format!("{}{URL}", press.site.prefix);
    let mut page = press.page(Kind::Data, &url, press.theme.string("data"), Vec::new());
    page.description = press.theme.string("data_lead").to_owned();
    page.things = json_ld::datasets(&press.site);
    press.print(Kind::Data.template(), page, ("data", &view), None, (out, diags));
}

/// Appends JSON for people and machines, with a line end.
fn pretty(value: &impl serde::Serialize, out: &mut Vec<u8>) {
    // Maps with text as keys are always JSON, and a buffer takes whatever is written.
    let _ = serde_json::to_writer_pretty(&mut *out, value);
    out.push(b'\n');
}

/// All documents of a collection without their texts, one a line, so that a difference can be read.
fn whole_collection(site: &Site, at: usize, out: &mut Vec<u8>) {
    let collection = &site.collections[at];
    let head = json!({
        "schema": SCHEMA,
        "collection": { "id": *collection.id, "label": site.language.say(&collection.label) },
        "language": site.language.tag(),
        "licence": site.config.licence,
        "count": public(site, at).count(),
    });
    let head = head.to_string();
    out.extend_from_slice(head.trim_end_matches('}').as_bytes());
    out.extend_from_slice(b",\"documents\":[");
    for (number, id) in public(site, at).enumerate() {
        out.extend_from_slice(if number == 0 { b"\n" } else { b",\n" });
        let _ = serde_json::to_writer(&mut *out, &facts(&Subject::new(site, id)));
    }
    out.extend_from_slice(b"\n]}\n");
}

/// The catalogue in the words of DCAT 3. Without an address of the site its references are relative to the file.
fn catalog(press: &Press) -> Json {
    let site = &press.site;
    let there = |url: &str| match site.config.base_url.as_str() {
        "" => format!("..{url}"),
        _ => whole(site, url),
    };
    let say = |words: &dyn Fn(&Site) -> String| -> Json {
        let all = std::iter::once(&**site).chain(site.editions.iter().map(|edition| &**edition));
        let said = all.map(|edition| json!({ "@value": words(edition), "@language": edition.language.tag() }));
        said.filter(|said| said["@value"] != "").collect()
    };
    let licence = Some(&site.config.licence_url).filter(|url| !url.is_empty()).map(|url| json!({ "@id": url }));
    let datasets = collections(site).map(|at| {
        let collection = &site.collections[at];
        let file = |url: &str, title: Json, media: &str| {
            json!({
                "@id": there(url), "@type": "dcat:Distribution", "dct:title": title,
                "dcat:accessURL": { "@id": there(URL) }, "dcat:downloadURL": { "@id": there(url) },
                "dcat:mediaType": { "@id": format!("https://www.iana.org/assignments/media-types/{media}") },
                "dct:license": licence,
            })
        };
        let label = |edition: &Site| edition.language.say(&edition.collections[at].label).to_owned();
        let mut files: Vec<Json> = tables(site, at)
            .iter()
            .map(|table| {
                let title = |edition: &Site| match table.records {
                    None => label(edition),
                    Some((_, field)) => format!("{} · {}", label(edition), edition.language.say(&field.label)),
                };
                file(&table.url(site), say(&title), "text/csv")
            })
            .collect();
        files.push(file(&json_url(site, at), say(&label), "application/json"));
        let about = |edition: &Site| {
            let summary = edition.collections[at].summary.as_ref();
            summary.map_or_else(|| label(edition), |summary| edition.language.say(summary).to_owned())
        };
        let days = public(site, at).map(|id| site.document(id)).filter_map(crate::render::feed::changed);
        json!({
            "@id": there(&format!("{URL}#{}", collection.id)), "@type": "dcat:Dataset",
            "dct:identifier": *collection.id, "dct:title": say(&label), "dct:description": say(&about),
            "dct:language": named_language(site.language), "dct:license": licence,
            "dct:modified": days.max().map(|day| day.iso()),
            "dcat:landingPage": site.listings.find(at, &[]).map(|list| json!({ "@id": there(&list.url) })),
            "dcat:distribution": files,
        })
    });
    let datasets: Vec<Json> = datasets.collect();
    let tags: Vec<Json> = site.config.languages.iter().map(|language| named_language(*language)).collect();
    // Names of vocabularies, in a file of their own.
    let context: Json = serde_json::from_str(include_str!("dcat.json")).unwrap_or_default();
    let mut catalog = json!({
        "@context": context,
        "@id": there(URL), "@type": "dcat:Catalog",
        "dct:title": say(&|edition| edition.config.title.clone()),
        "dct:description": say(&|edition| edition.config.subtitle.clone()),
        "dct:language": tags, "dct:license": licence,
        "dct:publisher": { "@type": "foaf:Agent", "foaf:name": say(&|edition| edition.config.title.clone()) },
        "foaf:homepage": { "@id": there("/") },
        "dcat:dataset": datasets,
    });
    drop_nulls(&mut catalog);
    catalog
}

/// A language as DCAT wants it named.
fn named_language(language: Language) -> Json {
    json!({ "@id": format!("http://id.loc.gov/vocabulary/iso639-1/{}", language.code()) })
}

/// Takes out what is not known, so that nothing is said of it.
pub fn drop_nulls(value: &mut Json) {
    match value {
        Json::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(drop_nulls);
        }
        Json::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}
