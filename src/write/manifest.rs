//! `manifest.json`: path, SHA-256 and size of every file of the site but itself.
//!
//! The same files give the same bytes: sorted by path, no time, no machine. A line per file, so that two manifests can be
//! compared with any tool.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

/// Where it stands.
pub(crate) const PATH: &str = "manifest.json";

/// What the manifest says about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Its bytes' SHA-256.
    pub(crate) sha256: [u8; 32],
    /// How many bytes.
    pub(crate) size: u64,
    /// Whether this run wrote it.
    pub(crate) written: bool,
}

/// The manifest of these files.
pub(crate) fn text(files: &BTreeMap<String, Stamp>, tool_version: &str, source_commit: Option<&str>) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    let mut json = format!("{{\n\"tool\": \"peakpress\",\n\"version\": {},\n", quoted(tool_version));
    if let Some(commit) = source_commit {
        json.push_str(&format!("\"source_commit\": {},\n", quoted(commit)));
    }
    let bytes: u64 = files.values().map(|stamp| stamp.size).sum();
    json.push_str(&format!("\"count\": {},\n\"bytes\": {bytes},\n\"files\": [", files.len()));
    for (number, (path, stamp)) in files.iter().enumerate() {
        json.push_str(if number == 0 { "\n" } else { ",\n" });
        json.push_str(&format!("{{\"path\": {}, \"sha256\": \"", quoted(path)));
        for byte in stamp.sha256 {
            // Writing to a string cannot fail.
            write!(json, "{byte:02x}").ok();
        }
        json.push_str(&format!("\", \"size\": {}}}", stamp.size));
    }
    json.push_str("\n]\n}\n");
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifest_is_sorted_json_without_time_or_place() {
        let stamp = |size| Stamp { sha256: [0xa0; 32], size, written: true };
        let files = BTreeMap::from([("b\"".to_owned(), stamp(2)), ("a/碳".to_owned(), stamp(1))]);
        let hash = "a0".repeat(32);
        assert_eq!(
            text(&files, "0.1.0", Some("abc")),
            format!(
                "{{\n\"tool\": \"peakpress\",\n\"version\": \"0.1.0\",\n\"source_commit\": \"abc\",\n\"count\": 2,\n\"bytes\": 3,\n\
                 \"files\": [\n{{\"path\": \"a/碳\", \"sha256\": \"{hash}\", \"size\": 1}},\n\
                 {{\"path\": \"b\\\"\", \"sha256\": \"{hash}\", \"size\": 2}}\n]\n}}\n"
            )
        );
        let check = |files: &BTreeMap<String, Stamp>, commit, count: u64| {
            let json: Value = serde_json::from_str(&text(files, "1", commit)).unwrap();
            assert_eq!(json["count"], count);
            assert_eq!(json.get("source_commit").is_some(), commit.is_some());
        };
        check(&files, None, 2);
        check(&BTreeMap::new(), Some("x"), 0);
    }
}
