//! Diagnostics for programs: one JSON array. Keys are never renamed or removed; lines and display columns count from 1.

use std::io::{self, Write};

use serde::Serialize;

use crate::cli::visible;
use crate::diag::{Diagnostic, Position, Span};

#[derive(Serialize)]
struct Problem<'a> {
    code: &'a str,
    level: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    #[serde(flatten)]
    place: Place<'a>,
    labels: Vec<Label<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

/// All `null` for the site as a whole; only `path` for a file as a whole. The end is the column after the last character.
#[derive(Default, Serialize)]
struct Place<'a> {
    path: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

/// Writes all diagnostics as one array.
///
/// # Errors
/// When `out` can't be written.
pub(crate) fn json(diags: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    let problems: Vec<Problem<'_>> = diags.iter().map(problem).collect();
    visible::json(&problems, out)
}

fn problem(diagnostic: &Diagnostic) -> Problem<'_> {
    Problem {
        code: diagnostic.code.name,
        level: diagnostic.code.level.word(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        place: diagnostic.span.as_ref().map(place).unwrap_or_default(),
        labels: diagnostic.labels.iter().map(|(span, text)| Label { message: text, place: place(span) }).collect(),
    }
}

fn place(span: &Span) -> Place<'_> {
    let at = |offset: usize| span.source.position(offset);
    let (start, end): (Option<Position>, Option<Position>) =
        span.range.as_ref().map_or((None, None), |range| (Some(at(range.start)), Some(at(range.end))));
    Place {
        path: Some(&span.source.path),
        line: start.map(|p| p.line),
        column: start.map(|p| p.column),
        end_line: end.map(|p| p.line),
        end_column: end.map(|p| p.column),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Level, SourceText};

    static WRONG: Code = Code { name: "too-long", level: Level::Error, summary: "", page: "" };

    fn check(diags: &[Diagnostic], expected: &str) {
        let mut out = Vec::new();
        json(diags, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn keys_are_stable() {
        let source = SourceText::new("content/notes/aa.md", "---\ntitle: 碳达峰\n---\n");
        let diagnostic = Diagnostic::new(&WRONG, Span::new(&source, 14..20), "“title”太长")
            .help("删去 4 个字")
            .label(Span::file(&source), "看这里");
        check(
            &[diagnostic],
            r#"[
  {
    "code": "too-long",
    "level": "error",
    "message": "“title”太长",
    "help": "删去 4 个字",
    "path": "content/notes/aa.md",
    "line": 2,
    "column": 10,
    "end_line": 2,
    "end_column": 14,
    "labels": [
      {
        "message": "看这里",
        "path": "content/notes/aa.md",
        "line": null,
        "column": null,
        "end_line": null,
        "end_column": null
      }
    ]
  }
]
"#,
        );
    }

    #[test]
    fn site_as_a_whole_has_no_place() {
        check(&[], "[]\n");
        check(
            &[Diagnostic::of_site(&WRONG, "a\u{202e}\u{1b}\u{7f}b\nc")],
            r#"[
  {
    "code": "too-long",
    "level": "error",
    "message": "a\u202e\u001b\u007fb\nc",
    "help": null,
    "path": null,
    "line": null,
    "column": null,
    "end_line": null,
    "end_column": null,
    "labels": []
  }
]
"#,
        );
    }
}
