//! Nothing is published or updated later than today.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::site::Site;

code!(
    /// A date of publication that has not come yet.
    HONEST_DATE, "honest-date", "honest_date", Error, "发布和更新日期不晚于今天"
);

/// Looks at `published` and `updated`.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    let today = (site.today.year(), site.today.month(), site.today.day());
    for document in &site.documents {
        for field in ["published", "updated"] {
            let Some(date) = document.date(field).filter(|date| date.first_day() > today) else { continue };
            let message = format!("“{field}”的日期还没有到：{}（今天是 {}）", date.zh(), site.today);
            let help = "写真实的日期；还不到发布的时候，就写 draft: true";
            diags.push(Diagnostic::new(&HONEST_DATE, document.span_of(field), message).help(help));
        }
    }
}
