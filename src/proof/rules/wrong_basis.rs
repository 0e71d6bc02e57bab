//! A basis is a source of the document or `judgement`, and belongs to something that exists.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span, nearest};
use crate::model::collection::Collection;
use crate::model::document::Document;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::proof::place;

code!(
    /// A basis that is no source of the document, or of something that does not exist.
    WRONG_BASIS, "wrong-basis", "wrong_basis", Error, "依据写登记过的来源或 judgement"
);

/// The word that marks the editors' judgement.
pub const JUDGEMENT: &str = "judgement";

/// Looks at the map `basis:` and at the basis of every record.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for id in site.all() {
        let document = site.document(id);
        for (name, word, range) in &document.basis {
            let span = Span::new(&document.source, range.clone());
            if !exists(site.collection_of(id), name) {
                let help = near_name(site.collection_of(id), name);
                let message = format!("basis 里的“{name}”不是字段或小节");
                diags.push(Diagnostic::new(&WRONG_BASIS, span.clone(), message).help(help));
            }
            if !is_basis(document, word) {
                diags.push(wrong(document, word, span));
            }
        }
    }
    place::all(site, &mut |place| {
        for (value, range) in place.values() {
            let Value::Group(group) = value else { continue };
            let Some(word) = group.basis.as_ref().filter(|word| !is_basis(place.document, word)) else { continue };
            let range = group.basis_range.clone().unwrap_or(range);
            diags.push(wrong(place.document, word, place.span(range)));
        }
    });
}

fn is_basis(document: &Document, word: &str) -> bool {
    word == JUDGEMENT || document.source_ids.iter().any(|id| id == word)
}

fn wrong(document: &Document, word: &str, span: Span) -> Diagnostic {
    let known = document.source_ids.iter().map(String::as_str).chain([JUDGEMENT]);
    let help = match nearest(word, known.clone()) {
        Some(near) => format!("是不是 {near}？"),
        None => format!("可以写：{}", known.collect::<Vec<_>>().join("、")),
    };
    let message = match word {
        "" => "依据要写一个词：来源编号或 judgement".to_owned(),
        word => format!("依据“{word}”不是登记过的来源，也不是 judgement"),
    };
    Diagnostic::new(&WRONG_BASIS, span, message).help(help)
}

fn exists(collection: &Collection, name: &str) -> bool {
    let (head, part) = name.split_once('.').map_or((name, None), |(head, part)| (head, Some(part)));
    let section = part.is_none() && collection.sections.iter().any(|section| *section.id == *head);
    let field = collection
        .field(head)
        .is_some_and(|field| part.is_none_or(|part| field.fields().iter().any(|inner| *inner.id == *part)));
    section || field
}

fn near_name(collection: &Collection, name: &str) -> String {
    let fields = collection.fields.iter().filter(|field| field.basis).map(|field| &*field.id);
    let sections = collection.sections.iter().filter(|section| section.basis).map(|section| &*section.id);
    let known: Vec<&str> = fields.chain(sections).collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("是不是 {near}？"),
        None => format!("要写依据的：{}", known.join("、")),
    }
}
