//! How long a text is for a reader: Han characters one by one, everything else by words.
//!
//! In: plain text. Out: [`Counts`] and minutes of reading.

use std::ops::AddAssign;

use crate::model::body::letter::is_han;

/// The length of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Han characters (and kana).
    pub han: usize,
    /// Words and numbers in other scripts: `300兆瓦` is one word and two Han characters, `3.5` is one word.
    pub words: usize,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.han += other.han;
        self.words += other.words;
    }
}

impl Counts {
    /// Minutes of reading, Han/400 + words/220, rounded up; one at least.
    pub fn minutes(self) -> usize {
        (self.han * 220 + self.words * 400).div_ceil(400 * 220).max(1)
    }
}

/// Counts a text.
pub fn count(text: &str) -> Counts {
    let mut counts = Counts::default();
    let mut in_word = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if is_han(c) || matches!(c, '\u{3041}'..='\u{30FF}') {
            counts.han += 1;
            in_word = false;
        } else if c.is_alphanumeric() {
            counts.words += usize::from(!in_word);
            in_word = true;
        } else if in_word {
            let joins = matches!(c, '.' | ',' | '\'' | '’' | '-' | '_' | '/' | '\u{300}'..='\u{36F}');
            in_word = joins && chars.peek().is_some_and(|next| next.is_alphanumeric() && !is_han(*next))
                || matches!(c, '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200D}');
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting() {
        let check = |text: &str, han: usize, words: usize| {
            assert_eq!(count(text), Counts { han, words }, "{text:?}");
        };
        check("", 0, 0);
        check("碳达峰试点", 5, 0);
        check("碳达峰，试点。", 5, 0);
        check("到2030年前", 3, 1);
        check("300兆瓦", 2, 1);
        check("CO2排放下降3.5%", 4, 2);
        check("1,234.5万元", 2, 1);
        check("low-carbon city", 0, 2);
        check("it's", 0, 1);
        check("A B  C", 0, 3);
        check("１２家", 1, 1);
        check("GB/T 7714", 0, 2);
        check("……——！", 0, 0);
        check("2024-03-01", 0, 1);
        check("末.", 1, 0);
        check("a.", 0, 1);
        check("〇碳", 2, 0);
        check("cafe\u{301} x", 0, 2);
        check("カーボン", 4, 0);
        check("碳a碳b", 2, 2);
    }

    #[test]
    fn reading_time() {
        let check = |han: usize, words: usize, minutes: usize| {
            assert_eq!(Counts { han, words }.minutes(), minutes, "{han} {words}");
        };
        check(0, 0, 1);
        check(400, 0, 1);
        check(401, 0, 2);
        check(0, 220, 1);
        check(400, 220, 2);
        check(200, 110, 1);
        check(200, 111, 2);
        check(4000, 0, 10);
    }
}
