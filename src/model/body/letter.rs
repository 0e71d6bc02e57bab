//! Kinds of character that Chinese text asks about: Han, full width, quotation marks, punctuation, invisible ones.
//!
//! In: a character. Out: yes or no. Tables of ranges, so that emphasis, joining, counting and cutting mean the same thing.

use unicode_normalization::char::is_combining_mark;

/// A Han character (ideographs with all extensions, radicals, `〇`, `々`).
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{2FDF}' | '々' | '〇' | '〡'..='〩' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

/// A Han or kana character, or full-width punctuation, letter or sign: what never wants a space for a line break.
pub fn is_full(c: char) -> bool {
    is_han(c)
        || matches!(c,
        '\u{3000}'..='\u{312F}' | '\u{3190}'..='\u{33FF}' | '\u{FE10}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF01}'..='\u{FFEF}' | '\u{1F200}'..='\u{1F2FF}')
}

/// Marks that are Chinese beside Chinese and Latin beside Latin: `“ ” ‘ ’ — … ·` and circled numbers.
pub fn is_either(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '―' | '…' | '·' | '‧' | '•' | '①'..='⓿')
}

/// What the emphasis rule for Chinese, Japanese and Korean counts as such.
pub fn is_cjk(c: char) -> bool {
    is_full(c)
        || matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}')
}

/// Punctuation and symbols as the Markdown parser sees them.
pub fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    let other = c.is_whitespace() || c.is_control() || is_invisible(c) || is_combining_mark(c) || is_private(c);
    !other && (!c.is_alphanumeric() || matches!(c, 'Ⓐ'..='ⓩ' | '\u{1F130}'..='\u{1F189}'))
}

/// Variation selectors: they belong to the character before them.
pub fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Characters without a shape: format and direction marks, joiners, tags.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{890}'..='\u{891}'
        | '\u{8E2}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1343F}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
        || is_selector(c)
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        let check = |text: &str, kind: fn(char) -> bool, expected: bool| {
            for c in text.chars() {
                assert_eq!(kind(c), expected, "{c:?} U+{:04X}", u32::from(c));
            }
        };
        check("碳达峰〇々𠮷㐀", is_han, true);
        check("aあ，。가（", is_han, false);
        check("碳，。：（）《》「」、！？；あア％Ａ　", is_full, true);
        check("a,.“”—…가é", is_full, false);
        check("“”‘’—…·①", is_either, true);
        check("碳，가あ", is_cjk, true);
        check("，。“”—…!@~*$%+<>￥§°×→★", is_punctuation, true);
        check("碳a1é가\u{200B}\u{FE0F} \u{E000}", is_punctuation, false);
        check("\u{200B}\u{202E}\u{FEFF}\u{2060}", is_invisible, true);
    }
}
