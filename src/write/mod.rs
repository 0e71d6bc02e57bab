//! From the plan to the disk: what changed there, and nothing else.
//!
//! In: a [`Plan`] and the folder it goes to. Out: the files, `manifest.json`, and a [`Report`]. Jobs run in parallel, each
//! into a buffer that its worker uses again, and each file is written whole or not at all: assets first, then pages at new
//! addresses, then pages that changed (so that no page ever names a file that is not there yet), lists last, and lost files go
//! at the very end. Files whose bytes are already on disk keep their time stamps.
//!
//! The output folder carries `.peakpress/`: the lock, the journal of what the tool made there, and unfinished files. None
//! of it is part of the site (it lists public paths only, but a server or uploader should leave it out). The journal is
//! written before the first change and always names at least what the tool made, so a killed run leaves nothing that the next
//! one would not finish or remove, and files of others are never touched.

mod diff;
mod disk;
pub mod fresh;
mod journal;
pub mod lock;
mod manifest;
mod run;
mod stage;
pub mod target;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::plan::{DUPLICATE_URL, Plan};
use crate::write::diff::Diff;
use crate::write::disk::Snapshot;
use crate::write::journal::Journal;
use crate::write::lock::Lock;
use crate::write::run::{Run, Store};
use crate::write::stage::Stage;

/// The codes that writing raises.
pub const CODES: &[&Code] = &[&lock::OUTPUT_BUSY, &target::FOREIGN_OUTPUT];

/// The folder inside the output that holds what is not part of the site.
pub(crate) const OWN: &str = ".peakpress";

/// Where to write, and what may not be written over.
#[derive(Clone, Debug)]
pub struct Options {
    /// The output folder: absent, empty, or made by an earlier run.
    pub out: PathBuf,
    /// Exchange the whole folder in one step instead of file by file.
    pub atomic: bool,
    /// What the tool reads (content, themes, `site.yaml`): the output may not be it, hold it or lie in it.
    pub forbidden: Vec<PathBuf>,
    /// The site's root, the home folder: the output may lie in it, but not be it or hold it.
    pub enclosing: Vec<PathBuf>,
    /// For the manifest.
    pub tool_version: String,
    /// For the manifest, if the caller names one.
    pub source_commit: Option<String>,
    /// Time since any fixed moment, for the times of the report only.
    pub clock: fn() -> Duration,
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files of the site, with the manifest.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Files that were new or changed.
    pub written: usize,
    /// Files that were there with the same bytes.
    pub unchanged: usize,
    /// Files of an earlier run that are gone.
    pub removed: usize,
    /// The same by kind of file, with the time that its jobs took.
    pub kinds: BTreeMap<Arc<str>, Kind>,
}

/// All files of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kind {
    /// How many.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// How long their jobs ran, added up over all threads.
    pub time: Duration,
    /// The largest of them: its bytes, and its path in the output.
    pub largest: (u64, String),
}

/// Writes the plan to the output folder.
///
/// A folder that is not to be written to, one that another run holds, and what jobs report are diagnostics. A job that
/// reports an error is not written; what comes after it only runs to have its problems told, nothing is removed, and with
/// [`Options::atomic`] nothing is changed at all. Call it without errors in `diags`: one counts like an error of the first job.
///
/// # Errors
/// When the machine fails (disk full, no permission). The next run completes what was begun.
pub fn write(plan: &Plan, options: &Options, diags: &mut Diagnostics) -> Result<Report> {
    let plan = &plan.whole(diags);
    if !plan_is_writable(plan, diags) {
        return Ok(Report::default());
    }
    let Some(out) = target::open(options, diags)? else { return Ok(Report::default()) };
    let Some(_lock) = Lock::acquire(&out)? else {
        diags.push(lock::busy(&options.out));
        return Ok(Report::default());
    };
    if !stage::recover(&out, diags)? {
        return Ok(Report::default());
    }
    disk::sweep(&out)?;
    let journal = Journal::read(&out)?;
    let snapshot = disk::walk(&out)?;
    let mut planned: BTreeSet<&str> = plan.iter().map(|(path, _)| path.as_str()).collect();
    planned.insert(manifest::PATH);
    let mut diff = match diff::diff(&planned, &journal.paths, &snapshot) {
        Ok(diff) => diff,
        Err(foreign) => {
            for path in foreign {
                diags.push(target::in_the_way(&options.out, &path));
            }
            return Ok(Report::default());
        }
    };
    journal.sort_for_removal(&mut diff.clear);
    journal.sort_for_removal(&mut diff.lost);
    let build = Build { plan, options, out: &out, journal: &journal, snapshot: &snapshot, diff: &diff };
    if options.atomic { build.exchanged(diags) } else { build.in_place(diags) }
}

/// What one run knows once the folder is its own.
struct Build<'a> {
    plan: &'a Plan,
    options: &'a Options,
    out: &'a Path,
    journal: &'a Journal,
    snapshot: &'a Snapshot,
    diff: &'a Diff,
}

impl Build<'_> {
    /// File by file.
    fn in_place(&self, diags: &mut Diagnostics) -> Result<Report> {
        let after = Journal::of(self.plan);
        let before = self.journal.with(&after);
        if before != *self.journal {
            before.write_synced(self.out)?;
        }
        let cleared = disk::remove(self.out, &self.diff.clear, self.snapshot)?;
        let store = Store::replace(self.out)?;
        let mut report = self.made(&store, diags)?.report;
        report.removed = cleared;
        if !diags.has_errors() {
            report.removed += disk::remove(self.out, &self.diff.lost, self.snapshot)?;
            if after != before {
                after.write(self.out)?;
            }
        }
        disk::sweep(self.out)?;
        Ok(report)
    }

    /// All at once: into a tree beside the output, which then takes its place.
    fn exchanged(&self, diags: &mut Diagnostics) -> Result<Report> {
        let stage = Stage::create(self.out)?;
        match self.staged(&stage, diags) {
            Ok(report) => Ok(report),
            Err(error) => {
                // The old site is untouched, or the new one is in place; either way the leftover only takes room on a disk
                // that may be full. What cannot be removed now is removed by the next run.
                stage.discard().ok();
                Err(error)
            }
        }
    }

    fn staged(&self, stage: &Stage, diags: &mut Diagnostics) -> Result<Report> {
        let run = self.made(&Store::stage(self.out, &stage.root), diags)?;
        let mut report = run.report;
        report.removed = disk::count(&self.diff.lost, self.snapshot) + disk::count(&self.diff.clear, self.snapshot);
        let after = Journal::of(self.plan);
        if diags.has_errors() || (report.written == 0 && report.removed == 0 && after == *self.journal) {
            stage.discard()?;
            report.removed = 0;
            return Ok(report);
        }
        after.write(&stage.root)?;
        disk::sweep(&stage.root)?;
        stage.link(self.out, &run.same, &diff::foreign(&self.journal.paths, self.snapshot))?;
        stage.verify(&run.files)?;
        stage.exchange(self.out)?;
        Ok(report)
    }

    fn made(&self, store: &Store, diags: &mut Diagnostics) -> Result<Run> {
        let mut run = run::jobs(self.plan, self.snapshot, store, self.options.clock, diags)?;
        if !diags.has_errors() {
            let text = manifest::text(&run.files, &self.options.tool_version, self.options.source_commit.as_deref());
            run.put(store, self.snapshot, manifest::PATH, text.as_bytes())?;
        }
        Ok(run)
    }
}

/// Whether every path can stand beside every other on a disk: no file where another needs a folder, none of them ours.
fn plan_is_writable(plan: &Plan, diags: &mut Diagnostics) -> bool {
    let before = diags.len();
    let own = |path: &str| path == manifest::PATH || path.split('/').next() == Some(OWN);
    for (path, _) in plan.iter() {
        let path = path.as_str();
        if own(path) {
            diags.push(
                Diagnostic::of_site(&DUPLICATE_URL, format!("网址“/{path}”由 peakpress 自己写，不能再用"))
                    .help("给这个文件换一个名字"),
            );
        }
        for folder in diff::ancestors(path).filter(|folder| plan.get(folder).is_some()) {
            diags.push(
                Diagnostic::of_site(&DUPLICATE_URL, format!("“/{folder}”已经是文件，“/{path}”又要它是文件夹"))
                    .help("给其中一个换网址：改文件名、aliases，或 _collection.yaml 的 url"),
            );
        }
    }
    diags.len() == before
}

#[cfg(test)]
mod tests;
