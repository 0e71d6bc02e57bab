//! peakpress prints a folder of Markdown as a website. This page is the whole flow:
//!
//! ```text
//! load ──▶ Inputs ──model──▶ Site ──┬─ proof ──▶ Diagnostics
//!                                   └─ render ─▶ Plan ──write──▶ disk
//! ```
//!
//! `load` alone reads the disk, `write` alone writes it, `cli` alone prints, asks the time and opens sockets.
//! What authors did wrong is a [`diag::Diagnostic`]; what the machine did wrong is an error.

pub mod diag;
pub mod plan;

pub mod load;
pub mod model;
pub mod proof;

pub use load::walk::RawFile;
