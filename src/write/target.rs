//! Which folder may be written to: absent, empty, or made by an earlier run, and nowhere near what is read.
//!
//! In: the path as typed. Out: the folder, there and real, or a diagnostic that says why not and what to do.

#![expect(clippy::disallowed_methods, reason = "write looks into the output before it changes anything")]

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use anyhow::Result;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::write::disk::{self, Explain};
use crate::write::{OWN, Options};

code!(
    /// The output folder, or a path in it, is not the tool's to write.
    FOREIGN_OUTPUT, "foreign-output", "foreign_output", Error, "只写、只删 peakpress 自己的输出"
);

/// What a path holds, as far as writing a site there goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing.
    Absent,
    /// A folder with nothing in it, or one that an earlier run made.
    Ours,
    /// A folder with something in it that is not from this tool: its name.
    Foreign(String),
    /// A file, or something else that is no folder.
    NoFolder,
    /// A link.
    Link,
}

/// The output folder, made if it was absent; `None` if it may not be written to.
pub(crate) fn open(options: &Options, diags: &mut Diagnostics) -> Result<Option<PathBuf>> {
    let shown = options.out.display();
    let mut refuse = |message: String, help: &str| diags.push(Diagnostic::of_site(&FOREIGN_OUTPUT, message).help(help));
    let another = "用 --out 换一个不存在的、空的，或以前由 peakpress 生成的文件夹";
    let Some(out) = resolve(&options.out).doing("查看", &options.out)? else {
        refuse(format!("“{shown}”不能用作输出文件夹：路径不通"), another);
        return Ok(None);
    };
    let near = |paths: &[PathBuf]| -> Result<Vec<PathBuf>> {
        let known = paths.iter().map(|path| resolve(path).doing("查看", path)).collect::<Result<Vec<_>>>()?;
        Ok(known.into_iter().flatten().collect())
    };
    if let Some(reason) = unfit(&out, &near(&options.forbidden)?, &near(&options.enclosing)?) {
        refuse(format!("“{shown}”不能用作输出文件夹：{reason}"), "用 --out 换一个单独的文件夹，如 public");
        return Ok(None);
    }
    match state(&typed(&options.out).doing("查看", &options.out)?)? {
        State::Absent => disk::folder(&out)?,
        State::Ours => {}
        State::Foreign(name) => {
            let help = "用 --out 换一个不存在的或空的文件夹；里面的东西若都不要了，也可以先删掉这个文件夹";
            refuse(format!("“{shown}”里有不是 peakpress 生成的东西（如“{name}”）"), help);
            return Ok(None);
        }
        State::NoFolder => {
            refuse(format!("“{shown}”不是文件夹"), another);
            return Ok(None);
        }
        State::Link => {
            refuse(format!("“{shown}”是符号链接"), "把 --out 直接指向真正的文件夹");
            return Ok(None);
        }
    }
    Ok(Some(out))
}

/// What to tell when something in the output stands where the plan wants a file or a folder.
pub(crate) fn in_the_way(out: &Path, path: &str) -> Diagnostic {
    let path = out.join(path);
    Diagnostic::of_site(&FOREIGN_OUTPUT, format!("“{}”不是 peakpress 生成的，却占着要写的位置", path.display()))
        .help("把它移到别处（要一起发布的，放进主题的 assets）；若整个输出文件夹都能重新生成，也可以删掉它再运行")
}

/// What a path holds. Links are not followed.
pub(crate) fn state(path: &Path) -> Result<State> {
    let meta = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(State::Absent),
        meta => meta.doing("查看", path)?,
    };
    if meta.is_symlink() {
        return Ok(State::Link);
    }
    if !meta.is_dir() {
        return Ok(State::NoFolder);
    }
    let own = path.join(OWN);
    let own_is_folder = fs::symlink_metadata(&own).is_ok_and(|meta| meta.is_dir());
    if own_is_folder && fs::symlink_metadata(own.join("lock")).is_ok_and(|meta| meta.is_file()) {
        return Ok(State::Ours);
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(path).doing("读文件夹", path)? {
        let name = entry.doing("读文件夹", path)?.file_name();
        // A run that was killed before it had its lock leaves an empty folder of its own and nothing else.
        if !(name == OWN && own_is_folder) {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    Ok(names.into_iter().min().map_or(State::Ours, State::Foreign))
}

/// Why a folder may not be the output, wherever it stands with its contents.
fn unfit(out: &Path, forbidden: &[PathBuf], enclosing: &[PathBuf]) -> Option<String> {
    if out.parent().is_none() {
        return Some("它是整个磁盘".to_owned());
    }
    for path in forbidden.iter().chain(enclosing) {
        if path.starts_with(out) {
            return Some(format!("里面是“{}”，会和要写的文件混在一起", path.display()));
        }
    }
    for path in forbidden {
        if out.starts_with(path) {
            return Some(format!("它在“{}”里面，那里放的是原稿", path.display()));
        }
    }
    let kept = |part: Component<'_>| [OWN, ".git"].iter().any(|name| part.as_os_str() == *name);
    out.components().any(kept).then(|| "它在工具自用的文件夹里".to_owned())
}

/// The path without what hides a link at its end: `public/`, `public/.`.
fn typed(path: &Path) -> io::Result<PathBuf> {
    Ok(std::path::absolute(path)?.components().collect())
}

/// The path without links, even if only its beginning is there; `None` if the rest is more than names.
fn resolve(path: &Path) -> io::Result<Option<PathBuf>> {
    let path = typed(path)?;
    for there in path.ancestors() {
        match fs::canonicalize(there) {
            Ok(real) => {
                let rest = path.strip_prefix(there).unwrap_or(Path::new(""));
                let plain = rest.components().all(|part| matches!(part, Component::Normal(_)));
                return Ok(plain.then(|| if rest.as_os_str().is_empty() { real } else { real.join(rest) }));
            }
            // A link that leads nowhere is there, and yet is not.
            Err(error) if error.kind() == ErrorKind::NotFound && fs::symlink_metadata(there).is_err() => {}
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Err(error),
            Err(_) => return Ok(None),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_stands_alone() {
        let check = |out: &str, expected: bool| {
            let forbidden = ["/s/content", "/s/themes", "/s/site.yaml"].map(PathBuf::from);
            let enclosing = ["/s", "/home/u"].map(PathBuf::from);
            let fit = unfit(Path::new(out), &forbidden, &enclosing).is_none();
            assert_eq!(fit, expected, "{out}");
        };
        check("/", false);
        check("/s", false);
        check("/home", false);
        check("/home/u", false);
        check("/s/content", false);
        check("/s/content/public", false);
        check("/s/themes/x/y", false);
        check("/s/site.yaml", false);
        check("/s/.git/x", false);
        check("/s/public/.peakpress", false);
        check("/s/public", true);
        check("/s/content2", true);
        check("/home/u/public", true);
        check("/srv/www", true);
    }
}
