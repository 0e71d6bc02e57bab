//! Times that a profile wants to the minute and that are recorded to the day.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::site::Site;
use crate::model::value::{Precision, Value};

code!(
    /// Documents that say the day only.
    PROFILE_TIME, "profile-time", "profile_time", Warning, "档案要求写到分的时间，写到了分"
);

/// One reminder for each field, at the first document: the minute is recorded when it is known, never made up.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    let Some(profile) = &site.profile else { return };
    for field in &profile.minutes {
        let coarse = |id: &crate::model::document::DocId| {
            let value = site.document(*id).get(field);
            matches!(value, Some(Value::Date(date)) if date.precision() != Precision::Minute)
        };
        let found: Vec<_> = site.all().filter(coarse).collect();
        let Some(first) = found.first() else { continue };
        let message = format!("{} 篇的 {field} 没有写到分", found.len());
        let help = "知道几点几分的，写成 2026-11-24 09:00；不知道的不要补";
        diags.push(Diagnostic::new(&PROFILE_TIME, site.document(*first).span_of(field), message).help(help));
    }
}
