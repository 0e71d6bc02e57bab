//! Jobs for former addresses: a plain page that leads to the new one, without script.

use std::sync::Arc;

use crate::diag::{Diagnostics, Span};
use crate::plan::{Job, OutPath, Plan, Turn};
use crate::render::press::Press;
use crate::render::view::word::root;
use crate::render::xml;

/// Plans these pages.
pub fn plan(press: &Arc<Press>, plan: &mut Plan, diags: &mut Diagnostics) {
    for id in press.site.all() {
        let document = press.site.document(id);
        for (alias, range) in &document.aliases {
            // The rule `alias-collision` tells of aliases that are an address already.
            if OutPath::from_url(alias).is_some_and(|path| plan.get(path.as_str()).is_some()) {
                continue;
            }
            let (press, from) = (Arc::clone(press), alias.clone());
            let job = Job::new(Turn::Page, "redirect", move |out, _| {
                let document = press.site.document(id);
                let target = format!("{}{}", root(&from), document.url);
                let canonical = press.absolute(&document.url).unwrap_or_else(|| target.clone());
                page(press.site.language.tag(), &target, &canonical, document.title(), out);
            });
            plan.insert(alias, job, Some(Span::new(&document.source, range.clone())), diags);
        }
    }
}

fn page(lang: &str, target: &str, canonical: &str, title: &str, out: &mut Vec<u8>) {
    let mut put = |parts: &[&str]| {
        for (at, part) in parts.iter().enumerate() {
            if at % 2 == 0 { out.extend_from_slice(part.as_bytes()) } else { xml::text(out, part) }
        }
    };
    put(&["<!doctype html>\n<html lang=\"", lang, "\">\n<head>\n<meta charset=\"utf-8\">\n"]);
    put(&["<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'\">\n"]);
    put(&["<meta name=\"robots\" content=\"noindex\">\n<title>", title, "</title>\n"]);
    put(&["<meta http-equiv=\"refresh\" content=\"0; url=", target, "\">\n"]);
    put(&["<link rel=\"canonical\" href=\"", canonical, "\">\n</head>\n<body>\n<p><a href=\"", target, "\">", title]);
    put(&["</a></p>\n</body>\n</html>\n"]);
}
