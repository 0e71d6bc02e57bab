//! LaTeX before the library reads it: what would be misread, need style or make it panic is told to the author.
//!
//! In: a formula as written. Out: the same for the library, or a [`Fault`] with its place. The library says neither where it
//! failed nor refuses what needs style, and some inputs make it panic. So only commands on lists and plain symbols get
//! through, in groups that close and with all their arguments; macros are not among them.

use std::ops::Range;

use pulldown_latex::event::{Content, Event};
use pulldown_latex::{Parser, Storage};

use crate::diag::nearest;
use crate::model::body::letter::{is_cjk, is_invisible};
use crate::model::body::math::{Fault, MAX_BYTES};

/// Groups, environments and arguments in each other.
const MAX_DEPTH: usize = 16;

/// Commands that set colours, boxes, spaces, sizes, lines or links.
const STYLE: &str = "Huge LARGE Large Space bbox boxed cancel class color colorbox cssId enclose fbox fcolorbox framebox hdashline \
    hfill hline hphantom href hskip hspace huge kern large lower makebox mkern mskip newline phantom raise rule sout \
    strut style textcolor tiny unicode url vphantom vskip vspace";

/// Commands with one argument.
const ONE: &str = "acute bar boldsymbol breve check ddot dot grave hat mathbb mathbf mathcal mathit mathnormal mathring mathrm not \
    overbrace overleftarrow overline overrightarrow pmod sqrt tilde underbar underbrace underline vec widehat \
    widetilde xleftarrow xrightarrow cases dcases rcases split";

/// Commands with two arguments.
const TWO: &str = "binom cfrac dbinom dfrac frac overset stackrel tbinom tfrac underset";

/// Commands that a delimiter follows.
const SIZES: &str = "big bigl bigr bigm Big Bigl Bigr Bigm bigg biggl biggr biggm Bigg Biggl Biggr Biggm middle";

/// Spaces of a fixed width.
const SPACES: &str = ", : ; > enspace medspace qquad quad thickspace thinspace";

/// Commands that are delimiters.
const DELIMITERS: &str =
    "{ } | langle lbrace lceil lfloor lvert lVert rangle rbrace rceil rfloor rvert rVert vert Vert";

/// Names of functions that `\limits` may follow.
const LIMITED: &str = "lim liminf limsup max min sup inf gcd Pr";

/// Symbols that a misspelt command may have meant.
const COMMON: &str = "alpha approx beta cdot cdots delta Delta epsilon eta exp gamma geq infty int lambda ldots leq lim ln log max min \
    neq omega partial phi prod rho sigma sum tau theta times";

/// Commands whose argument is words.
const WORDS: &[&str] = &["text", "textrm", "textbf", "textit", "operatorname"];

/// Environments, a line each for those whose rows hold so many `&` at most. A file, because one has the name that a
/// collection may have, and no string of ours may name a collection.
const ENVIRONMENTS: &str = include_str!("environments.txt");

fn listed(list: &str, name: &str) -> bool {
    list.split(' ').any(|known| known == name)
}

/// The names of environments, with how many `&` a row of each holds.
fn environments() -> impl Iterator<Item = (&'static str, usize)> {
    ENVIRONMENTS.lines().flat_map(|line| {
        let (columns, names) = line.split_once(' ').unwrap_or(("0", ""));
        let columns = columns.parse().unwrap_or(0);
        names.split(' ').map(move |name| (name, columns))
    })
}

fn environment(name: &str) -> Option<(&'static str, usize)> {
    environments().find(|(known, _)| *known == name)
}

/// Checks a formula and gives it as the library reads it rightly.
pub fn check(tex: &str) -> Result<String, Fault> {
    if tex.len() > MAX_BYTES {
        let message = format!("公式有 {} 个字节，超过上限 {MAX_BYTES}", tex.len());
        return Err(Fault::bad(0..tex.len(), message, "请把它拆成几个公式"));
    }
    let mut checker = Checker { tex, at: 0, frames: Vec::new(), operator: false, out: String::new() };
    checker.open(Opened::Top, 0..0, 0)?;
    while let Some(c) = checker.rest().chars().next() {
        let start = checker.at;
        checker.at += c.len_utf8();
        let operator = std::mem::take(&mut checker.operator);
        checker.character(c, start..start + c.len_utf8(), operator)?;
    }
    checker.complete()?;
    match checker.frames.pop() {
        Some(frame) if frame.kind != Opened::Top => Err(checker.unpaired(frame.at)),
        _ if checker.out.is_empty() => {
            Err(Fault::bad(0..tex.len(), "公式是空的".to_owned(), "请写出公式，或删去美元符号"))
        }
        _ => Ok(checker.out),
    }
}

/// What a command without arguments stands for.
fn symbol(name: &str) -> Option<Event<'static>> {
    let (storage, tex) = (Storage::new(), format!("\\{name}"));
    let mut parser = Parser::new(&tex, &storage);
    let event = match parser.next()?.ok()? {
        Event::Content(Content::Text(_)) => return None,
        Event::Content(Content::Function(_)) => Event::Content(Content::Function("")),
        Event::Content(Content::Number(_)) => return None,
        Event::Content(Content::Ordinary { content, stretchy }) => {
            Event::Content(Content::Ordinary { content, stretchy })
        }
        Event::Content(Content::LargeOp { content, small }) => Event::Content(Content::LargeOp { content, small }),
        Event::Content(Content::BinaryOp { content, small }) => Event::Content(Content::BinaryOp { content, small }),
        Event::Content(Content::Relation { content, small }) => Event::Content(Content::Relation { content, small }),
        Event::Content(Content::Punctuation(c)) => Event::Content(Content::Punctuation(c)),
        Event::Content(Content::Delimiter { content, size, ty }) => {
            Event::Content(Content::Delimiter { content, size, ty })
        }
        _ => return None,
    };
    parser.next().is_none().then_some(event)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    Top,
    Brace,
    Left,
    Rows(&'static str),
}

/// A group that is open.
struct Frame {
    kind: Opened,
    at: Range<usize>,
    /// Commands that still lack arguments: how many, where, and whether it is a script.
    lacking: Vec<(u8, Range<usize>, bool)>,
    sub: bool,
    sup: bool,
    /// `&` that the row may still hold, and that a row may hold.
    columns: (usize, usize),
}

/// One walk over a formula.
struct Checker<'a> {
    tex: &'a str,
    at: usize,
    frames: Vec<Frame>,
    /// Whether `\limits` may come.
    operator: bool,
    /// The formula for the library: no blanks, no arrows whose names it takes for `\left` and `\right`.
    out: String,
}

impl<'a> Checker<'a> {
    fn rest(&self) -> &'a str {
        self.tex.get(self.at..).unwrap_or("")
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\n', '\r', '\t']).len();
    }

    fn word(&self, range: &Range<usize>) -> &'a str {
        self.tex.get(range.clone()).unwrap_or("")
    }

    fn unpaired(&self, range: Range<usize>) -> Fault {
        let message = format!("公式里的“{}”没有配成对", self.word(&range));
        Fault::bad(range, message, "{ 和 }、\\left 和 \\right、\\begin 和 \\end 要成对；要显示花括号写 \\{ \\}")
    }

    fn unexpected(&self, range: Range<usize>, help: &str) -> Fault {
        let message = format!("公式里的“{}”不能写在这里", self.word(&range));
        Fault::bad(range, message, help)
    }

    fn character(&mut self, c: char, range: Range<usize>, operator: bool) -> Result<(), Fault> {
        match c {
            ' ' | '\n' | '\r' | '\t' => self.operator = operator,
            '\\' => return self.command(range.start, operator),
            '{' => {
                self.open(Opened::Brace, range, 0)?;
                self.out.push('{');
            }
            '}' => {
                self.close(Opened::Brace, range)?;
                self.out.push('}');
                self.done();
            }
            '^' | '_' => self.script(c, range)?,
            '\'' => {
                self.script('^', range)?;
                let more = self.rest().bytes().take_while(|b| *b == b'\'').count();
                self.at += more;
                self.out.push_str(&format!("{{{}}}", "\\prime ".repeat(more + 1)));
                self.done();
            }
            '&' => {
                self.complete()?;
                let refused = self.unexpected(range, "& 只在 aligned、matrix 这类环境里分列；要显示它写 \\&");
                match self.frames.last_mut() {
                    Some(Frame { kind: Opened::Rows(_), columns, sub, sup, .. }) if columns.0 > 0 => {
                        columns.0 -= 1;
                        (*sub, *sup) = (false, false);
                    }
                    _ => return Err(refused),
                }
                self.out.push('&');
            }
            '#' | '%' | '$' => return Err(self.unexpected(range, &format!("要显示它，写成 \\{c}"))),
            '~' => self.space(range, "\\:")?,
            c if is_cjk(c) => {
                let rest = self.tex.get(range.start..).unwrap_or("");
                let long = rest.find(|c| !is_cjk(c)).unwrap_or(rest.len());
                let range = range.start..range.start + long;
                let word = self.word(&range);
                let help = format!("汉字和全角符号写成 \\text{{{word}}}；如果美元符号是价钱，写成 \\$");
                return Err(Fault::bad(range, format!("公式里不能直接写“{word}”"), help));
            }
            c if c.is_control() || is_invisible(c) || c.is_whitespace() => {
                let message = format!("公式里有看不见的字符 U+{:04X}", u32::from(c));
                return Err(Fault::bad(range, message, "请删去这个字符"));
            }
            c => {
                self.out.push(c);
                self.done();
            }
        }
        Ok(())
    }

    fn command(&mut self, start: usize, operator: bool) -> Result<(), Fault> {
        let rest = self.rest();
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = if letters > 0 { letters } else { rest.chars().next().map_or(0, char::len_utf8) };
        self.at += length;
        let (name, range) = (rest.get(..length).unwrap_or(""), start..self.at);
        if listed(STYLE, name) {
            return Err(Fault::styled(range.clone(), self.word(&range)));
        }
        if listed(SPACES, name) {
            return self.space(range, &format!("\\{name} "));
        }
        match name {
            "!" => return Ok(()),
            " " | "\n" | "\r" | "\t" | "~" => return self.space(range, "\\:"),
            "\\" => return self.new_row(range),
            "left" => {
                let delimiter = self.delimiter(&range)?;
                self.open(Opened::Left, range, 0)?;
                self.out.push_str(&format!("\\left{delimiter}"));
            }
            "right" => {
                self.close(Opened::Left, range.clone())?;
                let delimiter = self.delimiter(&range)?;
                self.out.push_str(&format!("\\right{delimiter}"));
                self.done();
            }
            "begin" => return self.begin(range),
            "end" => return self.end(range),
            "substack" => {
                self.skip_blanks();
                if !self.rest().starts_with('{') {
                    return Err(self.missing(range));
                }
                self.at += 1;
                self.open(Opened::Rows("substack"), range, 0)?;
                self.out.push_str("\\substack{");
            }
            "limits" | "nolimits" if operator => self.out.push_str(&format!("\\{name} ")),
            "displaystyle" | "textstyle" => {
                self.complete()?;
                self.out.push_str(&format!("\\{name} "));
            }
            _ if WORDS.contains(&name) => return self.words(name, range),
            _ if listed(SIZES, name) => {
                let delimiter = self.delimiter(&range)?;
                self.out.push_str(&format!("\\{name} {delimiter}"));
                self.done();
            }
            _ => return self.plain_command(name, range),
        }
        Ok(())
    }

    fn plain_command(&mut self, name: &str, range: Range<usize>) -> Result<(), Fault> {
        let count = u8::from(listed(ONE, name)) + 2 * u8::from(listed(TWO, name));
        if count > 0 {
            self.out.push_str(&format!("\\{name} "));
            self.skip_blanks();
            if self.rest().starts_with('[') {
                self.index(name, &range)?;
            }
            return self.lack(count, range, false);
        }
        match symbol(name) {
            // The library finds the end of `\left(…` by the letters `\right`, which arrows have too.
            Some(Event::Content(Content::Relation { content, .. }))
                if name.starts_with("left") || name.starts_with("right") =>
            {
                let mut buffer = [0; 8];
                let character = String::from_utf8_lossy(content.encode_utf8_to_buf(&mut buffer)).into_owned();
                self.out.push_str(&format!("\\mathrel{{{character}}}"));
            }
            Some(Event::Content(content)) if !name.starts_with("left") && !name.starts_with("right") => {
                self.operator = matches!(content, Content::LargeOp { .. }) || listed(LIMITED, name);
                self.out.push_str(&format!("\\{name} "));
            }
            _ => {
                let known =
                    [ONE, TWO, SIZES, COMMON].into_iter().flat_map(|list| list.split(' ')).chain(WORDS.iter().copied());
                let help = match nearest(name, known) {
                    _ if name == "ce" => "化学式写成 \\mathrm{CO_2}".to_owned(),
                    Some(near) => format!("是不是 \\{near}？"),
                    None => "请换一种写法；不能定义新命令".to_owned(),
                };
                return Err(Fault::bad(range.clone(), format!("公式里的“{}”不认识", self.word(&range)), help));
            }
        }
        self.done();
        Ok(())
    }

    /// The index of a root, `[3]`: a number or a letter.
    fn index(&mut self, name: &str, range: &Range<usize>) -> Result<(), Fault> {
        let length = self.rest().find(']').map_or(self.rest().len(), |end| end + 1);
        let whole = self.at..self.at + length;
        let index = self.word(&whole).trim_start_matches('[').trim_end_matches(']').trim();
        let fits = index.bytes().all(|b| b.is_ascii_digit()) || index.len() == 1 && index.is_ascii();
        if name != "sqrt" || index.is_empty() || !fits || index.contains(['\\', '%', '{', '}', '#', '&', '^', '_']) {
            let help =
                format!("方括号只用在 \\sqrt[3]{{x}} 里，里面写一个数或一个字母；{} 后面写花括号", self.word(range));
            return Err(self.unexpected(whole, &help));
        }
        self.out.push_str(&format!("[{index}]"));
        self.at = whole.end;
        Ok(())
    }

    fn script(&mut self, c: char, range: Range<usize>) -> Result<(), Fault> {
        self.complete()?;
        let doubled = self.unexpected(range.clone(), "同一个符号只能有一个上标、一个下标；多层的写进花括号：x_{a_b}");
        if let Some(frame) = self.frames.last_mut() {
            let seen = if c == '^' { &mut frame.sup } else { &mut frame.sub };
            if std::mem::replace(seen, true) {
                return Err(doubled);
            }
        }
        self.out.push(c);
        self.lack(1, range, true)
    }

    fn space(&mut self, range: Range<usize>, written: &str) -> Result<(), Fault> {
        if self.frames.last().is_some_and(|frame| !frame.lacking.is_empty()) {
            return Err(self.unexpected(range, "这里要写一个符号或一个花括号"));
        }
        self.out.push_str(written);
        self.skip_blanks();
        if self.rest().starts_with(['^', '_', '\'']) {
            // A script stands at nothing, not at the space.
            self.out.push_str("{}");
        }
        Ok(())
    }

    fn new_row(&mut self, range: Range<usize>) -> Result<(), Fault> {
        self.complete()?;
        self.skip_blanks();
        if self.rest().starts_with(['[', '*']) {
            let range = range.start..self.at + 1;
            return Err(Fault::styled(range.clone(), self.word(&range)));
        }
        let refused = self.unexpected(range, "换行只用在 aligned、matrix 这类环境里");
        match self.frames.last_mut() {
            Some(Frame { kind: Opened::Rows(_), columns, sub, sup, .. }) => {
                columns.0 = columns.1;
                (*sub, *sup) = (false, false);
                self.out.push_str("\\\\ ");
                Ok(())
            }
            _ => Err(refused),
        }
    }

    /// The words of `\text{…}`, or the letters of `\operatorname{…}`.
    fn words(&mut self, name: &str, range: Range<usize>) -> Result<(), Fault> {
        self.skip_blanks();
        if !self.rest().starts_with('{') {
            return Err(self.missing(range));
        }
        let open = self.at..self.at + 1;
        self.at += 1;
        self.out.push_str(&format!("\\{name}{{"));
        loop {
            let start = self.at;
            let Some(c) = self.rest().chars().next() else { return Err(self.unpaired(open)) };
            self.at += c.len_utf8();
            let escaped = self.rest().chars().next().filter(|c| c == &'\\' || "%$&#_{}".contains(*c));
            match c {
                '}' => break,
                '\\' if name != "operatorname" && escaped.is_some_and(|c| c != '\\') => {
                    self.at += 1;
                    self.out.push('\\');
                    self.out.extend(escaped);
                }
                '\\' | '{' | '%' | '$' | '#' | '&' => {
                    let help = "文字里不能有命令；% $ & # _ { } 前面加 \\";
                    return Err(self.unexpected(start..self.at, help));
                }
                c if c != '\n' && c != '\r' && c != '\t' && (c.is_control() || is_invisible(c)) => {
                    let message = format!("公式里有看不见的字符 U+{:04X}", u32::from(c));
                    return Err(Fault::bad(start..self.at, message, "请删去这个字符"));
                }
                c if name == "operatorname" && !c.is_ascii_alphabetic() && c != ' ' => {
                    return Err(self.unexpected(start..self.at, "\\operatorname 里只写拉丁字母；汉字用 \\text"));
                }
                c => self.out.push(c),
            }
        }
        self.out.push('}');
        self.operator = name == "operatorname";
        self.done();
        Ok(())
    }

    /// The delimiter after `\left` and the like, as the library reads it.
    fn delimiter(&mut self, command: &Range<usize>) -> Result<String, Fault> {
        self.skip_blanks();
        let rest = self.rest();
        let size = self.word(command).starts_with("\\left") || self.word(command).starts_with("\\right");
        if let Some(c) = rest.chars().next().filter(|c| "()[]|/".contains(*c) || size && *c == '.') {
            self.at += 1;
            return Ok(c.to_string());
        }
        let name = rest.strip_prefix('\\').unwrap_or("");
        let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count().max(1);
        match name.get(..letters).filter(|name| listed(DELIMITERS, name)) {
            Some(name) => {
                self.at += 1 + name.len();
                Ok(format!("\\{name} "))
            }
            None => {
                let message = format!("“{}”后面要写括号", self.word(command));
                Err(Fault::bad(command.clone(), message, "可以写 ( ) [ ] \\{ \\} | 和 .（不显示）"))
            }
        }
    }

    /// The name in `\begin{…}` and `\end{…}`, with its place.
    fn name(&mut self, range: &Range<usize>) -> Result<(&'a str, Range<usize>), Fault> {
        self.skip_blanks();
        let inner = self.rest().strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(name, _)| name);
        let Some(name) = inner else { return Err(self.missing(range.clone())) };
        let place = self.at + 1..self.at + 1 + name.len();
        self.at = place.end + 1;
        Ok((name, place))
    }

    fn begin(&mut self, range: Range<usize>) -> Result<(), Fault> {
        let (name, place) = self.name(&range)?;
        let Some((name, mut columns)) = environment(name) else {
            let help = match nearest(name, environments().map(|(name, _)| name)) {
                Some(near) => format!("是不是 {near}？"),
                None => "可以用 aligned、gathered、matrix、pmatrix、bmatrix、array".to_owned(),
            };
            return Err(Fault::bad(place, format!("公式里没有“{name}”这种环境"), help));
        };
        self.out.push_str(&format!("\\begin{{{name}}}"));
        if name == "array" {
            let (form, place) = self.name(&range)?;
            let form: String = form.chars().filter(|c| *c != ' ').collect();
            if form.contains(['|', ':']) {
                return Err(Fault::styled(place.clone(), self.word(&place)));
            }
            if form.is_empty() || form.bytes().any(|b| !b"lcr".contains(&b)) {
                return Err(self.unexpected(place, "每一列写一个字母：l 靠左，c 居中，r 靠右"));
            }
            columns = form.len() - 1;
            self.out.push_str(&format!("{{{form}}}"));
        }
        self.open(Opened::Rows(name), range.start..self.at, columns)
    }

    fn end(&mut self, range: Range<usize>) -> Result<(), Fault> {
        let (name, _) = self.name(&range)?;
        let range = range.start..self.at;
        let Some((name, _)) = environment(name) else {
            return Err(self.unpaired(range));
        };
        self.close(Opened::Rows(name), range)?;
        self.out.push_str(&format!("\\end{{{name}}}"));
        self.done();
        Ok(())
    }

    fn open(&mut self, kind: Opened, at: Range<usize>, columns: usize) -> Result<(), Fault> {
        self.frames.push(Frame { kind, at, lacking: Vec::new(), sub: false, sup: false, columns: (columns, columns) });
        self.depth()
    }

    fn depth(&self) -> Result<(), Fault> {
        let depth: usize = self.frames.iter().map(|frame| 1 + frame.lacking.len()).sum();
        if depth <= MAX_DEPTH {
            return Ok(());
        }
        Err(Fault::bad(0..self.tex.len(), format!("公式的嵌套超过 {MAX_DEPTH} 层"), "请把它拆成几个公式"))
    }

    /// Closes the innermost group, which must be of this kind.
    fn close(&mut self, kind: Opened, at: Range<usize>) -> Result<(), Fault> {
        self.complete()?;
        match self.frames.last() {
            Some(frame) if frame.kind == kind || kind == Opened::Brace && frame.kind == Opened::Rows("substack") => {
                self.frames.pop();
                Ok(())
            }
            Some(Frame { kind: Opened::Top, .. }) | None => Err(self.unpaired(at)),
            Some(frame) => Err(self.unpaired(frame.at.clone())),
        }
    }

    /// A command or script that lacks arguments from here on.
    fn lack(&mut self, count: u8, range: Range<usize>, script: bool) -> Result<(), Fault> {
        if let Some(frame) = self.frames.last_mut() {
            frame.lacking.push((count, range, script));
        }
        self.depth()
    }

    /// One symbol or group is complete: it may be the argument that a command lacked, which may complete that one.
    fn done(&mut self) {
        let Some(frame) = self.frames.last_mut() else { return };
        while let Some((count, _, script)) = frame.lacking.last_mut() {
            *count -= 1;
            if *count > 0 {
                return;
            }
            let script = *script;
            frame.lacking.pop();
            if script && frame.lacking.is_empty() {
                return;
            }
        }
        (frame.sub, frame.sup) = (false, false);
    }

    /// Nothing is lacking in the innermost group.
    fn complete(&self) -> Result<(), Fault> {
        match self.frames.last().and_then(|frame| frame.lacking.last()) {
            Some((_, range, _)) => Err(self.missing(range.clone())),
            None => Ok(()),
        }
    }

    fn missing(&self, range: Range<usize>) -> Fault {
        let message = format!("公式里的“{}”后面缺内容", self.word(&range));
        Fault::bad(range, message, "请在它后面写花括号和内容，例如 \\frac{a}{b}、x^{2}、\\text{吨}")
    }
}
