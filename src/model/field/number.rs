//! `number`: a plain number with optional `min` and `max`; thousands may be set off by commas.

use crate::load::yaml::Node;
use crate::model::field::Reading;
use crate::model::value::Value;
use crate::model::{OUT_OF_RANGE, WRONG_KIND};

/// Options of a number field.
#[derive(Debug, Default)]
pub struct Number {
    /// Least value.
    pub min: Option<f64>,
    /// Greatest value.
    pub max: Option<f64>,
}

impl Number {
    /// Reads one value.
    pub fn read(&self, node: &Node, reading: &mut Reading<'_>) -> Option<Value> {
        let text = reading.scalar(node, "一个数")?;
        let Some(number) = parse(text) else {
            let message = format!("“{}”不是数：{text}", reading.path);
            reading.problem(&WRONG_KIND, &node.range, message, "只写数字，例如 12.5；单位不写在这里".to_owned());
            return None;
        };
        if self.min.is_some_and(|min| number < min) || self.max.is_some_and(|max| number > max) {
            let bound = |bound: Option<f64>| bound.map_or("不限".to_owned(), |b| b.to_string());
            let message = format!("“{}”的数 {text} 超出范围", reading.path);
            let help = format!("范围是 {} 到 {}", bound(self.min), bound(self.max));
            reading.problem(&OUT_OF_RANGE, &node.range, message, help);
        }
        Some(Value::Number(number))
    }
}

/// A decimal number as people type it: digits, one point, commas only between groups of three, an optional sign.
pub fn parse(text: &str) -> Option<f64> {
    let text = text.trim().replace('−', "-");
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let fine = grouped && groups.iter().all(|group| plain(group)) && fraction.is_none_or(plain);
    if !fine {
        return None;
    }
    let number: f64 = digits.replace(',', "").parse().ok()?;
    number.is_finite().then_some(sign * number)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let check = |text: &str, expected: Option<f64>| assert_eq!(parse(text), expected, "{text:?}");
        check("0", Some(0.0));
        check("12.5", Some(12.5));
        check("3,800", Some(3800.0));
        check("1,234,567.8", Some(1_234_567.8));
        check("-3", Some(-3.0));
        check("−3", Some(-3.0));
        check(" 7 ", Some(7.0));
        for wrong in ["", "-", "1,23", "12,3456", "1.2.3", ".5", "5.", "1e3", "0x10", "NaN", "inf", "一", "3 家", ",1"]
        {
            check(wrong, None);
        }
    }
}
