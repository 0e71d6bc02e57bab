//! A document lies in the folder of the owner that it names.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span, nearest};
use crate::model::collection::Owner;
use crate::model::document::Document;
use crate::model::site::Site;
use crate::model::value::Value;

code!(
    /// A folder that is not the owner's, or of no owner at all.
    OWNER_MISMATCH, "owner-mismatch", "owner_mismatch", Error, "文件夹与所属者一致"
);

/// Looks at the documents of collections with owners.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for id in site.all() {
        let document = site.document(id);
        let (Some(owner), Some(folder)) = (&site.collection_of(id).owner, document.owner.as_deref()) else { continue };
        let also = owner.also.iter().any(|name| name == folder);
        if !also && site.find(&owner.folder, folder).is_none() {
            diags.push(unknown(site, document, owner, folder));
            continue;
        }
        let Some(field) = &owner.field else { continue };
        match document.get(field) {
            // What does not exist is told by another rule, and is no place to move a file to.
            Some(Value::Reference(to)) if site.find(&to.collection, &to.id).is_none() => {}
            Some(Value::Reference(to)) if also => {
                let message = format!("“{field}”写着 {}，文件却在 {folder} 文件夹里", to.id);
                let help = format!("把文件移到 {} 文件夹，或删去“{field}”", to.id);
                diags.push(Diagnostic::new(&OWNER_MISMATCH, document.span_of(field), message).help(help));
            }
            Some(Value::Reference(to)) if *to.id != *folder => {
                let message = format!("“{field}”写着 {}，文件却在 {folder} 文件夹里", to.id);
                let help = format!("改成 {field}: {folder}，或把文件移到 {} 文件夹", to.id);
                diags.push(Diagnostic::new(&OWNER_MISMATCH, document.span_of(field), message).help(help));
            }
            _ => {}
        }
    }
}

fn unknown(site: &Site, document: &Document, owner: &Owner, folder: &str) -> Diagnostic {
    let ids = site.collection(&owner.folder).into_iter().flat_map(|at| site.documents_of(at));
    let ids = ids.map(|id| &*site.document(id).id).chain(owner.also.iter().map(String::as_str));
    let help = match nearest(folder, ids) {
        Some(near) => format!("是不是 {near}？"),
        None => format!("文件夹用 {} 里的编号命名", owner.folder),
    };
    let message = format!("文件夹“{folder}”不是 {} 里的编号", owner.folder);
    Diagnostic::new(&OWNER_MISMATCH, Span::file(&document.source), message).help(help)
}
