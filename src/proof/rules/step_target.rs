//! The document that proves a step of a ladder is what the step's term asks for.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::condition::FieldPath;
use crate::model::site::Site;
use crate::model::term::Term;
use crate::model::value::{Group, Reference, Value};
use crate::proof::step;

code!(
    /// A document that does not prove the step it is named for.
    STEP_TARGET, "step-target", "step_target", Error, "一步的依据文档合这一步的要求"
);

/// Looks at steps that name a document and whose term says what it must be.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    step::all(site, &mut |step| {
        let Some(Value::Reference(to)) = step.group.get("document") else { return };
        let Some(why) = why(site, step.term, step.group, to) else { return };
        let message = format!("“{}/{}”不能作“{}”这一步的依据：{why}", to.collection, to.id, step.term.zh);
        diags.push(
            Diagnostic::new(&STEP_TARGET, step.place.span(step.range_of("document")), message)
                .help("换一份合要求的文档；没有就删去 document，把这一步写成 absent: true"),
        );
    });
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
