//! Diagnostics as SARIF 2.1.0 (OASIS), which code hosts and editors read: the rules with their pages, then the results.

use std::io::{self, Write};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use crate::cli::region::region;
use crate::cli::visible;
use crate::diag::{Code, Diagnostic, Span};

/// What may not stand in the path of a URI.
const PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`').add(b'{').add(b'}');

/// Writes one log with one run.
///
/// # Errors
/// When `out` can't be written.
pub(crate) fn sarif(diags: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    let mut codes: Vec<&Code> = diags.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_by_key(|code| code.name);
    codes.dedup_by_key(|code| code.name);
    let results: Vec<Value> = diags.iter().map(|diagnostic| result(diagnostic, &codes)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "peakpress",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": "zh-CN",
                "rules": codes.iter().map(|code| rule(code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    visible::json(&log, out)
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.name,
        "shortDescription": { "text": code.summary },
        "help": { "text": code.page, "markdown": code.page },
        "defaultConfiguration": { "level": code.level.word() },
    })
}

fn result(diagnostic: &Diagnostic, codes: &[&Code]) -> Value {
    let text = match &diagnostic.help {
        Some(help) => format!("{}。怎么改：{help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut result = json!({
        "ruleId": diagnostic.code.name,
        "ruleIndex": codes.iter().position(|code| code.name == diagnostic.code.name),
        "level": diagnostic.code.level.word(),
        "message": { "text": text },
    });
    if let Some(span) = &diagnostic.span {
        result["locations"] = json!([{ "physicalLocation": place(span) }]);
    }
    if !diagnostic.labels.is_empty() {
        let related = |(index, (span, text)): (usize, &(Span, String))| json!({ "id": index, "physicalLocation": place(span), "message": { "text": text } });
        result["relatedLocations"] = diagnostic.labels.iter().enumerate().map(related).collect();
    }
    result
}

fn place(span: &Span) -> Value {
    let uri = utf8_percent_encode(&span.source.path, PATH).to_string();
    let mut place = json!({ "artifactLocation": { "uri": uri } });
    if let Some(region) = region(span) {
        place["region"] = json!({
            "startLine": region.start_line, "startColumn": region.start_column,
            "endLine": region.end_line, "endColumn": region.end_column,
        });
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Level, SourceText};

    static WRONG: Code = Code { name: "too-long", level: Level::Error, summary: "不长", page: "# too-long" };
    static ODD: Code =
        Code { name: "heading-skipped", level: Level::Warning, summary: "不跳级", page: "# heading-skipped" };

    #[test]
    fn a_log_says_rules_and_results() {
        let source = SourceText::new("content/甲 a.md", "---\ntitle: 碳达峰\n---\n");
        let diags = [
            Diagnostic::new(&WRONG, Span::new(&source, 14..20), "太长")
                .help("删去")
                .label(Span::file(&source), "看这里"),
            Diagnostic::of_site(&ODD, "跳级"),
            Diagnostic::new(&WRONG, Span::path("a.doc"), "不收"),
        ];
        let mut out = Vec::new();
        sarif(&diags, &mut out).unwrap();
        let log: Value = serde_json::from_slice(&out).unwrap();
        let run = &log["runs"][0];
        assert_eq!((&log["version"], &run["columnKind"]), (&json!("2.1.0"), &json!("unicodeCodePoints")));
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(
            rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect::<Vec<_>>(),
            ["heading-skipped", "too-long"]
        );
        let uri = "content/%E7%94%B2%20a.md";
        assert_eq!(
            run["results"][0],
            json!({
                "ruleId": "too-long", "ruleIndex": 1, "level": "error",
                "message": { "text": "太长。怎么改：删去" },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": uri },
                    "region": { "startLine": 2, "startColumn": 9, "endLine": 2, "endColumn": 11 },
                } }],
                "relatedLocations": [{ "id": 0, "physicalLocation": { "artifactLocation": { "uri": uri } }, "message": { "text": "看这里" } }],
            })
        );
        assert_eq!(
            run["results"][1],
            json!({ "ruleId": "heading-skipped", "ruleIndex": 0, "level": "warning", "message": { "text": "跳级" } })
        );
        assert_eq!(
            run["results"][2]["locations"][0]["physicalLocation"],
            json!({ "artifactLocation": { "uri": "a.doc" } })
        );
    }
}
