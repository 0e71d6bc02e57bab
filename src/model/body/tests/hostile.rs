//! Hostile Markdown: whatever a contributor writes, only listed elements and attributes come out, and harmless text that looks
//! like an attack stays as it is.
//!
//! The payloads stand in `tests/xss/`, a file per class, divided by lines of `%%`. A bug is closed only with its payload there.

use crate::model::body::html::{Html, html};
use crate::model::body::scheme;
use crate::model::body::tests::commonmark::examples;
use crate::model::body::tests::tokens::{Seen, tokens};
use crate::model::body::tests::{Everything, understood, with_source};

macro_rules! classes {
    ($($name:literal),* $(,)?) => {
        const CLASSES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/xss/", $name, ".md")))),*];
    };
}

classes![
    "alerts",
    "attributes",
    "autolinks",
    "code",
    "comments",
    "emphasis",
    "encoding",
    "entities",
    "fenced",
    "footnotes",
    "handlers",
    "headings",
    "images",
    "marks",
    "math",
    "mutation",
    "nesting",
    "references",
    "schemes",
    "script",
    "style",
    "svg",
    "tables",
    "titles",
    "unicode",
];

/// Elements with the attributes each may have.
const ALLOWED: &[(&str, &[&str])] = &[
    ("annotation", &["encoding"]),
    ("a", &["href", "title", "class", "rel", "id", "aria-label"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &["class"]),
    ("dd", &[]),
    ("del", &[]),
    ("div", &["class", "role", "tabindex", "aria-label"]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &["class"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("hr", &[]),
    ("img", &["src", "alt", "title", "width", "height", "loading"]),
    ("input", &["type", "disabled", "checked", "aria-label"]),
    ("li", &["id", "class"]),
    ("math", &["display"]),
    ("mfrac", &["linethickness"]),
    ("mi", &["mathvariant"]),
    ("mn", &[]),
    ("mo", &["form", "lspace", "maxsize", "minsize", "movablelimits", "rspace", "stretchy"]),
    ("mover", &["accent"]),
    ("mroot", &[]),
    ("mrow", &[]),
    ("mspace", &["width"]),
    ("msqrt", &[]),
    ("mstyle", &["displaystyle", "scriptlevel"]),
    ("msub", &[]),
    ("msubsup", &[]),
    ("msup", &[]),
    ("mtable", &["displaystyle"]),
    ("mtd", &["columnalign"]),
    ("mtext", &[]),
    ("mtr", &[]),
    ("munder", &["accentunder"]),
    ("munderover", &["accent", "accentunder"]),
    ("ol", &["start", "class"]),
    ("p", &["class"]),
    ("pre", &["class", "tabindex"]),
    ("section", &["class", "aria-label"]),
    ("semantics", &[]),
    ("span", &["class", "role", "tabindex", "aria-label"]),
    ("strong", &[]),
    ("sup", &["class"]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class", "data-l"]),
    ("th", &["class", "scope"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

/// Parts of the page, each parsed by itself: that is how templates take them.
fn parts(text: &str) -> Vec<String> {
    with_source(text, |body| {
        let mut out = Html::default();
        html(body, &Everything, "..", None, &mut out);
        let ids = out.sections.iter().map(|s| format!("<h2 id=\"{}\"></h2>", s.id)).collect::<Vec<_>>();
        let sections = out.sections.into_iter().map(|s| s.html);
        std::iter::once(out.intro).chain(ids).chain(sections).collect()
    })
}

/// What is wrong with the HTML of a text.
fn faults(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for part in parts(text) {
        let mut open: Vec<String> = Vec::new();
        for token in tokens(&part) {
            match token {
                Seen::Text(_) => {}
                Seen::Other(what) => faults.push(format!("comment or declaration {what:?}")),
                Seen::Close(name) if open.last() == Some(&name) => drop(open.pop()),
                Seen::Close(name) => faults.push(format!("</{name}> closes {:?}", open.last())),
                Seen::Open(name, attributes) => {
                    faults.extend(attributes.iter().filter_map(|(key, value)| fault(&name, key, value)));
                    if !ALLOWED.iter().any(|(allowed, _)| *allowed == name) {
                        faults.push(format!("<{name}>"));
                    }
                    if !["br", "hr", "img", "input"].contains(&name.as_str()) {
                        open.push(name);
                    }
                }
            }
        }
        faults.extend(open.into_iter().map(|name| format!("<{name}> stays open")));
    }
    faults
}

fn fault(name: &str, key: &str, value: &str) -> Option<String> {
    let listed = ALLOWED.iter().any(|(allowed, keys)| *allowed == name && keys.contains(&key));
    let inside = value.starts_with("../") || value.starts_with("#");
    let fine = match key {
        "href" => (inside && !value.starts_with("..//")) || scheme::outside(value),
        "src" => value.starts_with("../") && !value.starts_with("..//"),
        "id" => {
            let own = ["background", "measures"].contains(&value);
            let safe = value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            own || safe && ["h-", "fn-", "fnref-"].iter().any(|prefix| value.starts_with(prefix))
        }
        "class" => {
            let ours = [
                "ext",
                "figure",
                "formula",
                "formula--line",
                "code",
                "mark",
                "tag",
                "tag--judge",
                "hidden",
                "task",
                "table-wrap",
                "right",
                "center",
                "facts",
                "small",
                "time",
                "time__d",
                "time__done",
                "time__more",
            ];
            value.split(' ').all(|class| {
                let prefixed = ["language-", "hl-", "note", "footnotes"].iter().any(|p| class.starts_with(p));
                ours.contains(&class) || prefixed
            })
        }
        _ => true,
    };
    (!listed || !fine).then(|| format!("<{name} {key}={value:?}>"))
}

fn payloads() -> Vec<(&'static str, &'static str)> {
    CLASSES.iter().flat_map(|(class, file)| file.split("\n%%\n").map(|p| (*class, p))).collect()
}

#[test]
fn payloads_do_nothing() {
    let payloads = payloads();
    assert!(CLASSES.len() >= 12 && payloads.len() >= 120, "{} in {}", payloads.len(), CLASSES.len());
    let wrapped = |payload: &str| {
        let quoted = payload.replace('\n', "\n> ");
        let cell = payload.replace('\n', " ");
        [
            payload.to_owned(),
            format!("甲\n\n{payload}\n\n乙"),
            format!("> {quoted}"),
            format!("- {}", payload.replace('\n', "\n  ")),
            format!("|{cell}|甲|\n|-|-|\n|{cell}|{cell}|"),
            format!("## {cell}\n\n### {cell} {{#{cell}}}"),
            format!("甲[^1]\n\n[^1]: {}", payload.replace('\n', "\n    ")),
            format!("[{cell}](a.md \"{cell}\")"),
            format!("![{cell}](a.png \"{cell}\")"),
            format!("[甲]({cell}) ![甲]({cell}) [甲](<{cell}>)"),
            format!("```{cell}\n{payload}\n```"),
            format!("**{payload}**"),
            format!("${payload}$ $${payload}$$ $\\text{{{payload}}} \\operatorname{{{payload}}}$"),
        ]
    };
    let mut wrong = Vec::new();
    for (class, payload) in payloads {
        for text in wrapped(payload) {
            let faults = faults(&text);
            if !faults.is_empty() {
                wrong.push(format!("{class}: {text:?}\n  {faults:?}"));
            }
            // Saying what is wrong must not fail either.
            understood(&text);
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_examples_of_commonmark_do_nothing() {
    let wrong: Vec<_> = examples()
        .into_iter()
        .map(|(number, markdown, _)| (number, faults(&markdown)))
        .filter(|(_, faults)| !faults.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Text that only looks like an attack is shown as it was written.
#[test]
fn harmless_text_is_intact() {
    let check = |text: &str, shown: &str| {
        let seen: String = parts(text)
            .iter()
            .flat_map(|part| tokens(part))
            .filter_map(|token| match token {
                Seen::Text(text) => Some(text),
                _ => None,
            })
            .collect();
        assert_eq!(seen.trim_end(), shown, "{text:?}");
    };
    let same = |text: &str| check(text, text);
    same("单价 < 5 元/千瓦时，且 > 3 元");
    same("a<b && c>d");
    same("<script> 是一种 HTML 标签");
    same("onclick=\"alert(1)\" 是属性");
    same("javascript:alert(1) 不是链接");
    same("data:text/html 的写法");
    same("{{ page.title }} {% raw %} ${x} <%= x %>");
    same("AT&T 与 R&D");
    same("“&nbsp”没有分号");
    same("1 <2> 3");
    same("</textarea>之后");
    same("<!-- 注释 -->");
    same("<?php echo 1; ?>");
    same("]]> 与 <![CDATA[ x ]]>");
    same("expression(alert(1))");
    same("https://a.cn/?a=1&b=2");
    same("C:\\Users\\a");
    same("a@b.cn");
    same("<a href=\"javascript:x\">甲</a>");
    same("'\"><img src=x onerror=alert(1)>");
    check("&lt;b&gt;", "<b>");
    check("`<img src=x>`", "<img src=x>");
    check("[&lt;甲](a.md)", "<甲");
    check("```html\n<script>x</script>\n```", "<script>x</script>");
    check("\\<b\\>", "<b>");
    check("[甲](javascript:x)乙", "甲乙");
}
