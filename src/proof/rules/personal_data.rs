//! Nothing that is published says a person's number or private address (SECURITY S19).

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::site::Site;
use crate::proof::personal::find;

code!(
    /// An identity number, mobile, bank card or private mail address.
    PERSONAL_DATA, "personal-data", "personal_data", Error, "不写身份证号、手机号、银行卡号和私人邮箱"
);

/// Looks at the whole file of every document, translations too. What is allowed stands in `content/_allow.yaml`.
///
/// The message says the number as it stands; [`crate::proof::personal::masked`] hides it in all reports.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for (_, document) in site.texts() {
        let source = &document.source;
        for found in find(&source.text) {
            let shown = &source.text[found.range.clone()];
            if site.allowed.has(shown) {
                continue;
            }
            let message = format!("这里有{}：{shown}", found.kind.zh());
            let help = "删去；要留联系方式，写单位的座机和公务邮箱。确实可以公开的，在 content/_allow.yaml 里写明理由和负责的岗位";
            let span = Span::new(source, found.range);
            diags.push(Diagnostic::new(&PERSONAL_DATA, span, message).help(help));
        }
    }
}
