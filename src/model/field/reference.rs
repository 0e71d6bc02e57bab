//! `reference`: the id of another document, `to:` a collection, or `collection/id` where the field leaves it open.
//!
//! Reading only checks the form; whether the document exists is known when the whole site is (`proof`).

use std::sync::Arc;

use crate::load::yaml::Node;
use crate::model::condition::Condition;
use crate::model::field::{Reading, slip};
use crate::model::value::{Reference, Value};
use crate::model::{WRONG_KIND, is_id};

/// Options of a reference field.
#[derive(Debug)]
pub struct ReferenceField {
    /// The collection that is meant; open if unset.
    pub to: Option<String>,
    /// What the document that is meant must be.
    pub target: Condition,
    /// What it had better be.
    pub prefer: Condition,
    /// The field of the same document that must hold the same reference.
    pub among: Option<String>,
}

impl ReferenceField {
    /// Reads one value.
    pub fn read(&self, node: &Node, reading: &mut Reading<'_>) -> Option<Value> {
        let text = reading.scalar(node, "一个编号")?.trim();
        let (collection, id) = match (text.split_once('/'), &self.to) {
            // A name instead of an id is no id, but the rule for dangling references knows the names.
            (None, Some(to)) if is_name(text) => {
                return Some(Value::Reference(Reference { collection: Arc::from(to.as_str()), id: Arc::from(text) }));
            }
            (None, Some(to)) => (to.as_str(), text),
            (Some((collection, id)), Some(to)) if collection == to => (collection, id),
            (Some((collection, id)), None) => (collection, id),
            _ => ("", ""),
        };
        if !is_id(collection) || !is_id(id) {
            let message = format!("“{}”不是编号：{text}", reading.path);
            let help = match &self.to {
                Some(_) if slip(text).is_some() => slip(text).unwrap_or_default(),
                Some(to) => format!("写 {to} 里一个文件的名字，不带 .md"),
                None => "写成 集合/编号".to_owned(),
            };
            reading.problem(&WRONG_KIND, &node.range, message, help);
            return None;
        }
        Some(Value::Reference(Reference { collection: Arc::from(collection), id: Arc::from(id) }))
    }
}

/// Han characters and nothing that marks or joins: 湖州, 湖州市.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric()) && !text.is_ascii()
}
