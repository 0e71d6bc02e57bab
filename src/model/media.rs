//! Pictures and attachments → what they are and where they stand in the output.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::load::inputs::Media;
use crate::model::BAD_MEDIA;
use crate::model::picture::{self, Flaw, Format};

/// A picture or attachment of the site.
#[derive(Debug)]
pub struct MediaFile {
    /// Source path.
    pub path: String,
    /// Address in the output; it changes with the content.
    pub url: String,
    /// Width and height in pixels as it is shown, for pictures.
    pub size: Option<(u32, u32)>,
    /// What kind of picture it is, if it is one.
    pub format: Option<Format>,
    /// The bytes.
    pub bytes: Arc<[u8]>,
}

impl MediaFile {
    /// Appends the file as it is published: pictures upright and without anything that is not picture, all others as they are.
    pub fn publish(&self, out: &mut Vec<u8>, diags: &mut Diagnostics) {
        let Some(format) = self.format else { return out.extend_from_slice(&self.bytes) };
        let start = out.len();
        if picture::clean(&self.bytes, format, out).is_err() {
            out.truncate(start);
            let message = "图片转不正：读不出画面";
            diags.push(Diagnostic::new(&BAD_MEDIA, Span::path(self.path.as_str()), message).help(BROKEN));
        }
    }
}

/// Largest side and number of pixels (SECURITY 3.1).
const MAX_SIDE: usize = 12_000;
const MAX_PIXELS: usize = 40_000_000;

const BROKEN: &str = "用看图软件打开，重新另存一次";

/// Checks each file against its extension. Wrong ones are diagnostics and left out.
pub fn read(media: Vec<Media>, diags: &mut Diagnostics) -> BTreeMap<String, MediaFile> {
    media.into_iter().filter_map(|file| one(file, diags)).map(|file| (file.path.clone(), file)).collect()
}

fn one(file: Media, diags: &mut Diagnostics) -> Option<MediaFile> {
    let extension = file.path.rsplit_once('.').map_or(String::new(), |(_, ext)| ext.to_ascii_lowercase());
    let bytes = &file.bytes;
    let mut refuse = |message: String, help: &str| {
        diags.push(Diagnostic::new(&BAD_MEDIA, Span::path(file.path.as_str()), message).help(help));
        None
    };
    let format = Format::of(&extension);
    let fine = match (format, extension.as_str()) {
        (Some(format), _) => format.begins(bytes),
        (None, "pdf") => bytes.starts_with(b"%PDF-"),
        (None, "xlsx") => bytes.starts_with(b"PK\x03\x04"),
        _ => std::str::from_utf8(bytes).is_ok(),
    };
    if !fine {
        let help = if extension == "csv" {
            "把表格存成 UTF-8 编码的 CSV"
        } else {
            "用看图或办公软件打开，重新另存为这种格式"
        };
        return refuse(format!("文件内容不是 {extension}"), help);
    }
    let size = match format {
        None => None,
        Some(format) => match imagesize::blob_size(bytes) {
            Ok(size) if size.width.max(size.height) > MAX_SIDE || size.width * size.height > MAX_PIXELS => {
                let message = format!("图片有 {}×{} 像素，太大", size.width, size.height);
                return refuse(message, "缩小到每边 12,000、共 4,000 万像素以内");
            }
            Ok(size) => {
                let (width, height) = (u32::try_from(size.width).unwrap_or(0), u32::try_from(size.height).unwrap_or(0));
                match picture::look(bytes, format) {
                    Ok(turn) if picture::swaps(turn) => Some((height, width)),
                    Ok(_) => Some((width, height)),
                    Err(Flaw::Broken) => return refuse("图片不完整".to_owned(), BROKEN),
                    Err(Flaw::Moving) => {
                        return refuse("图片是会动的".to_owned(), "换成一张不动的图；会动的图打扰读者，也不能打印");
                    }
                }
            }
            Err(_) => return refuse("图片读不出大小".to_owned(), BROKEN),
        },
    };
    let hash = blake3::hash(bytes).to_hex();
    let url = format!("/files/{}.{extension}", &hash[..16]);
    Some(MediaFile { path: file.path, url, size, format, bytes: file.bytes })
}
