//! A required field has a value, or is declared absent for an allowed reason.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::field::{Field, Kind, Need};
use crate::model::site::Site;
use crate::model::value::{Missing, Value};
use crate::proof::place::{self, Place};

code!(
    /// A required field has neither a value nor a reason of its absence.
    MISSING_FIELD, "missing-field", "missing_field", Error, "必填的字段有值，或写明为什么缺"
);

/// Words of a vocabulary that a help line names.
const CHOICES: usize = 8;

/// Looks at every declared field, in records too.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    place::all(site, &mut |place| {
        if is_empty(place) && is_needed(place) {
            diags.push(missing(place));
        }
    });
}

/// A wrong value was reported where it was read, and so was a list with fewer values than declared.
fn is_empty(place: &Place<'_>) -> bool {
    match &place.slot.value {
        Err(Missing::NotGiven) => true,
        Ok(Value::List(items)) => items.is_empty() && place.field.count.is_none_or(|count| count.min == 0),
        _ => false,
    }
}

fn is_needed(place: &Place<'_>) -> bool {
    let needed = match place.field.need {
        Need::Always => true,
        Need::Release => !place.document.draft,
        Need::No => false,
    };
    needed && place.holds(&place.field.when)
}

fn missing(place: &Place<'_>) -> Diagnostic {
    let field = place.field;
    let message = format!("缺少“{}”（{}）", place.name(), field.label.zh);
    Diagnostic::new(&MISSING_FIELD, place.gap(), message).help(help(place, field))
}

fn help(place: &Place<'_>, field: &Field) -> String {
    let wanted = field.help.as_ref().map_or(String::new(), |help| format!("（{help}）"));
    let mut text = format!("写上 {}: …{wanted}", field.id);
    if let Some(choices) = choices(place.site, field) {
        text.push_str(&format!("；可选：{choices}"));
    }
    if let Some(reason) = field.absent.first().filter(|_| place.record.is_some()) {
        let named = named(place.site, reason);
        text.push_str(&format!("；确实没有，就在这一条里写 absent: [{}]，表示{named}", field.id));
    } else if !field.absent.is_empty() {
        let reasons: Vec<String> = field.absent.iter().map(|id| format!("{id}（{}）", named(place.site, id))).collect();
        text.push_str(&format!("；确实没有，就在 absent 里写 {}: 理由，理由可用 {}", field.id, reasons.join("、")));
    }
    text
}

/// The words of a choice with their names; long vocabularies are cut.
fn choices(site: &Site, field: &Field) -> Option<String> {
    let Kind::Choice(choice) = &field.kind else { return None };
    let terms = &site.terms.get(&choice.from)?.terms;
    let allowed: Vec<_> =
        terms.iter().filter(|t| choice.allow.is_empty() || choice.allow.contains(&t.id.to_string())).collect();
    let named: Vec<String> = allowed.iter().take(CHOICES).map(|term| format!("{}（{}）", term.id, term.zh)).collect();
    let more = if allowed.len() > CHOICES { format!(" 等 {} 个", allowed.len()) } else { String::new() };
    Some(format!("{}{more}", named.join("、")))
}

fn named<'a>(site: &'a Site, reason: &'a str) -> &'a str {
    site.terms.term("absent", reason).map_or(reason, |term| &term.zh)
}
