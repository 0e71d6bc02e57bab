//! [`RawFile`]s → [`Inputs`]: each file sorted into what it is, texts decoded and split. Works from memory alike, for tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diag::{Diagnostic, Diagnostics, SourceText, Span};
use crate::load::source::{self, Source};
use crate::load::walk::RawFile;
use crate::load::{FILE_TYPE, embedded, encoding};

/// What a run is asked, apart from the files.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Today's date: only `cli` asks the clock.
    pub today: Date,
    /// Whether documents with `draft: true` are shown.
    pub drafts: bool,
    /// Address that replaces `base_url` of the site.
    pub base_url: Option<String>,
    /// Profile that replaces the one of the site.
    pub profile: Option<String>,
    /// Whether wrong values are shown as marked gaps (`serve`) instead of stopping the build.
    pub preview: bool,
}

/// Everything the authors wrote, in memory.
#[derive(Debug)]
pub struct Inputs {
    /// `site.yaml`.
    pub site: Source,
    /// `content/_collection.yaml`: fields of every collection.
    pub common: Option<Source>,
    /// `content/<collection>/_collection.yaml`, by collection id, in order of id.
    pub declarations: Vec<(String, Source)>,
    /// `content/_terms/<name>.yaml`, by name, in order of name.
    pub terms: Vec<(String, Source)>,
    /// `content/_profiles/<name>.yaml`, by name. Those of the binary count where the site has none of that name.
    pub profiles: Vec<(String, Source)>,
    /// `content/_allow.yaml`.
    pub allow: Option<Source>,
    /// Markdown documents in order of path.
    pub documents: Vec<DocumentSource>,
    /// Pictures and attachments in order of path.
    pub media: Vec<Media>,
    /// Theme files, path below `themes/` → bytes. The default theme of the binary lies under the site's own files.
    pub themes: BTreeMap<String, Arc<[u8]>>,
    /// What the run is asked.
    pub settings: Settings,
}

/// One Markdown file with what its path says.
#[derive(Debug)]
pub struct DocumentSource {
    /// Folder below `content/`.
    pub collection: String,
    /// Folder below the collection, if the file lies in one: its owner.
    pub owner: Option<String>,
    /// The file name without `.md` and language.
    pub id: String,
    /// `en` for `<id>.en.md`.
    pub language: Option<String>,
    /// Text, front matter, body.
    pub source: Source,
}

/// A picture or attachment.
#[derive(Debug)]
pub struct Media {
    /// Source path.
    pub path: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

const MEDIA: &[&str] = &["png", "jpg", "jpeg", "webp", "gif", "pdf", "csv", "xlsx"];

/// Sorts files into what they are and reads their texts.
pub fn read(files: Vec<RawFile>, settings: Settings, diags: &mut Diagnostics) -> Inputs {
    let read: Vec<(Option<Read>, Diagnostics)> = files
        .into_par_iter()
        .map(|file| {
            let mut diags = Diagnostics::new();
            (one(file, &mut diags), diags)
        })
        .collect();
    let themes = embedded::default_theme().into_iter().filter_map(|file| {
        let path = file.path.strip_prefix("themes/")?.to_owned();
        Some((path, file.bytes))
    });
    let missing = || Source { text: SourceText::new("site.yaml", ""), tree: None, front: 0..0, body: 0..0 };
    let mut inputs = Inputs {
        site: missing(),
        common: None,
        declarations: Vec::new(),
        terms: Vec::new(),
        profiles: Vec::new(),
        allow: None,
        documents: Vec::new(),
        media: Vec::new(),
        themes: themes.collect(),
        settings,
    };
    for (item, found) in read {
        diags.append(found);
        match item {
            Some(Read::Site(source)) => inputs.site = source,
            Some(Read::Common(source)) => inputs.common = Some(source),
            Some(Read::Declaration(id, source)) => inputs.declarations.push((id, source)),
            Some(Read::Terms(name, source)) => inputs.terms.push((name, source)),
            Some(Read::Profile(name, source)) => inputs.profiles.push((name, source)),
            Some(Read::Allow(source)) => inputs.allow = Some(source),
            Some(Read::Document(document)) => inputs.documents.push(document),
            Some(Read::Media(media)) => inputs.media.push(media),
            Some(Read::Theme(path, bytes)) => {
                inputs.themes.insert(path, bytes);
            }
            None => {}
        }
    }
    for file in embedded::profiles() {
        if let Some(Read::Profile(name, source)) = one(file, diags)
            && inputs.profiles.iter().all(|(own, _)| *own != name)
        {
            inputs.profiles.push((name, source));
        }
    }
    inputs
}

enum Read {
    Site(Source),
    Common(Source),
    Declaration(String, Source),
    Terms(String, Source),
    Profile(String, Source),
    Allow(Source),
    Document(DocumentSource),
    Media(Media),
    Theme(String, Arc<[u8]>),
}

fn one(file: RawFile, diags: &mut Diagnostics) -> Option<Read> {
    let path = file.path.clone();
    let parts: Vec<&str> = path.split('/').collect();
    let text = |diags: &mut Diagnostics| {
        encoding::text(&file.path, &file.bytes, diags).map(|text| SourceText::new(file.path.as_str(), text))
    };
    match parts.as_slice() {
        ["site.yaml"] => Some(Read::Site(source::yaml(text(diags)?, diags))),
        ["themes", rest @ ..] => Some(Read::Theme(rest.join("/"), file.bytes)),
        ["content", "_collection.yaml"] => Some(Read::Common(source::yaml(text(diags)?, diags))),
        ["content", "_allow.yaml"] => Some(Read::Allow(source::yaml(text(diags)?, diags))),
        ["content", "_terms", name] if name.ends_with(".yaml") => {
            let name = name.trim_end_matches(".yaml").to_owned();
            Some(Read::Terms(name, source::yaml(text(diags)?, diags)))
        }
        ["content", "_profiles", name] if name.ends_with(".yaml") => {
            let name = name.trim_end_matches(".yaml").to_owned();
            Some(Read::Profile(name, source::yaml(text(diags)?, diags)))
        }
        ["content", collection, "_collection.yaml"] => {
            Some(Read::Declaration((*collection).to_owned(), source::yaml(text(diags)?, diags)))
        }
        ["content", collection, folders @ .., name] if name.ends_with(".md") && folders.len() <= 2 => {
            document(collection, folders, name, text, diags).map(Read::Document)
        }
        ["content", ..] if extension(&path).is_some_and(|ext| MEDIA.contains(&ext.as_str())) => {
            Some(Read::Media(Media { path, bytes: file.bytes }))
        }
        _ => {
            diags.push(refusal(&path));
            None
        }
    }
}

fn document(
    collection: &str,
    folders: &[&str],
    name: &str,
    mut text: impl FnMut(&mut Diagnostics) -> Option<Arc<SourceText>>,
    diags: &mut Diagnostics,
) -> Option<DocumentSource> {
    let stem = name.trim_end_matches(".md");
    let (stem, language) = match stem.split_once('.') {
        Some((stem, language)) => (stem, Some(language.to_owned())),
        None => (stem, None),
    };
    // `<id>/index.md` keeps a document together with its pictures.
    let (owner, id) = match (folders, stem) {
        ([], id) => (None, id),
        ([folder], "index") => (None, *folder),
        ([owner], id) => (Some((*owner).to_owned()), id),
        ([owner, folder], "index") => (Some((*owner).to_owned()), *folder),
        _ => {
            let source = text(diags)?;
            diags.push(
                Diagnostic::new(&FILE_TYPE, Span::file(&source), "文件放得太深")
                    .help("文件放在 content/集合/ 或 content/集合/所属/ 之下；带图片的放在 …/编号/index.md"),
            );
            return None;
        }
    };
    let source = source::markdown(text(diags)?, diags);
    Some(DocumentSource { collection: collection.to_owned(), owner, id: id.to_owned(), language, source })
}

fn refusal(path: &str) -> Diagnostic {
    let help = match extension(path).as_deref() {
        Some("doc" | "docx" | "wps" | "rtf" | "txt") => "把文字存成 UTF-8 的 .md 文件；原文件不放进来",
        Some("yml") => "改成 .yaml 结尾",
        Some("markdown") => "改成 .md 结尾",
        Some("svg") => "把图另存为 PNG 再放进来",
        _ => "只收 .md、图片（png jpg webp gif）、pdf、csv、xlsx；删去或换一种格式",
    };
    Diagnostic::new(&FILE_TYPE, Span::path(path), "不收这种文件").help(help)
}

fn extension(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    name.rsplit_once('.').map(|(_, ext)| ext.to_ascii_lowercase())
}
