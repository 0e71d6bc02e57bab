//! The files of an index, read as they are needed: words → lists, keys → lines of the lexicon, documents → fragments.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::search::number;
use crate::search::{FORMAT, ROOT};

/// Where the files of an index are.
pub trait Fetch {
    /// The bytes of a file, by its path below the folder of the index.
    ///
    /// # Errors
    /// When it can't be had; says why.
    fn fetch(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// A table of contents: first keys and names of shards.
#[derive(Clone, Debug, Default)]
struct Contents {
    shards: Vec<(String, String)>,
    groups: bool,
}

/// A word of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How rare it is.
    pub idf: u64,
    /// Its documents and how much it counts there, by number.
    pub list: Vec<(u32, u64)>,
    /// The file with the whole list, if this is a part of it.
    pub whole: Option<String>,
}

/// A line of the lexicon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The key.
    pub key: String,
    /// What it stands for.
    pub text: String,
    /// The kind: `n`, `w`, `p`, `i`, `e`, `s`.
    pub kind: char,
    /// How much it counts.
    pub weight: u64,
}

/// What a fragment says of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Its address in the site.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// Its text.
    pub text: String,
    /// Whose it is.
    pub owner: String,
}

/// The files of an index.
pub struct Shelf<'f> {
    fetch: &'f dyn Fetch,
    root: Json,
    words: Contents,
    lexicon: Contents,
    shards: BTreeMap<String, Vec<(String, String)>>,
    groups: BTreeMap<String, Contents>,
}

/// What goes wrong: a sentence.
pub type Failure = String;

impl<'f> Shelf<'f> {
    /// Opens an index.
    ///
    /// # Errors
    /// When its root can't be read, or is of another format.
    pub fn open(fetch: &'f dyn Fetch) -> Result<Self, Failure> {
        let root = json(&fetch.fetch(ROOT)?, ROOT)?;
        if root["format"].as_u64() != Some(FORMAT) {
            return Err(format!("索引的格式是 {}，本程序只认得 {FORMAT}", root["format"]));
        }
        let (words, lexicon) = (contents(&root["words"]), contents(&root["lexicon"]));
        Ok(Self { fetch, root, words, lexicon, shards: BTreeMap::new(), groups: BTreeMap::new() })
    }

    /// All numbers of documents are below it.
    pub fn size(&self) -> usize {
        self.root["size"].as_u64().and_then(|size| usize::try_from(size).ok()).unwrap_or(0).min(1 << 24)
    }

    /// A word of the index.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn word(&mut self, word: &str) -> Result<Option<Found>, Failure> {
        let lines = self.shard('w', word)?;
        let found = lines.binary_search_by(|(key, _)| key.as_str().cmp(word)).ok();
        Ok(found.and_then(|at| posting(&lines[at].1)))
    }

    /// The characters that stand after another in words of two, as far as its shard has them, and how rare the words are.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn after(&mut self, before: char) -> Result<Vec<(char, u64)>, Failure> {
        let start = before.to_string();
        let lines = self.shard('w', &start)?;
        let first = lines.partition_point(|(key, _)| *key < start);
        let begin = lines[first..].iter().take_while(|(key, _)| key.starts_with(before));
        let second = |(key, rest): &(String, String)| {
            let mut chars = key.chars().skip(1);
            let only = chars.next().filter(|_| chars.next().is_none())?;
            Some((only, number::read(rest.get(..1)?).first().copied()?))
        };
        Ok(begin.filter_map(second).collect())
    }

    /// All words of the shard in which a word lies or would lie, and how rare they are.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn words(&mut self, word: &str) -> Result<Vec<(String, u64)>, Failure> {
        let rarity = |rest: &str| number::read(rest.get(..1)?).first().copied();
        Ok(self.shard('w', word)?.iter().filter_map(|(key, rest)| Some((key.clone(), rarity(rest)?))).collect())
    }

    /// The words of a word's shard that begin with it.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn beginning(&mut self, start: &str) -> Result<Vec<Found>, Failure> {
        let lines = self.shard('w', start)?;
        let first = lines.partition_point(|(key, _)| key.as_str() < start);
        let begin = lines[first..].iter().take_while(|(key, _)| key.starts_with(start));
        Ok(begin.take(16).filter_map(|(_, rest)| posting(rest)).collect())
    }

    /// The whole list of a word.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn whole(&self, name: &str) -> Result<Vec<(u32, u64)>, Failure> {
        Ok(list(&text(self.fetch.fetch(&format!("l-{name}.txt"))?)?))
    }

    /// The lines of the lexicon's shard in which a key lies or would lie.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn lines(&mut self, key: &str) -> Result<Vec<Line>, Failure> {
        Ok(self.shard('x', key)?.iter().filter_map(|(key, rest)| line(key, rest)).collect())
    }

    /// The lines with a key.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn lines_of(&mut self, key: &str) -> Result<Vec<Line>, Failure> {
        let lines = self.shard('x', key)?;
        let first = lines.partition_point(|(other, _)| other.as_str() < key);
        Ok(lines[first..]
            .iter()
            .take_while(|(other, _)| other == key)
            .filter_map(|(key, rest)| line(key, rest))
            .collect())
    }

    /// What is shown of some documents.
    ///
    /// # Errors
    /// When a fragment can't be read or belongs to another release.
    pub fn shown(&self, numbers: &[u32]) -> Result<Vec<Shown>, Failure> {
        let whole = |key: &str| self.root[key].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(1).max(1);
        let (bundle, block) = (whole("bundle"), whole("block"));
        let checks = self.root["checks"].as_str().unwrap_or("");
        let one = |number: &u32| {
            let file = number / bundle;
            let path = format!("f/{}/{file}.json", file / 1000);
            let fragment = json(&self.fetch.fetch(&path)?, &path)?;
            let check = (number / block) as usize * 6;
            if fragment["check"].as_str() != checks.get(check..check + 6) {
                return Err(format!("{path} 与索引不是同一次发布的"));
            }
            let mut documents = fragment["docs"].as_array().into_iter().flatten();
            let document = documents.find(|document| document["n"] == *number);
            let document = document.ok_or_else(|| format!("{path} 里没有第 {number} 篇"))?;
            let say = |key: &str| document[key].as_str().unwrap_or("").to_owned();
            Ok(Shown {
                url: say("url"),
                title: say("title"),
                summary: say("summary"),
                text: say("text"),
                owner: say("owner"),
            })
        };
        numbers.iter().map(one).collect()
    }

    /// The lines of the shard in which a key lies: keys and rests.
    fn shard(&mut self, kind: char, key: &str) -> Result<&[(String, String)], Failure> {
        let contents = if kind == 'w' { &self.words } else { &self.lexicon };
        let Some(mut name) = place(contents, key) else { return Ok(&[]) };
        if contents.groups {
            if !self.groups.contains_key(&name) {
                let path = format!("g-{name}.json");
                let group = self::contents(&json(&self.fetch.fetch(&path)?, &path)?);
                self.groups.insert(name.clone(), group);
            }
            let inner = self.groups.get(&name).and_then(|group| place(group, key));
            name = inner.ok_or_else(|| format!("g-{name}.json 是空的"))?;
        }
        let path = format!("{kind}-{name}.txt");
        if !self.shards.contains_key(&path) {
            let read = text(self.fetch.fetch(&path)?)?;
            let mut lines: Vec<(String, String)> = Vec::new();
            for written in read.lines() {
                let (start, rest) = written.split_once('\t').unwrap_or((written, ""));
                let before = lines.last().map_or("", |(key, _)| key.as_str());
                let key = number::unfront(before, start).ok_or_else(|| format!("{path} 读不懂"))?;
                lines.push((key, rest.to_owned()));
            }
            self.shards.insert(path.clone(), lines);
        }
        Ok(self.shards.get(&path).map_or(&[], Vec::as_slice))
    }
}

fn place(contents: &Contents, key: &str) -> Option<String> {
    let after = contents.shards.partition_point(|(first, _)| first.as_str() <= key);
    contents.shards.get(after.checked_sub(1)?).map(|(_, name)| name.clone())
}

fn contents(node: &Json) -> Contents {
    let mut before = String::new();
    let names = node["names"].as_str().unwrap_or("");
    let mut shards = Vec::new();
    for (at, written) in node["first"].as_str().unwrap_or("").split('\n').enumerate() {
        let (Some(first), Some(name)) = (number::unfront(&before, written), names.get(at * 6..at * 6 + 6)) else {
            break;
        };
        shards.push((first.clone(), name.to_owned()));
        before = first;
    }
    Contents { shards, groups: node["groups"] == true }
}

/// `<idf><postings>\t<list>`
fn posting(rest: &str) -> Option<Found> {
    let (written, whole) = rest.split_once('\t').map_or((rest, None), |(written, whole)| (written, Some(whole)));
    let idf = number::read(written.get(..1)?).first().copied()?;
    Some(Found { idf, list: list(&written[1..]), whole: whole.map(str::to_owned) })
}

fn list(text: &str) -> Vec<(u32, u64)> {
    let mut next = 0_u64;
    let mut list = Vec::new();
    for number in number::read(text) {
        next += number >> 3;
        let Ok(document) = u32::try_from(next.wrapping_sub(1)) else { break };
        list.push((document, number & 7));
    }
    list
}

/// `<text>\t<kind><weight>\t<url>`
fn line(key: &str, rest: &str) -> Option<Line> {
    let mut fields = rest.split('\t');
    let (text, kind) = (fields.next()?, fields.next()?);
    let weight = number::read(kind.get(1..)?).first().copied()?;
    Some(Line { key: key.to_owned(), text: text.to_owned(), kind: kind.chars().next()?, weight })
}

fn text(bytes: Vec<u8>) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|_| "索引里的文件不是 UTF-8".to_owned())
}

fn json(bytes: &[u8], path: &str) -> Result<Json, Failure> {
    serde_json::from_slice(bytes).map_err(|error| format!("{path} 读不懂：{error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        let check = |rest: &str, expected: Option<(u64, &[(u32, u64)])>| {
            let found = posting(rest);
            assert_eq!(found.as_ref().map(|f| (f.idf, &f.list[..])), expected, "{rest}");
        };
        check("g8", Some((16, &[(0, 0)])));
        check("g9h", Some((16, &[(0, 1), (2, 1)])));
        check("gB3", Some((16, &[(3, 3)])));
        check("", None);
        check("碳", None);
    }
}
