//! [`DatasetsView`]: the page that tells of the site's data: every file, its columns, and the words that stand in them. All of it
//! follows from the declarations.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::field::{Field, Kind};
use crate::model::site::Site;
use crate::render::table::{Column, Part, Table, public, tables};
use crate::render::theme::Theme;
use crate::render::view::data::SCHEMA;
use crate::render::view::word::Item;

/// Where the files stand, and the page in the original language.
pub const URL: &str = "/data/";

/// The data of the site.
#[derive(Clone, Debug, Serialize)]
pub struct DatasetsView {
    /// The collections whose documents are written as data.
    pub collections: Vec<DatasetView>,
    /// The vocabularies that their columns name.
    pub vocabularies: Vec<VocabularyView>,
    /// The reasons of absence.
    pub reasons: Vec<WordView>,
    /// The catalogue in the words of DCAT.
    pub catalog_url: String,
    /// The version of the JSON form.
    pub schema: u32,
}

/// The data of a collection.
#[derive(Clone, Debug, Serialize)]
pub struct DatasetView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// One sentence about it.
    pub summary: Option<String>,
    /// Its listing.
    pub url: Option<String>,
    /// How many documents it has.
    pub documents: usize,
    /// All documents as JSON.
    pub json_url: String,
    /// A document as JSON, to look at.
    pub example_url: Option<String>,
    /// The same document as Markdown, if documents are written so.
    pub markdown_url: Option<String>,
    /// Its CSV files.
    pub tables: Vec<TableView>,
}

/// A CSV file.
#[derive(Clone, Debug, Serialize)]
pub struct TableView {
    /// Its name, `x.csv`.
    pub name: String,
    /// Its address.
    pub url: String,
    /// What a row is.
    pub label: String,
    /// How many rows it has.
    pub rows: usize,
    /// Its columns.
    pub columns: Vec<ColumnView>,
}

/// A column of a CSV file.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnView {
    /// Its head.
    pub id: String,
    /// What it is called on pages.
    pub label: String,
    /// What stands in it, in words.
    pub kind: String,
    /// Whether there may be several values.
    pub many: bool,
    /// The vocabulary of its words.
    pub vocabulary: Option<String>,
    /// The collection that its ids mean.
    pub to: Option<String>,
    /// The units that may stand beside it; any unit when empty.
    pub units: Vec<String>,
    /// What it means, as its declaration explains it.
    pub help: Option<Item>,
    /// The clause behind it.
    pub clause: Option<String>,
    /// The reasons that may stand instead of a value.
    pub reasons: Vec<String>,
}

/// A vocabulary.
#[derive(Clone, Debug, Serialize)]
pub struct VocabularyView {
    /// Its id.
    pub id: String,
    /// Its words in order.
    pub words: Vec<WordView>,
}

/// A word of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WordView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// A remark.
    pub note: Option<Item>,
}

/// The collections that are written as data, in the order of the menu.
pub fn collections(site: &Site) -> impl Iterator<Item = usize> + '_ {
    (0..site.collections.len()).filter(|at| site.collections[*at].outputs.json && public(site, *at).next().is_some())
}

/// The address of all documents of a collection as JSON.
pub fn json_url(site: &Site, at: usize) -> String {
    format!("{URL}{}.json", site.collections[at].id)
}

/// The view of the data.
pub fn datasets(site: &Site, theme: &Theme) -> DatasetsView {
    let mut used = BTreeSet::new();
    let all = collections(site).map(|at| dataset(site, theme, at, &mut used)).collect();
    let words = |name: &str| {
        let terms = site.terms.get(name).map_or(&[][..], |vocabulary| &vocabulary.terms);
        let word = |term: &crate::model::term::Term| WordView {
            id: term.id.to_string(),
            label: site.language.term(term).to_owned(),
            note: term.note.as_deref().map(|note| Item::plain(note, site.language)),
        };
        terms.iter().map(word).collect::<Vec<_>>()
    };
    let vocabularies = used.iter().map(|name| VocabularyView { id: (*name).to_owned(), words: words(name) });
    DatasetsView {
        collections: all,
        vocabularies: vocabularies.collect(),
        reasons: words("absent"),
        catalog_url: format!("{URL}catalog.jsonld"),
        schema: SCHEMA,
    }
}

fn dataset<'a>(site: &'a Site, theme: &Theme, at: usize, used: &mut BTreeSet<&'a str>) -> DatasetView {
    let collection = &site.collections[at];
    let own = public(site, at).find(|id| site.document(*id).language == site.language);
    let example = own.map(|id| site.document(id).url.clone());
    let tables = tables(site, at).into_iter().map(|table| {
        let url = table.url(site);
        TableView {
            name: url.trim_start_matches(URL).to_owned(),
            label: name(site, theme, &table),
            rows: table.rows(site),
            columns: table.columns.iter().map(|column| view(site, theme, column, used)).collect(),
            url,
        }
    });
    DatasetView {
        id: collection.id.to_string(),
        label: site.language.say(&collection.label).to_owned(),
        summary: collection.summary.as_ref().map(|summary| site.language.say(summary).to_owned()),
        url: site.listings.find(at, &[]).map(|list| list.url.clone()),
        documents: public(site, at).count(),
        json_url: json_url(site, at),
        markdown_url: example.as_ref().filter(|_| collection.outputs.markdown).map(|url| format!("{url}index.md")),
        example_url: example.map(|url| format!("{url}index.json")),
        tables: tables.collect(),
    }
}

/// What a row of a table is.
pub fn name(site: &Site, theme: &Theme, table: &Table<'_>) -> String {
    let label = site.language.say(&site.collections[table.at].label);
    match table.records {
        None => label.to_owned(),
        Some((_, field)) => format!("{label}{}{}", theme.string("dot"), site.language.say(&field.label)),
    }
}

fn view<'a>(site: &'a Site, theme: &Theme, column: &Column<'a>, used: &mut BTreeSet<&'a str>) -> ColumnView {
    let part = theme.string(word(column.part));
    let field = column.field.as_ref().map(|(field, _)| *field);
    let label = field.map(|field| site.language.say(&field.label));
    let label = match (label, column.part) {
        (Some(label), Part::Words) => label.to_owned(),
        (Some(label), _) => format!("{label}{}{part}{}", theme.string("open"), theme.string("close")),
        (None, _) => part.to_owned(),
    };
    let main = field.filter(|_| column.part == Part::Words);
    let vocabulary = match (field.map(|field| &field.kind), column.part) {
        (Some(Kind::Choice(choice)), Part::Words | Part::Id) => Some(choice.from.as_str()),
        (Some(Kind::Quantity(_)), Part::Unit | Part::UnitId) => Some("units"),
        _ => None,
    };
    used.extend(vocabulary);
    let to = match field.map(|field| &field.kind) {
        Some(Kind::Reference(reference)) => reference.to.as_deref(),
        _ => None,
    };
    let reason = |id: &String| {
        site.terms.term("absent", id).map_or_else(|| id.clone(), |term| site.language.term(term).to_owned())
    };
    ColumnView {
        id: column.id.clone(),
        label,
        kind: theme.string(kind(field, column.part)).to_owned(),
        many: field.is_some_and(|field| field.count.is_some()),
        vocabulary: vocabulary.map(str::to_owned),
        to: to.map(str::to_owned),
        units: main.map_or(Vec::new(), |field| units(site, field)),
        help: main.and_then(|field| field.help.as_deref()).map(|help| Item::plain(help, site.language)),
        clause: main.and_then(|field| field.clause.clone()),
        reasons: main.map_or(Vec::new(), |field| field.absent.iter().map(reason).collect()),
    }
}

fn units(site: &Site, field: &Field) -> Vec<String> {
    let Kind::Quantity(quantity) = &field.kind else { return Vec::new() };
    let name = |id: &String| {
        site.terms.term("units", id).map_or_else(|| id.clone(), |term| site.language.term(term).to_owned())
    };
    quantity.units.iter().map(name).collect()
}

/// The theme's word for a part.
fn word(part: Part) -> &'static str {
    match part {
        Part::Document => "col_document",
        Part::Owner => "col_owner",
        Part::Page => "col_page",
        Part::Title => "col_title",
        Part::Place => "col_place",
        Part::Absent => "col_absent",
        Part::Basis => "col_basis",
        Part::Words | Part::Id => "col_id",
        Part::UnitId => "col_unit_id",
        Part::Unit => "col_unit",
        Part::About => "col_about",
        Part::Reason => "col_reason",
        Part::Src => "col_src",
        Part::Alt => "col_alt",
    }
}

/// The theme's word for what stands in a column.
fn kind(field: Option<&Field>, part: Part) -> &'static str {
    match (part, field.map(|field| &field.kind)) {
        (Part::Document | Part::Owner | Part::Id | Part::UnitId, _) => "kind_id",
        (Part::Page | Part::Src, _) | (Part::Words, Some(Kind::Link)) => "kind_link",
        (Part::Place, _) | (Part::Words, Some(Kind::Number(_) | Kind::Quantity(_))) => "kind_number",
        (Part::Words, Some(Kind::Date(_))) => "kind_date",
        (Part::Words, Some(Kind::Choice(_))) => "kind_choice",
        (Part::Words, Some(Kind::Reference(_))) => "kind_reference",
        (Part::Words, Some(Kind::Flag(_))) => "kind_flag",
        _ => "kind_text",
    }
}

/// All strings of the theme that the page and the files need.
pub const STRINGS: &[&str] = &[
    "llms_not",
    "llms_absent",
    "llms_cite",
    "data_lead",
    "data_licence",
    "data_how_compare",
    "data",
    "collection",
    "col_document",
    "col_owner",
    "col_page",
    "col_title",
    "col_place",
    "col_absent",
    "col_basis",
    "col_id",
    "col_unit_id",
    "col_unit",
    "col_about",
    "col_reason",
    "col_src",
    "col_alt",
    "kind_id",
    "kind_link",
    "kind_number",
    "kind_date",
    "kind_choice",
    "kind_reference",
    "kind_flag",
    "kind_text",
];
