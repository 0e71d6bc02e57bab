//! Line breaks inside a paragraph: between two Han or full-width characters one disappears, elsewhere it stays a space.
//!
//! In: the characters on both sides. Out: whether the break vanishes. Browsers would show a space in the middle of a word.

use crate::model::body::letter::{is_either, is_full};

/// Whether a soft line break between these characters vanishes.
pub fn vanishes(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    (is_full(before) && (is_full(after) || is_either(after))) || (is_either(before) && is_full(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks() {
        let check = |before: char, after: char, expected: bool| {
            assert_eq!(vanishes(Some(before), Some(after)), expected, "{before}{after}");
        };
        check('碳', '达', true);
        check('，', '推', true);
        check('峰', '（', true);
        check('”', '目', true);
        check('见', '“', true);
        check('…', '后', true);
        check('。', '”', true);
        check('碳', 'a', false);
        check('a', '碳', false);
        check('碳', '2', false);
        check('2', '年', false);
        check('a', 'b', false);
        check('”', 'a', false);
        check('”', '“', false);
        check('가', '나', false);
        check('碳', ',', false);
        check('あ', 'い', true);
        check('：', 'A', false);
        assert!(!vanishes(None, Some('碳')));
        assert!(!vanishes(Some('碳'), None));
    }
}
