//! Sorted lines → shards of about 8 KB with a table of contents (`format.md` 2 and 3), and names by content for files.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::search::layout::name;
use crate::search::number;

/// Bytes of a shard, about.
const SHARD: usize = 8_192;

/// Shards that one table of contents lists.
const FLAT: usize = 4_096;

/// Shards of a group, where there are more.
const GROUP: usize = 256;

/// Files by name.
#[derive(Debug, Default)]
pub struct Files {
    /// The bytes of each file, by its path below the folder of the index.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// Adds a file under a name made from its content, and gives the name.
    pub fn add(&mut self, kind: &str, ending: &str, bytes: Vec<u8>) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&bytes);
        loop {
            let name = name(&hasher.finalize());
            let path = format!("{kind}-{name}.{ending}");
            match self.files.get(&path) {
                // Six characters can be equal by chance; then the hash goes on.
                Some(other) if *other != bytes => hasher.update(b"again"),
                _ => {
                    self.files.insert(path, bytes);
                    return name;
                }
            };
        }
    }
}

/// Shards in the making.
#[derive(Debug)]
pub struct Shards<'f> {
    files: &'f mut Files,
    kind: &'static str,
    shards: Vec<(String, String)>,
    /// The first key that may lie in the shard in the making.
    first: String,
    text: String,
    last: String,
}

impl<'f> Shards<'f> {
    /// Shards of a kind, none yet.
    pub fn new(files: &'f mut Files, kind: &'static str) -> Self {
        Self { files, kind, shards: Vec::new(), first: String::new(), text: String::new(), last: String::new() }
    }

    /// Where other files go.
    pub fn files(&mut self) -> &mut Files {
        self.files
    }

    /// Adds a line; keys come in order. Lines with the same key stay together.
    pub fn push(&mut self, key: &str, rest: &str) {
        if self.text.len() >= SHARD && key != self.last {
            self.end();
            self.first = between(&self.last, key);
            self.last.clear();
        }
        number::front(&self.last, key, &mut self.text);
        self.text.push('\t');
        self.text.push_str(rest);
        self.text.push('\n');
        key.clone_into(&mut self.last);
    }

    fn end(&mut self) {
        if !self.text.is_empty() {
            let name = self.files.add(self.kind, "txt", std::mem::take(&mut self.text).into_bytes());
            self.shards.push((std::mem::take(&mut self.first), name));
        }
    }

    /// The table of contents.
    pub fn finish(mut self) -> Json {
        self.end();
        if self.shards.len() <= FLAT {
            return contents(&self.shards, false);
        }
        let groups: Vec<(String, String)> = self
            .shards
            .chunks(GROUP)
            .map(|shards| {
                // Inside a group everything before its second shard lies in the first.
                let mut inner = shards.to_vec();
                inner[0].0.clear();
                (shards[0].0.clone(), self.files.add("g", "json", contents(&inner, false).to_string().into_bytes()))
            })
            .collect();
        contents(&groups, true)
    }
}

fn contents(shards: &[(String, String)], groups: bool) -> Json {
    let (mut first, mut names) = (String::new(), String::new());
    for (at, (key, name)) in shards.iter().enumerate() {
        if at > 0 {
            first.push('\n');
        }
        number::front(if at > 0 { &shards[at - 1].0 } else { "" }, key, &mut first);
        names.push_str(name);
    }
    json!({ "first": first, "names": names, "groups": groups })
}

/// The shortest key that lies after one and not after the other.
fn between(last: &str, next: &str) -> String {
    let same = last.chars().zip(next.chars()).take_while(|(a, b)| a == b).count();
    next.chars().take(same + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_between_are_short() {
        let check = |last: &str, next: &str, expected: &str| assert_eq!(between(last, next), expected);
        check("碳达", "碳达峰", "碳达峰");
        check("碳达峰", "碳酸", "碳酸");
        check("a", "碳酸", "碳");
    }

    #[test]
    fn names_by_chance_equal_are_told_apart() {
        let mut files = Files::default();
        let name = files.add("w", "txt", b"x".to_vec());
        assert_eq!(files.add("w", "txt", b"x".to_vec()), name);
        files.files.insert(format!("w-{name}.txt"), b"other".to_vec());
        assert_ne!(files.add("w", "txt", b"x".to_vec()), name);
    }
}
