//! `date`: as fine as the declaration allows, `precision: day` or `precision: [year, month, day]`.

use crate::load::yaml::Node;
use crate::model::BAD_DATE;
use crate::model::field::{Reading, slip};
use crate::model::value::{Date, Precision, Value};

/// Options of a date field.
#[derive(Debug)]
pub struct DateField {
    /// The precisions that may be given.
    pub precisions: Vec<Precision>,
}

impl DateField {
    /// Any precision, for records whose sources differ.
    pub fn any() -> Self {
        Self { precisions: vec![Precision::Year, Precision::Month, Precision::Day, Precision::Minute] }
    }

    /// Reads one value.
    pub fn read(&self, node: &Node, reading: &mut Reading<'_>) -> Option<Value> {
        let text = reading.scalar(node, "一个日期")?.trim();
        let examples: Vec<&str> = self.precisions.iter().map(|p| example(*p)).collect();
        let Some(date) = Date::parse(text) else {
            let message = format!("“{}”不是日期：{text}", reading.path);
            let slip = slip(text).map_or(String::new(), |slip| format!("；{slip}"));
            reading.problem(&BAD_DATE, &node.range, message, format!("写成 {}{slip}", examples.join(" 或 ")));
            return None;
        };
        if !self.precisions.contains(&date.precision()) {
            let message = format!("“{}”的日期粗细不对：{text}", reading.path);
            reading.problem(&BAD_DATE, &node.range, message, format!("写成 {}", examples.join(" 或 ")));
            return None;
        }
        Some(Value::Date(date))
    }
}

/// What a date of a precision looks like.
pub fn example(precision: Precision) -> &'static str {
    match precision {
        Precision::Year => "2024",
        Precision::Month => "2024-03",
        Precision::Day => "2024-03-01",
        Precision::Minute => "2024-03-01 09:30",
    }
}
