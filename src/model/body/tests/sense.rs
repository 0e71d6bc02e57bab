//! What is understood from a body, and what is said about it.

use crate::model::body::count::Counts;
use crate::model::body::tests::{HEAD, understood};
use crate::model::body::{Body, LinkDest};

/// Checks the codes and the marked text of all diagnostics: `code “text”`, in order.
fn said(text: &str, expected: &[&str]) {
    let said: Vec<String> = understood(text)
        .1
        .into_iter()
        .map(|d| format!("{} {}", d.code.name, d.span.as_ref().map_or("", |s| s.text())))
        .collect();
    assert_eq!(said, expected, "{text:?}");
}

fn found(text: &str) -> Body {
    understood(text).0
}

/// The text at a range of the file.
fn at(text: &str, range: &std::ops::Range<usize>) -> String {
    text[range.start - HEAD.len()..range.end - HEAD.len()].to_owned()
}

#[test]
fn diagnostics() {
    said("正文。[S1]\n\n## 背景与问题\n\n### 甲\n", &[]);
    said("# 甲", &["heading-level # 甲"]);
    said("甲\n===", &["heading-level 甲"]);
    said("## 甲\n\n#### 乙\n\n丙", &["heading-skipped #### 乙"]);
    said("### 甲\n\n### 乙", &["heading-skipped ### 甲"]);
    said("## 甲\n\n### 乙\n\n## 丙", &[]);
    said("[甲](javascript:x)", &["unsafe-link [甲](javascript:x)"]);
    said("甲**乙。**丙[丁](ftp://a.cn)", &["unsafe-link [丁](ftp://a.cn)"]);
    said("[甲]()", &["unsafe-link [甲]()"]);
    said("![图](https://a.cn/a.png)", &["unsafe-link ![图](https://a.cn/a.png)"]);
    said("![](a.png)", &["image-without-alt ![](a.png)"]);
    said("![ ](a.png)", &["image-without-alt ![ ](a.png)"]);
    said("甲[S9]。", &["unknown-source S9"]);
    said("见**“双碳”**目标[S1, S3]。", &["unknown-source S3"]);
    said("甲[S3、S1、S3]", &["unknown-source S3", "unknown-source S3"]);
    said("甲\u{10A7F}乙", &["reserved-character \u{10A7F}"]);
    said(&format!("{}甲", "> ".repeat(32)), &[]);
    said(&format!("{}甲", ">".repeat(33)), &["too-large >甲"]);
    said(&format!("{}甲", "- ".repeat(33)), &["too-large - 甲"]);
    said("```json\n1\n```", &[]);
    said(&format!("```json\n{}\n```", "1".repeat(2001)), &["code-too-long ```json"]);
    said(&format!("```text\n{}\n```", "1".repeat(2001)), &[]);
    said("[甲](a.md) <https://a.cn> [乙](#x)", &[]);
}

#[test]
fn limits_of_number() {
    let check = |piece: &str, max: usize| {
        let codes = |n: usize| understood(&piece.repeat(n)).1.iter().map(|d| d.code.name).collect::<Vec<_>>();
        assert_eq!(codes(max), Vec::<&str>::new(), "{piece:?}");
        assert_eq!(codes(max + 1), ["too-large"], "{piece:?}");
    };
    check("## 甲\n\n", 2_000);
    check("[甲](a.md)\n", 5_000);
    check("![甲](a.png)\n", 500);
    let footnotes = |n: usize| {
        (0..n)
            .map(|i| {
                format!(
                    "甲[^{i}]

[^{i}]: 乙

"
                )
            })
            .collect::<String>()
    };
    assert!(understood(&footnotes(1_000)).1.is_empty());
    assert_eq!(understood(&footnotes(1_001)).1.len(), 1);
    let table = |rows: usize| format!("|a|b|\n|-|-|\n{}", "|1|2|\n".repeat(rows));
    assert!(understood(&table(9_999)).1.is_empty());
    assert_eq!(understood(&table(10_000)).1.len(), 1);
    let nested = |n: usize| format!("{}甲{}", "**a *b ".repeat(n), "c* d**".repeat(n));
    assert!(understood(&nested(16)).1.is_empty());
    assert_eq!(understood(&nested(17)).1.len(), 1);
}

#[test]
fn unknown_sources_are_helped() {
    let help = |text: &str| understood(text).1[0].help.clone().unwrap_or_default();
    assert_eq!(help("[S3]"), "是不是 S1？");
    assert_eq!(help("[S999]"), "已登记的来源：S1、S2、S10");
}

#[test]
fn places_are_exact_behind_padded_emphasis() {
    let text = "**重点：**推进，见**“双碳”**目标，[甲。](a.md)。\n\n**重。**后![图](b.png)";
    let body = found(text);
    assert_eq!(at(text, &body.links[0].range), "[甲。](a.md)");
    assert_eq!(at(text, &body.images[0].range), "![图](b.png)");
    assert_eq!(at(text, &body.blocks[1].range), "**重。**后");
}

#[test]
fn sections() {
    let text = "前言12字[S1]。\n\n## 背景与问题\n\n甲乙 abc[S1]。\n\n## 主要做法\n\n1. **一。** 二[S1, S2]\n   1. 内\n2. 三\n\n[编者判断]四\n\n## 别的\n\n### 五\n\n### 六\n";
    let body = found(text);
    let sections: Vec<_> = body
        .sections
        .iter()
        .map(|s| (s.id.as_deref(), s.title.as_str(), s.counts.han, s.counts.words, s.steps, s.marks, s.judgements))
        .collect();
    assert_eq!(
        sections,
        [
            (Some("background"), "背景与问题", 2, 1, 0, 1, 0),
            (Some("measures"), "主要做法", 5, 0, 2, 2, 1),
            (None, "别的", 0, 0, 2, 0, 0),
        ]
    );
    assert_eq!(at(text, &body.sections[0].heading).trim_end(), "## 背景与问题");
    assert_eq!(at(text, &body.sections[0].content).trim(), "甲乙 abc[S1]。");
    assert_eq!(at(text, &body.sections[2].content).trim(), "### 五\n\n### 六");
    let marks: Vec<_> = body.marks.iter().map(|m| (m.id.as_str(), at(text, &m.range))).collect();
    assert_eq!(marks, [("S1", "S1".into()), ("S1", "S1".into()), ("S1", "S1".into()), ("S2", "S2".into())]);
    assert_eq!(body.judgements.iter().map(|r| at(text, r)).collect::<Vec<_>>(), ["[编者判断]"]);
}

#[test]
fn links_and_anchors() {
    let body = found("## 甲 {#one}\n\n[乙**丙**](../x/y.md#z) [丁](#one) <https://a.cn>\n\n## 背景与问题");
    assert_eq!(body.links[0].dest, LinkDest::Document { path: "../x/y.md".into(), anchor: Some("z".into()) });
    assert_eq!(body.links[0].text, "乙丙");
    assert_eq!(body.links[1].dest, LinkDest::Anchor("one".into()));
    assert_eq!(body.links[2].dest, LinkDest::External("https://a.cn".into()));
    let check = |name: &str, expected: Option<&str>| assert_eq!(body.anchor(name), expected, "{name}");
    check("one", Some("h-one"));
    check("h-one", Some("h-one"));
    check("background", Some("background"));
    check("two", None);
}

#[test]
fn blocks_know_their_marks() {
    let check = |text: &str, expected: &[(bool, bool, bool)]| {
        let blocks: Vec<_> = found(text).blocks.iter().map(|b| (b.digits, b.marked, b.judged)).collect();
        assert_eq!(blocks, expected, "{text:?}");
    };
    check("甲", &[(false, false, false)]);
    check("2030年[S1]", &[(true, true, false)]);
    check("甲[编者判断]", &[(false, false, true)]);
    check("- 1\n- 乙[S1]", &[(true, false, false), (false, true, false)]);
    check("|甲|乙|\n|-|-|\n|1|[S1]|\n|2|3|", &[(true, true, false)]);
    check("## 2030年\n\n```\n1\n```\n", &[]);
    check("[甲](https://a.cn/123)", &[(false, false, false)]);
    check("![1](a.png)", &[]);
}

#[test]
fn lengths_and_first_sentences() {
    let check = |text: &str, han: usize, words: usize, first: &str| {
        let body = found(text);
        assert_eq!(body.counts, Counts { han, words }, "{text:?}");
        assert_eq!(body.first_sentence, first, "{text:?}");
    };
    check("", 0, 0, "");
    check("一句话。第二句。", 6, 0, "一句话。");
    check("## 标题\n\n正文**重点。**后面。", 8, 0, "正文重点。");
    check("> 引用。\n\n正文。", 4, 0, "正文。");
    check("- 列表。\n\n正文。", 4, 0, "正文。");
    check("C**O**2是[S1]气体。", 3, 1, "CO2是气体。");
    check("```\ncode\n```\n\n见 `cmd`。", 1, 1, "见 cmd。");
    check("|甲|乙|\n|-|-|\n|1|2|", 2, 2, "");
    check("甲\n乙 b\nc", 2, 2, "甲乙 b c");
    check("![图](a.png)\n\n正文。", 2, 0, "正文。");
    assert_eq!(found(&"碳".repeat(801)).minutes, 3);
}

#[test]
fn headings() {
    let check = |text: &str, expected: &[(u8, &str, bool)]| {
        let body = found(text);
        let headings: Vec<_> = body.headings.iter().map(|h| (h.level, h.text.as_str(), h.outer)).collect();
        assert_eq!(headings, expected, "{text:?}");
    };
    check("## 甲[S1]**乙。**丙", &[(2, "甲乙。丙", true)]);
    check("# 甲", &[(2, "甲", true)]);
    check("> ## 甲", &[(2, "甲", false)]);
    check("## `a` b\n### c", &[(2, "a b", true), (3, "c", true)]);
}
