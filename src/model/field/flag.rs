//! `flag`: yes or no; with `reason: true` also why, `{ value: true, reason: … }`.

use std::sync::Arc;

use crate::load::yaml::{Node, Tree};
use crate::model::WRONG_KIND;
use crate::model::field::Reading;
use crate::model::value::Value;

/// Options of a flag.
#[derive(Debug, Default)]
pub struct Flag {
    /// Whether a reason must be given.
    pub reason: bool,
}

impl Flag {
    /// Reads one value.
    pub fn read(&self, node: &Node, reading: &mut Reading<'_>) -> Option<Value> {
        let (value, reason) = match &node.tree {
            Tree::Map(_) => (node.get("value").and_then(Node::text), node.get("reason").and_then(Node::text)),
            _ => (node.text(), None),
        };
        let answer = match value {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        };
        let help =
            if self.reason { "写成 { value: true, reason: 理由 }" } else { "写 true（是）或 false（否）" };
        let Some(answer) = answer else {
            let message = format!("“{}”应是 true 或 false", reading.path);
            reading.problem(&WRONG_KIND, &node.range, message, help.to_owned());
            return None;
        };
        if self.reason && reason.is_none_or(|reason| reason.trim().is_empty()) {
            let message = format!("“{}”缺少理由", reading.path);
            reading.problem(&WRONG_KIND, &node.range, message, help.to_owned());
            return None;
        }
        Some(Value::Flag(answer, reason.map(Arc::from)))
    }
}
