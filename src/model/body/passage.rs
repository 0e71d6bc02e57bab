//! A text part of a fenced block: the value of a YAML key read as one paragraph of inline Markdown.
//!
//! In: a scalar of the YAML tree. Out: pieces as the walks over bodies take them, with ranges in the file. The parser of YAML
//! folds lines and resolves quotes, so every byte of the value is looked up in what was written; escapes that stand for another
//! character (`\n`, `\u4E2D`) are refused, because nobody could point into them. Blocks, pictures and footnotes are refused too.

use std::ops::Range;

use pulldown_cmark::{Tag, TagEnd};

use crate::model::body::emphasis::pad;
use crate::model::body::events::{Kind, Piece, pieces};

/// One paragraph with the place of each byte.
#[derive(Debug)]
pub struct Passage {
    text: String,
    /// Offset in the file of each byte of `text`, and of its end.
    places: Vec<usize>,
}

/// What stands in a passage and may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stranger {
    /// A list, heading, table, second paragraph or anything else that is no paragraph.
    Block,
    /// A picture.
    Image,
    /// A footnote.
    Footnote,
}

impl Passage {
    /// The passage of a scalar that stands at `range` of `source`; none when it is written with escapes.
    pub fn read(source: &str, range: &Range<usize>, value: &str) -> Option<Self> {
        let written = source.get(range.clone())?;
        let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
        let mut at = range.start + quote.map_or(0, char::len_utf8);
        if written.starts_with(['|', '>']) {
            at += written.find('\n')?;
        }
        let mut passage =
            Self { text: String::with_capacity(value.len()), places: Vec::with_capacity(value.len() + 1) };
        let mut chars = value.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if c.is_ascii_whitespace() {
                while chars.next_if(|(_, c)| c.is_ascii_whitespace()).is_some() {}
                let end = chars.peek().map_or(value.len(), |(at, _)| *at);
                let gap = blank(&source[at..range.end]);
                passage.space(&value[start..end], source[at..at + gap].contains('\n'), at);
                at += gap;
                continue;
            }
            at += blank(&source[at..range.end]);
            let mut rest = source[at..range.end].chars();
            let length = match (quote, rest.next()?, c) {
                (Some('"'), '\\', '"' | '\\' | '/') if rest.next() == Some(c) => 2,
                (Some('"'), '\\', _) => return None,
                (Some('\''), '\'', '\'') => 2,
                (_, found, _) if found == c => c.len_utf8(),
                _ => return None,
            };
            passage.places.extend((0..c.len_utf8()).map(|by| if length == c.len_utf8() { at + by } else { at }));
            passage.text.push(c);
            at += length;
        }
        passage.places.push(at);
        Some(passage)
    }

    /// White space of the value. A line end that was folded to a space is one again: between Han characters it vanishes.
    fn space(&mut self, value: &str, folded: bool, at: usize) {
        let newline = folded && value == " ";
        self.text.push_str(if newline { "\n" } else { value });
        self.places.extend(value.bytes().map(|_| at));
    }

    /// The pieces of the paragraph, without the paragraph itself and without what may not stand in it.
    pub fn with_pieces<T>(&self, run: impl FnOnce(&[Piece<'_>]) -> T) -> T {
        let padded = pad(&self.text);
        let mut all = pieces(&padded, 0);
        all.retain(|piece| match &piece.kind {
            Kind::Start(tag) => is_inline(tag.to_end()),
            Kind::End(end) => is_inline(*end),
            Kind::Rule | Kind::Task(_) | Kind::Footnote(_) => false,
            _ => true,
        });
        for piece in &mut all {
            piece.range = self.place(&piece.range);
        }
        run(&all)
    }

    /// What may not stand in it, if anything does.
    pub fn stranger(&self) -> Option<(Stranger, Range<usize>)> {
        let padded = pad(&self.text);
        let all = pieces(&padded, 0);
        let whole = matches!(all.first(), Some(Piece { kind: Kind::Start(Tag::Paragraph), .. }));
        let found = all.iter().enumerate().find_map(|(at, piece)| {
            let what = match &piece.kind {
                Kind::Start(Tag::Image { .. }) => Stranger::Image,
                Kind::Footnote(_) | Kind::Start(Tag::FootnoteDefinition(_)) => Stranger::Footnote,
                Kind::Start(Tag::Paragraph) if at == 0 => return None,
                Kind::Start(tag) if !is_inline(tag.to_end()) => Stranger::Block,
                Kind::Rule => Stranger::Block,
                _ => return None,
            };
            Some((what, self.place(&piece.range)))
        });
        found.or_else(|| (!whole).then(|| (Stranger::Block, self.place(&(0..self.text.len())))))
    }

    fn place(&self, range: &Range<usize>) -> Range<usize> {
        let last = self.places.last().copied().unwrap_or(0);
        let at = |offset: usize| self.places.get(offset).copied().unwrap_or(last);
        // The end of a piece is the end of its last byte: what follows may stand on another line.
        let end = if range.end > range.start { at(range.end - 1) + 1 } else { at(range.end) };
        at(range.start)..end.max(at(range.start))
    }
}

/// Length of the white space that a text begins with.
fn blank(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t', '\r', '\n']).len()
}

fn is_inline(end: TagEnd) -> bool {
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Diagnostics, SourceText};
    use crate::load::yaml::{Limits, read};

    fn passage(yaml: &str) -> (String, Option<Passage>) {
        let source = SourceText::new("a.md", yaml);
        let node = read(&source, 0..yaml.len(), Limits::CONTENT, &mut Diagnostics::new()).unwrap();
        let value = node.get("t").unwrap();
        (yaml.to_owned(), Passage::read(yaml, &value.range, value.text().unwrap()))
    }

    #[test]
    fn every_byte_has_its_place() {
        let check = |yaml: &str, text: &str, written: &[&str]| {
            let (yaml, passage) = passage(yaml);
            let passage = passage.unwrap_or_else(|| panic!("{yaml:?}"));
            assert_eq!(passage.text, text, "{yaml:?}");
            let found =
                passage.with_pieces(|all| all.iter().map(|p| yaml[p.range.clone()].to_owned()).collect::<Vec<_>>());
            assert_eq!(found, written, "{yaml:?}");
        };
        check("t: 甲[S1]乙", "甲[S1]乙", &["甲", "[S1]", "乙"]);
        check("t: \"甲[S1]乙\"", "甲[S1]乙", &["甲", "[S1]", "乙"]);
        check("t: '甲''[S1]乙'", "甲'[S1]乙", &["甲'", "[S1]", "乙"]);
        check("t: \"甲\\\"[S1]\"", "甲\"[S1]", &["甲\\", "[S1]"]);
        check("t: 甲\n  乙[S1]", "甲\n乙[S1]", &["甲", "乙", "[S1]"]);
        check("t: |\n  甲\n  乙[S1]\n", "甲\n乙[S1]\n", &["甲", "乙", "[S1]"]);
        check("t: >-\n  甲\n  b [S1]\n", "甲\nb [S1]", &["甲", "\n", "b ", "[S1]"]);
        check("t: 甲**重。**乙", "甲**重。**乙", &["甲", "**重。**", "重。", "**重。**", "乙"]);
    }

    #[test]
    fn escapes_are_refused() {
        let check = |yaml: &str, fine: bool| assert_eq!(passage(yaml).1.is_some(), fine, "{yaml:?}");
        check("t: \"甲\\n乙\"", false);
        check("t: \"\\u4e2d\"", false);
        check("t: \"\\x3cb\"", false);
        check("t: \"甲\\\n  乙\"", false);
        check("t: \"甲\n  乙\"", true);
        check("t: 甲\\n乙", true);
        check("t: '\\u4e2d'", true);
    }

    #[test]
    fn strangers() {
        let check = |yaml: &str, expected: Option<Stranger>| {
            assert_eq!(passage(yaml).1.unwrap().stranger().map(|(what, _)| what), expected, "{yaml:?}");
        };
        check("t: 甲*乙*[丙](a.md)`丁`", None);
        check("t: 甲<b>", None);
        check("t: <b>甲", None);
        check("t: '- 甲'", Some(Stranger::Block));
        check("t: 1. 甲", Some(Stranger::Block));
        check("t: '# 甲'", Some(Stranger::Block));
        check("t: '> 甲'", Some(Stranger::Block));
        check("t: '***'", Some(Stranger::Block));
        check("t: '[甲]: https://a.cn'", Some(Stranger::Block));
        check("t: |\n  甲\n\n  乙\n", Some(Stranger::Block));
        check("t: |\n  ```\n  甲\n  ```\n", Some(Stranger::Block));
        check("t: |\n  a|b\n  -|-\n", Some(Stranger::Block));
        check("t: '![甲](a.png)'", Some(Stranger::Image));
        check("t: |\n  甲[^1]\n\n  [^1]: 乙\n", Some(Stranger::Footnote));
    }
}
