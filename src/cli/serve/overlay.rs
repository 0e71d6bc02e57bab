//! What the preview adds to a page: live reload, and the problems beside it.
//!
//! In: the state of the site and the page that is shown. Out: the page with a script (and, if there are problems, a bar that
//! works without script), a page that lists all problems, and the same list as JSON for the script's panel. Words of authors
//! are escaped here or set as text by the script; nothing is inline, so the pages' own policy covers it.

use serde_json::{Value, json};

use crate::cli::serve::target::encode;
use crate::cli::serve::{Page, Pages};
use crate::diag::Diagnostic;

/// The problems as seen from one page: its own first.
pub(crate) struct View<'a> {
    own: Vec<&'a Diagnostic>,
    others: Vec<&'a Diagnostic>,
    path: &'a str,
    stamp: &'a str,
}

impl<'a> View<'a> {
    /// `path` is the page's address without the leading `/`.
    pub(crate) fn new(pages: &'a dyn Pages, page: Option<&'a Page>, path: &'a str, stamp: &'a str) -> Self {
        let source = page.and_then(|page| page.source.as_deref());
        let (mut own, others): (Vec<_>, Vec<_>) =
            pages.problems().iter().partition(|problem| source.is_some() && file(problem) == source);
        for problem in page.map_or(&[][..], |page| &page.problems) {
            if !own.contains(&problem) && !others.contains(&problem) {
                own.push(problem);
            }
        }
        Self { own, others, path, stamp }
    }

    /// The page as the preview shows it. Plain insertion: the pages are our own theme's, and a page without a body element
    /// gets everything at its end.
    pub(crate) fn frame(&self, html: &[u8]) -> Vec<u8> {
        let bar = self.bar();
        let script = self.script(&format!(" data-page=\"/{}\"", escape(self.path)));
        let start = find(html, b"<body").and_then(|at| Some(at + find(&html[at..], b">")? + 1));
        let end = rfind(html, b"</body>").unwrap_or(html.len());
        let start = start.filter(|start| *start <= end).unwrap_or(end);
        [&html[..start], bar.as_bytes(), &html[start..end], script.as_bytes(), &html[end..]].concat()
    }

    /// All problems as a page.
    pub(crate) fn html(&self) -> Vec<u8> {
        let mut body = String::new();
        if !self.path.is_empty() {
            body.push_str(&format!("<p><a href=\"/{}\">回到页面</a></p>\n", encode(self.path)));
        }
        let mut last = None;
        for problem in self.all() {
            let group = (self.is_own(problem), file(problem));
            if last != Some(group) {
                let name = group.1.unwrap_or("整个网站");
                let mark = if group.0 { "本页：" } else { "" };
                let close = if last.is_some() { "</ol>\n" } else { "" };
                body.push_str(&format!("{close}<h2>{mark}{}</h2>\n<ol>\n", escape(name)));
                last = Some(group);
            }
            body.push_str(&item(problem));
        }
        if last.is_some() {
            body.push_str("</ol>\n");
        }
        body.push_str(&self.script(""));
        document(&self.count(), &body)
    }

    /// All problems for the script.
    pub(crate) fn json(&self) -> Vec<u8> {
        let problems: Vec<Value> = self
            .all()
            .map(|problem| {
                json!({
                    "own": self.is_own(problem),
                    "level": problem.code.level.word(),
                    "code": problem.code.name,
                    "place": problem.span.as_ref().map(ToString::to_string),
                    "message": problem.message,
                    "help": problem.help,
                })
            })
            .collect();
        json!({ "stamp": self.stamp, "problems": problems }).to_string().into_bytes()
    }

    fn all(&self) -> impl Iterator<Item = &'a Diagnostic> {
        self.own.iter().chain(&self.others).copied()
    }

    fn is_own(&self, problem: &Diagnostic) -> bool {
        self.own.iter().any(|own| std::ptr::eq(*own, problem))
    }

    fn count(&self) -> String {
        match (self.own.len(), self.own.len() + self.others.len()) {
            (_, 0) => "没有问题".to_owned(),
            (0, all) => format!("有 {all} 个问题"),
            (own, all) => format!("有 {all} 个问题，本页 {own} 个"),
        }
    }

    fn bar(&self) -> String {
        if self.all().next().is_none() {
            return String::new();
        }
        format!(
            "<link rel=\"stylesheet\" href=\"/__peakpress/overlay.css\"><p class=\"peakpress-bar\" id=\"peakpress-bar\">\
             <a href=\"/__peakpress/problems?page=/{}\">{}</a></p>",
            encode(self.path),
            self.count()
        )
    }

    fn script(&self, page: &str) -> String {
        format!("<script src=\"/__peakpress/reload.js\" data-stamp=\"{}\"{page} defer></script>\n", escape(self.stamp))
    }
}

/// A whole page of the server's own. `body` is HTML.
pub(crate) fn document(title: &str, body: &str) -> Vec<u8> {
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-Hans\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/__peakpress/overlay.css\">\n</head>\n<body>\n\
         <main class=\"peakpress-list\">\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    )
    .into_bytes()
}

fn item(problem: &Diagnostic) -> String {
    let mut text = format!("<li class=\"peakpress-{}\">", problem.code.level.word());
    if let Some(span) = &problem.span {
        text.push_str(&format!("<code>{}</code> ", escape(&span.to_string())));
    }
    text.push_str(&format!("{} <code>{}</code>", escape(&problem.message), escape(problem.code.name)));
    for (span, label) in &problem.labels {
        text.push_str(&format!("<p><code>{}</code> {}</p>", escape(&span.to_string()), escape(label)));
    }
    if let Some(help) = &problem.help {
        text.push_str(&format!("<p>{}</p>", escape(help)));
    }
    text.push_str("</li>\n");
    text
}

fn file(problem: &Diagnostic) -> Option<&str> {
    problem.span.as_ref().map(|span| span.source.path.as_str())
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

fn rfind(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).rposition(|window| window == wanted)
}
