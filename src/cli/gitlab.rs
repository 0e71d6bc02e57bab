//! Diagnostics as a Code Quality report of GitLab: one JSON array with a fingerprint for each problem, by which the host knows
//! it again when lines above it come and go.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::cli::region::region;
use crate::cli::visible;
use crate::diag::{Diagnostic, Level};

/// Writes the report.
///
/// # Errors
/// When `out` can't be written.
pub(crate) fn gitlab(diags: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let report: Vec<Value> = diags.iter().map(|diagnostic| problem(diagnostic, &mut seen)).collect();
    visible::json(&report, out)
}

fn problem(diagnostic: &Diagnostic, seen: &mut BTreeMap<String, usize>) -> Value {
    let path = diagnostic.span.as_ref().map_or("site.yaml", |span| &span.source.path);
    let region = diagnostic.span.as_ref().and_then(region);
    let (begin, end) = region.map_or((1, 1), |region| (region.start_line, region.end_line));
    // What is the same in every respect but its line is told apart by its turn.
    let name = format!("{}\0{path}\0{}", diagnostic.code.name, diagnostic.message);
    let turn = seen.entry(name.clone()).or_default();
    *turn += 1;
    let fingerprint = crate::fingerprint(&format!("{name}\0{turn}"));
    let description = match &diagnostic.help {
        Some(help) => format!("{}。怎么改：{help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    json!({
        "description": description,
        "check_name": diagnostic.code.name,
        "fingerprint": fingerprint,
        "severity": match diagnostic.code.level { Level::Error => "major", Level::Warning => "minor" },
        "location": { "path": path, "lines": { "begin": begin, "end": end } },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, SourceText, Span};

    static WRONG: Code = Code { name: "too-long", level: Level::Error, summary: "", page: "" };
    static ODD: Code = Code { name: "heading-skipped", level: Level::Warning, summary: "", page: "" };

    fn report(diags: &[Diagnostic]) -> Vec<Value> {
        let mut out = Vec::new();
        gitlab(diags, &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn problems_keep_their_fingerprints() {
        let at = |text: &str, start: usize| {
            let source = SourceText::new("a.md", text);
            Diagnostic::new(&WRONG, Span::new(&source, start..start + 1), "太长").help("删去")
        };
        let (first, moved) = (report(&[at("a\nb", 2)]), report(&[at("a\n\n\nb", 4)]));
        assert_eq!(first[0]["fingerprint"], moved[0]["fingerprint"]);
        assert_eq!(
            (&first[0]["location"]["lines"]["begin"], &moved[0]["location"]["lines"]["begin"]),
            (&json!(2), &json!(4))
        );
        let twice = report(&[at("a\nb", 0), at("a\nb", 2)]);
        assert_ne!(twice[0]["fingerprint"], twice[1]["fingerprint"]);
        assert_eq!(first[0]["description"], "太长。怎么改：删去");
        let site = report(&[Diagnostic::of_site(&ODD, "跳级")]);
        assert_eq!(site[0]["location"], json!({ "path": "site.yaml", "lines": { "begin": 1, "end": 1 } }));
        assert_eq!((&site[0]["severity"], &site[0]["check_name"]), (&json!("minor"), &json!("heading-skipped")));
        assert_eq!(report(&[]), Vec::<Value>::new());
    }
}
