//! A request's head, from the bytes of the wire to the few words that the server needs.
//!
//! In: untrusted bytes. Out: a [`Head`] in which everything has been checked, or a [`Refusal`]. What is not needed is dropped
//! here, so that tiny_http only ever reads a head that [`Head::rewritten`] wrote: two readers cannot disagree about it.

use crate::cli::serve::Limits;

/// A checked request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// `GET` or `HEAD`.
    pub(crate) method: &'static str,
    /// Path and query: visible ASCII that starts with `/`.
    pub(crate) target: String,
    host: String,
    passed: Vec<(&'static str, String)>,
}

/// Why a request is turned away: status and one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal(pub(crate) u16, pub(crate) &'static str);

/// The headers that an answer depends on.
const PASSED: [&str; 3] = ["If-None-Match", "If-Range", "Range"];

impl Head {
    /// The head as tiny_http reads it: one request, no body.
    pub(crate) fn rewritten(&self) -> String {
        let mut text =
            format!("{} {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.method, self.target, self.host);
        for (name, value) in &self.passed {
            text.extend([name, ": ", value, "\r\n"]);
        }
        text.push_str("\r\n");
        text
    }
}

/// Where the head ends in what was read so far; `None` when more is to come.
///
/// Bytes that no head can hold are refused at once, so that a client of another protocol does not hold its place until the
/// time is over.
pub(crate) fn end(read: &[u8], limits: &Limits) -> Result<Option<usize>, Refusal> {
    let mut first_line = true;
    for (at, byte) in read.iter().enumerate() {
        match byte {
            b'\n' if at == 0 || read[at - 1] != b'\r' => return Err(Refusal(400, "a line must end with CR LF")),
            b'\n' => {
                if read[..=at].ends_with(b"\r\n\r\n") {
                    return Ok(Some(at + 1));
                }
                first_line = false;
            }
            b'\r' if read.get(at + 1).is_some_and(|next| *next != b'\n') => {
                return Err(Refusal(400, "a line must end with CR LF"));
            }
            b'\r' | b'\t' => {}
            0..0x20 | 0x7f => return Err(Refusal(400, "control character in the head")),
            _ => {}
        }
        if first_line && at >= limits.line {
            return Err(Refusal(414, "address too long"));
        }
        if at + 1 >= limits.head {
            return Err(Refusal(431, "head too long"));
        }
    }
    Ok(None)
}

/// Reads a whole head. `hosts` are the names with port under which this server may be called.
pub(crate) fn parse(head: &[u8], hosts: &[String], limits: &Limits) -> Result<Head, Refusal> {
    let head = head.strip_suffix(b"\r\n\r\n").ok_or(Refusal(400, "head without end"))?;
    let mut lines = head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let (method, target) = request_line(lines.next().unwrap_or_default())?;
    let mut fields = Fields::new();
    for line in lines {
        fields.push(line, limits)?;
    }
    if fields.any("Transfer-Encoding") {
        return Err(Refusal(400, "a request with a body is not accepted"));
    }
    if fields.any("Expect") {
        return Err(Refusal(417, "Expect is not accepted"));
    }
    match fields.only("Content-Length")? {
        None | Some(b"0") => {}
        Some(length) if length.iter().all(u8::is_ascii_digit) => {
            return Err(Refusal(413, "a request with a body is not accepted"));
        }
        Some(_) => return Err(Refusal(400, "bad Content-Length")),
    }
    let own = |name: &[u8]| hosts.iter().find(|host| host.as_bytes().eq_ignore_ascii_case(name)).cloned();
    // A name that is not ours is another site's that was made to point here (DNS rebinding).
    let host = own(fields.only("Host")?.ok_or(Refusal(400, "Host is missing"))?)
        .ok_or(Refusal(403, "this Host is not served here"))?;
    if let Some(origin) = fields.only("Origin")? {
        origin.strip_prefix(b"http://").and_then(own).ok_or(Refusal(403, "other sites may not read this one"))?;
    }
    let foreign = fields.only("Sec-Fetch-Site")?.is_some_and(|site| site == b"cross-site" || site == b"same-site");
    if foreign && fields.only("Sec-Fetch-Mode")? != Some(b"navigate") {
        return Err(Refusal(403, "other sites may not read this one"));
    }
    let mut passed = Vec::new();
    for name in PASSED {
        if let Some(value) = fields.only(name)?.and_then(|value| str::from_utf8(value).ok()).filter(|v| v.is_ascii()) {
            passed.push((name, value.to_owned()));
        }
    }
    Ok(Head { method, target, host, passed })
}

fn request_line(line: &[u8]) -> Result<(&'static str, String), Refusal> {
    let malformed = Refusal(400, "malformed request line");
    let line = str::from_utf8(line).ok().filter(|line| line.bytes().all(|b| (0x20..0x7f).contains(&b)));
    let mut words = line.ok_or(Refusal(400, "the address must be percent-encoded"))?.split(' ');
    let (Some(method), Some(target), Some(version), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(malformed);
    };
    match version {
        "HTTP/1.1" | "HTTP/1.0" => {}
        _ if version.starts_with("HTTP/") => return Err(Refusal(505, "only HTTP/1.1 is spoken here")),
        _ => return Err(malformed),
    }
    let method = match method {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "" => return Err(malformed),
        _ => return Err(Refusal(405, "only GET and HEAD are answered")),
    };
    if !target.starts_with('/') || target.contains('#') {
        return Err(Refusal(400, "the address must start with /"));
    }
    Ok((method, target.to_owned()))
}

/// The header fields of one request.
struct Fields<'a>(Vec<(&'a [u8], &'a [u8])>);

impl<'a> Fields<'a> {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn push(&mut self, line: &'a [u8], limits: &Limits) -> Result<(), Refusal> {
        if self.0.len() == limits.headers {
            return Err(Refusal(431, "too many headers"));
        }
        let colon = line.iter().position(|byte| *byte == b':').ok_or(Refusal(400, "header without colon"))?;
        let (name, value) = (&line[..colon], &line[colon + 1..]);
        // A space in a name, or before the colon, or at the start of a line, is how requests are smuggled.
        let token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
        if name.is_empty() || !name.iter().all(token) {
            return Err(Refusal(400, "malformed header name"));
        }
        self.0.push((name, value.trim_ascii()));
        Ok(())
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.0.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name.as_bytes())).map(|(_, value)| *value)
    }

    fn any(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    fn only(&self, name: &str) -> Result<Option<&'a [u8]>, Refusal> {
        let mut values = self.all(name);
        let first = values.next();
        if values.next().is_some() { Err(Refusal(400, "header given twice")) } else { Ok(first) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_is_found_or_refused() {
        let limits = Limits { head: 40, line: 20, ..Limits::standard() };
        let check = |read: &str, expected: Result<Option<usize>, u16>| {
            assert_eq!(end(read.as_bytes(), &limits).map_err(|refusal| refusal.0), expected, "{read:?}");
        };
        check("", Ok(None));
        check("GET / HTTP/1.1\r\n", Ok(None));
        check("GET / HTTP/1.1\r", Ok(None));
        check("GET / HTTP/1.1\r\n\r\n", Ok(Some(18)));
        check("GET / HTTP/1.1\r\n\r\nrest", Ok(Some(18)));
        check("GET / HTTP/1.1\n", Err(400));
        check("GET / HTTP/1.1\rX", Err(400));
        check("\u{16}\u{3}\u{1}", Err(400));
        check("GET /0123456789 HTTP/1.1", Err(414));
        check("GET / HTTP/1.1\r\na: 0123456789012345678901234567890", Err(431));
    }

    #[test]
    fn only_what_is_needed_is_passed_on() {
        let hosts = ["localhost:4000".to_owned()];
        let head = "HEAD /a?b HTTP/1.0\r\nhost: LOCALHOST:4000\r\nCookie: 碳\r\nTE: x\r\nRange:bytes=0-\r\nIf-Range: 碳\r\n\r\n";
        let head = parse(head.as_bytes(), &hosts, &Limits::standard()).unwrap();
        assert_eq!(
            head.rewritten(),
            "HEAD /a?b HTTP/1.1\r\nHost: localhost:4000\r\nConnection: close\r\nRange: bytes=0-\r\n\r\n"
        );
    }
}
