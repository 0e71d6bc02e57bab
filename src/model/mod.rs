//! Text to meaning: typed fields, bodies, links, terms, URLs.

pub mod body;
