//! The examples of CommonMark 0.31.2, run through our parser options, padding and writer.
//!
//! Left out on both sides, because each has its own table of cases: ids of headings, classes, and how URLs are encoded. Raw
//! HTML and URLs pass as written here (`Manner::Conformance`), or a hundred examples could say nothing. What still differs
//! stands in [`DIFFERENCES`] with its reason.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::diag::SourceText;
use crate::model::body::BodySource;
use crate::model::body::html::{Html, Manner, write};
use crate::model::body::tests::Everything;
use crate::model::body::tests::tokens::{Seen, tokens};
use crate::model::language::Language;

/// Numbers of the examples that differ, and why.
const DIFFERENCES: &[(u64, &str)] = &[
    (
        34,
        "a class of a language holds ASCII only: nothing else is a language, and classes are no place for an author's words",
    ),
    (144, "the same: `;` is no language"),
];

/// Numbers of the examples that pages show otherwise, by reason: what safety and our pages demand beyond [`DIFFERENCES`].
const PAGES: &[(&str, &[u64])] = &[
    (
        "the page has its own heading of level 1: the body's count from 2",
        &[10, 62, 66, 67, 68, 72, 75, 76, 78, 79, 80, 81, 82, 83, 84, 115, 141, 214, 215, 227, 228, 229, 230, 232, 300],
    ),
    (
        "raw HTML is shown as text",
        &[
            21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167,
            168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188,
            189, 190, 191, 201, 308, 309, 344, 475, 476, 477, 491, 494, 524, 536, 613, 614, 615, 616, 617, 623, 625,
            626, 627, 628, 629, 630, 631, 642, 643,
        ],
    ),
    (
        "a link without an address, with a scheme that is not allowed or with a backslash in its path is its words",
        &[200, 202, 485, 486, 487, 500, 502, 567, 596, 598, 599, 601],
    ),
    ("a link to a document leads to its page", &[484]),
    (
        "an image alone in a paragraph is a figure, with its title as caption; one with a foreign address is its text",
        &[520, 572, 573, 574, 575, 576, 577, 578, 580, 581, 582, 583, 584, 585, 586, 588, 589, 591],
    ),
    ("code in a known language is coloured", &[142, 143]),
];

fn ours(markdown: &str, manner: Manner) -> String {
    let source = SourceText::new("a.md", markdown);
    let body = BodySource {
        source: &source,
        range: 0..markdown.len(),
        sections: &[],
        source_ids: &[],
        language: Language::Zh,
    };
    let mut out = Html::default();
    write(&body, &Everything, ("", manner), None, &mut out);
    let sections = out.sections.iter().map(|s| format!("<h2>{}</h2>\n{}", s.title.replace('<', "&lt;"), s.html));
    out.intro + &sections.collect::<String>()
}

/// Tokens without what is left out, and with white space as a browser shows it.
fn normal(html: &str) -> Vec<Seen> {
    const INLINE: [&str; 8] = ["a", "code", "del", "em", "img", "strong", "br", "span"];
    let mut normal: Vec<Seen> = Vec::new();
    let mut pre = false;
    for token in tokens(html) {
        match token {
            Seen::Open(name, mut attributes) => {
                pre |= name == "pre";
                if name.starts_with('a') || name == "img" {
                    attributes
                        .retain(|(key, _)| !matches!(key.as_str(), "class" | "rel" | "width" | "height" | "loading"));
                }
                let ours = |(key, _): &(String, String)| match name.as_str() {
                    "pre" => key == "class" || key == "tabindex",
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => key == "id",
                    _ => false,
                };
                attributes.retain(|attribute| !ours(attribute));
                for (_, value) in attributes.iter_mut().filter(|(key, _)| key == "href" || key == "src") {
                    *value = percent_decode_str(value).decode_utf8_lossy().trim_matches('/').to_owned();
                }
                normal.push(Seen::Open(name, attributes));
            }
            Seen::Close(name) => {
                pre &= name != "pre";
                normal.push(Seen::Close(name));
            }
            Seen::Text(text) if pre => normal.push(Seen::Text(text)),
            Seen::Text(text) => {
                let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if text.starts_with(char::is_whitespace) {
                    words.insert(0, ' ');
                }
                if text.trim_end() != text && !text.trim().is_empty() {
                    words.push(' ');
                }
                normal.push(Seen::Text(words));
            }
            other => normal.push(other),
        }
    }
    let block = |seen: Option<&Seen>| match seen {
        Some(Seen::Open(name, _) | Seen::Close(name)) => name == "br" || !INLINE.contains(&name.as_str()),
        Some(_) => false,
        None => true,
    };
    let mut trimmed: Vec<Seen> = Vec::new();
    let mut inside_pre = false;
    for (index, token) in normal.iter().enumerate() {
        inside_pre = match token {
            Seen::Open(name, _) if name == "pre" => true,
            Seen::Close(name) if name == "pre" => false,
            _ => inside_pre,
        };
        let Seen::Text(text) = token else {
            trimmed.push(token.clone());
            continue;
        };
        let mut text = text.as_str();
        if !inside_pre {
            if block(index.checked_sub(1).and_then(|before| normal.get(before))) {
                text = text.trim_start();
            }
            if block(normal.get(index + 1)) {
                text = text.trim_end();
            }
        }
        if !text.is_empty() {
            trimmed.push(Seen::Text(text.to_owned()));
        }
    }
    trimmed
}

pub(super) fn examples() -> Vec<(u64, String, String)> {
    let file = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/commonmark/examples.json"));
    let examples: Vec<Value> = serde_json::from_str(file).unwrap();
    let text = |example: &Value, key: &str| example[key].as_str().unwrap().to_owned();
    examples.iter().map(|e| (e["example"].as_u64().unwrap(), text(e, "markdown"), text(e, "html"))).collect()
}

/// Holds every example to the expected HTML, apart from the listed ones, which must differ.
fn check(manner: Manner, listed: &dyn Fn(u64) -> bool) {
    let examples = examples();
    assert_eq!(examples.len(), 652);
    let mut wrong = Vec::new();
    for (number, markdown, expected) in &examples {
        let got = ours(markdown, manner);
        let same = normal(&got) == normal(expected);
        if same == listed(*number) {
            let what = if same { "no longer differs" } else { "differs" };
            wrong.push(format!("{number} {what}\n  {markdown:?}\n  {expected:?}\n  {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), examples.len(), wrong.join("\n"));
}

#[test]
fn parser_and_writer_hold_to_the_examples() {
    check(Manner::Conformance, &|number| DIFFERENCES.iter().any(|(listed, _)| *listed == number));
}

#[test]
fn pages_differ_only_where_they_must() {
    check(Manner::Page, &|number| {
        DIFFERENCES.iter().any(|(listed, _)| *listed == number)
            || PAGES.iter().any(|(_, listed)| listed.contains(&number))
    });
}
