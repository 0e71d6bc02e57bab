//! `model`: [`crate::load::inputs::Inputs`] → [`site::Site`]. What does it mean?
//!
//! Declarations become [`collection::Collection`]s, front matter becomes typed [`value::Value`]s, bodies become what others
//! need of them, links find their targets, documents get their URLs. A wrong value is a diagnostic and a marked gap, never a
//! guess.

pub mod allowed;
pub mod alphabet;
pub mod body;
pub mod collection;
pub mod condition;
pub mod config;
pub mod config_key;
pub mod declared;
pub mod document;
pub mod edition;
pub mod entry;
pub mod field;
pub mod glossary;
pub mod handbook;
pub mod language;
pub mod link;
pub mod listing;
pub mod media;
pub mod output;
pub mod picture;
pub mod profile;
pub mod schema;
pub mod searched;
pub mod site;
pub mod skeleton;
pub mod term;
pub mod translation;
pub mod value;

use crate::code;
use crate::diag::Code;

/// Keys of front matter that the engine knows in every collection, and what they are for.
pub const RESERVED_KEYS: &[(&str, &str)] = &[
    ("draft", "true：草稿，还不公开；写好后整行删去"),
    ("aliases", "这一页从前的网址，例如 [/old/address/]；旧网址会转到新网址"),
    ("absent", "查过而没有的字段或小节，写明理由，例如 { cost: not-found }"),
    ("basis", "字段或小节的依据：来源的编号，或 judgement（编者判断），例如 { lessons: judgement }"),
    ("waive", "留给以后的版本"),
];

code!(
    /// A declaration, vocabulary or configuration that says what can't be.
    BAD_DECLARATION, "bad-declaration", "bad_declaration", Error, "声明、词表和站点配置写法正确"
);
code!(
    /// A key that nobody declared.
    UNKNOWN_KEY, "unknown-key", "unknown_key", Error, "头部只用声明过的键"
);
code!(
    /// A key that must not be.
    FORBIDDEN_KEY, "forbidden-key", "forbidden_key", Error, "不写声明中禁止的键"
);
code!(
    /// Something of another kind stands there.
    WRONG_KIND, "wrong-kind", "wrong_kind", Error, "值的种类与声明一致"
);
code!(
    /// Too many characters.
    TOO_LONG, "too-long", "too_long", Error, "文字不超过声明的字数"
);
code!(
    /// Too few characters.
    TOO_SHORT, "too-short", "too_short", Error, "文字不少于声明的字数"
);
code!(
    /// Not of the declared form.
    PATTERN, "pattern", "pattern", Error, "文字符合声明的形式"
);
code!(
    /// Too few or too many values.
    COUNT, "count", "count", Error, "值的个数符合声明，没有重复"
);
code!(
    /// A word that the vocabulary does not have.
    UNKNOWN_TERM, "unknown-term", "unknown_term", Error, "选项用词表里的词"
);
code!(
    /// No quantity, or no known unit.
    BAD_UNIT, "bad-unit", "bad_unit", Error, "数量写成“数 单位”，单位在单位表里"
);
code!(
    /// No date, or none that exists.
    BAD_DATE, "bad-date", "bad_date", Error, "日期写法正确，粗细符合声明"
);
code!(
    /// A number outside its bounds.
    OUT_OF_RANGE, "out-of-range", "out_of_range", Error, "数在声明的范围以内"
);
code!(
    /// An address of a scheme that is not allowed.
    UNSAFE_ADDRESS, "unsafe-address", "unsafe_address", Error, "网址只用 https、http、mailto、tel"
);
code!(
    /// A picture without words for those who can't see it.
    MISSING_ALT, "missing-alt", "missing_alt", Error, "图片字段有文字说明 alt"
);
code!(
    /// A map without a review number.
    MAP_APPROVAL, "map-approval", "map_approval", Error, "含地图的图片写明审图号"
);
code!(
    /// `absent` for what may not be absent, or without a known reason.
    WRONG_ABSENT, "wrong-absent", "wrong_absent", Error, "absent 只用于允许缺的字段，并写明理由"
);
code!(
    /// A file name that is no id.
    BAD_ID, "bad-id", "bad_id", Error, "编号（文件名）合规则"
);
code!(
    /// Two documents of one collection with the same id.
    DUPLICATE_ID, "duplicate-id", "duplicate_id", Error, "编号在集合里只用一次"
);
code!(
    /// A folder without declaration.
    UNKNOWN_COLLECTION, "unknown-collection", "unknown_collection", Error, "文件放在声明过的集合里"
);
code!(
    /// A file in an owner's folder of a collection that has none, or the reverse.
    WRONG_OWNER, "wrong-owner", "wrong_owner", Error, "文件放在所属者的文件夹里"
);
code!(
    /// A translation of nothing, or into a language the site does not have.
    ORPHAN_TRANSLATION, "orphan-translation", "orphan_translation", Error, "译文有原文，语言在站点里启用"
);
code!(
    /// A file that is not what its name says.
    BAD_MEDIA, "bad-media", "bad_media", Error, "图片内容与扩展名一致，大小在限度以内"
);

/// All codes of this step.
pub const CODES: &[&Code] = &[
    &BAD_DECLARATION,
    &UNKNOWN_KEY,
    &FORBIDDEN_KEY,
    &WRONG_KIND,
    &TOO_LONG,
    &TOO_SHORT,
    &PATTERN,
    &COUNT,
    &UNKNOWN_TERM,
    &BAD_UNIT,
    &BAD_DATE,
    &OUT_OF_RANGE,
    &UNSAFE_ADDRESS,
    &MISSING_ALT,
    &MAP_APPROVAL,
    &WRONG_ABSENT,
    &BAD_ID,
    &DUPLICATE_ID,
    &UNKNOWN_COLLECTION,
    &WRONG_OWNER,
    &ORPHAN_TRANSLATION,
    &BAD_MEDIA,
    &translation::TRANSLATION_DIFFERS,
];

/// Names that mean something else to operating systems or to this site.
const RESERVED_IDS: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "lpt1", "lpt2", "lpt3", "index", "assets", "files", "page",
    "sitemap", "search",
];

/// A short name that a text always has: the first 128 bits of its hash, in hexadecimal.
pub fn fingerprint(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..32].to_owned()
}

/// Whether a text is an id: `[a-z0-9]+(-[a-z0-9]+)*`, 2 to 60 bytes (CONTENT_MODEL 2, SECURITY 3.1).
pub fn is_id(text: &str) -> bool {
    let fine = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    (2..=60).contains(&text.len()) && text.split('-').all(fine)
}

/// Whether an id may be the name of a document.
pub fn is_free_id(text: &str) -> bool {
    is_id(text) && !RESERVED_IDS.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_plain() {
        let check = |text: &str, fine: bool| assert_eq!(is_free_id(text), fine, "{text:?}");
        check("huzhou", true);
        check("a1", true);
        check("a-b-2", true);
        check("a", false);
        check("", false);
        check("A1", false);
        check("a_b", false);
        check("-ab", false);
        check("ab-", false);
        check("a--b", false);
        check("湖州", false);
        check("a b", false);
        check("con", false);
        check("index", false);
        check("../ab", false);
        check(&"a".repeat(60), true);
        check(&"a".repeat(61), false);
    }
}
