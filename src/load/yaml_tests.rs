//! Cases for the YAML tree: places of values, refusals, and agreement with `serde_yaml`.

use super::*;

fn parse(text: &str) -> (Option<Node>, Vec<Diagnostic>, Arc<SourceText>) {
    let source = SourceText::new("a.yaml", text);
    let mut diags = Diagnostics::new();
    let node = read(&source, 0..text.len(), Limits::CONTENT, &mut diags);
    (node, diags.sorted(), source)
}

/// `path` is dotted; numbers index lists. `expected` is the exact text the value's range covers.
fn place(text: &str, path: &str, expected: &str) {
    let (node, diags, source) = parse(text);
    assert!(diags.is_empty(), "{text:?}: {diags:?}");
    let mut at = &node.unwrap();
    for part in path.split('.').filter(|p| !p.is_empty()) {
        at = match part.parse::<usize>() {
            Ok(index) => &at.items()[index],
            Err(_) => at.get(part).unwrap(),
        };
    }
    assert_eq!(&source.text[at.range.clone()], expected, "{text:?} {path}");
}

#[test]
fn every_value_knows_its_bytes() {
    place("title: 湖州市\nyear: 2023\n", "title", "湖州市");
    place("title: 湖州市\nyear: 2023\n", "year", "2023");
    place("title: \"湖州\" # 注\n", "title", "\"湖州\"");
    place("a: 'x' # 注\n", "a", "'x'");
    place("a: \"x\\\"y\" # 注\n", "a", "\"x\\\"y\"");
    place("title: 湖州市   \nb: 1", "title", "湖州市");
    place("title: 湖州市 # 注\nb: 1", "title", "湖州市");
    place("a: [x, 碳, z]\n", "a.1", "碳");
    place("a: [x, 碳, z]\n", "a", "[x, 碳, z]");
    place("a:\n  - x\n  - { b: 碳, c: d }\n", "a.1.b", "碳");
    place("a:\n  - x\n  - { b: 碳, c: d }\n", "a.1", "{ b: 碳, c: d }");
    place("a:\n  b:\n    c: 值\nz: 1\n", "a.b", "c: 值");
    place("a:\n  - x\n  - y\nz: 1\n", "a", "- x\n  - y");
    place("a:\nb: 1\n", "a", "");
    place("a: 'it''s'\n", "a", "'it''s'");
    place("a: |\n  多行\n  文字\nb: 1\n", "b", "1");
}

fn refused(text: &str, expected: &[(&str, usize, usize)]) {
    let (_, diags, _) = parse(text);
    let found: Vec<_> = diags
        .iter()
        .map(|d| {
            let at = d.span.as_ref().and_then(Span::position).unwrap();
            (d.code.name, at.line, at.column)
        })
        .collect();
    assert_eq!(found, expected, "{text:?}: {diags:?}");
    assert!(diags.iter().all(|d| d.help.is_some()), "{text:?}");
}

#[test]
fn what_authors_must_not_write_is_refused_at_its_place() {
    refused("a: &x 1\n", &[("yaml-feature", 1, 4)]);
    refused("a: 1\nb: &y [1]\nc: *y\n", &[("yaml-feature", 2, 4), ("yaml-feature", 3, 4)]);
    refused("a: !!str 1\n", &[("yaml-feature", 1, 4)]);
    refused("<<: { a: 1 }\nb: 1\n", &[("yaml-feature", 1, 1)]);
    refused("a: 1\nb: 2\na: 3\n", &[("duplicate-key", 3, 1)]);
    refused("x: { a: 1, a: 2 }\n", &[("duplicate-key", 1, 12)]);
    refused("a: 1\n---\nb: 1\n", &[("front-matter-malformed", 3, 1)]);
    refused("标题: 一\n标题: 二\n", &[("duplicate-key", 2, 1)]);
    let deep = "{ a: ".repeat(10) + "1" + &" }".repeat(10);
    refused(&deep, &[("too-large", 1, 43)]);
    let many: String = (0..201).map(|i| format!("k{i}: 1\n")).collect();
    refused(&many, &[("too-large", 201, 1)]);
}

#[test]
fn bad_syntax_is_told_in_plain_words_at_its_own_line() {
    let check = |text: &str, part: &str, line: usize, column: usize| {
        let (node, diags, _) = parse(text);
        assert!(node.is_none(), "{text:?}");
        let at = diags[0].span.as_ref().and_then(Span::position).unwrap();
        assert!(diags[0].message.contains(part), "{text:?}: {} lacks {part}", diags[0].message);
        assert_eq!((at.line, at.column), (line, column), "{text:?}: {}", diags[0].message);
    };
    check("title：湖州\na: 1\n", "全角冒号", 1, 6);
    check("a: 1\npilot：huzhou\ncontent: [x]\n", "全角冒号", 2, 6);
    check("a: 1\npilot：huzhou\n\n# 注\ncontent: [x]\n", "全角冒号", 2, 6);
    check("a: 1\nabsent：{ cost: x, lessons: y }\nb: 1\n", "全角冒号", 2, 7);
    check("a: 1\nvisibility:open\nsources: 1\n", "没有空格", 2, 11);
    check("published:\u{3000}2024\na: 1\n", "全角空格", 1, 11);
    check("s:\n  -id: S1\n  - id: S2\n", "“-”后面", 2, 3);
    check("a:\n\t- x\n", "Tab", 2, 1);
    check("s:\n  - id: S1\n\tbody: x\n", "Tab", 3, 1);
    check("a: \"x\nb: 1\n", "引号", 1, 4);
    check("a: \"湖州\"市\nb: 1\n", "引号外还有字", 1, 10);
}

#[test]
fn other_bad_syntax_is_told_in_plain_words() {
    let check = |text: &str, part: &str| {
        let (node, diags, _) = parse(text);
        assert!(node.is_none(), "{text:?}");
        assert!(diags[0].message.contains(part), "{text:?}: {} lacks {part}", diags[0].message);
    };
    check("a: b: c\n", "冒号");
    check("a: [1, 2\nb: 1\n", "括号");
    check("a: x\n   b: y\n c: z\n", "冒号");
}

/// Both readers must give the same tree: ours with places, `serde_yaml` without.
#[test]
fn both_readers_agree() {
    fn same(node: &Node, value: &serde_yaml::Value) -> bool {
        use serde_yaml::Value;
        match (&node.tree, value) {
            (Tree::Null, Value::Null) => true,
            (Tree::Scalar { text, .. }, Value::String(s)) => text == s,
            (Tree::Scalar { text, plain: true }, Value::Bool(b)) => text.parse() == Ok(*b),
            (Tree::Scalar { text, plain: true }, Value::Number(n)) => {
                text.parse::<f64>().ok() == n.as_f64() || text.starts_with("0x") || text.starts_with("0o")
            }
            (Tree::List(a), Value::Sequence(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
            (Tree::Map(a), Value::Mapping(b)) => {
                a.len() == b.len()
                    && a.iter().zip(b).all(|(a, (k, v))| {
                        let key = match k {
                            Value::String(s) => s.clone(),
                            other => serde_yaml::to_string(other).unwrap().trim().to_owned(),
                        };
                        a.key == key && same(&a.value, v)
                    })
            }
            _ => false,
        }
    }
    for text in [
        "title: 湖州市\nyear: 2023\n",
        "a: [1, 2.5, x, ~, '', \"\"]\n",
        "a: 2024-03-01\nb: 2024-03\nc: 08\n",
        "a: true\nb: yes\nc: no\nd: on\n",
        "a: |\n  一\n  二\n\nb: >\n  三\n  四\n",
        "a: {b: {c: [d, {e: f}]}}\n",
        "- id: x\n  zh: 一\n- { id: y, zh: 二, note: '三: 四' }\n",
        "a: 'it''s'\nb: \"\\u78b3 \\n x\"\n",
        "# 注\na: 1 # 注\n\n# 注\nb: 2\n",
        "a:\nb: null\nc: ~\n",
        "a: http://example.org/x?y=1#z\n",
        "a: 3200 万元\nb: 12,000 tce\nc: 1e3\n",
        "a: x\n  y\n  z\n",
        "\"a b\": 1\n'c': 2\n",
        "",
    ] {
        let (node, diags, _) = parse(text);
        assert!(diags.is_empty(), "{text:?}: {diags:?}");
        let value: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
        assert!(same(&node.unwrap(), &value), "{text:?}: {value:?}");
    }
}
