//! A body's meaning: headings, sections, links, images, marks, counts, first sentence, and what is wrong with it.
//!
//! In: a [`BodySource`]. Out: a [`Body`], and diagnostics with spans in the file. What needs other documents (do links lead
//! anywhere, are sections missing) is decided by others from the `Body`.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, LinkType, Tag, TagEnd};

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span, nearest};
use crate::model::body::count::count;
use crate::model::body::emphasis::{PLACEHOLDER, pad};
use crate::model::body::events::{Kind, Piece, pieces, text_of};
use crate::model::body::fenced::{Basis, Fenced, fenced};
use crate::model::body::heading::Ids;
use crate::model::body::limit::{Counted, Limits, first_line};
use crate::model::body::passage::Passage;
use crate::model::body::{Block, Body, BodySource, Heading, Image, Link, LinkDest, Section, SourceMark};
use crate::model::body::{code_block, cut, math, scheme, slip};

code!(
    /// The character that we put beside emphasis stands in the text.
    RESERVED_CHARACTER, "reserved-character", "reserved_character", Error, "正文里不能有保留字符 U+10A7F"
);
code!(
    /// A heading of level 1 in a body.
    HEADING_LEVEL, "heading-level", "heading_level", Error, "正文的标题从二级（##）开始"
);
code!(
    /// A heading that is more than one level below the one before it.
    HEADING_SKIPPED, "heading-skipped", "heading_skipped", Warning, "标题的级别一级一级往下，不要跳级"
);
code!(
    /// A link or image that is not on the list of what is allowed.
    UNSAFE_LINK, "unsafe-link", "unsafe_link", Error, "链接和图片只能指向允许的地址"
);
code!(
    /// An image without a text instead of it.
    IMAGE_WITHOUT_ALT, "image-without-alt", "image_without_alt", Error, "每张图片都要有替代文字"
);
code!(
    /// A source mark that names no source of the document.
    UNKNOWN_SOURCE, "unknown-source", "unknown_source", Error, "来源标记要写在 sources 里登记过的编号"
);
code!(
    /// A code block that is too long to be coloured.
    CODE_TOO_LONG, "code-too-long", "code_too_long", Warning, "太长的代码不着色"
);

/// Characters of a first sentence at most.
const FIRST_SENTENCE: usize = 160;

/// What a body means.
pub fn understand(body: &BodySource<'_>, diags: &mut Diagnostics) -> Body {
    if let Some(at) = body.text().find(PLACEHOLDER) {
        let start = body.range.start + at;
        let span = Span::new(body.source, start..start + PLACEHOLDER.len_utf8());
        let message = "正文里有保留字符 U+10A7F，程序内部要用它";
        diags.push(Diagnostic::new(&RESERVED_CHARACTER, span, message).help("请删去这个字符"));
    }
    let padded = pad(body.text());
    let pieces = pieces(&padded, body.range.start);
    let mut walk = Walk::new(body, diags);
    for index in 0..pieces.len() {
        walk.piece(&pieces[index..]);
    }
    walk.finish()
}

struct Walk<'a> {
    body: &'a BodySource<'a>,
    diags: &'a mut Diagnostics,
    found: Body,
    ids: Ids<'a>,
    limits: Limits,
    /// The text of the paragraph, cell or item that is open.
    text: String,
    block: Option<Block>,
    level: u8,
    /// Headings of level 3 in the section, and items of ordered lists.
    thirds: usize,
    items: usize,
    /// Whether each open list is ordered.
    lists: Vec<bool>,
    in_heading: bool,
    in_code: bool,
    in_table: bool,
    /// Images that are open: what stands in them is alternative text.
    images: usize,
}

impl<'a> Walk<'a> {
    fn new(body: &'a BodySource<'a>, diags: &'a mut Diagnostics) -> Self {
        Self {
            body,
            diags,
            found: Body::default(),
            ids: Ids::new(body.sections),
            limits: Limits::default(),
            text: String::new(),
            block: None,
            level: 1,
            thirds: 0,
            items: 0,
            lists: Vec::new(),
            in_heading: false,
            in_code: false,
            in_table: false,
            images: 0,
        }
    }

    fn finish(mut self) -> Body {
        self.flush();
        if let Some(section) = self.found.sections.last_mut() {
            section.content.end = self.body.range.end;
        }
        self.found.minutes = self.found.counts.minutes();
        self.found
    }

    fn piece(&mut self, rest: &[Piece<'_>]) {
        let Some(Piece { kind, range }) = rest.first() else { return };
        match kind {
            Kind::Start(tag) => self.start(tag, range, rest),
            Kind::End(end) => self.end(end),
            Kind::Text(text) => {
                if !self.in_code {
                    slip::check(self.body, range, self.diags);
                    self.lone_dollars(range);
                }
                self.words(text, range);
            }
            Kind::Code(text) | Kind::Html(text) => self.words(text, range),
            Kind::Math(tex, _) => self.math(tex, range),
            Kind::Break | Kind::HardBreak => self.words(" ", range),
            Kind::Mark(ids) => self.marks(ids, range),
            Kind::Judgement => self.judgement(range),
            Kind::Footnote(_) => self.add(Counted::Link, range),
            Kind::Rule | Kind::Task(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>, rest: &[Piece<'_>]) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {
                self.add(Counted::InlineDepth, range);
                if self.images == 0 {
                    self.block(range);
                }
            }
            Tag::Link { link_type, dest_url, .. } => {
                self.add(Counted::InlineDepth, range);
                if self.images == 0 {
                    self.block(range);
                    self.link(*link_type, dest_url, range, text_of(rest));
                }
            }
            Tag::Image { dest_url, .. } => {
                self.add(Counted::InlineDepth, range);
                if self.images == 0 {
                    self.image(dest_url, range, text_of(rest));
                }
                self.images += 1;
            }
            _ => {
                if !self.in_table {
                    self.flush();
                }
                self.start_block(tag, range, rest);
            }
        }
    }

    fn start_block(&mut self, tag: &Tag<'_>, range: &Range<usize>, rest: &[Piece<'_>]) {
        match tag {
            Tag::Heading { level, id, .. } => self.heading(*level as u8, id.as_deref(), range, text_of(rest)),
            Tag::BlockQuote(_) | Tag::DefinitionList => self.add(Counted::BlockDepth, range),
            Tag::FootnoteDefinition(_) => {
                self.add(Counted::Footnote, range);
                self.add(Counted::BlockDepth, range);
            }
            Tag::List(first) => {
                self.add(Counted::BlockDepth, range);
                self.lists.push(first.is_some());
            }
            Tag::Item => {
                if self.limits.count(Counted::BlockDepth) == 1
                    && self.lists.last() == Some(&true)
                    && let Some(section) = self.found.sections.last_mut()
                {
                    self.items += 1;
                    section.steps = section.steps.max(self.items);
                }
            }
            Tag::Table(_) => self.in_table = true,
            Tag::TableCell => self.add(Counted::Cell, range),
            Tag::CodeBlock(kind) => {
                self.fenced(range, rest);
                self.in_code = true;
                self.code(kind, range, rest);
            }
            _ => {}
        }
    }

    fn end(&mut self, end: &TagEnd) {
        match end {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => {
                self.limits.leave(Counted::InlineDepth);
                return;
            }
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                self.limits.leave(Counted::InlineDepth);
                return;
            }
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::DefinitionList => {
                self.limits.leave(Counted::BlockDepth);
            }
            TagEnd::List(_) => {
                self.limits.leave(Counted::BlockDepth);
                self.lists.pop();
            }
            TagEnd::TableCell => self.text.push('\n'),
            TagEnd::Table => self.in_table = false,
            TagEnd::Paragraph
                if self.found.first_sentence.is_empty() && self.limits.count(Counted::BlockDepth) == 0 =>
            {
                self.found.first_sentence = cut::summary(cut::sentence(&self.text), FIRST_SENTENCE);
            }
            _ => {}
        }
        if !self.in_table {
            self.flush();
        }
        match end {
            TagEnd::Heading(_) => self.in_heading = false,
            TagEnd::CodeBlock => self.in_code = false,
            _ => {}
        }
    }

    fn words(&mut self, text: &str, range: &Range<usize>) {
        if self.in_code || self.images > 0 {
            return;
        }
        self.text.push_str(text);
        let digits = text.bytes().any(|b| b.is_ascii_digit());
        self.block(range).digits |= digits;
    }

    /// The open block, grown to hold `range`.
    fn block(&mut self, range: &Range<usize>) -> &mut Block {
        let new = || Block { range: range.clone(), digits: false, marked: false, judged: false };
        let block = self.block.get_or_insert_with(new);
        block.range.end = block.range.end.max(range.end);
        block
    }

    /// Closes the open paragraph, item or table: counts its words.
    fn flush(&mut self) {
        let counts = count(&self.text);
        self.text.clear();
        self.found.counts += counts;
        if !self.in_heading {
            if let Some(section) = self.found.sections.last_mut() {
                section.counts += counts;
            }
            self.found.blocks.extend(self.block.take());
        }
        self.block = None;
    }

    fn heading(&mut self, level: u8, written: Option<&str>, range: &Range<usize>, text: String) {
        self.add(Counted::Heading, range);
        self.in_heading = true;
        let outer = self.limits.count(Counted::BlockDepth) == 0;
        if level == 1 {
            let message = format!("“{}”是一级标题，一级标题只留给文章的题目", short(text.trim()));
            self.tell(Diagnostic::new(&HEADING_LEVEL, self.line(range), message).help("请改用二级标题（##）"));
        } else if outer && level > self.level + 1 {
            let message = format!("“{}”从第 {} 级跳到了第 {level} 级", short(text.trim()), self.level);
            let help = format!("请改用 {} 个 #", self.level + 1);
            self.tell(Diagnostic::new(&HEADING_SKIPPED, self.line(range), message).help(help));
        }
        let level = level.max(2);
        if outer {
            self.level = level;
        }
        let starts = outer && level == 2;
        let given = self.ids.give(&text, written, starts);
        if starts {
            (self.thirds, self.items) = (0, 0);
            if let Some(section) = self.found.sections.last_mut() {
                section.content.end = range.start;
            }
            self.found.sections.push(Section {
                id: given.section.map(|s| s.id.clone()),
                title: text.trim().to_owned(),
                heading: range.clone(),
                content: range.end..self.body.range.end,
                counts: count(""),
                steps: 0,
                marks: 0,
                judgements: 0,
            });
        } else if outer
            && level == 3
            && let Some(section) = self.found.sections.last_mut()
        {
            self.thirds += 1;
            section.steps = section.steps.max(self.thirds);
        }
        let (id, written) = (given.id, written.map(str::to_owned));
        self.found.headings.push(Heading {
            level,
            id,
            written,
            text: text.trim().to_owned(),
            range: range.clone(),
            outer,
        });
    }

    fn link(&mut self, link_type: LinkType, dest: &str, range: &Range<usize>, text: String) {
        self.add(Counted::Link, range);
        let dest = if link_type == LinkType::Email { format!("mailto:{dest}") } else { dest.to_owned() };
        let dest = scheme::link(&dest);
        if let LinkDest::Refused(written) = &dest {
            let message = if written.is_empty() {
                format!("链接“{}”没有地址", short(&text))
            } else {
                format!("不允许的链接地址“{}”", short(written))
            };
            let help = "可以写 http、https、mailto、tel 地址，指向 .md 文件的相对路径，#标题编号，或 term:术语编号";
            self.tell(Diagnostic::new(&UNSAFE_LINK, self.line(range), message).help(help));
        }
        self.found.links.push(Link { dest, range: range.clone(), text });
    }

    fn image(&mut self, src: &str, range: &Range<usize>, alt: String) {
        self.add(Counted::Image, range);
        if alt.trim().is_empty() {
            let message = format!("图片“{}”没有替代文字", short(src));
            let help = "请在方括号里写图片说了什么：![2024 年装机构成](图片.png)";
            self.tell(Diagnostic::new(&IMAGE_WITHOUT_ALT, self.line(range), message).help(help));
        }
        match scheme::image(src) {
            Some(src) => self.found.images.push(Image { src, alt: alt.trim().to_owned(), range: range.clone() }),
            None => {
                let message = format!("图片地址“{}”不是本站的图片", short(src));
                let help = "请把图片放进文章所在的文件夹，写相对路径，并确认有权使用";
                self.tell(Diagnostic::new(&UNSAFE_LINK, self.line(range), message).help(help));
            }
        }
    }

    fn judgement(&mut self, range: &Range<usize>) {
        self.block(range).judged = true;
        self.found.judgements.push(range.clone());
        if let Some(section) = self.found.sections.last_mut() {
            section.judgements += 1;
        }
    }

    /// The texts of a fenced block: each item is a block of its own, with its marks, links and words.
    fn fenced(&mut self, range: &Range<usize>, rest: &[Piece<'_>]) {
        let Some(fenced) = fenced(self.body.source, rest, self.diags) else { return };
        self.add(Counted::Fenced, range);
        match &fenced {
            Fenced::Facts(facts) => {
                for fact in facts {
                    self.block(&fact.range);
                    self.words(&format!("{}\n", fact.label.text), &fact.label.range);
                    self.item([&fact.value].into_iter().chain(&fact.note), &fact.basis);
                }
            }
            Fenced::Timeline(events) => {
                for event in events {
                    self.block(&event.range);
                    self.words(&format!("{}\n", self.body.language.date(event.date)), &event.date_range);
                    self.item([&event.text], &event.basis);
                }
            }
            Fenced::Note(note) => {
                self.block(&note.range);
                if let Some(title) = &note.title {
                    self.words(&format!("{}\n", title.text), &title.range);
                }
                self.item(&note.text, &note.basis);
            }
            Fenced::Figure(figure) => {
                self.block(&figure.range);
                self.image(&figure.src.text, &figure.src.range, figure.alt.text.clone());
                self.item(&figure.caption, &figure.basis);
            }
        }
    }

    fn item<'p>(&mut self, passages: impl IntoIterator<Item = &'p Passage>, basis: &Basis) {
        for passage in passages {
            passage.with_pieces(|pieces| (0..pieces.len()).for_each(|at| self.piece(&pieces[at..])));
            self.text.push('\n');
        }
        for id in &basis.ids {
            self.marks(std::slice::from_ref(&id.text), &id.range);
        }
        if let Some(range) = &basis.judgement {
            self.judgement(range);
        }
        self.flush();
    }

    fn marks(&mut self, ids: &[String], range: &Range<usize>) {
        self.block(range).marked = true;
        let mut from = range.start;
        for id in ids {
            let rest = self.body.source.text.get(from..range.end).unwrap_or("");
            let start = from + rest.find(id.as_str()).unwrap_or(0);
            let place = start..start + id.len();
            from = place.end.min(range.end);
            if !self.body.source_ids.contains(id) {
                self.unknown_source(id, &place);
            }
            if let Some(section) = self.found.sections.last_mut() {
                section.marks += 1;
            }
            self.found.marks.push(SourceMark { id: id.clone(), range: place });
        }
    }

    fn unknown_source(&mut self, id: &str, place: &Range<usize>) {
        let known = self.body.source_ids;
        let help = match nearest(id, known.iter().map(String::as_str)) {
            Some(near) => format!("是不是 {near}？"),
            None if known.is_empty() => format!("请在文件头的 sources 里登记来源 {id}"),
            None => format!("已登记的来源：{}", known.iter().take(8).cloned().collect::<Vec<_>>().join("、")),
        };
        let message = format!("来源“{id}”没有在 sources 里登记");
        self.tell(Diagnostic::new(&UNKNOWN_SOURCE, Span::new(self.body.source, place.clone()), message).help(help));
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>, rest: &[Piece<'_>]) {
        let CodeBlockKind::Fenced(info) = kind else { return };
        let Some(language) = code_block::language(info) else { return };
        if code_block::too_long(&language, &text_of(rest)) {
            let message = format!("这段 {language} 代码太长，不着色，按纯文本显示");
            let help =
                format!("着色的上限是 {} KiB、每行 {} 个字符", code_block::MAX_BYTES / 1024, code_block::MAX_LINE);
            self.tell(Diagnostic::new(&CODE_TOO_LONG, self.line(range), message).help(help));
        }
    }

    fn math(&mut self, tex: &str, range: &Range<usize>) {
        self.add(Counted::Formula, range);
        self.limits.add_many(Counted::FormulaByte, tex.len(), self.body, range, self.diags);
        if let Some((fault, place)) = math::fault(&self.body.source.text, range, tex) {
            let span = Span::new(self.body.source, first_line(self.body, &place));
            self.tell(Diagnostic::new(fault.code, span, fault.message).help(fault.help));
        }
        self.words(&math::plain(tex), range);
    }

    /// `$$` that the parser left in the text began no formula: a blank line or a list mark stands in it, or its end lacks.
    fn lone_dollars(&mut self, range: &Range<usize>) {
        let text = &self.body.source.text;
        if text[range.clone()].starts_with('$') && text[range.start..].starts_with("$$") {
            let span = Span::new(self.body.source, range.start..range.start + 2);
            let help = "一对 $$ 之间不能有空行，也不能有 - 或 + 开头的行；要显示美元符号，写成 \\$";
            self.tell(Diagnostic::new(&math::BAD_MATH, span, "“$$”没有配成对").help(help));
        }
    }

    fn add(&mut self, what: Counted, range: &Range<usize>) {
        self.limits.add(what, self.body, range, self.diags);
    }

    fn line(&self, range: &Range<usize>) -> Span {
        Span::new(self.body.source, first_line(self.body, range))
    }

    fn tell(&mut self, diagnostic: Diagnostic) {
        self.diags.push(diagnostic);
    }
}

/// An author's own words in a message, not more than a line of them.
fn short(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
