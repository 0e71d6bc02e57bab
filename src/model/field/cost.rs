//! `cost`: what something cost, who paid, and who pays to keep it running.

use crate::diag::Span;
use crate::model::field::date::DateField;
use crate::model::field::group::{GroupField, Record};
use crate::model::field::quantity::QuantityField;
use crate::model::field::{Count, Kind, Need, declare};

/// The fields of a cost. `funding` is the vocabulary of sources of money.
pub fn group(funding: &str, span: &Span) -> GroupField {
    let mut money = declare::part("funding", "资金来源", "Funding", declare::choice(funding), Need::No, span);
    money.count = Some(Count { min: 0, max: None });
    let fields = vec![
        declare::part("item", "项目", "Item", declare::line(), Need::Always, span),
        declare::part("amount", "金额", "Amount", Kind::Quantity(QuantityField::default()), Need::Always, span),
        declare::part("year", "时间", "Time", Kind::Date(DateField::any()), Need::No, span),
        money,
        declare::part("running_cost", "运行费用由谁承担", "Running cost", declare::line(), Need::No, span),
        declare::sources(Need::Release, span),
        declare::part("note", "说明", "Note", declare::line(), Need::No, span),
    ];
    GroupField { fields, record: Some(Record::Cost) }
}
