//! Every step of every ladder: a record that names a term of the ladder's vocabulary.

use std::ops::Range;

use crate::model::field::Kind;
use crate::model::field::group::{GroupField, Record};
use crate::model::site::Site;
use crate::model::term::Term;
use crate::model::value::{Group, Value};
use crate::proof::place::{self, Place};

/// A step with its term.
pub struct Step<'a> {
    /// The field that holds it.
    pub place: &'a Place<'a>,
    /// Its declaration.
    pub declared: &'a GroupField,
    /// Its values.
    pub group: &'a Group,
    /// Its term in the ladder.
    pub term: &'a Term,
    /// Bytes of the record.
    pub range: Range<usize>,
}

impl Step<'_> {
    /// Bytes of one of its values, or of the whole step.
    pub fn range_of(&self, field: &str) -> Range<usize> {
        self.group.slot(field).and_then(|slot| slot.range.clone()).unwrap_or(self.range.clone())
    }

    /// The vocabulary of one of its choices.
    pub fn vocabulary(&self, field: &str) -> Option<&str> {
        vocabulary(self.declared, field)
    }
}

/// Visits every step whose term is known.
pub fn all(site: &Site, visit: &mut dyn FnMut(&Step<'_>)) {
    place::all(site, &mut |place| {
        let Kind::Group(declared) = &place.field.kind else { return };
        if declared.record != Some(Record::Step) {
            return;
        }
        for (value, range) in place.values() {
            let Value::Group(group) = value else { continue };
            let Some(Value::Choice(word)) = group.get("step") else { continue };
            let Some(term) = vocabulary(declared, "step").and_then(|from| site.terms.term(from, word)) else {
                continue;
            };
            visit(&Step { place, declared, group, term, range });
        }
    });
}

fn vocabulary<'a>(declared: &'a GroupField, field: &str) -> Option<&'a str> {
    match &declared.fields.iter().find(|inner| *inner.id == *field)?.kind {
        Kind::Choice(choice) => Some(&choice.from),
        _ => None,
    }
}
