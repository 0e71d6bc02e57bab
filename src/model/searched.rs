//! `search:` of a declaration: what of a document the search looks at, and how much it counts there.
//!
//! Without it everything that readers of the page see is searched; the weights below are usual.

use crate::load::yaml::Node;
use crate::model::field::declare::Declaring;
use crate::model::field::{Field, Kind};

/// From this weight on a text field holds names of its document: who types one whole means this document.
pub const NAME: usize = 6;

/// The greatest weight.
const MOST: usize = 9;

/// What the search looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Searched {
    /// Weights that were declared, by field.
    pub weights: Vec<(String, usize)>,
    /// Weight of the body's headings, if it was declared.
    pub headings: Option<usize>,
    /// Weight of the body, if it was declared.
    pub body: Option<usize>,
}

impl Searched {
    /// Reads `search: { title: 6, headings: 2, body: 1, short: 6 }`; `None` for `search: none`.
    pub fn read(node: Option<&Node>, d: &mut Declaring<'_>) -> Option<Self> {
        let mut searched = Self::default();
        let Some(node) = node else { return Some(searched) };
        if node.text() == Some("none") {
            return None;
        }
        if node.pairs().is_empty() {
            d.bad(&node.range, "search 的写法不对", "写成 search: { title: 6, body: 1 }，或 search: none");
        }
        for pair in node.pairs() {
            let weight = pair.value.text().and_then(|text| text.parse().ok()).filter(|weight| *weight <= MOST);
            let Some(weight) = weight else {
                let message = format!("search 里“{}”的分量不对", pair.key);
                d.bad(&pair.value.range, message, format!("写 0 到 {MOST} 的整数；0 是不搜，{NAME} 以上的字段算名称"));
                continue;
            };
            match pair.key.as_str() {
                "headings" => searched.headings = Some(weight),
                "body" => searched.body = Some(weight),
                field => searched.weights.push((field.to_owned(), weight)),
            }
        }
        Some(searched)
    }

    /// How much a word in a field counts. `names` are fields that the declaration says hold names.
    pub fn weight(&self, field: &Field, names: &[&str]) -> usize {
        if let Some((_, weight)) = self.weights.iter().find(|(name, _)| **name == *field.id) {
            return *weight;
        }
        match (&*field.id, &field.kind) {
            ("title", _) => NAME,
            (name, _) if names.contains(&name) => NAME,
            ("summary", _) => 2,
            ("sources" | "source_body" | "author_role" | "update_note", _) => 0,
            (_, Kind::Date(_) | Kind::Link | Kind::Image | Kind::Flag(_)) => 0,
            (_, Kind::Choice(_)) if field.is_shown() => 2,
            _ if field.is_shown() => 1,
            _ => 0,
        }
    }
}
