//! What a field refers to is what its declaration would rather have.

use crate::code;
use crate::diag::Diagnostics;
use crate::model::site::Site;
use crate::proof::rules::target;

code!(
    /// A reference to a document that is not what the declaration would rather have.
    PREFER, "prefer", "prefer", Warning, "引用的文档最好符合声明的期望"
);

/// Looks at references with a `prefer`.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    target::compare(site, &PREFER, |reference| &reference.prefer, diags);
}
