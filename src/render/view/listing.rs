//! [`ListingView`]: a page of a listing, the facets beside it, and the pager below it.

use serde::Serialize;
use tera::Value;

use crate::model::alphabet::Letter;
use crate::model::document::DocId;
use crate::model::listing::{List, page_url};
use crate::model::site::Site;
use crate::render::view::word::Named;

/// A page of a listing.
#[derive(Clone, Debug, Serialize)]
pub struct ListingView {
    /// Its heading.
    pub title: String,
    /// A sentence about the collection.
    pub lead: Option<String>,
    /// The collection.
    pub collection: Named,
    /// The documents of this page, each a `Card`.
    pub cards: Vec<Value>,
    /// The same documents by first letter, from A to Z, for those of a glossary; empty elsewhere.
    pub letters: Vec<LetterView>,
    /// How many documents the listing has.
    pub total: usize,
    /// Which page this is, from 1.
    pub page_number: usize,
    /// The pages to go to: first, last, and those around this one.
    pub pages: Vec<PageLink>,
    /// The page before.
    pub prev: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// The facets, a list of [`FacetView`].
    pub facets: Value,
    /// What is chosen.
    pub chosen: Vec<Chosen>,
    /// In which order the documents stand, in words.
    pub order_note: Option<String>,
    /// Its Atom feed.
    pub feed: Option<String>,
    /// Its JSON Feed.
    pub json_feed: Option<String>,
}

/// A letter of an index.
#[derive(Clone, Debug, Serialize)]
pub struct LetterView {
    /// The letter; the word for others where a name begins with none.
    pub label: String,
    /// The id of its heading.
    pub id: String,
    /// Its documents, each a `Card`; a letter without any is only named.
    pub cards: Vec<Value>,
}

/// A page of a listing to go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageLink {
    /// Its number.
    pub n: usize,
    /// Its address.
    pub url: String,
    /// Whether it is this one.
    pub current: bool,
    /// Whether pages are left out before it.
    pub gap: bool,
}

/// A facet: a field whose values have listings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetView {
    /// Id of the field.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its values.
    pub terms: Vec<TermView>,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TermView {
    /// Its id, or a year.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its listing.
    pub url: String,
    /// How many documents that listing has.
    pub count: usize,
    /// Whether it is chosen.
    pub current: bool,
}

/// A value that is chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chosen {
    /// Name of the facet.
    pub label: String,
    /// Name of the value.
    pub value: String,
    /// The listing without it.
    pub remove_url: String,
}

/// The facets beside a listing.
pub fn facets(site: &Site, list: &List) -> Vec<FacetView> {
    let Some(listing) = &site.collections[list.collection].listing else { return Vec::new() };
    let facets = site.listings.facets(site, list).into_iter().filter_map(|facet| {
        let path = &listing.facets[facet.facet];
        let field = site.field_at(list.collection, path)?;
        let terms = facet.values.into_iter().map(|value| TermView {
            label: site.word_label(field, &value.word),
            id: value.word.to_string(),
            url: value.url,
            count: value.count,
            current: value.current,
        });
        Some(FacetView {
            id: path.to_string(),
            label: site.language.say(&field.label).to_owned(),
            terms: terms.collect(),
        })
    });
    facets.collect()
}

/// What is chosen in a listing.
pub fn chosen(site: &Site, list: &List) -> Vec<Chosen> {
    let Some(listing) = &site.collections[list.collection].listing else { return Vec::new() };
    let chosen = list.chosen.iter().filter_map(|choice| {
        let field = site.field_at(list.collection, &listing.facets[choice.facet])?;
        Some(Chosen {
            label: site.language.say(&field.label).to_owned(),
            value: site.word_label(field, &choice.word),
            remove_url: site.listings.without(list, choice.facet)?.url.clone(),
        })
    });
    chosen.collect()
}

/// The letters of an index. Documents whose name begins with none stand under `other`.
pub fn letters(letters: Vec<Letter>, other: &str, card: impl Fn(DocId) -> Value) -> Vec<LetterView> {
    let view = |letter: Letter| LetterView {
        label: letter.letter.map_or_else(|| other.to_owned(), String::from),
        id: letter.letter.map_or_else(|| "letter-other".to_owned(), |c| format!("letter-{}", c.to_ascii_lowercase())),
        cards: letter.documents.into_iter().map(&card).collect(),
    };
    letters.into_iter().map(view).collect()
}

/// The pages to go to from a page: the first, the last, and two on each side.
pub fn pages(url: &str, current: usize, count: usize) -> Vec<PageLink> {
    let near = current.saturating_sub(2).max(1)..=(current + 2).min(count);
    let mut numbers: Vec<usize> = [1, count].into_iter().chain(near).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut before = 0;
    let link = |n: usize| {
        let gap = n > before + 1;
        before = n;
        PageLink { n, url: page_url(url, n), current: n == current, gap }
    };
    numbers.into_iter().map(link).collect()
}

#[cfg(test)]
mod tests {
    use super::pages;

    #[test]
    fn pager() {
        let check = |current: usize, count: usize, expected: &str| {
            let shown: Vec<String> = pages("/x/", current, count)
                .into_iter()
                .map(|page| {
                    let number = if page.current { format!("[{}]", page.n) } else { page.n.to_string() };
                    if page.gap { format!("… {number}") } else { number }
                })
                .collect();
            assert_eq!(shown.join(" "), expected, "{current} of {count}");
        };
        check(1, 1, "[1]");
        check(1, 3, "[1] 2 3");
        check(2, 3, "1 [2] 3");
        check(1, 9, "[1] 2 3 … 9");
        check(5, 9, "1 … 3 4 [5] 6 7 … 9");
        check(9, 9, "1 … 7 8 [9]");
        check(4, 6, "1 2 3 [4] 5 6");
    }
}
