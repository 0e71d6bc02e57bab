//! `peakpress init DIR`: a new site, the whole default one or one of two pages.

use std::path::{Path, PathBuf};

use anyhow::ensure;
use include_dir::{Dir, include_dir};

use crate::cli::args::Init;
use crate::cli::terminal::Terminal;

/// The small site, and what every new site gets.
static MINIMAL: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/minimal");
const README: &str = include_str!("readme.md");
const IGNORED: &str = "/public\n";

/// Runs the command.
pub(crate) fn run(args: &Init, terminal: &Terminal) -> anyhow::Result<bool> {
    let dir = &args.dir;
    ensure!(crate::is_empty_folder(dir)?, "{} 不是空文件夹。换一个名字，或先把里面的东西移走", dir.display());
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    if args.minimal {
        collect(&MINIMAL, dir, &mut files);
    } else {
        files.extend(crate::default_site().into_iter().map(|file| (dir.join(&file.path), file.bytes.to_vec())));
    }
    files.push((dir.join("README.md"), README.as_bytes().to_vec()));
    files.push((dir.join(".gitignore"), IGNORED.as_bytes().to_vec()));
    crate::write_new(&files)?;
    terminal.print(&format!("新站点在 {}，{} 个文件。", dir.display(), files.len()));
    terminal
        .say(&format!("下一步：cd {} && peakpress serve，用浏览器打开它说的网址；说明在 README.md。", dir.display()));
    Ok(true)
}

fn collect(folder: &Dir<'_>, dir: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    files.extend(folder.files().map(|file| (dir.join(file.path()), file.contents().to_vec())));
    folder.dirs().for_each(|inner| collect(inner, dir, files));
}
