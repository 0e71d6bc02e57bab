//! A judgement carries no figure: what has a number and a unit has a source.

use std::ops::Range;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::body::letter::is_han;
use crate::model::site::Site;
use crate::model::term::{Term, Vocabulary};
use crate::model::value::Value;
use crate::proof::place;
use crate::proof::rules::wrong_basis::JUDGEMENT;

code!(
    /// A number with a unit in what is only the editors' judgement.
    JUDGEMENT_WITH_FIGURE, "judgement-with-figure", "judgement_with_figure", Warning, "编者判断里不写数字"
);

/// Looks at sections and fields whose basis is a judgement. A paragraph with a source mark speaks for itself.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    let Some(units) = site.terms.units() else { return };
    let look = |span: Span, diags: &mut Diagnostics| {
        if let (Some(found), Some(whole)) = (figure(span.text(), units), span.range.clone()) {
            let range = whole.start + found.start..whole.start + found.end;
            let span = Span::new(&span.source, range);
            let message = format!("编者判断里有数字“{}”", span.text());
            let help = "数字写上来源，例如在段末写 [S1]；没有来源就删去数字，改用文字说";
            diags.push(Diagnostic::new(&JUDGEMENT_WITH_FIGURE, span, message).help(help));
        }
    };
    for (_, document) in site.texts() {
        for section in &document.body.sections {
            let judged = section.id.as_ref().and_then(|id| document.basis_of(id)).is_some_and(|b| **b == *JUDGEMENT);
            let blocks = document.body.blocks.iter().filter(|block| {
                judged && block.digits && !block.marked && section.content.contains(&block.range.start)
            });
            for block in blocks {
                look(Span::new(&document.source, block.range.clone()), diags);
            }
        }
    }
    place::all(site, &mut |place| {
        let whole = place.document.basis_of(&place.name());
        let own = place.record.as_ref().and_then(|record| record.group.basis.as_ref());
        if own.or(whole).is_none_or(|basis| **basis != *JUDGEMENT) {
            return;
        }
        for (value, range) in place.values() {
            if matches!(value, Value::Text(_)) {
                look(place.span(range), diags);
            }
        }
    });
}

/// The first number that is followed by a measure.
fn figure(text: &str, units: &Vocabulary) -> Option<Range<usize>> {
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|found| at + found) {
        let length = text[start..].find(|c: char| !c.is_ascii_digit() && !".,".contains(c));
        let end = length.map_or(text.len(), |length| start + length);
        let gap = text[end..].len() - text[end..].trim_start_matches(' ').len();
        let rest = &text[end + gap..];
        let names = units.terms.iter().flat_map(names).filter(|name| is_measure(name));
        if let Some(unit) = names.filter(|name| stands(rest, name)).max_by_key(|name| name.len()) {
            return Some(start..end + gap + unit.len());
        }
        at = end;
    }
    None
}

fn names(term: &Term) -> impl Iterator<Item = &str> {
    term.same.iter().map(String::as_str).chain([&*term.zh])
}

/// A single Han character (年, 个, 次) stands behind numbers in any prose, so only longer and other names are measures.
fn is_measure(name: &str) -> bool {
    name.chars().nth(1).is_some() || name.chars().any(|c| !is_han(c))
}

/// Whether a text begins with a unit: a Latin one is not followed by more letters.
fn stands(text: &str, unit: &str) -> bool {
    let Some(rest) = text.strip_prefix(unit) else { return false };
    let latin = unit.ends_with(|c: char| c.is_ascii_alphabetic());
    !latin || !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}
