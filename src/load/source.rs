//! A content file → its text, its front matter as a tree, and where its body stands.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Diagnostic, Diagnostics, SourceText, Span};
use crate::load::yaml::{self, Limits, Node};
use crate::load::{FRONT_MATTER_MALFORMED, FRONT_MATTER_MISSING, TOO_LARGE};

/// Limits of SECURITY 3.1 for one text file.
const MAX_FILE: usize = 1 << 20;
const MAX_LINES: usize = 20_000;
const MAX_LINE: usize = 64 << 10;
const MAX_FRONT: usize = 64 << 10;

/// One text file, split but not understood.
#[derive(Clone, Debug)]
pub struct Source {
    /// The whole text.
    pub text: Arc<SourceText>,
    /// The front matter, or the whole file if it is YAML; `None` when it could not be read.
    pub tree: Option<Node>,
    /// Bytes of the front matter.
    pub front: Range<usize>,
    /// Bytes of the Markdown body; empty for YAML files.
    pub body: Range<usize>,
}

/// Splits a Markdown file into front matter and body.
pub fn markdown(text: Arc<SourceText>, diags: &mut Diagnostics) -> Source {
    let whole = text.text.len();
    let unread = |text: Arc<SourceText>| Source { text, tree: None, front: 0..0, body: whole..whole };
    if !within_limits(&text, diags) {
        return unread(text);
    }
    let Some(first) = text.text.split_inclusive('\n').next().filter(|line| line.trim_end() == "---") else {
        let help = "文件第一行写 ---，接着写 title 等键，再用一行 --- 结束，下面才是正文";
        let end = text.text.find('\n').unwrap_or(whole);
        diags.push(Diagnostic::new(&FRONT_MATTER_MISSING, Span::new(&text, 0..end), "文件没有头部").help(help));
        return unread(text);
    };
    let start = first.len();
    let mut at = start;
    for line in text.text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            let (front, body) = (start..at, at + line.len()..whole);
            let tree = front_matter(&text, front.clone(), diags);
            return Source { text, tree, front, body };
        }
        at += line.len();
    }
    let help = "在头部的最后一个键之后另起一行，写 ---";
    diags.push(
        Diagnostic::new(&FRONT_MATTER_MALFORMED, Span::new(&text, 0..3), "头部没有结束：找不到第二行 ---").help(help),
    );
    unread(text)
}

fn front_matter(text: &Arc<SourceText>, front: Range<usize>, diags: &mut Diagnostics) -> Option<Node> {
    if front.len() > MAX_FRONT {
        let message = format!("头部有 {} 字节，超过 64 KiB", front.len());
        diags.push(
            Diagnostic::new(&TOO_LARGE, Span::new(text, front.start..front.start), message).help("长文字移到正文里"),
        );
        return None;
    }
    let node = yaml::read(text, front.clone(), Limits::CONTENT, diags)?;
    if matches!(node.tree, yaml::Tree::Map(_) | yaml::Tree::Null) {
        return Some(node);
    }
    diags.push(
        Diagnostic::new(&FRONT_MATTER_MALFORMED, Span::new(text, node.range), "头部不是“键: 值”的形式")
            .help("每行写一个键，例如 title: 标题"),
    );
    None
}

/// Reads a YAML file of the site's keepers (configuration, declaration, vocabulary).
pub fn yaml(text: Arc<SourceText>, diags: &mut Diagnostics) -> Source {
    let whole = text.text.len();
    let tree = if within_limits(&text, diags) { yaml::read(&text, 0..whole, Limits::SITE, diags) } else { None };
    Source { text, tree, front: 0..whole, body: whole..whole }
}

fn within_limits(text: &Arc<SourceText>, diags: &mut Diagnostics) -> bool {
    let before = diags.len();
    let mut refuse = |range: Range<usize>, message: String, help: &str| {
        diags.push(Diagnostic::new(&TOO_LARGE, Span::new(text, range), message).help(help));
    };
    if text.text.len() > MAX_FILE {
        refuse(0..0, format!("文件有 {} 字节，超过 1 MiB", text.text.len()), "拆成几篇，或把附件另存");
        return false;
    }
    let mut at = 0;
    for (number, line) in text.text.split_inclusive('\n').enumerate() {
        if number == MAX_LINES {
            refuse(at..at, format!("文件超过 {MAX_LINES} 行"), "拆成几篇");
            break;
        }
        if line.len() > MAX_LINE {
            refuse(at..at, "这一行超过 64 KiB".to_owned(), "把长行断开；数据另存为附件");
        }
        at += line.len();
    }
    diags.len() == before
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, body: &str, expected: &[(&str, usize)]) {
        let source = SourceText::new("a.md", text);
        let mut diags = Diagnostics::new();
        let split = markdown(source, &mut diags);
        assert_eq!(&split.text.text[split.body.clone()], body, "{text:?}");
        let found: Vec<_> = diags
            .sorted()
            .into_iter()
            .map(|d| (d.code.name, d.span.as_ref().and_then(Span::position).map_or(0, |p| p.line)))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn front_matter_is_split_from_body() {
        check("---\ntitle: x\n---\n正文\n", "正文\n", &[]);
        check("---\r\ntitle: x\r\n---\r\n正文\r\n", "正文\r\n", &[]);
        check("---\ntitle: x\n---", "", &[]);
        check("---\n---\n正文", "正文", &[]);
        check("--- \ntitle: x\n---  \nx\n\n---\ny", "x\n\n---\ny", &[]);
        check("正文\n", "", &[("front-matter-missing", 1)]);
        check("", "", &[("front-matter-missing", 1)]);
        check("\n---\ntitle: x\n---\n", "", &[("front-matter-missing", 1)]);
        check("---\ntitle: x\n", "", &[("front-matter-malformed", 1)]);
        check("---\n- a\n- b\n---\nx", "x", &[("front-matter-malformed", 2)]);
        check("---\n正文\n---\nx", "x", &[("front-matter-malformed", 2)]);
        check(&("---\n---\n".to_owned() + &"a".repeat(MAX_LINE + 1)), "", &[("too-large", 3)]);
        check(&("---\n---\n".to_owned() + &"a\n".repeat(MAX_LINES)), "", &[("too-large", 20_001)]);
        check(&("---\n---\n".to_owned() + &"a\n".repeat(MAX_FILE)), "", &[("too-large", 1)]);
        check(&format!("---\na: {}\nb: {}\n---\nx", "x".repeat(40_000), "x".repeat(40_000)), "x", &[("too-large", 2)]);
    }
}
