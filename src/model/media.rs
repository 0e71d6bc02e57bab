//! Pictures and attachments → what they are and where they stand in the output.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::load::inputs::Media;
use crate::model::BAD_MEDIA;

/// A picture or attachment of the site.
#[derive(Debug)]
pub struct MediaFile {
    /// Source path.
    pub path: String,
    /// Address in the output; it changes with the content.
    pub url: String,
    /// Width and height in pixels, for pictures.
    pub size: Option<(u32, u32)>,
    /// The bytes.
    pub bytes: Arc<[u8]>,
}

/// Largest side and number of pixels (SECURITY 3.1).
const MAX_SIDE: usize = 12_000;
const MAX_PIXELS: usize = 40_000_000;

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
    let fine = match extension.as_str() {
        "pdf" => bytes.starts_with(b"%PDF-"),
        "xlsx" => bytes.starts_with(b"PK\x03\x04"),
        "csv" => std::str::from_utf8(bytes).is_ok(),
        "png" => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        "jpg" | "jpeg" => bytes.starts_with(b"\xFF\xD8\xFF"),
        "gif" => bytes.starts_with(b"GIF8"),
        _ => bytes.get(8..12) == Some(b"WEBP"),
    };
    if !fine {
        let help = if extension == "csv" {
            "把表格存成 UTF-8 编码的 CSV"
        } else {
            "用看图或办公软件打开，重新另存为这种格式"
        };
        return refuse(format!("文件内容不是 {extension}"), help);
    }
    let size = match extension.as_str() {
        "pdf" | "xlsx" | "csv" => None,
        _ => match imagesize::blob_size(bytes) {
            Ok(size) if size.width.max(size.height) > MAX_SIDE || size.width * size.height > MAX_PIXELS => {
                let message = format!("图片有 {}×{} 像素，太大", size.width, size.height);
                return refuse(message, "缩小到每边 12,000、共 4,000 万像素以内");
            }
            Ok(size) => Some((u32::try_from(size.width).unwrap_or(0), u32::try_from(size.height).unwrap_or(0))),
            Err(_) => return refuse("图片读不出大小".to_owned(), "用看图软件打开，重新另存一次"),
        },
    };
    let hash = blake3::hash(bytes).to_hex();
    let url = format!("/files/{}.{extension}", &hash[..16]);
    Some(MediaFile { path: file.path, url, size, bytes: file.bytes })
}
