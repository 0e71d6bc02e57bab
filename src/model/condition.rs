//! Conditions of declarations: a flat map of field paths to allowed values; all must hold.
//!
//! No `or`, no arithmetic, no variables (DECLARATIONS, limit 2). What needs more is a rule in Rust.

use std::fmt;
use std::sync::Arc;

use crate::diag::{Diagnostic, Diagnostics, SourceText, Span};
use crate::load::yaml::{Node, Tree};
use crate::model::BAD_DECLARATION;

/// A field, or one hop through a reference or into a group: `content`, `pilot.province`, `period.state`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPath {
    /// The field.
    pub field: String,
    /// The field of what it refers to, or of the group.
    pub then: Option<String>,
}

/// What a path must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Has a value.
    Any,
    /// Has none.
    None,
    /// Is (or holds) one of these words.
    OneOf(Vec<String>),
}

/// All of these must hold. An empty condition always holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// The tests.
    pub tests: Vec<(FieldPath, Test)>,
    /// Places of the words, for checking them against vocabularies.
    pub words: Vec<(FieldPath, String, std::ops::Range<usize>)>,
}

impl FieldPath {
    /// Reads `a` or `a.b`; more dots are no path.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(str::to_owned);
        let path = Self { field: parts.next().filter(|p| !p.is_empty())?, then: parts.next() };
        parts.next().is_none().then_some(path)
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.field)?;
        self.then.as_ref().map_or(Ok(()), |then| write!(f, ".{then}"))
    }
}

impl Condition {
    /// Reads a condition; what can't be read is a diagnostic and left out.
    pub fn read(source: &Arc<SourceText>, node: &Node, diags: &mut Diagnostics) -> Self {
        let mut condition = Self::default();
        if !matches!(node.tree, Tree::Map(_)) {
            diags.push(
                Diagnostic::new(&BAD_DECLARATION, Span::new(source, node.range.clone()), "条件不是“字段: 值”的形式")
                    .help("写成 if: { 字段: 值 }，值可以是列表、any 或 none"),
            );
        }
        for pair in node.pairs() {
            let Some(path) = FieldPath::parse(&pair.key) else {
                let message = format!("条件里的字段“{}”写法不对", pair.key);
                diags.push(
                    Diagnostic::new(&BAD_DECLARATION, Span::new(source, pair.key_range.clone()), message)
                        .help("写字段名，或“引用字段.字段”，最多一个点"),
                );
                continue;
            };
            let words: Vec<(String, std::ops::Range<usize>)> = pair
                .value
                .items()
                .iter()
                .filter_map(|item| Some((item.text()?.to_owned(), item.range.clone())))
                .collect();
            let test = match words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().as_slice() {
                ["any"] => Test::Any,
                ["none"] => Test::None,
                [] => Test::None,
                words => Test::OneOf(words.iter().map(|word| (*word).to_owned()).collect()),
            };
            if matches!(test, Test::OneOf(_)) {
                condition.words.extend(words.into_iter().map(|(word, range)| (path.clone(), word, range)));
            }
            condition.tests.push((path, test));
        }
        condition
    }

    /// Whether it holds, given the words that stand at a path.
    pub fn holds(&self, words: impl Fn(&FieldPath) -> Vec<Arc<str>>) -> bool {
        self.tests.iter().all(|(path, test)| {
            let found = words(path);
            match test {
                Test::Any => !found.is_empty(),
                Test::None => found.is_empty(),
                Test::OneOf(allowed) => found.iter().any(|word| allowed.iter().any(|a| **a == **word)),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::yaml::{self, Limits};

    fn read(text: &str) -> (Condition, Diagnostics) {
        let source = SourceText::new("a.yaml", text);
        let mut diags = Diagnostics::new();
        let node = yaml::read(&source, 0..text.len(), Limits::SITE, &mut diags).unwrap();
        (Condition::read(&source, &node, &mut diags), diags)
    }

    #[test]
    fn all_tests_must_hold() {
        let check = |condition: &str, words: &[(&str, &[&str])], expected: bool| {
            let (condition, diags) = read(condition);
            assert!(diags.is_empty(), "{diags:?}");
            let holds = condition.holds(|path| {
                let found = words.iter().find(|(name, _)| *name == path.to_string());
                found.map_or(Vec::new(), |(_, words)| words.iter().map(|word| Arc::from(*word)).collect())
            });
            assert_eq!(holds, expected, "{condition:?} {words:?}");
        };
        check("{ content: tasks }", &[("content", &["tasks", "policy"])], true);
        check("{ content: tasks }", &[("content", &["policy"])], false);
        check("{ content: tasks }", &[], false);
        check("{ content: [tasks, policy] }", &[("content", &["policy"])], true);
        check("{ place: none }", &[], true);
        check("{ place: none }", &[("place", &["any"])], false);
        check("{ place: any }", &[("place", &["any"])], true);
        check("{ pilot.kind: park }", &[("pilot.kind", &["park"])], true);
        check("{ a: x, b: y }", &[("a", &["x"])], false);
        check("{ a: x, b: y }", &[("a", &["x"]), ("b", &["y"])], true);
        check("{}", &[], true);
    }

    #[test]
    fn what_is_no_condition_is_told() {
        let check = |text: &str| assert_eq!(read(text).1.len(), 1, "{text}");
        check("[a, b]");
        check("tasks");
        check("{ a.b.c: x }");
        check("{ .a: x }");
    }
}
