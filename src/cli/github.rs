//! Diagnostics as workflow commands of GitHub Actions, which shows them beside the lines of a change.
//!
//! `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=…::message`. The form is that of the documentation of workflow
//! commands; columns count characters.

use std::io::{self, Write};

use crate::cli::region::region;
use crate::cli::visible;
use crate::diag::Diagnostic;

/// Writes one command a line.
///
/// # Errors
/// When `out` can't be written.
pub(crate) fn github(diags: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in diags {
        let code = diagnostic.code;
        write!(out, "::{} ", code.level.word())?;
        if let Some(span) = &diagnostic.span {
            write!(out, "file={},", property(&span.source.path))?;
            if let Some(region) = region(span) {
                write!(out, "line={},", region.start_line)?;
                // A column is only shown within a line.
                if region.start_line == region.end_line {
                    write!(out, "col={},endColumn={},", region.start_column, region.end_column)?;
                } else {
                    write!(out, "endLine={},", region.end_line)?;
                }
            }
        }
        write!(out, "title={}::{}", property(code.name), data(&diagnostic.message))?;
        match &diagnostic.help {
            Some(help) => writeln!(out, "%0A{}", data(&format!("怎么改：{help}")))?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

/// Text behind the colons.
fn data(text: &str) -> String {
    let escape = |text: &str| visible::line(text).replace('%', "%25");
    text.lines().map(escape).collect::<Vec<_>>().join("%0A")
}

/// A value before the colons.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Level, SourceText, Span};

    static WRONG: Code = Code { name: "too-long", level: Level::Error, summary: "", page: "" };
    static ODD: Code = Code { name: "heading-skipped", level: Level::Warning, summary: "", page: "" };

    #[test]
    fn commands() {
        let check = |diagnostic: Diagnostic, expected: &str| {
            let mut out = Vec::new();
            github(&[diagnostic], &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        };
        let source = SourceText::new("content/a,b:c.md", "---\ntitle: 碳达峰\n---\n");
        check(
            Diagnostic::new(&WRONG, Span::new(&source, 14..20), "超过50%").help("删去\n几个字"),
            "::error file=content/a%2Cb%3Ac.md,line=2,col=9,endColumn=11,title=too-long::超过50%25%0A怎么改：删去%0A几个字\n",
        );
        check(
            Diagnostic::new(&ODD, Span::new(&source, 4..24), "跳级"),
            "::warning file=content/a%2Cb%3Ac.md,line=2,endLine=3,title=heading-skipped::跳级\n",
        );
        check(Diagnostic::new(&WRONG, Span::path("a.doc"), "不收"), "::error file=a.doc,title=too-long::不收\n");
        check(Diagnostic::of_site(&WRONG, "没有首页"), "::error title=too-long::没有首页\n");
    }
}
