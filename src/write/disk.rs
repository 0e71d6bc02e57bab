//! The few things that are done to a disk, each with words that an author can act on when it fails.
//!
//! No link inside the output is ever followed: [`walk`] does not enter links, and everything else touches only paths that it
//! found or that lie in folders which it found or made.

#![expect(clippy::disallowed_methods, reason = "write is the step that writes, and it reads only the output")]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use anyhow::{Context, Result};

use crate::write::OWN;
use crate::write::diff::ancestors;

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, a pipe: never made by this tool.
    Other,
}

/// What lies in a folder, by path below it; what the tool keeps for itself is left out.
pub(crate) type Snapshot = BTreeMap<OsString, Entry>;

/// Where unfinished files lie, below the output.
pub(crate) const UNFINISHED: &str = ".peakpress/tmp";

/// Says what was being done, and what can be done about it.
pub(crate) trait Explain<T> {
    /// `doing` is a short Chinese phrase, `path` its object.
    fn doing(self, doing: &str, path: &Path) -> Result<T>;
}

impl<T> Explain<T> for io::Result<T> {
    fn doing(self, doing: &str, path: &Path) -> Result<T> {
        self.map_err(|error| {
            let advice = advice(error.kind());
            anyhow::Error::new(error).context(format!("{doing}“{}”失败{advice}", path.display()))
        })
    }
}

impl<T> Explain<T> for rustix::io::Result<T> {
    fn doing(self, doing: &str, path: &Path) -> Result<T> {
        self.map_err(io::Error::from).doing(doing, path)
    }
}

fn advice(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::StorageFull => "：磁盘已满。腾出空间后再运行同一条命令，它会接着做完",
        ErrorKind::QuotaExceeded => "：超出磁盘配额。腾出空间后再运行同一条命令，它会接着做完",
        ErrorKind::ReadOnlyFilesystem => "：磁盘是只读的。用 --out 换一个能写的文件夹",
        ErrorKind::PermissionDenied => "：没有权限。改文件夹的权限，或用 --out 换一个能写的文件夹",
        ErrorKind::InvalidFilename => "：名字太长，或这个磁盘不接受它。换一个短些的文件名",
        _ => "",
    }
}

/// Everything below a folder, without entering links.
pub(crate) fn walk(root: &Path) -> Result<Snapshot> {
    let mut found = Snapshot::new();
    let mut open = vec![OsString::new()];
    while let Some(folder) = open.pop() {
        let path = root.join(&folder);
        for entry in fs::read_dir(&path).doing("读文件夹", &path)? {
            let entry = entry.doing("读文件夹", &path)?;
            let mut name = folder.clone();
            if name.is_empty() && entry.file_name() == OWN {
                continue;
            }
            if !name.is_empty() {
                name.push("/");
            }
            name.push(entry.file_name());
            let kind = entry.file_type().doing("查看", &entry.path())?;
            if kind.is_dir() {
                open.push(name.clone());
            }
            let entry = match (kind.is_file(), kind.is_dir()) {
                (true, _) => Entry::File,
                (_, true) => Entry::Folder,
                _ => Entry::Other,
            };
            found.insert(name, entry);
        }
    }
    Ok(found)
}

/// Writes a new file; what could not be written whole is taken away again.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<File> {
    let file = File::options().write(true).create_new(true).open(path).doing("新建", path)?;
    match (&file).write_all(bytes) {
        Ok(()) => Ok(file),
        Err(error) => {
            // The first failure is the one to tell; the next run sweeps what cannot be removed now.
            fs::remove_file(path).ok();
            Err(error).doing("写", path)
        }
    }
}

/// Gives a file another name, in one step, whatever stood there.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).doing("写", to)
}

/// Makes a folder and those it lies in.
pub(crate) fn folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).doing("新建文件夹", path)
}

/// Whether the file has exactly these bytes. What cannot be read has not.
pub(crate) fn holds(path: &Path, bytes: &[u8], scratch: &mut Vec<u8>) -> bool {
    let Ok(file) = File::open(path) else { return false };
    if !file.metadata().is_ok_and(|meta| meta.len() == bytes.len() as u64) {
        return false;
    }
    scratch.clear();
    // One byte more than expected, so that a file that grew meanwhile is seen to differ.
    file.take(bytes.len() as u64 + 1).read_to_end(scratch).is_ok() && scratch == bytes
}

/// The whole file, or `None` if there is none.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).doing("读", path),
    }
}

/// Removes files that were found, then the folders that this leaves empty. Says how many files went.
pub(crate) fn remove(root: &Path, paths: &[String], found: &Snapshot) -> Result<usize> {
    let mut removed = 0;
    for path in paths.iter().filter(|path| found.get(OsStr::new(path)) == Some(&Entry::File)) {
        let path = root.join(path);
        removed += usize::from(unlink(&path)?);
    }
    let folders: BTreeSet<&str> = paths.iter().flat_map(|path| ancestors(path)).collect();
    // A folder sorts before what it holds, so backwards is from the inside to the outside.
    for folder in folders.iter().rev().filter(|path| found.get(OsStr::new(path)) == Some(&Entry::Folder)) {
        let folder = root.join(folder);
        match fs::remove_dir(&folder) {
            Err(error) if !matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::NotFound) => {
                Err(error).doing("删空文件夹", &folder)?;
            }
            _ => {}
        }
    }
    Ok(removed)
}

/// How many of the paths are files that were found.
pub(crate) fn count(paths: &[String], found: &Snapshot) -> usize {
    paths.iter().filter(|path| found.get(OsStr::new(path)) == Some(&Entry::File)).count()
}

/// Removes a file, and says whether it was there.
pub(crate) fn unlink(path: &Path) -> Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).doing("删除", path),
    }
}

/// Removes what the tool made, a file or a folder with all it holds, if it is there. Links are removed, not followed.
pub(crate) fn remove_tree(path: &Path) -> Result<()> {
    let removed = match fs::remove_dir_all(path) {
        Err(error) if error.kind() == ErrorKind::NotADirectory => fs::remove_file(path),
        removed => removed,
    };
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).doing("删除", path),
        _ => Ok(()),
    }
}

/// Removes the unfinished files of this or a killed run.
pub(crate) fn sweep(out: &Path) -> Result<()> {
    remove_tree(&out.join(UNFINISHED)).context("清理没写完的文件")
}
