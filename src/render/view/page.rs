//! [`PageView`]: what every page has, and the small views of pages that show no single document or listing.

use serde::Serialize;
use tera::Value;

use crate::model::document::DocId;
use crate::render::view::document::ImageView;
use crate::render::view::listing::FacetView;
use crate::render::view::word::Linked;

/// The kinds of page; each has a template of its own, documents one per collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The first page.
    Home,
    /// A document.
    Document,
    /// A page of a listing.
    Listing,
    /// A map of the provinces.
    Map,
    /// All pages by collection.
    Sitemap,
    /// The search.
    Search,
    /// The data of the site.
    Data,
    /// There is no such page.
    Error,
}

impl Kind {
    /// All kinds; a site without map or data needs no pages about them.
    pub const ALL: &[Kind] =
        &[Kind::Home, Kind::Listing, Kind::Map, Kind::Sitemap, Kind::Search, Kind::Data, Kind::Error];

    /// The template; documents have that of their collection.
    pub fn template(self) -> &'static str {
        match self {
            Kind::Home => "home.html",
            Kind::Document => "document.html",
            Kind::Listing => "listing.html",
            Kind::Map => "map.html",
            Kind::Sitemap => "sitemap.html",
            Kind::Search => "search.html",
            Kind::Data => "data.html",
            Kind::Error => "404.html",
        }
    }
}

/// What every page has.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// What it shows.
    pub kind: Kind,
    /// The whole `<title>`.
    pub title: String,
    /// Its own name, without that of the site.
    pub name: String,
    /// A sentence about it.
    pub description: String,
    /// Its address.
    pub url: String,
    /// The way back to the site's root, put before every address.
    pub root: String,
    /// Its address in the world, if the site has one.
    pub canonical: Option<String>,
    /// The way to it from the first page; the last step has no link.
    pub crumbs: Vec<Crumb>,
    /// Id of the entry of the menu that it belongs to.
    pub nav_id: String,
    /// Its Atom feed.
    pub feed: Option<String>,
    /// Its JSON Feed.
    pub json_feed: Option<String>,
    /// The title of the feeds.
    pub feed_title: String,
    /// The same page in other forms, for machines and for reading elsewhere.
    pub forms: Vec<Form>,
    /// When the document was published, by ISO 8601.
    pub published: Option<String>,
    /// When it was changed.
    pub modified: Option<String>,
    /// Its picture.
    pub image: Option<ImageView>,
    /// What it is in the words of schema.org: the text of a `<script type="application/ld+json">`, escaped for it.
    pub json_ld: Option<String>,
    /// What `json_ld` is made of, apart from the crumbs.
    #[serde(skip)]
    pub things: Vec<serde_json::Value>,
    /// Elements that the site's profile asks for.
    pub meta: Vec<MetaView>,
    /// Position of the collection that it lists, or whose document it shows.
    #[serde(skip)]
    pub collection: Option<usize>,
    /// The document that it shows.
    #[serde(skip)]
    pub document: Option<DocId>,
    /// Whether search engines are to leave it out.
    pub noindex: bool,
    /// The same page in every language it has, this one too; empty when there is no other.
    pub alternates: Vec<Alternate>,
    /// Whether this is a page for elderly readers.
    pub elder: bool,
    /// The page for elderly readers that says the same as this one.
    pub elder_url: Option<String>,
    /// On a page for elderly readers: the usual page.
    pub normal_url: Option<String>,
}

/// A `<meta>` element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MetaView {
    /// Its name.
    pub name: String,
    /// Its content.
    pub content: String,
}

/// A page in another form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Form {
    /// The name of the form: JSON, CSV, Markdown.
    pub name: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// Its address.
    pub url: String,
}

/// A page in one of its languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alternate {
    /// The tag of the language, as HTML names it.
    pub lang: &'static str,
    /// The language and country, as Open Graph names them.
    pub locale: &'static str,
    /// The name of the language in itself.
    pub name: &'static str,
    /// Its address.
    pub url: String,
    /// Its address in the world, if the site has one.
    pub absolute: Option<String>,
    /// Whether it is this page.
    pub current: bool,
}

/// A step of the way to a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Crumb {
    /// Its name.
    pub label: String,
    /// Its address.
    pub url: Option<String>,
}

/// The first page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// Its heading.
    pub title: String,
    /// A line under it.
    pub lead: String,
    /// The collections of the menu.
    pub collections: Vec<HomeCollection>,
}

/// A collection on the first page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeCollection {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its listing.
    pub url: String,
    /// How many documents it has.
    pub total: usize,
    /// Its first documents, each a `Card`.
    pub cards: Vec<Value>,
    /// Its facets.
    pub facets: Vec<FacetView>,
}

/// All pages by collection.
#[derive(Clone, Debug, Serialize)]
pub struct SitemapView {
    /// The collections.
    pub groups: Vec<SitemapGroup>,
}

/// The search page.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// The collections with their facets.
    pub groups: Vec<SitemapGroup>,
}

/// The pages of a collection.
#[derive(Clone, Debug, Serialize)]
pub struct SitemapGroup {
    /// Its name.
    pub label: String,
    /// Its listing.
    pub url: Option<String>,
    /// How many documents it has.
    pub total: usize,
    /// Its documents; none where they are so many that only its listings are of use.
    pub pages: Vec<Linked>,
    /// Its facets.
    pub facets: Vec<FacetView>,
}

/// There is no such page.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorView {
    /// The code of HTTP.
    pub code: u16,
}
