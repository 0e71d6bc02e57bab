//! The journal: every path of the output that the tool made or is about to make.
//!
//! It is replaced in one step, before the first change by what was made before and will be made now, at the end by what is
//! there. So at any moment it names at least what the tool made, and nothing that was there before: what it names and the plan
//! does not is removed, what it does not name is someone else's. A line that is no plain path inside the output is ignored,
//! so no journal can make a run reach outside.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use crate::plan::OutPath;
use crate::write::OWN;
use crate::write::disk::{self, Explain, UNFINISHED};

const HEAD: &str =
    "# peakpress 写的文件，一行一个；下次生成时只会改、删这里列出的。这个文件夹不是网站的一部分，不必上传。\n";

/// The paths of a journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Journal {
    /// Sorted; each a plain path below the output.
    pub(crate) paths: BTreeSet<String>,
}

impl Journal {
    /// The journal of these paths.
    pub(crate) fn of(paths: &BTreeSet<&str>) -> Self {
        Self { paths: paths.iter().map(|path| (*path).to_owned()).collect() }
    }

    /// The journal of a folder; empty if it has none.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let bytes = disk::read(&root.join(OWN).join("journal"))?.unwrap_or_default();
        Ok(Self::parse(&String::from_utf8_lossy(&bytes)))
    }

    /// This and the other together.
    pub(crate) fn with(&self, other: &Self) -> Self {
        Self { paths: self.paths.union(&other.paths).cloned().collect() }
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
            text.push('\n');
        }
        text
    }

    fn parse(text: &str) -> Self {
        let plain = |line: &&str| {
            OutPath::from_url(&format!("/{line}")).is_some_and(|path| path.as_str() == *line)
                && line.split('/').next() != Some(OWN)
        };
        let lines = text.strip_prefix(HEAD).unwrap_or(text).lines();
        Self { paths: lines.filter(plain).map(str::to_owned).collect() }
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
    }
}
