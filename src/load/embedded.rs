//! The default site and theme that the binary carries: the repository's own `site.yaml`, `content/` and `themes/`.

use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::load::walk::RawFile;

static CONTENT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");
static THEMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");
const SITE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/site.yaml"));

/// Every file of the default site, sorted by path.
pub fn default_site() -> Vec<RawFile> {
    let mut files = vec![RawFile { path: "site.yaml".to_owned(), bytes: Arc::from(SITE.as_bytes()) }];
    collect(&CONTENT, "content", &mut files);
    files.extend(default_theme());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Every file of the default theme, as `themes/default/…`.
pub fn default_theme() -> Vec<RawFile> {
    let mut files = Vec::new();
    collect(&THEMES, "themes", &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The profiles of the default site, as `content/_profiles/…`.
pub fn profiles() -> Vec<RawFile> {
    let mut files = Vec::new();
    if let Some(folder) = CONTENT.get_dir("_profiles") {
        collect(folder, "content", &mut files);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn collect(folder: &Dir<'static>, prefix: &str, files: &mut Vec<RawFile>) {
    for file in folder.files() {
        let path = format!("{prefix}/{}", file.path().to_string_lossy());
        files.push(RawFile { path, bytes: Arc::from(file.contents()) });
    }
    folder.dirs().for_each(|dir| collect(dir, prefix, files));
}
