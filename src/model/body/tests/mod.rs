//! Tests of bodies as a whole: what a text becomes, and what is said about it.

mod carry;
mod cjk;
mod commonmark;
mod fenced;
mod heavy;
mod hostile;
mod math;
mod page;
mod sense;
mod tokens;

use crate::diag::{Diagnostic, Diagnostics, SourceText};
use crate::model::body::html::{Html, html};
use crate::model::body::plain::plain;
use crate::model::body::understand::understand;
use crate::model::body::{Body, BodySource, ImageTarget, LinkDest, Resolve, SectionSpec, Target};
use crate::model::language::Language;

/// What stands before every body in these tests, so that offsets are those of a file with front matter.
const HEAD: &str = "---\ntitle: 题目\n---\n";

/// A site in which every link leads somewhere and every image is there.
struct Everything;

impl Resolve for Everything {
    fn link(&self, dest: &LinkDest) -> Target {
        match dest {
            LinkDest::Document { path, .. } => Target::Inside(format!("/{}/", path.trim_matches(['.', '/']))),
            LinkDest::Anchor(id) => Target::Here(id.clone()),
            LinkDest::Term(id) => Target::Inside(format!("/terms/{id}/")),
            LinkDest::External(url) => Target::Outside { marked: !url.contains("gov.cn") },
            LinkDest::File(path) => Target::Inside(format!("/{}", path.trim_start_matches('/'))),
            LinkDest::Refused(_) => Target::Nowhere,
        }
    }

    fn image(&self, src: &str) -> Option<ImageTarget> {
        (!src.contains("missing")).then(|| ImageTarget {
            url: format!("/{}", src.trim_start_matches('/')),
            width: 4,
            height: 3,
        })
    }
}

fn specs() -> Vec<SectionSpec> {
    [("background", "背景与问题"), ("measures", "主要做法")]
        .map(|(id, title)| SectionSpec { id: id.into(), title: title.into() })
        .to_vec()
}

fn with_source<T>(text: &str, run: impl FnOnce(&BodySource<'_>) -> T) -> T {
    let source = SourceText::new("content/notes/a.md", format!("{HEAD}{text}"));
    let range = HEAD.len()..source.text.len();
    let (sections, source_ids) = (specs(), ["S1".to_owned(), "S2".to_owned(), "S10".to_owned()]);
    run(&BodySource { source: &source, range, sections: &sections, source_ids: &source_ids, language: Language::Zh })
}

fn understood(text: &str) -> (Body, Vec<Diagnostic>) {
    with_source(text, |body| {
        let mut diags = Diagnostics::new();
        let found = understand(body, &mut diags);
        (found, diags.sorted())
    })
}

fn html_of(text: &str) -> Html {
    with_source(text, |body| {
        let mut out = Html::default();
        html(body, &Everything, "..", None, &mut out);
        out
    })
}

/// The whole HTML of a body, with `[id title]` where a section starts.
fn page_of(text: &str) -> String {
    let html = html_of(text);
    let mut page = html.intro;
    for section in html.sections {
        page.push_str(&format!("[{} {}]\n{}", section.id, section.title, section.html));
    }
    page
}

fn plain_of(text: &str) -> String {
    with_source(text, |body| {
        let mut out = String::new();
        plain(body, &mut out);
        out
    })
}
