//! What was wrong in what an author wrote: every step pushes [`Diagnostic`]s into a [`Diagnostics`] sink.
//!
//! In: a [`Code`] with the place ([`Span`]) and Chinese words. Out: a sorted list without doubles, which `cli` prints in
//! several forms. Nothing here prints, and nothing here knows a rule. A machine failure (disk, port) is no diagnostic but an
//! `anyhow` error in `load`, `write` and `cli`.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use unicode_width::UnicodeWidthChar;

/// How much a diagnostic weighs: an error stops `build`, a warning is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not fit to print.
    Error,
    /// Worth a look; the site is built all the same.
    Warning,
}

impl Level {
    /// The word that machine-readable forms use.
    pub fn word(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
        }
    }
}

/// The stable name of a kind of problem, with its page (what `peakpress explain` prints).
///
/// Names never change their meaning once released.
#[derive(Debug)]
pub struct Code {
    /// Kebab-case name, e.g. `missing-field`.
    pub name: &'static str,
    /// The weight of the diagnostics that carry this code.
    pub level: Level,
    /// One Chinese sentence: what the rule asks.
    pub summary: &'static str,
    /// Markdown of the rule's page in `src/proof/rules/`.
    pub page: &'static str,
}

/// Declares a [`Code`] whose page is `src/proof/rules/<file>.md`.
#[macro_export]
macro_rules! code {
    ($(#[$doc:meta])* $id:ident, $name:literal, $file:literal, $level:ident, $summary:literal) => {
        $(#[$doc])*
        pub static $id: $crate::diag::Code = $crate::diag::Code {
            name: $name,
            level: $crate::diag::Level::$level,
            summary: $summary,
            page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/proof/rules/", $file, ".md")),
        };
    };
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// A text file as it was read: what spans point into.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceText {
    /// Path below the site's root, with `/` on every system.
    pub path: String,
    /// The whole text, UTF-8, line ends as in the file. Empty for files that are no text.
    pub text: String,
}

impl SourceText {
    /// A shared source text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into() })
    }

    /// Line and display column (both from 1) of a byte offset. A wide character counts two columns, a tab one.
    pub fn position(&self, offset: usize) -> Position {
        let offset = floor_char(&self.text, offset);
        let before = &self.text[..offset];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = self.text[start..offset].chars().map(|c| c.width().unwrap_or(0)).sum::<usize>() + 1;
        Position { line, column }
    }
}

fn floor_char(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A place for people: line and display column, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Display column, from 1; Han characters take two.
    pub column: usize,
}

/// The smallest text to change: bytes of one source, or the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The file.
    pub source: Arc<SourceText>,
    /// Bytes of `source.text`; `None` when the file as a whole is meant.
    pub range: Option<Range<usize>>,
}

impl Span {
    /// A span of bytes.
    pub fn new(source: &Arc<SourceText>, range: Range<usize>) -> Self {
        Self { source: Arc::clone(source), range: Some(range) }
    }

    /// The file as a whole.
    pub fn file(source: &Arc<SourceText>) -> Self {
        Self { source: Arc::clone(source), range: None }
    }

    /// A file that has no readable text.
    pub fn path(path: impl Into<String>) -> Self {
        Self { source: SourceText::new(path, ""), range: None }
    }

    /// Where the span starts; `None` for a whole file.
    pub fn position(&self) -> Option<Position> {
        self.range.as_ref().map(|r| self.source.position(r.start))
    }

    /// The text that is meant; empty for a whole file.
    pub fn text(&self) -> &str {
        self.range.as_ref().and_then(|r| self.source.text.get(r.clone())).unwrap_or("")
    }

    fn key(&self) -> (&str, usize, usize) {
        let range = self.range.clone().unwrap_or(0..0);
        (&self.source.path, range.start, range.end)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position() {
            Some(p) => write!(f, "{}:{}:{}", self.source.path, p.line, p.column),
            None => f.write_str(&self.source.path),
        }
    }
}

/// One problem, told to an author.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Its stable name and weight.
    pub code: &'static Code,
    /// A short Chinese sentence that stands alone and quotes the author's own word.
    pub message: String,
    /// Where; `None` only for problems of the site as a whole.
    pub span: Option<Span>,
    /// Related places with a short text each, e.g. the first use of a URL.
    pub labels: Vec<(Span, String)>,
    /// What to do, Chinese.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic at a place.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), span: Some(span), labels: Vec::new(), help: None }
    }

    /// A diagnostic of the site as a whole.
    pub fn of_site(code: &'static Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), span: None, labels: Vec::new(), help: None }
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with a related place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }

    fn key(&self) -> (&str, usize, usize, &str, &str) {
        let (path, start, end) = self.span.as_ref().map_or(("", 0, 0), Span::key);
        (path, start, end, self.code.name, &self.message)
    }
}

/// The sink of a run or of one parallel task.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Takes all problems of a task.
    pub fn append(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    /// Whether an error (not only warnings) is among them.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.code.level == Level::Error)
    }

    /// Each of them as `change` makes it.
    pub fn map(self, change: impl FnMut(Diagnostic) -> Diagnostic) -> Self {
        Self(self.0.into_iter().map(change).collect())
    }

    /// How many were pushed so far.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was pushed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As pushed.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Sorted by file and position, without doubles.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort_by(|a, b| a.key().cmp(&b.key()));
        self.0.dedup_by(|a, b| a.key() == b.key());
        self.0
    }
}

/// The allowed word nearest to `word`, for "did you mean": at most a third of its characters differ (one at least).
///
/// Distances are Damerau–Levenshtein (restricted) over characters, so one Han character counts one.
pub fn nearest<'a>(word: &str, allowed: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().collect();
    // A guess that shares nothing with the word misleads: at least one character must stay.
    let limit = (word.len() / 3).max(1).min(word.len().saturating_sub(1));
    allowed
        .into_iter()
        .map(|candidate| (distance(&word, &candidate.chars().collect::<Vec<_>>()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let swap = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + swap);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_display_width() {
        let check = |text: &str, offset: usize, line: usize, column: usize| {
            let source = SourceText::new("a.md", text);
            assert_eq!(source.position(offset), Position { line, column }, "{text:?} at {offset}");
        };
        check("abc", 0, 1, 1);
        check("abc", 2, 1, 3);
        check("碳达峰", 3, 1, 3);
        check("碳达峰", 6, 1, 5);
        check("a\n碳b", 5, 2, 3);
        check("a\r\nb", 3, 2, 1);
        check("e\u{301}x", 3, 1, 2);
        check("abc", 99, 1, 4);
        check("碳", 1, 1, 1);
    }

    #[test]
    fn nearest_word_is_found() {
        let check = |word: &str, allowed: &[&str], expected: Option<&str>| {
            assert_eq!(nearest(word, allowed.iter().copied()), expected, "{word}");
        };
        check("sumary", &["summary", "title"], Some("summary"));
        check("titel", &["summary", "title"], Some("title"));
        check("能源绿色转形", &["能源绿色转型", "建筑"], Some("能源绿色转型"));
        check("zzz", &["summary", "title"], None);
        check("", &["summary"], None);
        check("贯", &["%", "元"], None);
        check("ab", &["ac"], Some("ac"));
        check("huzou", &["huzhou", "xuzhou"], Some("huzhou"));
    }

    #[test]
    fn doubles_are_removed_and_order_is_by_place() {
        static CODE: Code = Code { name: "x", level: Level::Warning, summary: "", page: "" };
        let source = SourceText::new("a.md", "abc");
        let mut sink = Diagnostics::new();
        sink.push(Diagnostic::new(&CODE, Span::new(&source, 2..3), "b"));
        sink.push(Diagnostic::new(&CODE, Span::new(&source, 0..1), "a"));
        sink.push(Diagnostic::new(&CODE, Span::new(&source, 0..1), "a"));
        let messages: Vec<_> = sink.sorted().into_iter().map(|d| d.message).collect();
        assert_eq!(messages, ["a", "b"]);
    }
}
