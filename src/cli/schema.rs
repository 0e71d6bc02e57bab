//! `peakpress schema`: the JSON Schema of each collection, and the settings that make VS Code use them.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::cli::args::Schema;
use crate::cli::terminal::{Terminal, shown};
use crate::cli::{settings, today};

/// Runs the command.
pub(crate) fn run(root: &Path, args: &Schema, terminal: &Terminal) -> anyhow::Result<bool> {
    let site = crate::understand(root, settings(today(), true))?;
    let schemas = crate::schemas(&site);
    let out = root.join(&args.out);
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for (id, schema) in &schemas {
        files.push((out.join(format!("{id}.schema.json")), text(schema)?));
    }
    let ids: Vec<&str> = schemas.iter().map(|(id, _)| id.as_str()).collect();
    files.push((out.join("vscode-settings.json"), text(&editor(&args.out, &ids))?));
    crate::write_new(&files)?;
    for (path, _) in &files {
        terminal.print(&shown(path));
    }
    terminal.say("声明改动后，删去这个文件夹再运行一次。");
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
    json!({ "yaml.schemas": schemas })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_no_documents() {
        let expected = json!({ "yaml.schemas": {
            "schema/notes.schema.json": ["content/notes/**/*.yaml", "!content/notes/_collection.yaml"],
        } });
        assert_eq!(editor(Path::new("schema"), &["notes"]), expected);
    }
}
