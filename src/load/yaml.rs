//! YAML text → a tree in which every key and value knows its bytes.
//!
//! In: a slice of a source. Out: a [`Node`], and diagnostics for bad syntax and for what authors' YAML must not hold (anchors,
//! aliases, merge keys, tags, doubled keys, too deep or too many). Scalars stay text: the kinds of field give them meaning, so
//! `2024-03` is never a sum and `no` never turns into a flag by itself.

use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Mark};

use crate::diag::{Code, Diagnostic, Diagnostics, SourceText, Span};
use crate::load::{DUPLICATE_KEY, FRONT_MATTER_MALFORMED, TOO_LARGE, YAML_FEATURE};

/// Levels of nesting that are read (SECURITY 3.1).
pub const MAX_DEPTH: usize = 8;
/// Keys of one document that are read (SECURITY 3.1).
pub const MAX_KEYS: usize = 200;

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Bytes of the source.
    pub range: Range<usize>,
    /// What stands there.
    pub tree: Tree,
}

/// What a YAML value is, before any field gives it a meaning.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// Nothing after the colon, `~` or `null`.
    Null,
    /// A scalar; `plain` when it was written without quotes.
    Scalar {
        /// The text, with escapes resolved.
        text: String,
        /// Whether it was written without quotes.
        plain: bool,
    },
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in the author's order.
    Map(Vec<Pair>),
}

/// One key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The key.
    pub key: String,
    /// Bytes of the key.
    pub key_range: Range<usize>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The scalar's text.
    pub fn text(&self) -> Option<&str> {
        match &self.tree {
            Tree::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The pairs of a mapping; none for anything else.
    pub fn pairs(&self) -> &[Pair] {
        match &self.tree {
            Tree::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// The items of a list; a value that is no list counts as its own only item, and null as none.
    pub fn items(&self) -> &[Node] {
        match &self.tree {
            Tree::List(items) => items,
            Tree::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.pair(key).map(|pair| &pair.value)
    }

    /// A key with its value.
    pub fn pair(&self, key: &str) -> Option<&Pair> {
        self.pairs().iter().find(|pair| pair.key == key)
    }

    /// Whether nothing was written.
    pub fn is_null(&self) -> bool {
        self.tree == Tree::Null
    }

    /// What the author wrote, in Chinese, for messages.
    pub fn kind_zh(&self) -> &'static str {
        match self.tree {
            Tree::Null => "空值",
            Tree::Scalar { .. } => "单个值",
            Tree::List(_) => "列表",
            Tree::Map(_) => "一组键值",
        }
    }
}

/// Limits of one YAML text.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Levels of nesting.
    pub depth: usize,
    /// Keys in all.
    pub keys: usize,
}

impl Limits {
    /// For front matter, which anybody may write.
    pub const CONTENT: Limits = Limits { depth: MAX_DEPTH, keys: MAX_KEYS };
    /// For declarations and vocabularies, which the site's keepers write.
    pub const SITE: Limits = Limits { depth: 16, keys: 20_000 };
}

/// Reads the YAML in `range` of a source. An empty text is `Null`; `None` means it could not be read.
pub fn read(source: &Arc<SourceText>, range: Range<usize>, limits: Limits, diags: &mut Diagnostics) -> Option<Node> {
    let text = &source.text[range.clone()];
    let offsets = Offsets::new(text, range.start);
    let mut reader = Reader {
        source,
        offsets,
        within: range.clone(),
        limits,
        keys: 0,
        parser: Parser::new_from_str(text),
        refused: Vec::new(),
    };
    let outcome = reader.document();
    let refused = std::mem::take(&mut reader.refused);
    match outcome {
        Ok(node) if refused.is_empty() => {
            let node = node.unwrap_or(Node { range: range.start..range.start, tree: Tree::Null });
            check_doubles(source, &node, diags);
            Some(node)
        }
        outcome => {
            refused.into_iter().for_each(|d| diags.push(d));
            if let Err(diagnostic) = outcome {
                diags.push(*diagnostic);
            }
            None
        }
    }
}

/// Converts the parser's character counts into bytes of the file.
struct Offsets {
    bytes: Vec<usize>,
    end: usize,
}

impl Offsets {
    fn new(text: &str, start: usize) -> Self {
        Self { bytes: text.char_indices().map(|(at, _)| start + at).collect(), end: start + text.len() }
    }

    fn at(&self, index: usize) -> usize {
        self.bytes.get(index).copied().unwrap_or(self.end)
    }

    fn range(&self, mark: &Mark) -> Range<usize> {
        let start = self.at(mark.start.index());
        start..self.at(mark.end.index()).max(start)
    }
}

type Failed = Box<Diagnostic>;

struct Reader<'a> {
    source: &'a Arc<SourceText>,
    offsets: Offsets,
    within: Range<usize>,
    limits: Limits,
    keys: usize,
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    refused: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Range<usize>), Failed> {
        match self.parser.next_event() {
            Some(Ok((event, mark))) => Ok((event, self.offsets.range(&mark))),
            Some(Err(error)) => {
                let at = self.offsets.at(error.marker().index());
                let (place, message, help) = explain(error.info(), &self.source.text, &self.within, at);
                Err(self.problem(&FRONT_MATTER_MALFORMED, place, &message, help))
            }
            None => Ok((Event::StreamEnd, self.offsets.end..self.offsets.end)),
        }
    }

    fn problem(&self, code: &'static Code, range: Range<usize>, message: &str, help: &str) -> Failed {
        Box::new(Diagnostic::new(code, Span::new(self.source, range), message).help(help))
    }

    fn document(&mut self) -> Result<Option<Node>, Failed> {
        let mut root = None;
        loop {
            let (event, range) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(root),
                Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing => {}
                _ if root.is_some() => {
                    return Err(self.problem(
                        &FRONT_MATTER_MALFORMED,
                        range,
                        "这里又开始了一份 YAML",
                        "一个文件只放一份 YAML；删去中间的 --- 或 ...",
                    ));
                }
                event => root = Some(self.node(event, range, 1)?),
            }
        }
    }

    fn node(&mut self, event: Event<'a>, range: Range<usize>, depth: usize) -> Result<Node, Failed> {
        if depth > self.limits.depth + 1 {
            let message = format!("嵌套超过 {} 层", self.limits.depth);
            return Err(self.problem(&TOO_LARGE, range, &message, "把内容拆平一些，或移到正文里"));
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_anchor(anchor, &range);
                if tag.is_some() {
                    self.refuse(&range, "YAML 标签（!）", "去掉以 ! 开头的标签；文字里有 ! 时给整段加引号");
                }
                let plain = style == ScalarStyle::Plain;
                let null = plain && matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL");
                let tree = if null { Tree::Null } else { Tree::Scalar { text: text.into_owned(), plain } };
                Ok(Node { range: exact(&self.source.text, range, style), tree })
            }
            Event::Alias(_) => {
                self.refuse(&range, "YAML 别名（*）", "把内容直接写在这里；文字以 * 开头时加引号");
                Ok(Node { range, tree: Tree::Null })
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_anchor(anchor, &range);
                if tag.is_some() {
                    self.refuse(&range, "YAML 标签（!）", "去掉以 ! 开头的标签");
                }
                let mut items = Vec::new();
                let end = loop {
                    let (event, item) = self.next()?;
                    if event == Event::SequenceEnd {
                        break item;
                    }
                    items.push(self.node(event, item, depth + 1)?);
                };
                let last = items.last().map(|item| item.range.end);
                Ok(Node { range: whole(&self.source.text, range, last, end), tree: Tree::List(items) })
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_anchor(anchor, &range);
                if tag.is_some() {
                    self.refuse(&range, "YAML 标签（!）", "去掉以 ! 开头的标签");
                }
                self.mapping(range, depth)
            }
            _ => Err(self.problem(&FRONT_MATTER_MALFORMED, range, "YAML 写法有误", "检查缩进、冒号和引号")),
        }
    }

    fn mapping(&mut self, range: Range<usize>, depth: usize) -> Result<Node, Failed> {
        let mut pairs = Vec::new();
        let end = loop {
            let (event, key_range) = self.next()?;
            if event == Event::MappingEnd {
                break key_range;
            }
            let key = self.node(event, key_range.clone(), depth + 1)?;
            let Tree::Scalar { text, .. } = key.tree else {
                return Err(self.problem(
                    &FRONT_MATTER_MALFORMED,
                    key_range,
                    "键必须是一个词",
                    "写成“键: 值”；文字里有冒号、花括号或方括号时给整段加引号",
                ));
            };
            if text == "<<" {
                self.refuse(&key.range, "YAML 合并键（<<）", "把要用的键直接写出来");
            }
            self.keys += 1;
            if self.keys > self.limits.keys {
                let message = format!("键超过 {} 个", self.limits.keys);
                return Err(self.problem(&TOO_LARGE, key.range, &message, "删去不用的键，或拆成几个文件"));
            }
            let (event, value_range) = self.next()?;
            let mut value = self.node(event, value_range, depth + 1)?;
            if value.is_null() {
                value.range = key.range.end..key.range.end;
            }
            pairs.push(Pair { key: text, key_range: key.range, value });
        };
        let last = pairs.last().map(|pair| pair.value.range.end);
        let range = match pairs.first() {
            Some(pair) => pair.key_range.start.min(range.start)..range.end,
            None => range,
        };
        Ok(Node { range: whole(&self.source.text, range, last, end), tree: Tree::Map(pairs) })
    }

    fn refuse_anchor(&mut self, anchor: usize, range: &Range<usize>) {
        if anchor > 0 {
            let before = &self.source.text[..range.start];
            let start = before.rfind('&').filter(|at| !before[*at..].contains('\n')).unwrap_or(range.start);
            self.refuse(&(start..range.end), "YAML 锚点（&）", "去掉以 & 开头的锚点，要重复的内容再写一遍");
        }
    }

    fn refuse(&mut self, range: &Range<usize>, what: &str, help: &str) {
        let message = format!("不能使用{what}");
        self.refused.push(*self.problem(&YAML_FEATURE, range.clone(), &message, help));
    }
}

/// A collection's range: to its closing bracket in flow style, else to the end of its last item.
fn whole(text: &str, start: Range<usize>, last: Option<usize>, end: Range<usize>) -> Range<usize> {
    let flow = text[start.start..].starts_with(['[', '{']);
    let stop = if flow { end.end } else { last.unwrap_or(start.end) };
    start.start..stop.max(start.start)
}

/// The parser reports scalars with the blanks or the comment after them: a range that ends with the value itself.
fn exact(text: &str, range: Range<usize>, style: ScalarStyle) -> Range<usize> {
    let written = &text[range.clone()];
    let end = match style {
        ScalarStyle::DoubleQuoted | ScalarStyle::SingleQuoted => closing(written).unwrap_or(written.len()),
        _ => written.trim_end().len(),
    };
    range.start..range.start + end
}

/// Length of a quoted scalar with both quotes.
fn closing(written: &str) -> Option<usize> {
    let quote = written.bytes().next()?;
    let mut at = 1;
    let bytes = written.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            byte if byte == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 1,
            byte if byte == quote => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

fn check_doubles(source: &Arc<SourceText>, node: &Node, diags: &mut Diagnostics) {
    match &node.tree {
        Tree::Map(pairs) => {
            for (at, pair) in pairs.iter().enumerate() {
                if let Some(first) = pairs[..at].iter().find(|other| other.key == pair.key) {
                    diags.push(
                        Diagnostic::new(
                            &DUPLICATE_KEY,
                            Span::new(source, pair.key_range.clone()),
                            format!("键“{}”写了两次", pair.key),
                        )
                        .label(Span::new(source, first.key_range.clone()), "第一次在这里")
                        .help("留下一处，删去另一处"),
                    );
                }
                check_doubles(source, &pair.value, diags);
            }
        }
        Tree::List(items) => items.iter().for_each(|item| check_doubles(source, item, diags)),
        _ => {}
    }
}

/// The parser's English remark in words for clerks: the place to mend, message and help.
fn explain(info: &str, text: &str, within: &Range<usize>, at: usize) -> (Range<usize>, String, &'static str) {
    if let Some((range, message, help)) = slip(text, within, at) {
        return (range, message.to_owned(), help);
    }
    let help = "检查这一行的缩进、半角冒号后的空格，和成对的引号、方括号；文字里有“: ”或“#”时给整段加双引号";
    let message = match info {
        i if i.contains("mapping values are not allowed") => "这里多了一个冒号，YAML 读不懂",
        i if i.contains("quoted scalar") || i.contains("quote") => "引号没有配对，或引号外还有字",
        i if i.contains("indent") => "缩进与上下行不齐",
        i if i.contains("simple key") || i.contains("simple_key") => "这一行缺少“键: 值”的冒号",
        i if i.contains("flow") || i.contains("',' or") => "方括号或花括号没有配对，或缺逗号",
        i if i.contains("recursion") || i.contains("depth") => "嵌套太深",
        i if i.contains("illegal placement") => "冒号的位置不对，多半是上面的方括号、花括号或引号没有配对",
        _ => "YAML 写法有误",
    };
    (at..at, message.to_owned(), help)
}

/// The usual slips of a keyboard with a Chinese input method. Without its colon a line runs on into the next, so the parser
/// stumbles a line late, or a line early before a tab: its own line, the one before and the one after are looked at.
fn slip(text: &str, within: &Range<usize>, at: usize) -> Option<(Range<usize>, &'static str, &'static str)> {
    let yaml = &text[within.clone()];
    let mut start = within.start;
    let mut lines: Vec<(usize, &str)> = Vec::new();
    for line in yaml.split_inclusive('\n') {
        if !line.trim().is_empty() && !line.trim_start().starts_with('#') {
            lines.push((start, line.trim_end_matches(['\n', '\r'])));
        }
        start += line.len();
    }
    let own = lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
    let near = [Some(own), own.checked_sub(1), Some(own + 1)];
    near.into_iter().flatten().filter_map(|index| lines.get(index)).find_map(|(start, line)| slip_in(*start, line))
}

fn slip_in(start: usize, line: &str) -> Option<(Range<usize>, &'static str, &'static str)> {
    let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
    if let Some(tab) = line[..blank].find('\t') {
        return Some((start + tab..start + blank, "这一行用 Tab 缩进", "缩进只用空格：删去 Tab，改敲两个空格"));
    }
    let mut rest = &line[blank..];
    let mut from = start + blank;
    if let Some(after) = rest.strip_prefix('-') {
        if after.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return Some((from..from + 1, "“-”后面要空一格", "写成 “- ”再接内容，例如 - id: S1"));
        }
        rest = after.trim_start();
        from = start + line.len() - rest.len();
    }
    let key = rest.find(|c: char| !(c.is_alphanumeric() || "_-".contains(c))).filter(|length| *length > 0)?;
    let (after, place) = (&rest[key..], from + key);
    let colon = "键后面用半角冒号加一个空格，例如 title: 标题";
    if after.starts_with('：') {
        return Some((place..place + '：'.len_utf8(), "YAML 里用了全角冒号“：”", colon));
    }
    let after = after.strip_prefix(':')?;
    match after.chars().next()? {
        c @ ('\u{3000}' | '\u{A0}') => {
            let gap = place + 1..place + 1 + c.len_utf8();
            Some((gap, "冒号后面是全角空格", "换成半角空格，例如 title: 标题"))
        }
        c if !c.is_whitespace() && c != '/' => Some((place..place + 1, "冒号后面没有空格", colon)),
        _ => None,
    }
}

#[cfg(test)]
#[path = "yaml_tests.rs"]
mod tests;
