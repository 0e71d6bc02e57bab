//! New files for authors: all of them or none, and never over one that is there.
//!
//! Used by the commands that start something (a document, a site, schemas). What is printed of a site goes another way.

#![expect(clippy::disallowed_methods, reason = "write writes")]

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// Writes files that are not there yet, and the folders they need. If one can't be written, what was written before it is
/// taken away again.
///
/// # Errors
/// When one of the files is there already, or the disk can't be written.
pub fn new_files(files: &[(PathBuf, Vec<u8>)]) -> anyhow::Result<()> {
    for (path, _) in files {
        if path.symlink_metadata().is_ok() {
            bail!("{} 已经有了，没有改动它", path.display());
        }
    }
    let mut made = Made::default();
    for (path, bytes) in files {
        if let Err(error) = made.file(path, bytes) {
            made.take_away();
            return Err(error);
        }
    }
    Ok(())
}

/// Whether a folder holds nothing, or is not there.
///
/// # Errors
/// When it can't be read, or is no folder.
pub fn is_empty(folder: &Path) -> anyhow::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| format!("读不了文件夹 {}", folder.display())),
    }
}

#[derive(Default)]
struct Made {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    fn file(&mut self, path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
        let say = || format!("写不了 {}", path.display());
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        self.folder(folder).with_context(say)?;
        let name = path.file_name().with_context(say)?;
        let mut temporary = std::ffi::OsString::from(".peakpress-");
        temporary.push(std::process::id().to_string());
        temporary.push("-");
        temporary.push(name);
        let temporary = folder.join(temporary);
        let outcome = write(&temporary, bytes).and_then(|()| put(&temporary, path));
        if outcome.is_err() {
            drop(fs::remove_file(&temporary));
        }
        outcome.with_context(say)?;
        self.files.push(path.to_owned());
        Ok(())
    }

    fn folder(&mut self, folder: &Path) -> std::io::Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent().filter(|p| !p.as_os_str().is_empty()) {
            self.folder(parent)?;
        }
        match fs::create_dir(folder) {
            Ok(()) => {
                self.folders.push(folder.to_owned());
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The failure that led here is what is told; a file that can't be removed either is left.
    fn take_away(&self) {
        self.files.iter().for_each(|path| drop(fs::remove_file(path)));
        self.folders.iter().rev().for_each(|path| drop(fs::remove_dir(path)));
    }
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Gives a finished file its name, unless somebody else has just taken it.
fn put(temporary: &Path, path: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, temporary, CWD, path, RenameFlags::NOREPLACE) {
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {
            // A file system that can't refuse to replace: a second name can't replace either.
            fs::hard_link(temporary, path)?;
            fs::remove_file(temporary)
        }
        other => Ok(other?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(root: &Path) -> Vec<String> {
        let walk = walkdir::WalkDir::new(root).min_depth(1).sort_by_file_name();
        walk.into_iter().map(|e| e.unwrap().path().strip_prefix(root).unwrap().display().to_string()).collect()
    }

    #[test]
    fn all_or_none_and_never_over_another() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str, text: &str| (root.path().join(path), text.as_bytes().to_vec());
        new_files(&[at("a/b/c.md", "1"), at("d.md", "2")]).unwrap();
        assert_eq!(tree(root.path()), ["a", "a/b", "a/b/c.md", "d.md"]);
        let error = new_files(&[at("e/f.md", "3"), at("d.md", "4")]).unwrap_err();
        assert!(error.to_string().ends_with("d.md 已经有了，没有改动它"), "{error}");
        // `d.md` is no folder, so the second file fails after the first was written.
        assert!(new_files(&[at("e/f.md", "3"), at("d.md/x.md", "4")]).is_err());
        assert_eq!(tree(root.path()), ["a", "a/b", "a/b/c.md", "d.md"]);
        assert_eq!(fs::read_to_string(root.path().join("d.md")).unwrap(), "2");
    }

    #[test]
    fn emptiness_is_told() {
        let root = tempfile::tempdir().unwrap();
        assert!(is_empty(root.path()).unwrap());
        assert!(is_empty(&root.path().join("none")).unwrap());
        new_files(&[(root.path().join(".x"), Vec::new())]).unwrap();
        assert!(!is_empty(root.path()).unwrap());
        assert!(is_empty(&root.path().join(".x")).is_err());
    }
}
