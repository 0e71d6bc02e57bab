//! A formula on one line of plain text: `E = (a + b)/c`, `CO₂`, `√(x)`.
//!
//! In: a [`Formula`]. Out: text for summaries, counts, alternative texts and the search index.

use crate::model::body::formula::{Columns, Formula, Limits, Node, Role, Script};
use crate::model::body::letter::is_full;

const LOW: &str = "₀₁₂₃₄₅₆₇₈₉₊₋";
const HIGH: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻";
const PLAIN: &str = "0123456789+−";

/// The text of a formula.
pub fn linear(formula: &Formula) -> String {
    let mut out = String::new();
    row(&formula.0, &mut out);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many letters wide a formula is at most; Han characters count for two.
pub fn width(formula: &Formula) -> usize {
    linear(formula).chars().map(|c| if is_full(c) { 2 } else { 1 }).sum()
}

fn row(nodes: &[Node], out: &mut String) {
    // What stands beside a fraction or a function's name without a sign between.
    let beside = |at: Option<usize>| at.and_then(|at| nodes.get(at)).is_some_and(|node| !is_sign(node));
    for (index, node) in nodes.iter().enumerate() {
        let (before, after) = (beside(index.checked_sub(1)), beside(Some(index + 1)));
        match node {
            Node::Fraction(..) if before || after => {
                out.push('(');
                part(node, out);
                out.push(')');
            }
            Node::Name(..) => {
                out.push_str(if before { " " } else { "" });
                part(node, out);
                out.push_str(if after { " " } else { "" });
            }
            node => part(node, out),
        }
    }
}

fn is_sign(node: &Node) -> bool {
    matches!(node, Node::Operator(..) | Node::Space(_) | Node::Fenced(..))
}

fn text(node: &Node) -> String {
    let mut out = String::new();
    part(node, &mut out);
    out.trim().to_owned()
}

fn part(node: &Node, out: &mut String) {
    match node {
        Node::Row(nodes) | Node::Styled(_, nodes) => row(nodes, out),
        Node::Name(text, Limits::Yes) => {
            out.push_str(text);
            out.push(' ');
        }
        Node::Letter(text, _) | Node::Number(text) | Node::Name(text, _) => out.push_str(text),
        Node::Words(text) => out.push_str(text),
        Node::Operator(text, Role::Between | Role::Relation) => {
            out.push(' ');
            out.push_str(text);
            out.push(' ');
        }
        Node::Operator(text, Role::Comma) => {
            out.push_str(text);
            out.push(' ');
        }
        Node::Operator(text, _) => out.push_str(text),
        Node::Space(width) => out.push_str(if *width > 200 { " " } else { "" }),
        Node::Fraction(parts, line) => {
            closed(&parts[0], out);
            out.push_str(if *line { "/" } else { ", " });
            closed(&parts[1], out);
        }
        Node::Root(inner, index) => {
            if let Some(index) = index {
                raised(index, HIGH, "^", out);
            }
            out.push('√');
            closed(inner, out);
        }
        Node::Script(script) => scripts(script, out),
        Node::Fenced(open, nodes, close) => {
            out.extend(*open);
            row(nodes, out);
            out.extend(*close);
        }
        Node::Table(rows, columns) => {
            for (index, cells) in rows.iter().enumerate() {
                out.push_str(if index > 0 { "; " } else { "" });
                for (index, cell) in cells.iter().enumerate() {
                    out.push_str(match columns {
                        _ if index == 0 => "",
                        Columns::Middle => ", ",
                        _ => " ",
                    });
                    row(cell, out);
                }
            }
        }
    }
}

fn scripts(script: &Script, out: &mut String) {
    match &script.base {
        Node::Row(nodes) if nodes.len() > 1 => closed(&script.base, out),
        base => part(base, out),
    }
    if matches!(script.base, Node::Operator(..) | Node::Name(_, Limits::Yes)) {
        out.truncate(out.trim_end().len());
    }
    for (script, digits, mark) in [(&script.sub, LOW, "_"), (&script.sup, HIGH, "^")] {
        match script {
            None => {}
            Some(Node::Operator(accent, Role::Accent(_))) => out.extend(combining(accent)),
            Some(script) => raised(script, digits, mark, out),
        }
    }
    if matches!(script.base, Node::Operator(_, Role::Large | Role::Relation | Role::Between) | Node::Name(..)) {
        out.push(' ');
    }
}

/// A script: small digits where there are such, else behind a mark.
fn raised(script: &Node, digits: &str, mark: &str, out: &mut String) {
    let written = text(script);
    let small = |c: char| PLAIN.chars().position(|plain| plain == c).and_then(|at| digits.chars().nth(at));
    if written.chars().all(|c| small(c).is_some()) {
        out.extend(written.chars().filter_map(small));
    } else if written.chars().all(|c| matches!(c, '′' | '∘' | '∗')) {
        out.push_str(&written.replace('∘', "°"));
    } else {
        out.push_str(mark);
        closed(script, out);
    }
}

/// A part in brackets, unless it is one thing.
fn closed(node: &Node, out: &mut String) {
    let one = match node {
        Node::Letter(..)
        | Node::Number(_)
        | Node::Words(_)
        | Node::Name(..)
        | Node::Operator(..)
        | Node::Fenced(..) => true,
        Node::Script(script) => !matches!(script.base, Node::Operator(..) | Node::Name(..) | Node::Row(_)),
        _ => false,
    };
    let written = text(node);
    out.push_str(&if one { written } else { format!("({written})") });
}

fn combining(accent: &str) -> Option<char> {
    Some(match accent {
        "^" => '\u{302}',
        "‾" => '\u{304}',
        "~" => '\u{303}',
        "→" => '\u{20D7}',
        "˙" => '\u{307}',
        "¨" => '\u{308}',
        _ => return None,
    })
}
