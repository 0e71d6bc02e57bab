//! A site that was built → the bytes of its files, for commands that ask it something.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context, ensure};

/// Largest file that is read: lists of a very large site.
const MAX_BYTES: u64 = 64 << 20;

/// A file of a built site, by its path in it.
///
/// # Errors
/// When the path leads out of the site, or the file can't be read.
#[expect(clippy::disallowed_methods, reason = "load reads the disk")]
pub fn file(root: &Path, path: &str) -> anyhow::Result<Vec<u8>> {
    let inside: PathBuf = Path::new(path).components().filter(|part| matches!(part, Component::Normal(_))).collect();
    ensure!(inside == Path::new(path), "{path} 不在网站的文件夹里");
    let whole = root.join(&inside);
    let size = std::fs::metadata(&whole).with_context(|| format!("读不到 {}", whole.display()))?.len();
    ensure!(size <= MAX_BYTES, "{} 太大", whole.display());
    std::fs::read(&whole).with_context(|| format!("读不到 {}", whole.display()))
}
