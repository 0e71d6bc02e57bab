//! `image`: `{ src, alt, credit, licence }`; the words for those who can't see it are required.

use std::sync::Arc;

use crate::load::yaml::{Node, Tree};
use crate::model::field::Reading;
use crate::model::value::{Image, Value};
use crate::model::{MISSING_ALT, UNKNOWN_KEY, WRONG_KIND};

const KEYS: &[&str] = &["src", "alt", "credit", "licence"];

/// Reads one value.
pub fn read(node: &Node, reading: &mut Reading<'_>) -> Option<Value> {
    let help = "写成 { src: 图片.jpg, alt: 画面里有什么, credit: 拍摄者, licence: 许可 }";
    if !matches!(node.tree, Tree::Map(_)) {
        let message = format!("“{}”应是一组键值", reading.path);
        reading.problem(&WRONG_KIND, &node.range, message, help.to_owned());
        return None;
    }
    for pair in node.pairs().iter().filter(|pair| !KEYS.contains(&pair.key.as_str())) {
        let message = format!("图片不认识键“{}”", pair.key);
        reading.problem(&UNKNOWN_KEY, &pair.key_range, message, help.to_owned());
    }
    let text = |key: &str| node.get(key).and_then(Node::text).map(str::trim).filter(|text| !text.is_empty());
    let Some(src) = text("src") else {
        let message = format!("“{}”缺少 src", reading.path);
        reading.problem(&WRONG_KIND, &node.range, message, help.to_owned());
        return None;
    };
    let Some(alt) = text("alt") else {
        let message = format!("图片 {src} 缺少 alt");
        let help = "用一句话说画面里有什么，给看不见图片的人";
        reading.problem(&MISSING_ALT, &node.range, message, help.to_owned());
        return None;
    };
    let credit = text("credit").map(Arc::from);
    let licence = text("licence").map(Arc::from);
    Some(Value::Image(Image { src: Arc::from(src), alt: Arc::from(alt), credit, licence }))
}
