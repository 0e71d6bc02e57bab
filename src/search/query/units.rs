//! A query → its units and bonus words (`format.md` 6.2).

use crate::search::text::{self, Class, Gap, Piece, pieces, stemmed, units as length};
use crate::search::words::{LONGEST, compound, compound_length, quantities};

/// Units of a query at most.
const MOST: usize = 24;

/// Code units of a query at most.
const CUT: usize = 100;

/// Words of questions, which say nothing of what is asked for; longest first.
const STOPS: &[&str] = &[
    "是什么意思",
    "什么意思",
    "意思",
    "是不是",
    "有没有",
    "能不能",
    "可不可以",
    "为什么",
    "怎么样",
    "怎么办",
    "什么样",
    "有什么",
    "是什么",
    "什么是",
    "什么叫",
    "多少钱",
    "请问",
    "什么",
    "怎么",
    "怎样",
    "如何",
    "为何",
    "哪些",
    "哪个",
    "哪里",
    "哪儿",
    "多少",
    "几个",
    "能否",
    "是否",
    "可以",
    "关于",
    "有关",
    "以及",
    "或者",
    "的",
];

/// Words that are kept though they hold one of those.
const KEPT: &[&str] = &["目的", "标的"];

/// What is dropped at the end of a run only.
const ENDS: &[&str] = &["吗", "呢", "吧", "啊", "了", "么"];

/// Where a pair of characters stands: the number of its run, its place in it, whether a number touches the run.
pub type Place = (usize, usize, bool);

/// One thing that a query asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// What stands for it: the first that the index has.
    pub words: Vec<String>,
    /// The units of a compound that the index does not have.
    pub parts: Vec<Unit>,
    /// Whether words that begin with it may stand for it.
    pub letters: bool,
    /// For a pair of characters: where it stands.
    pub pair: Option<Place>,
}

/// What a query asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Its units.
    pub units: Vec<Unit>,
    /// Words that are no units: whole names.
    pub bonus: Vec<String>,
    /// Whether the first of these is the whole query.
    pub whole: bool,
    /// The rows between separators and words of questions, for verifying.
    pub parts: Vec<String>,
}

/// A query of bearable length.
pub fn cut(query: &str) -> &str {
    let mut count = 0;
    let end = query.char_indices().find(|(_, c)| {
        count += c.len_utf16();
        count > CUT
    });
    end.map_or(query, |(at, _)| &query[..at])
}

/// What a normalised query asks for.
pub fn asked(query: &str) -> Asked {
    let whole = pieces(query);
    let mut pieces = split(&whole);
    if pieces.is_empty() {
        pieces.clone_from(&whole);
    }
    let mut asked = Asked::default();
    let mut singles = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let piece = &pieces[at];
        if let Some(joined) = compound(&pieces, at) {
            let length = compound_length(&pieces, at);
            let parts = pieces[at..at + length].iter().map(plain).collect();
            asked.add(Unit { words: vec![joined], parts, ..Unit::default() });
            at += length;
            continue;
        }
        match piece.class {
            Class::Letters => asked.add(plain(piece)),
            Class::Number => {
                let mut words = quantities(&pieces, at);
                words.push(piece.text.clone());
                asked.add(Unit { words, ..Unit::default() });
            }
            Class::Sign => {}
            Class::Han => {
                let chars: Vec<char> = piece.text.chars().collect();
                if chars.len() == 1 {
                    singles.push(piece.text.clone());
                }
                let touched = at > 0 && pieces[at - 1].class == Class::Number && piece.gap != Gap::Wide;
                for (place, pair) in chars.windows(2).enumerate() {
                    let words = vec![pair.iter().collect()];
                    asked.add(Unit { words, pair: Some((at, place, touched)), ..Unit::default() });
                }
            }
        }
        at += 1;
    }
    if asked.units.is_empty() {
        singles.into_iter().for_each(|single| asked.add(Unit { words: vec![single], ..Unit::default() }));
    }
    asked.units.truncate(MOST);
    let squeezed = text::whole(&whole);
    if (3..=LONGEST).contains(&length(&squeezed)) {
        asked.bonus.push(squeezed);
        asked.whole = true;
    }
    for piece in pieces.iter().filter(|piece| piece.class == Class::Han) {
        if (3..=8).contains(&piece.text.chars().count()) && !asked.bonus.contains(&piece.text) {
            asked.bonus.push(piece.text.clone());
        }
    }
    asked.parts = rows(&pieces);
    asked
}

impl Asked {
    /// Parts the rows where a pair of characters is no word of the index, and words meet.
    pub fn part(&mut self, borders: &[String]) {
        for border in borders {
            let end = border.chars().next().map_or(0, char::len_utf8);
            let parted = format!("{}\n{}", &border[..end], &border[end..]);
            for part in &mut self.parts {
                *part = part.replace(border, &parted);
            }
        }
        self.parts = self.parts.iter().flat_map(|part| part.split('\n')).map(str::to_owned).collect();
        self.parts.retain(|part| length(part) >= 2);
        for part in &self.parts {
            let han = part.chars().all(|c| text::class(c) == Some(Class::Han));
            if !borders.is_empty() && han && (3..=8).contains(&part.chars().count()) && !self.bonus.contains(part) {
                self.bonus.push(part.clone());
            }
        }
    }

    fn add(&mut self, unit: Unit) {
        if self.units.iter().all(|other| other.words[0] != unit.words[0]) {
            self.units.push(unit);
        }
    }
}

fn plain(piece: &Piece) -> Unit {
    let letters = piece.class == Class::Letters;
    Unit { words: vec![if letters { stemmed(&piece.text) } else { piece.text.clone() }], letters, ..Unit::default() }
}

/// The rows of pieces that touch, of two code units and more.
fn rows(pieces: &[Piece]) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some(row) if piece.gap != Gap::Wide => row.push_str(&piece.text),
            _ => rows.push(piece.text.clone()),
        }
    }
    rows.retain(|row| length(row) >= 2);
    rows
}

/// The pieces without words of questions.
pub fn split(pieces: &[Piece]) -> Vec<Piece> {
    let mut out = Vec::new();
    for piece in pieces {
        if piece.class != Class::Han {
            out.push(piece.clone());
            continue;
        }
        let mut gap = piece.gap;
        let mut run = String::new();
        let mut rest = piece.text.as_str();
        let mut end = |run: &mut String, gap: &mut Gap| {
            if !run.is_empty() {
                out.push(Piece { class: Class::Han, text: std::mem::take(run), gap: *gap });
            }
            *gap = Gap::Wide;
        };
        while let Some(c) = rest.chars().next() {
            if let Some(kept) = KEPT.iter().find(|kept| rest.starts_with(**kept)) {
                run.push_str(kept);
                rest = &rest[kept.len()..];
            } else if let Some(stop) = longest(rest) {
                end(&mut run, &mut gap);
                rest = &rest[stop.len()..];
            } else if ENDS.contains(&rest) {
                break;
            } else {
                run.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
        end(&mut run, &mut gap);
    }
    out
}

fn longest(text: &str) -> Option<&'static str> {
    STOPS.iter().copied().filter(|stop| text.starts_with(stop)).max_by_key(|stop| stop.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::text::normalise;

    /// Units as `a/b`, parts of compounds in brackets, then the bonus words.
    fn shown(query: &str) -> String {
        let asked = asked(&normalise(query));
        let unit = |unit: &Unit| {
            let parts: Vec<&str> = unit.parts.iter().map(|part| &*part.words[0]).collect();
            let parts = if parts.is_empty() { String::new() } else { format!("({})", parts.join(" ")) };
            format!("{}{parts}", unit.words.join("/"))
        };
        let units: Vec<String> = asked.units.iter().map(unit).collect();
        format!("{} + {}", units.join(" "), asked.bonus.join(" "))
    }

    #[test]
    fn queries_are_taken_apart() {
        let check = |query: &str, expected: &str| assert_eq!(shown(query), expected, "{query}");
        check("碳达峰", "碳达 达峰 + 碳达峰");
        check("湖州的碳效码", "湖州 碳效 效码 + 湖州的碳效码 碳效码");
        check("碳达峰是什么？", "碳达 达峰 + 碳达峰是什么 碳达峰");
        check("氢", "氢 + ");
        check("是什么", "是什 什么 + 是什么");
        check("300兆瓦", "300兆瓦/300兆/300 兆瓦 + 300兆瓦");
        check("300MW 光伏", "300mw(300 mw) 光伏 + 300mw光伏");
        check("emissions", "emission + emission");
        check("20%", "20%/20 + 20%");
        check("试点的目的", "试点 目的 + 试点的目的");
        check("达标了吗", "达标 标了 + 达标了吗 达标了");
        check("碳碳碳", "碳碳 + 碳碳碳");
        check("", " + ");
        check("，。！", " + ");
        check("<script>alert(1)</script>", "script alert 1 + scriptalert1script");
    }

    #[test]
    fn long_queries_are_cut() {
        assert_eq!(cut(&"碳".repeat(200)).chars().count(), 100);
        assert_eq!(cut(&"𠮷".repeat(200)).chars().count(), 50);
        assert_eq!(cut("a"), "a");
        assert_eq!(asked(&"碳达峰试点".repeat(20)).units.len(), 5);
    }
}
