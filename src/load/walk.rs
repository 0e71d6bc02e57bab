//! Site folder → [`RawFile`]s: every file below `content/` and `themes/`, and `site.yaml`.
//!
//! Links, devices, sockets and pipes are refused and never opened; names beginning with a dot are never read. The result is
//! sorted by path, so that nothing later depends on the order in which a disk lists its files.

use std::fs::OpenOptions;
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use rayon::prelude::*;
use unicode_normalization::is_nfc;
use walkdir::{DirEntry, WalkDir};

use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::load::{BAD_FILE_NAME, FILE_TYPE, TOO_LARGE};

/// A file as it lies on the disk.
#[derive(Clone, Debug)]
pub struct RawFile {
    /// Path below the site's root, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// Largest file that is read at all; smaller limits per kind follow in `source` and `inputs`.
const MAX_BYTES: u64 = 10 << 20;
const MAX_NAME: usize = 200;
const MAX_PATH: usize = 600;

/// Reads the site in `root`.
///
/// # Errors
/// When the folder has no `site.yaml`, or the disk can't be read.
pub fn site(root: &Path, diags: &mut Diagnostics) -> anyhow::Result<Vec<RawFile>> {
    let mut paths = Vec::new();
    let config = root.join("site.yaml");
    anyhow::ensure!(
        config.is_file(),
        "{} 里没有 site.yaml。请在站点的文件夹里运行，或先用 peakpress init 建一个站点",
        root.display()
    );
    paths.push("site.yaml".to_owned());
    for folder in ["content", "themes"] {
        if root.join(folder).is_dir() {
            list(root, folder, &mut paths, diags)?;
        }
    }
    paths.sort();
    let read: Vec<anyhow::Result<RawFile>> = paths.into_par_iter().map(|path| open(root, path)).collect();
    read.into_iter().collect()
}

fn list(root: &Path, folder: &str, paths: &mut Vec<String>, diags: &mut Diagnostics) -> anyhow::Result<()> {
    let shown = |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".");
    let walk = WalkDir::new(root.join(folder)).follow_links(false).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(shown) {
        let entry = entry.with_context(|| format!("读不了文件夹 {folder}"))?;
        let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let Some(path) = relative.to_str() else {
            let path = relative.to_string_lossy().into_owned();
            diags.push(bad_name(&path, "文件名不是有效的 UTF-8 文字"));
            continue;
        };
        let kind = entry.file_type();
        if kind.is_dir() {
            continue;
        }
        if !kind.is_file() {
            let what = if kind.is_symlink() { "链接" } else { "特殊文件" };
            diags.push(
                Diagnostic::new(&FILE_TYPE, Span::path(path), format!("这是一个{what}，不能发布"))
                    .help("把真正的文件复制到这里"),
            );
            continue;
        }
        if let Some(reason) = name_problem(path) {
            diags.push(bad_name(path, &reason));
            continue;
        }
        let size = entry.metadata().with_context(|| format!("读不了 {path}"))?.len();
        if size > MAX_BYTES {
            diags.push(
                Diagnostic::new(&TOO_LARGE, Span::path(path), format!("文件有 {size} 字节，超过 10 MiB"))
                    .help("压缩图片或拆分附件后再放进来"),
            );
            continue;
        }
        paths.push(path.to_owned());
    }
    Ok(())
}

fn open(root: &Path, path: String) -> anyhow::Result<RawFile> {
    // The walk saw a plain file; should it have become a link or a pipe since, opening fails instead of following or waiting.
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).unwrap_or(0);
    let read = || {
        let file = OpenOptions::new().read(true).custom_flags(flags).open(root.join(&path))?;
        // Room for the whole file at once: without it every file is read in a dozen small steps.
        let mut bytes = Vec::with_capacity(usize::try_from(file.metadata()?.len().min(MAX_BYTES)).unwrap_or(0) + 1);
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        std::io::Result::Ok(bytes)
    };
    let bytes = read().with_context(|| format!("读不了 {path}"))?;
    Ok(RawFile { path, bytes: bytes.into() })
}

fn bad_name(path: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(&BAD_FILE_NAME, Span::path(path), reason).help("给文件换一个由小写字母、数字和连字符组成的名字")
}

/// Why a path can't stand in a site (SECURITY 3.1), or nothing.
fn name_problem(path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.len() > MAX_NAME {
        return Some(format!("文件名有 {} 字节，超过 {MAX_NAME}", name.len()));
    }
    if path.len() > MAX_PATH {
        return Some(format!("路径有 {} 字节，超过 {MAX_PATH}", path.len()));
    }
    if let Some(odd) = path.chars().find(|c| c.is_control() || "<>:\"\\|?*".contains(*c) || invisible(*c)) {
        return Some(format!("文件名里有不能用的字符 U+{:04X}", u32::from(odd)));
    }
    if name.ends_with(['.', ' ']) {
        return Some("文件名不能以点或空格结尾".to_owned());
    }
    if !is_nfc(path) {
        return Some("文件名里的字母和附加符号是分开写的（不是 NFC 形式）".to_owned());
    }
    None
}

/// Characters that change direction or can't be seen.
fn invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked() {
        let check = |path: &str, fine: bool| assert_eq!(name_problem(path).is_none(), fine, "{path:?}");
        check("content/cases/huzhou/x.md", true);
        check("content/cases/照片.png", true);
        check("content/a\u{202E}b.md", false);
        check("content/a\u{200B}b.md", false);
        check("content/a:b.md", false);
        check("content/a?.md", false);
        check("content/a\\b.md", false);
        check("content/a\tb.md", false);
        check("content/a.md.", false);
        check("content/a.md ", false);
        check("content/e\u{301}.md", false);
        check(&format!("content/{}.md", "x".repeat(198)), false);
        check(&format!("content/{}x.md", "dir/".repeat(160)), false);
    }

    #[test]
    fn links_pipes_and_hidden_files_are_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let put = |path: &str, text: &str| {
            let path = root.join(path);
            #[expect(clippy::disallowed_methods, reason = "the test makes the files it reads")]
            std::fs::create_dir_all(path.parent().unwrap()).and_then(|()| std::fs::write(path, text)).unwrap();
        };
        put("site.yaml", "title: x\n");
        put("content/notes/aa.md", "---\n---\n");
        put("content/notes/.hidden.md", "x");
        put("content/.git/config", "x");
        put("secret.txt", "x");
        std::os::unix::fs::symlink("/etc/passwd", root.join("content/notes/bb.md")).unwrap();
        std::os::unix::fs::symlink("..", root.join("content/loop")).unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, root.join("content/notes/cc.md"), rustix::fs::Mode::RUSR).unwrap();
        let mut diags = Diagnostics::new();
        let paths: Vec<_> = site(root, &mut diags).unwrap().into_iter().map(|f| f.path).collect();
        assert_eq!(paths, ["content/notes/aa.md", "site.yaml"]);
        let found: Vec<_> =
            diags.sorted().into_iter().map(|d| format!("{} {}", d.span.unwrap(), d.code.name)).collect();
        assert_eq!(found, ["content/loop file-type", "content/notes/bb.md file-type", "content/notes/cc.md file-type"]);
    }
}
