//! [`FieldView`]: any field of a document, ready to be shown in the way that its declaration asks for.

use std::sync::Arc;

use serde::Serialize;

use crate::model::condition::FieldPath;
use crate::model::field::group::Record;
use crate::model::field::{Field, Kind, Need, Show};
use crate::model::language::Language;
use crate::model::site::flat;
use crate::model::value::{Group, Missing, Slot, Value};
use crate::render::theme::Theme;
use crate::render::view::figure::{Figure, Lack, figure};
use crate::render::view::ladder::{Rung, rungs};
use crate::render::view::subject::{Basis, Subject, names_sources};
use crate::render::view::word::{Item, Mark};

/// A field of a document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FieldView {
    /// Its id in the declaration.
    pub id: String,
    /// Its name.
    pub label: String,
    /// How it is shown: `fact`, `chip`, `table` ….
    pub show: &'static str,
    /// Its kind: `text`, `choice`, `group`, `result` ….
    pub kind: &'static str,
    /// What the clerk should write; only in the preview.
    pub help: Option<String>,
    /// The reason why there is no value, in words.
    pub absent: Option<String>,
    /// Whether the editor judged it.
    pub judgement: bool,
    /// The sources that it rests on.
    pub marks: Vec<Mark>,
    /// Only in the preview: the value is missing or wrong.
    pub missing: bool,
    /// The whole value as plain text.
    pub text: String,
    /// One per value; empty for groups.
    pub items: Vec<Item>,
    /// Heads of the columns, for lists of groups.
    pub columns: Vec<String>,
    /// Rows of a table, for lists of groups that are shown so.
    pub rows: Vec<Vec<Cell>>,
    /// Columns that no row of the table has, each with the reason that all rows give.
    pub lacking: Vec<Lack>,
    /// The fields inside, for a group.
    pub fields: Vec<FieldView>,
    /// The records, for a list of groups.
    pub groups: Vec<Entry>,
    /// The results, for a list of them.
    pub results: Vec<Figure>,
    /// The rungs of the ladder, for a list of steps.
    pub steps: Vec<Rung>,
}

/// One record of a list of groups.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Entry {
    /// Its fields that have a value or a reason.
    pub fields: Vec<FieldView>,
    /// Whether the editor judged it.
    pub judgement: bool,
    /// The sources that it rests on.
    pub marks: Vec<Mark>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The words.
    pub text: String,
    /// Where they lead.
    pub url: Option<String>,
    /// The sources of the row stand at its last value.
    pub marks: Vec<Mark>,
    /// Whether it is a number.
    pub number: bool,
    /// Whether it says why there is no value.
    pub absent: bool,
}

impl Subject<'_> {
    /// A declared field; nothing when it has neither value nor reason, and no gap is to be shown.
    pub fn field(&self, theme: &Theme, field: &Field, slot: &Slot) -> Option<FieldView> {
        let path = FieldPath { field: field.id.to_string(), then: None };
        self.part(theme, field, slot, &path)
    }

    fn part(&self, theme: &Theme, field: &Field, slot: &Slot, path: &FieldPath) -> Option<FieldView> {
        if names_sources(field) {
            return None;
        }
        let Basis { judgement, marks } = self.basis(&path.to_string());
        let mut view = FieldView {
            id: field.id.to_string(),
            label: self.site.language.say(&field.label).to_owned(),
            show: field.show.word(),
            kind: field.kind.word(),
            help: field.help.clone().filter(|_| self.site.preview),
            judgement,
            marks,
            ..FieldView::default()
        };
        match &slot.value {
            Ok(value) => self.fill(theme, field, value, path, &mut view),
            Err(Missing::Absent(reason)) => {
                let reason = self.document.absent_reason(&field.id).filter(|_| path.then.is_none()).unwrap_or(reason);
                view.absent = Some(self.reason(reason));
            }
            Err(missing) if self.site.preview && self.is_gap(field, missing) => view.missing = true,
            Err(_) => return None,
        }
        let nothing = view.text.is_empty() && view.absent.is_none() && !view.missing;
        (!nothing || !view.groups.is_empty() || !view.steps.is_empty()).then_some(view)
    }

    fn is_gap(&self, field: &Field, missing: &Missing) -> bool {
        *missing == Missing::Wrong || (field.need != Need::No && self.site.holds(self.id, &field.when))
    }

    fn fill(&self, theme: &Theme, field: &Field, value: &Value, path: &FieldPath, view: &mut FieldView) {
        let values = flat(value);
        let Kind::Group(kind) = &field.kind else {
            view.items = values.into_iter().map(|value| self.item(field, path, value)).collect();
            view.text = joined(theme, view.items.iter().map(|item| item.text.as_str()));
            return;
        };
        let groups: Vec<&Group> = values.into_iter().filter_map(group).collect();
        if field.count.is_none() {
            if let Some(group) = groups.first() {
                let own = self.record_basis(&kind.fields, group);
                view.judgement |= own.judgement;
                view.marks.extend(own.marks);
                view.fields = self.inside(theme, field, group, path);
            }
            view.text = joined(theme, view.fields.iter().map(|field| field.text.as_str()));
            return;
        }
        let entries = groups.iter().map(|group| {
            let Basis { judgement, marks } = self.record_basis(&kind.fields, group);
            Entry { fields: self.inside(theme, field, group, path), judgement, marks }
        });
        let entries: Vec<Entry> = entries.collect();
        let texts = entries.iter().map(|entry| joined(theme, entry.fields.iter().map(|f| f.text.as_str())));
        view.text = texts.collect::<Vec<_>>().join(self.site.language.semicolon());
        if matches!(field.show, Show::Table | Show::Figures | Show::Ladder | Show::Steps) {
            table(self.site.language, &kind.fields, &entries, view);
        }
        match kind.record {
            Some(Record::Result) => {
                view.results = groups.iter().map(|group| figure(self, theme, &kind.fields, group)).collect();
            }
            Some(Record::Step) => view.steps = rungs(self, &kind.fields, &groups),
            Some(Record::Cost) | None => view.groups = entries,
        }
    }

    fn inside(&self, theme: &Theme, outer: &Field, group: &Group, path: &FieldPath) -> Vec<FieldView> {
        let shown = outer.fields().iter().zip(&group.slots).filter(|(field, _)| field.show != Show::None);
        let parts = shown.filter_map(|(field, (_, slot))| {
            let path = FieldPath { field: path.field.clone(), then: Some(field.id.to_string()) };
            self.part(theme, field, slot, &path)
        });
        parts.collect()
    }
}

/// The group in a value.
pub fn group(value: &Value) -> Option<&Group> {
    match value {
        Value::Group(group) => Some(group),
        _ => None,
    }
}

fn joined<'t>(theme: &Theme, texts: impl Iterator<Item = &'t str>) -> String {
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(theme.string("sep"))
}

/// Columns are the fields that any record has, in declared order; the sources of a record stand at its last value.
fn table(language: Language, fields: &[Field], entries: &[Entry], view: &mut FieldView) {
    let parts = |field: &Field| {
        let id = Arc::clone(&field.id);
        entries.iter().filter_map(move |entry| entry.fields.iter().find(|part| *part.id == *id))
    };
    let columns: Vec<&Field> = fields.iter().filter(|field| parts(field).any(|part| part.absent.is_none())).collect();
    // What is missing everywhere is said once, below the table.
    for field in fields {
        let mut reasons = parts(field).map(|part| part.absent.clone());
        if let Some(Some(text)) = reasons.next()
            && reasons.all(|reason| reason.as_ref() == Some(&text))
        {
            view.lacking.push(Lack { label: language.say(&field.label).to_owned(), text });
        }
    }
    view.columns = columns.iter().map(|field| language.say(&field.label).to_owned()).collect();
    for entry in entries {
        let mut row: Vec<Cell> = columns
            .iter()
            .map(|column| {
                entry
                    .fields
                    .iter()
                    .find(|part| *part.id == *column.id)
                    .map_or_else(Cell::default, |part| cell(column, part))
            })
            .collect();
        let last = row.iter().rposition(|cell| !cell.text.is_empty() && !cell.absent);
        if let Some(cell) = last.map(|at| &mut row[at]) {
            cell.marks.clone_from(&entry.marks);
        }
        view.rows.push(row);
    }
}

fn cell(field: &Field, part: &FieldView) -> Cell {
    let url = match part.items.as_slice() {
        [item] => item.url.clone(),
        _ => None,
    };
    Cell {
        text: part.absent.clone().unwrap_or_else(|| part.text.clone()),
        url,
        marks: Vec::new(),
        number: matches!(field.kind, Kind::Number(_) | Kind::Quantity(_)),
        absent: part.absent.is_some(),
    }
}
