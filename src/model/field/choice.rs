//! `choice`: one or several words of a vocabulary, `from:`; `allow:` narrows it, a term's own `only:` too.

use std::sync::Arc;

use crate::diag::nearest;
use crate::load::yaml::Node;
use crate::model::UNKNOWN_TERM;
use crate::model::condition::FieldPath;
use crate::model::field::{Reading, slip};
use crate::model::value::Value;

/// Options of a choice field.
#[derive(Debug)]
pub struct Choice {
    /// Name of the vocabulary.
    pub from: String,
    /// The terms that may be used; empty means all.
    pub allow: Vec<String>,
    /// The values found at this path through references are the widest choice; unset means all of them.
    pub within: Option<FieldPath>,
    /// The number of distinct values at this path settles the term, by the terms' `min`.
    pub tally: Option<FieldPath>,
}

impl Choice {
    /// Reads one value.
    pub fn read(&self, node: &Node, reading: &mut Reading<'_>) -> Option<Value> {
        let text = reading.scalar(node, "一个词的编号")?;
        let vocabulary = reading.terms.get(&self.from)?;
        let allowed = |id: &str| self.allow.is_empty() || self.allow.iter().any(|word| word == id);
        if let Some(term) = vocabulary.get(text).filter(|term| allowed(&term.id)) {
            return Some(Value::Choice(Arc::clone(&term.id)));
        }
        let choices: Vec<&str> = vocabulary.ids().filter(|id| allowed(id)).collect();
        let help = if let Some(help) = slip(text) {
            help
        } else if let Some(term) = vocabulary.by_name(text).filter(|term| allowed(&term.id)) {
            format!("写编号：{}（{}）", term.id, term.zh)
        } else if let Some(word) = nearest(text, choices.iter().copied()) {
            let zh = vocabulary.get(word).map_or("", |term| &term.zh);
            format!("是不是 {word}（{zh}）？")
        } else {
            let named: Vec<String> = choices
                .iter()
                .take(12)
                .map(|id| format!("{id}（{}）", vocabulary.get(id).map_or("", |term| &term.zh)))
                .collect();
            let more = if choices.len() > 12 {
                format!(" 等 {} 个，见 content/_terms/{}.yaml", choices.len(), self.from)
            } else {
                String::new()
            };
            format!("可用的词：{}{more}", named.join("、"))
        };
        let message = if vocabulary.get(text).is_some() {
            format!("“{}”这里不能用“{text}”", reading.path)
        } else {
            format!("“{}”没有“{text}”这个词", reading.path)
        };
        reading.problem(&UNKNOWN_TERM, &node.range, message, help);
        None
    }
}
