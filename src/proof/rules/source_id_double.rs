//! The sources of a document have different ids.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::site::Site;
use crate::proof::rules::source_unused::records;

code!(
    /// Two sources of a document with the same id.
    SOURCE_ID_DOUBLE, "source-id-double", "source_id_double", Error, "来源的编号各不相同"
);

/// Looks at the records of `sources`.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for document in &site.documents {
        let records = records(document);
        for (at, (id, span)) in records.iter().enumerate() {
            let Some((_, first)) = records[..at].iter().find(|(other, _)| other == id) else { continue };
            let message = format!("来源编号 {id} 用了两次");
            let help = format!("改成下一个编号，例如 S{}；正文里的标记也要改", records.len() + 1);
            diags.push(
                Diagnostic::new(&SOURCE_ID_DOUBLE, span.clone(), message)
                    .label(first.clone(), "先用这个编号的来源")
                    .help(help),
            );
        }
    }
}
