//! Text → normalised text → pieces: the rules of `format.md` 6.1 and 6.2 that documents and queries share.

use unicode_normalization::UnicodeNormalization;

use crate::search::tables::simplified;

/// What a piece is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A run of Han characters.
    Han,
    /// A number, its commas gone.
    Number,
    /// A run of letters.
    Letters,
    /// `%` or `‰`.
    Sign,
}

/// What stands between a piece and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing.
    None,
    /// One space.
    Space,
    /// Something else; before the first piece too.
    Wide,
}

/// A run of characters of one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its class.
    pub class: Class,
    /// Its text.
    pub text: String,
    /// What stands before it.
    pub gap: Gap,
}

/// NFKC and lower case, without characters that take no room.
pub fn lowered(text: &str) -> String {
    let shown: String;
    let text = match text.contains(is_hidden) {
        false => text,
        true => {
            shown = text.replace(is_hidden, "");
            &shown
        }
    };
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        // Almost every line has only characters that NFKC maps one by one, or not at all.
        if line.chars().all(|c| plain(c).is_some()) {
            out.extend(line.chars().filter_map(plain));
        } else {
            out.push_str(&line.nfkc().collect::<String>().to_lowercase());
        }
    }
    out
}

/// Whether a character takes no room: it would part words that readers see as one.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// A character under NFKC and lower case, if that does not depend on its neighbours.
fn plain(c: char) -> Option<char> {
    match c {
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        '\0'..='\x7f' | '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{3017}' => Some(c),
        '“' | '”' | '‘' | '’' | '—' | '–' | '·' | '×' => Some(c),
        '\u{a0}' | '\u{3000}' => Some(' '),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).map(|c| c.to_ascii_lowercase()),
        _ => None,
    }
}

/// Normalised text: NFKC, lower case, simplified characters.
pub fn normalise(text: &str) -> String {
    let mut text = lowered(text);
    if text.chars().any(|c| simplified(c) != c) {
        text = text.chars().map(simplified).collect();
    }
    text
}

/// The class of a character of normalised text.
pub fn class(c: char) -> Option<Class> {
    match c {
        '\u{4e00}'..='\u{9fff}' | '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' => {
            Some(Class::Han)
        }
        '0'..='9' => Some(Class::Number),
        'a'..='z' | '\u{df}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}' => {
            Some(Class::Letters)
        }
        '%' | '‰' => Some(Class::Sign),
        _ => None,
    }
}

/// The pieces of normalised text.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut gap = Gap::Wide;
    while let Some(c) = rest.chars().next() {
        let Some(class) = class(c) else {
            gap = if c == ' ' && gap == Gap::None { Gap::Space } else { Gap::Wide };
            rest = &rest[c.len_utf8()..];
            continue;
        };
        let length = match class {
            Class::Sign => c.len_utf8(),
            Class::Number => number(rest),
            _ => run(rest, class),
        };
        let (text, after) = rest.split_at(length);
        let text = if class == Class::Number { text.replace(',', "") } else { text.to_owned() };
        pieces.push(Piece { class, text, gap });
        (rest, gap) = (after, Gap::None);
    }
    pieces
}

/// How long the run at the start of a text is.
fn run(text: &str, of: Class) -> usize {
    text.char_indices().find(|(_, c)| class(*c) != Some(of)).map_or(text.len(), |(at, _)| at)
}

/// How long the number at the start of a text is: `3,800`, `1.5`.
fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |at: usize| bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = digits(0);
    while bytes.get(end) == Some(&b',') && digits(end + 1) == 3 {
        end += 4;
    }
    match bytes.get(end) {
        Some(b'.') if digits(end + 1) > 0 => end + 1 + digits(end + 1),
        _ => end,
    }
}

/// Text without anything but words.
pub fn squeeze(text: &str) -> String {
    normalise(text).chars().filter(|c| class(*c).is_some()).collect()
}

/// Letters without the ending of an English plural.
pub fn stem(word: &str) -> &str {
    if word.len() < 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) || !word.ends_with('s') {
        return word;
    }
    if ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) { word } else { &word[..word.len() - 1] }
}

/// The word that letters stand for.
pub fn stemmed(word: &str) -> String {
    match word.strip_suffix("ies") {
        Some(start) if word.len() >= 5 && word.bytes().all(|b| b.is_ascii_lowercase()) => format!("{start}y"),
        _ => stem(word).to_owned(),
    }
}

/// A name as a word: squeezed, without the endings of English plurals.
pub fn whole(pieces: &[Piece]) -> String {
    let word = |piece: &Piece| if piece.class == Class::Letters { stemmed(&piece.text) } else { piece.text.clone() };
    pieces.iter().map(word).collect()
}

/// The length in UTF-16 code units, in which both engines count.
pub fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_normalised() {
        let check = |text: &str, expected: &str| assert_eq!(normalise(text), expected, "{text}");
        check("碳達峰", "碳达峰");
        check("ＣＯ₂　排放", "co2 排放");
        check("300\u{a0}MW", "300 mw");
        check("㎡ ① ℃", "m2 1 °c");
        check("É", "é");
        check("碳\u{202e}达\u{200b}峰", "碳达峰");
        check("a\nＢ", "a\nb");
        check("", "");
    }

    #[test]
    fn text_is_cut_into_pieces() {
        let check = |text: &str, expected: &str| {
            let shown = |p: &Piece| {
                let gap = match p.gap {
                    Gap::None => "",
                    Gap::Space => "_",
                    Gap::Wide => "|",
                };
                format!("{gap}{}", p.text)
            };
            assert_eq!(pieces(&normalise(text)).iter().map(shown).collect::<Vec<_>>().join(" "), expected, "{text}");
        };
        check("湖州市，碳效码", "|湖州市 |碳效码");
        check("约3,800家", "|约 3800 家");
        check("3,8000", "|3 |8000");
        check("1,234,567.8", "|1234567.8");
        check("1.5.2", "|1.5 |2");
        check("300 MW", "|300 _mw");
        check("300  MW", "|300 |mw");
        check("PM2.5 CO2", "|pm 2.5 _co 2");
        check("20%、3‰", "|20 % |3 ‰");
        check("𠮷野", "|野");
        check("3.", "|3");
        check("", "");
    }

    #[test]
    fn plurals_lose_their_ending() {
        let check = |word: &str, expected: &str| assert_eq!(stemmed(word), expected);
        check("emissions", "emission");
        check("cities", "city");
        check("ties", "tie");
        check("gas", "gas");
        check("glass", "glass");
        check("status", "status");
        check("basis", "basis");
        check("ccus", "ccus");
        check("été", "été");
    }
}
