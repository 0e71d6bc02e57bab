//! A formula as MathML, without style, class or colour: browsers lay it out, the theme's styles do what they leave open.
//!
//! In: a [`Formula`] and its LaTeX. Out: a `math` element on the buffer, with the LaTeX as annotation.

use std::fmt::Write as _;

use crate::model::body::escape;
use crate::model::body::formula::{Columns, Formula, Limits, Node, Place, Role, Script, Slant};

/// Where a formula stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// In a line of text.
    Inline,
    /// On lines of its own.
    Display,
}

/// Appends a formula.
pub fn write(formula: &Formula, tex: &str, setting: Setting, out: &mut String) {
    out.push_str(if setting == Setting::Display { "<math display=\"block\">" } else { "<math>" });
    out.push_str("<semantics>");
    match formula.0.as_slice() {
        [one] => node(one, out),
        many => group(many, out),
    }
    out.push_str("<annotation encoding=\"application/x-tex\">");
    escape::text(out, tex.trim());
    out.push_str("</annotation></semantics></math>");
}

fn element(name: &str, text: &str, out: &mut String) {
    // Writing to a String can't fail.
    let _ = write!(out, "<{name}>");
    escape::text(out, text);
    let end = name.split(' ').next().unwrap_or(name);
    let _ = write!(out, "</{end}>");
}

fn group(nodes: &[Node], out: &mut String) {
    out.push_str("<mrow>");
    row(nodes, out);
    out.push_str("</mrow>");
}

/// Parts beside each other. A function's name is parted from its neighbours and tied to its argument.
fn row(nodes: &[Node], out: &mut String) {
    for (index, part) in nodes.iter().enumerate() {
        let function = is_function(part);
        let stands_alone = |node: &Node| !matches!(node, Node::Operator(..) | Node::Space(_));
        if function && index > 0 && nodes.get(index - 1).is_some_and(stands_alone) {
            space(167, out);
        }
        node(part, out);
        if function && let Some(next) = nodes.get(index + 1) {
            match next {
                Node::Operator(_, Role::Bracket(true)) | Node::Fenced(..) => out.push_str("<mo>\u{2061}</mo>"),
                next if stands_alone(next) => {
                    out.push_str("<mo>\u{2061}</mo>");
                    space(167, out);
                }
                _ => {}
            }
        }
    }
}

fn is_function(node: &Node) -> bool {
    match node {
        Node::Name(_, Limits::No) => true,
        Node::Script(script) => is_function(&script.base),
        _ => false,
    }
}

fn space(thousandths: i32, out: &mut String) {
    let _ = write!(out, "<mspace width=\"{}em\"></mspace>", f64::from(thousandths) / 1000.0);
}

fn node(part: &Node, out: &mut String) {
    match part {
        Node::Row(nodes) => group(nodes, out),
        Node::Letter(text, Slant::Upright) if text.chars().count() == 1 => {
            element("mi mathvariant=\"normal\"", text, out);
        }
        Node::Letter(text, _) | Node::Name(text, Limits::No) => element("mi", text, out),
        Node::Name(text, Limits::Yes) => {
            element("mo movablelimits=\"true\" form=\"prefix\" lspace=\"0em\" rspace=\"0.167em\"", text, out);
        }
        Node::Number(text) => element("mn", text, out),
        Node::Operator(text, role) => operator(text, *role, out),
        Node::Words(words) => {
            // Blanks at the ends would vanish.
            let inner = words.trim_matches(' ');
            let lead = if words.starts_with(' ') { "\u{A0}" } else { "" };
            let tail = if words.ends_with(' ') && !inner.is_empty() { "\u{A0}" } else { "" };
            element("mtext", &format!("{lead}{inner}{tail}"), out);
        }
        Node::Space(thousandths) => space(*thousandths, out),
        Node::Fraction(parts, line) => {
            out.push_str(if *line { "<mfrac>" } else { "<mfrac linethickness=\"0\">" });
            node(&parts[0], out);
            node(&parts[1], out);
            out.push_str("</mfrac>");
        }
        Node::Root(inner, None) => {
            out.push_str("<msqrt>");
            node(inner, out);
            out.push_str("</msqrt>");
        }
        Node::Root(inner, Some(index)) => {
            out.push_str("<mroot>");
            node(inner, out);
            node(index, out);
            out.push_str("</mroot>");
        }
        Node::Script(script) => scripts(script, out),
        Node::Fenced(open, nodes, close) => {
            out.push_str("<mrow>");
            fence(*open, "prefix", out);
            row(nodes, out);
            fence(*close, "postfix", out);
            out.push_str("</mrow>");
        }
        Node::Table(rows, columns) => table(rows, columns, out),
        Node::Styled(large, nodes) => {
            let _ = write!(out, "<mstyle displaystyle=\"{large}\" scriptlevel=\"0\">");
            row(nodes, out);
            out.push_str("</mstyle>");
        }
    }
}

fn operator(text: &str, role: Role, out: &mut String) {
    match role {
        Role::Between | Role::Relation | Role::Large | Role::Comma | Role::Accent(true) => element("mo", text, out),
        Role::Tight => element("mo lspace=\"0em\" rspace=\"0em\"", text, out),
        Role::Sign => element("mo form=\"prefix\"", text, out),
        Role::Bracket(_) | Role::Accent(false) => element("mo stretchy=\"false\"", text, out),
        Role::Sized(tenths) => {
            let em = f64::from(tenths) / 10.0;
            let _ = write!(out, "<mo minsize=\"{em}em\" maxsize=\"{em}em\">");
            escape::text(out, text);
            out.push_str("</mo>");
        }
    }
}

fn fence(bracket: Option<char>, form: &str, out: &mut String) {
    if let Some(bracket) = bracket {
        element(&format!("mo stretchy=\"true\" form=\"{form}\""), bracket.encode_utf8(&mut [0; 4]), out);
    }
}

fn scripts(script: &Script, out: &mut String) {
    let beside = script.place == Place::Right;
    let name = match (&script.sub, &script.sup) {
        (Some(_), Some(_)) if beside => "msubsup",
        (Some(_), Some(_)) => "munderover",
        (Some(_), None) if beside => "msub",
        (Some(_), None) => "munder",
        _ if beside => "msup",
        _ => "mover",
    };
    let accent = match (script.place, script.sub.is_some()) {
        (Place::Accent, true) => " accentunder=\"true\"",
        (Place::Accent, false) => " accent=\"true\"",
        _ => "",
    };
    let _ = write!(out, "<{name}{accent}>");
    match &script.base {
        // Limits that the author wants above and below stay there.
        Node::Operator(text, Role::Large) if script.place == Place::Above => {
            element("mo movablelimits=\"false\"", text, out);
        }
        base => node(base, out),
    }
    for part in [&script.sub, &script.sup].into_iter().flatten() {
        node(part, out);
    }
    let _ = write!(out, "</{name}>");
}

fn table(rows: &[Vec<Vec<Node>>], columns: &Columns, out: &mut String) {
    out.push_str(if *columns == Columns::Turn { "<mtable displaystyle=\"true\">" } else { "<mtable>" });
    for cells in rows {
        out.push_str("<mtr>");
        for (index, cell) in cells.iter().enumerate() {
            let align = match columns {
                Columns::Middle => "",
                Columns::Left => "left",
                Columns::Turn if index % 2 == 0 => "right",
                Columns::Turn => "left",
                Columns::Each(words) => words.get(index).copied().unwrap_or(""),
            };
            out.push_str("<mtd");
            if !align.is_empty() {
                let _ = write!(out, " columnalign=\"{align}\"");
            }
            out.push('>');
            row(cell, out);
            out.push_str("</mtd>");
        }
        out.push_str("</mtr>");
    }
    out.push_str("</mtable>");
}
