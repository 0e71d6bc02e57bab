//! The journal: every path of the output that the tool made or is about to make.
//!
//! It is replaced in one step, before the first change by what was made before and will be made now, at the end by what is
//! there. So at any moment it names at least what the tool made, and nothing that was there before: what it names and the plan
//! does not is removed, what it does not name is someone else's. A line that is no plain path inside the output is ignored,
//! so no journal can make a run reach outside.
//!
//! Beside a path that is no page stands its turn, so that lost files can go in the reverse of the order in which they came: a
//! page before the assets that it names.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;

use crate::plan::{OutPath, Plan, Turn};
use crate::write::OWN;
use crate::write::disk::{self, Explain, UNFINISHED};
use crate::write::manifest;

const HEAD: &str =
    "# peakpress 写的文件，一行一个；下次生成时只会改、删这里列出的。这个文件夹不是网站的一部分，不必上传。\n";

/// The paths of a journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Journal {
    /// Sorted; each a plain path below the output.
    pub(crate) paths: BTreeSet<String>,
    /// The turn of those that are no page.
    turns: BTreeMap<String, Turn>,
}

/// The words of a journal for what is no page. A tab is in no path.
const WORDS: &[(Turn, &str)] = &[(Turn::Asset, "\tasset"), (Turn::Last, "\tlast")];

impl Journal {
    /// The journal of a plan and the manifest.
    pub(crate) fn of(plan: &Plan) -> Self {
        let planned = plan.iter().map(|(path, job)| (path.as_str(), job.turn));
        let mut journal = Self::default();
        planned.chain([(manifest::PATH, Turn::Last)]).for_each(|(path, turn)| journal.add(path, turn));
        journal
    }

    fn add(&mut self, path: &str, turn: Turn) {
        self.paths.insert(path.to_owned());
        match turn {
            Turn::Page => self.turns.remove(path),
            turn => self.turns.insert(path.to_owned(), turn),
        };
    }

    /// When a path was written.
    fn turn(&self, path: &str) -> Turn {
        self.turns.get(path).copied().unwrap_or(Turn::Page)
    }

    /// Puts paths into the order in which they may go: lists of pages, then pages, then what pages name.
    pub(crate) fn sort_for_removal(&self, paths: &mut [String]) {
        paths.sort_by_key(|path| Reverse(self.turn(path)));
    }

    /// The journal of a folder; empty if it has none.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let bytes = disk::read(&root.join(OWN).join("journal"))?.unwrap_or_default();
        Ok(Self::parse(&String::from_utf8_lossy(&bytes)))
    }

    /// This and the other together.
    pub(crate) fn with(&self, other: &Self) -> Self {
        let mut both = self.clone();
        other.paths.iter().for_each(|path| both.add(path, other.turn(path)));
        both
    }

    /// Replaces the journal of a folder.
    pub(crate) fn write(&self, root: &Path) -> Result<()> {
        self.replace(root, |_| Ok(()))
    }

    /// The same, and it is on the disk before anything else is: files that came there without it would be taken for someone
    /// else's after a loss of power.
    pub(crate) fn write_synced(&self, root: &Path) -> Result<()> {
        self.replace(root, |file| file.sync_all())?;
        let own = root.join(OWN);
        let flags = rustix::fs::OFlags::DIRECTORY | rustix::fs::OFlags::CLOEXEC;
        let folder = rustix::fs::open(&own, flags, rustix::fs::Mode::empty()).doing("打开", &own)?;
        rustix::fs::fsync(folder).doing("写", &own)
    }

    fn replace(&self, root: &Path, sync: impl Fn(&std::fs::File) -> std::io::Result<()>) -> Result<()> {
        disk::folder(&root.join(UNFINISHED))?;
        let unfinished = root.join(UNFINISHED).join("journal");
        let file = disk::create(&unfinished, self.text().as_bytes())?;
        sync(&file).doing("写", &unfinished)?;
        disk::rename(&unfinished, &root.join(OWN).join("journal"))
    }

    fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for path in &self.paths {
            text.push_str(path);
            let turn = self.turn(path);
            text.push_str(WORDS.iter().find(|(of, _)| *of == turn).map_or("", |(_, word)| word));
            text.push('\n');
        }
        text
    }

    fn parse(text: &str) -> Self {
        let plain = |path: &str| {
            OutPath::from_url(&format!("/{path}")).is_some_and(|found| found.as_str() == path)
                && path.split('/').next() != Some(OWN)
        };
        let mut journal = Self::default();
        for line in text.strip_prefix(HEAD).unwrap_or(text).lines() {
            let worded = WORDS.iter().find_map(|(turn, word)| Some((line.strip_suffix(word)?, *turn)));
            let (path, turn) = worded.unwrap_or((line, Turn::Page));
            if plain(path) {
                journal.add(path, turn);
            }
        }
        journal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_are_believed() {
        let check = |text: &str, expected: &[&str]| {
            let journal = Journal::parse(text);
            assert_eq!(journal.paths.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{text:?}");
            assert_eq!(Journal::parse(&journal.text()), journal);
        };
        check("", &[]);
        check(HEAD, &[]);
        check("a\nb/c.html\n", &["a", "b/c.html"]);
        check("碳达峰/index.html", &["碳达峰/index.html"]);
        check("../a\na/../../b\n/etc/passwd\n.\n..\n", &[]);
        check("a//b\na/\n\n", &[]);
        check(".peakpress/lock\n.peakpress\n", &[]);
        check("a\0b\nc", &["c"]);
        check("#a\n# b", &["# b", "#a"]);
        check("a.css\tasset\nb.html\nc.xml\tlast\n", &["a.css", "b.html", "c.xml"]);
        check("a.css\tother\n../b\tasset\n\tasset\n", &[]);
    }

    /// A page must be gone before the asset that it names, whatever their names.
    #[test]
    fn lost_files_go_in_the_reverse_of_the_order_in_which_they_came() {
        let check = |text: &str, paths: &str, expected: &str| {
            let mut paths: Vec<String> = paths.split(' ').map(str::to_owned).collect();
            Journal::parse(text).sort_for_removal(&mut paths);
            assert_eq!(paths.join(" "), expected, "{text:?}");
        };
        check("a.css\tasset\nb.html\nc.xml\tlast\n", "a.css b.html c.xml", "c.xml b.html a.css");
        check("z.css\tasset\nb.html\na.html\n", "a.html b.html z.css", "a.html b.html z.css");
        check("a\nb\n", "a b", "a b");
    }
}
