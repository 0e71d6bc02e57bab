//! One answer: status, headers, bytes.
//!
//! In: a file's bytes and what the request says about the copy the browser has or the part it wants. Out: what tiny_http
//! sends. Every header that guards the author's machine is set here, on every answer.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Cursor;
use std::ops::Range;

use tiny_http::{Header, Request, Response, StatusCode};

use crate::cli::serve::target::HTML;

/// An answer before it is sent.
pub(crate) struct Answer {
    status: u16,
    kind: &'static str,
    body: Vec<u8>,
    /// Length of the whole, where the body is left out.
    length: usize,
    more: Vec<(&'static str, String)>,
}

/// What a request says about the file it asks for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wish<'a> {
    /// `If-None-Match`.
    pub(crate) has: Option<&'a str>,
    /// `Range`.
    pub(crate) range: Option<&'a str>,
    /// `If-Range`.
    pub(crate) range_of: Option<&'a str>,
}

impl<'a> Wish<'a> {
    /// The wish of a request.
    pub(crate) fn of(request: &'a Request) -> Self {
        let value = |name: &'static str| {
            let header = request.headers().iter().find(|header| header.field.equiv(name));
            header.map(|header| header.value.as_str())
        };
        Self { has: value("If-None-Match"), range: value("Range"), range_of: value("If-Range") }
    }
}

impl Answer {
    /// A whole document that is made for this one answer.
    pub(crate) fn new(status: u16, kind: &'static str, body: Vec<u8>) -> Self {
        Self { status, kind, length: body.len(), body, more: Vec::new() }
    }

    /// A hint to ask elsewhere on this server. `location` is a path of visible ASCII.
    pub(crate) fn redirect(location: String) -> Self {
        let mut answer = Self::new(302, HTML, Vec::new());
        answer.more.push(("Location", location));
        answer
    }

    /// A file, or the part of it that is wanted, or the news that the browser's copy is still right.
    pub(crate) fn file(kind: &'static str, body: Vec<u8>, wish: Wish<'_>) -> Self {
        let tag = tag(&body);
        let mut answer = Self::new(200, kind, body);
        // Pages carry what belongs to this preview only; a part of one is of no use.
        let ranges = kind != HTML;
        if wish.has.is_some_and(|has| has.trim() == "*" || has.split(',').any(|t| weak(t) == tag)) {
            answer.status = 304;
            answer.body = Vec::new();
        } else if let Some(range) =
            wish.range.filter(|_| ranges && wish.range_of.is_none_or(|t| t == tag)).and_then(|r| part(r, answer.length))
        {
            answer.narrow(range);
        }
        if ranges {
            answer.more.push(("Accept-Ranges", "bytes".to_owned()));
        }
        answer.more.push(("ETag", tag));
        answer
    }

    fn narrow(&mut self, range: Range<usize>) {
        let whole = self.length;
        if range.is_empty() {
            self.status = 416;
            self.body = Vec::new();
            self.more.push(("Content-Range", format!("bytes */{whole}")));
        } else {
            self.status = 206;
            self.more.push(("Content-Range", format!("bytes {}-{}/{whole}", range.start, range.end - 1)));
            self.body.truncate(range.end);
            self.body.drain(..range.start);
        }
        self.length = self.body.len();
    }

    /// Sends it. tiny_http leaves the body out for HEAD and 304.
    pub(crate) fn send(self, request: Request, policy: &str) -> std::io::Result<()> {
        let mut headers = guarding(self.kind, policy);
        headers.extend(self.more);
        let headers = headers.iter().filter_map(|(name, value)| Header::from_bytes(*name, value.as_str()).ok());
        // Without a threshold above every length tiny_http sends larger bodies in chunks and without their length.
        let response =
            Response::new(StatusCode(self.status), headers.collect(), Cursor::new(self.body), Some(self.length), None)
                .with_chunked_threshold(usize::MAX);
        request.respond(response)
    }
}

/// The headers that stand on every answer.
pub(crate) fn guarding(kind: &str, policy: &str) -> Vec<(&'static str, String)> {
    vec![
        ("Content-Type", kind.to_owned()),
        ("Cache-Control", "no-store".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        // Live reload, its style and the list of problems are files of this origin: the pages' own policy covers them.
        ("Content-Security-Policy", format!("{policy}; frame-ancestors 'none'")),
    ]
}

/// A name for these bytes. It only has to differ from that of the last state, so the standard hash is enough.
fn tag(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}

fn weak(tag: &str) -> &str {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag)
}

/// The bytes of a single range; empty when there are none; `None` when the header is to be ignored.
fn part(range: &str, length: usize) -> Option<Range<usize>> {
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<usize>().unwrap_or(usize::MAX))
    };
    let (first, last) = range.trim().strip_prefix("bytes=")?.split_once('-')?;
    if first.is_empty() {
        return Some(length.saturating_sub(number(last)?)..length);
    }
    let first = number(first)?;
    let last = if last.is_empty() { usize::MAX } else { number(last)? };
    if last < first {
        return None;
    }
    Some(first.min(length)..last.saturating_add(1).min(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_ranges() {
        let check = |range: &str, length: usize, expected: Option<Range<usize>>| {
            assert_eq!(part(range, length), expected, "{range} of {length}");
        };
        check("bytes=0-0", 10, Some(0..1));
        check("bytes=2-4", 10, Some(2..5));
        check("bytes=2-", 10, Some(2..10));
        check("bytes=-3", 10, Some(7..10));
        check("bytes=-30", 10, Some(0..10));
        check("bytes=-0", 10, Some(10..10));
        check("bytes=5-99", 10, Some(5..10));
        check("bytes=10-", 10, Some(10..10));
        check("bytes=99999999999999999999999-", 10, Some(10..10));
        check("bytes=0-99999999999999999999999", 10, Some(0..10));
        check("bytes=0-", 0, Some(0..0));
        check("bytes=4-2", 10, None);
        check("bytes=0-1,3-4", 10, None);
        check("bytes=-", 10, None);
        check("bytes=+1-2", 10, None);
        check("items=0-1", 10, None);
        check("", 10, None);
    }
}
