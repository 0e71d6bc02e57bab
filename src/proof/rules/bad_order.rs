//! Dates do not go back: those that a declaration puts in order, and the steps of a ladder.

use std::ops::Range;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::field::group::Record;
use crate::model::field::{Field, Kind};
use crate::model::site::Site;
use crate::model::value::{Date, Group, Slot, Value};
use crate::proof::place::{self, Place};

code!(
    /// A date that lies before one that comes first.
    BAD_ORDER, "bad-order", "bad_order", Error, "日期不倒退"
);

struct Dated {
    name: String,
    date: Date,
    range: Range<usize>,
}

/// Looks at `order` of groups and of dates, and at steps.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    place::all(site, &mut |place| match &place.field.kind {
        Kind::Group(group) if group.record == Some(Record::Step) => steps(place, &group.fields, diags),
        Kind::Group(_) => {
            for (value, _) in place.values() {
                let Value::Group(group) = value else { continue };
                compare(place, &dates(&place.field.order, |name| group.slot(name)), diags);
            }
        }
        _ => {
            let slot = |name: &str| match &place.record {
                Some(record) => record.group.slot(name),
                None => Some(place.document.slot(name)),
            };
            compare(place, &dates(&place.field.order, slot), diags);
        }
    });
}

fn dates<'a>(order: &[String], slot: impl Fn(&str) -> Option<&'a Slot>) -> Vec<Dated> {
    order.iter().filter_map(|name| dated(name, slot(name)?)).collect()
}

fn dated(name: &str, slot: &Slot) -> Option<Dated> {
    match (slot.get()?, &slot.range) {
        (Value::Date(date), Some(range)) => Some(Dated { name: name.to_owned(), date: *date, range: range.clone() }),
        _ => None,
    }
}

fn compare(place: &Place<'_>, dates: &[Dated], diags: &mut Diagnostics) {
    for pair in dates.windows(2) {
        let [first, then] = pair else { continue };
        if then.date.is_before(first.date) {
            diags.push(back(place, first, then));
        }
    }
}

/// Steps in the order of their vocabulary, whatever their order in the file.
fn steps(place: &Place<'_>, fields: &[Field], diags: &mut Diagnostics) {
    let Some(Kind::Choice(ladder)) = fields.iter().find(|field| *field.id == *"step").map(|field| &field.kind) else {
        return;
    };
    let rank = |group: &Group| match group.get("step") {
        Some(Value::Choice(step)) => place.site.terms.get(&ladder.from).and_then(|terms| terms.rank(step)),
        _ => None,
    };
    let name = |group: &Group| match group.get("step") {
        Some(Value::Choice(step)) => step.to_string(),
        _ => String::new(),
    };
    let mut found: Vec<(usize, Dated)> = Vec::new();
    for (value, _) in place.values() {
        let Value::Group(group) = value else { continue };
        let date = group.slot("date").and_then(|slot| dated(&name(group), slot));
        found.extend(rank(group).zip(date));
    }
    found.sort_by_key(|(rank, _)| *rank);
    for (at, (rank, step)) in found.iter().enumerate() {
        let earlier = found[..at].iter().filter(|(lower, _)| lower < rank).map(|(_, other)| other);
        if let Some(first) = earlier.max_by_key(|other| other.date).filter(|other| step.date.is_before(other.date)) {
            diags.push(back(place, first, step));
        }
    }
}

fn back(place: &Place<'_>, first: &Dated, then: &Dated) -> Diagnostic {
    let message = format!("“{}”的 {} 早于“{}”的 {}", then.name, then.date.zh(), first.name, first.date.zh());
    Diagnostic::new(&BAD_ORDER, place.span(then.range.clone()), message)
        .label(place.span(first.range.clone()), "应当在它之后")
        .help("对照来源核对这两个日期")
}
