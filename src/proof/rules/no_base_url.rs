//! The site says where it will be published.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::site::Site;

code!(
    /// An empty `base_url`.
    NO_BASE_URL, "no-base-url", "no_base_url", Warning, "站点写明将来发布在哪个网址"
);

/// Looks at `base_url` of `site.yaml`, or what the run was given instead.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    if site.config.base_url.is_empty() {
        let message = "没有写 base_url：不生成规范地址、XML 站点地图和订阅";
        let help = "在 site.yaml 里写 base_url: \"https://网址/路径\"；只想试一次，用 --base-url";
        diags.push(Diagnostic::new(&NO_BASE_URL, site.config.span_of_key("base_url"), message).help(help));
    }
}
