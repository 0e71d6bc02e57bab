//! `peakpress schema`: the JSON Schema of each collection and of `site.yaml`, the settings that make VS Code use them, and the
//! same for people to read.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::cli::args::{Format, Schema};
use crate::cli::build;
use crate::cli::terminal::{Terminal, shown};
use crate::cli::{settings, today};
use crate::diag::Diagnostics;

/// The schema of `site.yaml`; no collection can be called so.
const CONFIG: &str = "_site.schema.json";

/// Runs the command.
pub(crate) fn run(root: &Path, args: &Schema, terminal: &Terminal) -> anyhow::Result<bool> {
    let site = crate::understand(root, settings(today(), true))?;
    let schemas = crate::schemas(&site);
    let out = root.join(&args.out);
    let mut files = Vec::new();
    for (id, schema) in &schemas {
        files.push((format!("{id}.schema.json"), text(schema)?));
    }
    files.push((CONFIG.to_owned(), text(&crate::config_schema())?));
    files.push(("collections.md".to_owned(), crate::collections_page(&site).into_bytes()));
    let ids: Vec<&str> = schemas.iter().map(|(id, _)| id.as_str()).collect();
    files.push(("vscode-settings.json".to_owned(), text(&editor(&args.out, &ids))?));
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| out.join(name)).collect();
    let mut diags = Diagnostics::new();
    let plan = crate::plan_of(files, &mut diags);
    crate::print(&plan, &build::output(root, &out), &mut diags)?;
    let failed = diags.has_errors();
    terminal.report(&diags.sorted(), Format::Human);
    if failed {
        return Ok(false);
    }
    paths.iter().for_each(|path| terminal.print(&shown(path)));
    terminal.say("声明改动后再运行一次，这些文件会整个换新。");
    Ok(true)
}

fn text(value: &Value) -> anyhow::Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    Ok(text)
}

/// What goes into `.vscode/settings.json`. The YAML extension looks at `.yaml` files only, never at the head of a `.md` file.
fn editor(out: &Path, ids: &[&str]) -> Value {
    let mut schemas = Map::new();
    for id in ids {
        let globs = json!([format!("content/{id}/**/*.yaml"), format!("!content/{id}/_collection.yaml")]);
        schemas.insert(out.join(format!("{id}.schema.json")).display().to_string(), globs);
    }
    schemas.insert(out.join(CONFIG).display().to_string(), json!(["site.yaml"]));
    json!({ "yaml.schemas": schemas })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_no_documents() {
        let expected = json!({ "yaml.schemas": {
            "schema/notes.schema.json": ["content/notes/**/*.yaml", "!content/notes/_collection.yaml"],
            "schema/_site.schema.json": ["site.yaml"],
        } });
        assert_eq!(editor(Path::new("schema"), &["notes"]), expected);
    }
}
