//! [`Figure`]: one result with all that makes it a fact, and how it changed where that can be worked out.

use serde::Serialize;

use crate::model::condition::FieldPath;
use crate::model::field::Field;
use crate::model::language::Language;
use crate::model::term::Terms;
use crate::model::value::{Group, Missing, Quantity, Value};
use crate::render::theme::Theme;
use crate::render::view::subject::Subject;
use crate::render::view::word::{Item, Mark};

/// The method of figures that were planned, not measured.
const DESIGN: &str = "design";

/// A result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What was counted.
    pub indicator: Item,
    /// The number, with the word that keeps it honest: `超过3800`.
    pub value: String,
    /// Its unit; a Latin one begins with the space before it.
    pub unit: String,
    /// When.
    pub year: Option<String>,
    /// What it was before, with its unit.
    pub baseline: Option<String>,
    /// When that was.
    pub baseline_year: Option<String>,
    /// How it changed: `降低12.5%`; only where both figures are given in units that convert.
    pub change: Option<String>,
    /// Where it was counted.
    pub boundary: Option<String>,
    /// How it was found.
    pub method: Option<Item>,
    /// Whether it is a planned value and no result.
    pub design: bool,
    /// A remark.
    pub note: Option<String>,
    /// Parts that the sources do not give.
    pub absent: Vec<Lack>,
    /// The sources.
    pub marks: Vec<Mark>,
}

/// A part that is not given, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Lack {
    /// Its name.
    pub label: String,
    /// The reason.
    pub text: String,
}

/// The view of a result.
pub fn figure(subject: &Subject<'_>, theme: &Theme, fields: &[Field], group: &Group) -> Figure {
    let item = |id: &str| {
        let field = fields.iter().find(|field| *field.id == *id)?;
        let path = FieldPath { field: String::new(), then: None };
        group.get(id).map(|value| subject.item(field, &path, value))
    };
    let text = |id: &str| item(id).map(|item| item.text).filter(|text| !text.is_empty());
    let (value, baseline) = (quantity(group, "value"), quantity(group, "baseline"));
    let (language, terms) = (subject.site.language, &subject.site.terms);
    let (number, unit) = value.map(|value| language.quantity(value, terms)).unwrap_or_default();
    let method = item("method");
    let lacks = fields.iter().zip(&group.slots).filter_map(|(field, (_, slot))| match &slot.value {
        Err(Missing::Absent(reason)) => {
            Some(Lack { label: subject.site.language.say(&field.label).to_owned(), text: subject.reason(reason) })
        }
        _ => None,
    });
    Figure {
        indicator: item("indicator").unwrap_or_default(),
        value: number,
        unit,
        year: text("year"),
        baseline: text("baseline"),
        baseline_year: text("baseline_year"),
        change: value
            .zip(baseline)
            .and_then(|(value, baseline)| change(terms, value, baseline, language).map(|change| change.words(theme))),
        boundary: text("boundary"),
        design: method.as_ref().is_some_and(|method| method.id.as_deref() == Some(DESIGN)),
        method,
        note: text("note"),
        absent: lacks.collect(),
        marks: subject.record_basis(fields, group).marks,
    }
}

/// The quantity in a part of a record.
pub fn quantity<'a>(group: &'a Group, id: &str) -> Option<&'a Quantity> {
    match group.get(id)? {
        Value::Quantity(quantity) => Some(quantity),
        _ => None,
    }
}

/// How a figure changed: the words' key in the theme, and the amount.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    key: &'static str,
    amount: String,
}

impl Change {
    fn words(&self, theme: &Theme) -> String {
        theme.string_with(self.key, &self.amount)
    }
}

/// The change from a baseline. Shares change by percentage points, all else by percent; what rounds to nothing is not told.
fn change(terms: &Terms, value: &Quantity, baseline: &Quantity, language: Language) -> Option<Change> {
    let ((after, kind), (before, other)) = (terms.to_base(value)?, terms.to_base(baseline)?);
    if kind != other {
        return None;
    }
    // A share is a quantity whose unit is written as percent or the like.
    let share = [value, baseline].iter().all(|q| q.unit_text.contains(['%', '％', '‰']));
    let (amount, unit) = if share {
        ((after - before) * 100.0, language.points())
    } else if before > 0.0 {
        ((after - before) / before * 100.0, "%")
    } else {
        return None;
    };
    if after.total_cmp(&before).is_eq() {
        return Some(Change { key: "change_none", amount: String::new() });
    }
    let rounded = format!("{:.1}", amount.abs());
    let shown = rounded.strip_suffix(".0").unwrap_or(&rounded);
    if shown == "0" {
        return None;
    }
    let about = if value.about.or(baseline.about).is_some() { language.about("约") } else { "" };
    let key = if amount < 0.0 { "change_down" } else { "change_up" };
    Some(Change { key, amount: format!("{about}{shown}{unit}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Diagnostics, SourceText};
    use crate::load::source;
    use crate::model::field::quantity;

    const UNITS: &str = "\
- { id: percent, zh: 百分比, same: ['%'], dimension: ratio, factor: 0.01 }
- { id: ton, zh: 吨, dimension: mass, factor: 1 }
- { id: wan-ton, zh: 万吨, dimension: mass, factor: 10000 }
- { id: firms, zh: 家, dimension: firms, factor: 1 }
";

    #[test]
    fn changes_are_told_only_where_they_can_be() {
        let units = source::yaml(SourceText::new("units.yaml", UNITS), &mut Diagnostics::new());
        let terms = Terms::read(&[("units".to_owned(), units)], &mut Diagnostics::new());
        let check = |value: &str, baseline: &str, expected: &str| {
            let read = |text: &str| quantity::parse(text, &terms).unwrap();
            let change = change(&terms, &read(value), &read(baseline), Language::Zh);
            let shown = change.map_or(String::new(), |change| format!("{} {}", change.key, change.amount));
            assert_eq!(shown, expected, "{value} from {baseline}");
        };
        check("87.5 吨", "100 吨", "change_down 12.5%");
        check("3 万吨", "20000 吨", "change_up 50%");
        check("约 3 万吨", "20000 吨", "change_up 约50%");
        check("5 家", "5 家", "change_none ");
        check("12.5 %", "10 %", "change_up 2.5个百分点");
        check("10 %", "12 %", "change_down 2个百分点");
        check("100001 吨", "100000 吨", "");
        check("5 家", "5 吨", "");
        check("5 家", "0 家", "");
    }
}
