//! Tables in HTML: they scroll in a region of their own, and on a narrow screen each cell knows its heading.
//!
//! In: alignments and cells. Out: elements on the writer's buffer, aligned by class.

use std::fmt::Write as _;

use pulldown_cmark::Alignment;

use crate::model::body::escape;
use crate::model::body::events::{Kind, Piece, text_of};
use crate::model::body::html::Writer;
use crate::model::body::words::number;

/// Characters of a heading that are repeated at its cells.
const LABEL: usize = 24;

/// Headings are repeated at cells up to this many times the length of the table's source, so that a table that is all
/// headings can't make the page grow without bound.
const GROWTH: usize = 8;

/// The table being written.
#[derive(Debug)]
pub(super) struct Table {
    classes: Vec<&'static str>,
    labels: Vec<String>,
    column: usize,
    pub(super) body: bool,
    /// Bytes of labels that may still be written.
    room: usize,
}

impl Writer<'_> {
    pub(super) fn start_table(&mut self, alignments: &[Alignment], rest: &[Piece<'_>]) {
        let class = |alignment: &Alignment| match alignment {
            Alignment::Right => "right",
            Alignment::Center => "center",
            Alignment::Left | Alignment::None => "",
        };
        let room = rest.first().map_or(0, |piece| piece.range.len() * GROWTH);
        let classes = alignments.iter().map(class).collect();
        self.table = Some(Table { classes, labels: Vec::new(), column: 0, body: false, room });
        self.tables += 1;
        // Writing to a String can't fail.
        let _ = writeln!(
            self.out,
            "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table>",
            number(self.words.table, self.tables)
        );
    }

    pub(super) fn start_row(&mut self) {
        if let Some(table) = &mut self.table {
            table.column = 0;
            if !table.body {
                table.body = true;
                self.out.push_str("<tbody>\n");
            }
        }
        self.out.push_str("<tr>");
    }

    pub(super) fn start_cell(&mut self, rest: &[Piece<'_>]) {
        let Some(table) = &mut self.table else { return };
        self.out.push_str(if table.body { "<td" } else { "<th scope=\"col\"" });
        if let Some(class) = table.classes.get(table.column).filter(|class| !class.is_empty()) {
            let _ = write!(self.out, " class=\"{class}\"");
        }
        if !table.body {
            table.labels.push(text_of(rest).trim().chars().take(LABEL).collect());
        } else if let Some(label) = table.labels.get(table.column).filter(|l| !l.is_empty() && l.len() <= table.room)
            && !matches!(rest.get(1), Some(Piece { kind: Kind::End(_), .. }))
        {
            table.room -= label.len();
            self.out.push_str(" data-l=\"");
            escape::attribute(&mut self.out, label);
            self.out.push('"');
        }
        self.out.push('>');
        table.column += 1;
    }

    pub(super) fn end_cell(&mut self) {
        let body = self.table.as_ref().is_some_and(|table| table.body);
        self.out.push_str(if body { "</td>" } else { "</th>" });
    }

    pub(super) fn end_table(&mut self) {
        if self.table.take().is_some_and(|table| table.body) {
            self.out.push_str("</tbody>");
        }
        self.out.push_str("</table></div>\n");
    }
}
