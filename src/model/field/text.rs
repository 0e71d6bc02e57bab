//! `text`: one line of plain text, with `min`, `max` (characters, Han counted one) and `pattern`.

use std::sync::Arc;

use regex::Regex;

use crate::load::yaml::Node;
use crate::model::condition::FieldPath;
use crate::model::field::Reading;
use crate::model::value::Value;
use crate::model::{PATTERN, TOO_LONG, TOO_SHORT, WRONG_KIND};

/// Options of a text field.
#[derive(Debug, Default)]
pub struct Text {
    /// Least number of characters.
    pub min: Option<usize>,
    /// Greatest number of characters.
    pub max: Option<usize>,
    /// The form it must have, with its source for messages.
    pub pattern: Option<Regex>,
    /// The values at this path of the same document are the choice (`sources.id`).
    pub among: Option<FieldPath>,
}

impl Text {
    /// Reads one value.
    pub fn read(&self, node: &Node, reading: &mut Reading<'_>) -> Option<Value> {
        let text = reading.scalar(node, "一段文字")?.trim();
        let path = reading.path.clone();
        if let Some(odd) = text.chars().find(|c| c.is_control()) {
            let (message, help) = if odd == '\n' {
                (format!("“{path}”不能换行"), "写成一行")
            } else {
                (format!("“{path}”里有看不见的控制字符 U+{:04X}", u32::from(odd)), "删去它，重新打一遍")
            };
            reading.problem(&WRONG_KIND, &node.range, message, help.to_owned());
            return None;
        }
        if reading.lenient {
            return Some(Value::Text(Arc::from(text)));
        }
        let length = text.chars().count();
        if let Some(max) = self.max.filter(|max| length > *max) {
            let message = format!("“{path}”有 {length} 个字，最多 {max} 个");
            reading.problem(&TOO_LONG, &node.range, message, format!("删去 {} 个字，次要的写进正文", length - max));
        }
        if let Some(min) = self.min.filter(|min| length < *min) {
            let message = format!("“{path}”只有 {length} 个字，至少 {min} 个");
            reading.problem(&TOO_SHORT, &node.range, message, "写得再具体一些".to_owned());
        }
        if let Some(pattern) = self.pattern.as_ref().filter(|pattern| !pattern.is_match(text)) {
            let message = format!("“{path}”的写法不对：{text}");
            reading.problem(&PATTERN, &node.range, message, pattern_help(text, pattern));
        }
        Some(Value::Text(Arc::from(text)))
    }
}

/// Says what to mend: brackets of another kind are the usual slip in document numbers.
fn pattern_help(text: &str, pattern: &Regex) -> String {
    if pattern.as_str().contains('〔') && text.contains(['[', '(', '（', '【', '［']) {
        return "年份用六角括号〔〕，例如 发改环资〔2023〕1409号".to_owned();
    }
    format!("要符合的形式：{}", pattern.as_str())
}
