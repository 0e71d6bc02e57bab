//! A document's source and its collection → [`Entry`]: fields read by their kinds, body understood. Nothing is resolved yet.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Diagnostics, Span, nearest};
use crate::load::inputs::DocumentSource;
use crate::load::yaml::{Node, Pair, Tree};
use crate::model::body::{Body, BodySource, understand};
use crate::model::collection::Collection;
use crate::model::field::Reading;
use crate::model::language::Language;
use crate::model::term::Terms;
use crate::model::value::{Missing, Slot, Value};
use crate::model::{FORBIDDEN_KEY, RESERVED_KEYS, UNKNOWN_KEY, WRONG_ABSENT, WRONG_KIND, is_id};

/// Name and word of an entry in a map of front matter, with the place of the word.
pub type Note = (Arc<str>, Arc<str>, Range<usize>);

/// What one file says, by itself.
#[derive(Debug, Default)]
pub struct Entry {
    /// One slot per declared field.
    pub slots: Vec<Slot>,
    /// What `absent:` says.
    pub absent: Vec<Note>,
    /// What `basis:` says.
    pub basis: Vec<Note>,
    /// Former addresses.
    pub aliases: Vec<(String, Range<usize>)>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Ids of its sources.
    pub source_ids: Vec<String>,
    /// Its body.
    pub body: Body,
}

/// Reads one file, written in the site's original language. `None` when its front matter could not be read at all.
pub fn read(
    document: &DocumentSource,
    collection: &Collection,
    terms: &Terms,
    original: Language,
    diags: &mut Diagnostics,
) -> Option<Entry> {
    let source = &document.source;
    let tree = source.tree.as_ref()?;
    let mut entry = Entry { slots: vec![Slot::EMPTY; collection.fields.len()], ..Entry::default() };
    let mut reading = Reading { source: &source.text, terms, path: String::new(), lenient: false, diags };
    for pair in tree.pairs() {
        if let Some(at) = collection.position(&pair.key) {
            reading.path.clone_from(&pair.key);
            entry.slots[at] = collection.fields[at].read(&pair.value, &mut reading);
        } else {
            other(pair, collection, &mut entry, &mut reading);
        }
    }
    if let Some(node) = tree.get("absent") {
        absent(node, collection, &mut entry, &mut reading);
    }
    entry.source_ids = source_ids(collection, &entry.slots);
    let body = BodySource {
        source: &source.text,
        range: source.body.clone(),
        sections: collection.specs(original),
        source_ids: &entry.source_ids,
        language: original,
    };
    entry.body = understand::understand(&body, reading.diags);
    contradictions(&entry, &mut reading);
    Some(entry)
}

/// Sections that are declared absent and stand in the body all the same.
fn contradictions(entry: &Entry, reading: &mut Reading<'_>) {
    for (name, _, range) in &entry.absent {
        let Some(section) = entry.body.sections.iter().find(|s| s.id.as_deref() == Some(&**name)) else { continue };
        let message = format!("小节“{}”既写了内容，又说缺", section.title);
        let span = Span::new(reading.source, range.clone());
        let written = Span::new(reading.source, section.heading.clone());
        reading
            .diags
            .push(Diagnostic::new(&WRONG_ABSENT, span, message).label(written, "小节写在这里").help("二者留一"));
    }
}

/// Keys that are no field.
fn other(pair: &Pair, collection: &Collection, entry: &mut Entry, reading: &mut Reading<'_>) {
    if let Some((_, reason)) = collection.forbid.iter().find(|(key, _)| *key == pair.key) {
        let message = format!("不能写“{}”：{reason}", pair.key);
        reading.problem(&FORBIDDEN_KEY, &pair.key_range, message, "删去这一项".to_owned());
        return;
    }
    match pair.key.as_str() {
        "draft" => match pair.value.text() {
            Some("true") => entry.draft = true,
            Some("false") => {}
            _ => {
                let message = "“draft”应是 true 或 false".to_owned();
                reading.problem(&WRONG_KIND, &pair.value.range, message, "写 draft: true 表示草稿".to_owned());
            }
        },
        "aliases" => aliases(&pair.value, entry, reading),
        "basis" | "absent" if !matches!(pair.value.tree, Tree::Map(_) | Tree::Null) => {
            let word = if pair.key == "basis" { "来源编号或 judgement" } else { "理由" };
            let message = format!("“{}”应是一组键值，这里是{}", pair.key, pair.value.kind_zh());
            reading.problem(&WRONG_KIND, &pair.value.range, message, format!("写成 {}: {{ 字段: {word} }}", pair.key));
        }
        "basis" => entry.basis = notes(&pair.value),
        "absent" | "waive" => {}
        key => {
            let names = collection.fields.iter().map(|f| &*f.id).chain(RESERVED_KEYS.iter().map(|(key, _)| *key));
            let help = match nearest(key, names.clone()) {
                Some(word) => format!("是不是 {word}？"),
                None => format!("{}可以用的键：{}", collection.label.zh, names.collect::<Vec<_>>().join(" ")),
            };
            reading.problem(&UNKNOWN_KEY, &pair.key_range, format!("不认识键“{key}”"), help);
        }
    }
}

fn notes(node: &Node) -> Vec<Note> {
    // What is no word is kept as an empty one, so that a rule can point at it.
    let word = |pair: &Pair| Arc::from(pair.value.text().unwrap_or(""));
    let note = |pair: &Pair| (Arc::from(pair.key.as_str()), word(pair), pair.value.range.clone());
    node.pairs().iter().map(note).collect()
}

fn aliases(node: &Node, entry: &mut Entry, reading: &mut Reading<'_>) {
    for item in node.items() {
        let text = item.text().unwrap_or("");
        let parts = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        if parts.is_some_and(|rest| rest.split('/').all(is_id)) {
            entry.aliases.push((text.to_owned(), item.range.clone()));
        } else {
            let message = format!("别名“{text}”不是本站的网址");
            reading.problem(
                &WRONG_KIND,
                &item.range,
                message,
                "写成 /旧的/网址/，只用小写字母、数字和连字符".to_owned(),
            );
        }
    }
}

fn absent(node: &Node, collection: &Collection, entry: &mut Entry, reading: &mut Reading<'_>) {
    for pair in node.pairs() {
        let field = collection.position(&pair.key);
        let section = collection.sections.iter().find(|section| *section.id == *pair.key);
        let allowed = match (field, section) {
            (Some(at), _) => &collection.fields[at].absent,
            (None, Some(section)) => &section.absent,
            (None, None) => {
                let names = collection.fields.iter().filter(|f| !f.absent.is_empty()).map(|f| &*f.id);
                let sections = collection.sections.iter().filter(|s| !s.absent.is_empty()).map(|s| &*s.id);
                let help = match nearest(&pair.key, names.clone().chain(sections.clone())) {
                    Some(word) => format!("是不是 {word}？"),
                    None => format!("可以声明缺的：{}", names.chain(sections).collect::<Vec<_>>().join("、")),
                };
                let message = format!("absent 里的“{}”不是字段或小节", pair.key);
                reading.problem(&WRONG_ABSENT, &pair.key_range, message, help);
                continue;
            }
        };
        let reason = pair.value.text().unwrap_or("");
        let named = |id: &String| {
            let zh = reading.terms.term("absent", id).map_or("", |term| &*term.zh);
            format!("{id}（{zh}）")
        };
        let mut refuse = |range: &Range<usize>, message: String, help: String| {
            let code: &'static Code = &WRONG_ABSENT;
            let span = Span::new(reading.source, range.clone());
            reading.diags.push(Diagnostic::new(code, span, message).help(help));
        };
        if allowed.is_empty() {
            refuse(&pair.key_range, format!("“{}”不能缺", pair.key), "写出内容；这一项没有可以缺的理由".to_owned());
        } else if !allowed.iter().any(|id| id == reason) {
            let help = format!("可用的理由：{}", allowed.iter().map(named).collect::<Vec<_>>().join("、"));
            refuse(&pair.value.range, format!("“{}”不能用理由“{reason}”", pair.key), help);
        } else if let Some(at) = field.filter(|at| is_written(&entry.slots[*at])) {
            let value = entry.slots[at].range.clone().unwrap_or(pair.key_range.clone());
            let span = Span::new(reading.source, pair.key_range.clone());
            let message = format!("“{}”既写了值，又说缺", pair.key);
            reading.diags.push(
                Diagnostic::new(&WRONG_ABSENT, span, message)
                    .label(Span::new(reading.source, value), "值写在这里")
                    .help("二者留一"),
            );
        } else {
            let reason: Arc<str> = Arc::from(reason);
            if let Some(at) = field {
                let value = Err(Missing::Absent(Arc::clone(&reason)));
                entry.slots[at] = Slot { value, range: Some(pair.value.range.clone()) };
            }
            entry.absent.push((Arc::from(pair.key.as_str()), reason, pair.key_range.clone()));
        }
    }
}

/// Whether something stands at the key: an empty key says nothing.
fn is_written(slot: &Slot) -> bool {
    slot.range.is_some() && slot.value != Err(Missing::NotGiven)
}

/// Ids of the records in the field `sources`.
fn source_ids(collection: &Collection, slots: &[Slot]) -> Vec<String> {
    let Some(Value::List(items)) = collection.position("sources").and_then(|at| slots[at].get()) else {
        return Vec::new();
    };
    items
        .iter()
        .filter_map(|item| match &item.value {
            Value::Group(group) => match group.get("id") {
                Some(Value::Text(id)) => Some(id.to_string()),
                _ => None,
            },
            _ => None,
        })
        .collect()
}
