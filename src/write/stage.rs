//! The whole output in one step: a tree beside it that takes its place.
//!
//! The tree holds what is new, hard links to what stayed and to what others put into the output. It is checked, brought to the
//! disk and exchanged with the output by one system call; then the old tree, now beside, is taken apart. A file
//! `.peakpress/staging` marks a tree that has not been exchanged, so that [`recover`] knows what a killed run left: a tree
//! that never was the output is removed; one that was is taken apart with care, since others may have put files there.

#![expect(clippy::disallowed_methods, reason = "write is the step that writes, and it reads only the output")]

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustix::fs::{CWD, Mode, OFlags, RenameFlags};
use rustix::io::Errno;
use sha2::{Digest, Sha256};

use crate::diag::{Diagnostic, Diagnostics};
use crate::write::OWN;
use crate::write::diff::{ancestors, foreign};
use crate::write::disk::{self, Entry, Explain};
use crate::write::journal::Journal;
use crate::write::lock::Lock;
use crate::write::manifest::Stamp;
use crate::write::target::{self, FOREIGN_OUTPUT, State};

const MARK: &str = ".peakpress/staging";

/// A tree that is being made.
pub(crate) struct Stage {
    /// Where it stands.
    pub(crate) root: PathBuf,
    _lock: Lock,
}

/// Finishes or takes back what a killed run left beside the output; the caller holds the output's lock. `false` if someone
/// else's folder stands there.
pub(crate) fn recover(out: &Path, diags: &mut Diagnostics) -> Result<bool> {
    let root = beside(out);
    match target::state(&root)? {
        State::Absent => {}
        State::Ours if root.join(MARK).exists() => take_away(&root)?,
        State::Ours => retire(&root, out)?,
        State::Foreign(_) | State::NoFolder | State::Link => {
            let message = format!("“{}”不是 peakpress 的，却占着它暂存的位置", root.display());
            diags.push(Diagnostic::of_site(&FOREIGN_OUTPUT, message).help("把它移到别处或改名，再运行"));
            return Ok(false);
        }
    }
    disk::unlink(&out.join(MARK))?;
    Ok(true)
}

impl Stage {
    /// An empty tree beside the output, locked as the output will be.
    pub(crate) fn create(out: &Path) -> Result<Self> {
        let root = beside(out);
        disk::folder(&root.join(OWN))?;
        disk::create(&root.join(MARK), b"")?;
        let Some(lock) = Lock::acquire(&root)? else { bail!("“{}”被别的程序占着", root.display()) };
        Ok(Self { root, _lock: lock })
    }

    /// Takes the tree away; the output stays as it is.
    pub(crate) fn discard(&self) -> Result<()> {
        take_away(&self.root)
    }

    /// Fills in what stays: files of ours that did not change, and everything that is not ours.
    pub(crate) fn link(&self, out: &Path, same: &[String], others: &[(&OsStr, Entry)]) -> Result<()> {
        same.par_iter().try_for_each(|path| self.link_one(out, OsStr::new(path)))?;
        others.par_iter().try_for_each(|(name, entry)| match entry {
            Entry::File | Entry::Other => self.link_one(out, name),
            Entry::Folder => {
                let (from, to) = (out.join(name), self.root.join(name));
                disk::folder(&to)?;
                let mode = fs::metadata(&from).doing("查看", &from)?.permissions();
                fs::set_permissions(&to, mode).doing("设置权限", &to)
            }
        })
    }

    fn link_one(&self, out: &Path, name: &OsStr) -> Result<()> {
        let (from, to) = (out.join(name), self.root.join(name));
        if let Some(folder) = to.parent() {
            disk::folder(folder)?;
        }
        if fs::hard_link(&from, &to).is_ok() {
            return Ok(());
        }
        // Some disks have no hard links, and some systems allow none to files of others: a copy with the same time does.
        let meta = fs::symlink_metadata(&from).doing("查看", &from)?;
        if !meta.is_file() {
            bail!("“{}”不能一起换到新的输出里：把它移到别处，或去掉 --atomic", from.display());
        }
        fs::copy(&from, &to).doing("复制", &from)?;
        let time = meta.modified().doing("查看", &from)?;
        fs::File::options().write(true).open(&to).and_then(|file| file.set_modified(time)).doing("复制", &to)
    }

    /// Makes sure that every file is there whole before anyone relies on it.
    pub(crate) fn verify(&self, files: &BTreeMap<String, Stamp>) -> Result<()> {
        files.par_iter().try_for_each(|(path, stamp)| {
            let path = self.root.join(path);
            let size = fs::symlink_metadata(&path).doing("核对", &path)?.len();
            let whole = size == stamp.size
                && (!stamp.written
                    || <[u8; 32]>::from(Sha256::digest(fs::read(&path).doing("核对", &path)?)) == stamp.sha256);
            if !whole {
                bail!("“{}”写下的和读回的不一样：磁盘可能坏了，或有别的程序在改它", path.display());
            }
            Ok(())
        })
    }

    /// Puts the tree in the output's place, and takes the old one apart.
    pub(crate) fn exchange(&self, out: &Path) -> Result<()> {
        self.switch(out).inspect_err(|_| {
            // The output is still the old one, and the disk may be full. What stays is removed by the next run.
            self.discard().ok();
        })?;
        disk::unlink(&out.join(MARK))?;
        retire(&self.root, out).context("新的输出已经换上；清理旧的输出时出错，下次运行会接着清理")
    }

    fn switch(&self, out: &Path) -> Result<()> {
        let mode = fs::metadata(out).doing("查看", out)?.permissions();
        fs::set_permissions(&self.root, mode).doing("设置权限", &self.root)?;
        let folder = |path: &Path| rustix::fs::open(path, OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty());
        folder(&self.root).and_then(rustix::fs::syncfs).doing("写到磁盘", &self.root)?;
        match rustix::fs::renameat_with(CWD, &self.root, CWD, out, RenameFlags::EXCHANGE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::XDEV | Errno::BUSY) => {
                bail!(
                    "“{}”所在的磁盘不能一步交换文件夹（或它是挂载点）：去掉 --atomic，或用 --out 换个位置",
                    out.display()
                )
            }
            exchanged => exchanged.doing("换上", out)?,
        }
        let parent = out.parent().unwrap_or(out);
        folder(parent).and_then(rustix::fs::fsync).doing("写到磁盘", parent)
    }
}

/// Removes a tree that never was the output. What says whose it is goes last, so that this can be killed as well.
fn take_away(root: &Path) -> Result<()> {
    for entry in fs::read_dir(root).doing("读文件夹", root)? {
        let entry = entry.doing("读文件夹", root)?;
        if entry.file_name() != OWN {
            disk::remove_tree(&entry.path())?;
        }
    }
    disk::remove_tree(&root.join(OWN))?;
    fs::remove_dir(root).doing("删空文件夹", root)
}

/// Takes apart a tree that was the output: what the tool made goes; what others put there, and the new output has not, moves
/// to it.
fn retire(root: &Path, out: &Path) -> Result<()> {
    // Others may still be adding to the tree; a second look finds what came during the first.
    for _ in 0..3 {
        let journal = Journal::read(root)?;
        let found = disk::walk(root)?;
        for (name, entry) in foreign(&journal.paths, &found) {
            hand_over(root, out, name, entry)?;
        }
        let ours: Vec<String> = journal.paths.into_iter().collect();
        disk::remove(root, &ours, &found)?;
        // Backwards is from the inside to the outside.
        for (name, _) in found.iter().rev().filter(|(_, entry)| **entry == Entry::Folder) {
            fs::remove_dir(root.join(name)).ok();
        }
        if disk::walk(root)?.is_empty() {
            disk::remove_tree(&root.join(OWN))?;
            return fs::remove_dir(root).doing("删空文件夹", root);
        }
    }
    bail!("“{}”里一直有别的程序在写，没有删掉它：等那个程序结束再运行", root.display())
}

fn hand_over(root: &Path, out: &Path, name: &OsStr, entry: Entry) -> Result<()> {
    let (from, to) = (root.join(name), out.join(name));
    let shown = name.to_string_lossy();
    for folder in ancestors(&shown) {
        let folder = out.join(folder);
        if fs::symlink_metadata(&folder).is_ok_and(|meta| !meta.is_dir()) {
            bail!("“{}”没有地方放：“{}”不是文件夹。把前者移到别处再运行", from.display(), folder.display());
        }
    }
    if entry == Entry::Folder {
        return if fs::symlink_metadata(&to).is_ok() { Ok(()) } else { disk::folder(&to) };
    }
    let old = fs::symlink_metadata(&from).doing("查看", &from)?;
    let new = match fs::symlink_metadata(&to) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        meta => Some(meta.doing("查看", &to)?),
    };
    match new {
        // The usual case is a second name of the same file. If it is not, someone replaced it: the newer one counts.
        Some(new) if new.is_dir() => {
            bail!("“{}”没有地方放：“{}”已经是文件夹。把前者移到别处再运行", from.display(), to.display())
        }
        Some(new) if new.modified().ok() >= old.modified().ok() => disk::unlink(&from).map(|_| ()),
        _ => {
            if let Some(folder) = to.parent() {
                disk::folder(folder)?;
            }
            disk::rename(&from, &to)
        }
    }
}

fn beside(out: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(out.file_name().unwrap_or_default());
    name.push(".peakpress-stage");
    out.with_file_name(name)
}
