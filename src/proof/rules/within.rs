//! A choice that is declared `within` others is not wider than they are.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::field::Kind;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::proof::place;

code!(
    /// A word that nothing referred to has.
    WITHIN, "within", "within", Error, "取值不超出所引用文档的范围"
);

/// Looks at choices that narrow what is found through references.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    place::all(site, &mut |place| {
        let Kind::Choice(choice) = &place.field.kind else { return };
        let Some(path) = choice.within.as_ref().filter(|path| !place.is_broken(path)) else { return };
        let widest = site.words(place.id, path);
        for (value, range) in place.values() {
            let Value::Choice(word) = value else { continue };
            if !widest.contains(word) {
                let message = format!("“{}”的“{word}”超出范围：“{path}”里没有它", place.name());
                let help = if widest.is_empty() {
                    "删去这一项：没有可以依据的值".to_owned()
                } else {
                    format!("只能从这些里选：{}；不写就全部采用", widest.join("、"))
                };
                diags.push(Diagnostic::new(&WITHIN, place.span(range), message).help(help));
            }
        }
    });
}
