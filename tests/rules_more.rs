//! What the pages of the rules have no room for: the branches of each rule, one line a case.

#[path = "support/tiny.rs"]
mod tiny;

use peakpress::diag::Span;

const ABSENT: &str = "- { id: not-found, zh: 未见公开资料 }\n";
const LADDER: &str = "- { id: one, zh: 一, evidence: [paper] }\n- { id: two, zh: 二 }\n- { id: three, zh: 三 }\n";

/// A site of one declaration (fields, sections) and documents `id: front matter | body`, with what it gives, `id:line code`.
struct Case {
    declaration: String,
}

fn declared(fields: &[&str], sections: &[&str]) -> Case {
    let list = |name: &str, lines: &[&str]| match lines {
        [] => String::new(),
        lines => format!("{name}:\n{}", lines.iter().map(|line| format!("  {line}\n")).collect::<String>()),
    };
    let head = "label: 笔记\nurl: /notes/{id}/\n";
    Case { declaration: format!("{head}{}{}", list("fields", fields), list("sections", sections)) }
}

impl Case {
    /// Documents as `front matter|body`, named `d0`, `d1` …; the body begins after the front matter's last line.
    fn check(&self, documents: &[&str], expected: &[&str]) {
        let mut files = vec![
            ("content/notes/_collection.yaml".to_owned(), self.declaration.clone()),
            ("content/_terms/absent.yaml".to_owned(), ABSENT.to_owned()),
            ("content/_terms/ladder.yaml".to_owned(), LADDER.to_owned()),
            (
                "content/_terms/proofs.yaml".to_owned(),
                "- { id: paper, zh: 文件 }\n- { id: news, zh: 报道 }\n".to_owned(),
            ),
            ("content/_terms/provinces.yaml".to_owned(), "- { id: zhejiang, zh: 浙江 }\n".to_owned()),
        ];
        for (at, document) in documents.iter().enumerate() {
            let (front, body) = document.split_once('|').unwrap_or((document, "正文。"));
            let front = if front.is_empty() { String::new() } else { format!("{front}\n") };
            files.push((format!("content/notes/d{at}.md"), format!("---\ntitle: 甲\n{front}---\n{body}\n")));
        }
        let files: Vec<(String, Vec<u8>)> = files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        let found: Vec<String> = tiny::check(&files)
            .iter()
            .map(|diagnostic| {
                let span = diagnostic.span.as_ref();
                let path = span.map_or("", |span| &span.source.path);
                let name = path.trim_start_matches("content/notes/").trim_end_matches(".md");
                let line = span.and_then(Span::position).map_or(0, |position| position.line);
                format!("{name}:{line} {}", diagnostic.code.name)
            })
            .collect();
        assert_eq!(found, expected, "{documents:?}\n{}", self.declaration);
    }
}

#[test]
fn needs() {
    let always = declared(&["a: { kind: number, need: always, label: 甲 }"], &[]);
    always.check(&["a: 1"], &[]);
    always.check(&["a:"], &["d0:3 missing-field"]);
    always.check(&["draft: false"], &["d0:2 missing-field"]);
    always.check(&["a: 很多"], &["d0:3 wrong-kind"]);
    always.check(&["a: 1\nabsent: not-found"], &["d0:4 wrong-kind"]);
    let release = declared(&["a: { kind: text, need: release, absent: [not-found], label: 甲 }"], &[]);
    release.check(&[""], &["d0:2 missing-field"]);
    release.check(&["absent: { a: not-found }"], &[]);
    let list = declared(&["a: { kind: list, of: text, need: always, label: 甲 }"], &[]);
    list.check(&["a: []"], &["d0:3 missing-field"]);
    list.check(&["a: [甲]"], &[]);
    let counted = declared(&["a: { kind: text, count: 1.., need: always, label: 甲 }"], &[]);
    counted.check(&["a: []"], &["d0:3 count"]);
}

#[test]
fn needs_under_conditions() {
    let fields = ["a: { kind: flag, label: 甲 }", "b: { kind: text, need: always, if: { a: true }, label: 乙 }"];
    let outside = declared(&fields, &[]);
    outside.check(&["a: true"], &["d0:2 missing-field"]);
    outside.check(&["a: false", "b: 乙", ""], &[]);
    let inside = declared(
        &[
            "g:",
            "  kind: list",
            "  of: group",
            "  label: 组",
            "  fields:",
            &format!("    {}", fields[0]),
            &format!("    {}", fields[1]),
        ],
        &[],
    );
    inside.check(&["g:\n  - { a: false }\n  - { a: true }\n  - { a: true, b: 乙 }"], &["d0:5 missing-field"]);
    let kept = declared(
        &[
            "g: { kind: group, label: 组, fields: { a: { kind: text, need: always, absent: [not-found], label: 甲 }, b: { kind: text, label: 乙 } } }",
        ],
        &[],
    );
    kept.check(&["g: { b: 乙 }"], &["d0:3 missing-field"]);
    kept.check(&["g: { b: 乙, absent: [a] }"], &[]);
    kept.check(&[""], &[]);
}

#[test]
fn dates_in_order() {
    let beside = declared(
        &[
            "a: { kind: date, precision: [year, month, day], label: 甲 }",
            "b: { kind: date, precision: [year, month, day], order: [a, b], label: 乙 }",
        ],
        &[],
    );
    beside.check(&["a: 2024-03\nb: 2024"], &[]);
    beside.check(&["a: 2024-03\nb: 2023"], &["d0:4 bad-order"]);
    beside.check(&["b: 2023"], &[]);
    let ladder = declared(&["s: { kind: list, of: step, from: ladder, evidence: proofs, label: 步 }"], &[]);
    let step = |step: &str, date: &str| format!("  - {{ step: {step}, date: {date}, evidence: paper }}");
    let steps = |steps: &[(&str, &str)]| {
        let lines: Vec<String> = steps.iter().map(|(name, date)| step(name, date)).collect();
        format!("s:\n{}", lines.join("\n"))
    };
    ladder.check(&[&steps(&[("one", "2023"), ("two", "2024"), ("three", "2024-05")])], &[]);
    ladder.check(&[&steps(&[("three", "2025"), ("one", "2024")])], &[]);
    ladder.check(
        &[&steps(&[("one", "2024"), ("two", "2023"), ("three", "2023-05")])],
        &["d0:5 bad-order", "d0:6 bad-order"],
    );
    ladder.check(&[&steps(&[("two", "2024"), ("two", "2023")])], &[]);
    ladder.check(&["s:\n  - { step: one, date: 2024, evidence: news }"], &["d0:4 step-evidence"]);
    ladder.check(&["s:\n  - { step: one, absent: true }\n  - { step: two, date: 2024, evidence: news }"], &[]);
    ladder.check(&["s:\n  - { step: two, evidence: paper }"], &["d0:4 missing-field"]);
}

#[test]
fn bases() {
    let group = declared(
        &[
            "g: { kind: group, basis: true, label: 组, fields: { a: { kind: text, label: 甲 }, b: { kind: text, label: 乙 } } }",
        ],
        &[],
    );
    group.check(&["g: { a: 甲, basis: judgement }"], &[]);
    group.check(&["g: { a: 甲 }"], &["d0:3 missing-basis"]);
    group.check(&["g: { a: 甲, b: 乙 }\nbasis: { g.a: judgement }"], &["d0:3 missing-basis"]);
    group.check(&["g: { a: 甲, b: 乙 }\nbasis: { g.a: judgement, g.b: judgement }"], &[]);
    group.check(&["g: { a: 甲, basis: [S1] }"], &["d0:3 wrong-basis"]);
    group.check(&["g: { a: 甲 }\nbasis: { g: judgement, h: judgement }"], &["d0:4 wrong-basis"]);
    group.check(&["g: { a: 甲 }\nbasis: { g: [S1] }"], &["d0:4 wrong-basis"]);
    group.check(&["basis: judgement"], &["d0:3 wrong-kind"]);
    let section = declared(&[], &["- { id: care, title: 注意, basis: true }"]);
    section.check(&["|## 注意\n\n小心。"], &["d0:4 missing-basis"]);
    section.check(&["|## 注意\n\n小心[编者判断]。\n\n- 一是[编者判断]。"], &[]);
    section.check(&["|## 注意\n\n小心[编者判断]。\n\n又要快。"], &["d0:4 missing-basis"]);
    section.check(&["basis: { care: judgement }|## 注意\n\n小心。"], &[]);
    section.check(
        &["basis: { care: judgement }|## 注意\n\n花了 300 万元，2024年，3个人。"],
        &["d0:7 judgement-with-figure"],
    );
    section.check(&["basis: { care: judgement }|## 注意\n\n从2024年起，有3个难点。"], &[]);
}

#[test]
fn sections() {
    let needed = declared(&[], &["- { id: care, title: 注意, need: release, absent: [not-found] }"]);
    needed.check(&["draft: true"], &[]);
    needed.check(&["absent: { care: not-found }"], &[]);
    needed.check(&["|### 注意\n\n小心。"], &["d0:4 missing-section", "d0:4 heading-skipped"]);
    needed.check(&["|## 注意\n\n## 别的\n\n小心。"], &["d0:4 missing-section"]);
    needed.check(&["absent: { care: not-found }|## 注意\n\n小心。"], &["d0:3 wrong-absent"]);
    let sometimes = declared(
        &["a: { kind: flag, label: 甲 }"],
        &["- { id: care, title: 注意, need: always, if: { a: true }, min: 3 }"],
    );
    sometimes.check(&["a: true"], &["d0:5 missing-section"]);
    sometimes.check(&["a: false|## 注意\n\n小心。"], &["d0:5 short-section"]);
}

#[test]
fn references() {
    let chosen = declared(
        &[
            "see: { kind: reference, to: notes, count: 0.., label: 参看 }",
            "n: { kind: choice, from: ladder, tally: see, label: 数 }",
            "w: { kind: choice, from: ladder, within: see.n, label: 里 }",
        ],
        &[],
    );
    chosen.check(&["see: [d1, d9]\nw: one", ""], &["d0:3 dangling-reference"]);
    chosen.check(&["see: [d1]\nw: one", ""], &["d0:4 within"]);
    chosen.check(&["see: [d1]\nn: one", ""], &["d0:4 tally"]);
    let open = declared(&["see: { kind: reference, label: 参看 }"], &[]);
    open.check(&["see: notes/d1", ""], &[]);
    open.check(&["see: note/d1", ""], &["d0:3 dangling-reference"]);
}

#[test]
fn addresses() {
    let plain = declared(&[], &[]);
    plain.check(&["aliases: [/notes/]"], &["d0:3 alias-collision"]);
    plain.check(&["aliases: [/old/one/]", "aliases: [/old/one/]"], &["d1:3 alias-collision"]);
    plain.check(
        &["|[甲](#none)[乙](d1.md#none)[丙](../x.csv)[丁](term:none)", ""],
        &["d0:4 broken-anchor", "d0:4 broken-anchor", "d0:4 broken-link", "d0:4 broken-link"],
    );
    plain.check(&["published: 2026-11-24 23:59"], &[]);
    plain.check(&["updated: 2026-11-25"], &["d0:3 honest-date"]);
}
