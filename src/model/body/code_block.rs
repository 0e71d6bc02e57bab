//! Code blocks: coloured by classes, with grammars loaded when a block first needs one.
//!
//! In: the info string and the code. Out: HTML of the code's content. Blocks in unknown languages or beyond the limits are
//! shown plain, so that no text can keep the machine busy.

use std::sync::OnceLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::{SyntaxReference, SyntaxSet};

use crate::model::body::escape;

/// Prefix of the classes, known to the theme's styles.
pub const PREFIX: &str = "hl-";

/// Bytes of code that are coloured at most.
pub const MAX_BYTES: usize = 64 * 1024;

/// Characters in a line of code that are coloured at most.
pub const MAX_LINE: usize = 2_000;

/// Languages that are coloured, as authors write them, and the grammar's token.
const LANGUAGES: [(&str, &str); 38] = [
    ("bash", "sh"),
    ("c", "c"),
    ("cpp", "cpp"),
    ("cs", "cs"),
    ("css", "css"),
    ("diff", "diff"),
    ("go", "go"),
    ("html", "html"),
    ("java", "java"),
    ("javascript", "js"),
    ("js", "js"),
    ("json", "json"),
    ("latex", "tex"),
    ("lua", "lua"),
    ("makefile", "make"),
    ("markdown", "md"),
    ("matlab", "matlab"),
    ("md", "md"),
    ("objc", "m"),
    ("pascal", "pas"),
    ("perl", "pl"),
    ("php", "php"),
    ("py", "py"),
    ("python", "py"),
    ("r", "r"),
    ("rb", "rb"),
    ("regex", "re"),
    ("rs", "rs"),
    ("ruby", "rb"),
    ("rust", "rs"),
    ("scala", "scala"),
    ("sh", "sh"),
    ("shell", "sh"),
    ("sql", "sql"),
    ("tex", "tex"),
    ("xml", "xml"),
    ("yaml", "yaml"),
    ("yml", "yaml"),
];

/// The language in an info string, if it may stand in a class: `language-…`.
pub fn language(info: &str) -> Option<String> {
    let word = info.split([' ', ',', '{', '\t']).next().unwrap_or("").to_ascii_lowercase();
    let fine = !word.is_empty()
        && word.len() <= 20
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'#' | b'-' | b'_' | b'.'));
    fine.then_some(word)
}

/// Whether code in this language would be coloured but is too long for it.
pub fn too_long(language: &str, code: &str) -> bool {
    token(language).is_some() && (code.len() > MAX_BYTES || code.lines().any(|line| line.chars().count() > MAX_LINE))
}

/// Appends code as HTML: coloured if the language is known and the limits hold, plain otherwise.
pub fn write(language: Option<&str>, code: &str, out: &mut String) {
    match language.filter(|language| !too_long(language, code)).and_then(|language| coloured(language, code)) {
        Some(html) => out.push_str(&html),
        None => escape::text(out, code),
    }
}

fn token(language: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(name, _)| *name == language).map(|(_, token)| *token)
}

fn coloured(language: &str, code: &str) -> Option<String> {
    static GRAMMARS: OnceLock<SyntaxSet> = OnceLock::new();
    let token = token(language)?;
    if code.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return None;
    }
    let grammars = GRAMMARS.get_or_init(SyntaxSet::load_defaults_newlines);
    let grammar: &SyntaxReference = grammars.find_syntax_by_token(token)?;
    let style = ClassStyle::SpacedPrefixed { prefix: PREFIX };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(grammar, grammars, style);
    for line in code.split_inclusive('\n') {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages() {
        let check = |info: &str, expected: Option<&str>| assert_eq!(language(info).as_deref(), expected, "{info:?}");
        check("rust", Some("rust"));
        check("Rust,ignore", Some("rust"));
        check("yaml title=x", Some("yaml"));
        check("c++", Some("c++"));
        check("", None);
        check("\" onload=x", None);
        check("<script>", None);
        check("数据", None);
        check("aaaaaaaaaaaaaaaaaaaaaaaaa", None);
    }

    #[test]
    fn every_language_on_the_list_has_a_grammar() {
        let grammars = SyntaxSet::load_defaults_newlines();
        for (name, token) in LANGUAGES {
            assert!(grammars.find_syntax_by_token(token).is_some(), "{name}");
        }
    }

    #[test]
    fn colouring() {
        let check = |language: Option<&str>, code: &str, expected: &str| {
            let mut out = String::new();
            write(language, code, &mut out);
            assert!(out.contains(expected), "{out}");
        };
        check(Some("rust"), "fn main() {}\n", "<span class=\"hl-storage hl-type hl-function hl-rust\">fn</span>");
        check(Some("yaml"), "a: 1\n", "hl-yaml");
        check(Some("html"), "<script>\n", "&lt;");
        check(Some("unknown"), "a<b\n", "a&lt;b\n");
        check(None, "a<b\n", "a&lt;b\n");
    }

    #[test]
    fn beyond_the_limits_code_is_plain() {
        let check = |code: &str, expected: bool| assert_eq!(too_long("json", code), expected, "{} bytes", code.len());
        check("1", false);
        check(&"碳".repeat(MAX_LINE), false);
        check(&"碳".repeat(MAX_LINE + 1), true);
        check(&"1\n".repeat(MAX_BYTES / 2), false);
        check(&"1\n".repeat(MAX_BYTES / 2 + 1), true);
        assert!(!too_long("unknown", &"a".repeat(MAX_BYTES + 1)));
        let mut out = String::new();
        write(Some("json"), &"1".repeat(MAX_LINE + 1), &mut out);
        assert_eq!(out.len(), MAX_LINE + 1);
    }
}
