//! Links lead where their words say, to hosts that can be read.

use std::ops::Range;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::body::LinkDest;
use crate::model::document::Document;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::proof::place;
use crate::proof::spoof::{odd_host, other_host};

code!(
    /// A link whose words name another host, or whose host is a number or in disguise.
    SPOOFED_LINK, "spoofed-link", "spoofed_link", Warning, "链接去的地方与写的一致，看得出是谁的网站"
);

/// Looks at links in bodies and in fields.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for (_, document) in site.texts() {
        for link in &document.body.links {
            let LinkDest::External(address) = &link.dest else { continue };
            if let Some(named) = other_host(&link.text, address) {
                let message = format!("链接写的是 {named}，去的是 {address}");
                let help = "链接的文字写网站的名称，或与网址一致";
                let span = Span::new(&document.source, link.range.clone());
                diags.push(Diagnostic::new(&SPOOFED_LINK, span, message).help(help));
            }
            odd(document, address, link.range.clone(), diags);
        }
    }
    place::all(site, &mut |place| {
        for (value, range) in place.values() {
            if let Value::Link(address) = value {
                odd(place.document, address, range, diags);
            }
        }
    });
}

fn odd(document: &Document, address: &str, range: Range<usize>, diags: &mut Diagnostics) {
    if let Some(why) = odd_host(address) {
        let message = format!("网址的域名{why}：{address}");
        let help = "换成能看出是谁的网址；没有的，不放链接，只写来源的名称";
        diags.push(Diagnostic::new(&SPOOFED_LINK, Span::new(&document.source, range), message).help(help));
    }
}
