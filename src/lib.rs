//! peakpress.
pub mod diag;
pub mod plan;
pub mod write;
