//! peakpress.
pub mod diag;
pub mod plan;
