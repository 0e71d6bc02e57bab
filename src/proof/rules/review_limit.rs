//! A document is looked at again within two years.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::site::Site;

code!(
    /// A review that lies too far ahead.
    REVIEW_LIMIT, "review-limit", "review_limit", Error, "复核期限不超过发布后 24 个月"
);

/// Years between publication and review at most.
const YEARS: i16 = 2;

/// Looks at documents with both `published` and `review_by`.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for document in &site.documents {
        let (Some(published), Some(review)) = (document.date("published"), document.date("review_by")) else {
            continue;
        };
        let (year, month, day) = published.first_day();
        if review.first_day() > (year + YEARS, month, day) {
            let message = format!("“review_by”的 {} 距发布（{}）超过 24 个月", review.zh(), published.zh());
            let help = format!("改成不晚于 {:04}-{month:02}-{day:02}", year + YEARS);
            diags.push(Diagnostic::new(&REVIEW_LIMIT, document.span_of("review_by"), message).help(help));
        }
    }
}
