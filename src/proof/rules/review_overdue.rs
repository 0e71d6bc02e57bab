//! A document whose day of review has passed is looked at again.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::site::Site;

code!(
    /// A review that is overdue.
    REVIEW_OVERDUE, "review-overdue", "review_overdue", Warning, "复核期限没有过"
);

/// Looks at documents with `review_by` before today.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    let today = (site.today.year(), site.today.month(), site.today.day());
    for document in &site.documents {
        let Some(review) = document.date("review_by").filter(|review| review.last_day() < today) else { continue };
        let message = format!("复核期限 {} 已过", review.zh());
        diags.push(
            Diagnostic::new(&REVIEW_OVERDUE, document.span_of("review_by"), message)
                .help("对照来源重新核对一遍，再改期限；核对前不要只改日期"),
        );
    }
}
