//! Pages of codes (`src/proof/rules/*.md`) → examples to run.
//!
//! A fenced block whose info string is `text <path>` or `hex <path>` is a file of a tiny site; `text expect` lists what the
//! bad example gives, `path:line:column: code` with line and column optional; `text transcript` stands for an example that
//! no file can give. Files before the first example (a declaration, say) belong to both.

/// What a page says.
pub(crate) struct Page {
    /// The first heading.
    pub(crate) title: String,
    /// Headings of level 2.
    pub(crate) headings: Vec<String>,
    /// The bad example.
    pub(crate) bad: Example,
    /// The good example.
    pub(crate) good: Example,
}

/// A tiny site and what it gives.
#[derive(Clone, Default)]
pub(crate) struct Example {
    /// Path and bytes.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// Lines of the block `expect`.
    pub(crate) expected: Vec<Expected>,
    /// Whether a transcript stands there.
    pub(crate) transcript: bool,
}

/// A diagnostic that must come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expected {
    pub(crate) path: String,
    pub(crate) line: Option<usize>,
    pub(crate) column: Option<usize>,
    pub(crate) code: String,
}

pub(crate) const BAD: &str = "错例";
pub(crate) const GOOD: &str = "正例";

/// Reads a page. Every mistake of its form is a panic that names the line.
pub(crate) fn parse(text: &str) -> Page {
    let (mut shared, mut bad, mut good) = (Example::default(), Example::default(), Example::default());
    let (mut title, mut headings) = (String::new(), Vec::<String>::new());
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(heading) = line.strip_prefix("# ") {
            title = heading.to_owned();
        }
        if let Some(heading) = line.strip_prefix("## ") {
            headings.push(heading.to_owned());
        }
        let fence = line.len() - line.trim_start_matches('`').len();
        if fence < 3 {
            continue;
        }
        let end = &line[..fence];
        let body: String = lines.by_ref().map(|(_, line)| line).take_while(|l| *l != end).fold(String::new(), join);
        let example = match headings.last().map(String::as_str) {
            Some(BAD) => &mut bad,
            Some(GOOD) => &mut good,
            _ => &mut shared,
        };
        match line[fence..].split_once(' ') {
            Some(("text", "expect")) => example.expected = body.lines().map(expected).collect(),
            Some(("text", "transcript")) => example.transcript = true,
            Some(("text", path)) => example.files.push((path.to_owned(), body.into_bytes())),
            Some(("hex", path)) => example.files.push((path.to_owned(), bytes(&body))),
            _ => panic!("line {}: a block needs an info string, text or hex with a path", number + 1),
        }
    }
    for example in [&mut bad, &mut good] {
        let files = std::mem::take(&mut example.files);
        let own = |path: &str| files.iter().any(|(other, _)| other == path);
        example.files = shared.files.iter().filter(|(path, _)| !own(path)).cloned().collect();
        example.files.extend(files);
    }
    Page { title, headings, bad, good }
}

fn join(mut text: String, line: &str) -> String {
    text.push_str(line);
    text.push('\n');
    text
}

fn expected(line: &str) -> Expected {
    let (place, code) = line.rsplit_once(": ").unwrap_or_else(|| panic!("no code in “{line}”"));
    let mut parts = place.split(':');
    let path = parts.next().unwrap().to_owned();
    let mut number = || parts.next().map(|n| n.parse().unwrap_or_else(|_| panic!("no place in “{line}”")));
    Expected { path, line: number(), column: number(), code: code.to_owned() }
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}
