//! peakpress prints a folder of Markdown as a website. This page is the whole flow:
//!
//! ```text
//! load ──▶ Inputs ──model──▶ Site ──┬─ proof ──▶ Diagnostics
//!                                   └─ render, search ─▶ Plan ──write──▶ disk
//! ```
//!
//! `load` alone reads the disk, `write` alone writes it, `cli` alone prints, asks the time and opens sockets.
//! What authors did wrong is a [`diag::Diagnostic`]; what the machine did wrong is an error.

pub mod cli;

pub mod diag;
pub mod plan;

pub mod load;
pub mod model;
pub mod proof;
pub mod render;
pub mod search;
pub mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use crate::load::inputs::Settings;
pub use crate::model::site::Site;
pub use crate::search::query::{Change as SearchChange, Hit as SearchHit, Outcome as SearchOutcome};
pub use crate::write::{Options as Output, Report};

use crate::diag::{Code, Diagnostic, Diagnostics};
pub use crate::load::walk::RawFile;
use crate::plan::Plan;

/// A site that was read, understood, checked and planned, but not written.
pub struct Press {
    /// What the authors' files mean.
    pub site: Arc<Site>,
    /// The files to be made.
    pub plan: Plan,
    /// What was wrong so far; making the pages may add template errors.
    pub diagnostics: Diagnostics,
}

/// Reads the site in a folder and plans its pages.
///
/// # Errors
/// When the folder is no site or can't be read.
pub fn press(root: &Path, settings: Settings) -> anyhow::Result<Press> {
    let mut diags = Diagnostics::new();
    let files = load::walk::site(root, &mut diags)?;
    Ok(press_files(files, settings, diags))
}

/// The same from memory: every problem of reading, meaning and rules comes out together.
pub fn press_files(files: Vec<RawFile>, settings: Settings, mut diags: Diagnostics) -> Press {
    let mut inputs = load::inputs::read(files, settings, &mut diags);
    let themes = std::mem::take(&mut inputs.themes);
    let site = Arc::new(model::site::site(inputs, &mut diags));
    proof::check(&site, &mut diags);
    let mut plan = render::plan(&site, &themes, &mut diags);
    search::plan(&site, &mut plan);
    let diagnostics = proof::personal::masked(diags, &site.allowed);
    Press { site, plan, diagnostics }
}

/// Makes every page without writing it, for what only making tells (template errors).
pub fn try_pages(plan: &Plan) -> Diagnostics {
    use rayon::prelude::*;
    let jobs: Vec<_> = plan.iter().collect();
    let found: Vec<Diagnostics> = jobs
        .par_iter()
        .map_init(Vec::new, |buffer, (_, job)| {
            let mut diags = Diagnostics::new();
            buffer.clear();
            job.run(buffer, &mut diags);
            diags
        })
        .collect();
    let mut diags = Diagnostics::new();
    found.into_iter().for_each(|d| diags.append(d));
    diags
}

/// How heavy a file of a plan is when a server sends it compressed; none if there is no such file.
pub fn weight(plan: &Plan, path: &str) -> Option<usize> {
    let (_, job) = plan.iter().find(|(out, _)| out.as_str() == path)?;
    let mut bytes = Vec::new();
    job.run(&mut bytes, &mut Diagnostics::new());
    Some(render::budget::weight(&bytes))
}

/// Writes a plan to the disk; see [`write::write`].
///
/// # Errors
/// When the machine fails.
pub fn print(plan: &Plan, output: &Output, diags: &mut Diagnostics) -> anyhow::Result<Report> {
    write::write(plan, output, diags)
}

/// A plan of files whose bytes are known, by their path in the output.
pub fn plan_of(files: Vec<(String, Vec<u8>)>, diags: &mut Diagnostics) -> Plan {
    let mut plan = Plan::new();
    for (path, bytes) in files {
        let job = plan::Job::new(plan::Turn::Page, "file", move |out, _| out.extend_from_slice(&bytes));
        plan.insert(&format!("/{path}"), job, None, diags);
    }
    plan
}

/// A short name that a text always has: the same for the same text, another for another.
pub fn fingerprint(text: &str) -> String {
    model::fingerprint(text)
}

/// Bytes in words, for what is not UTF-8.
pub fn spell(bytes: &[u8]) -> String {
    load::encoding::spell(bytes)
}

/// Every code, sorted by name.
pub fn codes() -> Vec<&'static Code> {
    let mut codes: Vec<&'static Code> = [load::CODES, model::CODES, render::CODES, write::CODES].concat();
    codes.push(&plan::DUPLICATE_URL);
    codes.extend(model::body::CODES);
    codes.extend(proof::rule::RULES.iter().map(|rule| rule.code));
    codes.sort_by_key(|code| code.name);
    codes.dedup_by_key(|code| code.name);
    codes
}

/// The content security policy of every page (SECURITY S5); the theme's pages carry the same in a meta element.
pub const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
    manifest-src 'self'; worker-src 'self'";

/// Whether some file of a site with these problems could not be read at all, so that its pages are missing.
pub fn has_unread_files(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| load::CODES.contains(&d.code))
}

/// Whether nothing of a site with these problems can be shown: its declarations or its theme can't be read.
pub fn is_unusable(diagnostics: &[Diagnostic]) -> bool {
    let whole = [&model::BAD_DECLARATION, &render::BAD_THEME, &render::TEMPLATE_ERROR];
    diagnostics.iter().any(|d| whole.contains(&d.code))
}

/// Whether a site with these problems is fit to print.
pub fn is_fit(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().all(|d| d.code.level != diag::Level::Error)
}

/// Reads a site and understands it, without checking or planning: what `new` and `schema` need of it.
///
/// # Errors
/// When the folder is no site or can't be read.
pub fn understand(root: &Path, settings: Settings) -> anyhow::Result<Site> {
    let mut diags = Diagnostics::new();
    let files = load::walk::site(root, &mut diags)?;
    Ok(model::site::site(load::inputs::read(files, settings, &mut diags), &mut diags))
}

/// The text of a new document of a collection (by position), in the folder of its owner.
pub fn skeleton(site: &Site, collection: usize, owner: Option<&str>) -> String {
    model::skeleton::skeleton(&site.collections[collection], &site.terms, owner)
}

/// The JSON Schema of every collection's front matter, by the collection's id.
pub fn schemas(site: &Site) -> Vec<(String, serde_json::Value)> {
    let schema = |c: &model::collection::Collection| (c.id.to_string(), model::schema::schema(c, &site.terms));
    site.collections.iter().map(schema).collect()
}

/// The JSON Schema of `site.yaml`.
pub fn config_schema() -> serde_json::Value {
    model::schema::config()
}

/// The collections of a site as a page for its authors, in Markdown.
pub fn collections_page(site: &Site) -> String {
    model::handbook::collections(site)
}

/// The keys of `site.yaml` as a page, in Markdown.
pub fn config_page() -> String {
    model::handbook::config()
}

/// Whether a text may be the name of a document.
pub fn is_id(text: &str) -> bool {
    model::is_free_id(text)
}

/// Asks the search index of a site that was built into a folder.
///
/// # Errors
/// When the index can't be read.
pub fn ask(out: &Path, language: &str, query: &str) -> anyhow::Result<SearchOutcome> {
    struct Folder<'a>(&'a Path, &'a str);
    impl search::query::shelf::Fetch for Folder<'_> {
        fn fetch(&self, path: &str) -> Result<Vec<u8>, String> {
            load::built::file(self.0, &format!("search/{}/{path}", self.1)).map_err(|error| format!("{error:#}"))
        }
    }
    search::query::search(query, &Folder(out, language))
        .map_err(|why| anyhow::Error::msg(format!("搜不了：{why}。先运行 peakpress build；如果刚换了版本，再运行一次")))
}

/// Every file of the default site that the program carries.
pub fn default_site() -> Vec<RawFile> {
    load::embedded::default_site()
}

/// Writes new files, all or none of them; one that is there already is never touched.
///
/// # Errors
/// When one of them is there already, or the disk can't be written.
pub fn write_new(files: &[(PathBuf, Vec<u8>)]) -> anyhow::Result<()> {
    write::fresh::new_files(files)
}

/// Whether a folder holds nothing, or is not there.
///
/// # Errors
/// When it can't be read, or is no folder.
pub fn is_empty_folder(folder: &Path) -> anyhow::Result<bool> {
    write::fresh::is_empty(folder)
}
