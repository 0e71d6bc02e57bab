//! The tables of a collection as its declaration makes them: one row a document, and for every list of records a table of
//! its own. The CSV files are written from them, and the data dictionary tells of them.

use crate::model::collection::Collection;
use crate::model::document::DocId;
use crate::model::field::{Field, Kind, PLACED, Show};
use crate::model::link::Links;
use crate::model::site::Site;
use crate::model::value::{Missing, Slot, Value};
use crate::render::view::data::{is_records, is_told, number, singles, unit, whole};
use crate::render::view::subject::{Subject, names_sources};
use crate::render::{csv, view};

/// What stands between the values of a list.
pub const BETWEEN: &str = "；";

/// A table.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// Position of the collection.
    pub at: usize,
    /// The field whose records are the rows; none for a row a document.
    pub records: Option<(usize, &'a Field)>,
    /// The columns.
    pub columns: Vec<Column<'a>>,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    /// Its head.
    pub id: String,
    /// The field that it comes from, and the way there: positions among the fields of the collection or record, then of groups.
    pub field: Option<(&'a Field, Vec<usize>)>,
    /// Which part of the document or value stands in it.
    pub part: Part,
}

/// Which part of a document or value stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Id of the document.
    Document,
    /// Id of the owner.
    Owner,
    /// Address of the page.
    Page,
    /// Title of the document.
    Title,
    /// Number of the record in the document, from 1.
    Place,
    /// What is declared absent, `field=reason`.
    Absent,
    /// What the values rest on, `field=sources`.
    Basis,
    /// The value in words, or the plain value.
    Words,
    /// Id of the term or document.
    Id,
    /// Id of the unit.
    UnitId,
    /// The unit.
    Unit,
    /// The word that keeps a figure honest.
    About,
    /// The reason of a yes or no.
    Reason,
    /// Address of a picture.
    Src,
    /// What a picture shows.
    Alt,
}

/// The address of the table with a row a document.
pub fn main_url(site: &Site, at: usize) -> String {
    format!("{}{}.csv", view::dataset::URL, site.collections[at].id)
}

/// The tables of a collection; none without rows.
pub fn tables(site: &Site, at: usize) -> Vec<Table<'_>> {
    let collection = &site.collections[at];
    let mut tables = vec![Table { at, records: None, columns: documents(collection) }];
    for (position, field) in collection.fields.iter().enumerate() {
        let any = || public(site, at).any(|id| !singles(&site.document(id).slots[position]).is_empty());
        if field.is_shown() && is_records(field) && any() {
            tables.push(Table { at, records: Some((position, field)), columns: records(field) });
        }
    }
    tables
}

fn own(id: &str, part: Part) -> Column<'_> {
    Column { id: id.to_owned(), field: None, part }
}

fn documents(collection: &Collection) -> Vec<Column<'_>> {
    let mut columns = vec![own("id", Part::Document)];
    columns.extend(collection.owner.as_ref().map(|_| own("owner", Part::Owner)));
    columns.extend([own("url", Part::Page), own("title", Part::Title)]);
    let rest = collection.fields.iter().enumerate().filter(|(_, field)| field.is_shown() && *field.id != *"title");
    // What every document has comes first.
    let (placed, declared): (Vec<_>, Vec<_>) = rest.partition(|(_, field)| PLACED.contains(&&*field.id));
    for (at, field) in placed.into_iter().chain(declared) {
        add(field, &field.id, vec![at], &mut columns);
    }
    columns.extend([own("absent", Part::Absent), own("basis", Part::Basis)]);
    columns
}

fn records(field: &Field) -> Vec<Column<'_>> {
    let mut columns =
        vec![own("document", Part::Document), own("url", Part::Page), own("title", Part::Title), own("n", Part::Place)];
    for (at, inner) in field.fields().iter().enumerate() {
        if inner.show != Show::None || names_sources(inner) {
            // A record's own title or number must not bear the name of the document's.
            let taken = columns.iter().any(|column| column.id == *inner.id);
            let id = if taken { format!("{}.{}", field.id, inner.id) } else { inner.id.to_string() };
            add(inner, &id, vec![at], &mut columns);
        }
    }
    columns.extend([own("absent", Part::Absent), own("basis", Part::Basis)]);
    columns
}

/// The columns of a field. Records inside records have none: they are in the JSON.
fn add<'a>(field: &'a Field, id: &str, way: Vec<usize>, columns: &mut Vec<Column<'a>>) {
    let mut put = |end: &str, part: Part| {
        columns.push(Column { id: format!("{id}{end}"), field: Some((field, way.clone())), part });
    };
    match &field.kind {
        Kind::Group(_) if is_records(field) => {}
        Kind::Group(group) => {
            for (at, inner) in group.fields.iter().enumerate() {
                if inner.show != Show::None || names_sources(inner) {
                    let way = way.iter().copied().chain([at]).collect();
                    add(inner, &format!("{id}.{}", inner.id), way, columns);
                }
            }
        }
        Kind::Text(_) | Kind::Date(_) | Kind::Number(_) | Kind::Link => put("", Part::Words),
        Kind::Choice(_) | Kind::Reference(_) => {
            put("", Part::Words);
            put(".id", Part::Id);
        }
        Kind::Quantity(_) => {
            put("", Part::Words);
            put(".unit", Part::Unit);
            put(".unit_id", Part::UnitId);
            put(".about", Part::About);
        }
        Kind::Flag(flag) => {
            put("", Part::Words);
            if flag.reason {
                put(".reason", Part::Reason);
            }
        }
        Kind::Image => {
            put(".src", Part::Src);
            put(".alt", Part::Alt);
        }
    }
}

impl Table<'_> {
    /// The address of its CSV file.
    pub fn url(&self, site: &Site) -> String {
        let collection = &site.collections[self.at].id;
        match self.records {
            None => main_url(site, self.at),
            Some((_, field)) => format!("{}{collection}-{}.csv", view::dataset::URL, field.id.replace('_', "-")),
        }
    }

    /// How many rows it has.
    pub fn rows(&self, site: &Site) -> usize {
        let ids = public(site, self.at);
        match self.records {
            None => ids.count(),
            Some((at, _)) => ids.map(|id| singles(&site.document(id).slots[at]).len()).sum(),
        }
    }

    /// Appends the table as CSV.
    pub fn csv(&self, site: &Site, out: &mut Vec<u8>) {
        out.extend_from_slice(csv::MARK.as_bytes());
        csv::row(self.columns.iter().map(|column| column.id.as_str()), out);
        for id in public(site, self.at) {
            let subject = Subject::new(site, id);
            let slots: Vec<&Slot> = subject.document.slots.iter().collect();
            let Some((at, field)) = self.records else {
                self.row(&subject, &slots, None, out);
                continue;
            };
            for (number, value) in singles(slots[at]).into_iter().enumerate() {
                if let Value::Group(group) = value {
                    let slots: Vec<&Slot> = group.slots.iter().map(|(_, slot)| slot).collect();
                    let basis = group.basis.as_deref().unwrap_or("");
                    self.row(&subject, &slots, Some((number + 1, field, basis)), out);
                }
            }
        }
    }

    fn row(&self, subject: &Subject<'_>, slots: &[&Slot], record: Option<(usize, &Field, &str)>, out: &mut Vec<u8>) {
        let cells: Vec<String> = self.columns.iter().map(|column| column.cell(subject, slots, record)).collect();
        csv::row(cells.iter().map(String::as_str), out);
    }
}

/// The documents of a collection that data tell of: all but drafts, which only a preview shows.
pub fn public(site: &Site, at: usize) -> impl Iterator<Item = DocId> + '_ {
    site.documents_of(at).filter(|id| !site.document(*id).draft)
}

impl Column<'_> {
    fn cell(&self, subject: &Subject<'_>, slots: &[&Slot], record: Option<(usize, &Field, &str)>) -> String {
        let document = subject.document;
        if let Some((field, way)) = &self.field {
            let Some(slot) = follow(slots, way) else { return String::new() };
            let values = singles(slot).into_iter().map(|value| self.one(subject, field, value));
            return values.collect::<Vec<_>>().join(BETWEEN);
        }
        match self.part {
            Part::Document => document.id.to_string(),
            Part::Owner => document.owner.as_deref().unwrap_or("").to_owned(),
            Part::Page => whole(subject.site, &document.url),
            Part::Title => document.title().to_owned(),
            Part::Place => record.map_or(String::new(), |(number, ..)| number.to_string()),
            Part::Absent => self.absent(subject, slots, record),
            Part::Basis => match record {
                Some((_, _, basis)) => basis.to_owned(),
                None => {
                    let told = document
                        .basis
                        .iter()
                        .filter(|(name, ..)| is_told(subject.collection, name.split('.').next().unwrap_or("")));
                    told.map(|(name, words, _)| format!("{name}={words}")).collect::<Vec<_>>().join(BETWEEN)
                }
            },
            _ => String::new(),
        }
    }

    fn absent(&self, subject: &Subject<'_>, slots: &[&Slot], record: Option<(usize, &Field, &str)>) -> String {
        let fields = record.map_or(&subject.collection.fields[..], |(_, field, _)| field.fields());
        let document = subject.document;
        let declared = document.absent.iter().filter(|_| record.is_none());
        let declared = declared.filter(|(name, ..)| is_told(subject.collection, name));
        let mut lacks: Vec<String> = declared.map(|(name, reason, _)| format!("{name}={reason}")).collect();
        for (field, slot) in fields.iter().zip(slots) {
            let shown = if record.is_some() { field.show != Show::None } else { field.is_shown() };
            let told = record.is_none() && document.absent_reason(&field.id).is_some();
            if let Err(Missing::Absent(reason)) = &slot.value
                && shown
                && !told
            {
                lacks.push(format!("{}={reason}", field.id));
            }
        }
        lacks.join(BETWEEN)
    }

    fn one(&self, subject: &Subject<'_>, field: &Field, value: &Value) -> String {
        let site = subject.site;
        match (value, self.part) {
            (Value::Text(text) | Value::Link(text), _) => text.to_string(),
            (Value::Date(date), _) => date.iso(),
            (Value::Number(value), _) => number(*value).to_string(),
            (Value::Quantity(quantity), Part::Unit) => unit(site, quantity, site.language).to_owned(),
            (Value::Quantity(quantity), Part::UnitId) => quantity.unit.to_string(),
            (Value::Quantity(quantity), Part::About) => quantity.about.unwrap_or("").to_owned(),
            (Value::Quantity(quantity), _) => number(quantity.number).to_string(),
            (Value::Choice(id), Part::Id) => id.to_string(),
            (Value::Choice(id), _) => site.word_label(field, id),
            (Value::Reference(to), Part::Id) => {
                let Kind::Reference(kind) = &field.kind else { return to.id.to_string() };
                if kind.to.is_some() { to.id.to_string() } else { format!("{}/{}", to.collection, to.id) }
            }
            (Value::Reference(to), _) => {
                site.find(&to.collection, &to.id).map_or(String::new(), |id| site.name(id).to_owned())
            }
            (Value::Flag(_, reason), Part::Reason) => reason.as_deref().unwrap_or("").to_owned(),
            (Value::Flag(yes, _), _) => yes.to_string(),
            (Value::Image(image), Part::Src) => {
                let links = Links { site, document: subject.document };
                let file = links.picture(&image.src).and_then(|path| site.media.get(path));
                file.map_or(String::new(), |file| whole(site, &file.url))
            }
            (Value::Image(image), _) => image.alt.to_string(),
            (Value::Group(_) | Value::List(_), _) => String::new(),
        }
    }
}

/// The slot at the end of a way through groups.
fn follow<'s>(slots: &[&'s Slot], way: &[usize]) -> Option<&'s Slot> {
    let (first, rest) = way.split_first()?;
    let mut slot = *slots.get(*first)?;
    for at in rest {
        let Value::Group(group) = slot.get()? else { return None };
        slot = &group.slots.get(*at)?.1;
    }
    Some(slot)
}
