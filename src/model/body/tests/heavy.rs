//! Heavy input: no panic, and output that grows no faster than the input. Bounds are on sizes, not on clocks: what is not
//! linear runs these texts for minutes.

use crate::diag::Level;
use crate::model::body::tests::{page_of, plain_of, understood};

/// Bytes of input for each text: enough for a quadratic walk to be felt, few enough for every run of the tests.
const SIZE: usize = 64 * 1024;

fn check(piece: &str) {
    check_text(&piece.repeat(SIZE / piece.len()));
}

/// The bound on output is for accepted texts (SECURITY 3.1): what is over a limit is reported and never published.
fn check_text(text: &str) {
    let page = page_of(text);
    let (body, diags) = understood(text);
    if diags.iter().all(|d| d.code.level == Level::Warning) {
        assert!(page.len() <= 20 * text.len() + 256 * 1024, "{} bytes from {:?}…", page.len(), text.chars().take(40));
    }
    // Signs in formulas get blanks around them; how many bytes of formulas there are is limited.
    let room = if text.contains('$') { 96 * 1024 } else { 1024 };
    assert!(plain_of(text).len() <= 2 * text.len() + room);
    assert!(body.headings.len() + body.links.len() + body.images.len() + body.marks.len() <= text.len());
    assert!(diags.len() <= text.len());
}

#[test]
fn marks_in_masses() {
    for piece in ["*", "**", "*a", "**a ", "a**", "*a_ ", "_a*", "甲**。", "**。甲", "~~", "~~甲。", "*甲 **乙 "]
    {
        check(piece);
    }
}

#[test]
fn brackets_in_masses() {
    for piece in ["[", "]", "![", "[a](", "[a](<b", "[]", "[S1]", "[S1, S2]", "[a][S1]", "[^1]", "[a][b]", "![a](b)"] {
        check(piece);
    }
}

#[test]
fn markup_in_masses() {
    for piece in
        ["<", "<!--", "<a ", "<a>", "<?", "<![CDATA[", "`", "`` ", "``` ", "&", "&amp;", "\\", "\\\\*", "$", "|"]
    {
        check(piece);
    }
}

#[test]
fn blocks_in_masses() {
    for piece in
        ["> ", ">", "- ", "1. ", "# a\n", "### 甲\n", "a\n: b\n", "```\n", "---\n", "[a]: b\n", "- [ ] a\n", "> a\n"]
    {
        check(piece);
    }
}

#[test]
fn spaces_and_breaks_in_masses() {
    for piece in [" ", "\n", "\r", "\r\n", "\t", "甲\n", "甲  \n", "\0", "\u{10A7F}", "\u{FEFF}", "\u{2028}", "a\n\n"]
    {
        check(piece);
    }
}

#[test]
fn one_thing_that_is_used_many_times() {
    let long = "x".repeat(1000);
    check_text(&format!("[a]: /{long}\n\n{}", "[a]\n".repeat(5_000)));
    check_text(&format!("[^1]: {long}\n\n{}", "[^1]\n".repeat(5_000)));
    check_text(&format!("|{}\n|{}\n{}", "标题很长的一列|".repeat(200), "-|".repeat(200), "|a\n".repeat(2_000)));
    check_text(&format!(
        "|{}\n|{}\n{}",
        "标题|".repeat(50),
        "-|".repeat(50),
        format!("{}\n", "|a".repeat(50)).repeat(300)
    ));
    check_text(&"## 同样的标题\n".repeat(2_000));
    check_text(&"### 甲 {#a}\n".repeat(2_000));
}

#[test]
fn formulas_in_masses() {
    for piece in ["$a$ ", "$$a$$ ", "$((($ ", "$a'$\n\n", "$\\frac{1}{2}$ ", "$$", "$\\", "$a_1^2$ ", "${$ ", "3$5$"] {
        check(piece);
    }
    // The longest formula, and as many as a page may hold.
    for piece in ["(", "a'", "x_1", "^a", "\\hat ", "{", "{a}", "\\text{a}", "\\frac12", "a,", "-", "\\ln", "\\ln x"] {
        for length in [999, 1_001] {
            let formula = format!("$${}$$ ", piece.repeat(length / piece.len()));
            check_text(&formula);
            check_text(&formula.repeat(16));
        }
    }
    let cells = format!("$$\\begin{{matrix}}{}\\end{{matrix}}$$ ", "&".repeat(900));
    check_text(&cells.repeat(17));
}

#[test]
fn deep_nests() {
    for depth in [31, 33, 1_000] {
        check_text(&format!("{}甲", "> ".repeat(depth)));
        check_text(&format!("{}甲", "- ".repeat(depth)));
        check_text(&format!("{}甲{}", "**a *b ".repeat(depth), "c* d**".repeat(depth)));
        check_text(&format!("{}甲{}", "![".repeat(depth), "](a.png)".repeat(depth)));
        check_text(&format!("{}甲{}", "[".repeat(depth), "](a.md)".repeat(depth)));
    }
    let stairs: String = (0..300).map(|depth| format!("{}- 甲\n", "  ".repeat(depth))).collect();
    check_text(&stairs);
}
