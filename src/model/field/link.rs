//! `link`: a whole address: http, https, mailto or tel.

use std::sync::Arc;

use crate::load::yaml::Node;
use crate::model::field::Reading;
use crate::model::value::Value;
use crate::model::{UNSAFE_ADDRESS, WRONG_KIND};

/// Reads one value.
pub fn read(node: &Node, reading: &mut Reading<'_>) -> Option<Value> {
    let text = reading.scalar(node, "一个网址")?.trim();
    let lower = text.to_ascii_lowercase();
    if !text.is_ascii() || text.bytes().any(|b| b <= b' ' || b"\"<>\\^`{|}".contains(&b)) {
        let message = format!("“{}”不是完整的网址：{text}", reading.path);
        let help = "从浏览器地址栏复制网址；汉字和空格要用 %E7… 的形式".to_owned();
        reading.problem(&WRONG_KIND, &node.range, message, help);
        return None;
    }
    let web = ["https://", "http://"].iter().find_map(|scheme| lower.strip_prefix(scheme));
    let fine = match web {
        Some(rest) => {
            rest.split(['/', '?', '#']).next().is_some_and(|host| host.contains('.') || host.starts_with("localhost"))
        }
        None => {
            ["mailto:", "tel:"].iter().any(|scheme| lower.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
        }
    };
    if !fine {
        let message = format!("“{}”的网址不能用：{text}", reading.path);
        reading.problem(&UNSAFE_ADDRESS, &node.range, message, "网址以 https:// 或 http:// 开头".to_owned());
        return None;
    }
    Some(Value::Link(Arc::from(text)))
}
