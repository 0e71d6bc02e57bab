//! Names, words and synonyms with their spellings → the lexicon (`format.md` 7), for suggestions and repair.

use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::model::site::Site;
use crate::search::facet::Facet;
use crate::search::gather::names;
use crate::search::layout::Layout;
use crate::search::number;
use crate::search::shard::{Files, Shards};
use crate::search::tables::readings;
use crate::search::text::{Class, class, squeeze};

/// The vocabulary of editors' synonyms.
pub const SYNONYMS: &str = "synonyms";

/// What names of owners and terms count beside how often they are referred to.
const OWN: u64 = 31;

/// The greatest weight.
const MOST: u64 = 1_000;

/// Spellings of a name at most.
const SPELLINGS: usize = 6;

/// What a line is: in the order of the kinds' letters.
type Line = (String, std::cmp::Reverse<u64>, String, char, String);

/// The lexicon in the making.
#[derive(Debug, Default)]
struct Lines {
    lines: Vec<Line>,
}

/// Writes the lexicon; gives its table of contents.
pub fn write(site: &Site, layout: &Layout, facets: &[Facet], files: &mut Files) -> Json {
    let mut lines = Lines::default();
    let owners: Vec<&str> = site.collections.iter().filter_map(|c| c.owner.as_ref()).map(|o| &*o.folder).collect();
    for (_, id) in &layout.documents {
        let (document, collection) = (site.document(*id), site.collection_of(*id));
        let owner = owners.contains(&&*collection.id);
        let own = if owner || collection.term.is_some() { OWN } else { 0 };
        let weight = (1 + own + site.referrers(*id).len() as u64).min(MOST);
        let url = site.url(*id);
        let mut typed = Vec::new();
        // The field by whose Latin letters a collection is listed has the spelling that people gave.
        let spelled = collection.listing.as_ref().and_then(|listing| listing.index.as_ref());
        typed.extend(spelled.and_then(|field| document.text(field)).map(str::to_owned));
        let names = names(site, *id);
        for (at, name) in names.iter().enumerate() {
            let typed: Vec<String> = if at == 0 { std::mem::take(&mut typed) } else { Vec::new() };
            lines.name(name, weight, &url, &typed);
        }
        // Ids of owners are spellings too: people wrote them, where machines read 重庆 wrongly.
        if let Some(short) = names.iter().filter(|_| owner).min_by_key(|name| name.chars().count()) {
            lines.add(format!("@{}", document.id.replace('-', "")), short, 'p', weight, "");
        }
    }
    for (_, label, count) in facets.iter().flat_map(|facet| &facet.values) {
        lines.word(label, (*count as u64).min(MOST));
    }
    for term in site.terms.get(SYNONYMS).iter().flat_map(|vocabulary| &vocabulary.terms) {
        for same in &term.same {
            lines.add(squeeze(same), &term.zh, 's', OWN, "");
        }
    }
    lines.finish(files)
}

impl Lines {
    fn add(&mut self, key: String, text: &str, kind: char, weight: u64, url: &str) {
        let text = text.replace(['\t', '\n', '\r'], " ");
        if !key.trim_start_matches(['@', '#', '~']).is_empty() && !text.is_empty() {
            self.lines.push((key, std::cmp::Reverse(weight), text, kind, url.to_owned()));
        }
    }

    fn name(&mut self, name: &str, weight: u64, url: &str, typed: &[String]) {
        let key = squeeze(name);
        self.spelled(&key, name, weight, typed);
        self.add(key, name, 'n', weight, url);
    }

    fn word(&mut self, word: &str, weight: u64) {
        let key = squeeze(word);
        self.spelled(&key, word, weight, &[]);
        self.add(key, word, 'w', weight, "");
    }

    /// Pinyin, initials and the end of a short name.
    fn spelled(&mut self, key: &str, name: &str, weight: u64, typed: &[String]) {
        let count = key.chars().count();
        if !(2..=8).contains(&count) || key.chars().any(|c| class(c) != Some(Class::Han)) {
            return;
        }
        let typed = typed.iter().map(|spelling| spelling.split(' ').map(str::to_owned).collect::<Vec<_>>());
        let all: Vec<Vec<String>> = typed.chain(spellings(key)).collect();
        let (mut pinyin, mut initials): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for syllables in all.iter().take(SPELLINGS) {
            pinyin.push(syllables.concat());
            initials.push(syllables.iter().filter_map(|syllable| syllable.chars().next()).collect());
        }
        for (mark, kind, mut keys) in [('@', 'p', pinyin), ('#', 'i', initials)] {
            keys.sort();
            keys.dedup();
            keys.into_iter().for_each(|spelling| self.add(format!("{mark}{spelling}"), name, kind, weight, ""));
        }
        if count >= 3 {
            self.add(format!("~{}", key.chars().skip(1).collect::<String>()), name, 'e', weight, "");
        }
    }

    fn finish(mut self, files: &mut Files) -> Json {
        self.lines.sort();
        self.lines.dedup_by(|a, b| (&a.0, &a.2, a.3, &a.4) == (&b.0, &b.2, b.3, &b.4));
        let mut shards = Shards::new(files, "x");
        let mut rest = String::new();
        for (key, weight, text, kind, url) in &self.lines {
            rest.clear();
            let _ = write!(rest, "{text}\t{kind}");
            number::push(weight.0, &mut rest);
            if !url.is_empty() {
                let _ = write!(rest, "\t{url}");
            }
            shards.push(key, &rest);
        }
        shards.finish()
    }
}

/// The spellings of Han characters, syllable by syllable: the usual readings, then each character once in its other reading.
/// Nothing if a character has no known reading.
pub fn spellings(text: &str) -> Vec<Vec<String>> {
    let all: Vec<&[&str]> = text.chars().map(readings).collect();
    if all.iter().any(|readings| readings.is_empty()) {
        return Vec::new();
    }
    let usual: Vec<String> = all.iter().map(|readings| readings[0].to_owned()).collect();
    let mut spellings = vec![usual.clone()];
    for (at, readings) in all.iter().enumerate() {
        for other in &readings[1..] {
            let mut spelling = usual.clone();
            spelling[at] = (*other).to_owned();
            spellings.push(spelling);
        }
    }
    spellings.truncate(SPELLINGS);
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_spelled() {
        let check = |text: &str, expected: &str| {
            let spelled: Vec<String> = spellings(text).iter().map(|syllables| syllables.concat()).collect();
            assert_eq!(spelled.join(" "), expected, "{text}");
        };
        check("碳达峰", "tandafeng tantifeng");
        check("重庆", "zhongqing chongqing");
        check("厦门", "shamen xiamen");
        check("a", "");
    }
}
