//! A word that is only for some documents is not used by others.

use std::sync::Arc;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::condition::Test;
use crate::model::field::Kind;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::proof::place;

code!(
    /// A word whose `only:` is contradicted by what the document says.
    TERM_ONLY, "term-only", "term_only", Error, "有适用范围的词只用在范围以内"
);

/// Looks at every written word. What is not known contradicts nothing.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    place::all(site, &mut |place| {
        let Kind::Choice(choice) = &place.field.kind else { return };
        for (value, range) in place.values() {
            let Value::Choice(word) = value else { continue };
            let Some(term) = site.terms.term(&choice.from, word) else { continue };
            for (path, test) in term.only.iter().flat_map(|only| &only.tests) {
                let known = place.words(path);
                if contradicts(test, &known) {
                    let wanted = match test {
                        Test::OneOf(words) => format!("{path} 是 {}", words.join(" 或 ")),
                        Test::Any => format!("有 {path}"),
                        Test::None => format!("没有 {path}"),
                    };
                    let message = format!(
                        "“{}”不能用“{word}”（{}）：它只用于 {wanted} 的文档，这里是 {}",
                        place.name(),
                        term.zh,
                        known.join("、")
                    );
                    let help = "换一个词；或核对条件里那个字段写得对不对";
                    diags.push(Diagnostic::new(&TERM_ONLY, place.span(range.clone()), message).help(help));
                }
            }
        }
    });
}

fn contradicts(test: &Test, known: &[Arc<str>]) -> bool {
    match test {
        Test::Any => false,
        Test::None => !known.is_empty(),
        Test::OneOf(words) => !known.is_empty() && !known.iter().any(|word| words.iter().any(|w| **w == **word)),
    }
}
