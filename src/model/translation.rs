//! A translation `<id>.en.md` and its original → a [`Document`] in another language.
//!
//! The translation says only what differs: texts of fields, and the body. Numbers, dates, choices and sources stay those of the
//! original, so that a figure is kept in one place; whoever writes one into a translation is told if it is another.

use std::ops::Range;
use std::sync::Arc;

use crate::code;
use crate::diag::nearest;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::load::inputs::DocumentSource;
use crate::load::yaml::{Node, Pair};
use crate::model::body::{BodySource, understand};
use crate::model::collection::Collection;
use crate::model::document::Document;
use crate::model::field::{Field, Reading};
use crate::model::language::Language;
use crate::model::term::Terms;
use crate::model::value::{Date, Group, Image, Item, Slot, Value};
use crate::model::{BAD_DATE, UNKNOWN_KEY};

code!(
    /// A translation says a number, date or choice that the original does not.
    TRANSLATION_DIFFERS, "translation-differs", "translation_differs", Error, "译文只译文字，数字、日期和选项与原文相同"
);

/// Keys of a translation that are no field: whether it is a draft, and the day of the original that was translated.
const KEYS: &[&str] = &["draft", "translated"];

/// Reads a translation. `None` when its front matter could not be read, or it is a draft and drafts are not shown.
pub fn document(
    source: DocumentSource,
    original: &Document,
    (collection, terms, language): (&Collection, &Terms, Language),
    drafts: bool,
    diags: &mut Diagnostics,
) -> Option<Document> {
    let text = &source.source.text;
    let tree = source.source.tree.as_ref()?;
    let mut slots = original.slots.clone();
    let (mut draft, mut translated) = (false, None);
    let mut reading = Reading { source: text, terms, path: String::new(), lenient: true, diags };
    for pair in tree.pairs() {
        match (collection.position(&pair.key), pair.key.as_str()) {
            (Some(at), _) => {
                reading.path.clone_from(&pair.key);
                field(&collection.fields[at], &pair.value, &mut slots[at], &mut reading);
            }
            (None, "draft") => draft = pair.value.text() == Some("true"),
            (None, "translated") => translated = day(&pair.value, &mut reading),
            (None, _) => unknown(pair, collection, &mut reading),
        }
    }
    let body = BodySource {
        source: text,
        range: source.source.body.clone(),
        sections: collection.specs(language),
        source_ids: &original.source_ids,
        language,
    };
    let body = understand::understand(&body, reading.diags);
    if draft && !drafts {
        return None;
    }
    Some(Document {
        collection: original.collection,
        id: Arc::clone(&original.id),
        owner: original.owner.clone(),
        url: format!("/{}{}", language.code(), original.url),
        language,
        languages: Vec::new(),
        translated,
        slots,
        names: Arc::clone(&original.names),
        absent: original.absent.clone(),
        basis: original.basis.clone(),
        aliases: Vec::new(),
        draft: draft || original.draft,
        source_ids: original.source_ids.clone(),
        body,
        front: source.source.front.clone(),
        body_range: source.source.body.clone(),
        source: source.source.text,
    })
}

fn day(node: &Node, reading: &mut Reading<'_>) -> Option<Date> {
    let date = node.text().and_then(Date::parse).filter(|date| date.day.is_some());
    if date.is_none() {
        let message = "“translated”应是一天".to_owned();
        reading.problem(&BAD_DATE, &node.range, message, "写翻译所依据的那一天，例如 2026-11-24".to_owned());
    }
    date
}

fn unknown(pair: &Pair, collection: &Collection, reading: &mut Reading<'_>) {
    let names = collection.fields.iter().map(|field| &*field.id).chain(KEYS.iter().copied());
    let help = match nearest(&pair.key, names) {
        Some(word) => format!("是不是 {word}？"),
        None => "译文里只写要翻译的字段，其余的照原文".to_owned(),
    };
    reading.problem(&UNKNOWN_KEY, &pair.key_range, format!("译文不认识键“{}”", pair.key), help);
}

fn field(field: &Field, node: &Node, slot: &mut Slot, reading: &mut Reading<'_>) {
    let Some(original) = slot.get().cloned() else {
        let message = format!("原文没有“{}”", reading.path);
        differs(&node.range, message, "先写进原文，或者从译文里删去", reading);
        return;
    };
    let Slot { value: Ok(value), range } = field.read(node, reading) else { return };
    if let Some(value) = merged(original, value, &node.range, reading) {
        *slot = Slot { value: Ok(value), range };
    }
}

/// The original's value with the translation's texts in it.
fn merged(original: Value, translated: Value, range: &Range<usize>, reading: &mut Reading<'_>) -> Option<Value> {
    match (original, translated) {
        (Value::Text(_), Value::Text(text)) => Some(Value::Text(text)),
        (Value::Flag(yes, reason), Value::Flag(other, words)) if yes == other => {
            Some(Value::Flag(yes, words.or(reason)))
        }
        (Value::Image(image), Value::Image(other)) if image.src == other.src => {
            Some(Value::Image(Image { alt: other.alt, credit: other.credit.or(image.credit), ..image }))
        }
        (Value::List(items), Value::List(others)) if items.len() == others.len() => {
            let pairs = items.into_iter().zip(others).map(|(item, other)| {
                let value = merged(item.value, other.value, &other.range, reading)?;
                Some(Item { value, range: other.range })
            });
            pairs.collect::<Option<Vec<Item>>>().map(Value::List)
        }
        (Value::List(items), Value::List(others)) => {
            let message = format!("“{}”原文有 {} 项，译文有 {} 项", reading.path, items.len(), others.len());
            differs(range, message, "逐项翻译，项数和次序与原文相同", reading);
            None
        }
        (Value::Group(group), Value::Group(other)) => record(group, other, range, reading).map(Value::Group),
        (original, translated) if original == translated => Some(original),
        _ => {
            let message = format!("“{}”与原文不同", reading.path);
            differs(range, message, "数字、日期、选项和链接照原文；译文里可以不写这一项", reading);
            None
        }
    }
}

fn record(group: Group, other: Group, range: &Range<usize>, reading: &mut Reading<'_>) -> Option<Group> {
    let mut slots = Vec::with_capacity(group.slots.len());
    for ((name, slot), (_, words)) in group.slots.into_iter().zip(other.slots) {
        let slot = match (slot.value, words.value) {
            (Ok(value), Ok(translated)) => {
                let place = words.range.clone().unwrap_or_else(|| range.clone());
                Slot { value: Ok(merged(value, translated, &place, reading)?), range: words.range }
            }
            (value, Err(_)) => Slot { value, range: slot.range },
            (Err(_), Ok(_)) => {
                let place = words.range.unwrap_or_else(|| range.clone());
                let message = format!("“{}”里原文没有“{name}”", reading.path);
                differs(&place, message, "先写进原文，或者从译文里删去", reading);
                return None;
            }
        };
        slots.push((name, slot));
    }
    Some(Group { slots, basis: group.basis, basis_range: group.basis_range })
}

fn differs(range: &Range<usize>, message: String, help: &str, reading: &mut Reading<'_>) {
    let span = Span::new(reading.source, range.clone());
    reading.diags.push(Diagnostic::new(&TRANSLATION_DIFFERS, span, message).help(help));
}
