//! `result`: a measured figure with what makes it a fact: indicator, year, boundary, method, source.

use crate::diag::Span;
use crate::model::field::date::DateField;
use crate::model::field::group::{GroupField, Record};
use crate::model::field::quantity::QuantityField;
use crate::model::field::{Field, Kind, Need, declare};

/// The fields of a result. `indicator` is the collection of indicators, `method` the vocabulary of methods.
pub fn group(indicator: &str, method: &str, span: &Span) -> GroupField {
    let quantity = || Kind::Quantity(QuantityField::default());
    let fields = vec![
        declare::part("indicator", "指标", "Indicator", declare::reference(indicator), Need::Always, span),
        declare::part("value", "数值", "Value", quantity(), Need::Always, span),
        declare::part("year", "时间", "Time", Kind::Date(DateField::any()), Need::Always, span),
        may_lack(declare::part("baseline", "基准值", "Baseline", quantity(), Need::Release, span)),
        may_lack(declare::part(
            "baseline_year",
            "基准时间",
            "Baseline time",
            Kind::Date(DateField::any()),
            Need::Release,
            span,
        )),
        may_lack(declare::part("boundary", "口径", "Boundary", declare::line(), Need::Release, span)),
        may_lack(declare::part("method", "得出方法", "Method", declare::choice(method), Need::Release, span)),
        declare::sources(Need::Release, span),
        declare::part("note", "说明", "Note", declare::line(), Need::No, span),
    ];
    GroupField { fields, record: Some(Record::Result) }
}

fn may_lack(mut field: Field) -> Field {
    field.absent = vec!["not-found".to_owned()];
    field
}
