//! References lead to documents that exist.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span, nearest};
use crate::model::document::Document;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::proof::place;

code!(
    /// A reference to a document that is not there.
    DANGLING_REFERENCE, "dangling-reference", "dangling_reference", Error, "引用的文档存在"
);

/// Looks at every reference in fields, and at the footer of the configuration.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    place::all(site, &mut |place| {
        for (value, range) in place.values() {
            let Value::Reference(to) = value else { continue };
            if site.find(&to.collection, &to.id).is_none() {
                let what = format!("“{}”", place.name());
                diags.push(dangling(site, &what, &to.collection, &to.id, place.span(range)));
            }
        }
    });
    for (collection, id) in &site.config.footer {
        if site.collection(collection).is_some() && site.find(collection, id).is_none() {
            let span = site.config.span_of("footer", &format!("{collection}/{id}"));
            diags.push(dangling(site, "页脚", collection, id, span));
        }
    }
}

fn dangling(site: &Site, what: &str, collection: &str, id: &str, span: Span) -> Diagnostic {
    let Some(at) = site.collection(collection) else {
        let help = match nearest(collection, site.collections.iter().map(|c| &*c.id)) {
            Some(near) => format!("是不是 {near}/{id}？"),
            None => "写成 集合/编号，集合是 content 下的文件夹名".to_owned(),
        };
        let message = format!("{what}引用的集合“{collection}”不存在");
        return Diagnostic::new(&DANGLING_REFERENCE, span, message).help(help);
    };
    let ids = site.documents_of(at).map(|found| &*site.document(found).id);
    let elsewhere = site.all().find(|other| *site.document(*other).id == *id);
    let named = site.documents_of(at).find(|found| is_named(site.document(*found), id));
    let help = if let Some(named) = named.map(|found| site.document(found)) {
        format!("写编号：{}（{}）", named.id, named.title())
    } else if let Some(near) = nearest(id, ids) {
        format!("是不是 {near}？")
    } else if let Some(other) = elsewhere {
        format!("{collection} 里没有；{} 里有同名的文档，检查一下该引用哪个集合", site.collection_of(other).id)
    } else {
        format!("编号是 content/{collection}/ 下的文件名，不带 .md；草稿和不公开的文档不能引用")
    };
    let message = format!("{what}引用的文档不存在：{id}");
    Diagnostic::new(&DANGLING_REFERENCE, span, message).help(help)
}

/// Whether a name is the title of a document or another of its one-line texts, such as a short name.
fn is_named(document: &Document, name: &str) -> bool {
    document.slots.iter().any(|slot| matches!(slot.get(), Some(Value::Text(text)) if **text == *name))
}
