//! Declared sections follow each other as declared. Other headings may stand anywhere.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::body::Section;
use crate::model::site::Site;

code!(
    /// A section that stands after one that it should come before.
    SECTION_ORDER, "section-order", "section_order", Warning, "小节按声明的次序排列"
);

/// Looks at the declared sections of every body, in the body's order.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for (_, document) in site.texts() {
        let declared = &site.collections[document.collection].sections;
        let mut last: Option<(usize, &Section)> = None;
        for section in &document.body.sections {
            let rank = declared.iter().position(|other| section.id.as_deref() == Some(&*other.id));
            let Some(rank) = rank else { continue };
            match last {
                Some((before, other)) if rank < before => {
                    let span = |section: &Section| Span::new(&document.source, section.heading.clone());
                    let message = format!("小节“{}”应在“{}”之前", section.title, other.title);
                    diags.push(
                        Diagnostic::new(&SECTION_ORDER, span(section), message)
                            .label(span(other), "应当在它之前")
                            .help("整段移过去；各篇次序相同，读者才好对照"),
                    );
                }
                _ => last = Some((rank, section)),
            }
        }
    }
}
