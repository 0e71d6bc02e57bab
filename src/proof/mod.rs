//! `proof`: [`Site`] → [`Diagnostics`]. Is it fit to print?
//!
//! The rules behind `peakpress check`: each is one file in `rules/` with its page. They look at what `model` understood and
//! change nothing; diagnostics are sorted later, so rules run in parallel.

pub mod personal;
pub mod place;
pub mod rule;
pub mod rules;
pub mod spoof;
pub mod step;

use rayon::prelude::*;

use crate::diag::Diagnostics;
use crate::model::site::Site;
use crate::proof::rule::RULES;

/// Runs every rule.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    let found: Vec<Diagnostics> = RULES
        .par_iter()
        .map(|rule| {
            let mut diags = Diagnostics::new();
            (rule.check)(site, &mut diags);
            diags
        })
        .collect();
    found.into_iter().for_each(|found| diags.append(found));
}
