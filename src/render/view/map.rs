//! [`MapView`]: the provinces as equal tiles, and what each has.

use serde::Serialize;

use crate::model::field::Kind;
use crate::model::listing::{Choice, List};
use crate::model::site::Site;
use crate::render::view::subject::{linked, named};
use crate::render::view::word::{Linked, Named};

/// Where the page stands.
pub const URL: &str = "/map/";

/// The map.
#[derive(Clone, Debug, Serialize)]
pub struct MapView {
    /// Its heading.
    pub title: String,
    /// The collection that it counts.
    pub collection: Named,
    /// The name of the field whose words are the tiles.
    pub field: String,
    /// How many documents there are.
    pub total: usize,
    /// The tiles, from left to right and row by row.
    pub tiles: Vec<TileView>,
    /// The words that have documents, in the order of the vocabulary.
    pub places: Vec<PlaceView>,
    /// The words with a tile and no document, in the same order.
    pub empty: Vec<String>,
}

/// A tile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TileView {
    /// Id of the word.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its row, from 1.
    pub row: u8,
    /// Its column, from 1.
    pub column: u8,
    /// How many documents it has.
    pub count: usize,
    /// Its listing, if it has documents.
    pub url: Option<String>,
}

/// A word with its documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceView {
    /// Its name.
    pub label: String,
    /// Its listing.
    pub url: String,
    /// How many documents it has.
    pub count: usize,
    /// The documents.
    pub documents: Vec<Linked>,
}

/// The link to the map from other pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MapLink {
    /// Id of the collection that it counts.
    pub collection: String,
    /// Its address.
    pub url: String,
}

/// The collection that the map counts, if the site has a map and the collection a listing.
pub fn at(site: &Site) -> Option<usize> {
    let at = site.collection(&site.config.map.as_ref()?.collection)?;
    site.listings.find(at, &[]).map(|_| at)
}

/// The link to the map as pages of an edition show it.
pub fn link(site: &Site) -> Option<MapLink> {
    let at = at(site)?;
    let prefix = if site.has_pages_of(at) { &*site.prefix } else { "" };
    Some(MapLink { collection: site.collections[at].id.to_string(), url: format!("{prefix}{URL}") })
}

/// The map of a collection, without its heading.
pub fn map(site: &Site, at: usize) -> Option<MapView> {
    let path = &site.config.map.as_ref()?.field;
    let field = site.field_at(at, path)?;
    let Kind::Choice(choice) = &field.kind else { return None };
    let facet = site.collections[at].listing.as_ref()?.facets.iter().position(|facet| facet == path)?;
    let (mut tiles, mut places, mut empty) = (Vec::new(), Vec::new(), Vec::new());
    for term in &site.terms.get(&choice.from)?.terms {
        let list = site.listings.find(at, &[Choice { facet, word: term.id.clone() }]);
        let label = site.language.term(term).to_owned();
        match list {
            Some(list) => places.push(place(site, label.clone(), list)),
            None if term.tile.is_some() => empty.push(label.clone()),
            None => {}
        }
        tiles.extend(term.tile.map(|(row, column)| TileView {
            id: term.id.to_string(),
            label,
            row,
            column,
            count: list.map_or(0, |list| list.documents.len()),
            url: list.map(|list| list.url.clone()),
        }));
    }
    tiles.sort_by_key(|tile| (tile.row, tile.column));
    Some(MapView {
        title: String::new(),
        collection: named(site, at),
        field: site.language.say(&field.label).to_owned(),
        total: site.listings.find(at, &[])?.documents.len(),
        tiles,
        places,
        empty,
    })
}

fn place(site: &Site, label: String, list: &List) -> PlaceView {
    PlaceView {
        label,
        url: list.url.clone(),
        count: list.documents.len(),
        documents: list.documents.iter().map(|id| linked(site, *id)).collect(),
    }
}
