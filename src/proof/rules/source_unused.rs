//! Every source of a document speaks for something in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::document::{DocId, Document};
use crate::model::field::Kind;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::proof::place;

code!(
    /// A source that nothing refers to.
    SOURCE_UNUSED, "source-unused", "source_unused", Warning, "登记的来源都用到了"
);

/// Looks at the records of `sources`: their ids appear as marks, in fields, or as a basis.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for id in site.all() {
        let document = site.document(id);
        let records = records(document);
        if records.is_empty() {
            continue;
        }
        let used = used(site, id);
        for (source, span) in records.into_iter().filter(|(source, _)| !used.contains(source)) {
            let message = format!("来源 {source} 没有用到");
            let help = format!("在用到它的句子末尾写 [{source}]；没有用到就删去这一条");
            diags.push(Diagnostic::new(&SOURCE_UNUSED, span, message).help(help));
        }
    }
}

/// Ids of the records of `sources`, each with its place.
pub fn records(document: &Document) -> Vec<(Arc<str>, Span)> {
    let Some(Value::List(items)) = document.get("sources") else { return Vec::new() };
    let record = |item: &crate::model::value::Item| {
        let Value::Group(group) = &item.value else { return None };
        let slot = group.slot("id")?;
        let Value::Text(id) = slot.get()? else { return None };
        let range = slot.range.clone().unwrap_or(item.range.clone());
        Some((Arc::clone(id), Span::new(&document.source, range)))
    };
    items.iter().filter_map(record).collect()
}

fn used(site: &Site, id: DocId) -> BTreeSet<Arc<str>> {
    let document = site.document(id);
    let mut used: BTreeSet<Arc<str>> = document.basis.iter().map(|(_, word, _)| Arc::clone(word)).collect();
    used.extend(document.body.marks.iter().map(|mark| Arc::from(mark.id.as_str())));
    place::of(site, id, &mut |place| {
        let among = match &place.field.kind {
            Kind::Text(text) => text.among.as_ref(),
            _ => None,
        };
        let names_source = among.is_some_and(|path| path.field == "sources");
        for (value, _) in place.values() {
            match value {
                Value::Text(text) if names_source => {
                    used.insert(Arc::clone(text));
                }
                Value::Group(group) => used.extend(group.basis.clone()),
                _ => {}
            }
        }
    });
    used
}
