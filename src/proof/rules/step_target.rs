//! The document that proves a step of a ladder is what the step's term asks for.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::condition::FieldPath;
use crate::model::field::Kind;
use crate::model::field::group::{GroupField, Record};
use crate::model::site::Site;
use crate::model::term::Term;
use crate::model::value::{Group, Reference, Value};
use crate::proof::place;

code!(
    /// A document that does not prove the step it is named for.
    STEP_TARGET, "step-target", "step_target", Error, "一步的依据文档合这一步的要求"
);

/// Looks at steps that name a document and whose term says what it must be.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    place::all(site, &mut |place| {
        let Kind::Group(declared) = &place.field.kind else { return };
        if declared.record != Some(Record::Step) {
            return;
        }
        for (value, range) in place.values() {
            let Value::Group(group) = value else { continue };
            let Some(Value::Reference(to)) = group.get("document") else { continue };
            let Some((term, why)) =
                term(site, declared, group).and_then(|term| Some((term, why(site, term, group, to)?)))
            else {
                continue;
            };
            let message = format!("“{}/{}”不能作“{}”这一步的依据：{why}", to.collection, to.id, term.zh);
            let range = group.slot("document").and_then(|slot| slot.range.clone()).unwrap_or(range);
            diags.push(
                Diagnostic::new(&STEP_TARGET, place.span(range), message)
                    .help("换一份合要求的文档；没有就删去 document，把这一步写成 absent: true"),
            );
        }
    });
}

fn term<'a>(site: &'a Site, declared: &GroupField, group: &Group) -> Option<&'a Term> {
    let field = declared.fields.iter().find(|inner| &*inner.id == "step")?;
    match (&field.kind, group.get("step")?) {
        (Kind::Choice(choice), Value::Choice(word)) => site.terms.term(&choice.from, word),
        _ => None,
    }
}

/// What is wrong with a document as proof; nothing if it fits, or if it does not exist (another rule says so).
fn why(site: &Site, term: &Term, group: &Group, to: &Reference) -> Option<String> {
    let target = term.target.as_ref()?;
    if *to.collection != *target.to {
        return Some(format!("要的是 {} 里的文档", target.to));
    }
    let id = site.find(&to.collection, &to.id)?;
    if !site.holds(id, &target.of) {
        let asked: Vec<String> = target.of.words.iter().map(|(path, word, _)| format!("{path}: {word}")).collect();
        return Some(format!("它不是 {}", asked.join("、")));
    }
    target.same.iter().find_map(|field| {
        let Some(Value::Choice(wanted)) = group.get(field) else { return None };
        let found = site.words(id, &FieldPath { field: field.clone(), then: None });
        (!found.contains(wanted)).then(|| format!("它的“{field}”和这一步的“{wanted}”不同"))
    })
}
