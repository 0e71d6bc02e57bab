//! The default theme, held to what a theme promises. Every component is made with each of its examples: none is without, none
//! fails; with `PEAKPRESS_EXAMPLES` they are written there as pages, which `tests/browser/scenarios/components.test.js` validates and tries. Every
//! text of the interface is there in every language and used, and no style asks more than old browsers can do without.

#![expect(clippy::disallowed_methods, reason = "the test reads the theme it tries")]
#![expect(clippy::unwrap_used, reason = "a test that can't read its examples has failed")]

use std::collections::BTreeSet;
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
        "json_feed": null, "search_page": "/search/", "search_url": "/search/zh/root.json", "sitemap_url": "/sitemap/", "problems_url": null,
    });
    let mut assets = json!({ "style.css": "/assets/style.css", "site.js": "/assets/site.js" });
    for entry in walkdir::WalkDir::new(theme().join("assets")).min_depth(1).max_depth(1).into_iter().map(Result::unwrap)
    {
        let name = entry.file_name().to_string_lossy();
        assets[&*name] = Value::String(format!("/assets/{name}"));
    }
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

/// An example and what came of it.
struct Made {
    component: String,
    name: String,
    html: Result<String, String>,
    elder: bool,
}

fn examples() -> Vec<Made> {
    let mut sources: Vec<(String, String)> = Vec::new();
    for name in components() {
        let path = theme().join("components").join(&name).join(format!("{name}.html"));
        sources.push((format!("components/{name}/{name}.html"), read(&path)));
    }
    let mut made = Vec::new();
    for component in components() {
        let path = theme().join("components").join(&component).join("examples.yaml");
        let examples: Vec<Value> = serde_yaml::from_str(&read(&path)).unwrap();
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
            made.push(Made {
                component: component.clone(),
                name: name.to_owned(),
                html: tera.render("example.html", &context).map_err(|error| error.to_string()),
                elder: example.pointer("/page/elder") == Some(&Value::Bool(true)),
            });
        }
    }
    made
}

/// The example as a page: in the list that an item needs, under the headings that its own continues. What only scripts show is shown.
fn page(made: &Made, html: &str, policy: &str) -> String {
    let mut inside = html.trim().to_owned();
    if inside.starts_with("<li") {
        inside = format!("<ul>{inside}</ul>");
    }
    let first = (1..=6).filter_map(|level| Some((inside.find(&format!("<h{level}"))?, level))).min();
    let above = first.map_or(1, |(_, level)| level - 1);
    let title = format!("{}: {}", made.component, made.name);
    let headings: String = (1..=above).map(|level| format!("<h{level}>{title}</h{level}>\n")).collect();
    let elder = if made.elder { " one\" data-mode=\"elder" } else { "" };
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\" class=\"script-on speaks{elder}\">\n<head>\n<meta charset=\"utf-8\">\n{policy}\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"style.css\">\n</head>\n<body>\n<main id=\"main\" class=\"wrap\">\n{headings}{inside}\n</main>\n</body>\n</html>\n"
    )
}

#[test]
fn every_example_can_be_made() {
    let made = examples();
    let mut wrong = Vec::new();
    for component in components() {
        let mut own = made.iter().filter(|made| made.component == component);
        if !own.any(|made| made.html.as_ref().is_ok_and(|html| !html.trim().is_empty())) {
            wrong.push(format!("{component}: no example shows anything"));
        }
    }
    let folder = std::env::var_os("PEAKPRESS_EXAMPLES").map(PathBuf::from);
    let base = read(&theme().join("templates/base.html"));
    let policy = base.lines().find(|line| line.contains("Content-Security-Policy")).unwrap();
    let mut written = BTreeSet::new();
    for example in &made {
        let address = format!("{}-{}.html", example.component, example.name.replace(' ', "-"));
        match &example.html {
            Err(error) => wrong.push(format!("{}: {}: {error}", example.component, example.name)),
            Ok(html) => {
                if let Some(folder) = &folder {
                    std::fs::write(folder.join(&address), page(example, html, policy)).unwrap();
                }
            }
        }
        if !written.insert(address) {
            wrong.push(format!("{}: two examples are called {}", example.component, example.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(made.len() > 60, "only {} examples", made.len());
}

/// All files of the theme that end so, with their texts.
fn files(end: &str) -> Vec<(String, String)> {
    let walk = walkdir::WalkDir::new(theme()).sort_by_file_name().into_iter().map(Result::unwrap);
    let own = walk.filter(|entry| entry.file_name().to_string_lossy().ends_with(end));
    own.map(|entry| (entry.path().strip_prefix(theme()).unwrap().display().to_string(), read(entry.path()))).collect()
}

fn found<'t>(pattern: &str, text: &'t str) -> BTreeSet<&'t str> {
    let pattern = regex::Regex::new(pattern).unwrap();
    pattern.captures_iter(text).map(|found| found.get(1).unwrap().as_str()).collect()
}

#[test]
fn every_string_is_there_in_every_language_and_used() {
    let languages = files(".yaml").into_iter().filter(|(path, _)| path.starts_with("strings/"));
    let languages: Vec<(String, Map<String, Value>)> =
        languages.map(|(path, text)| (path, serde_yaml::from_str(&text).unwrap())).collect();
    assert!(languages.len() >= 2, "only {} languages", languages.len());
    let all: BTreeSet<&str> = languages.iter().flat_map(|(_, strings)| strings.keys().map(String::as_str)).collect();
    let mut wrong = Vec::new();
    for (path, strings) in &languages {
        for key in &all {
            match strings.get(*key).map(|text| text.as_str().is_some_and(|text| !text.is_empty())) {
                None => wrong.push(format!("{path}: no {key}")),
                Some(false) => wrong.push(format!("{path}: {key} is no text")),
                Some(true) => {}
            }
        }
        // A text that has a place for a number has it in every language.
        for (key, text) in strings {
            let places = |text: &Value| found(r"(\{[a-z]\w*\})", text.as_str().unwrap_or_default()).len();
            if languages[0].1.get(key).is_some_and(|first| places(first) != places(text)) {
                wrong.push(format!("{path}: {key} has other places to fill than in {}", languages[0].0));
            }
        }
    }
    let mut used = BTreeSet::new();
    let templates = files(".html");
    for (path, text) in &templates {
        for key in found(r"\bt\.([a-z]\w*)", text) {
            used.insert(key.to_owned());
            if !all.contains(key) {
                wrong.push(format!("{path}: t.{key} is in no language"));
            }
        }
    }
    // Some are asked for by name, where the program writes text that is no page.
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render");
    for entry in
        walkdir::WalkDir::new(source).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        used.extend(found("\"([a-z]\\w*)\"", &read(entry.path())).into_iter().map(str::to_owned));
    }
    wrong.extend(all.iter().filter(|key| !used.contains(**key)).map(|key| format!("{key} is used nowhere")));
    // Scripts have no words of their own: they read them from attributes that templates fill.
    for (path, text) in files(".js") {
        for name in found(r"'\[?(data-[a-z-]+)\]?'", &text) {
            if !templates.iter().any(|(_, html)| html.contains(name))
                && !text.contains(&format!("setAttribute('{name}'"))
            {
                wrong.push(format!("{path}: no template fills {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Properties that a browser of 2016 knows.
const PLAIN: &str = "-webkit-appearance align-items align-self background background-color border border-bottom border-bottom-color border-collapse border-color \
    border-left border-radius border-right border-style border-top border-top-color border-width bottom box-shadow box-sizing clear clip columns \
    color content counter-increment counter-reset cursor display fill flex flex-basis flex-direction flex-wrap font font-family font-size \
    font-style font-variant-numeric font-weight height justify-content left letter-spacing line-height list-style margin margin-bottom \
    margin-left margin-right margin-top max-height max-width min-height min-width opacity order outline outline-color outline-offset overflow \
    overflow-wrap overflow-x overflow-y padding padding-bottom padding-left padding-right padding-top position right size stroke \
    stroke-dasharray stroke-linecap stroke-width table-layout text-align text-decoration text-indent text-overflow top vertical-align visibility \
    white-space width word-break word-wrap z-index";

/// Newer ones: whoever doesn't know them loses nothing that matters.
const NEWER: &str = "-moz-tab-size -webkit-font-smoothing -webkit-text-size-adjust accent-color aspect-ratio break-after break-inside \
    color-scheme hanging-punctuation line-break scroll-padding-bottom scroll-padding-top tab-size text-autospace text-decoration-color \
    text-decoration-thickness text-size-adjust text-spacing-trim text-underline-offset text-wrap";

/// Only inside `@supports (display:grid)`.
const GRID: &str =
    "grid-auto-columns grid-auto-flow grid-column grid-column-gap grid-gap grid-row grid-row-gap grid-template-columns";

const AT_RULES: &str = "@bottom-center @media @page @supports";

const PSEUDO: &str = ":after :before :checked :empty :first-child :first-of-type :focus :focus-visible :hover :lang :last-child :last-of-type :not \
    :nth-child :nth-last-child :only-child :placeholder :root :target :visited";

const FUNCTIONS: &str = "attr counter max minmax not rect repeat var";

#[test]
fn styles_ask_nothing_that_old_browsers_trip_over() {
    let mut wrong = Vec::new();
    for (path, text) in files(".css") {
        let mut say = |what: String| wrong.push(format!("{path}: {what}"));
        check_style(&path, &text, &mut say);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_old_browsers_trip_over_is_found() {
    #[track_caller]
    fn check(style: &str, expected: &str) {
        let mut found = Vec::new();
        check_style("styles/x.css", style, &mut |what| found.push(what));
        assert!(found.iter().any(|what| what.contains(expected)), "{style}: {found:?}");
    }
    check(".a{display:flex;gap:1rem}", "gap");
    check(".a{row-gap:1rem}", "row-gap");
    check(".a:is(b,i){color:var(--ink)}", ":is");
    check(".a:where(b){color:var(--ink)}", ":where");
    check(".a:has(b){color:var(--ink)}", ":has");
    check(".a{color:var(--ink);.b{color:var(--ink)}}", "nested");
    check(".a{color:var(--ink)}.a{&:hover{color:var(--link)}}", "nested");
    check("@layer base{.a{color:var(--ink)}}", "@layer");
    check("@import 'x.css';", "@import");
    check("@container (min-width:1px){.a{color:var(--ink)}}", "@container");
    check("@font-face{font-family:x}", "@font-face");
    check("@media (width>=40em){.a{color:var(--ink)}}", "range");
    check(".a{background:url(https://example.org/a.png)}", "url");
    check(".a{color:var(--ink)!important}", "!important");
    check(".a{display:grid}", "@supports");
    check(".a{grid-gap:1px}", "@supports");
    check(".a{margin-inline:1px}", "margin-inline");
    check(".a{width:clamp(1px,2px,3px)}", "clamp");
    check(".a{color:color-mix(in srgb,red,blue)}", "color-mix");
    check(".a{transition:color 1s}", "transition");
    check(".a{background:linear-gradient(red,blue)}", "linear-gradient");
    check(".a{color:#123456}", "#123456");
}

/// Reads a style sheet by its braces and says what is on no list.
fn check_style(path: &str, text: &str, say: &mut dyn FnMut(String)) {
    let text = regex::Regex::new(r"(?s)/\*.*?\*/").unwrap().replace_all(text, "");
    let text = regex::Regex::new("\"[^\"]*\"").unwrap().replace_all(&text, "\"\"");
    let listed = |list: &str, word: &str| list.split_whitespace().any(|one| one == word);
    let mut outer: Vec<String> = Vec::new();
    let mut rest: &str = &text;
    while let Some(at) = rest.find(['{', '}', ';']) {
        let (piece, end) = (rest[..at].trim(), rest.as_bytes()[at]);
        rest = &rest[at + 1..];
        let within = |what: &str| outer.iter().any(|one| one.contains(what));
        if end == b'{' {
            if outer.last().is_some_and(|last| !last.starts_with('@') || last.starts_with("@page"))
                && !piece.starts_with("@bottom")
            {
                say(format!("nested: {piece}"));
            }
            if piece.starts_with("@media") && piece.contains(['<', '>']) {
                say(format!("range in {piece}"));
            }
            if !piece.starts_with('@') {
                for pseudo in found(r":?(:[a-z][a-z-]*)", piece) {
                    if !listed(PSEUDO, pseudo) {
                        say(format!("{pseudo} in {piece}"));
                    }
                }
            }
            outer.push(piece.to_owned());
        } else {
            let selector = outer.last().cloned().unwrap_or_default();
            if let Some((property, value)) = piece.split_once(':') {
                check_declaration(path, property.trim(), value, &selector, &within, say);
            }
            if end == b'}' {
                outer.pop();
            }
        }
        for rule in found(r"(@[a-z-]+)", piece).iter().filter(|rule| !listed(AT_RULES, rule)) {
            say((*rule).to_owned());
        }
    }
}

fn check_declaration(
    path: &str,
    name: &str,
    value: &str,
    selector: &str,
    within: &dyn Fn(&str) -> bool,
    say: &mut dyn FnMut(String),
) {
    let listed = |list: &str, word: &str| list.split_whitespace().any(|one| one == word);
    let print = within("@media print");
    if name.starts_with("--") {
        return;
    }
    if !listed(PLAIN, name) && !listed(NEWER, name) && !listed(GRID, name) {
        say(format!("{name} in {selector}"));
    }
    if (listed(GRID, name) || value.trim() == "grid") && !within("@supports (display:grid)") {
        say(format!("{name}:{value} outside @supports (display:grid)"));
    }
    for function in found(r"([a-z][a-z-]*)\(", value).iter().filter(|function| !listed(FUNCTIONS, function)) {
        say(format!("{function}() in {selector}"));
    }
    // What is hidden must stay so wherever it stands; elsewhere a stronger selector says what is meant.
    if value.contains("!important") && !print && !["[hidden]", ".hidden,.hush"].contains(&selector) {
        say(format!("!important in {selector}"));
    }
    // Colours have names. One may stand by itself in print, and before its name for browsers that know no names.
    if path != "styles/tokens.css" && !print {
        for colour in found(r"(#[0-9a-f]{3,8}\b)", value) {
            let token = read(&theme().join("styles/tokens.css"));
            if !token.contains(&format!(":{colour};")) && !token.contains(&format!(":{colour}\n")) {
                say(format!("{colour} in {selector}"));
            }
        }
    }
}
