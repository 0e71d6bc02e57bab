//! Which documents are searched, and their numbers: a site → [`Layout`].
//!
//! The first collection of the menu lies highest, and inside a collection newer documents lie higher. Each collection has room
//! to grow, so that a new document changes few files of the index.

use crate::model::document::DocId;
use crate::model::site::Site;
use crate::model::value::Date;

/// Documents that share a check.
const BLOCK: u32 = 64;

/// From this many documents on several share a file.
const MANY: usize = 30_000;

/// The numbers of a collection's documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Position of the collection.
    pub collection: usize,
    /// The first number.
    pub start: u32,
    /// The number after the last.
    pub end: u32,
}

/// The numbers of all documents.
#[derive(Debug)]
pub struct Layout {
    /// The documents by number, ascending.
    pub documents: Vec<(u32, DocId)>,
    /// The numbers of each collection, ascending.
    pub ranges: Vec<Range>,
    /// All numbers are below it.
    pub size: u32,
    /// How many numbers share a check.
    pub block: u32,
    /// How many numbers share a fragment file.
    pub bundle: u32,
    /// The check of each block: six characters.
    pub checks: Vec<String>,
}

impl Layout {
    /// Numbers the documents of an edition.
    pub fn of(site: &Site) -> Self {
        let (mut documents, mut ranges) = (Vec::new(), Vec::new());
        let mut start = 0;
        for (collection, declared) in site.collections.iter().enumerate().rev() {
            if declared.searched.is_none() {
                continue;
            }
            let mut ids: Vec<DocId> = site.documents_of(collection).filter(|id| !site.document(*id).draft).collect();
            ids.reverse();
            ids.sort_by_key(|id| day(site, *id));
            let Ok(count) = u32::try_from(ids.len()) else { continue };
            if count > 0 {
                documents.extend((start..).zip(ids));
                ranges.push(Range { collection, start, end: start + count });
                start += (count + (count / 8).max(16)).next_multiple_of(BLOCK);
            }
        }
        let bundle = if documents.len() > MANY { 4 } else { 1 };
        let mut block = BLOCK;
        while start / block > 4096 {
            block *= 2;
        }
        let mut layout = Self { documents, ranges, size: start, block, bundle, checks: Vec::new() };
        layout.checks = layout.checks(site);
        layout
    }

    /// A hash per block over the addresses of its documents and of those before them in the same collection: it stays while a
    /// collection only grows.
    fn checks(&self, site: &Site) -> Vec<String> {
        let mut hasher = blake3::Hasher::new();
        let mut checks = Vec::new();
        let mut documents = self.documents.iter().peekable();
        for block in 0..self.size.div_ceil(self.block) {
            let (first, end) = (block * self.block, (block + 1) * self.block);
            if self.ranges.iter().any(|range| (first..end).contains(&range.start)) {
                hasher = blake3::Hasher::new();
            }
            hasher.update(&block.to_le_bytes());
            while let Some((_, id)) = documents.next_if(|(number, _)| *number < end) {
                hasher.update(site.url(*id).as_bytes());
                hasher.update(b"\n");
            }
            checks.push(name(&hasher.finalize()));
        }
        checks
    }
}

/// The day by which documents are sorted: that of publication, because a number should not change with every update.
pub fn day(site: &Site, id: DocId) -> Option<Date> {
    let document = site.document(id);
    document.date("published").or_else(|| document.date("updated"))
}

/// A name of six characters.
pub fn name(hash: &blake3::Hash) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut number = hash.as_bytes().iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let mut name = String::new();
    for _ in 0..6 {
        name.push(DIGITS[(number % 36) as usize] as char);
        number /= 36;
    }
    name
}
