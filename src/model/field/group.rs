//! `group`: a record of named fields, and the three record kinds whose fields Rust knows.

use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Span, nearest};
use crate::load::yaml::{Node, Tree};
use crate::model::field::{Field, Reading};
use crate::model::value::{Group, Missing, Slot, Value};
use crate::model::{UNKNOWN_KEY, WRONG_ABSENT, WRONG_KIND};

/// Options of a group.
#[derive(Debug)]
pub struct GroupField {
    /// The fields inside.
    pub fields: Vec<Field>,
    /// Which record kind it is, if one.
    pub record: Option<Record>,
}

/// Groups with a meaning that Rust knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// A measured result.
    Result,
    /// A cost.
    Cost,
    /// A step of a ladder.
    Step,
}

impl Record {
    /// The kind's name in declarations.
    pub fn word(self) -> &'static str {
        match self {
            Record::Result => "result",
            Record::Cost => "cost",
            Record::Step => "step",
        }
    }
}

impl GroupField {
    /// Reads one record. `absent: [field, …]` inside says that the sources do not give these parts.
    pub fn read(&self, node: &Node, reading: &mut Reading<'_>) -> Option<Value> {
        let names = || self.fields.iter().map(|field| &*field.id);
        if !matches!(node.tree, Tree::Map(_)) {
            let message = format!("“{}”应是一组键值，这里是{}", reading.path, node.kind_zh());
            let sample: Vec<String> = names().take(3).map(|name| format!("{name}: …")).collect();
            reading.problem(&WRONG_KIND, &node.range, message, format!("写成 {{ {} }}", sample.join(", ")));
            return None;
        }
        let mut slots: Vec<(Arc<str>, Slot)> =
            self.fields.iter().map(|field| (Arc::clone(&field.id), Slot::EMPTY)).collect();
        let (mut basis, mut basis_range) = (None, None);
        let outer = reading.path.clone();
        for pair in node.pairs() {
            let at = self.fields.iter().position(|field| *field.id == *pair.key);
            match (at, pair.key.as_str()) {
                (Some(at), _) => {
                    reading.path = format!("{outer}.{}", pair.key);
                    slots[at].1 = self.fields[at].read(&pair.value, reading);
                }
                (None, "absent") => self.absent(&pair.value, &mut slots, reading, &outer),
                (None, "basis") => {
                    // What is no word is no basis either: a rule says so at its place.
                    basis = Some(Arc::from(pair.value.text().unwrap_or("")));
                    basis_range = Some(pair.value.range.clone());
                }
                (None, key) => {
                    reading.path.clone_from(&outer);
                    let help = match nearest(key, names()) {
                        Some(word) => format!("是不是 {word}？"),
                        None => format!("可以写：{}", names().collect::<Vec<_>>().join("、")),
                    };
                    reading.problem(&UNKNOWN_KEY, &pair.key_range, format!("“{outer}”里不认识键“{key}”"), help);
                }
            }
        }
        reading.path = outer;
        Some(Value::Group(Group { slots, basis, basis_range }))
    }

    fn absent(&self, node: &Node, slots: &mut [(Arc<str>, Slot)], reading: &mut Reading<'_>, outer: &str) {
        if self.record == Some(Record::Step) && node.text() == Some("true") {
            // A step that was not taken, or not that anyone can show: no date, no evidence.
            for (_, slot) in slots.iter_mut().filter(|(id, slot)| slot.get().is_none() && **id != *"step") {
                *slot = Slot { value: Err(Missing::Absent(Arc::from("not-found"))), range: Some(node.range.clone()) };
            }
            return;
        }
        for item in node.items() {
            let Some(name) = item.text() else { continue };
            let found = self.fields.iter().position(|field| *field.id == *name);
            match found {
                Some(at) if !self.fields[at].absent.is_empty() => {
                    let reason = Arc::from(self.fields[at].absent[0].as_str());
                    if slots[at].1.get().is_none() {
                        slots[at].1 = Slot { value: Err(Missing::Absent(reason)), range: Some(item.range.clone()) };
                    }
                }
                found => {
                    let why = if found.is_some() { "不能缺" } else { "不是这里的字段" };
                    let code: &'static Code = &WRONG_ABSENT;
                    let message = format!("“{outer}.absent”里的“{name}”{why}");
                    let allowed: Vec<&str> =
                        self.fields.iter().filter(|f| !f.absent.is_empty()).map(|f| &*f.id).collect();
                    let help = format!("可以声明缺的：{}", allowed.join("、"));
                    reading
                        .diags
                        .push(Diagnostic::new(code, Span::new(reading.source, item.range.clone()), message).help(help));
                }
            }
        }
    }
}
