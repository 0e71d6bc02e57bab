//! From a request's address to an out path, and from an out path to its media type.
//!
//! In: a target whose bytes `head` has checked. Out: an out path of plain parts, so that no spelling of `..` can leave the
//! list of planned files. (Nothing could be read anyway: answers come from memory, never from the disk.)

/// A request's address, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Target<'a> {
    /// The path as it was sent: percent-encoded, starts with `/`.
    pub(crate) raw: &'a str,
    /// The path that is meant, without the leading `/`; empty or ending with `/` for a folder.
    pub(crate) path: String,
    /// What follows the first `?`.
    pub(crate) query: Option<&'a str>,
}

impl<'a> Target<'a> {
    /// Takes an address apart; `None` when it is malformed or tries to leave the site.
    pub(crate) fn parse(target: &'a str) -> Option<Self> {
        let (raw, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        let parts = raw.strip_prefix('/')?.split('/').map(decode).collect::<Option<Vec<String>>>()?;
        let last = parts.len() - 1;
        let plain = |(at, part): (usize, &String)| {
            (at == last || !part.is_empty())
                && part != "."
                && part != ".."
                && !part.contains(|c: char| c.is_control() || c == '/' || c == '\\')
        };
        parts.iter().enumerate().all(plain).then(|| Self { raw, path: parts.join("/"), query })
    }

    /// The out path that is meant.
    pub(crate) fn out_path(&self) -> String {
        if self.path.is_empty() || self.path.ends_with('/') {
            format!("{}index.html", self.path)
        } else {
            self.path.clone()
        }
    }

    /// A parameter of the query, decoded.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let pairs = self.query?.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, _)| *key == name).find_map(|(_, value)| decode(value))
    }
}

/// Percent-decoding; `None` when malformed or no UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || rest.next().and_then(|b| char::from(b).to_digit(16));
            bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// A text as part of an address: everything but plain letters, digits, `/`, `-`, `.` and `_` percent-encoded.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The media type of HTML pages.
pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// The media type of a file, by the end of its name.
pub(crate) fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let end = name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    match end.as_str() {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        "geojson" => "application/geo+json",
        "jsonld" => "application/ld+json",
        "webmanifest" => "application/manifest+json",
        "xml" if name.starts_with("atom") || name.starts_with("feed") => "application/atom+xml; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/vnd.microsoft.icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "vtt" => "text/vtt; charset=utf-8",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        "zip" => "application/zip",
        "gz" => "application/gzip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_out_paths() {
        let check = |target: &str, expected: Option<&str>| {
            assert_eq!(Target::parse(target).map(|t| t.out_path()).as_deref(), expected, "{target}");
        };
        check("/", Some("index.html"));
        check("/?a=b", Some("index.html"));
        check("/cases/x/", Some("cases/x/index.html"));
        check("/cases/x", Some("cases/x"));
        check("/cases/%E7%A2%B3/", Some("cases/碳/index.html"));
        check("/a%20b.txt", Some("a b.txt"));
        check("/a+b", Some("a+b"));
        check("/..", None);
        check("/../x", None);
        check("/a/../x", None);
        check("/a/..%2fx", None);
        check("/%2e%2e/x", None);
        check("/%2E./x", None);
        check("/.%2e/x", None);
        check("/%252e%252e/x", Some("%2e%2e/x"));
        check("/..%5cx", None);
        check("/..\\x", None);
        check("/a%00b", None);
        check("/a%0ab", None);
        check("/./x", None);
        check("//x", None);
        check("/a//x", None);
        check("/%c0%ae%c0%ae/x", None);
        check("/%ff", None);
        check("/%", None);
        check("/%2", None);
        check("/%zz", None);
        check("/%+1", None);
        check("x", None);
        check("", None);
    }

    #[test]
    fn parameters_are_decoded() {
        let check = |target: &str, expected: Option<&str>| {
            assert_eq!(Target::parse(target).and_then(|t| t.parameter("page")).as_deref(), expected, "{target}");
        };
        check("/p?page=%2Fcases%2F%E7%A2%B3%2F", Some("/cases/碳/"));
        check("/p?x=1&page=/a/", Some("/a/"));
        check("/p?x=1", None);
        check("/p", None);
        assert_eq!(encode("/碳 a\"<&"), "/%E7%A2%B3%20a%22%3C%26");
    }

    #[test]
    fn media_types_go_by_the_end_of_the_name() {
        let check = |path: &str, expected: &str| assert_eq!(media_type(path), expected, "{path}");
        check("a/index.html", HTML);
        check("a.CSS", "text/css; charset=utf-8");
        check("a.b/c", "application/octet-stream");
        check("feed.xml", "application/atom+xml; charset=utf-8");
        check("sitemap.xml", "application/xml; charset=utf-8");
        check("none", "application/octet-stream");
    }
}
