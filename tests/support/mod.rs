//! [`SiteTest`]: a whole site from files in memory, printed into a map. Nothing is written to the disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;
use peakpress::diag::{Diagnostic, Diagnostics};
use peakpress::load::inputs::{self, Settings};
use peakpress::load::walk::RawFile;
use peakpress::{model, render};
use rayon::prelude::*;

const PLAIN: &[(&str, &str)] = &[
    ("404.html", include_str!("theme/404.html")),
    ("base.html", include_str!("theme/base.html")),
    ("document.html", include_str!("theme/document.html")),
    ("home.html", include_str!("theme/home.html")),
    ("listing.html", include_str!("theme/listing.html")),
    ("map.html", include_str!("theme/map.html")),
    ("search.html", include_str!("theme/search.html")),
    ("sitemap.html", include_str!("theme/sitemap.html")),
];

/// A site to be made: its files and what the run is asked.
pub(crate) struct SiteTest {
    files: Vec<RawFile>,
    settings: Settings,
}

/// What came out.
pub(crate) struct Printed {
    /// The output by path.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// What was wrong, sorted.
    pub(crate) problems: Vec<Diagnostic>,
}

impl SiteTest {
    /// No files yet, the day and the flags of every test.
    pub(crate) fn empty() -> Self {
        let settings =
            Settings { today: date(2026, 11, 24), drafts: false, base_url: None, profile: None, preview: false };
        Self { files: Vec::new(), settings }
    }

    /// The plain templates instead of the default theme's.
    pub(crate) fn plain(self) -> Self {
        PLAIN.iter().fold(self, |test, (name, text)| test.file(&format!("themes/default/templates/{name}"), text))
    }

    /// One more file, or another text for one.
    pub(crate) fn file(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let file = RawFile { path: path.to_owned(), bytes: Arc::from(text.as_ref()) };
        match self.files.binary_search_by(|other| other.path.as_str().cmp(path)) {
            Ok(at) => self.files[at] = file,
            Err(at) => self.files.insert(at, file),
        }
        self
    }

    /// The site at an address of its own.
    pub(crate) fn at(mut self, base_url: &str) -> Self {
        self.settings.base_url = Some(base_url.to_owned());
        self
    }

    /// Drafts, too.
    pub(crate) fn with_drafts(mut self) -> Self {
        self.settings.drafts = true;
        self
    }

    /// As `serve` shows it: what is missing is a marked gap.
    pub(crate) fn preview(mut self) -> Self {
        self.settings.preview = true;
        self
    }

    /// Reads, understands, plans, and makes every page.
    pub(crate) fn print(self) -> Printed {
        let mut diags = Diagnostics::new();
        let mut inputs = inputs::read(self.files, self.settings, &mut diags);
        let themes = std::mem::take(&mut inputs.themes);
        let site = Arc::new(model::site::site(inputs, &mut diags));
        let plan = render::plan(&site, &themes, &mut diags);
        let jobs: Vec<_> = plan.iter().collect();
        let made: Vec<(String, Vec<u8>, Diagnostics)> = jobs
            .into_par_iter()
            .map(|(path, job)| {
                let (mut out, mut diags) = (Vec::new(), Diagnostics::new());
                job.run(&mut out, &mut diags);
                (path.as_str().to_owned(), out, diags)
            })
            .collect();
        let mut files = BTreeMap::new();
        for (path, bytes, found) in made {
            diags.append(found);
            files.insert(path, bytes);
        }
        Printed { files, problems: diags.sorted() }
    }
}

impl Printed {
    /// The text of a file; empty if there is none.
    pub(crate) fn text(&self, path: &str) -> &str {
        self.files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }

    /// `path:line:column: code message` of every problem.
    pub(crate) fn lines(&self) -> Vec<String> {
        let line = |d: &Diagnostic| {
            let place = d.span.as_ref().map_or("-".to_owned(), ToString::to_string);
            format!("{place}: {} {}", d.code.name, d.message)
        };
        self.problems.iter().map(line).collect()
    }
}
