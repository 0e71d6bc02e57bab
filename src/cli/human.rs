//! Diagnostics for people at a terminal: message, excerpt with caret, what to do, and a count.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level as Mark, Origin, Renderer, Snippet};

use crate::cli::excerpt::{Excerpt, excerpt};
use crate::cli::visible;
use crate::diag::{Diagnostic, Level, Span};

/// How many are shown; the rest is counted. Nobody mends more than that at once.
const SHOWN: usize = 100;

/// Writes the first hundred diagnostics and how many there are.
///
/// # Errors
/// When `out` can't be written.
pub(crate) fn human(diags: &[Diagnostic], out: &mut dyn Write, colour: bool) -> io::Result<()> {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    for diagnostic in diags.iter().take(SHOWN) {
        writeln!(out, "{}\n", one(diagnostic, &renderer))?;
    }
    count(diags, out)
}

fn count(diags: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    let errors = diags.iter().filter(|d| d.code.level == Level::Error).count();
    let found = match (errors, diags.len() - errors) {
        (0, 0) => return writeln!(out, "没有发现问题。"),
        (errors, 0) => format!("{errors} 个错误"),
        (0, warnings) => format!("{warnings} 个提醒"),
        (errors, warnings) => format!("{errors} 个错误，{warnings} 个提醒"),
    };
    if diags.len() > SHOWN {
        writeln!(out, "共 {found}；上面是前 {SHOWN} 个，改好后再运行一次看其余的。")
    } else {
        writeln!(out, "共 {found}。")
    }
}

fn one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let mark = match diagnostic.code.level {
        Level::Error => Mark::ERROR.with_name("错误"),
        Level::Warning => Mark::WARNING.with_name("提醒"),
    };
    let mut group = Group::with_title(mark.primary_title(visible::line(&diagnostic.message)).id(diagnostic.code.name));
    if let Some(span) = &diagnostic.span {
        group = place(group, span, AnnotationKind::Primary, None);
    }
    for (span, text) in &diagnostic.labels {
        group = place(group, span, AnnotationKind::Context, Some(visible::line(text)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Mark::HELP.with_name("怎么改").message(visible::line(help)));
    }
    renderer.render(&[group])
}

/// A place: where it is, and its line with a caret, unless the file as a whole is meant.
fn place<'a>(group: Group<'a>, span: &Span, kind: AnnotationKind, label: Option<String>) -> Group<'a> {
    let origin = Origin::path(visible::line(&span.source.path));
    match excerpt(span) {
        None => {
            let group = group.element(origin);
            match label {
                Some(label) => group.element(Mark::NOTE.with_name("说明").message(label)),
                None => group,
            }
        }
        Some(Excerpt { text, range, line, column }) => group
            .element(origin.line(line).char_column(column))
            .element(Snippet::source(text).line_start(line).annotation(kind.span(range).label(label))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, SourceText};

    static WRONG: Code = Code { name: "too-long", level: Level::Error, summary: "", page: "" };
    static ODD: Code = Code { name: "heading-skipped", level: Level::Warning, summary: "", page: "" };

    fn check(diags: &[Diagnostic], expected: &str) {
        let mut out = Vec::new();
        human(diags, &mut out, false).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn caret_stands_under_wide_characters() {
        let source = SourceText::new("content/notes/aa.md", "---\ntitle: 碳达峰A方案\n---\n");
        let at = |word: &str| {
            let start = source.text.find(word).unwrap();
            Span::new(&source, start..start + word.len())
        };
        check(
            &[Diagnostic::new(&WRONG, at("达峰"), "“title”有 6 个字，最多 2 个").help("删去 4 个字")],
            "\
错误[too-long]: “title”有 6 个字，最多 2 个
 --> content/notes/aa.md:2:10
  |
2 | title: 碳达峰A方案
  |          ^^^^
  |
  = 怎么改: 删去 4 个字

共 1 个错误。
",
        );
        check(
            &[Diagnostic::new(&ODD, at("方案"), "跳级").label(at("碳"), "前一个在这里")],
            "\
",
        );
    }

    #[test]
    fn places_without_text_are_named() {
        check(&[], "没有发现问题。\n");
        check(&[Diagnostic::new(&WRONG, Span::path("content/x.bin"), "不收这种文件").help("删去")], "");
        check(&[Diagnostic::of_site(&ODD, "没有 base_url")], "");
    }

    #[test]
    fn first_hundred_are_shown() {
        let diags: Vec<_> = (0..101).map(|n| Diagnostic::of_site(&WRONG, format!("第 {n} 个"))).collect();
        let mut out = Vec::new();
        human(&diags, &mut out, false).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.matches("错误[").count(), 100);
        assert!(text.ends_with("共 101 个错误；上面是前 100 个，改好后再运行一次看其余的。\n"), "{text}");
    }

    #[test]
    fn colours_only_when_asked() {
        let diags = [Diagnostic::of_site(&WRONG, "a\u{1b}[31mb")];
        let mut out = Vec::new();
        human(&diags, &mut out, true).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("\u{1b}[1m") || text.contains("\u{1b}[91m"), "{text:?}");
        assert!(text.contains("a\\u{1b}[31mb"), "{text:?}");
    }
}
