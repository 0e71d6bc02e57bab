//! Limits of a body (SECURITY 3.1): how many of each thing, how deep. `load` has seen to lines and bytes.
//!
//! In: what the walk meets. Out: one `too-large` per limit, at the first thing that is too many.

use std::ops::Range;

use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::load::TOO_LARGE;
use crate::model::body::BodySource;

/// Something that is counted.
#[derive(Clone, Copy, Debug)]
pub enum Counted {
    /// A heading.
    Heading,
    /// A link.
    Link,
    /// An image.
    Image,
    /// A footnote or a reference to one.
    Footnote,
    /// A cell of a table.
    Cell,
    /// A formula.
    Formula,
    /// A fenced block.
    Fenced,
    /// A byte of a formula: each becomes many bytes of a page.
    FormulaByte,
    /// How deep quotes and lists stand in each other.
    BlockDepth,
    /// How deep emphasis and links stand in each other.
    InlineDepth,
}

const LIMITS: [(&str, usize, &str); 10] = [
    ("标题", 2_000, "请把文章拆成几篇"),
    ("链接", 5_000, "请把文章拆成几篇，或把清单放进数据表"),
    ("图片", 500, "请把文章拆成几篇"),
    ("脚注", 1_000, "请把文章拆成几篇"),
    ("表格单元格", 20_000, "请把大表作为数据文件提供下载"),
    ("公式", 500, "请把文章拆成几篇"),
    ("facts、timeline、note 块", 100, "请把文章拆成几篇"),
    ("公式的总字节数", 16_384, "请把文章拆成几篇"),
    ("引用和列表的嵌套层数", 32, "请减少引用和列表的层次"),
    ("强调和链接的嵌套层数", 32, "请减少强调和链接的层次"),
];

/// Counts what the walk meets.
#[derive(Debug, Default)]
pub struct Limits {
    counts: [usize; LIMITS.len()],
    told: [bool; LIMITS.len()],
}

impl Limits {
    /// One more of something.
    pub fn add(&mut self, what: Counted, body: &BodySource<'_>, range: &Range<usize>, diags: &mut Diagnostics) {
        self.add_many(what, 1, body, range, diags);
    }

    /// Several more of something.
    pub fn add_many(
        &mut self,
        what: Counted,
        many: usize,
        body: &BodySource<'_>,
        range: &Range<usize>,
        diags: &mut Diagnostics,
    ) {
        self.counts[what as usize] += many;
        let (name, max, help) = LIMITS[what as usize];
        if self.counts[what as usize] > max && !self.told[what as usize] {
            self.told[what as usize] = true;
            let message = format!("{name}超过上限 {max}");
            diags
                .push(Diagnostic::new(&TOO_LARGE, Span::new(body.source, first_line(body, range)), message).help(help));
        }
    }

    /// One level up again.
    pub fn leave(&mut self, what: Counted) {
        let count = &mut self.counts[what as usize];
        *count = count.saturating_sub(1);
    }

    /// How deep or how many.
    pub fn count(&self, what: Counted) -> usize {
        self.counts[what as usize]
    }
}

/// The part of a range that stands on its first line: enough to find it.
pub fn first_line(body: &BodySource<'_>, range: &Range<usize>) -> Range<usize> {
    let text = body.source.text.get(range.clone()).unwrap_or("");
    let length = text.find(['\r', '\n']).unwrap_or(text.len());
    range.start..range.start + length
}
