//! A formula as a tree, which writers walk over.
//!
//! In: the library's events, which name an element before its parts. Out: [`Node`]s in rows. What a page writes differently
//! from the library is decided here: upright letters make one word, a sign without a left side is a prefix.

use pulldown_latex::event::{
    ArrayColumn, ColumnAlignment, Content, DelimiterSize, DelimiterType, DimensionUnit, EnvironmentFlow, Event, Font,
    Grouping, ScriptPosition, ScriptType, StateChange, Style, Visual,
};
use unicode_normalization::UnicodeNormalization;

/// A formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula(pub Vec<Node>);

/// A part of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A group.
    Row(Vec<Node>),
    /// A variable or symbol without space around it; a single letter leans unless it is upright.
    Letter(String, Slant),
    /// The name of a function, or of an operator with limits.
    Name(String, Limits),
    /// A number.
    Number(String),
    /// An operator.
    Operator(String, Role),
    /// Words.
    Words(String),
    /// An empty space, in thousandths of an em.
    Space(i32),
    /// A fraction, or with `false` one without a line.
    Fraction(Box<[Node; 2]>, bool),
    /// A root with its index.
    Root(Box<Node>, Option<Box<Node>>),
    /// A base with what stands below and above it.
    Script(Box<Script>),
    /// Something between brackets that grow.
    Fenced(Option<char>, Vec<Node>, Option<char>),
    /// Rows of cells.
    Table(Vec<Vec<Vec<Node>>>, Columns),
    /// A group in the large or the small style.
    Styled(bool, Vec<Node>),
}

/// A base with scripts.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    /// What they stand at.
    pub base: Node,
    /// The lower one.
    pub sub: Option<Node>,
    /// The upper one.
    pub sup: Option<Node>,
    /// Where they stand.
    pub place: Place,
}

/// Where scripts stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// To the right.
    Right,
    /// Above and below.
    Above,
    /// Above and below where there is room, else to the right.
    Movable,
    /// Above or below, as an accent.
    Accent,
}

/// How a letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slant {
    /// As a single letter does: it leans.
    Usual,
    /// Upright.
    Upright,
}

/// Whether scripts of a name stand above and below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limits {
    /// No: `ln`.
    No,
    /// Yes: `lim`.
    Yes,
}

/// What an operator does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Role {
    /// Stands between two things.
    Between,
    /// Compares two things.
    Relation,
    /// Stands between two things without space: `/`.
    Tight,
    /// A sign before a thing.
    Sign,
    /// A sum, an integral.
    Large,
    /// A bracket of the line's height, opening or not.
    Bracket(bool),
    /// A bracket of a given height in tenths of an em.
    Sized(u8),
    /// A comma.
    Comma,
    /// An accent or arrow above or below; grows or not.
    Accent(bool),
}

/// How cells are aligned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Columns {
    /// All in the middle.
    Middle,
    /// All to the left.
    Left,
    /// In turn to the right and to the left, in the large style.
    Turn,
    /// One by one.
    Each(Vec<&'static str>),
}

/// Builds the tree from the library's events.
pub fn build(events: &[Event<'_>]) -> Formula {
    let mut builder = Builder { events, at: 0 };
    let mut nodes = Vec::new();
    // An end that closes nothing would stop the row: what follows it is kept all the same.
    while builder.at < events.len() {
        nodes.extend(builder.row(None));
    }
    Formula(nodes)
}

struct Builder<'a> {
    events: &'a [Event<'a>],
    at: usize,
}

impl<'a> Builder<'a> {
    fn next(&mut self) -> Option<&'a Event<'a>> {
        let event = self.events.get(self.at);
        self.at += 1;
        event
    }

    /// Elements up to the end of their group, which is consumed, or to the end of a cell, which is not.
    fn row(&mut self, mut font: Option<Font>) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        while let Some(event) = self.events.get(self.at) {
            match event {
                Event::End => {
                    self.at += 1;
                    break;
                }
                Event::EnvironmentFlow(_) => break,
                Event::StateChange(StateChange::Font(new)) => {
                    self.at += 1;
                    font = *new;
                }
                Event::StateChange(StateChange::Style(style)) => {
                    self.at += 1;
                    let rest = self.row(font);
                    nodes.push(Node::Styled(*style == Style::Display, rest));
                    break;
                }
                Event::StateChange(StateChange::Color(_)) => self.at += 1,
                _ => {
                    let node = self.element(font);
                    push(&mut nodes, node);
                }
            }
        }
        nodes
    }

    fn element(&mut self, font: Option<Font>) -> Node {
        match self.next() {
            Some(Event::Content(content)) => atom(content, font),
            Some(Event::Begin(grouping)) => self.group(grouping, font),
            Some(Event::Visual(Visual::SquareRoot)) => Node::Root(Box::new(self.element(font)), None),
            Some(Event::Visual(Visual::Root)) => {
                let inner = self.element(font);
                Node::Root(Box::new(inner), Some(Box::new(self.element(font))))
            }
            Some(Event::Visual(Visual::Fraction(line))) => {
                let top = self.element(font);
                Node::Fraction(Box::new([top, self.element(font)]), line.is_none_or(|line| line.value != 0.0))
            }
            Some(Event::Visual(Visual::Negation)) => negated(self.element(font)),
            Some(Event::Script { ty, position }) => self.script(*ty, *position, font),
            Some(Event::Space { width, .. }) => {
                let em = width.map_or(0.0, |w| if w.unit == DimensionUnit::Mu { w.value / 18.0 } else { w.value });
                Node::Space((em * 1000.0).round() as i32)
            }
            Some(Event::End | Event::StateChange(_) | Event::EnvironmentFlow(_)) | None => Node::Row(Vec::new()),
        }
    }

    fn script(&mut self, ty: ScriptType, position: ScriptPosition, font: Option<Font>) -> Node {
        let base = self.element(font);
        let sub = (ty != ScriptType::Superscript).then(|| self.element(font));
        let sup = (ty != ScriptType::Subscript).then(|| self.element(font));
        let accent = |node: &Option<Node>| matches!(node, Some(Node::Operator(_, Role::Accent(_))));
        let place = match position {
            _ if accent(&sub) || accent(&sup) => Place::Accent,
            ScriptPosition::Right => Place::Right,
            ScriptPosition::AboveBelow => Place::Above,
            ScriptPosition::Movable => Place::Movable,
        };
        let base = match base {
            Node::Name(name, _) if place == Place::Movable => Node::Name(name, Limits::Yes),
            other => other,
        };
        Node::Script(Box::new(Script { base, sub, sup, place }))
    }

    fn group(&mut self, grouping: &Grouping, font: Option<Font>) -> Node {
        match grouping {
            Grouping::Normal => {
                let mut nodes = self.row(font);
                if nodes.len() == 1 { nodes.remove(0) } else { Node::Row(nodes) }
            }
            Grouping::LeftRight(open, close) => Node::Fenced(*open, self.row(font), *close),
            Grouping::Cases { left } => {
                let table = vec![self.table(Columns::Left)];
                if *left { Node::Fenced(Some('{'), table, None) } else { Node::Fenced(None, table, Some('}')) }
            }
            Grouping::Array(columns) => {
                let word = |column: &ArrayColumn| match column {
                    ArrayColumn::Column(ColumnAlignment::Left) => Some("left"),
                    ArrayColumn::Column(ColumnAlignment::Right) => Some("right"),
                    ArrayColumn::Column(ColumnAlignment::Center) => Some(""),
                    ArrayColumn::Separator(_) => None,
                };
                self.table(Columns::Each(columns.iter().filter_map(word).collect()))
            }
            Grouping::Align { .. } | Grouping::Aligned | Grouping::Split => self.table(Columns::Turn),
            _ => self.table(Columns::Middle),
        }
    }

    fn table(&mut self, columns: Columns) -> Node {
        let mut rows = vec![vec![self.cell()]];
        while let Some(Event::EnvironmentFlow(flow)) = self.events.get(self.at) {
            self.at += 1;
            if matches!(flow, EnvironmentFlow::NewLine { .. }) {
                rows.push(Vec::new());
            }
            let cell = self.cell();
            if let Some(row) = rows.last_mut() {
                row.push(cell);
            }
        }
        // A line break before the end makes no row.
        if rows.len() > 1 && rows.last().is_some_and(|row| row.iter().all(Vec::is_empty)) {
            rows.pop();
        }
        Node::Table(rows, columns)
    }

    fn cell(&mut self) -> Vec<Node> {
        self.row(None)
    }
}

/// Adds a part to a row.
fn push(nodes: &mut Vec<Node>, node: Node) {
    let node = match node {
        // `1,234` is a number, `1,2` are two.
        Node::Number(number) if number.contains(',') && !thousands(&number) => {
            for (index, part) in number.split(',').enumerate() {
                if index > 0 {
                    nodes.push(Node::Operator(",".to_owned(), Role::Comma));
                }
                nodes.push(Node::Number(part.to_owned()));
            }
            return;
        }
        Node::Operator(sign, Role::Between) if is_open_end(nodes.last()) => Node::Operator(sign, Role::Sign),
        Node::Letter(letter, Slant::Upright) => {
            if let Some(Node::Letter(word, Slant::Upright)) = nodes.last_mut()
                && is_latin(word)
                && is_latin(&letter)
            {
                word.push_str(&letter);
                return;
            }
            Node::Letter(letter, Slant::Upright)
        }
        other => other,
    };
    nodes.push(node);
}

fn is_latin(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphabetic())
}

fn thousands(number: &str) -> bool {
    let whole = number.split('.').next().unwrap_or("");
    let mut parts = whole.split(',');
    parts.next().is_some_and(|first| (1..=3).contains(&first.len())) && parts.all(|part| part.len() == 3)
}

/// Whether a sign that follows has nothing on its left.
fn is_open_end(node: Option<&Node>) -> bool {
    match node {
        None | Some(Node::Space(_)) => true,
        Some(Node::Operator(_, role)) => !matches!(role, Role::Bracket(false) | Role::Accent(_) | Role::Sized(_)),
        _ => false,
    }
}

fn negated(node: Node) -> Node {
    const SLASH: char = '\u{338}';
    let struck = |text: String| text.chars().chain([SLASH]).nfc().collect();
    match node {
        Node::Operator(text, role) => Node::Operator(struck(text), role),
        Node::Letter(text, slant) => Node::Letter(struck(text), slant),
        other => other,
    }
}

fn atom(content: &Content<'_>, font: Option<Font>) -> Node {
    match *content {
        Content::Text("&nbsp;") => Node::Space(250),
        Content::Text(text) => Node::Words(words(text, font)),
        Content::Number(number) => Node::Number(number.chars().map(|c| alphabet(c, font)).collect()),
        Content::Function(name) => Node::Name(name.to_owned(), Limits::No),
        Content::Ordinary { content, stretchy } if stretchy || is_accent(content) => {
            Node::Operator(content.to_string(), Role::Accent(stretchy || content == '‾'))
        }
        Content::Ordinary { content, .. } => letter(content, font),
        Content::LargeOp { content, .. } => Node::Operator(content.to_string(), Role::Large),
        Content::BinaryOp { content: '/', .. } => Node::Operator("/".to_owned(), Role::Tight),
        Content::BinaryOp { content, .. } => Node::Operator(content.to_string(), Role::Between),
        Content::Relation { content, .. } => {
            let mut buffer = [0; 8];
            let text = String::from_utf8_lossy(content.encode_utf8_to_buf(&mut buffer)).into_owned();
            Node::Operator(text, Role::Relation)
        }
        Content::Delimiter { content, size: Some(size), .. } => {
            let tenths = match size {
                DelimiterSize::Big => 12,
                DelimiterSize::BIG => 18,
                DelimiterSize::Bigg => 24,
                DelimiterSize::BIGG => 30,
            };
            Node::Operator(content.to_string(), Role::Sized(tenths))
        }
        Content::Delimiter { content, ty: DelimiterType::Fence, .. } => Node::Letter(content.to_string(), Slant::Usual),
        Content::Delimiter { content, ty, .. } => {
            Node::Operator(content.to_string(), Role::Bracket(ty == DelimiterType::Open))
        }
        Content::Punctuation(c @ (',' | ';')) => Node::Operator(c.to_string(), Role::Comma),
        Content::Punctuation(c) => Node::Letter(c.to_string(), Slant::Usual),
    }
}

fn letter(c: char, font: Option<Font>) -> Node {
    // The library writes the micro sign, which has no leaning form.
    let c = if c == 'µ' { 'μ' } else { c };
    let upright = font == Some(Font::UpRight) || font.is_none() && matches!(c, 'Α'..='Ω' | '∇' | '∞');
    let mapped = alphabet(c, font);
    let slant = if upright && mapped == c { Slant::Upright } else { Slant::Usual };
    Node::Letter(mapped.to_string(), slant)
}

fn is_accent(c: char) -> bool {
    matches!(c, '´' | '‾' | '˘' | 'ˇ' | '˙' | '¨' | '`' | '^' | '~' | '→' | '˚')
}

/// Words without the backslashes that LaTeX needs before some characters.
fn words(text: &str, font: Option<Font>) -> String {
    let font = font.filter(|font| *font != Font::UpRight);
    let mut escaped = false;
    let mut words = String::with_capacity(text.len());
    for c in text.chars() {
        escaped = c == '\\' && !escaped;
        match c {
            '\\' if escaped => {}
            '~' | '\n' | '\r' | '\t' => words.push(' '),
            c => words.push(alphabet(c, font)),
        }
    }
    words
}

/// A letter or digit in one of the alphabets of mathematics, which Unicode has as characters of their own.
fn alphabet(c: char, font: Option<Font>) -> char {
    let (upper, lower, digit) = match font {
        Some(Font::Bold) => (0x1D400, 0x1D41A, 0x1D7CE),
        Some(Font::BoldSymbol) => (0x1D468, 0x1D482, 0x1D7CE),
        Some(Font::DoubleStruck) => (0x1D538, 0x1D552, 0x1D7D8),
        Some(Font::Script) => (0x1D49C, 0x1D4B6, 0),
        _ => return c,
    };
    // Letters that Unicode had before it had the alphabets.
    let older = match (font, c) {
        (Some(Font::DoubleStruck), 'C' | 'H' | 'N' | 'P' | 'Q' | 'R' | 'Z') => {
            ['ℂ', 'ℍ', 'ℕ', 'ℙ', 'ℚ', 'ℝ', 'ℤ'].get("CHNPQRZ".find(c).unwrap_or(0))
        }
        (Some(Font::Script), 'B' | 'E' | 'F' | 'H' | 'I' | 'L' | 'M' | 'R' | 'e' | 'g' | 'o') => {
            ['ℬ', 'ℰ', 'ℱ', 'ℋ', 'ℐ', 'ℒ', 'ℳ', 'ℛ', 'ℯ', 'ℊ', 'ℴ'].get("BEFHILMRego".find(c).unwrap_or(0))
        }
        _ => None,
    };
    let from = |start: u32, first: char| char::from_u32(start + (u32::from(c) - u32::from(first)));
    let mapped = match c {
        _ if older.is_some() => older.copied(),
        'A'..='Z' => from(upper, 'A'),
        'a'..='z' => from(lower, 'a'),
        '0'..='9' if digit > 0 => from(digit, '0'),
        'α'..='ω' if font == Some(Font::Bold) => from(0x1D6C2, 'α'),
        'α'..='ω' if font == Some(Font::BoldSymbol) => from(0x1D736, 'α'),
        'Α'..='Ω' if matches!(font, Some(Font::Bold | Font::BoldSymbol)) => from(0x1D6A8, 'Α'),
        _ => None,
    };
    mapped.unwrap_or(c)
}
