//! Fenced blocks: what they become, and what is said about them.

use crate::model::body::carry::carry;
use crate::model::body::plain::parts;
use crate::model::body::tests::carry::Abroad;
use crate::model::body::tests::{HEAD, page_of, plain_of, understood, with_source};

const J: &str = "\u{2060}";

fn block(name: &str, yaml: &str) -> String {
    format!("```{name}\n{yaml}\n```\n")
}

#[test]
fn html() {
    let check = |name: &str, yaml: &str, expected: &str| {
        let page = page_of(&block(name, yaml)).replace('\n', "").replace(J, "");
        assert_eq!(page, expected, "{yaml:?}");
    };
    let s1 = "<sup class=\"mark\"><a href=\"#s1\" aria-label=\"来源1\">[1]</a></sup>";
    let judged = "<span class=\"tag tag--judge\"><span class=\"hidden\">（</span>编者判断<span class=\"hidden\">）</span></span>";
    check(
        "facts",
        "- { label: 规模, value: 30 万平方米, source: S1 }\n- label: 花费\n  value: 约**800 万元**[S1]\n  note: 不含*管道*",
        &format!(
            "<div class=\"facts\"><dl><div><dt>规模</dt><dd>30 万平方米{s1}</dd></div><div><dt>花费</dt>\
             <dd>约<strong>800 万元</strong>{s1}<p class=\"small\">不含<em>管道</em></p></dd></div></dl></div>"
        ),
    );
    check(
        "timeline",
        "- { date: 2021-07-05, text: 试行, done: true, source: S1 }\n- { date: 2024-03, text: '见[甲](a.md)' }\n- { date: 2030, text: 推广, done: false, source: judgement }",
        &format!(
            "<ol class=\"time\"><li class=\"time__done\"><span class=\"time__d\">2021年7月5日</span><div><p>试行{s1}</p>\
             <p class=\"time__more\">已完成</p></div></li><li><span class=\"time__d\">2024年3月</span><div>\
             <p>见<a href=\"../a.md/\">甲</a></p></div></li><li><span class=\"time__d\">2030年</span><div>\
             <p>推广{judged}</p><p class=\"time__more\">未完成</p></div></li></ol>"
        ),
    );
    check(
        "note",
        "kind: warning\ntitle: 先看“碳效”\ntext: |\n  第一行\n  第二行 <b>[S1]。",
        &format!(
            "<div class=\"note note--warning\" role=\"note\"><p class=\"note__kind\">注意</p><p><strong>先看“碳效”</strong></p>\
             <p>第一行第二行 &lt;b&gt;{s1}。</p></div>"
        )
        .replace(" &lt;b&gt;<sup", " &lt;b&gt;<sup"),
    );
    check(
        "note",
        "kind: tip\ntext: [甲, 乙]\nsource: [S1, S2]",
        "<div class=\"note note--tip\" role=\"note\"><p class=\"note__kind\">提示</p><p>甲</p><p>乙<sup class=\"mark\">\
         <a href=\"#s1\" aria-label=\"来源1\">[1]</a><a href=\"#s2\" aria-label=\"来源2\">[2]</a></sup></p></div>",
    );
    let head = "src: a.png\nalt: 一座“厂”\ncredit: 某市\nlicence: CC BY 4.0\n";
    let img = "<img src=\"../a.png\" alt=\"一座“厂”\" width=\"4\" height=\"3\" loading=\"lazy\">";
    check(
        "figure",
        &format!("{head}caption: 2024年的**厂**\nsource: S1\nmap: true\nmap_approval: 示例号"),
        &format!(
            "<figure class=\"figure\">{img}<figcaption><span class=\"figure__say\">2024年的<strong>厂</strong>{s1}</span> \
             图：某市，CC BY 4.0，审图号：示例号</figcaption></figure>"
        ),
    );
    check(
        "figure",
        &head.replace("a.png", "missing.png"),
        "<figure class=\"figure\">一座“厂”<figcaption>图：某市，CC BY 4.0</figcaption></figure>",
    );
    // What can't be read is shown as it was written; a wrong item is left out.
    check("note", "甲", "<pre class=\"code\" tabindex=\"0\"><code class=\"language-note\">甲</code></pre>");
    check(
        "facts",
        "- { label: 甲 }\n- { label: 乙, value: 丙 }",
        "<div class=\"facts\"><dl><div><dt>乙</dt><dd>丙</dd></div></dl></div>",
    );
}

#[test]
fn in_lists_and_indented() {
    let check = |text: &str| {
        assert!(page_of(text).contains("<dt>甲</dt><dd>乙\u{2060}<sup"), "{text:?}: {}", page_of(text));
        assert!(understood(text).1.is_empty(), "{text:?}: {:?}", understood(text).1);
    };
    check("  ```facts\n  - label: 甲\n    value: 乙[S1]\n  ```");
    check("- 一\n\n  ```facts\n  - label: 甲\n    value: 乙[S1]\n  ```");
    check("1. 一\n\n   ~~~~ facts\n   - label: 甲\n\n     value: 乙[S1]\n   ~~~~\n");
    check("```Facts\r\n- label: 甲\r\n  value: 乙[S1]\r\n```\r\n");
    check("```facts\n- label: 甲\n  value: 乙[S1]");
}

#[test]
fn diagnostics() {
    let check = |name: &str, yaml: &str, expected: &[&str]| {
        let text = block(name, yaml);
        let said = understood(&text).1;
        let said: Vec<String> = said
            .into_iter()
            .map(|d| {
                assert!(d.help.as_ref().is_some_and(|help| !help.is_empty()), "{d:?}");
                format!("{} {}", d.code.name, d.span.as_ref().map_or("", |s| s.text()))
            })
            .collect();
        assert_eq!(said, expected, "{yaml:?}");
    };
    check("facts", "- { label: 甲, value: 乙 }", &[]);
    check("facts", "- { lable: 甲, value: 乙 }", &["bad-block { lable: 甲, value: 乙 }", "unknown-key lable"]);
    check("facts", "- { label: 甲, value: }", &["bad-block value"]);
    check("facts", "- 甲", &["bad-block 甲"]);
    check("facts", "label: 甲\nvalue: 乙", &["bad-block label: 甲"]);
    check("facts", "", &["bad-block ```facts"]);
    check("facts", "- { label: 甲, value: [乙] }", &["bad-block [乙]"]);
    check("facts", "- { label: 甲, value: 乙, source: S9 }", &["unknown-source S9"]);
    check("facts", "- { label: 甲, value: 乙, source: [S1, S9] }", &["unknown-source S9"]);
    check("facts", "- { label: 甲, value: '乙[S9]' }", &["unknown-source S9"]);
    check("facts", "- { label: 甲, value: 乙, source: 年报 }", &["bad-block 年报"]);
    check("facts", "- { label: 甲, value: 乙, source: { a: S1 } }", &["bad-block { a: S1 }"]);
    check("facts", "- label：甲", &["bad-block label：甲"]);
    check("facts", "- { label: 甲, value: '[乙](javascript:x)' }", &["unsafe-link [乙](javascript:x)"]);
    check("facts", "- { label: 甲, value: '![乙](a.png)' }", &["bad-block ![乙](a.png)"]);
    check("facts", "- { label: 甲, value: '- 乙' }", &["bad-block - 乙"]);
    check("facts", "- { label: 甲, value: \"乙\\n丙\" }", &["bad-block \"乙\\n丙\""]);
    check("facts", "- { label: &a 甲, value: 乙 }", &["yaml-feature &a 甲"]);
    check("facts", "- { label: 甲, label: 乙, value: 丙 }", &["duplicate-key label"]);
    check("facts", "- { label: 甲, value: '【S1】' }", &["mark-form 【S1】"]);
    check("facts", "- { label: 甲, value: '$\\frac{1}$' }", &["bad-math \\frac"]);
    check(
        "facts",
        &format!("- {{ label: 甲, value: {} }}", "乙".repeat(1001)),
        &[&format!("too-long {}", "乙".repeat(1001))],
    );
    check(
        "facts",
        &format!("- {{ label: {}, value: 乙 }}", "甲".repeat(41)),
        &[&format!("too-long {}", "甲".repeat(41))],
    );
    check("facts", &"- { label: 甲, value: 乙 }\n".repeat(200), &[]);
    check("facts", &"- { label: 甲, value: 乙 }\n".repeat(201), &["too-large { label: 甲, value: 乙 }"]);
    check("facts", &format!("- {{ label: 甲, value: 乙 }}\n{}", "#\n".repeat(33_000)), &["too-large ```facts"]);
    check("timeline", "- { date: 2024-03, text: 甲 }", &[]);
    check("timeline", "- { date: 2024年3月, text: 甲 }", &["bad-date 2024年3月"]);
    check("timeline", "- { date: 2024-02-30, text: 甲 }", &["bad-date 2024-02-30"]);
    check("timeline", "- { date: 2024-03, text: 甲, done: 是 }", &["bad-block 是"]);
    let figure = "{ src: a.png, alt: 一座厂, credit: 某市, licence: 自有 }";
    let with = |more: &str| figure.replace(" }", &format!(", {more} }}"));
    check("figure", figure, &[]);
    check("picture", figure, &["bad-block ```picture"]);
    check("figure", &format!("- {figure}"), &[&format!("bad-block - {figure}")]);
    check(
        "figure",
        &figure.replace("credit", "by"),
        &[&format!("bad-block {}", figure.replace("credit", "by")), "unknown-key by"],
    );
    check("figure", &figure.replace("一座厂", "' '"), &["bad-block ' '"]);
    check("figure", &figure.replace("a.png", "https://a.invalid/a.png"), &["unsafe-link https://a.invalid/a.png"]);
    check("figure", &with("map: true"), &["map-approval map"]);
    check("figure", &with("map: true, map_approval: 无"), &["map-approval map_approval"]);
    check("figure", &with("map: 是"), &["map-approval map"]);
    check("figure", &with("map: true, map_approval: 示例号"), &[]);
    check("figure", &with("map: false"), &[]);
    check("figure", &with("caption: '[S9]'"), &["unknown-source S9"]);
    check("timeline", "- { text: 甲 }", &["bad-block { text: 甲 }"]);
    check("note", "kind: note\ntext: 甲", &[]);
    check("note", "kind: notes\ntext: 甲", &["bad-block notes"]);
    check("note", "kind: 提示\ntext: 甲", &["bad-block 提示"]);
    check("note", "kind: tip", &["bad-block kind: tip"]);
    check("note", "kind: tip\ntext: 甲\ncolour: red", &["unknown-key colour"]);
    check("note", "- 甲", &["bad-block - 甲"]);
    check("fact", "- 甲", &["bad-block ```fact"]);
    check("text", "- 甲", &[]);
    check("yaml", "label: 甲", &[]);
}

#[test]
fn in_a_quote_it_is_refused() {
    let (_, said) = understood("> ```note\n> kind: tip\n> text: 甲\n> ```");
    assert_eq!(said.iter().map(|d| d.code.name).collect::<Vec<_>>(), ["bad-block"]);
}

#[test]
fn at_most_a_hundred() {
    let codes = |n: usize| understood(&block("note", "kind: tip\ntext: 甲").repeat(n)).1.len();
    assert_eq!((codes(100), codes(101)), (0, 1));
}

#[test]
fn places_are_those_of_the_file() {
    let text = block("facts", "- label: 甲\n  value: 乙\n    丙[S1]\n    丁[S9]");
    let (body, said) = understood(&text);
    let span = said[0].span.as_ref().unwrap();
    let line = HEAD.lines().count() + 5;
    assert_eq!(span.position().map(|p| (p.line, p.column)), Some((line, 8)));
    let marks: Vec<&str> =
        body.marks.iter().map(|m| &text[m.range.start - HEAD.len()..m.range.end - HEAD.len()]).collect();
    assert_eq!(marks, ["S1", "S9"]);
}

#[test]
fn what_is_found() {
    let text = format!(
        "## 背景与问题\n\n{}\n{}",
        block("facts", "- { label: 规模, value: '30 家[S1]见[甲](a.md)' }\n- { label: 看法, value: '好[编者判断]' }"),
        block("timeline", "- { date: 2024, text: 甲, source: S2 }\n- { date: 2025, text: 乙, source: judgement }"),
    );
    let body = understood(&text).0;
    assert_eq!(body.marks.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["S1", "S2"]);
    assert_eq!(body.judgements.len(), 2);
    assert_eq!((body.sections[0].marks, body.sections[0].judgements), (2, 2));
    assert_eq!(body.links.len(), 1);
    let blocks: Vec<(bool, bool, bool)> = body.blocks.iter().map(|b| (b.digits, b.marked, b.judged)).collect();
    assert_eq!(blocks, [(true, true, false), (false, false, true), (true, true, false), (true, false, true)]);
    assert!(body.counts.han > 8, "{:?}", body.counts);
    assert_eq!(body.first_sentence, "");
}

#[test]
fn plain_text() {
    let check = |name: &str, yaml: &str, expected: &str| {
        assert_eq!(plain_of(&format!("前\n\n{}\n后", block(name, yaml))).trim_end(), expected)
    };
    check(
        "facts",
        "- { label: 规模, value: '30 **家**[S1]', note: 不含分厂 }\n- { label: 甲, value: 乙 }",
        "前\n规模 30 家 不含分厂\n甲 乙\n后",
    );
    check("timeline", "- { date: 2024-03, text: '见[甲](a.md)' }", "前\n2024年3月 见甲\n后");
    check("note", "kind: tip\ntitle: 甲\ntext: [乙, 丙]", "前\n甲\n乙\n丙\n后");
}

#[test]
fn away_from_the_page() {
    let text = block("facts", "- { label: 规模, value: '30 家[S1]见[甲](../a.md)', source: judgement }");
    let parts = with_source(&text, parts);
    assert_eq!(parts[0].text, "规模 30 家[S1]见甲[编者判断]");
    let mut out = String::new();
    with_source(&text, |body| carry(body, &Abroad, &mut out));
    assert_eq!(out, text.replace("../a.md", "https://a.b/a/"));
}
