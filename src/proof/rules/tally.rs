//! A choice that follows from a count is not typed otherwise.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::field::Kind;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::proof::place;

code!(
    /// A typed word that the count does not give.
    TALLY, "tally", "tally", Error, "由个数得出的值与个数相符"
);

/// Looks at choices with a tally that somebody typed.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    place::all(site, &mut |place| {
        let Kind::Choice(choice) = &place.field.kind else { return };
        let Some(path) = choice.tally.as_ref().filter(|path| !place.is_broken(path)) else { return };
        let counted = site.tally(place.id, path, &choice.from);
        for (value, range) in place.values() {
            if counted.as_ref() == Some(value) {
                continue;
            }
            let Value::Choice(word) = value else { continue };
            let is = match &counted {
                Some(Value::Choice(right)) => format!("应是 {right}"),
                _ => "还够不上任何一级".to_owned(),
            };
            let message = format!("“{}”写的是 {word}，按“{path}”的个数{is}", place.name());
            diags.push(Diagnostic::new(&TALLY, place.span(range), message).help("删去这一行，由程序数出来"));
        }
    });
}
