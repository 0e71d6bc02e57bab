//! `quantity`: a number and a unit of `_terms/units.yaml`, e.g. `约 3,800 家`; `units:` may narrow the choice.

use std::sync::Arc;

use crate::diag::nearest;
use crate::load::yaml::Node;
use crate::model::BAD_UNIT;
use crate::model::field::{Reading, number};
use crate::model::term::Terms;
use crate::model::value::{Quantity, Value};

/// Options of a quantity field.
#[derive(Debug, Default)]
pub struct QuantityField {
    /// Ids of the units that are allowed; empty means all.
    pub units: Vec<String>,
}

/// Words that keep a figure honest; they are printed with it.
pub const ABOUT: &[&str] = &["约", "超过", "不少于", "至少", "不超过", "不到", "近"];

impl QuantityField {
    /// Reads one value.
    pub fn read(&self, node: &Node, reading: &mut Reading<'_>) -> Option<Value> {
        let text = reading.scalar(node, "一个带单位的数")?.trim();
        let parsed = match parse(text, reading.terms) {
            Ok(quantity) => quantity,
            Err((message, help)) => {
                let message = format!("“{}”{message}", reading.path);
                reading.problem(&BAD_UNIT, &node.range, message, help);
                return None;
            }
        };
        if !self.units.is_empty() && !self.units.iter().any(|unit| **unit == *parsed.unit) {
            let message = format!("“{}”不用单位“{}”", reading.path, parsed.unit_text);
            let names: Vec<&str> = self
                .units
                .iter()
                .map(|id| reading.terms.term("units", id).map_or(id.as_str(), |term| &term.zh))
                .collect();
            reading.problem(&BAD_UNIT, &node.range, message, format!("换算成：{}", names.join("、")));
        }
        Some(Value::Quantity(parsed))
    }
}

/// Reads `[约] number unit`. The error is a message (without the field's name) and a help line.
pub fn parse(text: &str, terms: &Terms) -> Result<Quantity, (String, String)> {
    let (about, rest) = match ABOUT.iter().find(|word| text.starts_with(**word)) {
        Some(word) => (Some(*word), text[word.len()..].trim_start()),
        None => (None, text),
    };
    let end = rest.find(|c: char| !(c.is_ascii_digit() || ".,-−".contains(c))).unwrap_or(rest.len());
    let (digits, unit_text) = (rest[..end].trim(), rest[end..].trim());
    let example = "写成“数 单位”，例如 3200 万元、约 3,800 家、12.5 %";
    let Some(value) = number::parse(digits) else {
        return Err((format!("不是带单位的数：{text}"), example.to_owned()));
    };
    if unit_text.is_empty() {
        return Err((format!("缺少单位：{text}"), example.to_owned()));
    }
    let Some(units) = terms.units() else {
        return Err((format!("没有单位表，认不出“{unit_text}”"), "在 content/_terms/units.yaml 里列出单位".to_owned()));
    };
    let Some(unit) = units.get(unit_text).or_else(|| units.by_name(unit_text)) else {
        let names = units.terms.iter().flat_map(|t| t.same.iter().map(String::as_str).chain([&*t.zh]));
        let help = match nearest(unit_text, names) {
            Some(name) => format!("是不是“{name}”？单位列在 content/_terms/units.yaml"),
            None => "单位列在 content/_terms/units.yaml，用其中的一个".to_owned(),
        };
        return Err((format!("认不出单位“{unit_text}”"), help));
    };
    Ok(Quantity {
        number: value,
        digits: Arc::from(digits),
        about,
        unit: Arc::clone(&unit.id),
        unit_text: Arc::from(unit_text),
    })
}
