//! `content/_allow.yaml` → [`Allowed`]: what the rules against personal data let pass, with the reason and who answers for it.

use crate::diag::Diagnostics;
use crate::load::source::Source;
use crate::load::yaml::Tree;
use crate::model::field::declare::Declaring;

/// What may stand in public.
#[derive(Debug, Default)]
pub struct Allowed {
    texts: Vec<String>,
}

impl Allowed {
    /// Reads the list: `- { text: "…", why: 理由, who: 负责的岗位 }`. An entry without reason or answerable post counts for nothing.
    pub fn read(source: Option<&Source>, diags: &mut Diagnostics) -> Self {
        let Some((source, tree)) = source.and_then(|source| Some((source, source.tree.as_ref()?))) else {
            return Self::default();
        };
        let mut d = Declaring { source: &source.text, diags };
        let help = "每条一行：- { text: 原文, why: 为什么可以公开, who: 由哪个岗位负责 }";
        if !matches!(tree.tree, Tree::List(_) | Tree::Null) {
            d.bad(&tree.range, "_allow.yaml 应是列表", help);
            return Self::default();
        }
        let mut texts = Vec::new();
        for item in tree.items().iter().filter(|item| !item.is_null()) {
            d.keys(item, &["text", "why", "who"], "_allow.yaml ");
            let mut said = |key: &str| d.text(item, key).filter(|text| !text.trim().is_empty());
            match (said("text"), said("why"), said("who")) {
                (Some(text), Some(_), Some(_)) => texts.push(bare(&text)),
                _ => d.bad(&item.range, "缺 text、why 或 who", help),
            }
        }
        Self { texts }
    }

    /// Whether a text is on the list, however it is spaced.
    pub fn has(&self, text: &str) -> bool {
        !self.texts.is_empty() && self.texts.contains(&bare(text))
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_lowercase).collect()
}
