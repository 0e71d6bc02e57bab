//! A step of a ladder is proved by a kind of evidence that is enough for it.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::site::Site;
use crate::model::value::Value;
use crate::proof::step;

code!(
    /// Evidence that is not enough for the step.
    STEP_EVIDENCE, "step-evidence", "step_evidence", Warning, "每一步有够格的依据"
);

/// Looks at steps whose term lists kinds of evidence.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    step::all(site, &mut |step| {
        let Some(Value::Choice(evidence)) = step.group.get("evidence") else { return };
        let term = step.term;
        if term.evidence.is_empty() || term.evidence.iter().any(|kind| **kind == **evidence) {
            return;
        }
        let kinds = step.vocabulary("evidence").unwrap_or("");
        let named = |id: &str| site.terms.term(kinds, id).map_or(id.to_owned(), |term| term.zh.to_string());
        let message = format!("“{}”这一步的依据只是{}，页面上显示为“有报道，待文件”", term.zh, named(evidence));
        let allowed: Vec<String> = term.evidence.iter().map(|kind| format!("{kind}（{}）", named(kind))).collect();
        diags.push(
            Diagnostic::new(&STEP_EVIDENCE, step.place.span(step.range_of("evidence")), message)
                .help(format!("找到这些依据之一再改：{}；找不到就保持原样", allowed.join("、"))),
        );
    });
}
