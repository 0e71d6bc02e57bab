//! Numbers and sorted words as text that compresses well (`format.md` 2 and 3).

/// Digits that end a number; then digits that more follow.
const LAST: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";
const MORE: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ_-!*+.";

/// Appends a number.
pub fn push(number: u64, out: &mut String) {
    let mut shift = 0;
    while number >> shift >= 32 {
        shift += 5;
    }
    while shift > 0 {
        out.push(MORE[(number >> shift & 31) as usize] as char);
        shift -= 5;
    }
    out.push(LAST[(number & 31) as usize] as char);
}

/// Reads the numbers that a text is made of; what is none ends it.
pub fn read(text: &str) -> Vec<u64> {
    let mut numbers = Vec::new();
    let mut number: u64 = 0;
    for byte in text.bytes() {
        let Some((digit, last)) = digit(byte) else { break };
        number = number.wrapping_mul(32).wrapping_add(digit);
        if last {
            numbers.push(number);
            number = 0;
        }
    }
    numbers
}

/// The value of a digit, and whether it ends a number.
fn digit(byte: u8) -> Option<(u64, bool)> {
    let value = match byte {
        b'0'..=b'9' => return Some((u64::from(byte - b'0'), true)),
        b'a'..=b'v' => return Some((u64::from(byte - b'a') + 10, true)),
        b'A'..=b'Z' => u64::from(byte - b'A'),
        b'_' => 26,
        b'-' => 27,
        b'!' => 28,
        b'*' => 29,
        b'+' => 30,
        b'.' => 31,
        _ => return None,
    };
    Some((value, false))
}

/// Appends a word of a sorted list, without what it shares with the one before.
pub fn front(before: &str, word: &str, out: &mut String) {
    let same = before.chars().zip(word.chars()).take_while(|(a, b)| a == b);
    let (mut shared, mut bytes) = (0, 0);
    for (c, _) in same {
        if shared + c.len_utf16() > 31 {
            break;
        }
        shared += c.len_utf16();
        bytes += c.len_utf8();
    }
    push(shared as u64, out);
    out.push_str(&word[bytes..]);
}

/// The word that was written so after another.
pub fn unfront(before: &str, written: &str) -> Option<String> {
    let first = written.bytes().next()?;
    let (shared, last) = digit(first)?;
    let mut units = 0;
    let mut word: String = before
        .chars()
        .take_while(|c| {
            units += c.len_utf16() as u64;
            units <= shared
        })
        .collect();
    word.push_str(&written[1..]);
    last.then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_and_read() {
        let check = |number: u64, text: &str| {
            let mut out = String::new();
            push(number, &mut out);
            assert_eq!(out, text);
            assert_eq!(read(text), [number]);
        };
        check(0, "0");
        check(31, "v");
        check(32, "B0");
        check(840, "_8");
        check(1000, ".8");
        check(1_048_575, "...v");
        assert_eq!(read("0B0v"), [0, 32, 31]);
        assert_eq!(read("1 2"), [1]);
        assert_eq!(read("ZZZZZZZZZZZZZZZZZZZZ"), [0; 0]);
    }

    #[test]
    fn sorted_words_share_their_start() {
        let check = |before: &str, word: &str, text: &str| {
            let mut out = String::new();
            front(before, word, &mut out);
            assert_eq!(out, text);
            assert_eq!(unfront(before, text).as_deref(), Some(word));
        };
        check("", "碳", "0碳");
        check("碳", "碳达", "1达");
        check("碳达", "碳效", "1效");
        check("abc", "abc", "3");
        assert_eq!(unfront("a", ""), None);
        assert_eq!(unfront("a", "碳"), None);
    }
}
