//! Every number of a translation stands in its original: `4.5 million` where the original says `450万`.
//!
//! Numbers are compared by value, with Chinese and English multiples and Chinese numerals read as numbers. Addresses, source
//! marks, numbers of list items and digits that are part of a name (`CO2`) are no figures.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::site::Site;

code!(
    /// A number that the original does not have.
    TRANSLATION_FIGURE, "translation-figure", "translation_figure", Warning, "译文里的数字原文都有"
);

/// A number by value: its digits without zeros at either end, and the power of ten of the last one.
type Figure = (String, i32);

/// Multiples after a number, longest first.
const MULTIPLES: &[(&str, i32)] =
    &[("万亿", 12), ("trillion", 12), ("billion", 9), ("million", 6), ("thousand", 3), ("亿", 8), ("万", 4)];

/// Compares the whole text of each translation with that of its original.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for edition in &site.editions {
        for id in edition.own() {
            let (original, translation) = (site.document(id), edition.document(id));
            let known = known(&original.source.text);
            let line = translation.source.text.find("\ntranslated:");
            let own = line.map_or(0..0, |at| at..at + translation.source.text[at + 1..].find('\n').unwrap_or(0) + 1);
            for (range, figure) in figures(&translation.source.text) {
                if known.contains(&figure) || own.contains(&range.start) {
                    continue;
                }
                let span = Span::new(&translation.source, range);
                let message = format!("译文里的“{}”，原文没有这个数", span.text());
                let help = "对照原文改正；万和亿换成 million、billion 时数值不变，原文没写成数字的也不写成数字";
                diags.push(Diagnostic::new(&TRANSLATION_FIGURE, span, message).help(help));
            }
        }
    }
}

/// The numbers that a translation may have. A multiple may stand away from its number, in another cell of a table or in a
/// formula: a number without one counts as it is, and as so many 万 or 亿.
fn known(text: &str) -> BTreeSet<Figure> {
    let mut known: BTreeSet<Figure> = numerals(text).map(|(_, figure)| figure).collect();
    for (range, (digits, power)) in figures(text) {
        if value(&text[range], 0).is_some_and(|(_, bare)| bare == power) {
            known.extend([4, 8].map(|more| (digits.clone(), power + more)));
        }
        known.insert((digits, power));
    }
    known
}

/// The numbers of a text with their places.
fn figures(text: &str) -> impl Iterator<Item = (Range<usize>, Figure)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += text[at..].find(|c: char| c.is_ascii_digit() || c == ':' || c == '(')?;
            let skipped = address(text, at);
            if skipped > at {
                at = skipped;
                continue;
            }
            let length =
                text[at..].find(|c: char| !(c.is_ascii_digit() || ".,".contains(c))).unwrap_or(text.len() - at);
            let digits = text[at..at + length].trim_end_matches(['.', ',']);
            let range = at..at + digits.len();
            at += length.max(1);
            if digits.is_empty() || !is_free(text, &range) {
                continue;
            }
            let rest = text[range.end..].trim_start_matches([' ', '\u{A0}', '-']);
            let multiple = MULTIPLES.iter().find(|(word, _)| rest.starts_with(word));
            if let Some(figure) = value(digits, multiple.map_or(0, |(_, power)| *power)) {
                return Some((range, figure));
            }
        }
    })
}

/// Where an address that begins at `at` ends: of a link in brackets, or with a scheme.
fn address(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    if rest.starts_with("://") {
        return at + rest.find(|c: char| c.is_whitespace() || "\"')>）。，".contains(c)).unwrap_or(rest.len());
    }
    if rest.starts_with('(') && text[..at].ends_with(']') {
        return at + rest.find([')', '\n']).unwrap_or(rest.len());
    }
    at + usize::from(rest.starts_with([':', '(']))
}

/// Whether digits are a number by themselves: no part of a name or mark, and not the number of a list item.
fn is_free(text: &str, range: &Range<usize>) -> bool {
    let line = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let item = text[line..range.start].trim().is_empty() && text[range.end..].starts_with(". ");
    !item && !text[..range.start].chars().next_back().is_some_and(|c| c.is_ascii_alphabetic())
}

/// A number's value; nothing for what is no number (`1.2.3`).
fn value(digits: &str, power: i32) -> Option<Figure> {
    let plain: String = digits.chars().filter(|c| *c != ',').collect();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    if fraction.contains('.') {
        return None;
    }
    let all = format!("{whole}{fraction}");
    let trimmed = all.trim_end_matches('0');
    let zeros = i32::try_from(all.len() - trimmed.len()).ok()?;
    let shift = i32::try_from(fraction.len()).ok()?;
    let significant = trimmed.trim_start_matches('0');
    if significant.is_empty() {
        return Some((String::new(), 0));
    }
    Some((significant.to_owned(), power + zeros - shift))
}

/// Numbers written in Han: `十二`, `两`, `三百`, and years such as `二〇三〇`.
fn numerals(text: &str) -> impl Iterator<Item = (Range<usize>, Figure)> {
    const DIGITS: &str = "零一二三四五六七八九";
    let digit = |c: char| match c {
        '两' => Some(2),
        '〇' => Some(0),
        c => DIGITS.chars().position(|d| d == c),
    };
    let unit = |c: char| match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        '万' => Some(10_000),
        _ => None,
    };
    let is_numeral = move |c: char| digit(c).is_some() || unit(c).is_some();
    text.match_indices(is_numeral).filter_map(move |(at, _)| {
        if text[..at].chars().next_back().is_some_and(is_numeral) {
            return None;
        }
        let end = text[at..].find(|c: char| !is_numeral(c)).map_or(text.len(), |length| at + length);
        let (mut total, mut section, mut last): (usize, usize, Option<usize>) = (0, 0, None);
        for c in text[at..end].chars() {
            if let Some(digit) = digit(c) {
                last = Some(last.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            } else if let Some(unit) = unit(c) {
                section += last.take().unwrap_or(1) * unit.min(1000);
                if unit == 10_000 {
                    total += section * 10;
                    section = 0;
                }
            }
        }
        let number = total + section + last.unwrap_or(0);
        Some((at..end, value(&number.to_string(), 0)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_value() {
        let check = |zh: &str, en: &str, missing: &[&str]| {
            let known = known(zh);
            let found: Vec<&str> =
                figures(en).filter(|(_, figure)| !known.contains(figure)).map(|(range, _)| &en[range]).collect();
            assert_eq!(found, missing, "{zh} / {en}");
        };
        check("供暖面积450万平方米", "4.5 million square metres", &[]);
        check("供暖面积450万平方米", "45 million square metres", &["45"]);
        check("3800多家企业", "more than 3,800 firms", &[]);
        check("3.9亿元", "390 million yuan", &[]);
        check("2万亿千瓦时", "2 trillion kWh", &[]);
        check("十二台锅炉，两期", "12 boilers in 2 phases", &[]);
        check("一百口井，二十五年", "100 wells, 25 years", &[]);
        check("2021年11月", "November 2021", &[]);
        check("下降13.5%", "down 13.5%", &[]);
        check("下降13.5%", "down 13.6%", &["13.6"]);
        check("1. 甲\n2. 乙", "1. First\n2. Second\n3. Third", &[]);
        check("见[说明](https://a.b/2024/7.html)", "see [note](https://a.b/2025/8.html) [S9] CO2", &[]);
        check("12.50元", "12.5 yuan", &[]);
        check("二〇三〇年", "2030", &[]);
        check("三千人", "3,000 people", &[]);
        check("一万二千人", "3 people", &["3"]);
        check("16.5千克、40千瓦", "16.5 kg, 40 kW", &[]);
        check("| 4.657 | 亿吨 |", "| 465.7 million | tonnes |", &[]);
        check("| 4.657 | 亿吨 |", "| 46.57 million | tonnes |", &["46.57"]);
    }
}
