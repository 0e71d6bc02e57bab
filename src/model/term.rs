//! Controlled vocabularies: `content/_terms/<name>.yaml` → [`Terms`]. The order of the file is the order everywhere.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Diagnostic, Diagnostics, SourceText, Span, nearest};
use crate::load::source::Source;
use crate::load::yaml::{Node, Tree};
use crate::model::condition::Condition;
use crate::model::{BAD_DECLARATION, value::Quantity};

/// All vocabularies by name.
#[derive(Debug, Default)]
pub struct Terms {
    vocabularies: BTreeMap<String, Vocabulary>,
}

/// One list of allowed words.
#[derive(Debug)]
pub struct Vocabulary {
    /// File name without `.yaml`.
    pub name: String,
    /// The words, in the order of the file.
    pub terms: Vec<Term>,
    by_id: BTreeMap<String, usize>,
}

/// One allowed word.
#[derive(Debug)]
pub struct Term {
    /// What documents write.
    pub id: Arc<str>,
    /// What Chinese readers see.
    pub zh: Arc<str>,
    /// What English readers see.
    pub en: Option<Arc<str>>,
    /// How Chinese pages write a unit that authors write by its symbol: 千瓦时 for kWh.
    pub shown: Option<Arc<str>>,
    /// A remark for readers.
    pub note: Option<Arc<str>>,
    /// Other ways to write it (units).
    pub same: Vec<String>,
    /// The sign that stands for it (units).
    pub symbol: Option<Arc<str>>,
    /// Documents that may use it, if not all.
    pub only: Option<Condition>,
    /// How many distinct values of a tallied field it stands for.
    pub min: Option<usize>,
    /// Kinds of evidence that prove it (steps).
    pub evidence: Vec<String>,
    /// What the document that proves it must be (steps).
    pub target: Option<StepTarget>,
    /// What the dimension of a unit is, and its factor to the base unit.
    pub unit: Option<(String, f64)>,
    /// The place of its tile in the map: row and column, both from 1.
    pub tile: Option<(u8, u8)>,
    /// The number that the state gave it.
    pub code: Option<u32>,
    /// Whether it says of itself that nobody has held it to the original text.
    pub unverified: bool,
    /// Place of the id.
    pub span: Span,
}

/// What a document must be to prove a step.
#[derive(Debug)]
pub struct StepTarget {
    /// Its collection.
    pub to: String,
    /// What it must say.
    pub of: Condition,
    /// Fields in which it must agree with the step.
    pub same: Vec<String>,
}

const KEYS: &[&str] = &[
    "id",
    "zh",
    "en",
    "note",
    "clause",
    "code",
    "data",
    "spoken",
    "shown",
    "verified",
    "only",
    "min",
    "evidence",
    "target",
    "same",
    "retired",
    "symbol",
    "dimension",
    "factor",
    "source",
    "date",
    "count",
    "document",
    "tile",
];

/// Rows and columns of the map: what the theme's grid has.
const GRID: (u8, u8) = (8, 7);

impl Terms {
    /// Reads all vocabularies. Wrong terms are diagnostics and left out.
    pub fn read(sources: &[(String, Source)], diags: &mut Diagnostics) -> Self {
        let vocabularies = sources
            .iter()
            .filter_map(|(name, source)| Some((name.clone(), vocabulary(name, source, diags)?)))
            .collect();
        Self { vocabularies }
    }

    /// All vocabularies, by name.
    pub fn all(&self) -> impl Iterator<Item = &Vocabulary> {
        self.vocabularies.values()
    }

    /// A vocabulary by name.
    pub fn get(&self, name: &str) -> Option<&Vocabulary> {
        self.vocabularies.get(name)
    }

    /// A term by vocabulary and id.
    pub fn term(&self, vocabulary: &str, id: &str) -> Option<&Term> {
        self.get(vocabulary)?.get(id)
    }

    /// Names of all vocabularies.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.vocabularies.keys().map(String::as_str)
    }

    /// The vocabulary of units.
    pub fn units(&self) -> Option<&Vocabulary> {
        self.get("units")
    }

    /// A quantity in the base unit of its dimension, with the dimension's name.
    pub fn to_base(&self, quantity: &Quantity) -> Option<(f64, &str)> {
        let (dimension, factor) = self.units()?.get(&quantity.unit)?.unit.as_ref()?;
        Some((quantity.number * factor, dimension))
    }
}

impl Vocabulary {
    /// A term by id.
    pub fn get(&self, id: &str) -> Option<&Term> {
        self.by_id.get(id).map(|at| &self.terms[*at])
    }

    /// Position of a term in the declared order.
    pub fn rank(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// A term by its Chinese name or another way of writing it: what a clerk may have typed instead of the id.
    pub fn by_name(&self, name: &str) -> Option<&Term> {
        self.terms.iter().find(|term| &*term.zh == name || term.same.iter().any(|same| same == name))
    }

    /// All ids in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.terms.iter().map(|term| &*term.id)
    }
}

fn vocabulary(name: &str, source: &Source, diags: &mut Diagnostics) -> Option<Vocabulary> {
    let tree = source.tree.as_ref()?;
    let Tree::List(items) = &tree.tree else {
        diags.push(
            Diagnostic::new(&BAD_DECLARATION, Span::new(&source.text, tree.range.clone()), "词表不是列表")
                .help("每个词一行：- { id: 编号, zh: 名称 }"),
        );
        return None;
    };
    let mut result = Vocabulary { name: name.to_owned(), terms: Vec::new(), by_id: BTreeMap::new() };
    for item in items {
        let Some(term) = term(&source.text, item, diags) else { continue };
        if let Some(first) = result.get(&term.id) {
            let message = format!("词“{}”写了两次", term.id);
            let diagnostic = Diagnostic::new(&BAD_DECLARATION, term.span.clone(), message)
                .label(first.span.clone(), "第一次在这里")
                .help("删去一处，或换一个编号");
            diags.push(diagnostic);
            continue;
        }
        result.by_id.insert(term.id.to_string(), result.terms.len());
        result.terms.push(term);
    }
    Some(result)
}

fn term(source: &Arc<SourceText>, node: &Node, diags: &mut Diagnostics) -> Option<Term> {
    let mut bad = |range: Range<usize>, message: String, help: &str| {
        diags.push(Diagnostic::new(&BAD_DECLARATION, Span::new(source, range), message).help(help));
    };
    for pair in node.pairs() {
        if !KEYS.contains(&pair.key.as_str()) {
            let help = match nearest(&pair.key, KEYS.iter().copied()) {
                Some(word) => format!("是不是 {word}？"),
                None => format!("词可以有的键：{}", KEYS.join(" ")),
            };
            bad(pair.key_range.clone(), format!("词不认识键“{}”", pair.key), &help);
        }
    }
    let text = |key: &str| node.get(key).and_then(Node::text).map(Arc::from);
    let (Some(id), Some(zh)): (Option<Arc<str>>, Option<Arc<str>>) = (text("id"), text("zh")) else {
        bad(node.range.clone(), "词缺少 id 或 zh".to_owned(), "写成 - { id: 编号, zh: 名称 }");
        return None;
    };
    let id_range = node.get("id").map_or(node.range.clone(), |n| n.range.clone());
    if !crate::model::is_id(&id) {
        bad(id_range, format!("编号“{id}”不合规则"), "编号用小写字母、数字和连字符，2 到 60 个字符");
        return None;
    }
    let words = |key: &str| -> Vec<String> {
        node.get(key).map_or(Vec::new(), |n| n.items().iter().filter_map(Node::text).map(str::to_owned).collect())
    };
    let mut same = words("same");
    let symbol: Option<Arc<str>> = text("symbol");
    same.extend(symbol.as_ref().map(ToString::to_string));
    let number = |key: &str| node.get(key).and_then(Node::text).and_then(|t| t.parse::<f64>().ok());
    let unit = node.get("dimension").and_then(Node::text).zip(number("factor")).map(|(d, f)| (d.to_owned(), f));
    let min = node.get("min").and_then(Node::text).and_then(|t| t.parse().ok());
    let tile = node.get("tile").and_then(|place| {
        let tile = tile(place);
        if tile.is_none() {
            let (rows, columns) = GRID;
            let help = format!("写成 tile: [行, 列]，行从1到{rows}，列从1到{columns}");
            bad(place.range.clone(), "格子的位置写法不对".to_owned(), &help);
        }
        tile
    });
    let code = node.get("code").and_then(Node::text).and_then(|text| text.parse().ok());
    let unverified = node.get("verified").and_then(Node::text) == Some("false");
    let span = Span::new(source, id_range);
    let (en, shown, note, evidence) = (text("en"), text("shown"), text("note"), words("evidence"));
    let target = node.get("target").map(|n| StepTarget {
        to: n.get("to").and_then(Node::text).unwrap_or_default().to_owned(),
        of: n.get("where").map_or_else(Condition::default, |of| Condition::read(source, of, diags)),
        same: n
            .get("same")
            .map_or(Vec::new(), |s| s.items().iter().filter_map(Node::text).map(str::to_owned).collect()),
    });
    let only = node.get("only").map(|n| Condition::read(source, n, diags));
    Some(Term {
        id,
        zh,
        en,
        shown,
        note,
        same,
        symbol,
        only,
        min,
        evidence,
        target,
        unit,
        tile,
        code,
        unverified,
        span,
    })
}

/// `[row, column]`
fn tile(node: &Node) -> Option<(u8, u8)> {
    let numbers: Vec<u8> = node.items().iter().filter_map(|item| item.text()?.parse().ok()).collect();
    let [row, column] = numbers[..] else { return None };
    let inside = (1..=GRID.0).contains(&row) && (1..=GRID.1).contains(&column) && node.items().len() == 2;
    inside.then_some((row, column))
}
