//! Diagnostics one to a line, for editors and `grep`: `path:line:col: level[code]: message（help）`.

use std::io::{self, Write};

use crate::cli::visible;
use crate::diag::Diagnostic;

/// Writes all diagnostics, one to a line.
///
/// # Errors
/// When `out` can't be written.
pub(crate) fn short(diags: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in diags {
        if let Some(span) = &diagnostic.span {
            write!(out, "{}: ", visible::line(&span.to_string()))?;
        }
        let code = diagnostic.code;
        write!(out, "{}[{}]: {}", code.level.word(), code.name, visible::line(&diagnostic.message))?;
        match &diagnostic.help {
            Some(help) => writeln!(out, "（{}）", visible::line(help))?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Level, SourceText, Span};

    static WRONG: Code = Code { name: "too-long", level: Level::Error, summary: "", page: "" };
    static ODD: Code = Code { name: "heading-skipped", level: Level::Warning, summary: "", page: "" };

    #[test]
    fn one_line_each() {
        let check = |diagnostic: Diagnostic, expected: &str| {
            let mut out = Vec::new();
            short(&[diagnostic], &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        };
        let source = SourceText::new("content/notes/aa.md", "---\ntitle: 碳达峰\n---\n");
        let span = || Span::new(&source, 14..17);
        check(
            Diagnostic::new(&WRONG, span(), "“title”太长").help("删去 4 个字"),
            "content/notes/aa.md:2:10: error[too-long]: “title”太长（删去 4 个字）\n",
        );
        check(Diagnostic::new(&ODD, span(), "跳级"), "content/notes/aa.md:2:10: warning[heading-skipped]: 跳级\n");
        check(Diagnostic::new(&WRONG, Span::path("a.doc"), "不收"), "a.doc: error[too-long]: 不收\n");
        check(Diagnostic::of_site(&WRONG, "没有\n首页"), "error[too-long]: 没有\\u{a}首页\n");
    }
}
