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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Diagnostics, SourceText};
    use crate::load::source;

    fn units() -> Terms {
        let text = "- { id: yuan, zh: 元, dimension: money, factor: 1 }\n\
                    - { id: wan-yuan, zh: 万元, dimension: money, factor: 1e4 }\n\
                    - { id: kwh, zh: 千瓦时, symbol: kWh, dimension: energy, factor: 3.6e6, same: [度] }\n\
                    - { id: gj, zh: 吉焦, symbol: GJ, dimension: energy, factor: 1e9 }\n\
                    - { id: percent, zh: 百分比, symbol: '%', dimension: ratio, factor: 0.01 }\n";
        let mut diags = Diagnostics::new();
        let source = source::yaml(SourceText::new("units.yaml", text), &mut diags);
        let terms = Terms::read(&[("units".to_owned(), source)], &mut diags);
        assert!(diags.is_empty(), "{diags:?}");
        terms
    }

    #[test]
    fn quantities_are_read_with_their_unit() {
        let terms = units();
        let check = |text: &str, printed: &str, unit: &str| {
            let quantity = parse(text, &terms).unwrap_or_else(|error| panic!("{text}: {error:?}"));
            assert_eq!((quantity.text().as_str(), &*quantity.unit), (printed, unit), "{text}");
        };
        check("3200 万元", "3200万元", "wan-yuan");
        check("约 3,800 元", "约3,800元", "yuan");
        check("超过12.5万元", "超过12.5万元", "wan-yuan");
        check("5 kWh", "5\u{A0}kWh", "kwh");
        check("5 度", "5度", "kwh");
        check("5 gj", "5\u{A0}gj", "gj");
        check("12 %", "12%", "percent");
        check("-3 %", "-3%", "percent");
    }

    #[test]
    fn what_is_no_quantity_is_told() {
        let terms = units();
        let check = |text: &str, message: &str, help: &str| {
            let (found, mend) = parse(text, &terms).unwrap_err();
            assert!(found.contains(message), "{text}: {found} lacks {message}");
            assert!(mend.contains(help), "{text}: {mend} lacks {help}");
        };
        check("很多", "不是带单位的数", "3200 万元");
        check("3200", "缺少单位", "3200 万元");
        check("3200 万圆", "万圆", "万元");
        check("1.2.3 元", "不是带单位的数", "");
        check("3 光年", "光年", "units.yaml");
        check("", "不是带单位的数", "");
    }

    #[test]
    fn units_convert_within_their_dimension() {
        let terms = units();
        let check = |text: &str, base: f64, dimension: &str| {
            let quantity = parse(text, &terms).unwrap();
            let (number, of) = terms.to_base(&quantity).unwrap();
            assert!((number - base).abs() <= base.abs() * 1e-12, "{text}: {number}");
            assert_eq!(of, dimension);
        };
        check("3 万元", 30_000.0, "money");
        check("1 kWh", 3.6e6, "energy");
        check("2 GJ", 2e9, "energy");
        check("50 %", 0.5, "ratio");
    }
}
