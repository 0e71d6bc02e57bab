//! A step of a ladder is proved by a kind of evidence that is enough for it.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::field::group::{GroupField, Record};
use crate::model::field::{Field, Kind};
use crate::model::site::Site;
use crate::model::value::{Group, Value};
use crate::proof::place;

code!(
    /// Evidence that is not enough for the step.
    STEP_EVIDENCE, "step-evidence", "step_evidence", Warning, "每一步有够格的依据"
);

/// Looks at steps whose term lists kinds of evidence.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    place::all(site, &mut |place| {
        let Kind::Group(declared) = &place.field.kind else { return };
        if declared.record != Some(Record::Step) {
            return;
        }
        for (value, range) in place.values() {
            let Value::Group(group) = value else { continue };
            let (Some(step), Some(evidence)) = (word(group, "step"), word(group, "evidence")) else { continue };
            let Some(term) = vocabulary(declared, "step").and_then(|from| site.terms.term(from, step)) else {
                continue;
            };
            if term.evidence.is_empty() || term.evidence.iter().any(|kind| kind == evidence) {
                continue;
            }
            let kinds = vocabulary(declared, "evidence").unwrap_or("");
            let named = |id: &str| site.terms.term(kinds, id).map_or(id.to_owned(), |term| term.zh.to_string());
            let message = format!("“{}”这一步的依据只是{}，页面上显示为“有报道，待文件”", term.zh, named(evidence));
            let allowed: Vec<String> = term.evidence.iter().map(|kind| format!("{kind}（{}）", named(kind))).collect();
            let range = group.slot("evidence").and_then(|slot| slot.range.clone()).unwrap_or(range);
            diags.push(
                Diagnostic::new(&STEP_EVIDENCE, place.span(range), message)
                    .help(format!("找到这些依据之一再改：{}；找不到就保持原样", allowed.join("、"))),
            );
        }
    });
}

fn word<'a>(group: &'a Group, field: &str) -> Option<&'a str> {
    match group.get(field)? {
        Value::Choice(word) => Some(word),
        _ => None,
    }
}

fn vocabulary<'a>(declared: &'a GroupField, field: &str) -> Option<&'a str> {
    let field: Option<&Field> = declared.fields.iter().find(|inner| *inner.id == *field);
    match field.map(|field| &field.kind) {
        Some(Kind::Choice(choice)) => Some(&choice.from),
        _ => None,
    }
}
