//! Declared fields: [`Field`] and its [`Kind`]s, a closed list with one file each.
//!
//! A kind says how it is declared, how a value is read, what its JSON Schema is and what a skeleton shows.

pub mod choice;
pub mod cost;
pub mod date;
pub mod declare;
pub mod flag;
pub mod group;
pub mod image;
pub mod link;
pub mod number;
pub mod quantity;
pub mod reference;
pub mod result;
pub mod said;
pub mod step;
pub mod text;

use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Diagnostics, SourceText, Span};
use crate::load::yaml::{Node, Tree};
use crate::model::condition::Condition;
use crate::model::term::Terms;
use crate::model::value::{Item, Missing, Slot, Value};
use crate::model::{COUNT, WRONG_KIND};

/// Fields that the page places itself: they are no part of the declared fields' lists, and shown though they say `show: none`.
pub const PLACED: &[&str] = &[
    "title",
    "summary",
    "published",
    "updated",
    "update_note",
    "review_by",
    "source_body",
    "author_role",
    "image",
    "sources",
];

/// One declared field of a collection or group.
#[derive(Debug)]
pub struct Field {
    /// The key in front matter.
    pub id: Arc<str>,
    /// Its name for readers.
    pub label: Label,
    /// What the clerk should write.
    pub help: Option<String>,
    /// The kind of each value.
    pub kind: Kind,
    /// How many values, if the field is a list.
    pub count: Option<Count>,
    /// When a value is required.
    pub need: Need,
    /// The condition under which it is required.
    pub when: Condition,
    /// Reasons that may stand instead of a value.
    pub absent: Vec<String>,
    /// Whether every item needs a basis: a source or `judgement`.
    pub basis: bool,
    /// Dates that must not go back: names of this field and its neighbours, or of the fields inside a group.
    pub order: Vec<String>,
    /// How pages show it.
    pub show: Show,
    /// The clause of the plan behind it.
    pub clause: Option<String>,
    /// Place of the declaration.
    pub span: Span,
}

/// A name in two languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: Option<String>,
}

/// When a field must have a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Never.
    No,
    /// In every document, drafts too.
    Always,
    /// When the document is public.
    Release,
}

/// How many values a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// At least.
    pub min: usize,
    /// At most, if bounded.
    pub max: Option<usize>,
}

/// How a page shows a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// A row of the key-facts panel.
    Fact,
    /// Linked words in the head.
    Chip,
    /// In the head, as lead.
    Lead,
    /// Rows of a table.
    Table,
    /// Big numbers and a table.
    Figures,
    /// Numbered steps.
    Steps,
    /// The stairs of a vocabulary.
    Ladder,
    /// Fits and does not fit.
    Fit,
    /// A list.
    List,
    /// Text under its label.
    Text,
    /// Placed by the template itself, or not shown.
    None,
}

/// The kinds of field; a new one is a file in this folder.
#[derive(Debug)]
pub enum Kind {
    /// One line of text.
    Text(text::Text),
    /// A date.
    Date(date::DateField),
    /// A plain number.
    Number(number::Number),
    /// A number with unit.
    Quantity(quantity::QuantityField),
    /// A word of a vocabulary.
    Choice(choice::Choice),
    /// Another document.
    Reference(reference::ReferenceField),
    /// An address.
    Link,
    /// A picture.
    Image,
    /// Yes or no.
    Flag(flag::Flag),
    /// A record of named fields; the record kinds `result`, `cost` and `step` are groups whose fields Rust knows.
    Group(group::GroupField),
}

/// What reading a value needs.
pub struct Reading<'a> {
    /// The file.
    pub source: &'a Arc<SourceText>,
    /// The vocabularies.
    pub terms: &'a Terms,
    /// Dotted path of the field, for messages.
    pub path: String,
    /// Whether limits of length and number are set aside: a translation has another length.
    pub lenient: bool,
    /// The sink.
    pub diags: &'a mut Diagnostics,
}

impl Reading<'_> {
    /// Pushes a problem at bytes of the file.
    pub fn problem(&mut self, code: &'static Code, range: &Range<usize>, message: String, help: String) {
        self.diags.push(Diagnostic::new(code, Span::new(self.source, range.clone()), message).help(help));
    }

    /// The scalar at a node, or a diagnostic that something else stands there.
    pub fn scalar<'n>(&mut self, node: &'n Node, wanted: &str) -> Option<&'n str> {
        if let Some(text) = node.text() {
            return Some(text);
        }
        let message = format!("“{}”应是{wanted}，这里是{}", self.path, node.kind_zh());
        self.problem(&WRONG_KIND, &node.range, message, format!("在冒号后直接写{wanted}"));
        None
    }
}

/// What to mend if a value has full-width punctuation or Chinese quotation marks where YAML wants half-width ones.
pub fn slip(text: &str) -> Option<String> {
    let odd: Vec<String> =
        text.chars().filter(|c| "，：；【】［］（）“”‘’".contains(*c)).map(|c| format!("“{c}”")).collect();
    (!odd.is_empty()).then(|| format!("里面有全角的 {}：换成半角，或删去引号", odd.join("")))
}

impl Field {
    /// Reads what a document says in this field.
    pub fn read(&self, node: &Node, reading: &mut Reading<'_>) -> Slot {
        if node.is_null() {
            return Slot { value: Err(Missing::NotGiven), range: Some(node.range.clone()) };
        }
        let value = match self.count {
            None => self.one(node, reading),
            Some(count) => self.list(node, count, reading),
        };
        Slot { value: value.ok_or(Missing::Wrong), range: Some(node.range.clone()) }
    }

    fn one(&self, node: &Node, reading: &mut Reading<'_>) -> Option<Value> {
        if let (Tree::List(_), false) = (&node.tree, matches!(self.kind, Kind::Group(_))) {
            let message = format!("“{}”只能有一个值", reading.path);
            reading.problem(&COUNT, &node.range, message, "去掉方括号，只留一个值".to_owned());
            return None;
        }
        match &self.kind {
            Kind::Text(kind) => kind.read(node, reading),
            Kind::Date(kind) => kind.read(node, reading),
            Kind::Number(kind) => kind.read(node, reading),
            Kind::Quantity(kind) => kind.read(node, reading),
            Kind::Choice(kind) => kind.read(node, reading),
            Kind::Reference(kind) => kind.read(node, reading),
            Kind::Link => link::read(node, reading),
            Kind::Image => image::read(node, reading),
            Kind::Flag(kind) => kind.read(node, reading),
            Kind::Group(kind) => kind.read(node, reading),
        }
    }

    /// A wrong item is left out (a diagnostic says so); the right ones stay.
    fn list(&self, node: &Node, count: Count, reading: &mut Reading<'_>) -> Option<Value> {
        let nodes = node.items();
        let items: Vec<Item> = nodes
            .iter()
            .filter_map(|item| Some(Item { value: self.one(item, reading)?, range: item.range.clone() }))
            .collect();
        for (at, item) in items.iter().enumerate() {
            if !matches!(item.value, Value::Group(_)) && items[..at].iter().any(|other| other.value == item.value) {
                let message = format!("“{}”里同一个值写了两次", reading.path);
                reading.problem(&COUNT, &item.range, message, "删去重复的一处".to_owned());
            }
        }
        let bad = match count.max {
            Some(max) if nodes.len() > max => Some(format!("“{}”有 {} 个值，最多 {max} 个", reading.path, nodes.len())),
            _ if nodes.len() < count.min => {
                Some(format!("“{}”有 {} 个值，至少 {} 个", reading.path, nodes.len(), count.min))
            }
            _ => None,
        };
        if let Some(message) = bad.filter(|_| !reading.lenient) {
            reading.problem(&COUNT, &node.range, message, "增减到规定的个数".to_owned());
        }
        (!items.is_empty() || nodes.is_empty()).then_some(Value::List(items))
    }

    /// Whether readers of the page see it: as a declared field, or at the place that the page itself has for it.
    pub fn is_shown(&self) -> bool {
        self.show != Show::None || PLACED.contains(&&*self.id)
    }

    /// The fields inside, if the kind is a group.
    pub fn fields(&self) -> &[Field] {
        match &self.kind {
            Kind::Group(group) => &group.fields,
            _ => &[],
        }
    }
}

impl Kind {
    /// The kind's name in declarations.
    pub fn word(&self) -> &'static str {
        match self {
            Kind::Text(_) => "text",
            Kind::Date(_) => "date",
            Kind::Number(_) => "number",
            Kind::Quantity(_) => "quantity",
            Kind::Choice(_) => "choice",
            Kind::Reference(_) => "reference",
            Kind::Link => "link",
            Kind::Image => "image",
            Kind::Flag(_) => "flag",
            Kind::Group(group) => group.record.map_or("group", group::Record::word),
        }
    }
}

impl Show {
    /// How a kind is shown when the declaration does not say.
    pub fn usual(kind: &Kind, many: bool) -> Self {
        match kind {
            Kind::Group(group) => match group.record {
                Some(group::Record::Step) => Show::Ladder,
                Some(group::Record::Result) => Show::Figures,
                Some(group::Record::Cost) => Show::Table,
                None if many => Show::List,
                None => Show::Fact,
            },
            Kind::Text(_) => Show::Text,
            Kind::Image => Show::None,
            _ => Show::Fact,
        }
    }

    /// The word in declarations and views.
    pub fn word(self) -> &'static str {
        match self {
            Show::Fact => "fact",
            Show::Chip => "chip",
            Show::Lead => "lead",
            Show::Table => "table",
            Show::Figures => "figures",
            Show::Steps => "steps",
            Show::Ladder => "ladder",
            Show::Fit => "fit",
            Show::List => "list",
            Show::Text => "text",
            Show::None => "none",
        }
    }

    /// All of them, for reading declarations.
    pub const ALL: &[Show] = &[
        Show::Fact,
        Show::Chip,
        Show::Lead,
        Show::Table,
        Show::Figures,
        Show::Steps,
        Show::Ladder,
        Show::Fit,
        Show::List,
        Show::Text,
        Show::None,
    ];
}
