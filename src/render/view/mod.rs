//! What templates see: flat, documented types, built for one page and serialized once.
//!
//! This is the contract with themes; types of `model` never reach a template. A value that does not exist is `none` or an
//! empty list, never left out, but for `doc.field`, a map of the fields that there are.

pub mod card;
pub mod citation;
pub mod data;
pub mod dataset;
pub mod document;
pub mod field;
pub mod figure;
pub mod json_ld;
pub mod ladder;
pub mod listing;
pub mod map;
pub mod page;
pub mod profile;
pub mod referrers;
pub mod share;
pub mod site;
pub mod source;
pub mod subject;
pub mod word;
