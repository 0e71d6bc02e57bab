//! `search`: [`Site`] → the search index, as jobs of the plan. How is it found?
//!
//! `format.md` is the contract with those who ask: `query` here, and the theme's script. The index of an edition is made when
//! the first of its files is asked for, and shared by all of them; `build` asks for all, `serve` for those that a reader's
//! search needs, `check` for none.

pub mod facet;
pub mod fragment;
pub mod gather;
pub mod index;
pub mod layout;
pub mod lexicon;
pub mod number;
pub mod query;
pub mod shard;
pub mod tables;
pub mod text;
pub mod words;

use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::model::site::Site;
use crate::plan::{Job, Plan, Turn};
use crate::search::facet::Facet;
use crate::search::index::Postings;
use crate::search::layout::Layout;
use crate::search::shard::{Files, Shards};
use crate::search::words::Lexicon;

/// The version of the format.
pub const FORMAT: u64 = 1;

/// Documents of a list at most; of one Han character at most.
const LONG: usize = 2_048;
const SHORT: usize = 200;

/// The folder of an edition's index.
pub fn folder(site: &Site) -> String {
    format!("/search/{}/", site.language.code())
}

/// Plans the index of every language.
pub fn plan(site: &Arc<Site>, plan: &mut Plan) {
    if !site.config.search {
        return;
    }
    for edition in std::iter::once(site).chain(&site.editions) {
        let edition = Arc::clone(edition);
        plan.insert_folder(&folder(&edition), move || jobs(&edition));
    }
}

/// All files of an edition's index, by address.
fn jobs(site: &Arc<Site>) -> Vec<(String, Job)> {
    let folder = folder(site);
    let layout = Arc::new(Layout::of(site));
    let Files { files } = index(site, &layout);
    let mut jobs: Vec<(String, Job)> = files
        .into_iter()
        .map(|(path, bytes)| {
            // The root names the others, so it is written after them.
            let turn = if path == ROOT { Turn::Last } else { Turn::Asset };
            (format!("{folder}{path}"), Job::new(turn, "search", move |out, _| out.extend_from_slice(&bytes)))
        })
        .collect();
    for bundle in fragment::bundles(&layout) {
        let (site, layout) = (Arc::clone(site), Arc::clone(&layout));
        let job = Job::new(Turn::Asset, "search-text", move |out, _| {
            let json = fragment::fragment(&site, &layout, bundle);
            // A buffer takes whatever is written, and every value is JSON.
            let _ = serde_json::to_writer(&mut *out, &json);
            out.push(b'\n');
        });
        jobs.push((format!("{folder}{}", fragment::path(bundle)), job));
    }
    jobs
}

/// The name of the table of contents.
pub const ROOT: &str = "root.json";

/// All files of the index but the fragments.
pub fn index(site: &Site, layout: &Layout) -> Files {
    let facets = Facet::all(site, layout);
    let named = layout.documents.iter().flat_map(|(_, id)| gather::names(site, *id));
    let labels = facets.iter().flat_map(|facet| &facet.values).map(|(_, label, _)| label.clone());
    let lexicon = Lexicon::new(named.chain(labels).map(|name| text::squeeze(&name)));
    let postings = Postings::of(site, layout, &lexicon);
    let mut files = Files::default();
    let words = words(&postings, &mut files);
    let names = lexicon::write(site, layout, &facets, &mut files);
    let told: Vec<Json> = facets.iter().map(|facet| facet.write(layout, &mut files)).collect();
    let dates = facet::dates(site, layout, &mut files);
    let fold: String = tables::pairs().filter(|(_, to)| postings.has(*to)).flat_map(|(from, to)| [from, to]).collect();
    let fold = if fold.is_empty() { fold } else { files.add("t", "txt", format!("{fold}\n").into_bytes()) };
    let sound = files.add("s", "txt", tables::READINGS.as_bytes().to_vec());
    let ranges: Vec<Json> = layout
        .ranges
        .iter()
        .map(|range| {
            let collection = &site.collections[range.collection];
            json!([*collection.id, site.language.say(&collection.label), range.start, range.end])
        })
        .collect();
    let root = json!({
        "format": FORMAT, "version": version(site, layout, &files), "language": site.language.code(),
        "size": layout.size, "count": layout.documents.len(), "ranges": ranges,
        "bundle": layout.bundle, "block": layout.block, "checks": layout.checks.concat(),
        "words": words, "lexicon": names, "facets": told, "dates": dates, "fold": fold, "sound": sound,
    });
    files.files.insert(ROOT.to_owned(), format!("{root}\n").into_bytes());
    files
}

/// A hash over everything that the files say.
fn version(site: &Site, layout: &Layout, files: &Files) -> String {
    let mut hasher = blake3::Hasher::new();
    // Names are made from contents.
    let names = files.files.keys().map(String::as_str);
    let texts = layout.documents.iter().map(|(_, id)| site.document(*id).source.text.as_str());
    for part in names.chain(layout.checks.iter().map(String::as_str)).chain(texts) {
        hasher.update(part.as_bytes());
    }
    layout::name(&hasher.finalize())
}

/// Writes the shards of words and their long lists; gives the table of contents.
fn words(postings: &Postings, files: &mut Files) -> Json {
    let mut shards = Shards::new(files, "w");
    let mut line = String::new();
    postings.each(&mut |word, list| {
        line.clear();
        number::push(u64::from(postings.rarity(list.len())), &mut line);
        let single = list.len() > SHORT && words::pair_of(word).is_some_and(|key| key & 0xffff == 0);
        if !single && list.len() <= LONG {
            encode(list, &mut line);
            shards.push(word, &line);
            return;
        }
        encode(&best(list, if single { SHORT } else { LONG }), &mut line);
        if !single {
            let mut whole = String::new();
            encode(list, &mut whole);
            whole.push('\n');
            let name = shards.files().add("l", "txt", whole.into_bytes());
            line.push('\t');
            line.push_str(&name);
        }
        shards.push(word, &line);
    });
    shards.finish()
}

/// Those of a list in which the word counts most; newer ones of equals.
fn best(list: &[index::Posting], count: usize) -> Vec<index::Posting> {
    let mut best = list.to_vec();
    best.sort_by_key(|(number, impact)| std::cmp::Reverse((*impact, *number)));
    best.truncate(count);
    best.sort_unstable();
    best
}

fn encode(list: &[index::Posting], out: &mut String) {
    let mut next = 0;
    for (number, impact) in list {
        number::push(u64::from(number - next + 1) * 8 + u64::from(*impact), out);
        next = number + 1;
    }
}
