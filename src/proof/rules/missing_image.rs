//! Pictures of bodies and of image fields exist and are pictures.

use std::ops::Range;

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span, nearest};
use crate::model::document::Document;
use crate::model::link::Links;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::proof::place;
use crate::proof::rules::broken_link::relative;

code!(
    /// A picture that is not there, or no picture.
    MISSING_IMAGE, "missing-image", "missing_image", Error, "用到的图片文件存在"
);

/// Looks at pictures in bodies and in fields.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for (_, document) in site.texts() {
        for image in &document.body.images {
            diags_of(site, document, &image.src, image.range.clone(), diags);
        }
    }
    place::all(site, &mut |place| {
        for (value, range) in place.values() {
            let Value::Image(image) = value else { continue };
            let text = place.document.source.text.get(range.clone()).unwrap_or("");
            let start = text.find(&*image.src).map(|at| range.start + at);
            let range = start.map_or(range, |start| start..start + image.src.len());
            diags_of(site, place.document, &image.src, range, diags);
        }
    });
}

fn diags_of(site: &Site, document: &Document, src: &str, range: Range<usize>, diags: &mut Diagnostics) {
    let found = Links { site, document }.picture(src).and_then(|path| site.media.get(path));
    if found.is_some_and(|file| file.size.is_some()) {
        return;
    }
    let (message, help) = match found {
        Some(_) => (format!("{src} 不是图片"), "图片用 png、jpg、webp 或 gif；别的文件用链接".to_owned()),
        None => (format!("找不到图片 {src}"), near(site, document, src)),
    };
    diags.push(Diagnostic::new(&MISSING_IMAGE, Span::new(&document.source, range), message).help(help));
}

fn near(site: &Site, document: &Document, src: &str) -> String {
    let pictures: Vec<String> = site
        .media
        .values()
        .filter(|file| file.size.is_some())
        .map(|file| relative(&document.source.path, &file.path))
        .collect();
    let name = |path: &str| path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let same = pictures.iter().find(|path| name(path) == name(src)).map(String::as_str);
    match same.or_else(|| nearest(src, pictures.iter().map(String::as_str))) {
        Some(found) => format!("是不是 {found}？"),
        None => "把图片放在文章所在的文件夹，写文件名；大小写也要一致".to_owned(),
    }
}
