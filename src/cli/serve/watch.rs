//! Which files changed: events of the system, gathered until the files are still.
//!
//! In: the folders and files of a site. Out: sorted paths, without those that no author means (dot-files, editors' temporary
//! files, the output). One channel is the whole debouncer: events that come while the site is being read wait in it and make
//! one next round, and between changes nothing wakes up.
#![expect(clippy::disallowed_methods, reason = "cli measures how long the files have been still")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::Result;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// A watch that has been set.
pub(crate) struct Watch {
    events: Receiver<notify::Result<Event>>,
    watcher: RecommendedWatcher,
    watched: Vec<PathBuf>,
    root: PathBuf,
    out: PathBuf,
}

impl Watch {
    /// Watches from now on. `watched` are names below `root`; those that do not exist yet are taken up when they appear.
    pub(crate) fn new(root: &Path, watched: &[PathBuf], out: &Path) -> Result<Self> {
        // Events carry the paths that were watched, so these must be as the system knows them.
        let root = root.canonicalize()?;
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        // The folder around them, for single files and for folders that are replaced as a whole.
        watcher.watch(&root, RecursiveMode::NonRecursive)?;
        let watched: Vec<PathBuf> = watched.iter().map(|name| root.join(name)).collect();
        for folder in watched.iter().filter(|path| path.is_dir()) {
            watcher.watch(folder, RecursiveMode::Recursive)?;
        }
        let out = root.join(out);
        Ok(Self { events, watcher, watched, out: out.canonicalize().unwrap_or(out), root })
    }

    /// Calls `changed` after every change, once no event came for `quiet`. Paths are absolute. Ends never.
    pub(crate) fn run(mut self, quiet: Duration, mut changed: impl FnMut(&[PathBuf]), mut failed: impl FnMut(String)) {
        while let Ok(first) = self.events.recv() {
            let mut paths = BTreeSet::new();
            let mut next = Some(first);
            // A file that is written without a pause must not hold the others back for ever.
            let latest = Instant::now() + quiet * 20;
            while let Some(event) = next {
                match event {
                    Ok(event) => self.note(event, &mut paths, &mut failed),
                    Err(error) => failed(format!("监视文件时出错，改动可能不会自动显示：{error}")),
                }
                next = if Instant::now() < latest { self.events.recv_timeout(quiet).ok() } else { None };
            }
            if !paths.is_empty() {
                changed(&paths.into_iter().collect::<Vec<_>>());
            }
        }
    }

    fn note(&mut self, event: Event, paths: &mut BTreeSet<PathBuf>, failed: &mut impl FnMut(String)) {
        if event.need_rescan() {
            paths.extend(self.watched.iter().cloned());
        }
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        for path in event.paths {
            if !self.matters(&path) {
                continue;
            }
            // A folder that was replaced has lost its watch.
            if self.watched.contains(&path)
                && path.is_dir()
                && let Err(error) = self.watcher.watch(&path, RecursiveMode::Recursive)
            {
                failed(format!("无法监视 {}，改动可能不会自动显示：{error}", path.display()));
            }
            paths.insert(path);
        }
    }

    fn matters(&self, path: &Path) -> bool {
        let below = self.watched.iter().any(|watched| path.starts_with(watched)) && !path.starts_with(&self.out);
        let names = path.strip_prefix(&self.root).unwrap_or(path).iter();
        below && names.map(|name| name.to_string_lossy()).all(|name| !is_temporary(&name))
    }
}

/// Files that editors and file managers write beside the one that is edited.
fn is_temporary(name: &str) -> bool {
    name.starts_with(['.', '#'])
        || name.starts_with("~$")
        || name.ends_with('~')
        || name == "4913"
        || [".swp", ".swx", ".tmp", ".bak", ".part", ".crdownload"].iter().any(|end| name.ends_with(end))
        || name.ends_with("___jb_tmp___")
        || name.ends_with("___jb_old___")
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::thread;

    use super::*;

    #[test]
    fn temporary_files_are_known() {
        let check = |name: &str, expected: bool| assert_eq!(is_temporary(name), expected, "{name}");
        check("a.md", false);
        check("碳达峰.md", false);
        check("site.yaml", false);
        check("tmp.md", false);
        check(".a.md.swp", true);
        check(".DS_Store", true);
        check("a.md~", true);
        check("a.md.swp", true);
        check("4913", true);
        check("#a.md#", true);
        check("~$a.docx", true);
        check("a.md.tmp", true);
        check("a.md___jb_tmp___", true);
    }

    #[test]
    fn changes_are_gathered() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let shell = |script: &str| {
            let done = Command::new("sh").arg("-ec").arg(script).current_dir(&root).status().unwrap();
            assert!(done.success(), "{script}");
        };
        shell("mkdir -p content/cases public; echo 1 > content/cases/a.md; echo 1 > site.yaml");
        let names = ["content", "themes", "site.yaml"].map(PathBuf::from);
        let watch = Watch::new(&root, &names, Path::new("public")).unwrap();
        let (sender, rounds) = channel();
        thread::spawn(move || {
            watch.run(Duration::from_millis(40), |paths| sender.send(paths.to_vec()).unwrap(), |e| panic!("{e}"));
        });
        let check = |script: &str, expected: &[&str]| {
            shell(script);
            let mut seen = BTreeSet::new();
            let wait = Duration::from_millis(if expected.is_empty() { 200 } else { 3000 });
            while let Ok(paths) = rounds.recv_timeout(if seen.is_empty() { wait } else { Duration::from_millis(150) }) {
                seen.extend(paths.iter().map(|p| p.strip_prefix(&root).unwrap().display().to_string()));
            }
            assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{script}");
        };
        check("echo 2 > content/cases/a.md", &["content/cases/a.md"]);
        check("echo 2 > content/cases/a.md; echo 2 > site.yaml", &["content/cases/a.md", "site.yaml"]);
        check("echo 3 > content/cases/.a.tmp; mv content/cases/.a.tmp content/cases/a.md", &["content/cases/a.md"]);
        check("echo 4 > site.new; mv site.new site.yaml", &["site.yaml"]);
        check("cat content/cases/a.md > /dev/null", &[]);
        check("echo 1 > public/index.html; echo 1 > other.txt; echo 1 > content/.x; echo 1 > content/a.md~", &[]);
        check("mkdir content/notes", &["content/notes"]);
        check("echo 1 > content/notes/b.md", &["content/notes/b.md"]);
        check("rm content/notes/b.md", &["content/notes/b.md"]);
        check("mkdir themes", &["themes"]);
        check("echo 1 > themes/a.css", &["themes/a.css"]);
        check("mv content old; mkdir content", &["content"]);
        check("echo 1 > content/c.md", &["content/c.md"]);
    }
}
