//! What a profile and the vocabularies say without anybody having seen the original text.

use std::sync::Arc;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::site::Site;

code!(
    /// Entries with `verified: false`.
    PROFILE_UNVERIFIED, "profile-unverified", "profile_unverified", Warning, "档案和词表所依据的原文，核对过了"
);

/// Names of a few, then how many there are.
const NAMED: usize = 6;

/// One reminder for each file with such entries, if the site has a profile.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    let Some(profile) = &site.profile else { return };
    let given = profile.given.iter().filter(|given| !given.verified).map(|given| (&given.label.zh, &given.span));
    let meta = profile.meta.iter().filter(|tag| !tag.verified).map(|tag| (&tag.name, &tag.span));
    let rules: Vec<(String, &Span)> = given.chain(meta).map(|(name, span)| (name.clone(), span)).collect();
    say(&rules, "条规定", diags);
    for vocabulary in site.terms.all() {
        let terms = vocabulary.terms.iter().filter(|term| term.unverified);
        let terms: Vec<(String, &Span)> = terms.map(|term| (Arc::clone(&term.zh).to_string(), &term.span)).collect();
        say(&terms, "个词", diags);
    }
}

fn say(entries: &[(String, &Span)], what: &str, diags: &mut Diagnostics) {
    let Some((_, first)) = entries.first() else { return };
    let names: Vec<&str> = entries.iter().take(NAMED).map(|(name, _)| name.as_str()).collect();
    let rest = if entries.len() > NAMED { "等" } else { "" };
    let message = format!("有 {} {what}没有核对过原文：{}{rest}", entries.len(), names.join("、"));
    let help = "拿到原文，逐条核对后，把 verified 改成 true（或删去）";
    diags.push(Diagnostic::new(&PROFILE_UNVERIFIED, Span::clone(first), message).help(help));
}
