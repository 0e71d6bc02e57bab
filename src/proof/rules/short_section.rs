//! A section is as long, and has as many steps, as its declaration asks.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::body;
use crate::model::collection::Section;
use crate::model::document::Document;
use crate::model::site::Site;
use crate::proof::rules::missing_text::is_hint;

code!(
    /// A section with too few characters or steps.
    SHORT_SECTION, "short-section", "short_section", Error, "小节的字数和步骤数不少于声明"
);

/// Looks at the declared sections that are there. An empty one is missing, not short.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    present(site, |document, declared, found| {
        let length = length(found);
        let span = Span::new(&document.source, found.heading.clone());
        if let Some(min) = declared.min.filter(|min| length < *min && length > 0) {
            let message = format!("小节“{}”只有 {length} 个字，至少 {min} 个", declared.title.zh);
            let help = format!("再写 {} 个字以上的具体内容：时间、做法、数字和来源", min - length);
            diags.push(Diagnostic::new(&SHORT_SECTION, span.clone(), message).help(help));
        }
        if let Some(steps) = declared.steps.filter(|steps| found.steps < *steps && length > 0) {
            let message = format!("小节“{}”有 {} 步，至少 {steps} 步", declared.title.zh, found.steps);
            let help = "步骤写成编号列表，每步以加粗的短句开头：1. **汇总数据。** 说明";
            diags.push(Diagnostic::new(&SHORT_SECTION, span, message).help(help));
        }
    });
}

/// Calls `visit` with every declared section that a body has and somebody wrote.
pub fn present(site: &Site, mut visit: impl FnMut(&Document, &Section, &body::Section)) {
    for id in site.all() {
        let document = site.document(id);
        for declared in &site.collection_of(id).sections {
            let found = document.body.sections.iter().find(|found| found.id.as_deref() == Some(&*declared.id));
            let text = |found: &body::Section| document.source.text.get(found.content.clone()).unwrap_or("");
            if let Some(found) = found.filter(|found| !is_hint(text(found))) {
                visit(document, declared, found);
            }
        }
    }
}

/// Han characters one by one, other scripts by words.
pub fn length(section: &body::Section) -> usize {
    section.counts.han + section.counts.words
}
