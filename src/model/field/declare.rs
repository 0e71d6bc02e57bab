//! `fields:` of a declaration → [`Field`]s. Every mistake is a diagnostic at its word, with the nearest right one.

use std::ops::Range;
use std::sync::Arc;

use regex::Regex;

use crate::diag::{Diagnostic, Diagnostics, SourceText, Span, nearest};
use crate::load::yaml::{Node, Pair, Tree};
use crate::model::BAD_DECLARATION;
use crate::model::condition::{Condition, FieldPath};
use crate::model::field::choice::Choice;
use crate::model::field::date::DateField;
use crate::model::field::flag::Flag;
use crate::model::field::group::{GroupField, Record};
use crate::model::field::number::Number;
use crate::model::field::quantity::QuantityField;
use crate::model::field::reference::ReferenceField;
use crate::model::field::text::Text;
use crate::model::field::{Count, Field, Kind, Label, Need, Show, cost, result, step};
use crate::model::value::Precision;

const COMMON: &[&str] = &["kind", "label", "help", "need", "if", "count", "absent", "show", "basis", "clause", "order"];

/// The kinds with the keys that only they have.
const KINDS: &[(&str, &[&str])] = &[
    ("text", &["min", "max", "pattern", "among"]),
    ("date", &["precision"]),
    ("number", &["min", "max"]),
    ("quantity", &["units"]),
    ("choice", &["from", "allow", "within", "tally"]),
    ("reference", &["to", "target", "prefer", "among"]),
    ("link", &[]),
    ("image", &[]),
    ("flag", &["reason"]),
    ("group", &["fields"]),
    ("result", &["indicator", "method"]),
    ("cost", &["funding"]),
    ("step", &["from", "evidence"]),
];

/// Reads declarations and says what is wrong with them.
pub struct Declaring<'a> {
    /// The declaration.
    pub source: &'a Arc<SourceText>,
    /// The sink.
    pub diags: &'a mut Diagnostics,
}

impl Declaring<'_> {
    /// Pushes a problem of the declaration.
    pub fn bad(&mut self, range: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let span = Span::new(self.source, range.clone());
        self.diags.push(Diagnostic::new(&BAD_DECLARATION, span, message).help(help));
    }

    /// Complains about keys that are not among `allowed`.
    pub fn keys(&mut self, node: &Node, allowed: &[&str], what: &str) {
        for pair in node.pairs().iter().filter(|pair| !allowed.contains(&pair.key.as_str())) {
            let help = match nearest(&pair.key, allowed.iter().copied()) {
                Some(word) => format!("是不是 {word}？"),
                None => format!("{what}可以有的键：{}", allowed.join(" ")),
            };
            self.bad(&pair.key_range, format!("{what}不认识键“{}”", pair.key), help);
        }
    }

    /// The word at a key, one of `allowed`.
    pub fn word<'n>(&mut self, node: &'n Node, allowed: &[&str]) -> Option<&'n str> {
        let word = node.text();
        if word.is_some_and(|word| allowed.contains(&word)) {
            return word;
        }
        let shown = word.unwrap_or("");
        let help = match nearest(shown, allowed.iter().copied()) {
            Some(near) => format!("是不是 {near}？"),
            None => format!("可以写：{}", allowed.join(" ")),
        };
        self.bad(&node.range, format!("这里不能写“{shown}”"), help);
        None
    }

    /// The text at a key of a map.
    pub fn text(&mut self, node: &Node, key: &str) -> Option<String> {
        let value = node.get(key)?;
        if value.text().is_none() {
            self.bad(&value.range, format!("“{key}”应是一段文字"), "在冒号后直接写文字");
        }
        value.text().map(str::to_owned)
    }

    /// The words at a key of a map.
    pub fn words(&self, node: &Node, key: &str) -> Vec<String> {
        node.get(key).map_or(Vec::new(), |n| n.items().iter().filter_map(Node::text).map(str::to_owned).collect())
    }

    /// `{ zh, en }`, or just the Chinese name.
    pub fn label(&mut self, node: Option<&Node>) -> Option<Label> {
        let node = node?;
        match &node.tree {
            Tree::Scalar { text, .. } => Some(Label { zh: text.clone(), en: None }),
            Tree::Map(_) => {
                self.keys(node, &["zh", "en"], "名称");
                let Some(zh) = self.text(node, "zh") else {
                    self.bad(&node.range, "名称缺少 zh", "写成 label: { zh: 中文名, en: English name }");
                    return None;
                };
                Some(Label { zh, en: self.text(node, "en") })
            }
            _ => {
                self.bad(&node.range, "名称写法不对", "写成 label: { zh: 中文名, en: English name }");
                None
            }
        }
    }

    /// The fields of a `fields:` map.
    pub fn fields(&mut self, node: &Node) -> Vec<Field> {
        if !matches!(node.tree, Tree::Map(_) | Tree::Null) {
            self.bad(&node.range, "fields 应是一组“字段: { kind: … }”", "每个字段一行：字段名: { kind: text }");
        }
        node.pairs().iter().filter_map(|pair| self.field(pair)).collect()
    }

    fn field(&mut self, pair: &Pair) -> Option<Field> {
        let (id, node) = (&pair.key, &pair.value);
        if !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') || id.is_empty() {
            self.bad(&pair.key_range, format!("字段名“{id}”不合规则"), "字段名用小写字母、数字和下划线");
            return None;
        }
        if crate::model::RESERVED_KEYS.iter().any(|(key, _)| key == id) {
            self.bad(&pair.key_range, format!("“{id}”由程序使用，不能声明成字段"), "换一个字段名");
            return None;
        }
        let Some(kind_node) = node.get("kind") else {
            self.bad(&pair.key_range, format!("字段“{id}”没有 kind"), "写成 字段名: { kind: text }");
            return None;
        };
        let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).chain(["list"]).collect();
        let kind_word = self.word(kind_node, &names)?;
        let inner = if kind_word == "list" {
            let Some(of) = node.get("of") else {
                self.bad(&kind_node.range, format!("列表字段“{id}”没有 of"), "写成 kind: list, of: text");
                return None;
            };
            self.word(of, &names[..names.len() - 1])?
        } else {
            kind_word
        };
        let own = KINDS.iter().find(|(name, _)| *name == inner).map_or(&[][..], |(_, keys)| *keys);
        let mut allowed: Vec<&str> = COMMON.iter().chain(own).copied().collect();
        if kind_word == "list" {
            allowed.push("of");
        }
        self.keys(node, &allowed, &format!("{inner} 字段"));
        let kind = self.kind(inner, node, &pair.key_range)?;
        let counted = node.get("count").and_then(|n| self.count(n));
        let count = counted.or((kind_word == "list").then_some(Count { min: 0, max: None }));
        let need = node.get("need").and_then(|n| self.word(n, &["always", "release"]));
        let shows: Vec<&str> = Show::ALL.iter().map(|show| show.word()).collect();
        let show = node.get("show").and_then(|n| self.word(n, &shows));
        let show = match show.and_then(|word| Show::ALL.iter().find(|show| show.word() == word)) {
            Some(show) => *show,
            None => Show::usual(&kind, count.is_some()),
        };
        let label = self.label(node.get("label"));
        if label.is_none() && show != Show::None {
            self.bad(&pair.key_range, format!("字段“{id}”没有名称"), "加上 label: { zh: 中文名, en: English name }");
        }
        Some(Field {
            id: Arc::from(id.as_str()),
            label: label.unwrap_or_else(|| Label { zh: id.clone(), en: None }),
            help: self.text(node, "help"),
            kind,
            count,
            need: match need {
                Some("always") => Need::Always,
                Some(_) => Need::Release,
                None => Need::No,
            },
            when: node.get("if").map_or_else(Condition::default, |n| Condition::read(self.source, n, self.diags)),
            absent: self.words(node, "absent"),
            basis: self.truth(node, "basis"),
            order: self.words(node, "order"),
            show,
            clause: self.text(node, "clause"),
            span: Span::new(self.source, pair.key_range.clone()),
        })
    }

    fn kind(&mut self, word: &str, node: &Node, at: &Range<usize>) -> Option<Kind> {
        let span = Span::new(self.source, at.clone());
        Some(match word {
            "text" => Kind::Text(Text {
                min: self.number(node, "min"),
                max: self.number(node, "max"),
                pattern: self.pattern(node),
                among: self.path(node, "among"),
            }),
            "date" => Kind::Date(DateField { precisions: self.precisions(node) }),
            "number" => Kind::Number(Number { min: self.decimal(node, "min"), max: self.decimal(node, "max") }),
            "quantity" => Kind::Quantity(QuantityField { units: self.words(node, "units") }),
            "choice" => Kind::Choice(Choice {
                from: self.required(node, "from", at)?,
                allow: self.words(node, "allow"),
                within: self.path(node, "within"),
                tally: self.path(node, "tally"),
            }),
            "reference" => Kind::Reference(ReferenceField {
                to: self.text(node, "to"),
                target: self.condition(node, "target"),
                prefer: self.condition(node, "prefer"),
                among: self.text(node, "among"),
            }),
            "link" => Kind::Link,
            "image" => Kind::Image,
            "flag" => Kind::Flag(Flag { reason: self.truth(node, "reason") }),
            "result" => {
                let (indicator, method) = (self.required(node, "indicator", at)?, self.required(node, "method", at)?);
                Kind::Group(result::group(&indicator, &method, &span))
            }
            "cost" => Kind::Group(cost::group(&self.required(node, "funding", at)?, &span)),
            "step" => {
                let (from, evidence) = (self.required(node, "from", at)?, self.required(node, "evidence", at)?);
                Kind::Group(step::group(&from, &evidence, &span))
            }
            _ => {
                let Some(fields) = node.get("fields") else {
                    self.bad(at, "group 字段没有 fields", "写成 kind: group, fields: { 名: { kind: text } }");
                    return None;
                };
                let fields = self.fields(fields);
                Kind::Group(GroupField { fields, record: None::<Record> })
            }
        })
    }

    fn required(&mut self, node: &Node, key: &str, at: &Range<usize>) -> Option<String> {
        let text = self.text(node, key);
        if text.is_none() && node.get(key).is_none() {
            self.bad(at, format!("缺少 {key}"), format!("加上 {key}: 名称"));
        }
        text
    }

    fn condition(&mut self, node: &Node, key: &str) -> Condition {
        node.get(key).map_or_else(Condition::default, |n| Condition::read(self.source, n, self.diags))
    }

    fn path(&mut self, node: &Node, key: &str) -> Option<FieldPath> {
        let value = node.get(key)?;
        let path = value.text().and_then(FieldPath::parse);
        if path.is_none() {
            self.bad(&value.range, format!("“{key}”应是字段名"), "写字段名，或“引用字段.字段”");
        }
        path
    }

    /// `true` or `false` at a key; nothing means no.
    pub fn truth(&mut self, node: &Node, key: &str) -> bool {
        match node.get(key) {
            Some(value) => self.word(value, &["true", "false"]) == Some("true"),
            None => false,
        }
    }

    /// A count in numbers at a key.
    pub fn number(&mut self, node: &Node, key: &str) -> Option<usize> {
        let value = node.get(key)?;
        let number = value.text().and_then(|text| text.parse().ok());
        if number.is_none() {
            self.bad(&value.range, format!("“{key}”应是一个整数"), format!("写成 {key}: 40"));
        }
        number
    }

    fn decimal(&mut self, node: &Node, key: &str) -> Option<f64> {
        let value = node.get(key)?;
        let number = value.text().and_then(|text| text.parse().ok());
        if number.is_none() {
            self.bad(&value.range, format!("“{key}”应是一个数"), format!("写成 {key}: 100"));
        }
        number
    }

    fn pattern(&mut self, node: &Node) -> Option<Regex> {
        let value = node.get("pattern")?;
        let pattern = value.text().and_then(|text| Regex::new(text).ok());
        if pattern.is_none() {
            self.bad(&value.range, "pattern 不是有效的正则表达式", "检查括号和反斜杠；用单引号括起来");
        }
        pattern
    }

    fn precisions(&mut self, node: &Node) -> Vec<Precision> {
        let words = [
            ("year", Precision::Year),
            ("month", Precision::Month),
            ("day", Precision::Day),
            ("minute", Precision::Minute),
        ];
        let Some(value) = node.get("precision") else { return vec![Precision::Day] };
        let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        let mut found = Vec::new();
        for item in value.items() {
            let word = self.word(item, &names);
            found.extend(words.iter().find(|(name, _)| Some(*name) == word).map(|(_, precision)| *precision));
        }
        if found.is_empty() { vec![Precision::Day] } else { found }
    }

    /// `2`, `1..2`, `1..`, `0..`.
    fn count(&mut self, node: &Node) -> Option<Count> {
        let parsed = node.text().and_then(|text| match text.split_once("..") {
            Some((min, "")) => Some(Count { min: min.parse().ok()?, max: None }),
            Some((min, max)) => Some(Count { min: min.parse().ok()?, max: Some(max.parse().ok()?) }),
            None => text.parse().ok().map(|n| Count { min: n, max: Some(n) }),
        });
        let parsed = parsed.filter(|count| count.max.is_none_or(|max| max >= count.min && max > 0));
        if parsed.is_none() {
            self.bad(&node.range, "count 写法不对", "写成 1..、0..、1..2 或 3");
        }
        parsed
    }
}

/// A field of a record kind.
pub fn part(id: &str, zh: &str, en: &str, kind: Kind, need: Need, span: &Span) -> Field {
    Field {
        id: Arc::from(id),
        label: Label { zh: zh.to_owned(), en: Some(en.to_owned()) },
        help: None,
        show: Show::usual(&kind, false),
        kind,
        count: None,
        need,
        when: Condition::default(),
        absent: Vec::new(),
        basis: false,
        order: Vec::new(),
        clause: None,
        span: span.clone(),
    }
}

/// A line of text in a record.
pub fn line() -> Kind {
    Kind::Text(Text { min: None, max: Some(200), pattern: None, among: None })
}

/// Ids of sources of the same document.
pub fn sources(need: Need, span: &Span) -> Field {
    let among = FieldPath { field: "sources".to_owned(), then: Some("id".to_owned()) };
    let kind = Kind::Text(Text { among: Some(among), ..Text::default() });
    let mut field = part("source", "来源", "Source", kind, need, span);
    field.count = Some(Count { min: 1, max: None });
    field
}

/// A word of a vocabulary in a record.
pub fn choice(from: &str) -> Kind {
    Kind::Choice(Choice { from: from.to_owned(), allow: Vec::new(), within: None, tally: None })
}

/// A reference to a collection in a record.
pub fn reference(to: &str) -> Kind {
    let (target, prefer) = (Condition::default(), Condition::default());
    Kind::Reference(ReferenceField { to: Some(to.to_owned()), target, prefer, among: None })
}
