//! What a field refers to is what its declaration demands.

use crate::code;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::condition::{Condition, Test};
use crate::model::document::DocId;
use crate::model::field::Kind;
use crate::model::field::reference::ReferenceField;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::proof::place;

code!(
    /// A reference to a document that is not what the declaration demands.
    TARGET, "target", "target", Error, "引用的文档符合声明的要求"
);

/// Looks at references with a `target`.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    compare(site, &TARGET, |reference| &reference.target, diags);
}

/// Reports references whose document does not fulfil a condition.
pub fn compare(
    site: &Site,
    code: &'static Code,
    wanted: impl Fn(&ReferenceField) -> &Condition,
    diags: &mut Diagnostics,
) {
    place::all(site, &mut |place| {
        let Kind::Reference(reference) = &place.field.kind else { return };
        let condition = wanted(reference);
        for (value, range) in place.values() {
            let Value::Reference(to) = value else { continue };
            let Some(id) = site.find(&to.collection, &to.id).filter(|id| !site.holds(*id, condition)) else { continue };
            let message = format!("“{}”引用的“{}”{}", place.name(), to.id, lacking(site, id, condition));
            let help = format!("改为引用符合要求的文档，或核对 {} 里的值", site.document(id).source.path);
            diags.push(Diagnostic::new(code, place.span(range), message).help(help));
        }
    });
}

/// The first test that fails, in words: `的 type 是 notice，应是 plan`.
fn lacking(site: &Site, id: DocId, condition: &Condition) -> String {
    for (path, test) in &condition.tests {
        let found = site.words(id, path);
        let one = Condition { tests: vec![(path.clone(), test.clone())], words: Vec::new() };
        if site.holds(id, &one) {
            continue;
        }
        let is = if found.is_empty() { "没有写".to_owned() } else { format!("是 {}", found.join("、")) };
        let wanted = match test {
            Test::Any => "应当写明".to_owned(),
            Test::None => "应当没有".to_owned(),
            Test::OneOf(words) => format!("应是 {}", words.join(" 或 ")),
        };
        return format!("的 {path} {is}，{wanted}");
    }
    "不合要求".to_owned()
}
