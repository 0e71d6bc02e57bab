//! What a rule is, and the list of all rules.

use crate::diag::{Code, Diagnostics};
use crate::model::site::Site;
use crate::proof::rules::{
    alias_collision, among, bad_order, broken_anchor, broken_link, dangling_reference, empty_listing, hidden_character,
    honest_date, judgement_with_figure, long_section, map_units, missing_basis, missing_field, missing_image,
    missing_section, missing_text, mixed_script, no_base_url, owner_mismatch, personal_data, prefer, profile_lacks,
    profile_time, profile_unverified, review_limit, review_overdue, section_order, short_section, source_id_double,
    source_unused, spoofed_link, stale_translation, step_evidence, step_target, tally, target, term_only,
    translation_figure, translation_section, unused_image, within, wrong_basis,
};

/// A check over the whole site that raises one code.
pub struct Rule {
    /// The code.
    pub code: &'static Code,
    /// Says what is wrong.
    pub check: fn(&Site, &mut Diagnostics),
}

/// All rules.
pub static RULES: &[Rule] = &[
    Rule { code: &alias_collision::ALIAS_COLLISION, check: alias_collision::check },
    Rule { code: &among::AMONG, check: among::check },
    Rule { code: &bad_order::BAD_ORDER, check: bad_order::check },
    Rule { code: &broken_anchor::BROKEN_ANCHOR, check: broken_anchor::check },
    Rule { code: &broken_link::BROKEN_LINK, check: broken_link::check },
    Rule { code: &dangling_reference::DANGLING_REFERENCE, check: dangling_reference::check },
    Rule { code: &empty_listing::EMPTY_LISTING, check: empty_listing::check },
    Rule { code: &hidden_character::HIDDEN_CHARACTER, check: hidden_character::check },
    Rule { code: &honest_date::HONEST_DATE, check: honest_date::check },
    Rule { code: &judgement_with_figure::JUDGEMENT_WITH_FIGURE, check: judgement_with_figure::check },
    Rule { code: &long_section::LONG_SECTION, check: long_section::check },
    Rule { code: &map_units::MAP_UNITS, check: map_units::check },
    Rule { code: &missing_basis::MISSING_BASIS, check: missing_basis::check },
    Rule { code: &missing_field::MISSING_FIELD, check: missing_field::check },
    Rule { code: &missing_image::MISSING_IMAGE, check: missing_image::check },
    Rule { code: &missing_section::MISSING_SECTION, check: missing_section::check },
    Rule { code: &missing_text::MISSING_TEXT, check: missing_text::check },
    Rule { code: &mixed_script::MIXED_SCRIPT, check: mixed_script::check },
    Rule { code: &no_base_url::NO_BASE_URL, check: no_base_url::check },
    Rule { code: &owner_mismatch::OWNER_MISMATCH, check: owner_mismatch::check },
    Rule { code: &personal_data::PERSONAL_DATA, check: personal_data::check },
    Rule { code: &prefer::PREFER, check: prefer::check },
    Rule { code: &profile_lacks::PROFILE_LACKS, check: profile_lacks::check },
    Rule { code: &profile_time::PROFILE_TIME, check: profile_time::check },
    Rule { code: &profile_unverified::PROFILE_UNVERIFIED, check: profile_unverified::check },
    Rule { code: &review_limit::REVIEW_LIMIT, check: review_limit::check },
    Rule { code: &review_overdue::REVIEW_OVERDUE, check: review_overdue::check },
    Rule { code: &section_order::SECTION_ORDER, check: section_order::check },
    Rule { code: &short_section::SHORT_SECTION, check: short_section::check },
    Rule { code: &source_id_double::SOURCE_ID_DOUBLE, check: source_id_double::check },
    Rule { code: &source_unused::SOURCE_UNUSED, check: source_unused::check },
    Rule { code: &spoofed_link::SPOOFED_LINK, check: spoofed_link::check },
    Rule { code: &stale_translation::STALE_TRANSLATION, check: stale_translation::check },
    Rule { code: &step_evidence::STEP_EVIDENCE, check: step_evidence::check },
    Rule { code: &step_target::STEP_TARGET, check: step_target::check },
    Rule { code: &tally::TALLY, check: tally::check },
    Rule { code: &target::TARGET, check: target::check },
    Rule { code: &term_only::TERM_ONLY, check: term_only::check },
    Rule { code: &translation_figure::TRANSLATION_FIGURE, check: translation_figure::check },
    Rule { code: &translation_section::TRANSLATION_SECTION, check: translation_section::check },
    Rule { code: &unused_image::UNUSED_IMAGE, check: unused_image::check },
    Rule { code: &within::WITHIN, check: within::check },
    Rule { code: &wrong_basis::WRONG_BASIS, check: wrong_basis::check },
];
