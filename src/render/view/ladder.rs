//! [`Rung`]: one step of a ladder. All steps of the vocabulary are shown, with what proves that they were taken.

use serde::Serialize;

use crate::model::condition::FieldPath;
use crate::model::field::{Field, Kind};
use crate::model::value::{Group, Value};
use crate::render::view::subject::Subject;
use crate::render::view::word::{Item, Mark, When};

/// A step of a ladder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rung {
    /// The step.
    pub term: Item,
    /// When it was taken.
    pub date: Option<When>,
    /// `proved` when its evidence is of a kind that proves this step, `reported` when it is of another, else `none`.
    pub state: &'static str,
    /// Where.
    pub province: Option<Item>,
    /// The document that proves it.
    pub document: Option<Item>,
    /// The address that proves it.
    pub link: Option<String>,
    /// The kind of evidence.
    pub evidence: Option<Item>,
    /// A remark.
    pub note: Option<String>,
    /// The sources.
    pub marks: Vec<Mark>,
}

/// All steps in the vocabulary's order; a step that is recorded several times (in several places) several times.
pub fn rungs(subject: &Subject<'_>, fields: &[Field], groups: &[&Group]) -> Vec<Rung> {
    let Some(Kind::Choice(choice)) = fields.iter().find(|field| *field.id == *"step").map(|field| &field.kind) else {
        return Vec::new();
    };
    let terms = subject.site.terms.get(&choice.from).map_or(&[][..], |vocabulary| &vocabulary.terms);
    let mut rungs = Vec::new();
    for term in terms {
        let item = || Item {
            text: subject.site.language.term(term).to_owned(),
            id: Some(term.id.to_string()),
            note: None,
            ..Item::default()
        };
        let taken =
            groups.iter().filter(|group| matches!(group.get("step"), Some(Value::Choice(id)) if *id == term.id));
        let before = rungs.len();
        rungs.extend(taken.map(|group| rung(subject, fields, group, item(), &term.evidence)));
        if rungs.len() == before {
            rungs.push(Rung { term: item(), state: "none", ..Rung::default() });
        }
    }
    rungs
}

fn rung(subject: &Subject<'_>, fields: &[Field], group: &Group, term: Item, proofs: &[String]) -> Rung {
    let part = |id: &str| {
        let field = fields.iter().find(|field| *field.id == *id)?;
        let path = FieldPath { field: String::new(), then: None };
        group.get(id).map(|value| subject.item(field, &path, value))
    };
    let evidence = part("evidence");
    let kind = evidence.as_ref().and_then(|item| item.id.as_deref());
    let proves = |kind: &str| proofs.is_empty() || proofs.iter().any(|proof| proof == kind);
    let state = match kind {
        Some(kind) if proves(kind) => "proved",
        Some(_) => "reported",
        None if group.get("date").is_some() => "reported",
        None => "none",
    };
    let date = match group.get("date") {
        Some(Value::Date(date)) => Some(When::of(*date, subject.site.language)),
        _ => None,
    };
    Rung {
        term,
        date,
        state,
        province: part("province"),
        document: part("document"),
        link: part("link").and_then(|item| item.url),
        evidence,
        note: part("note").map(|item| item.text),
        marks: subject.record_basis(fields, group).marks,
    }
}
