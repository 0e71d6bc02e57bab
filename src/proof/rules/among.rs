//! Values of a field that is declared `among` another one are found there.

use std::sync::Arc;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::model::condition::FieldPath;
use crate::model::field::Kind;
use crate::model::site::Site;
use crate::model::value::{Missing, Value};
use crate::proof::place;

code!(
    /// A value that the other field does not have.
    AMONG, "among", "among", Error, "值是另一个字段里写过的"
);

/// Looks at texts and references that are declared `among`.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    place::all(site, &mut |place| {
        let path = match &place.field.kind {
            Kind::Text(text) => text.among.clone(),
            Kind::Reference(reference) => reference.among.clone().map(|field| FieldPath { field, then: None }),
            _ => None,
        };
        // A wrong value over there was reported; what it was meant to hold is not known.
        let Some(path) = path.filter(|path| place.document.slot(&path.field).value != Err(Missing::Wrong)) else {
            return;
        };
        let known: Vec<Arc<str>> = site.words(place.id, &path);
        for (value, range) in place.values() {
            let word = match value {
                Value::Text(text) => text,
                Value::Reference(to) => &to.id,
                _ => continue,
            };
            if known.contains(word) {
                continue;
            }
            let help = match nearest(word, known.iter().map(|known| &**known)) {
                Some(near) => format!("是不是 {near}？"),
                None if known.is_empty() => format!("先在“{}”里写上 {word}", path.field),
                None => format!("“{path}”里有：{}", known.join("、")),
            };
            let message = format!("“{}”的“{word}”不在“{path}”里", place.name());
            diags.push(Diagnostic::new(&AMONG, place.span(range), message).help(help));
        }
    });
}
