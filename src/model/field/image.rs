//! `image`: `{ src, alt, credit, licence }`; the words for those who can't see it are required, and for a map the number of its
//! review.

use std::ops::Range;
use std::sync::Arc;

use crate::load::yaml::{Node, Tree};
use crate::model::field::Reading;
use crate::model::profile::is_placeholder;
use crate::model::value::{Image, Value};
use crate::model::{MAP_APPROVAL, MISSING_ALT, UNKNOWN_KEY, WRONG_KIND};

const KEYS: &[&str] = &["src", "alt", "credit", "licence", "map", "map_approval"];

/// How a map is marked.
pub const APPROVAL: &str = "含地图的写 map: true 和 map_approval: 审图号（照图上的写）；没有审图号的地图不要用";

/// What is wrong with the marks of a map: maps that are shown in public must have been reviewed, and the number stands beside
/// them (DOMAIN 3.6).
pub fn unapproved(node: &Node) -> Option<(Range<usize>, &'static str)> {
    let text = |key: &str| node.get(key).and_then(Node::text).map(str::trim);
    let place = |key: &str| node.pair(key).map(|pair| pair.key_range.clone());
    match (text("map"), text("map_approval")) {
        (Some("true"), None | Some("")) => Some((place("map")?, "这张图标明是地图，却没有审图号")),
        (Some("true" | "false") | None, Some(number)) if is_placeholder(number) => {
            Some((place("map_approval")?, "审图号要照图上的写"))
        }
        (Some("true" | "false") | None, _) => None,
        _ => Some((place("map")?, "map 只能写 true 或 false")),
    }
}

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
    if let Some((range, message)) = unapproved(node) {
        reading.problem(&MAP_APPROVAL, &range, format!("“{}”：{message}", reading.path), APPROVAL.to_owned());
        return None;
    }
    let map_approval = text("map_approval").map(Arc::from);
    let credit = text("credit").map(Arc::from);
    let licence = text("licence").map(Arc::from);
    Some(Value::Image(Image { src: Arc::from(src), alt: Arc::from(alt), credit, licence, map_approval }))
}
