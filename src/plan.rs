//! What will be written: an ordered map from out path to job.
//!
//! `render` and `search` fill a [`Plan`]; `write` runs its jobs onto the disk, `serve` runs the one that is asked for, tests
//! run all of them into a map. A job is a pure function of what it holds, so the same plan gives the same bytes in any order
//! and on any number of threads.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};

code!(
    /// Two sources want the same address.
    DUPLICATE_URL, "duplicate-url", "duplicate_url", Error, "同一个网址只能由一个来源产生"
);

/// A path inside the output folder: relative, `/`-separated, never with `..`, made from checked parts only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(String);

impl OutPath {
    /// An out path from a URL: `/cases/x/` → `cases/x/index.html`, `/robots.txt` → `robots.txt`.
    ///
    /// # Errors
    /// `None` when a part is empty, `.`, `..`, or holds a separator, control character or colon.
    pub fn from_url(url: &str) -> Option<Self> {
        let rest = url.strip_prefix('/')?;
        let path = if rest.is_empty() || rest.ends_with('/') { format!("{rest}index.html") } else { rest.to_owned() };
        let fine = path.split('/').all(|part| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && !part.contains(|c: char| c.is_control() || "\\:".contains(c))
        });
        fine.then_some(Self(path))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// When a file is written, so that no page names a missing file at any moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// Assets: before the pages that name them.
    Asset,
    /// Pages, feeds and everything else.
    Page,
    /// Lists of what exists (sitemap, manifest): after the pages.
    Last,
}

type Make = dyn Fn(&mut Vec<u8>, &mut Diagnostics) + Send + Sync;

/// A pure function that appends the bytes of one file to a buffer, and says what went wrong (template errors).
#[derive(Clone)]
pub struct Job {
    /// When it is to be written.
    pub turn: Turn,
    /// What kind of file it is, for statistics: a template's name, `feed`, `asset` ….
    pub kind: Arc<str>,
    make: Arc<Make>,
}

impl Job {
    /// A job from a function.
    pub fn new(
        turn: Turn,
        kind: impl Into<Arc<str>>,
        make: impl Fn(&mut Vec<u8>, &mut Diagnostics) + Send + Sync + 'static,
    ) -> Self {
        Self { turn, kind: kind.into(), make: Arc::new(make) }
    }

    /// Appends the file's bytes to `out`.
    pub fn run(&self, out: &mut Vec<u8>, diags: &mut Diagnostics) {
        (self.make)(out, diags);
    }
}

/// Where a planned file comes from: the source to point at when two want the same path.
pub type Origin = Option<Span>;

/// All files of the output, by path.
#[derive(Clone, Default)]
pub struct Plan {
    jobs: BTreeMap<OutPath, (Job, Origin)>,
    folders: Vec<Arc<Folder>>,
}

/// A folder of files that are not known before they are made together.
struct Folder {
    /// Its path, with `/` at the end.
    path: String,
    make: Box<dyn Fn() -> Vec<(String, Job)> + Send + Sync>,
    made: OnceLock<BTreeMap<OutPath, Job>>,
}

impl Folder {
    fn jobs(&self) -> &BTreeMap<OutPath, Job> {
        self.made.get_or_init(|| {
            let jobs = (self.make)().into_iter();
            jobs.filter_map(|(url, job)| Some((OutPath::from_url(&url)?, job))).collect()
        })
    }
}

impl Plan {
    /// An empty plan.
    pub fn new() -> Self {
        Self::default()
    }

    /// Plans a file at a URL. A second insert at the same path keeps the first and is a diagnostic at both origins.
    pub fn insert(&mut self, url: &str, job: Job, origin: Origin, diags: &mut Diagnostics) {
        let Some(path) = OutPath::from_url(url) else {
            let mut diagnostic = Diagnostic::of_site(&DUPLICATE_URL, format!("网址“{url}”不能用作输出路径"))
                .help("网址由小写字母、数字和连字符组成，以 / 开头；改 _collection.yaml 的 url");
            diagnostic.span = origin;
            diags.push(diagnostic);
            return;
        };
        if let Some((_, first)) = self.jobs.get(&path) {
            let mut diagnostic = Diagnostic::of_site(&DUPLICATE_URL, format!("网址“{url}”已经有了"))
                .help("给其中一个换文件名，或改 _collection.yaml 的 url、aliases");
            diagnostic.span = origin.clone().or_else(|| first.clone());
            if let (Some(first), Some(_)) = (first, origin) {
                diagnostic.labels.push((first.clone(), "先占用这个网址的在这里".to_owned()));
            }
            diags.push(diagnostic);
            return;
        }
        self.jobs.insert(path, (job, origin));
    }

    /// Plans all files below a URL, which ends with `/`. Which they are is only known once `make` has run, and it runs when
    /// the first of them is asked for.
    pub fn insert_folder(&mut self, url: &str, make: impl Fn() -> Vec<(String, Job)> + Send + Sync + 'static) {
        let path = url.trim_start_matches('/').to_owned();
        self.folders.push(Arc::new(Folder { path, make: Box::new(make), made: OnceLock::new() }));
    }

    /// The same plan with the files of its folders.
    pub fn whole(&self, diags: &mut Diagnostics) -> Self {
        let mut whole = Self { jobs: self.jobs.clone(), folders: Vec::new() };
        for (path, job) in self.folders.iter().flat_map(|folder| folder.jobs()) {
            whole.insert(&format!("/{}", path.0), job.clone(), None, diags);
        }
        whole
    }

    /// The job of a path.
    pub fn get(&self, path: &str) -> Option<&Job> {
        let wanted = OutPath(path.to_owned());
        let folder = || self.folders.iter().find(|folder| path.starts_with(&folder.path))?.jobs().get(&wanted);
        self.jobs.get(&wanted).map(|(job, _)| job).or_else(folder)
    }

    /// The source that a path was planned for.
    pub fn origin(&self, path: &str) -> Option<&Span> {
        self.jobs.get(&OutPath(path.to_owned())).and_then(|(_, origin)| origin.as_ref())
    }

    /// All jobs, by path; without those of folders.
    pub fn iter(&self) -> impl Iterator<Item = (&OutPath, &Job)> {
        self.jobs.iter().map(|(path, (job, _))| (path, job))
    }

    /// How many files are planned.
    pub fn len(&self) -> usize {
        self.jobs.len()
    }

    /// Whether nothing is planned.
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn out_paths_are_made_of_plain_parts() {
        let check = |url: &str, expected: Option<&str>| {
            assert_eq!(OutPath::from_url(url).as_ref().map(OutPath::as_str), expected, "{url}");
        };
        check("/", Some("index.html"));
        check("/cases/x/", Some("cases/x/index.html"));
        check("/robots.txt", Some("robots.txt"));
        check("/../x", None);
        check("/a//b", None);
        check("/a/./b", None);
        check("/c:/x", None);
        check("/a\\b", None);
        check("a/b", None);
        check("/a\0b", None);
    }

    #[test]
    fn second_insert_points_at_both() {
        let source = crate::diag::SourceText::new("a.md", "x");
        let other = crate::diag::SourceText::new("b.md", "x");
        let (mut plan, mut diags) = (Plan::new(), Diagnostics::new());
        let job = || Job::new(Turn::Page, "x", |out, _| out.extend_from_slice(b"x"));
        plan.insert("/x/", job(), Some(Span::file(&source)), &mut diags);
        plan.insert("/x/", job(), Some(Span::file(&other)), &mut diags);
        let diags = diags.sorted();
        assert_eq!(diags.len(), 1);
        assert_eq!(diags[0].span.as_ref().map(ToString::to_string).as_deref(), Some("b.md"));
        assert_eq!(diags[0].labels[0].0.to_string(), "a.md");
        assert_eq!(plan.len(), 1);
    }
}
