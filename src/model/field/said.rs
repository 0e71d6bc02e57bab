//! A declared field → Chinese sentences about it: how its value is written, when it must be there, what may stand instead.
//!
//! New documents (`skeleton`) and the reference (`handbook`) say the same.

use crate::model::condition::{Condition, Test};
use crate::model::field::{Count, Field, Kind, Need, date};
use crate::model::term::{Term, Terms};

/// Words of a vocabulary that are listed; of longer ones the file is named.
const WORDS: usize = 12;

/// How a value is written.
pub fn form(field: &Field, terms: &Terms) -> Vec<String> {
    let many = field.count.is_some();
    let said = |text: &str| field.help.as_ref().is_some_and(|help| help.contains(text));
    match &field.kind {
        Kind::Text(text) => {
            let bounds = match (text.min, text.max) {
                (Some(min), Some(max)) => format!("{min} 到 {max} 个字"),
                (Some(min), None) => format!("至少 {min} 个字"),
                (None, Some(max)) => format!("最多 {max} 个字"),
                (None, None) => String::new(),
            };
            let known = text.max.or(text.min).is_none_or(|number| said(&number.to_string()));
            let mut lines: Vec<String> = Some(bounds).filter(|_| !known).into_iter().collect();
            lines.extend(text.among.as_ref().map(|path| match &path.then {
                Some(then) => format!("写 {} 里某一条的 {then}", path.field),
                None => format!("写 {} 里有的值", path.field),
            }));
            lines.extend(many.then(|| format!("几个写成 {}: [甲, 乙]", field.id)));
            lines
        }
        Kind::Date(kind) => {
            let examples: Vec<&str> = kind.precisions.iter().map(|p| date::example(*p)).collect();
            vec![format!("写成 {}", examples.join(" 或 "))]
        }
        Kind::Number(_) => vec!["只写数，例如 12.5".to_owned()],
        Kind::Quantity(kind) => {
            let units: Vec<&str> =
                kind.units.iter().map(|id| terms.term("units", id).map_or(id.as_str(), unit)).collect();
            vec![match units.first() {
                None => {
                    "写成“数 单位”，例如 3200 万元、约 3,800 家、12.5 %；单位列在 content/_terms/units.yaml".to_owned()
                }
                Some(first) => format!("写成“数 单位”，例如 12.5 {first}；可用的单位：{}", units.join("、")),
            }]
        }
        Kind::Choice(choice) => {
            let allowed = |term: &&Term| choice.allow.is_empty() || choice.allow.iter().any(|id| **id == *term.id);
            let vocabulary = terms.get(&choice.from);
            let words: Vec<&Term> = vocabulary.map_or(Vec::new(), |v| v.terms.iter().filter(allowed).collect());
            let mut list: Vec<String> =
                words.iter().take(WORDS).map(|term| format!("{} {}", term.id, term.zh)).collect();
            if words.len() > WORDS {
                list.push(format!("…… 共 {} 个，见 content/_terms/{}.yaml", words.len(), choice.from));
            }
            let mut lines = vec![format!("可选：{}", list.join("；"))];
            if let (true, [first, second, ..]) = (many, words.as_slice()) {
                lines.push(format!("几个写成 {}: [{}, {}]", field.id, first.id, second.id));
            }
            if choice.within.is_some() || choice.tally.is_some() {
                lines.push("不写时由程序算出".to_owned());
            }
            lines
        }
        Kind::Reference(reference) => {
            let to = match &reference.to {
                Some(to) => format!("写 content/{to}/ 里一个文件的名字，不带 .md"),
                None => "写成 集合/编号".to_owned(),
            };
            let brackets = many.then(|| format!("几个写成 {}: [甲, 乙]", field.id));
            [Some(to), brackets].into_iter().flatten().collect()
        }
        Kind::Link => vec!["写完整的网址，以 https:// 开头".to_owned()],
        Kind::Image => vec!["写成 { src: 图片.jpg, alt: 画面里有什么, credit: 拍摄者, licence: 许可 }".to_owned()],
        Kind::Flag(flag) if flag.reason => vec!["写成 { value: true, reason: 理由 }".to_owned()],
        Kind::Flag(_) => vec!["写 true（是）或 false（否）".to_owned()],
        Kind::Group(_) => Vec::new(),
    }
}

/// A condition in words; empty when it always holds.
pub fn condition(condition: &Condition) -> String {
    let test = |(path, test): &(_, Test)| match test {
        Test::Any => format!("写了 {path} 时"),
        Test::None => format!("没写 {path} 时"),
        Test::OneOf(words) => format!("{path} 是 {} 时", words.join(" 或 ")),
    };
    condition.tests.iter().map(test).collect::<Vec<_>>().join("，且")
}

/// Reasons of absence with their names.
pub fn reasons(reasons: &[String], terms: &Terms) -> String {
    let named = |id: &String| match terms.term("absent", id) {
        Some(term) => format!("{id}（{}）", term.zh),
        None => id.clone(),
    };
    reasons.iter().map(named).collect::<Vec<_>>().join(" 或 ")
}

/// A unit as it is best typed: its symbol, which stands last among its other names.
fn unit(term: &Term) -> &str {
    term.same.last().map_or(&term.zh, String::as_str)
}

/// When a value must stand there; `when` is the condition in words.
pub fn need(need: Need, when: &str) -> Option<String> {
    match need {
        Need::No => None,
        Need::Always => Some(format!("{when}必填")),
        Need::Release => Some(format!("{when}公开前必填")),
    }
}

/// How many values, in words.
pub fn count(count: Count) -> String {
    match (count.min, count.max) {
        (0 | 1, None) => "可以有几个".to_owned(),
        (min, None) => format!("至少 {min} 个"),
        (min, Some(max)) if min == max => format!("{max} 个"),
        (0, Some(max)) => format!("最多 {max} 个"),
        (min, Some(max)) => format!("{min} 到 {max} 个"),
    }
}

/// The name of a kind.
pub fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text(_) => "文字",
        Kind::Date(_) => "日期",
        Kind::Number(_) => "数",
        Kind::Quantity(_) => "数量",
        Kind::Choice(_) => "选项",
        Kind::Reference(_) => "引用",
        Kind::Link => "网址",
        Kind::Image => "图片",
        Kind::Flag(_) => "是否",
        Kind::Group(_) => "一组",
    }
}
