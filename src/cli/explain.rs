//! `peakpress explain CODE`: the page of a rule as plain text; without a code, all codes with their sentences.

use std::fmt::Write as _;

use anyhow::bail;
use unicode_width::UnicodeWidthStr;

use crate::cli::args::Explain;
use crate::cli::terminal::Terminal;
use crate::diag::{Code, Level, nearest};

/// Runs the command.
pub(crate) fn run(args: &Explain, terminal: &Terminal) -> anyhow::Result<bool> {
    let codes = crate::codes();
    let Some(wanted) = &args.code else {
        terminal.print(list(&codes).trim_end());
        return Ok(true);
    };
    match codes.iter().find(|code| code.name == wanted) {
        Some(code) => terminal.print(page(code).trim_end()),
        None => bail!("{}", unknown(wanted, &codes)),
    }
    Ok(true)
}

fn unknown(wanted: &str, codes: &[&Code]) -> String {
    let near = nearest(wanted, codes.iter().map(|code| code.name));
    let near = near.map_or(String::new(), |name| format!("。是不是 {name}？"));
    format!("没有问题代码“{wanted}”{near}\n\n{}", list(codes).trim_end())
}

/// One line per code: name, weight, sentence.
fn list(codes: &[&Code]) -> String {
    let widest = codes.iter().map(|code| code.name.width()).max().unwrap_or(0);
    codes.iter().fold(String::new(), |mut out, code| {
        // Writing to a String can't fail.
        let _ = writeln!(out, "{:widest$}  {}  {}", code.name, level(code.level), code.summary);
        out
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "错误",
        Level::Warning => "提醒",
    }
}

/// A page for the terminal: headings underlined, examples set in under the name of their file.
fn page(code: &Code) -> String {
    let mut out = String::new();
    let mut fence = false;
    let mut hex = false;
    for line in code.page.lines() {
        if let Some(info) = line.strip_prefix("```") {
            fence = !fence;
            hex = fence && info.starts_with("hex ");
            if fence {
                let _ = writeln!(out, "\n  {}", caption(info));
            }
        } else if hex {
            bytes_of(line).lines().for_each(|line| _ = writeln!(out, "    {line}"));
        } else if fence {
            let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        } else if let Some(title) = line.strip_prefix("# ") {
            let _ =
                writeln!(out, "{title}（{}）\n{}", level(code.level), "=".repeat(title.width() + "（错误）".width()));
        } else if let Some(title) = line.strip_prefix("## ") {
            let _ = writeln!(out, "{title}\n{}", "-".repeat(title.width()));
        } else {
            let _ = writeln!(out, "{}", line.replace(['`', '*'], ""));
        }
    }
    out
}

/// A line of an example that is given in hexadecimal numbers, because no text can hold it, in words.
fn bytes_of(line: &str) -> String {
    let digits: Vec<u8> = line.chars().filter_map(|c| u8::try_from(c.to_digit(16)?).ok()).collect();
    let bytes: Vec<u8> = digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit)).collect();
    crate::spell(&bytes)
}

fn caption(info: &str) -> String {
    match info.trim().split_once(' ').map(|(_, rest)| rest.trim()) {
        Some("expect") => "报告：".to_owned(),
        Some("transcript") => "终端里：".to_owned(),
        Some(path) => format!("{path}："),
        None => "例：".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static CODE: Code = Code {
        name: "too-long",
        level: Level::Error,
        summary: "文字不超过声明的字数",
        page: "# too-long\n\n一句话，见 `max`。\n\n## 错例\n```text content/notes/aa.md\n---\ntitle: **长**\n---\n```\n```text expect\ncontent/notes/aa.md:2: too-long\n```\n",
    };
    static OTHER: Code = Code { name: "count", level: Level::Warning, summary: "个数符合声明", page: "" };

    #[test]
    fn page_is_plain_text() {
        assert_eq!(
            page(&CODE),
            "\
too-long（错误）
================

一句话，见 max。

错例
----

  content/notes/aa.md：
    ---
    title: **长**
    ---

  报告：
    content/notes/aa.md:2: too-long
"
        );
    }

    #[test]
    fn bytes_are_told_in_words() {
        let text = "# x\n```hex a.md\n2d2d2d0a 7469746c653a20c4fabac3 0a2d2d2d0a\n```\n";
        let code = Code { name: "x", level: Level::Error, summary: "", page: text };
        let expected = "  a.md：\n    ---\n    title: （4 个不合 UTF-8 的字节，按 GBK 读是“您好”）\n    ---\n";
        assert!(page(&code).ends_with(expected), "{}", page(&code));
    }

    #[test]
    fn unknown_code_is_answered_with_the_nearest() {
        let check = |wanted: &str, first: &str| {
            let text = unknown(wanted, &[&CODE, &OTHER]);
            assert_eq!(text.lines().next(), Some(first));
            assert!(text.ends_with("too-long  错误  文字不超过声明的字数\ncount     提醒  个数符合声明"), "{text}");
        };
        check("to-long", "没有问题代码“to-long”。是不是 too-long？");
        check("zzz", "没有问题代码“zzz”");
    }
}
