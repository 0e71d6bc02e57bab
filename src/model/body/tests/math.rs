//! Formulas: what they become, what is said about them, and that no input breaks the library behind them.
//!
//! `tests/math/formulas.txt` holds formulas from school to energy papers with what they become, three lines each: as written,
//! MathML, plain text. `UPDATE_EXPECT=1` renews it.

use crate::model::body::latex;
use crate::model::body::math::{plain, read};
use crate::model::body::tests::{page_of, plain_of, understood};

const GOLDEN: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/math/formulas.txt"));

/// `code “text”` and the column of all diagnostics.
fn said(text: &str) -> Vec<String> {
    let place = |span: &crate::diag::Span| {
        let at = span.position().map_or((0, 0), |p| (p.line - 3, p.column));
        format!("{}:{} {}", at.0, at.1, span.text())
    };
    let one = |d: crate::diag::Diagnostic| format!("{} {}", d.code.name, d.span.as_ref().map_or(String::new(), place));
    understood(text).1.into_iter().map(one).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test renews its own table when it is asked to")]
fn formulas_become_mathml() {
    let written: Vec<&str> = GOLDEN.split("\n\n").filter_map(|entry| entry.trim().lines().next()).collect();
    assert!(written.len() >= 40, "{}", written.len());
    let entry = |line: &&str| {
        let page = page_of(line);
        let start = page.find("<math").unwrap_or(0);
        let end = page.rfind("</math>").map_or(page.len(), |end| end + "</math>".len());
        assert_eq!(said(line), Vec::<String>::new(), "{line}");
        assert!(!page.contains(" style=") && !page.contains(" class=\"m"), "{page}");
        format!("{line}\n{}\n{}\n", &page[start..end], plain_of(line).trim())
    };
    let found = written.iter().map(entry).collect::<Vec<_>>().join("\n");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/math/formulas.txt"), found).unwrap();
    } else {
        assert_eq!(found, GOLDEN, "renew with UPDATE_EXPECT=1 and read the difference");
    }
}

#[test]
fn faults_have_their_places() {
    let check = |text: &str, expected: &[&str]| assert_eq!(said(text), expected, "{text}");
    check("甲 $x^2$ 乙", &[]);
    check("甲乙 $a + \\foo$", &["bad-math 1:11 \\foo"]);
    check("甲 $\\text{吨} + \\foo$", &["bad-math 1:17 \\foo"]);
    check("甲\n\n$$\n吨 + a\n$$", &["bad-math 4:1 吨"]);
    check("> 甲\n>\n> $$\n> a + \\foo\n> $$", &["bad-math 4:7 \\foo"]);
    check("|甲|\n|-|\n|$a \\| \\foo$|", &["bad-math 3:8 \\foo"]);
    check("**重。**后 $a * \\foo$", &["bad-math 1:17 \\foo"]);
    check("$E = 500 吨$", &["bad-math 1:10 吨"]);
    check("$a（b）$", &["bad-math 1:3 （"]);
    check("$\\frac{1}$", &["bad-math 1:2 \\frac"]);
    check("$\\frac 1$", &["bad-math 1:2 \\frac"]);
    check("$\\sqrt$", &["bad-math 1:2 \\sqrt"]);
    check("$x^$", &["bad-math 1:3 ^"]);
    check("$x^ + {1}_$", &["bad-math 1:10 _"]);
    check("$x^a^b$", &["bad-math 1:5 ^"]);
    check("$x_a^b_c$", &["bad-math 1:7 _"]);
    check("$x_{a^b^c}$", &["bad-math 1:8 ^"]);
    check("$\\left( a$", &["bad-math 1:2 \\left"]);
    check("$a \\right)$", &["bad-math 1:4 \\right"]);
    check("$\\left a$", &["bad-math 1:2 \\left"]);
    check("$\\left( \\rightarrow \\right)$", &[]);
    check("$\\left( \\begin{matrix} a \\right)$", &["bad-math 1:9 \\begin{matrix}"]);
    check("$\\begin{matrix} a \\end{pmatrix}$", &["bad-math 1:2 \\begin{matrix}"]);
    check("$\\begin{matrx} a \\end{matrx}$", &["bad-math 1:9 matrx"]);
    check("$a & b$", &["bad-math 1:4 &"]);
    check("$a \\\\ b$", &["bad-math 1:4 \\\\"]);
    check("$\\begin{cases} a & b & c \\end{cases}$", &["bad-math 1:22 &"]);
    check("$50%$", &["bad-math 1:4 %"]);
    check("$\\text{50%}$", &["bad-math 1:10 %"]);
    check("$\\text{50\\%}$", &[]);
    check("$\\text{a \\alpha}$", &["bad-math 1:10 \\"]);
    check("$\\text 吨$", &["bad-math 1:2 \\text"]);
    check("$\\sqrt[a+b]{x}$", &["bad-math 1:7 [a+b]"]);
    check("$\\sqrt[12]{x}$", &[]);
    check("$a\u{202E}b$", &["bad-math 1:3 \u{202E}"]);
    check("$\\ce{CO2}$", &["bad-math 1:2 \\ce"]);
    check("$\\def\\a{b}$", &["bad-math 1:2 \\def"]);
    check("$\\sum\\limits_i x$ $x\\limits_i$", &["bad-math 1:21 \\limits"]);
    check(&format!("${}a{}$", "{".repeat(15), "}".repeat(15)), &[]);
    check("$$甲 a", &["bad-math 1:1 $$"]);
    check("$$\na\n\nb\n$$", &["bad-math 1:1 $$", "bad-math 5:1 $$"]);
    for styled in
        ["color", "textcolor", "colorbox", "fcolorbox", "boxed", "hspace", "hskip", "kern", "phantom", "rule", "href"]
    {
        check(&format!("甲 $a \\{styled}{{red}}$"), &[&format!("math-style 1:7 \\{styled}")]);
    }
    check("$\\begin{array}{c|c} a & b \\end{array}$", &["math-style 1:16 c|c"]);
    check("$\\begin{array}{cc} a \\\\[2pt] b \\end{array}$", &["math-style 1:22 \\\\["]);
    check("$\\begin{array}{cc} \\hline a \\end{array}$", &["math-style 1:20 \\hline"]);
}

#[test]
fn sizes_have_limits() {
    let check = |tex: &str, fits: bool| assert_eq!(read(tex).is_ok(), fits, "{} bytes", tex.len());
    check(&"a".repeat(1_000), true);
    check(&"a".repeat(1_001), false);
    check(&format!("{}a{}", "{".repeat(15), "}".repeat(15)), true);
    check(&format!("{}a{}", "{".repeat(16), "}".repeat(16)), false);
    check(&format!("{}a", "\\hat ".repeat(16)), false);
    check("", false);
    assert_eq!(said(&"$a$ ".repeat(500)), Vec::<String>::new());
    assert_eq!(said(&"$a$ ".repeat(501)).len(), 1);
    let long = format!("${}$ ", "a".repeat(1_000));
    assert_eq!(said(&long.repeat(16)), Vec::<String>::new());
    assert_eq!(said(&long.repeat(17)).len(), 1);
}

#[test]
fn prices_are_no_formulas() {
    let check = |text: &str, expected: &[&str], shown: &str| {
        assert_eq!(said(text), expected, "{text}");
        assert_eq!(plain_of(text).trim(), shown, "{text}");
    };
    check("价格 $5 和 $6", &[], "价格 $5 和 $6");
    check("每吨 3\\$到5\\$", &[], "每吨 3$到5$");
    check("每吨$5", &[], "每吨$5");
    check("每吨3$到5$", &["bad-math 1:6 $到5$"], "每吨3到5");
    check("US$5、US$6", &["bad-math 1:3 $5、US$"], "US5、US6");
    check("（$5）和（$6）", &["bad-math 1:3 $5）和（$"], "（5）和（6）");
    check("3$-5$", &["bad-math 1:2 $-5$"], "3−5");
    check("其中$E$是排放量，$F$ 是因子", &[], "其中E是排放量，F 是因子");
    check("CO$_2$", &[], "CO₂");
    check("`$5到$6`", &[], "$5到$6");
}

#[test]
fn formulas_stand_where_text_stands() {
    let check = |text: &str, expected: &str| {
        let page = page_of(text);
        assert!(page.contains(expected), "{page}");
    };
    let a = "<math><semantics><mi>a</mi><annotation encoding=\"application/x-tex\">a</annotation></semantics></math>";
    check("甲\n$a$\n乙", &format!("<p>甲\n{a}\n乙</p>"));
    check("[$$a$$](b.md)", &format!("{a}</a>"));
    check("### 甲 $$a$$", &format!("甲 {a}</h3>"));
    check("## 甲 $x^2$", "甲 x²]");
    check("![$x^2$](a.png)", "alt=\"x²\"");
    check("|$x_1$|\n|-|\n|1|", "data-l=\"x₁\"");
    check("- $$a$$\n- $$b$$", "aria-label=\"公式2\"");
    check("$\\foo<b>$", "<code>$\\foo&lt;b&gt;$</code>");
    check("$a<b$", "<annotation encoding=\"application/x-tex\">a&lt;b</annotation>");
    check("`$a$`", "<code>$a$</code>");
    check(
        "甲 $a + b + c + d + e + f + g$",
        "甲 <span class=\"formula formula--line\" role=\"group\" tabindex=\"0\" aria-label=\"公式1\"><math>",
    );
    check(
        "$$a$$",
        "<span class=\"formula\" role=\"region\" tabindex=\"0\" aria-label=\"公式1\"><math display=\"block\">",
    );
}

#[test]
fn formulas_in_counts_and_summaries() {
    let (body, _) = understood("年排放 $E = A \\times F$ 吨。后面。");
    assert_eq!(body.first_sentence, "年排放 E = A × F 吨。");
    assert_eq!((body.counts.han, body.counts.words), (6, 3));
    assert_eq!(plain("\\frac{a}{"), "fraca");
    // Small digits are no figures that want a source.
    let figures = |text: &str| understood(text).0.blocks[0].digits;
    assert!(!figures("$\\mathrm{CO_2}$ 与 $x^2$"));
    assert!(figures("$E = 500$"));
}

/// Every pair and many strings of pieces that the library takes apart in its own way: what is let through never fails there.
#[test]
fn nothing_that_passes_breaks_the_library() {
    const PIECES: &[&str] = &[
        "a",
        "1",
        "1,",
        "{",
        "}",
        "^",
        "_",
        "'",
        "&",
        "\\\\",
        "\\frac",
        "\\sqrt",
        "[3]",
        "[",
        "]",
        "\\left",
        "\\right",
        "(",
        ")",
        ".",
        "\\{",
        "|",
        "\\begin{cases}",
        "\\end{cases}",
        "\\begin{array}{lc}",
        "\\end{array}",
        "\\text",
        "{b}",
        "{吨}",
        "é",
        "\\sum",
        "\\limits",
        "\\hat",
        "\\rightarrow",
        "\\leftarrow",
        "\\mathrm",
        "\\,",
        "~",
        "\\not",
        "=",
        "-",
        "\\dots",
        "\\ln",
        "\\big",
        "\\displaystyle",
        "\\substack",
        "\\underbrace",
        "\\overset",
        "\\operatorname",
        "\\pmod",
        "\\ ",
        "\u{3000}",
        "吨",
        "\\%",
        "%",
        "#",
        "\\",
        "\\binom",
        "\\mathbb",
        "\\xrightarrow",
        "/",
        "<",
        "\\middle",
        "🌱",
        "\u{301}",
        "\\lim",
    ];
    let mut passed = 0;
    let mut try_one = |tex: &str| {
        if latex::check(tex).is_ok() {
            passed += 1;
            assert!(read(tex).is_ok(), "{tex}");
            page_of(&format!("$${tex}$$"));
            plain(tex);
        }
    };
    for a in PIECES {
        for b in PIECES {
            try_one(&format!("{a}{b}"));
            try_one(&format!("{a} {b} c"));
        }
    }
    // The same numbers in every run.
    let mut seed = 1_u64;
    for _ in 0..20_000 {
        let mut tex = String::new();
        for _ in 0..12 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            tex.push_str(PIECES[(seed >> 33) as usize % PIECES.len()]);
        }
        try_one(&tex);
    }
    assert!(passed > 1_000, "only {passed} passed");
}
