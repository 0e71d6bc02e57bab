//! A translation has the declared sections of its original: none left out, none added.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::document::Document;
use crate::model::site::Site;

code!(
    /// A declared section that stands in only one of original and translation.
    TRANSLATION_SECTION, "translation-section", "translation_section", Error, "译文的小节与原文一一对应"
);

/// Compares the declared sections of every translation with those of its original.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for edition in &site.editions {
        for id in edition.own() {
            let (original, translation) = (site.document(id), edition.document(id));
            for section in &site.collection_of(id).sections {
                let title = edition.language.say(&section.title);
                let found = |document: &Document| {
                    let own = document.body.sections.iter().find(|own| own.id.as_deref() == Some(&*section.id));
                    own.map(|own| Span::new(&document.source, own.heading.clone()))
                };
                match (found(original), found(translation)) {
                    (Some(there), None) => {
                        let message = format!("译文缺少小节“{title}”");
                        let help = format!("原文有“{}”：译出来，标题写 ## {title}", section.title.zh);
                        let span = Span::file(&translation.source);
                        diags.push(
                            Diagnostic::new(&TRANSLATION_SECTION, span, message).label(there, "原文在这里").help(help),
                        );
                    }
                    (None, Some(here)) => {
                        let message = format!("原文没有小节“{}”", section.title.zh);
                        let help = "先写进原文，或者从译文里删去";
                        diags.push(Diagnostic::new(&TRANSLATION_SECTION, here, message).help(help));
                    }
                    _ => {}
                }
            }
        }
    }
}
