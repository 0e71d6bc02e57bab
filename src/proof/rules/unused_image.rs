//! Every picture and attachment is used by some document.

use std::collections::BTreeSet;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::body::LinkDest;
use crate::model::link::Links;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::proof::place;

code!(
    /// A file that no document shows or links to.
    UNUSED_IMAGE, "unused-image", "unused_image", Warning, "图片和附件都有文档用到"
);

/// Looks at every file that is no text.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for (_, document) in site.texts() {
        let links = Links { site, document };
        let linked = document.body.links.iter().filter_map(|link| match &link.dest {
            LinkDest::File(path) => Some(path.as_str()),
            _ => None,
        });
        let shown = document.body.images.iter().map(|image| image.src.as_str());
        used.extend(linked.chain(shown).filter_map(|src| known(site, &links, src)));
    }
    place::all(site, &mut |place| {
        let links = Links { site, document: place.document };
        for (value, _) in place.values() {
            if let Value::Image(image) = value {
                used.extend(known(site, &links, &image.src));
            }
        }
    });
    for path in site.media.keys().filter(|path| !used.contains(path.as_str())) {
        let message = "没有文档用到这个文件，它不会出现在网站上";
        let help = "在文章里用上它，或删去它（草稿用到的不算）";
        diags.push(Diagnostic::new(&UNUSED_IMAGE, Span::path(path.as_str()), message).help(help));
    }
}

fn known<'a>(site: &'a Site, links: &Links<'_>, src: &str) -> Option<&'a str> {
    let path = links.picture(src)?;
    site.media.get_key_value(path).map(|(path, _)| path.as_str())
}
