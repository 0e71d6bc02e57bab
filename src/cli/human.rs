//! Diagnostics for people at a terminal: message, excerpt with caret, what to do. Whoever asked says how many there are.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level as Mark, Origin, Renderer, Snippet};

use crate::cli::excerpt::{Excerpt, excerpt};
use crate::cli::visible;
use crate::diag::{Diagnostic, Level};

/// How many are shown. Nobody mends more than that at once.
const SHOWN: usize = 100;

/// Writes the first hundred diagnostics; of more, how many there are.
///
/// # Errors
/// When `out` can't be written.
pub(crate) fn human(diags: &[Diagnostic], out: &mut dyn Write, colour: bool) -> io::Result<()> {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    for diagnostic in diags.iter().take(SHOWN) {
        writeln!(out, "{}\n", one(diagnostic, &renderer))?;
    }
    if diags.len() > SHOWN {
        writeln!(out, "共 {} 个问题，上面是前 {SHOWN} 个。改好后再运行一次，看其余的。", diags.len())?;
    }
    Ok(())
}

fn one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let mark = match diagnostic.code.level {
        Level::Error => Mark::ERROR.with_name("错误"),
        Level::Warning => Mark::WARNING.with_name("提醒"),
    };
    let mut group = Group::with_title(mark.primary_title(visible::line(&diagnostic.message)).id(diagnostic.code.name));
    let first = diagnostic.span.iter().map(|span| (span, AnnotationKind::Primary, None));
    let others =
        diagnostic.labels.iter().map(|(span, text)| (span, AnnotationKind::Context, Some(visible::line(text))));
    let mut columns = Vec::new();
    for (span, kind, label) in first.chain(others) {
        let path = visible::line(&span.source.path);
        group = match excerpt(span) {
            None => {
                let group = group.element(Origin::path(path));
                match label {
                    Some(label) => group.element(Mark::NOTE.with_name("说明").message(label)),
                    None => group,
                }
            }
            Some(Excerpt { text, range, line, column }) => {
                let characters = text[..range.start].chars().count() + 1;
                columns.push((format!("{path}:{line}:{characters}"), format!("{path}:{line}:{column}")));
                let snippet = Snippet::source(text).path(path).line_start(line);
                group.element(snippet.annotation(kind.span(range).label(label)))
            }
        };
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Mark::HELP.with_name("怎么改").message(visible::line(help)));
    }
    display_columns(&renderer.render(&[group]), &columns)
}

/// The renderer counts characters of what it was given; all our forms say the display column in the file.
fn display_columns(text: &str, columns: &[(String, String)]) -> String {
    let (title, rest) = text.split_once('\n').unwrap_or((text, ""));
    let mut result = format!("{title}\n");
    let mut rest = rest;
    for (counted, shown) in columns {
        if let Some((before, after)) = rest.split_once(counted.as_str()) {
            result.push_str(before);
            result.push_str(shown);
            rest = after;
        }
    }
    result.push_str(rest);
    result.truncate(result.trim_end_matches('\n').len());
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, SourceText, Span};

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

",
        );
        check(
            &[Diagnostic::new(&ODD, at("方案"), "跳级").label(at("碳"), "前一个在这里")],
            "\
提醒[heading-skipped]: 跳级
 --> content/notes/aa.md:2:15
  |
2 | title: 碳达峰A方案
  |               ^^^^
  |
 ::: content/notes/aa.md:2:8
  |
2 | title: 碳达峰A方案
  |        -- 前一个在这里

",
        );
    }

    #[test]
    fn long_lines_and_hidden_characters_keep_their_caret() {
        let long = SourceText::new("a.md", format!("{}坏\u{202e}词{}", "好".repeat(60), "好".repeat(60)));
        let before = "好".repeat(15);
        check(
            &[Diagnostic::new(&WRONG, Span::new(&long, 180..189), "有看不见的字")],
            &format!(
                "错误[too-long]: 有看不见的字\n --> a.md:1:121\n  |\n1 | ...{before}坏\\u{{202e}}词{}...\n  | {}{}\n\n",
                "好".repeat(27),
                " ".repeat(33),
                "^".repeat(12)
            ),
        );
        let same = SourceText::new("a.md", "碳碳碳: 1\n");
        let at = |range| Span::new(&same, range);
        check(
            &[Diagnostic::new(&WRONG, at(9..9), "甲").label(at(0..3), "乙")],
            "错误[too-long]: 甲\n --> a.md:1:7\n  |\n1 | 碳碳碳: 1\n  |       ^\n  |\n ::: a.md:1:1\n  |\n1 | 碳碳碳: 1\n  | -- 乙\n\n",
        );
    }

    #[test]
    fn places_without_text_are_named() {
        check(&[], "");
        check(
            &[Diagnostic::new(&WRONG, Span::path("content/x.bin"), "不收这种文件").help("删去")],
            "错误[too-long]: 不收这种文件\n--> content/x.bin\n = 怎么改: 删去\n\n",
        );
        check(&[Diagnostic::of_site(&ODD, "没有 base_url")], "提醒[heading-skipped]: 没有 base_url\n\n");
        let span = || Span::path("a.md");
        check(
            &[Diagnostic::new(&WRONG, span(), "占用").label(span(), "先占用的")],
            "错误[too-long]: 占用\n--> a.md\n::: a.md\n = 说明: 先占用的\n\n",
        );
    }

    #[test]
    fn first_hundred_are_shown() {
        let diags: Vec<_> = (0..101).map(|n| Diagnostic::of_site(&WRONG, format!("第 {n} 个"))).collect();
        let mut out = Vec::new();
        human(&diags, &mut out, false).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.matches("错误[").count(), 100);
        assert!(text.ends_with("共 101 个问题，上面是前 100 个。改好后再运行一次，看其余的。\n"), "{text}");
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
