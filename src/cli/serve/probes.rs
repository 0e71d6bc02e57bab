//! The server over real sockets, with a made-up site: what a browser, a foreign web page or a broken client may send.
#![expect(clippy::disallowed_methods, reason = "tests measure how long an answer takes")]

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crate::cli::serve::reload::Live;
use crate::cli::serve::{Limits, Page, Pages, Setup, bind, run, start};
use crate::diag::{Code, Diagnostic, Level, SourceText, Span};

static ODD: Code = Code { name: "odd", level: Level::Error, summary: "", page: "" };

struct Fake {
    generation: u64,
    problems: Vec<Diagnostic>,
}

impl Fake {
    fn state(generation: u64) -> Arc<dyn Pages> {
        let source = SourceText::new("content/cases/x.md", "标题\n正文\n");
        let other = SourceText::new("content/<b>.md", "a\n");
        let problems = vec![
            Diagnostic::new(&ODD, Span::new(&other, 0..1), "别处 <script>alert(1)</script>"),
            Diagnostic::new(&ODD, Span::new(&source, 7..13), "这里 <img src=x>").help("改成 \"碳\" & 保存"),
        ];
        Arc::new(Self { generation, problems })
    }
}

impl Pages for Fake {
    fn page(&self, path: &str) -> Option<Page> {
        let text =
            |text: &str| format!("<!DOCTYPE html><head></head><body class=\"a\"><p>{text}</p></body></html>").into();
        let bytes: Vec<u8> = match path {
            "index.html" | "碳/index.html" => text(path),
            "cases/x/index.html" => text(&format!("第 {} 版", self.generation)),
            "404.html" => text("本站没有这一页"),
            "bare.html" => b"<p>bare".to_vec(),
            "boom/index.html" => panic!("made to fail"),
            "a/style.css" => b"p{}".to_vec(),
            "data.json" => b"{}".to_vec(),
            "clip.mp4" => (0..=255).collect(),
            "empty.txt" => Vec::new(),
            "big.bin" => vec![b'x'; 3_000_000],
            "pic.svg" => b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>".to_vec(),
            _ => return None,
        };
        let source = (path == "cases/x/index.html").then(|| "content/cases/x.md".to_owned());
        let template = || Diagnostic::of_site(&ODD, "模板出错");
        let problems = if path == "bare.html" { vec![template()] } else { Vec::new() };
        Some(Page { bytes, source, problems })
    }

    fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    fn generation(&self) -> u64 {
        self.generation
    }
}

const POLICY: &str = "default-src 'none'; script-src 'self'";

struct Probe {
    address: SocketAddr,
    live: Arc<Live>,
}

impl Probe {
    fn new(change: impl FnOnce(&mut Limits)) -> Self {
        let mut limits = Limits {
            head_time: Duration::from_millis(300),
            write_time: Duration::from_millis(300),
            linger: Duration::from_millis(200),
            heartbeat: Duration::from_millis(20),
            ..Limits::standard()
        };
        change(&mut limits);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let live = Arc::new(Live::new(Fake::state(1), POLICY, limits));
        let shown = Arc::clone(&live);
        thread::spawn(move || start(listener, &shown).unwrap());
        Self { address, live }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream
    }

    fn send(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        // The server may refuse and close before it has read everything.
        let _ = stream.write_all(request);
        read(&mut stream)
    }

    /// `PORT` in a request stands for the server's. What is expected: a status, then texts that must be there, or must not
    /// when they start with `!`.
    fn check(&self, request: &str, expected: &str, texts: &[&str]) {
        let answer = self.send(request.replace("PORT", &self.address.port().to_string()).as_bytes());
        let status = answer.split(' ').nth(1).unwrap_or("closed");
        assert_eq!(status, expected, "{request:?}\n{answer}");
        assert!(!answer.to_ascii_lowercase().contains("access-control"), "{request:?}\n{answer}");
        if status != "closed" {
            let lines = answer.lines().filter(|line| *line == "Connection: close").count();
            assert_eq!(lines, 1, "{request:?}\n{answer}");
        }
        for text in texts {
            match text.strip_prefix('!') {
                Some(absent) => assert!(!answer.contains(absent), "{request:?} has {absent:?}\n{answer}"),
                None => assert!(answer.contains(text), "{request:?} lacks {text:?}\n{answer}"),
            }
        }
    }

    fn get(&self, target: &str, expected: &str, texts: &[&str]) {
        self.check(&format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n"), expected, texts);
    }

    fn with(&self, target: &str, header: &str, expected: &str, texts: &[&str]) {
        self.check(&format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n{header}\r\n\r\n"), expected, texts);
    }

    fn stream(&self) -> TcpStream {
        let mut stream = self.connect();
        let port = self.address.port();
        write!(stream, "GET /__peakpress/changes HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").unwrap();
        stream
    }
}

fn read(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("{error} after {}", String::from_utf8_lossy(&answer)),
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// Reads until a text has come.
fn read_to(stream: &mut TcpStream, text: &str) -> String {
    let mut answer = String::new();
    let mut buffer = [0; 1024];
    while !answer.contains(text) {
        let count = stream.read(&mut buffer).unwrap();
        assert!(count > 0, "ended before {text:?}: {answer}");
        answer.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
    answer
}

#[test]
fn addresses() {
    let probe = Probe::new(|_| {});
    probe.get("/", "200", &["<p>index.html</p>", "text/html; charset=utf-8"]);
    probe.get("/?a=/../b", "200", &["<p>index.html</p>"]);
    probe.get("/index.html", "200", &["<p>index.html</p>"]);
    probe.get("/cases/x/", "200", &["第 1 版"]);
    probe.get("/cases/x", "302", &["Location: /cases/x/\r\n"]);
    probe.get("/cases/x?q=1", "302", &["Location: /cases/x/?q=1\r\n"]);
    probe.get("/%E7%A2%B3/", "200", &["碳/index.html"]);
    probe.get("/%E7%A2%B3", "302", &["Location: /%E7%A2%B3/\r\n"]);
    probe.get("/nothing", "404", &["本站没有这一页", "reload.js", "text/html"]);
    probe.get("/nothing/at/all.css", "404", &["本站没有这一页"]);
    probe.get("/cases/x/index.html/", "404", &[]);
    probe.get("/cases", "404", &[]);
    probe.get("/boom/", "500", &["这一页生成失败", "reload.js"]);
    probe.get("/boom", "500", &[]);
    probe.get("/a/style.css", "200", &["text/css; charset=utf-8", "\r\n\r\np{}", "!reload"]);
    probe.get("/data.json", "200", &["application/json", "\r\n\r\n{}"]);
    probe.get("/pic.svg", "200", &["image/svg+xml", "Content-Security-Policy: default-src 'none'"]);
    probe.get("/big.bin", "200", &["application/octet-stream", "Content-Length: 3000000", "!chunked"]);
    probe.get("/empty.txt", "200", &["text/plain; charset=utf-8", "Content-Length: 0"]);
    // Out of the site, in every spelling.
    probe.get("/../Cargo.toml", "400", &["!package"]);
    probe.get("/..", "400", &[]);
    probe.get("/cases/../../Cargo.toml", "400", &[]);
    probe.get("/cases/..", "400", &[]);
    probe.get("/%2e%2e/Cargo.toml", "400", &[]);
    probe.get("/%2E%2E%2FCargo.toml", "400", &[]);
    probe.get("/..%2fCargo.toml", "400", &[]);
    probe.get("/.%2e/Cargo.toml", "400", &[]);
    probe.get("/..%5cCargo.toml", "400", &[]);
    probe.get("/..\\Cargo.toml", "400", &[]);
    probe.get("/%252e%252e/Cargo.toml", "404", &[]);
    probe.get("/%252e%252e%252fCargo.toml", "404", &[]);
    probe.get("/%c0%ae%c0%ae/Cargo.toml", "400", &[]);
    probe.get("/%e0%80%ae%e0%80%ae/Cargo.toml", "400", &[]);
    probe.get("/%uff0e%uff0e/Cargo.toml", "400", &[]);
    probe.get("/%EF%BC%8E%EF%BC%8E/Cargo.toml", "404", &[]);
    probe.get("/..;/Cargo.toml", "404", &[]);
    probe.get("/./index.html", "400", &[]);
    probe.get("//index.html", "400", &[]);
    probe.get("//evil.example/cases/x", "400", &["!Location"]);
    probe.get("/cases//x/", "400", &[]);
    probe.get("/index.html%00.css", "400", &[]);
    probe.get("/a%0d%0aSet-Cookie:x", "400", &["!Set-Cookie"]);
    probe.get("/%", "400", &[]);
    probe.get("/%zz", "400", &[]);
    probe.get("/Cargo.toml", "404", &["!package"]);
    probe.get("/src/main.rs", "404", &[]);
    probe.get("/content/cases/x.md", "404", &[]);
    probe.get("/site.yaml", "404", &[]);
    probe.get("/.git/config", "404", &[]);
    probe.get("/etc/passwd", "404", &[]);
    probe.get("/file:///etc/passwd", "400", &[]);
    probe.get("/C:/x", "404", &[]);
}

#[test]
fn lines_and_hosts() {
    let probe = Probe::new(|_| {});
    let line =
        |line: &str, expected: &str| probe.check(&format!("{line}\r\nHost: localhost:PORT\r\n\r\n"), expected, &[]);
    line("GET / HTTP/1.1", "200");
    line("GET / HTTP/1.0", "200");
    line("GET / HTTP/2.0", "505");
    line("GET / HTTP/0.9", "505");
    line("GET / http/1.1", "400");
    line("GET /", "400");
    line("GET  / HTTP/1.1", "400");
    line("GET / HTTP/1.1 ", "400");
    line("GET\t/ HTTP/1.1", "400");
    line(" GET / HTTP/1.1", "400");
    line("\r\nGET / HTTP/1.1", "400");
    line("GET /碳/ HTTP/1.1", "400");
    line("GET index.html HTTP/1.1", "400");
    line("GET http://127.0.0.1/ HTTP/1.1", "400");
    line("GET http://evil.example/ HTTP/1.1", "400");
    line("GET * HTTP/1.1", "400");
    line("GET /#a HTTP/1.1", "400");
    line("OPTIONS * HTTP/1.1", "405");
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get", "FOO"] {
        line(&format!("{method} / HTTP/1.1"), "405");
    }
    line("CONNECT evil.example:443 HTTP/1.1", "405");
    line("PRI * HTTP/2.0", "505");
    probe.check("POST / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 3\r\n\r\nabc", "400", &[]);
    assert!(probe.send(b"GET /\xe7\xa2\xb3 HTTP/1.1\r\n\r\n").contains(" 400 "));
    assert!(probe.send(b"\x16\x03\x01\x02\x00\x01\x00").contains(" 400 "), "TLS is refused at once");
    assert!(probe.send(b"GET / HTTP/1.1\nHost: x\n\n").contains(" 400 "), "bare line feeds");
    assert!(probe.send(b"GET / HTTP/1.1\r\nHost: x\r\rX: y\r\n\r\n").contains(" 400 "), "bare carriage return");
    assert!(probe.send(b"GET / HTTP/1.1\r\nHost: x\0\r\n\r\n").contains(" 400 "), "NUL");

    let host = |host: &str, expected: &str| probe.check(&format!("GET / HTTP/1.1\r\n{host}\r\n\r\n"), expected, &[]);
    host("Host: 127.0.0.1:PORT", "200");
    host("Host: localhost:PORT", "200");
    host("HOST:LocalHost:PORT", "200");
    host("Host: [::1]:PORT", "200");
    host("Host: evil.example:PORT", "403");
    host("Host: evil.example", "403");
    host("Host: 127.0.0.1.evil.example:PORT", "403");
    host("Host: localhost.evil.example:PORT", "403");
    host("Host: evil.example@localhost:PORT", "403");
    host("Host: localhost", "403");
    host("Host: localhost:1", "403");
    host("Host: localhost.:PORT", "403");
    host("Host: 127.1:PORT", "403");
    host("Host: 0.0.0.0:PORT", "403");
    host("Host: 2130706433:PORT", "403");
    host("Host: 192.168.1.1:PORT", "403");
    host("Host: localhost:PORT, evil.example", "403");
    host("Host:", "403");
    host("X: y", "400");
    host("Host: localhost:PORT\r\nHost: evil.example", "400");
    host("Host: localhost:PORT\r\nHost: localhost:PORT", "400");
    host("X-Forwarded-Host: localhost:PORT\r\nHost: evil.example", "403");
}

#[test]
fn headers() {
    let probe = Probe::new(|_| {});
    let check = |header: &str, expected: &str| probe.with("/", header, expected, &[]);
    // What may be a second request or a body.
    check("Transfer-Encoding: chunked", "400");
    check("Transfer-Encoding: identity", "400");
    check("transfer-encoding:\tchunked", "400");
    check("Transfer-Encoding : chunked", "400");
    check("Transfer-Encoding\t: chunked", "400");
    check("X: y\r\n Transfer-Encoding: chunked", "400");
    check("X: y\r\n\tfolded", "400");
    check("Transfer-Encoding: chunked\r\nContent-Length: 4", "400");
    check("Content-Length: 0", "200");
    check("Content-Length: 4", "413");
    check("Content-Length: 99999999999999999999", "413");
    check("Content-Length: -1", "400");
    check("Content-Length: +0", "400");
    check("Content-Length: 0, 0", "400");
    check("Content-Length: 0\r\nContent-Length: 4", "400");
    check("Content-Length: 0\r\nContent-Length: 0", "400");
    check("Content-Length:", "413");
    check("Expect: 100-continue", "417");
    check("Connection: keep-alive", "200");
    check("Connection: upgrade\r\nUpgrade: websocket", "200");
    check("TE: chunked;q=0.5", "200");
    check("no colon", "400");
    check(": no name", "400");
    check("(x): y", "400");
    check("X\u{a0}: y", "400");
    check("Cookie: 碳=1", "200");
    let twice = "GET / HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n".repeat(2);
    probe.check(&twice, "400", &[]);
    probe.with("/", "Content-Length: 0\r\n\r\nGET /a/style.css HTTP/1.1\r\nHost: x", "400", &["!p{}"]);
    // What another site may ask.
    check("Origin: http://localhost:PORT", "200");
    check("Origin: http://127.0.0.1:PORT", "200");
    check("Origin: https://localhost:PORT", "403");
    check("Origin: http://localhost:1", "403");
    check("Origin: http://evil.example", "403");
    check("Origin: http://evil.example:PORT", "403");
    check("Origin: null", "403");
    check("Origin:", "403");
    check("Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors", "200");
    check("Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate", "200");
    check("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate", "200");
    check("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors", "403");
    check("Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors", "403");
    check("Sec-Fetch-Site: cross-site", "403");
    // Sizes.
    check(&vec!["X: y"; 99].join("\r\n"), "200");
    check(&vec!["X: y"; 100].join("\r\n"), "431");
    check(&format!("X: {}", "y".repeat(15_000)), "200");
    check(&format!("X: {}", "y".repeat(17_000)), "431");
    check(&format!("X: {}", "y".repeat(1_000_000)), "431");
    check(&"X".repeat(20_000), "431");
    probe.get(&format!("/{}", "a".repeat(8_000)), "404", &[]);
    probe.get(&format!("/{}", "a".repeat(9_000)), "414", &[]);
    probe.get(&format!("/{}", "a".repeat(1_000_000)), "414", &[]);
    probe.get(&"/a".repeat(4_000), "404", &[]);
}

#[test]
fn files_and_parts() {
    let probe = Probe::new(|_| {});
    let guarding = [
        "Cache-Control: no-store\r\n",
        "X-Content-Type-Options: nosniff\r\n",
        "Cross-Origin-Resource-Policy: same-origin\r\n",
        "Content-Security-Policy: default-src 'none'; script-src 'self'; frame-ancestors 'none'\r\n",
    ];
    for (target, status) in
        [("/", "200"), ("/cases/x", "302"), ("/none", "404"), ("/boom/", "500"), ("/clip.mp4", "200")]
    {
        probe.get(target, status, &guarding);
    }
    let answer = probe.send(format!("GET /a/style.css HTTP/1.1\r\nHost: {}\r\n\r\n", probe.address).as_bytes());
    let tag = answer.split("ETag: ").nth(1).and_then(|rest| rest.lines().next()).unwrap();
    let css = |header: &str, expected: &str, texts: &[&str]| probe.with("/a/style.css", header, expected, texts);
    css(&format!("If-None-Match: {tag}"), "304", &[tag, "!p{}"]);
    css(&format!("If-None-Match: W/{tag}"), "304", &[]);
    css(&format!("If-None-Match: \"a\", {tag}"), "304", &[]);
    css("If-None-Match: *", "304", &[]);
    css("If-None-Match: \"a\"", "200", &["p{}"]);
    css("If-None-Match: \"a\"\r\nIf-None-Match: *", "400", &[]);
    css("If-None-Match: 碳", "200", &[]);
    css("Range: bytes=1-1", "206", &["\r\n\r\n{", "Content-Range: bytes 1-1/3", "Content-Length: 1\r\n"]);
    css(&format!("Range: bytes=1-\r\nIf-Range: {tag}"), "206", &["Content-Length: 2\r\n"]);
    css("Range: bytes=1-\r\nIf-Range: \"a\"", "200", &["p{}"]);
    let clip = |range: &str, expected: &str, texts: &[&str]| {
        probe.with("/clip.mp4", &format!("Range: {range}"), expected, texts);
    };
    clip("bytes=0-", "206", &["Content-Range: bytes 0-255/256", "Content-Length: 256\r\n", "video/mp4"]);
    clip("bytes=65-67", "206", &["\r\n\r\nABC"]);
    clip("bytes=-1", "206", &["Content-Range: bytes 255-255/256"]);
    clip("bytes=250-9999", "206", &["Content-Range: bytes 250-255/256"]);
    clip("bytes=256-", "416", &["Content-Range: bytes */256", "Content-Length: 0\r\n"]);
    clip("bytes=-0", "416", &[]);
    clip("bytes=9-1", "200", &["Accept-Ranges: bytes"]);
    clip("bytes=0-1,4-5", "200", &[]);
    clip("bytes=a-b", "200", &[]);
    clip("bytes=0-18446744073709551616", "206", &[]);
    probe.with("/", "Range: bytes=0-1", "200", &["!Accept-Ranges", "ETag"]);
    let head = |target: &str, expected: &str, texts: &[&str]| {
        probe.check(&format!("HEAD {target} HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n"), expected, texts);
    };
    head("/a/style.css", "200", &["Content-Length: 3\r\n", "!p{}"]);
    head("/", "200", &["ETag", "!<p>"]);
    head("/none", "404", &["!<p>"]);
    head("/boom/", "500", &["!<p>"]);
    head("/__peakpress/changes", "200", &["text/event-stream", "!data:"]);
}

#[test]
fn problems_stand_beside_the_page() {
    let probe = Probe::new(|_| {});
    let bar = "<body class=\"a\"><link rel=\"stylesheet\" href=\"/__peakpress/overlay.css\">\
               <p class=\"peakpress-bar\" id=\"peakpress-bar\"><a href=\"/__peakpress/problems?page=/cases/x/\">\
               有 2 个问题，本页 1 个</a></p><p>第 1 版</p>";
    let script = "<script src=\"/__peakpress/reload.js\" data-stamp=\"";
    probe.get("/cases/x/", "200", &[bar, script, " data-page=\"/cases/x/\" defer></script>\n</body></html>"]);
    probe.get("/", "200", &["有 2 个问题</a>", "?page=/\""]);
    probe.get("/%E7%A2%B3/", "200", &["?page=/%E7%A2%B3/\"", "data-page=\"/碳/\""]);
    probe.get("/a%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "404", &["!<script>alert", "&quot;&gt;&lt;script&gt;"]);
    probe.get("/bare.html", "200", &["<p>bare<link", "有 3 个问题，本页 1 个", "reload.js"]);
    let list = "/__peakpress/problems";
    let own = "<h2>本页：content/cases/x.md</h2>\n<ol>\n<li class=\"peakpress-error\"><code>content/cases/x.md:2:1</code> \
               这里 &lt;img src=x&gt; <code>odd</code><p>改成 &quot;碳&quot; &amp; 保存</p></li>\n</ol>\n<h2>content/&lt;b&gt;.md</h2>";
    probe.get(&format!("{list}?page=/cases/x/"), "200", &[own, "回到页面", "!<script>alert", "!<img"]);
    probe.get(&format!("{list}?page=%2Fcases%2Fx%2F"), "200", &[own]);
    probe.get(list, "200", &["<h1>有 2 个问题</h1>", "!本页", "reload.js", "!data-page"]);
    probe.get(&format!("{list}?page=../../x"), "200", &["有 2 个问题"]);
    probe.get(&format!("{list}?page=/boom/"), "200", &["有 2 个问题"]);
    probe.get(&format!("{list}?page=%22%3E%3Cb%3E"), "200", &["!<b>"]);
    probe.get(&format!("{list}?page=/bare.html"), "200", &["有 3 个问题", "模板出错", "本页：整个网站"]);
    let json = "/__peakpress/problems.json?page=/cases/x/";
    probe.get(json, "200", &["application/json", "{\"own\":true,", "\"place\":\"content/cases/x.md:2:1\"", "-1\""]);
    probe.get("/__peakpress/reload.js", "200", &["text/javascript; charset=utf-8", "!innerHTML", "textContent"]);
    probe.get("/__peakpress/overlay.css", "200", &["text/css; charset=utf-8"]);
    probe.get("/__peakpress/none", "404", &[]);
    probe.get("/__peakpress/", "404", &[]);
    probe.get("/__peakpress/../index.html", "400", &[]);
}

#[test]
fn reload_is_told_once_per_state() {
    let probe = Probe::new(|limits| limits.streams = 2);
    let mut first = probe.stream();
    let told = read_to(&mut first, "-1\n\n");
    assert!(told.contains("Content-Type: text/event-stream; charset=utf-8\r\n"), "{told}");
    assert!(told.contains("\r\n\r\nevent: reload\ndata: "), "{told}");
    assert!(told.contains("HTTP/1.1 200 OK\r\nConnection: close\r\n"), "{told}");
    read_to(&mut first, ":\n\n");
    let before = Instant::now();
    probe.live.replace(Fake::state(2));
    let told = read_to(&mut first, "-2\n\n");
    assert!(before.elapsed() < Duration::from_millis(200));
    assert!(!told.contains("-1\n"), "{told}");
    probe.get("/cases/x/", "200", &["第 2 版", "-2\""]);
    // A late one is told the newest at once; one too many is refused; who leaves makes room.
    let mut second = probe.stream();
    read_to(&mut second, "-2\n\n");
    let mut third = probe.stream();
    assert!(read(&mut third).contains(" 503 "));
    drop(second);
    let patience = Instant::now() + Duration::from_secs(5);
    loop {
        let mut again = probe.stream();
        if read_to(&mut again, "\r\n\r\n").contains(" 200 ") {
            break;
        }
        assert!(Instant::now() < patience, "the place did not come back");
        thread::sleep(Duration::from_millis(20));
    }
    let with = |header: &str, expected: &str| probe.with("/__peakpress/changes", header, expected, &[]);
    with("Origin: http://evil.example", "403");
    with("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors", "403");
}

#[test]
fn slow_clients_hold_their_own_place_only() {
    let probe = Probe::new(|limits| {
        limits.connections = 8;
        limits.answer_time = Duration::from_millis(600);
    });
    // Nothing, half a head, and a head that comes byte by byte.
    let mut silent = probe.connect();
    let mut half = probe.connect();
    half.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    let mut dripping = probe.connect();
    let drip = thread::spawn(move || {
        for byte in b"GET / HTTP/1.1\r\nHost: localhost\r\nX: 0123456789012345678901234567890123456789".iter() {
            if dripping.write_all(&[*byte]).is_err() {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
        read(&mut dripping)
    });
    let before = Instant::now();
    probe.get("/", "200", &[]);
    assert!(before.elapsed() < Duration::from_millis(250), "others are not waited for");
    assert!(read(&mut half).contains(" 408 "));
    assert!(read(&mut silent).contains(" 408 "));
    let dripped = drip.join().unwrap();
    assert!(dripped.is_empty() || dripped.contains(" 408 "), "{dripped}");
    // Clients that ask for much and take nothing lose their places too.
    let port = probe.address.port();
    let idle: Vec<TcpStream> = (0..8)
        .map(|_| {
            let mut stream = probe.connect();
            write!(stream, "GET /big.bin HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").unwrap();
            stream
        })
        .collect();
    thread::sleep(Duration::from_millis(50));
    probe.get("/", "200", &[]);
    drop(idle);
}

#[test]
fn a_flood_passes() {
    let probe = Probe::new(|_| {});
    let flood: Vec<TcpStream> = (0..150).map(|_| probe.connect()).collect();
    let before = Instant::now();
    probe.get("/", "200", &["<p>index.html</p>"]);
    assert!(before.elapsed() < Duration::from_secs(5), "{:?}", before.elapsed());
    drop(flood);
    // Many at a time who behave are all answered.
    thread::scope(|scope| {
        for _ in 0..100 {
            scope.spawn(|| probe.get("/cases/x/", "200", &["第 1 版"]));
        }
    });
}

#[test]
fn an_edit_reaches_the_browser() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    let shell =
        |script: &str| assert!(Command::new("sh").args(["-ec", script]).current_dir(&root).status().unwrap().success());
    shell("mkdir content; echo 1 > content/a.md");
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let setup = Setup {
        port: Some(port),
        open: false,
        policy: POLICY,
        root: root.clone(),
        watched: ["content", "themes", "site.yaml"].map(PathBuf::from).to_vec(),
        out: PathBuf::from("public"),
    };
    let mut generation = 0;
    thread::spawn(move || {
        run(&setup, move |changed| {
            assert!(!changed.iter().any(|path| path.ends_with("broken.md")), "made to fail");
            generation += 1;
            Fake::state(generation)
        })
    });
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let patience = Instant::now() + Duration::from_secs(5);
    let mut stream = loop {
        match TcpStream::connect(address) {
            Ok(stream) => break stream,
            Err(error) => assert!(Instant::now() < patience, "{error}"),
        }
        thread::sleep(Duration::from_millis(10));
    };
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    write!(stream, "GET /__peakpress/changes HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
    read_to(&mut stream, "-1\n\n");
    // The bar is 50 ms on a quiet machine; tests share theirs.
    let mut edit = |script: &str, expected: &str| {
        let before = Instant::now();
        shell(script);
        let told = read_to(&mut stream, expected);
        assert!(before.elapsed() < Duration::from_millis(500), "{script}: {:?}", before.elapsed());
        assert_eq!(told.matches("event:").count(), 1, "{script}: {told}");
    };
    // Files are moved into place: on a busy machine writing one in place may be seen as two changes.
    edit("echo 2 > content/.a; mv content/.a content/a.md", "-2\n\n");
    edit("echo 3 > content/.b; mv content/.b content/b.md", "-3\n\n");
    // A rebuild that panics changes nothing, and the next one is awaited.
    shell("echo x > content/.x; mv content/.x content/broken.md");
    thread::sleep(Duration::from_millis(100));
    edit("rm content/b.md", "-4\n\n");
}

#[test]
fn a_taken_port_is_stepped_over_unless_it_was_asked_for() {
    let first = bind(None).unwrap();
    let second = bind(None).unwrap();
    let port = first.local_addr().unwrap().port();
    assert!(second.local_addr().unwrap().port() > port);
    assert!(first.local_addr().unwrap().ip().is_loopback());
    assert!(format!("{:#}", bind(Some(port)).unwrap_err()).contains(&format!("端口 {port} 不能用")));
}
