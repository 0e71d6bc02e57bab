//! Runs the jobs of a plan, in parallel, and puts what they make in its place.
//!
//! In: the plan and a [`Store`]. Out: what each file became, in the plan's order whatever the threads did. No output is kept in
//! memory: a job appends to its worker's buffer, and the bytes are written before the next job begins.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use sha2::{Digest, Sha256};

use crate::diag::Diagnostics;
use crate::plan::{Job, Plan, Turn};
use crate::write::Report;
use crate::write::disk::{self, Entry, Snapshot, UNFINISHED};
use crate::write::manifest::Stamp;

/// What the files of a plan became.
#[derive(Debug, Default)]
pub(crate) struct Run {
    /// The sums.
    pub(crate) report: Report,
    /// Every file that is now as planned.
    pub(crate) files: BTreeMap<String, Stamp>,
    /// Those of them that were so before.
    pub(crate) same: Vec<String>,
}

/// Where files are compared and where they are put.
pub(crate) struct Store {
    compare: PathBuf,
    put: PathBuf,
    unfinished: Option<PathBuf>,
}

/// A planned file and what is known of its place.
struct Item<'a> {
    path: &'a str,
    job: &'a Job,
    /// Whether a file is there.
    exists: bool,
}

/// What became of an item.
struct Made {
    /// `None` if the job reported an error or was run for its problems only.
    stamp: Option<Stamp>,
    diags: Diagnostics,
    time: Duration,
}

/// Runs all jobs, turn by turn, and within a turn new addresses before those that were there: a page that is read while the
/// run goes on may name an asset or a new page only when that is there already.
///
/// After a turn with an error the rest is run for its problems and not written.
pub(crate) fn jobs(
    plan: &Plan,
    found: &Snapshot,
    store: &Store,
    clock: fn() -> Duration,
    diags: &mut Diagnostics,
) -> Result<Run> {
    let mut run = Run::default();
    for turn in [Turn::Asset, Turn::Page, Turn::Last] {
        for exists in [false, true] {
            let items: Vec<Item<'_>> = plan
                .iter()
                .filter(|(_, job)| job.turn == turn)
                .map(|(path, job)| Item { path: path.as_str(), job, exists: is(found, path.as_str(), Entry::File) })
                .filter(|item| item.exists == exists)
                .collect();
            let write = !diags.has_errors();
            let made = items
                .par_iter()
                .enumerate()
                .map_init(Default::default, |buffers, (number, item)| {
                    let place = write.then_some((store, found));
                    one(item, number, place, clock, buffers)
                })
                .collect::<Result<Vec<Made>>>()?;
            for (item, made) in items.iter().zip(made) {
                diags.append(made.diags);
                run.add(item.path, &item.job.kind, made.stamp, made.time);
            }
        }
    }
    Ok(run)
}

fn one(
    item: &Item<'_>,
    number: usize,
    place: Option<(&Store, &Snapshot)>,
    clock: fn() -> Duration,
    (bytes, scratch): &mut (Vec<u8>, Vec<u8>),
) -> Result<Made> {
    bytes.clear();
    let mut diags = Diagnostics::new();
    let start = clock();
    item.job.run(bytes, &mut diags);
    let time = clock().saturating_sub(start);
    let stamp = match place {
        Some((store, found)) if !diags.has_errors() => {
            Some(store.put(item.path, number, bytes, item.exists, found, scratch)?)
        }
        _ => None,
    };
    Ok(Made { stamp, diags, time })
}

impl Run {
    /// One more file, that no job of the plan makes.
    pub(crate) fn put(&mut self, store: &Store, found: &Snapshot, path: &str, bytes: &[u8]) -> Result<()> {
        let exists = is(found, path, Entry::File);
        let stamp = store.put(path, 0, bytes, exists, found, &mut Vec::new())?;
        self.add(path, &Arc::from("manifest"), Some(stamp), Duration::ZERO);
        Ok(())
    }

    fn add(&mut self, path: &str, kind: &Arc<str>, stamp: Option<Stamp>, time: Duration) {
        let sums = self.report.kinds.entry(Arc::clone(kind)).or_default();
        sums.time += time;
        let Some(stamp) = stamp else { return };
        sums.files += 1;
        sums.bytes += stamp.size;
        if stamp.size > sums.largest.0 {
            sums.largest = (stamp.size, path.to_owned());
        }
        self.report.files += 1;
        self.report.bytes += stamp.size;
        self.report.written += usize::from(stamp.written);
        self.report.unchanged += usize::from(!stamp.written);
        self.files.insert(path.to_owned(), stamp);
        if !stamp.written {
            self.same.push(path.to_owned());
        }
    }
}

impl Store {
    /// Into the output itself, each file in one step.
    pub(crate) fn replace(out: &Path) -> Result<Self> {
        let unfinished = out.join(UNFINISHED);
        disk::folder(&unfinished)?;
        Ok(Self { compare: out.to_owned(), put: out.to_owned(), unfinished: Some(unfinished) })
    }

    /// Into a fresh tree; what the output has already is left out.
    pub(crate) fn stage(out: &Path, root: &Path) -> Self {
        Self { compare: out.to_owned(), put: root.to_owned(), unfinished: None }
    }

    /// Puts a file in its place unless it is there already. The number is one that no file written meanwhile has.
    fn put(
        &self,
        path: &str,
        number: usize,
        bytes: &[u8],
        exists: bool,
        found: &Snapshot,
        scratch: &mut Vec<u8>,
    ) -> Result<Stamp> {
        let written = !(exists && disk::holds(&self.compare.join(path), bytes, scratch));
        if written {
            let target = self.put.join(path);
            let folder_is_there = match path.rsplit_once('/') {
                None => true,
                Some((folder, _)) => self.unfinished.is_some() && is(found, folder, Entry::Folder),
            };
            if let (false, Some(folder)) = (folder_is_there, target.parent()) {
                disk::folder(folder)?;
            }
            match &self.unfinished {
                None => drop(disk::create(&target, bytes)?),
                Some(unfinished) => {
                    let unfinished = unfinished.join(number.to_string());
                    disk::create(&unfinished, bytes)?;
                    disk::rename(&unfinished, &target)?;
                }
            }
        }
        Ok(Stamp { sha256: Sha256::digest(bytes).into(), size: bytes.len() as u64, written })
    }
}

fn is(found: &Snapshot, path: &str, entry: Entry) -> bool {
    found.get(OsStr::new(path)) == Some(&entry)
}
