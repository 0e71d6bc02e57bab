//! A required section stands in the body and says something, or is declared absent for an allowed reason.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span, nearest};
use crate::model::collection::Section;
use crate::model::document::{DocId, Document};
use crate::model::field::Need;
use crate::model::site::Site;

code!(
    /// A required section is not there, or empty.
    MISSING_SECTION, "missing-section", "missing_section", Error, "必有的小节写在正文里，或写明为什么缺"
);

/// Looks at the declared sections of every document.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for id in site.all() {
        let document = site.document(id);
        for section in &site.collection_of(id).sections {
            let found = document.body.sections.iter().find(|found| found.id.as_deref() == Some(&*section.id));
            match found {
                Some(found) if is_blank(document, found.content.clone()) => {
                    let span = Span::new(&document.source, found.heading.clone());
                    let message = format!("小节“{}”是空的", section.title.zh);
                    diags.push(Diagnostic::new(&MISSING_SECTION, span, message).help(help(site, section)));
                }
                None if is_needed(site, id, section) && document.absent_reason(&section.id).is_none() => {
                    diags.push(missing(site, document, section));
                }
                _ => {}
            }
        }
    }
}

fn is_blank(document: &Document, content: std::ops::Range<usize>) -> bool {
    document.source.text.get(content).is_some_and(|text| text.trim().is_empty())
}

fn is_needed(site: &Site, id: DocId, section: &Section) -> bool {
    let needed = match section.need {
        Need::Always => true,
        Need::Release => !site.document(id).draft,
        Need::No => false,
    };
    needed && site.holds(id, &section.when)
}

fn missing(site: &Site, document: &Document, section: &Section) -> Diagnostic {
    let start = document.body_range.start;
    let message = format!("缺少小节“{}”", section.title.zh);
    let titles = document.body.headings.iter().map(|heading| heading.text.as_str());
    let near = nearest(&section.title.zh, titles)
        .and_then(|text| document.body.headings.iter().find(|heading| heading.text == text));
    let diagnostic = Diagnostic::new(&MISSING_SECTION, Span::new(&document.source, start..start), message);
    match near {
        Some(heading) => diagnostic
            .label(Span::new(&document.source, heading.range.clone()), "是不是这一个？")
            .help(format!("小节的标题要用二级标题，一字不差：## {}", section.title.zh)),
        None => diagnostic.help(help(site, section)),
    }
}

fn help(site: &Site, section: &Section) -> String {
    let mut text = format!("另起一行写 ## {}，下面写内容", section.title.zh);
    if !section.absent.is_empty() {
        let named = |id: &String| format!("{id}（{}）", site.terms.term("absent", id).map_or("", |term| &term.zh));
        let reasons: Vec<String> = section.absent.iter().map(named).collect();
        let reasons = reasons.join("、");
        text.push_str(&format!("；确实没有，就在头部的 absent 里写 {}: 理由，理由可用 {reasons}", section.id));
    }
    text
}
