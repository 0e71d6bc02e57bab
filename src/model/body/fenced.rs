//! Fenced blocks of authors: ` ```facts `, ` ```timeline `, ` ```note ` and ` ```figure ` hold YAML of a fixed form, never markup.
//!
//! In: the pieces of a code block whose first word is one of the four. Out: a [`Fenced`], or none when nothing of it can be
//! shown, and what is wrong with it. Labels and titles are plain words; values and texts are [`Passage`]s.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Tag};

use crate::code;
use crate::diag::{Code, Diagnostic, Diagnostics, SourceText, Span, nearest};
use crate::load::yaml::{Limits, Node, Tree, read};
use crate::load::{FRONT_MATTER_MALFORMED, TOO_LARGE};
use crate::model::body::code_block::language;
use crate::model::body::events::{Kind, Piece, extent, text_of};
use crate::model::body::passage::{Passage, Stranger};
use crate::model::field::{image, slip};
use crate::model::value::Date;
use crate::model::{BAD_DATE, MAP_APPROVAL, TOO_LONG, UNKNOWN_KEY};

code!(
    /// A fenced block that has not the form of its kind.
    BAD_BLOCK, "bad-block", "bad_block", Error, "facts、timeline、note、figure 块按规定的写法写"
);

/// Bytes of a block.
pub const MAX_BYTES: usize = 64 * 1024;
/// Items of a block.
pub const MAX_ITEMS: usize = 200;

/// Characters of a label, of a title, of a value, date or note, of a text.
const LABEL: usize = 40;
const TITLE: usize = 120;
const TEXT: usize = 1_000;

/// Kinds of notes, in the order of [`crate::model::body::words::Words::notes`].
pub const NOTES: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

/// What a fenced block says.
#[derive(Debug)]
pub enum Fenced {
    /// Key facts.
    Facts(Vec<Fact>),
    /// Dated events.
    Timeline(Vec<Happening>),
    /// A note.
    Note(Note),
    /// A picture with what must be said of it.
    Figure(Figure),
}

impl Fenced {
    /// Its texts in order.
    pub fn passages(&self) -> Vec<&Passage> {
        match self {
            Fenced::Facts(facts) => facts.iter().flat_map(|fact| [&fact.value].into_iter().chain(&fact.note)).collect(),
            Fenced::Timeline(events) => events.iter().map(|event| &event.text).collect(),
            Fenced::Note(note) => note.text.iter().collect(),
            Fenced::Figure(figure) => figure.caption.iter().collect(),
        }
    }
}

/// A row of key facts.
#[derive(Debug)]
pub struct Fact {
    /// Bytes of the whole item.
    pub range: Range<usize>,
    /// What is told.
    pub label: Words,
    /// What is told of it.
    pub value: Passage,
    /// A remark below it.
    pub note: Option<Passage>,
    /// Where it is from.
    pub basis: Basis,
}

/// Something that happened or is planned.
#[derive(Debug)]
pub struct Happening {
    /// Bytes of the whole item.
    pub range: Range<usize>,
    /// When.
    pub date: Date,
    /// Bytes of the date.
    pub date_range: Range<usize>,
    /// What.
    pub text: Passage,
    /// Whether it is done, if that is said.
    pub done: Option<bool>,
    /// Where it is from.
    pub basis: Basis,
}

/// A note beside the text.
#[derive(Debug)]
pub struct Note {
    /// Bytes of the whole note.
    pub range: Range<usize>,
    /// Position in [`NOTES`].
    pub kind: usize,
    /// Its title.
    pub title: Option<Words>,
    /// Its paragraphs.
    pub text: Vec<Passage>,
    /// Where it is from.
    pub basis: Basis,
}

/// A picture with what must be said of it.
#[derive(Debug)]
pub struct Figure {
    /// Bytes of the whole figure.
    pub range: Range<usize>,
    /// The relative path, as it was written.
    pub src: Words,
    /// The text instead of it.
    pub alt: Words,
    /// What it says.
    pub caption: Option<Passage>,
    /// Who made it.
    pub credit: Words,
    /// Its licence.
    pub licence: Words,
    /// The review number of a map.
    pub map_approval: Option<Words>,
    /// Where it is from.
    pub basis: Basis,
}

/// Plain words with their place.
#[derive(Debug)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Bytes of the file.
    pub range: Range<usize>,
}

/// What `source:` says.
#[derive(Debug, Default)]
pub struct Basis {
    /// Ids of sources.
    pub ids: Vec<Words>,
    /// Where the editors' judgement is given as the basis.
    pub judgement: Option<Range<usize>>,
}

/// Reads the code block that starts here. None if it is no such block, or nothing of it can be shown.
pub fn fenced(source: &Arc<SourceText>, rest: &[Piece<'_>], diags: &mut Diagnostics) -> Option<Fenced> {
    let Some(Piece { kind: Kind::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))), range }) = rest.first() else {
        return None;
    };
    let name = language(info)?;
    let mut reader = Reader { source, diags };
    let Some(name) = ["facts", "timeline", "note", "figure"].into_iter().find(|known| *known == name) else {
        let meant = SLIPS.iter().find(|(slip, _)| *slip == name);
        if let Some((_, meant)) = meant {
            let help = format!("是不是 ```{meant}？要印成代码就写 ```text");
            reader.tell(&BAD_BLOCK, &first_line(source, range), format!("没有叫“{name}”的块"), help);
        }
        return None;
    };
    let Some(content) = content(source, range, rest) else {
        let help = "把整块移到引用外面，每行开头不带 >".to_owned();
        reader.tell(&BAD_BLOCK, &first_line(source, range), format!("{name} 块不能放在引用里"), help);
        return None;
    };
    if content.len() > MAX_BYTES {
        let help = "请拆成几块，或放进数据文件".to_owned();
        let message = format!("{name} 块超过上限 {} KiB", MAX_BYTES / 1024);
        reader.tell(&TOO_LARGE, &first_line(source, range), message, help);
        return None;
    }
    let node = reader.yaml(content)?;
    if node.is_null() {
        let place = first_line(source, range);
        reader.tell(&BAD_BLOCK, &place, format!("{name} 块是空的"), example(name).to_owned());
        return None;
    }
    match name {
        "facts" => {
            let facts: Vec<Fact> = reader.list(&node, name)?.iter().filter_map(|item| reader.fact(item)).collect();
            (!facts.is_empty()).then_some(Fenced::Facts(facts))
        }
        "timeline" => {
            let list = reader.list(&node, name)?;
            let events: Vec<Happening> = list.iter().filter_map(|item| reader.happening(item)).collect();
            (!events.is_empty()).then_some(Fenced::Timeline(events))
        }
        "note" => reader.note(&node).map(Fenced::Note),
        _ => reader.figure(&node).map(Fenced::Figure),
    }
}

/// First words that are meant as one of ours and are no language.
const SLIPS: &[(&str, &str)] = &[
    ("fact", "facts"),
    ("factes", "facts"),
    ("notes", "note"),
    ("timelines", "timeline"),
    ("time-line", "timeline"),
    ("timline", "timeline"),
    ("timelime", "timeline"),
    ("figures", "figure"),
    ("picture", "figure"),
    ("image", "figure"),
];

fn example(name: &str) -> &'static str {
    match name {
        "facts" => "每项一行，例如 - { label: 规模, value: 30 万平方米, source: S1 }",
        "timeline" => "每项一行，例如 - { date: 2024-03, text: 建成投用, source: S1 }",
        "note" => "写成 kind: tip、title: 标题、text: 内容 几行",
        _ => "写成 src: 图片.jpg、alt: 画面里有什么、caption: 说明、credit: 拍摄者、licence: 许可 几行",
    }
}

/// The bytes between the fences, if they stand there as the parser gives them: in a quote each line begins with a mark.
fn content(source: &SourceText, range: &Range<usize>, rest: &[Piece<'_>]) -> Option<Range<usize>> {
    let whole = source.text.get(range.clone())?;
    let start = range.start + whole.find('\n').map_or(whole.len(), |at| at + 1);
    let inner = rest.get(1..extent(rest).saturating_sub(1)).unwrap_or_default();
    let end = inner.last().map_or(start, |piece| piece.range.end.max(start));
    let given = text_of(rest);
    let written = source.text.get(start..end)?.lines().map(str::trim);
    let same = written.clone().count() == given.lines().count() && written.eq(given.lines().map(str::trim));
    same.then_some(start..end)
}

fn first_line(source: &SourceText, range: &Range<usize>) -> Range<usize> {
    let text = source.text.get(range.clone()).unwrap_or("");
    let line = text.find(['\r', '\n']).map_or(text, |end| &text[..end]);
    range.start..range.start + line.trim_end().len()
}

struct Reader<'a> {
    source: &'a Arc<SourceText>,
    diags: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn tell(&mut self, code: &'static Code, range: &Range<usize>, message: String, help: String) {
        self.diags.push(Diagnostic::new(code, Span::new(self.source, range.clone()), message).help(help));
    }

    fn yaml(&mut self, content: Range<usize>) -> Option<Node> {
        let mut found = Diagnostics::new();
        let limits = Limits { depth: 3, keys: MAX_ITEMS * 5 };
        let node = read(self.source, content, limits, &mut found);
        for mut diagnostic in found.sorted() {
            // This YAML is no front matter: the page of our own code is the one to read.
            if diagnostic.code == &FRONT_MATTER_MALFORMED {
                diagnostic.code = &BAD_BLOCK;
            }
            self.diags.push(diagnostic);
        }
        node
    }

    fn list<'n>(&mut self, node: &'n Node, name: &str) -> Option<&'n [Node]> {
        let Tree::List(items) = &node.tree else {
            let message = format!("{name} 块应是列表，这里是{}", node.kind_zh());
            self.tell(&BAD_BLOCK, &first_line(self.source, &node.range), message, example(name).to_owned());
            return None;
        };
        if let Some(item) = items.get(MAX_ITEMS) {
            let message = format!("{name} 块超过 {MAX_ITEMS} 项");
            self.tell(&TOO_LARGE, &first_line(self.source, &item.range), message, "请拆成几块".to_owned());
        }
        Some(&items[..items.len().min(MAX_ITEMS)])
    }

    /// Whether a node is a set of keys; unknown ones are told.
    fn keys(&mut self, node: &Node, name: &str, known: &[&str]) -> bool {
        if !matches!(node.tree, Tree::Map(_)) {
            let message = format!("{name} 块的一项应是一组键值，这里是{}", node.kind_zh());
            let full = node.text().is_some_and(|text| text.contains('：'));
            let help =
                if full { "键后面用半角冒号加一个空格，例如 label: 规模" } else { example(name) };
            self.tell(&BAD_BLOCK, &first_line(self.source, &node.range), message, help.to_owned());
            return false;
        }
        for pair in node.pairs().iter().filter(|pair| !known.contains(&pair.key.as_str())) {
            let help = match nearest(&pair.key, known.iter().copied()) {
                Some(word) => format!("是不是 {word}？"),
                None => format!("{name} 块可以用的键：{}", known.join(" ")),
            };
            self.tell(&UNKNOWN_KEY, &pair.key_range, format!("不认识键“{}”", pair.key), help);
        }
        true
    }

    /// The value of a key that must be there.
    fn needed<'n>(&mut self, node: &'n Node, name: &str, key: &str) -> Option<&'n Node> {
        let found = node.get(key).filter(|value| !value.is_null());
        if found.is_none() {
            let place =
                node.pair(key).map_or_else(|| first_line(self.source, &node.range), |pair| pair.key_range.clone());
            self.tell(&BAD_BLOCK, &place, format!("{name} 块的一项缺“{key}”"), example(name).to_owned());
        }
        found
    }

    fn scalar<'n>(&mut self, node: &'n Node, key: &str, max: usize) -> Option<&'n str> {
        let Some(text) = node.text() else {
            let message = format!("“{key}”应是一段文字，这里是{}", node.kind_zh());
            let help = "在冒号后直接写文字；里面有“: ”或 # 时给整段加双引号".to_owned();
            self.tell(&BAD_BLOCK, &first_line(self.source, &node.range), message, help);
            return None;
        };
        let length = text.chars().count();
        if length > max {
            let message = format!("“{key}”有 {length} 个字，超过 {max} 个");
            let help = "写短些；长的内容写进正文".to_owned();
            self.tell(&TOO_LONG, &first_line(self.source, &node.range), message, help);
            return None;
        }
        Some(text)
    }

    /// Plain words on one line.
    fn words(&mut self, node: &Node, key: &str, max: usize) -> Option<Words> {
        let text = self.scalar(node, key, max)?.trim();
        if text.is_empty() || text.chars().any(char::is_control) {
            let help = "写一行文字".to_owned();
            self.tell(&BAD_BLOCK, &first_line(self.source, &node.range), format!("“{key}”应是一行文字"), help);
            return None;
        }
        Some(Words { text: text.to_owned(), range: node.range.clone() })
    }

    /// Words on one line, of a key that may be left out.
    fn words_of(&mut self, node: &Node, key: &str, max: usize) -> Option<Words> {
        let value = node.get(key).filter(|value| !value.is_null())?;
        self.words(value, key, max)
    }

    /// A paragraph of inline Markdown.
    fn passage(&mut self, node: &Node, key: &str) -> Option<Passage> {
        let text = self.scalar(node, key, TEXT)?;
        let Some(passage) = Passage::read(&self.source.text, &node.range, text) else {
            let help = "直接写字，不用 \\n、\\u 之类的转义；要用双引号时写“”".to_owned();
            let message = format!("“{key}”里不能用转义");
            self.tell(&BAD_BLOCK, &first_line(self.source, &node.range), message, help);
            return None;
        };
        let Some((stranger, range)) = passage.stranger() else { return Some(passage) };
        let (message, help) = match stranger {
            Stranger::Block => ("只能是一段文字", "列表、标题、表格和第二段写到块的外面；开头的 1. - # > 前面加反斜杠"),
            Stranger::Image => ("里不能放图片", "把图片放到块的外面"),
            Stranger::Footnote => ("里不能放注释", "把话写在括号里，或移到正文"),
        };
        self.tell(&BAD_BLOCK, &first_line(self.source, &range), format!("“{key}”{message}"), help.to_owned());
        None
    }

    fn passage_of(&mut self, node: &Node, key: &str) -> Option<Passage> {
        let value = node.get(key).filter(|value| !value.is_null())?;
        self.passage(value, key)
    }

    fn basis(&mut self, node: &Node) -> Basis {
        let mut basis = Basis::default();
        let Some(value) = node.get("source") else { return basis };
        for item in value.items() {
            let text = item.text().unwrap_or("");
            let digits = text.strip_prefix('S').filter(|n| (1..=4).contains(&n.len()));
            if text == "judgement" {
                basis.judgement = Some(item.range.clone());
            } else if digits.is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit())) {
                basis.ids.push(Words { text: text.to_owned(), range: item.range.clone() });
            } else {
                let help = "写 S1；几个来源写成 [S1, S2]；编者自己的判断写 judgement".to_owned();
                let message = match item.text() {
                    Some(text) => format!("“{text}”不是来源的编号"),
                    None => format!("“source”应是来源的编号，这里是{}", item.kind_zh()),
                };
                self.tell(&BAD_BLOCK, &first_line(self.source, &item.range), message, help);
            }
        }
        basis
    }

    fn fact(&mut self, node: &Node) -> Option<Fact> {
        if !self.keys(node, "facts", &["label", "value", "note", "source"]) {
            return None;
        }
        let label = self.needed(node, "facts", "label").and_then(|label| self.words(label, "label", LABEL));
        let value = self.needed(node, "facts", "value").and_then(|value| self.passage(value, "value"));
        let (note, basis) = (self.passage_of(node, "note"), self.basis(node));
        Some(Fact { range: node.range.clone(), label: label?, value: value?, note, basis })
    }

    fn happening(&mut self, node: &Node) -> Option<Happening> {
        if !self.keys(node, "timeline", &["date", "text", "source", "done"]) {
            return None;
        }
        let date = self.needed(node, "timeline", "date").and_then(|date| Some((self.date(date)?, date.range.clone())));
        let text = self.needed(node, "timeline", "text").and_then(|text| self.passage(text, "text"));
        let done = node.get("done").filter(|done| !done.is_null()).and_then(|done| self.done(done));
        let basis = self.basis(node);
        let (date, date_range) = date?;
        Some(Happening { range: node.range.clone(), date, date_range, text: text?, done, basis })
    }

    fn date(&mut self, node: &Node) -> Option<Date> {
        let text = self.scalar(node, "date", LABEL)?.trim();
        let date = Date::parse(text);
        if date.is_none() {
            let slip = slip(text).map_or(String::new(), |slip| format!("；{slip}"));
            let help = format!("写成 2024、2024-03 或 2024-03-01{slip}");
            self.tell(&BAD_DATE, &first_line(self.source, &node.range), format!("“date”不是日期：{text}"), help);
        }
        date
    }

    fn done(&mut self, node: &Node) -> Option<bool> {
        match node.text() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                let help = "已经做到的写 done: true，还没有的写 done: false".to_owned();
                let message = "“done”应是 true 或 false".to_owned();
                self.tell(&BAD_BLOCK, &first_line(self.source, &node.range), message, help);
                None
            }
        }
    }

    fn note(&mut self, node: &Node) -> Option<Note> {
        if !self.keys(node, "note", &["kind", "title", "text", "source"]) {
            return None;
        }
        let kind = self.needed(node, "note", "kind").and_then(|kind| self.kind(kind));
        let title = self.words_of(node, "title", TITLE);
        let text = self.needed(node, "note", "text").map_or(&[][..], Node::items);
        let text: Vec<Passage> = text.iter().take(MAX_ITEMS).filter_map(|text| self.passage(text, "text")).collect();
        let basis = self.basis(node);
        (!text.is_empty()).then_some(Note { range: node.range.clone(), kind: kind?, title, text, basis })
    }

    fn figure(&mut self, node: &Node) -> Option<Figure> {
        let name = "figure";
        if !self.keys(node, name, &["src", "alt", "caption", "credit", "licence", "map", "map_approval", "source"]) {
            return None;
        }
        let mut words = |key: &str| self.needed(node, name, key).and_then(|value| self.words(value, key, TITLE));
        let (src, alt, credit, licence) = (words("src"), words("alt"), words("credit"), words("licence"));
        let (caption, basis) = (self.passage_of(node, "caption"), self.basis(node));
        let map_approval = self.words_of(node, "map_approval", TITLE);
        if let Some((range, message)) = image::unapproved(node) {
            self.tell(&MAP_APPROVAL, &range, message.to_owned(), image::APPROVAL.to_owned());
            return None;
        }
        let range = node.range.clone();
        Some(Figure { range, src: src?, alt: alt?, caption, credit: credit?, licence: licence?, map_approval, basis })
    }

    fn kind(&mut self, node: &Node) -> Option<usize> {
        let text = self.scalar(node, "kind", TITLE)?;
        let found = NOTES.iter().position(|kind| *kind == text);
        if found.is_none() {
            let help = match nearest(text, NOTES) {
                Some(word) => format!("是不是 {word}？"),
                None => "可以写：note 说明、tip 提示、important 重要、warning 注意、caution 警示".to_owned(),
            };
            self.tell(&BAD_BLOCK, &node.range, format!("没有“{text}”这种说明"), help);
        }
        found
    }
}
