//! Links to a heading find it.

use crate::code;
use crate::diag::{Diagnostics, nearest};
use crate::model::body::{Link, LinkDest};
use crate::model::document::Document;
use crate::model::link::Broken;
use crate::model::site::Site;
use crate::proof::rules::broken_link::{broken, told};

code!(
    /// A link to a heading that is not there.
    BROKEN_ANCHOR, "broken-anchor", "broken_anchor", Error, "链接里的标题编号存在"
);

/// Looks at every link with `#`.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    broken(site, |document, link, broken| {
        let Broken::Anchor(known) = broken else { return };
        let name = match &link.dest {
            LinkDest::Document { anchor: Some(name), .. } | LinkDest::Anchor(name) => name,
            _ => return,
        };
        let message = format!("找不到标题“#{name}”");
        diags.push(told(&BROKEN_ANCHOR, document, link, message, help(site, document, link, name, &known)));
    });
}

fn help(site: &Site, document: &Document, link: &Link, name: &str, known: &[String]) -> String {
    // Somebody may have written the heading's words instead of its id.
    let target = match &link.dest {
        LinkDest::Document { path, .. } => {
            let file = path.rsplit('/').next().unwrap_or("");
            site.documents
                .iter()
                .find(|other| other.source.path.rsplit('/').next() == Some(file))
                .map_or(document, |other| &**other)
        }
        _ => document,
    };
    let meant = target.body.headings.iter().find(|heading| heading.text == name);
    if let Some(heading) = meant {
        return format!("写标题的编号：#{}", heading.written.as_ref().unwrap_or(&heading.id));
    }
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("是不是 #{near}？"),
        None if known.is_empty() => "那篇文章没有标题；去掉 # 和后面的字".to_owned(),
        None => format!("可用的编号：{}；也可以给标题写上编号：## 标题 {{#{name}}}", known.join("、")),
    }
}
