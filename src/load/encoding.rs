//! Bytes → text: UTF-8 with or without a byte order mark; anything else is refused with the encoding it seems to be in.

use crate::diag::{Diagnostic, Diagnostics, SourceText, Span};
use crate::load::ENCODING;

/// The text of a file without its byte order mark. Not UTF-8: a diagnostic that names the guessed encoding, and `None`.
pub fn text(path: &str, bytes: &[u8], diags: &mut Diagnostics) -> Option<String> {
    let stripped = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(stripped) {
        Ok(text) if !text.contains('\0') => Some(text.to_owned()),
        outcome => {
            let at = outcome.err().map_or(0, |e| e.valid_up_to());
            diags.push(refusal(path, stripped, at, guess(bytes)));
            None
        }
    }
}

fn refusal(path: &str, bytes: &[u8], at: usize, guess: &str) -> Diagnostic {
    let valid = std::str::from_utf8(&bytes[..at]).unwrap_or("");
    let source = SourceText::new(path, format!("{valid}\u{FFFD}"));
    Diagnostic::new(&ENCODING, Span::new(&source, at..at + 3), format!("文件不是 UTF-8 编码，看起来是 {guess}"))
        .help("在记事本里“另存为”，编码选“UTF-8”；在 WPS 里存为“纯文本”并选 UTF-8，再保存一次")
}

/// Bytes in words: text as it is, and of bytes that are no UTF-8 how many they are and what they mean in the usual other
/// encoding.
pub fn spell(bytes: &[u8]) -> String {
    let Err(error) = std::str::from_utf8(bytes) else { return String::from_utf8_lossy(bytes).into_owned() };
    let (good, rest) = bytes.split_at(error.valid_up_to());
    let foreign = rest.iter().position(u8::is_ascii).unwrap_or(rest.len());
    let (foreign, rest) = rest.split_at(foreign);
    let (meant, _, broken) = encoding_rs::GB18030.decode(foreign);
    let meant = if broken { String::new() } else { format!("，按 GBK 读是“{meant}”") };
    format!("{}（{} 个不合 UTF-8 的字节{meant}）{}", String::from_utf8_lossy(good), foreign.len(), spell(rest))
}

/// The name of the encoding that bytes which are not UTF-8 seem to be in.
fn guess(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => return "UTF-32",
        [0xFF, 0xFE, ..] => return "UTF-16 LE",
        [0xFE, 0xFF, ..] => return "UTF-16 BE",
        _ => {}
    }
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let quarter = (head.len() / 8).max(1);
    if zeros(1) > quarter {
        return "UTF-16 LE";
    }
    if zeros(0) > quarter {
        return "UTF-16 BE";
    }
    let common = |encoding: &'static encoding_rs::Encoding| {
        let (text, _, broken) = encoding.decode(head);
        let han = text.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count();
        // The frequent characters of Chinese prose tell which decoding is language and which is noise.
        let frequent = text
            .chars()
            .filter(|c| "的一是在不了有和人这中大为上个国年到说发展市能工业的電國個這為".contains(*c))
            .count();
        if broken && head.len() == bytes.len() { 0 } else { han + 20 * frequent }
    };
    let best = [
        (common(encoding_rs::GB18030), "GB18030（GBK）"),
        (common(encoding_rs::BIG5), "Big5"),
        (common(encoding_rs::SHIFT_JIS), "Shift_JIS"),
        (common(encoding_rs::UTF_16LE), "UTF-16 LE"),
        (common(encoding_rs::UTF_16BE), "UTF-16 BE"),
    ]
    .into_iter()
    .max_by_key(|(score, _)| *score);
    match best {
        Some((score, name)) if score > if bytes.contains(&0) { 20 } else { 0 } => name,
        _ if bytes.contains(&0) => "二进制文件",
        _ => "一种西文编码（如 Windows-1252）",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Result<&str, &str>) {
        let mut diags = Diagnostics::new();
        let found = text("a.md", bytes, &mut diags);
        match expected {
            Ok(text) => assert_eq!(found.as_deref(), Some(text)),
            Err(part) => {
                let all = diags.sorted();
                assert_eq!(all.len(), 1, "{part}");
                assert!(all[0].message.contains(part), "{} lacks {part}", all[0].message);
            }
        }
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn utf8_is_read_and_the_rest_is_named() {
        let sample = "标题：湖州市的工业碳效码，用电用气数据给企业画出等级。";
        check("碳".as_bytes(), Ok("碳"));
        check(b"\xEF\xBB\xBFabc", Ok("abc"));
        check(b"", Ok(""));
        check(b"a\r\nb", Ok("a\r\nb"));
        check(&encoding_rs::GB18030.encode(sample).0, Err("GB18030"));
        check(&encoding_rs::BIG5.encode("國家發展和改革委員會的電力報告，這個市的工業為主").0, Err("Big5"));
        check(&utf16(sample, u16::to_le_bytes), Err("UTF-16 LE"));
        check(&utf16("title: abc def ghi", u16::to_be_bytes), Err("UTF-16 BE"));
        check(&[b"\xFF\xFE".as_slice(), &utf16(sample, u16::to_le_bytes)].concat(), Err("UTF-16 LE"));
        check(&[b"\xFE\xFF".as_slice(), &utf16(sample, u16::to_be_bytes)].concat(), Err("UTF-16 BE"));
        check(b"\xFF\xFE\0\0a\0\0\0", Err("UTF-32"));
        check(b"caf\xE9 ", Err("西文"));
        check(b"ab\0cd", Err("二进制"));
    }

    #[test]
    fn bytes_are_told_in_words() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(spell(bytes), expected);
        check("碳 a".as_bytes(), "碳 a");
        check(b"t: \xC4\xFA\xBA\xC3\n-", "t: （4 个不合 UTF-8 的字节，按 GBK 读是“您好”）\n-");
        check(b"\xFFa\xC4\xFA", "（1 个不合 UTF-8 的字节）a（2 个不合 UTF-8 的字节，按 GBK 读是“您”）");
    }

    #[test]
    fn place_of_the_first_bad_byte_is_given() {
        let mut diags = Diagnostics::new();
        assert_eq!(text("a.md", b"---\ntitle: \xC4\xFA", &mut diags), None);
        assert_eq!(diags.sorted()[0].span.as_ref().map(ToString::to_string).as_deref(), Some("a.md:2:8"));
    }
}
