//! Every component of the default theme, made with each of its examples: none is without, none fails.

#![expect(clippy::disallowed_methods, reason = "the test reads the theme it tries")]
#![expect(clippy::unwrap_used, reason = "a test that can't read its examples has failed")]

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tera::{Context, Tera};

fn theme() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn components() -> Vec<String> {
    let folder = theme().join("components");
    let walk = walkdir::WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name();
    walk.into_iter().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

/// What stands on every page; an example may say otherwise under `page` and `site`.
fn globals(example: &Value) -> Map<String, Value> {
    let strings: Value = serde_yaml::from_str(&read(&theme().join("strings/zh.yaml"))).unwrap();
    let page = json!({
        "kind": "document", "title": "示例", "description": "", "url": "/x/", "root": "..", "canonical": null, "crumbs": [],
        "nav_id": "", "feed": null, "json_feed": null, "noindex": false, "alternates": [],
    });
    let site = json!({
        "title": "示例站", "subtitle": "", "lang": "zh-CN", "home_url": "/", "languages": [], "base_url": "", "notice": "",
        "footer_note": "", "contact": "", "licence": "", "nav": [], "about": [], "latest": null, "counts": [], "feed": null,
        "json_feed": null, "sitemap_url": "/sitemap/", "problems_url": null,
    });
    let assets =
        json!({ "style.css": "/assets/style.css", "site.js": "/assets/site.js", "favicon.svg": "/assets/favicon.svg" });
    let mut all = Map::new();
    for (name, mut value) in [("t", strings), ("page", page), ("site", site), ("assets", assets)] {
        for (key, own) in example.get(name).and_then(Value::as_object).into_iter().flatten() {
            value[key] = own.clone();
        }
        all.insert(name.to_owned(), value);
    }
    all
}

/// `{{ <card card={card} level={level} /> }}`, or with a body.
fn call(component: &str, args: &Map<String, Value>, body: Option<&str>) -> String {
    let args: String = args.keys().map(|name| format!(" {name}={{{name}}}")).collect();
    match body {
        None => format!("{{{{ <{component}{args} /> }}}}"),
        Some(body) => format!("{{% <{component}{args}> %}}{body}{{% </{component}> %}}"),
    }
}

#[test]
fn every_example_can_be_made() {
    let mut sources: Vec<(String, String)> = Vec::new();
    for name in components() {
        let path = theme().join("components").join(&name).join(format!("{name}.html"));
        sources.push((format!("components/{name}/{name}.html"), read(&path)));
    }
    let (mut wrong, mut made) = (Vec::new(), 0);
    for component in components() {
        let path = theme().join("components").join(&component).join("examples.yaml");
        let examples: Vec<Value> = serde_yaml::from_str(&read(&path)).unwrap();
        let mut shown = false;
        for example in examples {
            let args = example.get("args").and_then(Value::as_object).cloned().unwrap_or_default();
            let name = example["name"].as_str().unwrap_or_else(|| panic!("{component}: an example has no name"));
            let mut tera = Tera::new();
            let text = call(&component, &args, example.get("body").and_then(Value::as_str));
            let all = sources.iter().map(|(name, text)| (name.as_str(), text.as_str()));
            tera.add_raw_templates(all.chain([("example.html", text.as_str())])).unwrap();
            let mut context = Context::new();
            for (key, value) in globals(&example).into_iter().chain(args) {
                context.insert(key, &value);
            }
            made += 1;
            match tera.render("example.html", &context) {
                Ok(html) => shown |= !html.trim().is_empty(),
                Err(error) => wrong.push(format!("{component}: {name}: {error}")),
            }
        }
        if !shown {
            wrong.push(format!("{component}: no example shows anything"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(made > 60, "only {made} examples");
}
