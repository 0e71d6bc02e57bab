//! A picture's bytes → what it looks like, and the same picture without anything that is not picture (SECURITY S17, S18).
//!
//! Cameras write where a photo was taken and programs write who made it. The files are walked part by part and only those
//! parts are kept that a browser needs to paint; pixels are not touched, so nothing is lost. Only a photo that says it must be
//! turned is decoded, turned and encoded again.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageReader, Limits};

/// The kinds of picture that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF that stands still.
    Gif,
    /// WebP.
    Webp,
}

/// What is wrong with a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It ends too early, or is no picture of its kind.
    Broken,
    /// It moves.
    Moving,
}

/// Quality of a JPEG that had to be turned: high, because it was compressed before.
const QUALITY: u8 = 92;

/// Most memory that decoding may take: 40 million pixels of four bytes, twice over.
const MAX_DECODED: u64 = 320 << 20;

impl Format {
    /// The format that an extension (lower case) stands for.
    pub fn of(extension: &str) -> Option<Self> {
        match extension {
            "png" => Some(Self::Png),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "gif" => Some(Self::Gif),
            "webp" => Some(Self::Webp),
            _ => None,
        }
    }

    /// Whether bytes begin as this format does.
    pub fn begins(self, bytes: &[u8]) -> bool {
        match self {
            Self::Png => bytes.starts_with(PNG_HEAD),
            Self::Jpeg => bytes.starts_with(b"\xFF\xD8\xFF"),
            Self::Gif => bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a"),
            Self::Webp => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        }
    }
}

/// Walks a whole picture; tells how it must be turned to stand upright.
///
/// # Errors
/// When it is broken, or moves.
pub fn look(bytes: &[u8], format: Format) -> Result<Orientation, Flaw> {
    let exif = strip(bytes, format, &mut Nowhere)?;
    let exif = exif.map(|exif| exif.strip_prefix(b"Exif\0\0").unwrap_or(exif));
    Ok(exif.and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms))
}

/// Appends the picture to `out`: upright, and without anything that is not picture.
///
/// # Errors
/// When it is broken, or moves.
pub fn clean(bytes: &[u8], format: Format, out: &mut Vec<u8>) -> Result<(), Flaw> {
    match look(bytes, format)? {
        Orientation::NoTransforms => strip(bytes, format, out).map(|_| ()),
        turn => turned(bytes, format, turn, out).ok_or(Flaw::Broken),
    }
}

/// Whether a turn makes the width of a picture its height.
pub fn swaps(turn: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(turn, Rotate90 | Rotate90FlipH | Rotate270 | Rotate270FlipH)
}

/// Where kept parts go.
trait Sink {
    fn put(&mut self, part: &[u8]);
}

impl Sink for Vec<u8> {
    fn put(&mut self, part: &[u8]) {
        self.extend_from_slice(part);
    }
}

/// For a look only.
struct Nowhere;

impl Sink for Nowhere {
    fn put(&mut self, _: &[u8]) {}
}

/// Keeps what is picture; gives back the EXIF block, if there is one.
fn strip<'b>(bytes: &'b [u8], format: Format, out: &mut impl Sink) -> Result<Option<&'b [u8]>, Flaw> {
    match format {
        Format::Png => png(bytes, out),
        Format::Jpeg => jpeg(bytes, out),
        Format::Gif => gif(bytes, out).map(|()| None),
        Format::Webp => webp(bytes, out),
    }
}

const PNG_HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that a browser paints with (PNG 3, section 11): the critical ones, transparency, colour, size of a pixel.
const PNG_KEPT: [&[u8; 4]; 12] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"pHYs"];

/// Length, name, content, check sum of each chunk, up to `IEND`.
fn png<'b>(bytes: &'b [u8], out: &mut impl Sink) -> Result<Option<&'b [u8]>, Flaw> {
    let mut rest = bytes.strip_prefix(PNG_HEAD).ok_or(Flaw::Broken)?;
    out.put(PNG_HEAD);
    let (mut exif, mut painted) = (None, false);
    loop {
        let length = rest.first_chunk().map(|head| u32::from_be_bytes(*head)).ok_or(Flaw::Broken)?;
        let whole = usize::try_from(length).ok().and_then(|length| length.checked_add(12)).ok_or(Flaw::Broken)?;
        let (chunk, after) = rest.split_at_checked(whole).ok_or(Flaw::Broken)?;
        let name: &[u8; 4] = chunk[4..].first_chunk().ok_or(Flaw::Broken)?;
        match name {
            b"acTL" | b"fcTL" | b"fdAT" => return Err(Flaw::Moving),
            b"eXIf" => exif = Some(&chunk[8..whole - 4]),
            _ => {}
        }
        if PNG_KEPT.contains(&name) {
            out.put(chunk);
        }
        painted |= name == b"IDAT";
        if name == b"IEND" {
            return if painted { Ok(exif) } else { Err(Flaw::Broken) };
        }
        rest = after;
    }
}

/// Segments up to the end of the image (ITU-T T.81, annex B). Kept are tables, frames and scans, and of the application
/// segments JFIF, colour profiles and Adobe's colour transform.
fn jpeg<'b>(bytes: &'b [u8], out: &mut impl Sink) -> Result<Option<&'b [u8]>, Flaw> {
    let mut rest = bytes.strip_prefix(b"\xFF\xD8").ok_or(Flaw::Broken)?;
    out.put(b"\xFF\xD8");
    let (mut exif, mut painted) = (None, false);
    loop {
        // Any number of FF may stand before a marker.
        let fill = rest.iter().take_while(|byte| **byte == 0xFF).count();
        let marker = *rest.get(fill).filter(|_| fill > 0).ok_or(Flaw::Broken)?;
        rest = &rest[fill + 1..];
        if marker == 0xD9 {
            out.put(b"\xFF\xD9");
            return if painted { Ok(exif) } else { Err(Flaw::Broken) };
        }
        if marker == 0x01 || (0xD0..=0xD7).contains(&marker) {
            continue;
        }
        let length = rest.first_chunk().map(|head| usize::from(u16::from_be_bytes(*head))).ok_or(Flaw::Broken)?;
        let (segment, after) = rest.split_at_checked(length).filter(|_| length >= 2).ok_or(Flaw::Broken)?;
        rest = after;
        let content = &segment[2..];
        let keep = match marker {
            0xE0 => content.starts_with(b"JFIF\0"),
            0xE1 => {
                exif = exif.or(Some(content).filter(|content| content.starts_with(b"Exif\0\0")));
                false
            }
            0xE2 => content.starts_with(b"ICC_PROFILE\0"),
            0xEE => content.starts_with(b"Adobe"),
            0xE3..=0xFE => false,
            _ => true,
        };
        if keep {
            out.put(&[0xFF, marker]);
            out.put(segment);
        }
        if marker == 0xDA {
            painted = true;
            let scan = scan(rest);
            out.put(&rest[..scan]);
            rest = &rest[scan..];
        }
    }
}

/// The length of a scan's data: up to a marker that is neither a stuffed zero nor a restart.
fn scan(bytes: &[u8]) -> usize {
    let marks = |pair: &[u8]| pair[0] == 0xFF && pair[1] != 0 && !(0xD0..=0xD7).contains(&pair[1]);
    bytes.windows(2).position(marks).unwrap_or(bytes.len())
}

/// The blocks of one still picture (GIF89a): screen, colours, graphic control, image. Comments and application blocks go.
fn gif(bytes: &[u8], out: &mut impl Sink) -> Result<(), Flaw> {
    let colours = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let screen = bytes.get(..13).ok_or(Flaw::Broken)?;
    let mut at = 13 + colours(screen[10]);
    out.put(bytes.get(..at).ok_or(Flaw::Broken)?);
    let mut painted = false;
    loop {
        let start = at;
        let keep = match *bytes.get(at).ok_or(Flaw::Broken)? {
            0x3B if painted => {
                out.put(b"\x3B");
                return Ok(());
            }
            0x21 => {
                let label = *bytes.get(at + 1).ok_or(Flaw::Broken)?;
                at += 2;
                label == 0xF9
            }
            0x2C if painted => return Err(Flaw::Moving),
            0x2C => {
                let flags = *bytes.get(at + 9).ok_or(Flaw::Broken)?;
                // The descriptor, its colours, and the size of the first code.
                at += 10 + colours(flags) + 1;
                painted = true;
                true
            }
            _ => return Err(Flaw::Broken),
        };
        // Sub-blocks up to an empty one.
        loop {
            let length = usize::from(*bytes.get(at).ok_or(Flaw::Broken)?);
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
        if keep {
            out.put(bytes.get(start..at).ok_or(Flaw::Broken)?);
        }
    }
}

/// Chunks that paint: simple and extended pictures, transparency, colour profile.
const WEBP_KEPT: [&[u8; 4]; 5] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"];

/// The flags of `VP8X` that say that there are EXIF and XMP chunks, and that the picture moves.
const WEBP_META: u8 = 0x0C;
const WEBP_MOVES: u8 = 0x02;

/// Chunks of the RIFF container, whose length is written last.
fn webp<'b>(bytes: &'b [u8], out: &mut impl Sink) -> Result<Option<&'b [u8]>, Flaw> {
    let length = bytes.get(4..8).and_then(<[u8]>::first_chunk).map(|head| u32::from_le_bytes(*head));
    let length = length.and_then(|length| usize::try_from(length).ok()).ok_or(Flaw::Broken)?;
    let mut rest = bytes.get(12..length.checked_add(8).ok_or(Flaw::Broken)?).ok_or(Flaw::Broken)?;
    let (mut exif, mut kept, mut painted) = (None, Vec::new(), false);
    while !rest.is_empty() {
        let name: &[u8; 4] = rest.first_chunk().ok_or(Flaw::Broken)?;
        let size = rest.get(4..8).and_then(<[u8]>::first_chunk).map(|size| u32::from_le_bytes(*size));
        let size = size.and_then(|size| usize::try_from(size).ok()).ok_or(Flaw::Broken)?;
        // Chunks begin at even places.
        let padded = size.checked_add(8 + size % 2).ok_or(Flaw::Broken)?;
        let (chunk, after) =
            rest.split_at_checked(padded.min(rest.len())).filter(|(c, _)| c.len() >= size + 8).ok_or(Flaw::Broken)?;
        match name {
            b"ANIM" | b"ANMF" => return Err(Flaw::Moving),
            b"VP8X" if chunk.get(8).is_some_and(|flags| flags & WEBP_MOVES != 0) => return Err(Flaw::Moving),
            b"EXIF" => exif = Some(&chunk[8..8 + size]),
            _ => {}
        }
        painted |= name == b"VP8 " || name == b"VP8L";
        if WEBP_KEPT.contains(&name) {
            kept.push(chunk);
        }
        rest = after;
    }
    if !painted {
        return Err(Flaw::Broken);
    }
    let body: usize = kept.iter().map(|chunk| chunk.len()).sum();
    let length = u32::try_from(body + 4).map_err(|_| Flaw::Broken)?;
    out.put(b"RIFF");
    out.put(&length.to_le_bytes());
    out.put(b"WEBP");
    for chunk in kept {
        match chunk.strip_prefix(b"VP8X").and_then(|rest| Some((rest.get(..4)?, *rest.get(4)?, rest.get(5..)?))) {
            Some((size, flags, rest)) => {
                out.put(b"VP8X");
                out.put(size);
                out.put(&[flags & !WEBP_META]);
                out.put(rest);
            }
            None => out.put(chunk),
        }
    }
    Ok(exif)
}

/// The picture decoded, turned and encoded again, with its colour profile.
fn turned(bytes: &[u8], format: Format, turn: Orientation, out: &mut Vec<u8>) -> Option<()> {
    let kind = match format {
        Format::Png => image::ImageFormat::Png,
        Format::Jpeg => image::ImageFormat::Jpeg,
        Format::Webp => image::ImageFormat::WebP,
        Format::Gif => return None,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let profile = decoder.icc_profile().ok().flatten();
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(turn);
    match format {
        Format::Jpeg => encode(image::codecs::jpeg::JpegEncoder::new_with_quality(out, QUALITY), profile, &picture),
        Format::Webp => encode(image::codecs::webp::WebPEncoder::new_lossless(out), profile, &picture),
        _ => encode(image::codecs::png::PngEncoder::new(out), profile, &picture),
    }
}

fn encode(mut encoder: impl ImageEncoder, profile: Option<Vec<u8>>, picture: &DynamicImage) -> Option<()> {
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).ok()?;
    }
    picture.write_with_encoder(encoder).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What must not be left: each is hidden in every place that a format has for it.
    const SECRETS: [&str; 3] = ["Exif", "GPS-31N121E", "ns.adobe.com/xap"];

    const ALL: [Format; 4] = [Format::Png, Format::Jpeg, Format::Gif, Format::Webp];

    fn note(text: &str) -> Vec<u8> {
        format!("{text} {}", SECRETS.join(" ")).into_bytes()
    }

    /// TIFF with one entry: the orientation.
    fn exif(orientation: u8) -> Vec<u8> {
        let mut block = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        block.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
        block.extend(note(""));
        block
    }

    /// A picture of 4 by 2, dark on its left and light on its right.
    fn plain(format: Format) -> Vec<u8> {
        let picture = DynamicImage::ImageRgb8(image::RgbImage::from_fn(4, 2, |x, _| {
            if x < 2 { image::Rgb([20, 20, 20]) } else { image::Rgb([230, 230, 230]) }
        }));
        let mut bytes = Cursor::new(Vec::new());
        let kind = match format {
            Format::Png => image::ImageFormat::Png,
            Format::Jpeg => image::ImageFormat::Jpeg,
            Format::Webp => image::ImageFormat::WebP,
            Format::Gif => {
                let head = b"GIF89a\x04\0\x02\0\x80\0\0\x14\x14\x14\xE6\xE6\xE6";
                let image = b",\0\0\0\0\x04\0\x02\0\0\x02\x04\x44\x84\x0A\x05\0;";
                return [&head[..], image].concat();
            }
        };
        picture.write_to(&mut bytes, kind).unwrap();
        bytes.into_inner()
    }

    fn chunk(name: &[u8], content: &[u8], little: bool) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap();
        let (length, pad) = if little { (length.to_le_bytes(), content.len() % 2) } else { (length.to_be_bytes(), 4) };
        let (first, second) = if little { (name, &length[..]) } else { (&length[..], name) };
        [first, second, content, &vec![0; pad]].concat()
    }

    /// The same picture with secrets in all places, and an orientation where the format has one.
    fn chatty(format: Format, orientation: u8) -> Vec<u8> {
        let bytes = plain(format);
        match format {
            Format::Png => {
                let parts = [
                    chunk(b"tEXt", &note("Author\0"), false),
                    chunk(b"iTXt", &note("XML:com.adobe.xmp\0"), false),
                    chunk(b"eXIf", &exif(orientation), false),
                    chunk(b"tIME", b"2026123", false),
                    chunk(b"prVt", &note(""), false),
                ];
                // After the signature and IHDR.
                [&bytes[..33], &parts.concat(), &bytes[33..], &note("trailing")].concat()
            }
            Format::Jpeg => {
                let segment = |marker: u8, content: &[u8]| {
                    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
                    [&[0xFF, marker][..], &length, content].concat()
                };
                let parts = [
                    segment(0xE1, &[b"Exif\0\0".to_vec(), exif(orientation)].concat()),
                    segment(0xE1, &note("http://ns.adobe.com/xap/1.0/\0")),
                    segment(0xED, &note("Photoshop 3.0\0")),
                    segment(0xE0, &note("JFXX\0")),
                    segment(0xFE, &note("comment")),
                    vec![0xFF, 0xFF, 0xFF],
                ];
                [&bytes[..2], &parts.concat(), &bytes[3..], b"\xFF\xD8", &note("second picture")].concat()
            }
            Format::Gif => {
                let note = note("");
                let length = [u8::try_from(note.len()).unwrap()];
                let comment = [b"\x21\xFE", &length[..], &note, b"\0"].concat();
                let program = [b"\x21\xFF\x0BXMP DataXMP", &length[..], &note, b"\0"].concat();
                [&bytes[..19], &comment, &program, &bytes[19..], &note].concat()
            }
            Format::Webp => {
                let size = [0x0C, 0, 0, 0, 3, 0, 0, 1, 0, 0];
                let parts = [
                    chunk(b"VP8X", &size, true),
                    bytes[12..].to_vec(),
                    chunk(b"EXIF", &exif(orientation), true),
                    chunk(b"XMP ", &note(""), true),
                ];
                let body = parts.concat();
                let length = u32::try_from(body.len() + 4).unwrap().to_le_bytes();
                [b"RIFF", &length[..], b"WEBP", &body, &note("trailing")].concat()
            }
        }
    }

    fn cleaned(bytes: &[u8], format: Format) -> Vec<u8> {
        let mut out = b"before".to_vec();
        clean(bytes, format, &mut out).unwrap();
        out.split_off(6)
    }

    #[test]
    fn nothing_but_the_picture_is_left() {
        for format in ALL {
            let bytes = chatty(format, 1);
            let found = |bytes: &[u8], secret: &str| bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(SECRETS.iter().all(|secret| found(&bytes, secret)), "{format:?}: the case hides nothing");
            let clean = cleaned(&bytes, format);
            for secret in SECRETS {
                assert!(!found(&clean, secret), "{format:?}: {secret}");
            }
            if format != Format::Gif {
                let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().to_rgb8();
                assert_eq!(pixels(&clean), pixels(&plain(format)), "{format:?}");
            }
            assert_eq!(cleaned(&clean, format), clean, "{format:?}: a second time changes nothing");
        }
    }

    #[test]
    fn a_plain_picture_stays_as_it_is() {
        for format in ALL {
            assert_eq!(cleaned(&plain(format), format), plain(format), "{format:?}");
        }
    }

    #[test]
    fn pictures_are_turned_upright() {
        // Where the dark half of the picture lies when it is shown: left, right, top or bottom.
        let check = |orientation: u8, dark: &str| {
            for format in [Format::Png, Format::Jpeg, Format::Webp] {
                let bytes = chatty(format, orientation);
                assert_eq!(swaps(look(&bytes, format).unwrap()), dark == "top" || dark == "bottom");
                let shown = image::load_from_memory(&cleaned(&bytes, format)).unwrap().to_luma8();
                let (width, height) = shown.dimensions();
                let at = |x: u32, y: u32| shown.get_pixel(x, y).0[0] < 128;
                let found = match (at(0, 0), at(width - 1, 0), at(0, height - 1)) {
                    (true, false, true) => "left",
                    (false, true, false) => "right",
                    (true, true, false) => "top",
                    (false, false, true) => "bottom",
                    other => panic!("{format:?} {orientation}: {other:?}"),
                };
                assert_eq!(found, dark, "{format:?} {orientation}");
            }
        };
        check(1, "left");
        check(2, "right");
        check(3, "right");
        check(4, "left");
        check(5, "top");
        check(6, "top");
        check(7, "bottom");
        check(8, "bottom");
        check(99, "left");
    }

    #[test]
    fn colour_profiles_stay() {
        let profile = b"ICC_PROFILE\0\x01\x01colours";
        let length = u16::try_from(profile.len() + 2).unwrap().to_be_bytes();
        let bytes = plain(Format::Jpeg);
        let bytes = [&bytes[..2], &[0xFF, 0xE2], &length, profile, &bytes[2..]].concat();
        assert_eq!(cleaned(&bytes, Format::Jpeg), bytes);
    }

    #[test]
    fn broken_and_moving_pictures_are_refused() {
        let check = |bytes: &[u8], format: Format, flaw: Flaw| {
            assert_eq!(clean(bytes, format, &mut Vec::new()), Err(flaw), "{format:?} {bytes:?}");
        };
        for format in ALL {
            for bytes in [plain(format), chatty(format, 6)] {
                let whole = cleaned(&bytes, format).len().min(plain(format).len());
                for length in 0..whole {
                    check(&bytes[..length], format, Flaw::Broken);
                }
            }
        }
        let png = plain(Format::Png);
        let moving = [&png[..33], &chunk(b"acTL", b"\0\0\0\x02\0\0\0\0", false), &png[33..]].concat();
        check(&moving, Format::Png, Flaw::Moving);
        let gif = plain(Format::Gif);
        let moving = [&gif[..gif.len() - 1], &gif[19..]].concat();
        check(&moving, Format::Gif, Flaw::Moving);
        let body =
            [chunk(b"VP8X", &[0x02, 0, 0, 0, 3, 0, 0, 1, 0, 0], true), plain(Format::Webp)[12..].to_vec()].concat();
        let length = u32::try_from(body.len() + 4).unwrap().to_le_bytes();
        check(&[b"RIFF", &length[..], b"WEBP", &body].concat(), Format::Webp, Flaw::Moving);
    }
}
