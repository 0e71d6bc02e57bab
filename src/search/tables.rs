//! Tables that come with the program: traditional → simplified characters, and the readings of characters.
//!
//! `tables/*.txt` are made by `tools/search-tables.py` (NOTICE says from whose data).

use std::collections::BTreeMap;
use std::sync::OnceLock;

const SIMPLIFIED: &str = include_str!("tables/simplified.txt");

/// A line per syllable: `tan 谈坦…`. The first line that holds a character has its usual reading.
pub const READINGS: &str = include_str!("tables/readings.txt");

/// The pairs of the table: traditional, simplified.
pub fn pairs() -> impl Iterator<Item = (char, char)> {
    let chars: Vec<char> = SIMPLIFIED.trim_end().chars().collect();
    let pairs: Vec<(char, char)> = chars.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.into_iter()
}

/// A character in its simplified form.
pub fn simplified(c: char) -> char {
    static TABLE: OnceLock<Vec<u16>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table = vec![0; 0x1_0000];
        for (from, to) in pairs() {
            // The table holds characters of the basic plane only.
            table[from as usize] = u16::try_from(to as u32).unwrap_or(0);
        }
        table
    });
    match table.get(c as usize) {
        Some(0) | None => c,
        Some(to) => char::from_u32(u32::from(*to)).unwrap_or(c),
    }
}

/// The readings of a character, the usual one first; none if it is not in the table.
pub fn readings(c: char) -> &'static [&'static str] {
    static TABLE: OnceLock<BTreeMap<char, Vec<&'static str>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table: BTreeMap<char, Vec<&'static str>> = BTreeMap::new();
        for (syllable, chars) in READINGS.lines().filter_map(|line| line.split_once(' ')) {
            chars.chars().for_each(|c| table.entry(c).or_default().push(syllable));
        }
        table
    });
    table.get(&c).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_simplified_once() {
        let check = |from: char, to: char| assert_eq!(simplified(from), to, "{from}");
        check('碳', '碳');
        check('達', '达');
        check('電', '电');
        check('乾', '干');
        check('A', 'A');
        check('𠮷', '𠮷');
        assert!(pairs().all(|(_, to)| simplified(to) == to), "a chain of pairs");
    }

    #[test]
    fn usual_readings_stand_first() {
        let check = |c: char, expected: &[&str]| assert_eq!(readings(c), expected, "{c}");
        check('碳', &["tan"]);
        check('绿', &["lv", "lu"]);
        check('重', &["zhong", "chong"]);
        check('厦', &["sha", "xia"]);
        check('a', &[]);
    }
}
