//! Text of authors → text that can't harm a terminal: control and bidirectional characters show as `\u{…}`.
//!
//! An escape sequence in a title could move the cursor or change what a report says; it is printed, never obeyed.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

/// Whether a character is shown by its number: controls, and marks that turn the direction of text or take no room.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Appends a character to a line, visibly.
pub(crate) fn push(out: &mut String, c: char) {
    if is_hidden(c) {
        // Writing to a String can't fail.
        let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
    } else {
        out.push(c);
    }
}

/// A value as JSON in which nothing hides. Whatever is not ASCII stands inside a string, where an escape means the same.
///
/// # Errors
/// When `out` can't be written.
pub(crate) fn json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    for c in serde_json::to_string_pretty(value)?.chars() {
        if c != '\n' && is_hidden(c) {
            write!(out, "\\u{:04x}", u32::from(c))?;
        } else {
            write!(out, "{c}")?;
        }
    }
    writeln!(out)
}

/// One line of text, visibly.
pub(crate) fn line(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        push(&mut out, c);
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_obeyed_is_shown() {
        let check = |text: &str, expected: &str| assert_eq!(line(text), expected, "{text:?}");
        check("碳达峰 peak", "碳达峰 peak");
        check("a\u{1b}[31mb", "a\\u{1b}[31mb");
        check("a\nb\tc\r", "a\\u{a}b\\u{9}c\\u{d}");
        check("\u{202e}gnp.exe", "\\u{202e}gnp.exe");
        check("零\u{200b}宽", "零\\u{200b}宽");
        check("\u{7f}\u{9b}", "\\u{7f}\\u{9b}");
        check("“引号”——〔2024〕", "“引号”——〔2024〕");
    }
}
