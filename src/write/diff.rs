//! What a run has to change: from what is planned, what the tool made before, and what lies in the folder.
//!
//! Pure; the disk is seen as a [`Snapshot`]. Here stands the rule that a file of someone else is never written over or
//! removed: such a path in the way of the plan is an answer of its own, not a change.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};

use crate::write::disk::{Entry, Snapshot};

/// Paths that the tool made and that are not planned any more.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Diff {
    /// Those that stand where the plan needs a folder, or in a folder where it needs a file: removed first.
    pub(crate) clear: Vec<String>,
    /// All others: removed last.
    pub(crate) lost: Vec<String>,
}

/// Compares; `Err` lists the paths of others that are in the way.
pub(crate) fn diff(planned: &BTreeSet<&str>, owned: &BTreeSet<String>, disk: &Snapshot) -> Result<Diff, Vec<String>> {
    let folders: BTreeSet<&str> = owned.iter().flat_map(|path| ancestors(path)).collect();
    let (mut clear, mut foreign) = (BTreeSet::new(), BTreeSet::new());
    let mut sort = |path: &str, fine: bool| {
        if fine {
            clear.insert(path.to_owned())
        } else {
            foreign.insert(path.to_owned())
        };
    };
    for folder in planned.iter().flat_map(|path| ancestors(path)).collect::<BTreeSet<_>>() {
        match disk.get(OsStr::new(folder)) {
            None | Some(Entry::Folder) => {}
            Some(Entry::File) => sort(folder, owned.contains(folder)),
            Some(Entry::Other) => sort(folder, false),
        }
    }
    for path in planned {
        match disk.get(OsStr::new(path)) {
            None => {}
            Some(Entry::File) if owned.contains(*path) => {}
            Some(Entry::File | Entry::Other) => sort(path, false),
            Some(Entry::Folder) => {
                let below = format!("{path}/");
                owned.range(below.clone()..).take_while(|p| p.starts_with(&below)).for_each(|p| sort(p, true));
                let inside = |name: &OsStr| name.as_encoded_bytes().starts_with(below.as_bytes());
                let entries = disk.range(OsString::from(&below)..).take_while(|(name, _)| inside(name));
                let ours = |(name, entry): (&OsString, &Entry)| match (name.to_str(), entry) {
                    (Some(name), Entry::File) => owned.contains(name),
                    (Some(name), Entry::Folder) => folders.contains(name),
                    _ => false,
                };
                if !folders.contains(path) || !entries.into_iter().all(ours) {
                    sort(path, false);
                }
            }
        }
    }
    if !foreign.is_empty() {
        return Err(foreign.into_iter().collect());
    }
    let lost =
        owned.iter().filter(|path| !planned.contains(path.as_str()) && !clear.contains(*path)).cloned().collect();
    Ok(Diff { clear: clear.into_iter().collect(), lost })
}

/// What lies in the folder and is not the tool's: files, links, and folders that hold nothing of the tool's.
pub(crate) fn foreign<'a>(owned: &BTreeSet<String>, disk: &'a Snapshot) -> Vec<(&'a OsStr, Entry)> {
    let folders: BTreeSet<&str> = owned.iter().flat_map(|path| ancestors(path)).collect();
    let ours = |name: &OsStr, entry| match (name.to_str(), entry) {
        (Some(name), Entry::File) => owned.contains(name),
        (Some(name), Entry::Folder) => folders.contains(name),
        _ => false,
    };
    disk.iter().map(|(name, entry)| (name.as_os_str(), *entry)).filter(|(name, entry)| !ours(name, *entry)).collect()
}

/// The folders that a path lies in, outermost first: `a/b/c` → `a`, `a/b`.
pub(crate) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `d/` is a folder, `l@` something that is neither file nor folder, anything else a file.
    fn snapshot(words: &str) -> Snapshot {
        let entry = |word: &str| match (word.strip_suffix('/'), word.strip_suffix('@')) {
            (Some(name), _) => (OsString::from(name), Entry::Folder),
            (_, Some(name)) => (OsString::from(name), Entry::Other),
            _ => (OsString::from(word), Entry::File),
        };
        words.split_whitespace().map(entry).collect()
    }

    #[test]
    fn only_own_files_are_cleared_or_lost() {
        let check = |planned: &str, owned: &str, disk: &str, expected: Result<(&str, &str), &str>| {
            let planned = planned.split_whitespace().collect();
            let owned = owned.split_whitespace().map(str::to_owned).collect();
            let got = diff(&planned, &owned, &snapshot(disk));
            let got = got.map(|d| (d.clear.join(" "), d.lost.join(" "))).map_err(|f| f.join(" "));
            let expected = expected.map(|(c, l)| (c.to_owned(), l.to_owned())).map_err(str::to_owned);
            assert_eq!(got, expected, "planned {planned:?}, owned {owned:?}, disk {disk}");
        };
        check("a", "", "", Ok(("", "")));
        check("a", "a", "a", Ok(("", "")));
        check("a", "a b", "a b", Ok(("", "b")));
        check("a", "a b", "a", Ok(("", "b")));
        check("a", "a", "a b c/ c/d", Ok(("", "")));
        check("a", "", "a", Err("a"));
        check("a", "a", "a@", Err("a"));
        check("a/b", "", "a@", Err("a"));
        check("a/b", "", "a/ a/c", Ok(("", "")));
        check("a/b", "", "a", Err("a"));
        check("a/b", "a", "a", Ok(("a", "")));
        check("a/b/c", "a", "a", Ok(("a", "")));
        check("a", "a/b", "a/ a/b", Ok(("a/b", "")));
        check("a", "a/b a/c/d", "a/ a/c/", Ok(("a/b a/c/d", "")));
        check("a", "a/b", "a/ a/b a/x", Err("a"));
        check("a", "a/b", "a/ a/b a/x/", Err("a"));
        check("a", "a/b", "a/ a/b@", Err("a"));
        check("a", "", "a/", Err("a"));
        check("a a-b a/c", "", "", Ok(("", "")));
        check("a", "a/b a-c", "a/ a/b a-c a-x", Ok(("a/b", "a-c")));
        check("a/b", "x/y", "x@", Ok(("", "x/y")));
    }

    #[test]
    fn foreign_is_what_was_not_made() {
        let check = |owned: &str, disk: &str, expected: &str| {
            let owned = owned.split_whitespace().map(str::to_owned).collect();
            let disk = snapshot(disk);
            let names: Vec<_> = foreign(&owned, &disk).into_iter().filter_map(|(name, _)| name.to_str()).collect();
            assert_eq!(names.join(" "), expected);
        };
        check("a", "a b", "b");
        check("a", "a@", "a");
        check("a/b", "a/ a/b a/c d/", "a/c d");
        check("", "x/ x/y", "x x/y");
    }

    #[test]
    fn ancestors_are_folders_only() {
        let check = |path: &str, expected: &[&str]| assert_eq!(ancestors(path).collect::<Vec<_>>(), expected);
        check("a", &[]);
        check("a/b", &["a"]);
        check("a/b/c", &["a", "a/b"]);
    }
}
