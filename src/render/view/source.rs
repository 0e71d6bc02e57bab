//! [`SourceView`]: one source of a document, as its list of sources shows it.

use serde::Serialize;

use crate::model::site::flat;
use crate::model::value::{Group, Value};
use crate::render::view::field::group;
use crate::render::view::subject::Subject;
use crate::render::view::word::{When, host};

/// A source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SourceView {
    /// Its id in the document, `S1`.
    pub id: String,
    /// Its place in the list, from 1.
    pub n: usize,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub body: String,
    /// The tag of the publisher's language when it is not the page's.
    pub body_lang: Option<&'static str>,
    /// The tag of the language of the document number and of the page when it is not the page's.
    pub note_lang: Option<&'static str>,
    /// When, if known.
    pub date: Option<When>,
    /// Its whole address.
    pub link: Option<String>,
    /// The host of the address.
    pub host: Option<String>,
    /// Its document number.
    pub doc_no: Option<String>,
    /// Page or chapter.
    pub page: Option<String>,
    /// The tag of the title's language when it is not the page's.
    pub lang: Option<&'static str>,
}

/// The sources of a document in order.
pub fn sources(subject: &Subject<'_>) -> Vec<SourceView> {
    let groups = subject.document.get("sources").map_or(Vec::new(), flat).into_iter().filter_map(group);
    groups.filter_map(|group| source(subject, group)).collect()
}

fn source(subject: &Subject<'_>, group: &Group) -> Option<SourceView> {
    let text = |id: &str| match group.get(id) {
        Some(Value::Text(text) | Value::Link(text)) => Some(text.to_string()),
        _ => None,
    };
    let id = text("id")?;
    let at = subject.document.source_ids.iter().position(|other| *other == id)?;
    let date = match group.get("date") {
        Some(Value::Date(date)) => Some(When::of(*date, subject.site.language)),
        _ => None,
    };
    let foreign = |text: &str| subject.site.language.foreign(text);
    let (title, link) = (text("title").unwrap_or_default(), text("link"));
    Some(SourceView {
        n: at + 1,
        body_lang: text("body").and_then(|body| foreign(&body)),
        note_lang: text("doc_no").or_else(|| text("page")).and_then(|note| foreign(&note)),
        body: text("body").unwrap_or_default(),
        date,
        host: link.as_deref().and_then(host).map(str::to_owned),
        link,
        doc_no: text("doc_no"),
        page: text("page"),
        lang: foreign(&title),
        title,
        id,
    })
}
