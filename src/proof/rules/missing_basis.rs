//! What needs a basis names a source or says that it is the editors' judgement.

use std::ops::Range;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::body;
use crate::model::document::Document;
use crate::model::site::Site;
use crate::model::value::{Group, Value};
use crate::proof::place::{self, Place};

code!(
    /// A value or section that needs a basis and has none.
    MISSING_BASIS, "missing-basis", "missing_basis", Error, "要有依据的内容写明来源或编者判断"
);

/// Looks at fields and sections that are declared `basis: true`.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    place::all(site, &mut |place| {
        if place.field.basis {
            field(place, diags);
        }
    });
    for id in site.all() {
        let document = site.document(id);
        for declared in site.collection_of(id).sections.iter().filter(|section| section.basis) {
            let found = document.body.sections.iter().find(|section| section.id.as_deref() == Some(&*declared.id));
            let Some(section) = found.filter(|section| !says_itself(document, section)) else { continue };
            if document.basis_of(&declared.id).is_none() {
                let span = crate::diag::Span::new(&document.source, section.heading.clone());
                let message = format!("小节“{}”没有写明依据", declared.title.zh);
                let help = format!(
                    "在头部写 basis: {{ {}: S1 }}（来源编号）或 basis: {{ {}: judgement }}（编者判断）；或在每一段末尾标来源或［编者判断］",
                    declared.id, declared.id
                );
                diags.push(Diagnostic::new(&MISSING_BASIS, span, message).help(help));
            }
        }
    }
}

fn field(place: &Place<'_>, diags: &mut Diagnostics) {
    let name = place.name();
    let mut missing = |range: Range<usize>| {
        let message = format!("“{name}”没有写明依据");
        let help = format!(
            "写 basis: S1（来源编号）或 basis: judgement（编者判断）；整项相同的，在头部写 basis: {{ {name}: S1 }}"
        );
        diags.push(Diagnostic::new(&MISSING_BASIS, place.span(range), message).help(help));
    };
    if place.document.basis_of(&name).is_some() {
        return;
    }
    let values = place.values();
    if values.iter().all(|(value, _)| !matches!(value, Value::Group(_))) {
        let written = place.slot.range.clone().filter(|_| !values.is_empty());
        written.into_iter().for_each(missing);
        return;
    }
    for (value, range) in values {
        let Value::Group(group) = value else { continue };
        if group.basis.is_none() && !parts_have(place.document, &name, group) {
            missing(range);
        }
    }
}

/// Whether every part that is given has a basis of its own, as `fits.base`.
fn parts_have(document: &Document, name: &str, group: &Group) -> bool {
    let mut given = group.slots.iter().filter(|(_, slot)| slot.get().is_some()).peekable();
    given.peek().is_some() && given.all(|(part, _)| document.basis_of(&format!("{name}.{part}")).is_some())
}

/// Whether every paragraph of a section carries a source mark or the tag 编者判断.
fn says_itself(document: &Document, section: &body::Section) -> bool {
    let within =
        |block: &&body::Block| section.content.start <= block.range.start && block.range.start < section.content.end;
    let mut blocks = document.body.blocks.iter().filter(within).peekable();
    blocks.peek().is_some() && blocks.all(|block| block.marked || block.judged)
}
