//! peakpress.
pub(crate) mod cli;
pub mod diag;
pub mod plan;
