//! Parts of a title for wrapping: `湖州：碳效改革，如何推开` breaks after `：` and `，` and not in the middle of a word.
//!
//! In: a title. Out: its parts, which put together give the title. Nothing is cut inside quotation marks or brackets.

use crate::model::body::cut::depth_change;

/// The parts of a title; each keeps its punctuation. A title without `：` or `，` is one part.
pub fn parts(title: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut depth = 0_i32;
    for (at, c) in title.char_indices() {
        depth = (depth + depth_change(c)).max(0);
        let end = at + c.len_utf8();
        if depth == 0 && matches!(c, '：' | '，') && end < title.len() {
            parts.push(&title[start..end]);
            start = end;
        }
    }
    parts.push(&title[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        let check = |title: &str, expected: &[&str]| assert_eq!(parts(title), expected, "{title}");
        check("碳达峰试点", &["碳达峰试点"]);
        check("湖州：碳效改革", &["湖州：", "碳效改革"]);
        check("湖州：碳效改革，如何推开", &["湖州：", "碳效改革，", "如何推开"]);
        check("读懂《通知：试点，名单》", &["读懂《通知：试点，名单》"]);
        check("“双碳：目标”，怎么落地", &["“双碳：目标”，", "怎么落地"]);
        check("尾巴：", &["尾巴："]);
        check("A: B, C", &["A: B, C"]);
        check("", &[""]);
    }
}
