//! `step`: a step of a ladder (a vocabulary whose order is the way up), with its date and proof.

use crate::diag::Span;
use crate::model::condition::Condition;
use crate::model::field::date::DateField;
use crate::model::field::group::{GroupField, Record};
use crate::model::field::reference::ReferenceField;
use crate::model::field::{Kind, Need, declare};

/// The fields of a step. `from` is the ladder's vocabulary, `evidence` that of kinds of proof.
pub fn group(from: &str, evidence: &str, span: &Span) -> GroupField {
    let document = ReferenceField { to: None, target: Condition::default(), prefer: Condition::default(), among: None };
    let fields = vec![
        declare::part("step", "步骤", "Step", declare::choice(from), Need::Always, span),
        declare::part("date", "时间", "Time", Kind::Date(DateField::any()), Need::Always, span),
        declare::part("province", "省份", "Province", declare::choice("provinces"), Need::No, span),
        declare::part("evidence", "依据类型", "Evidence", declare::choice(evidence), Need::Always, span),
        declare::part("document", "依据文档", "Document", Kind::Reference(document), Need::No, span),
        declare::part("link", "依据网址", "Link", Kind::Link, Need::No, span),
        declare::sources(Need::No, span),
        declare::part("note", "说明", "Note", declare::line(), Need::No, span),
    ];
    GroupField { fields, record: Some(Record::Step) }
}
