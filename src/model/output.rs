//! `outputs:` and `meta:` of a declaration: in which forms documents are written beside their pages, and what they are for
//! machines that know the words of schema.org.

use crate::load::yaml::Node;
use crate::model::field::declare::Declaring;

/// The forms of a document beside its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outputs {
    /// `index.json`: the typed fields; and with it the tables of the whole collection.
    pub json: bool,
    /// `index.md`: the text as Markdown.
    pub markdown: bool,
}

/// What a document is in the words of schema.org.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The type.
    pub kind: &'static str,
    /// Properties of the type, and the field that each is taken from.
    pub fields: Vec<(&'static str, String)>,
}

/// The types that a declaration may name, each with the properties that it may take from fields. All other properties follow
/// from what every document has.
pub const TYPES: &[(&str, &[&str])] = &[
    ("Article", &["about"]),
    ("Dataset", &["variableMeasured", "temporalCoverage", "spatialCoverage"]),
    ("DefinedTerm", &["alternateName"]),
    ("Event", &["startDate", "endDate", "location", "organizer"]),
    ("Legislation", &["legislationIdentifier", "legislationDate", "legislationPassedBy", "legislationType"]),
    ("Place", &["containedInPlace", "additionalType"]),
    ("Report", &["about", "reportNumber"]),
    ("WebPage", &["about"]),
];

impl Outputs {
    /// Reads `outputs: [html, json, md]`; only the page when nothing is said.
    pub fn read(node: Option<&Node>, d: &mut Declaring<'_>) -> Self {
        let mut outputs = Self::default();
        let Some(node) = node else { return outputs };
        let words: Vec<Option<&str>> = node.items().iter().map(|item| d.word(item, &["html", "json", "md"])).collect();
        if words.iter().all(Option::is_some) && !words.contains(&Some("html")) {
            d.bad(&node.range, "outputs 里没有 html", "每个文档都要有网页：写成 outputs: [html, json, md]");
        }
        outputs.json = words.contains(&Some("json"));
        outputs.markdown = words.contains(&Some("md"));
        outputs
    }
}

impl Meaning {
    /// Reads `meta: { json_ld: Event, fields: { startDate: date } }`.
    pub fn read(node: Option<&Node>, d: &mut Declaring<'_>) -> Option<Self> {
        let node = node?;
        d.keys(node, &["json_ld", "fields"], "meta ");
        let Some(word) = node.get("json_ld") else {
            d.bad(&node.range, "meta 缺少 json_ld", "写成 meta: { json_ld: Article }");
            return None;
        };
        let names: Vec<&str> = TYPES.iter().map(|(name, _)| *name).collect();
        let word = d.word(word, &names)?;
        let (kind, allowed) = TYPES.iter().find(|(name, _)| *name == word)?;
        let mut fields = Vec::new();
        if let Some(node) = node.get("fields") {
            d.keys(node, allowed, &format!("{kind} "));
            for property in *allowed {
                fields.extend(d.text(node, property).map(|field| (*property, field)));
            }
        }
        Some(Self { kind, fields })
    }
}
