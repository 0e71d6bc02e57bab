//! Budgets: how heavy pages may be when a server sends them compressed, by `budget:` of `site.yaml`.
//!
//! A page's weight is its HTML with the theme's styles and scripts, each by gzip at level 6, without pictures. Compressing costs
//! more than making a page, so a page that fits uncompressed is not weighed: it can only become lighter.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::config::{Budget, Config};
use crate::render::template_error::Made;

code!(
    /// A page, or what all pages load, that is heavier than it may be.
    OVER_BUDGET, "over-budget", "over_budget", Error, "页面的重量在 budget 以内"
);

/// Bytes after gzip at level 6.
pub fn weight(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Counter(0), Compression::new(6));
    // Counting can't fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().map_or(0, |counter| counter.0)
}

struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What pages are held to.
#[derive(Clone, Debug, Default)]
pub struct Scales {
    budget: Budget,
    config: Option<Span>,
    /// The weight of what every page loads.
    shared: usize,
}

impl Scales {
    /// Weighs what all pages load, and tells if it is too heavy by itself.
    pub fn new(config: &Config, style: &[u8], script: &[u8], diags: &mut Diagnostics) -> Self {
        let budget = config.budget.clone();
        if budget == Budget::default() {
            return Self::default();
        }
        let span = config.span_of_key("budget");
        let (style, script) = (weight(style), weight(script));
        for (what, key, found, allowed) in
            [("样式表", "style", style, budget.style), ("脚本", "script", script, budget.script)]
        {
            let Some(allowed) = allowed.filter(|allowed| found > *allowed) else { continue };
            let message = format!("主题的{what}压缩后有 {}，超过 {}", kb(found), kb(allowed));
            let help = format!("精简主题，或放宽 site.yaml 的 budget.{key}");
            diags.push(Diagnostic::new(&OVER_BUDGET, span.clone(), message).help(help));
        }
        Self { budget, config: Some(span), shared: style + script }
    }

    /// Tells if a page of a template (`case.html`) is too heavy.
    pub fn weigh(&self, template: &str, html: &[u8], made: &Made<'_>, diags: &mut Diagnostics) {
        let kind = template.strip_suffix(".html").unwrap_or(template);
        let Some(allowed) = self.budget.kinds.get(kind).copied().or(self.budget.page) else { return };
        if html.len() + self.shared <= allowed {
            return;
        }
        let found = weight(html) + self.shared;
        if found > allowed {
            let message = format!(
                "{} 压缩后有 {}（其中样式和脚本 {}），超过 {}",
                made.url,
                kb(found),
                kb(self.shared),
                kb(allowed)
            );
            let help = "把长文分成几篇，大表放进附件；这一类页面确实要重些，就在 site.yaml 的 budget.kinds 里单独写";
            let mut diagnostic = Diagnostic::of_site(&OVER_BUDGET, message).help(help);
            diagnostic.span = made.origin.cloned().or_else(|| self.config.clone());
            diags.push(diagnostic);
        }
    }
}

fn kb(bytes: usize) -> String {
    format!("{:.1} KB", bytes as f64 / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 20,000 bytes that can't be compressed.
    fn noise() -> Vec<u8> {
        let step = |state: &mut u32| {
            *state ^= *state << 13;
            *state ^= *state >> 17;
            *state ^= *state << 5;
            Some(state.to_le_bytes()[1])
        };
        (0..20_000).scan(0x9E37_79B9, |state, _| step(state)).collect()
    }

    #[test]
    fn weights() {
        assert!(weight(&[b'a'; 100_000]) < 300);
        assert!(weight(b"") > 0);
        assert!((10_000..21_000).contains(&weight(&noise())));
    }

    #[test]
    fn pages_are_held_to_their_kind() {
        let check = |kinds: &[(&str, usize)], page: Option<usize>, template: &str, heavy: bool| {
            let kinds = kinds.iter().map(|(kind, bytes)| ((*kind).to_owned(), *bytes)).collect();
            let scales = Scales { budget: Budget { page, kinds, ..Budget::default() }, config: None, shared: 1_000 };
            let mut diags = Diagnostics::new();
            scales.weigh(template, &noise(), &Made { url: "/a/", origin: None }, &mut diags);
            assert_eq!(diags.has_errors(), heavy, "{kinds:?} {page:?} {template}", kinds = scales.budget.kinds);
        };
        check(&[], None, "case.html", false);
        check(&[], Some(30_000), "case.html", false);
        check(&[], Some(5_000), "case.html", true);
        check(&[("case", 30_000)], Some(5_000), "case.html", false);
        check(&[("case", 30_000)], Some(5_000), "pilot.html", true);
        check(&[("case", 5_000)], None, "case.html", true);
        check(&[("case", 5_000)], None, "pilot.html", false);
    }
}
