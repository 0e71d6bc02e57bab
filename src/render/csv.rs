//! Rows → CSV as RFC 4180 has it, in UTF-8 with the mark that spreadsheets need to see it, and safe to open in one.

/// What spreadsheets take UTF-8 from.
pub const MARK: &str = "\u{FEFF}";

/// Appends a row.
pub fn row<'a>(cells: impl IntoIterator<Item = &'a str>, out: &mut Vec<u8>) {
    for (at, text) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        cell(text, out);
    }
    out.extend_from_slice(b"\r\n");
}

/// Appends a cell. What a spreadsheet would take for a formula gets an apostrophe in front, numbers excepted.
fn cell(text: &str, out: &mut Vec<u8>) {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let guard = if formula && !is_number(text) { "'" } else { "" };
    if !text.contains([',', '"', '\r', '\n']) {
        out.extend_from_slice(guard.as_bytes());
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    out.extend_from_slice(guard.as_bytes());
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

/// `-1.5`, `+3`, `-2e6`: what can only be a number.
fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b)) && text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn rows() {
        let check = |cells: &[&str], expected: &str| {
            let mut out = Vec::new();
            super::row(cells.iter().copied(), &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), format!("{expected}\r\n"), "{cells:?}");
        };
        check(&["碳达峰", "3", ""], "碳达峰,3,");
        check(&["甲,乙", "说“是”", "say \"yes\"", "两\n行"], "\"甲,乙\",说“是”,\"say \"\"yes\"\"\",\"两\n行\"");
        check(&["-1.5", "+3", "-2e6", "1-2"], "-1.5,+3,-2e6,1-2");
        check(&["=1+2", "+A1", "-A1", "@SUM(A1)", "\tx", "\rx"], "'=1+2,'+A1,'-A1,'@SUM(A1),'\tx,\"'\rx\"");
        check(&["=cmd|'/c calc'!A1,x"], "\"'=cmd|'/c calc'!A1,x\"");
        check(&["-", "--1", "+1+1", "-inf", "＝1+2"], "'-,'--1,'+1+1,'-inf,'＝1+2");
    }
}
