//! [`Language`]: the languages a site may speak, and how each says labels, dates, quantities, yes and no.
//!
//! In: typed values and declared names. Out: words for readers. Chinese is how everything is declared; where English was not
//! declared, the Chinese word stands and the page marks it as Chinese.

use crate::model::body::letter::is_han;
use crate::model::field::Label;
use crate::model::term::{Term, Terms};
use crate::model::value::{Date, Quantity};

/// A language of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// Chinese, in simplified characters.
    #[default]
    Zh,
    /// English.
    En,
}

const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Multiples that Chinese units begin with: the character, and how many zeros it stands for.
const MULTIPLES: &[(char, usize)] = &[('万', 4), ('亿', 8)];

impl Language {
    /// All of them.
    pub const ALL: &[Language] = &[Language::Zh, Language::En];

    /// The language of a code in `site.yaml` or a file name.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|language| language.code() == code)
    }

    /// The code in `site.yaml`, in file names and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Language::Zh => "zh",
            Language::En => "en",
        }
    }

    /// The tag of BCP 47, for `lang` and `hreflang`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Zh => "zh-CN",
            Language::En => "en",
        }
    }

    /// The language and country of Open Graph.
    pub fn locale(self) -> &'static str {
        match self {
            Language::Zh => "zh_CN",
            Language::En => "en_US",
        }
    }

    /// Its name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Language::Zh => "中文",
            Language::En => "English",
        }
    }

    /// A declared name.
    pub fn say(self, label: &Label) -> &str {
        match (self, &label.en) {
            (Language::En, Some(en)) => en,
            _ => &label.zh,
        }
    }

    /// A word of a vocabulary.
    pub fn term(self, term: &Term) -> &str {
        match (self, &term.en) {
            (Language::En, Some(en)) => en,
            _ => &term.zh,
        }
    }

    /// A date as people read it.
    pub fn date(self, date: Date) -> String {
        if self == Language::Zh {
            return date.zh();
        }
        let month = date.month.and_then(|month| MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?));
        let mut text = match (date.day, month) {
            (Some(day), Some(month)) => format!("{day} {month} {}", date.year),
            (None, Some(month)) => format!("{month} {}", date.year),
            (_, None) => date.year.to_string(),
        };
        if let Some((hour, minute)) = date.time {
            text.push_str(&format!(", {hour:02}:{minute:02}"));
        }
        text
    }

    /// A year that a facet has.
    pub fn year(self, year: &str) -> String {
        match self {
            Language::Zh => format!("{year}年"),
            Language::En => year.to_owned(),
        }
    }

    /// Yes or no.
    pub fn truth(self, yes: bool) -> &'static str {
        match (self, yes) {
            (Language::Zh, true) => "是",
            (Language::Zh, false) => "否",
            (Language::En, true) => "Yes",
            (Language::En, false) => "No",
        }
    }

    /// What stands between the words of a list.
    pub fn comma(self) -> &'static str {
        match self {
            Language::Zh => "、",
            Language::En => ", ",
        }
    }

    /// What stands before an enumeration.
    pub fn colon(self) -> &'static str {
        match self {
            Language::Zh => "：",
            Language::En => ": ",
        }
    }

    /// What stands between records of a list.
    pub fn semicolon(self) -> &'static str {
        match self {
            Language::Zh => "；",
            Language::En => "; ",
        }
    }

    /// A word that keeps a figure honest.
    pub fn about(self, word: &'static str) -> &'static str {
        if self == Language::Zh {
            return word;
        }
        match word {
            "约" => "about ",
            "超过" => "more than ",
            "不少于" => "no less than ",
            "至少" => "at least ",
            "不超过" => "no more than ",
            "不到" => "less than ",
            "近" => "nearly ",
            other => other,
        }
    }

    /// The name of points of percentage.
    pub fn points(self) -> &'static str {
        match self {
            Language::Zh => "个百分点",
            Language::En => " percentage points",
        }
    }

    /// A quantity: the number with its honest word, and the unit apart, which may begin with a space.
    ///
    /// English has no 万 and 亿: `45 万人` becomes `450,000` and ` people`, `3.9 亿元` becomes `390 million` and ` yuan`.
    pub fn quantity(self, quantity: &Quantity, terms: &Terms) -> (String, String) {
        let about = quantity.about.map_or("", |word| self.about(word));
        let plain = |text: &str| {
            let symbol = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
            if symbol { format!("\u{A0}{text}") } else { text.to_owned() }
        };
        if self == Language::Zh {
            let unit = terms.units().and_then(|units| units.get(&quantity.unit)?.shown.as_deref());
            let digits = quantity.digits.replacen('-', "−", 1);
            return (format!("{about}{digits}"), plain(unit.unwrap_or(&quantity.unit_text)));
        }
        let (digits, unit) = english_unit(quantity, terms);
        let gap = if unit.starts_with(['%', '‰', '°', '℃']) { "" } else { "\u{A0}" };
        (format!("{about}{digits}"), format!("{gap}{unit}"))
    }

    /// The tag of words that are not in this language; nothing for numbers and words that any language has.
    pub fn foreign(self, text: &str) -> Option<&'static str> {
        let han = text.chars().any(is_han);
        match self {
            Language::Zh => {
                let latin = text.chars().filter(char::is_ascii_alphabetic).count();
                (latin >= 4 && !han).then_some(Language::En.tag())
            }
            Language::En => han.then_some(Language::Zh.tag()),
        }
    }
}

/// The number and the unit in English.
fn english_unit(quantity: &Quantity, terms: &Terms) -> (String, String) {
    let written = (quantity.digits.to_string(), quantity.unit_text.to_string());
    let Some(units) = terms.units() else { return written };
    let Some(unit) = units.get(&quantity.unit) else { return written };
    let names = || std::iter::once(&*unit.zh).chain(unit.same.iter().map(String::as_str));
    let scaled = names().find_map(|name| {
        let (_, zeros) = MULTIPLES.iter().find(|(multiple, _)| name.starts_with(*multiple))?;
        let rest = name.trim_start_matches(['万', '亿']);
        let zeros = zeros + if name.starts_with("万亿") { 8 } else { 0 };
        Some((units.by_name(rest)?, zeros))
    });
    match scaled {
        Some((base, zeros)) => (large(&quantity.digits, zeros), english_name(base)),
        None => (with_commas(&quantity.digits), english_name(unit)),
    }
}

/// A unit in English: its symbol if that is no Chinese, else its name.
fn english_name(unit: &Term) -> String {
    let symbol = unit.same.iter().rev().find(|name| !name.chars().any(is_han));
    match (symbol, &unit.en) {
        (Some(symbol), _) => symbol.clone(),
        (None, Some(en)) => en.to_string(),
        (None, None) => unit.zh.to_string(),
    }
}

/// A number with so many zeros added, digit by digit, so that nothing is rounded: `390 million`, `450,000`.
fn large(digits: &str, zeros: usize) -> String {
    let plain: String = digits.chars().filter(|c| *c != ',').collect();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let (sign, whole) = match whole.strip_prefix(['-', '−']) {
        Some(rest) => ("−", rest),
        None => ("", whole),
    };
    // All digits, and how many of them stand before the point.
    let all = format!("{whole}{fraction}");
    let point = whole.len() + zeros;
    let number = |point: usize| {
        let mut all = all.clone();
        while all.len() < point {
            all.push('0');
        }
        let (whole, fraction) = all.split_at(point);
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0".to_owned() } else { grouped(whole) };
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") }
    };
    let size = point - all.chars().take_while(|c| *c == '0').count().min(point);
    match size {
        13.. => format!("{sign}{} trillion", number(point - 12)),
        10.. => format!("{sign}{} billion", number(point - 9)),
        7.. => format!("{sign}{} million", number(point - 6)),
        _ => format!("{sign}{}", number(point)),
    }
}

/// A number as it was typed, the digits before the point in groups of three.
fn with_commas(digits: &str) -> String {
    let plain: String = digits.chars().filter(|c| *c != ',').map(|c| if c == '-' { '−' } else { c }).collect();
    let start = plain.find(|c: char| c.is_ascii_digit()).unwrap_or(plain.len());
    let end = plain.find('.').unwrap_or(plain.len()).max(start);
    format!("{}{}{}", &plain[..start], grouped(&plain[start..end]), &plain[end..])
}

/// Digits in groups of three.
fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Diagnostics, SourceText};
    use crate::load::source;
    use crate::model::field::quantity;

    const UNITS: &str = "\
- { id: percent, symbol: '%', zh: 百分比, en: percent, dimension: ratio, factor: 0.01 }
- { id: persons, symbol: 人, zh: 人, en: people, dimension: persons, factor: 1 }
- { id: wan-persons, symbol: 万人, zh: 万人, en: '10 000 people', dimension: persons, factor: 10000 }
- { id: yuan, symbol: 元, zh: 元, en: yuan, dimension: money, factor: 1 }
- { id: yi-yuan, symbol: 亿元, zh: 亿元, en: '100 million yuan', dimension: money, factor: 100000000 }
- { id: wan-yi-yuan, symbol: 万亿元, zh: 万亿元, en: trillion yuan, dimension: money, factor: 1000000000000 }
- { id: kwh, symbol: kWh, zh: 千瓦时, en: kilowatt-hours, dimension: energy, factor: 1, same: [度] }
- { id: wan-kwh, symbol: 万千瓦时, zh: 万千瓦时, en: '10 000 kWh', dimension: energy, factor: 10000 }
- { id: tco2, symbol: tCO₂, zh: 吨二氧化碳, en: tonnes of CO₂, shown: 吨二氧化碳, dimension: carbon, factor: 1 }
- { id: wan-gj, symbol: 万吉焦, zh: 万吉焦, en: ten thousand GJ, dimension: heat, factor: 10000 }
";

    #[test]
    fn quantities_in_both_languages() {
        let units = source::yaml(SourceText::new("units.yaml", UNITS), &mut Diagnostics::new());
        let terms = Terms::read(&[("units".to_owned(), units)], &mut Diagnostics::new());
        let check = |text: &str, zh: &str, en: &str| {
            let quantity = quantity::parse(text, &terms).unwrap();
            let said = |language: Language| {
                let (number, unit) = language.quantity(&quantity, &terms);
                format!("{number}{unit}").replace('\u{A0}', "_")
            };
            assert_eq!((said(Language::Zh).as_str(), said(Language::En).as_str()), (zh, en), "{text}");
        };
        check("约 20 万人", "约20万人", "about 200,000_people");
        check("450 万人", "450万人", "4.5 million_people");
        check("3.9 亿元", "3.9亿元", "390 million_yuan");
        check("1.25 亿元", "1.25亿元", "125 million_yuan");
        check("12 亿元", "12亿元", "1.2 billion_yuan");
        check("0.3 万人", "0.3万人", "3,000_people");
        check("2 万亿元", "2万亿元", "2 trillion_yuan");
        check("超过 3,800 人", "超过3,800人", "more than 3,800_people");
        check("12.5 %", "12.5%", "12.5%");
        check("58000.50 人", "58000.50人", "58,000.50_people");
        check("500 kWh", "500_kWh", "500_kWh");
        check("62.35 万千瓦时", "62.35万千瓦时", "623,500_kWh");
        check("970 万吉焦", "970万吉焦", "970_ten thousand GJ");
        check("-1.5 万人", "−1.5万人", "−15,000_people");
        check("-3 tCO₂", "−3吨二氧化碳", "−3_tCO₂");
    }

    #[test]
    fn dates_in_english() {
        let check = |date: &str, expected: &str| {
            assert_eq!(Language::En.date(Date::parse(date).unwrap()), expected);
        };
        check("2024", "2024");
        check("2024-03", "March 2024");
        check("2024-12-01", "1 December 2024");
        check("2026-11-24 09:30", "24 November 2026, 09:30");
    }

    #[test]
    fn foreign_words() {
        let check = |text: &str, zh: Option<&str>, en: Option<&str>| {
            assert_eq!((Language::Zh.foreign(text), Language::En.foreign(text)), (zh, en), "{text}");
        };
        check("China Daily", Some("en"), None);
        check("中国日报", None, Some("zh-CN"));
        check("GB/T 7714", None, None);
        check("CO2减排", None, Some("zh-CN"));
        check("2024", None, None);
    }
}
