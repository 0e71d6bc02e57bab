//! The documents that are made of the sources: `docs/config.md`, `rules.md`, `view.md`, `collections.md`. A page that is not as
//! the sources say fails; `RENEW=1 cargo test --test docs` writes them anew. What is written by hand must name what exists.

#![expect(clippy::disallowed_methods, reason = "the test reads the sources and compares the pages")]
#![expect(clippy::unwrap_used, reason = "a test that can't read what it compares has failed")]

#[path = "support/types.rs"]
mod types;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use peakpress::diag::{Code, Diagnostics, Level};
use peakpress::{RawFile, Settings, load, model, plan, proof, render, write};
use regex::Regex;
use types::Type;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn sources(folder: &str) -> Vec<String> {
    let walk = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name().into_iter().map(Result::unwrap);
    let paths = walk.map(|entry| entry.into_path()).filter(|path| path.extension().is_some_and(|end| end == "rs"));
    paths.map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// Compares a page with what it should be, and says at which line they part.
fn fresh(path: &str, made_from: &str, text: &str) {
    let (title, rest) = text.split_once('\n').unwrap();
    let note = format!("<!-- 由 {made_from} 生成，不要手改；运行 RENEW=1 cargo test --test docs 更新。 -->");
    let expected = format!("{title}\n\n{note}\n{}\n", rest.trim_end());
    if std::env::var("RENEW").is_ok() {
        std::fs::write(root().join(path), &expected).unwrap();
        return;
    }
    let found = std::fs::read_to_string(root().join(path)).unwrap_or_default();
    let line = found.lines().zip(expected.lines()).take_while(|(a, b)| a == b).count();
    assert!(
        found == expected,
        "{path} is stale from line {}: the sources say\n{}\nRENEW=1 cargo test --test docs writes it anew.",
        line + 1,
        expected.lines().nth(line).unwrap_or("(nothing more)")
    );
}

#[test]
fn config_is_fresh() {
    fresh("docs/config.md", "src/model/config_key.rs", &peakpress::config_page());
}

#[test]
fn collections_are_fresh() {
    let settings = Settings { today: date(2026, 11, 24), drafts: true, base_url: None, profile: None, preview: false };
    let site = peakpress::understand(root(), settings).unwrap();
    fresh("docs/collections.md", "content/*/_collection.yaml", &peakpress::collections_page(&site));
}

#[test]
fn rules_are_fresh() {
    fresh("docs/rules.md", "src/proof/rules/", &rules());
}

/// Codes by the step that raises them.
fn rules() -> String {
    let whole: Vec<&Code> = proof::rule::RULES.iter().map(|rule| rule.code).collect();
    let groups: [(&str, Vec<&Code>); 6] = [
        ("文件：读得到、读得通", load::CODES.to_vec()),
        ("头部、声明和配置：每个值写得对", model::CODES.to_vec()),
        ("正文：写法", model::body::CODES.to_vec()),
        ("整站：该有的都有，引用都有去处", whole),
        ("主题和模板", render::CODES.to_vec()),
        ("输出", [write::CODES, &[&plan::DUPLICATE_URL]].concat()),
    ];
    let mut out = String::from(
        "# 问题代码\n\n每个问题有一个代码。代码不会改名，可以写进脚本。点开是一页说明：查什么、为什么、错例、正例；\
         在终端里运行 `peakpress explain <代码>` 也能看。错误要改好才能发布，提醒不拦。\n",
    );
    let mut told = Vec::new();
    for (title, mut codes) in groups {
        codes.sort_by_key(|code| code.name);
        write!(out, "\n## {title}\n\n| 代码 | 轻重 | 一句话 |\n| --- | --- | --- |\n").unwrap();
        for code in codes {
            let level = if code.level == Level::Error { "错误" } else { "提醒" };
            let page = code.name.replace('-', "_");
            writeln!(out, "| [`{0}`](../src/proof/rules/{page}.md) | {level} | {1} |", code.name, code.summary)
                .unwrap();
            told.push(code.name);
        }
    }
    told.sort_unstable();
    let all: Vec<&str> = peakpress::codes().iter().map(|code| code.name).collect();
    assert_eq!(told, all, "every code stands in one group");
    out
}

/// What templates find, its type (empty: a plain map), where, and what it is.
const GLOBALS: &[(&str, &str, &str, &str)] = &[
    ("site", "SiteView", "每个模板", "整个网站"),
    ("t", "", "每个模板", "界面用语：`strings/<语言>.yaml` 里的键和值，例如 `t.home`"),
    ("assets", "", "每个模板", "样式、脚本和 `assets/` 里的文件：名字到带指纹的网址，例如 `assets[\"style.css\"]`"),
    ("page", "PageView", "每个模板", "这一页"),
    ("doc", "DocumentView", "`document.html` 和集合用 `template` 指定的模板", "一篇文档"),
    ("listing", "ListingView", "`listing.html`", "列表的一页"),
    ("map", "MapView", "`map.html`", "省份的格子图"),
    ("home", "HomeView", "`home.html`", "首页"),
    ("data", "DatasetsView", "`data.html`", "开放数据：文件、栏目和词表"),
    ("search", "SearchView", "`search.html`", "搜索页"),
    ("sitemap", "SitemapView", "`sitemap.html`", "全部页面"),
    ("error", "ErrorView", "`404.html`", "没有这一页"),
];

#[test]
fn view_is_fresh() {
    fresh("docs/view.md", "src/render/view/", &view());
}

#[test]
fn every_global_of_the_templates_is_told() {
    let form = Regex::new(r#"insert_value\("([a-z]+)"|\("([a-z]+)", &(?:view|ErrorView)"#).unwrap();
    let text = sources("src/render").concat();
    let named = form.captures_iter(&text).map(|found| found.get(1).or(found.get(2)).unwrap().as_str().to_owned());
    let mut named: Vec<String> = named.collect();
    named.sort();
    named.dedup();
    let mut told: Vec<&str> = GLOBALS.iter().map(|(name, ..)| *name).collect();
    told.sort_unstable();
    assert_eq!(named, told);
}

fn view() -> String {
    let types: Vec<Type> = sources("src/render/view").iter().flat_map(|source| types::read(source)).collect();
    let by_name: BTreeMap<&str, &Type> = types.iter().map(|one| (one.name.as_str(), one)).collect();
    assert_eq!(by_name.len(), types.len(), "two types of one name");
    let mut out = format!(
        "# 模板看得见什么\n\n\
         模板只看得见这一页列出的东西，版本 {}（写在主题的 `theme.yaml` 里：`view: {0}`）。怎样写主题见 [themes.md](themes.md)。\n\n\
         没有的值是 `none`，没有的列表是空列表；只有 `doc.field` 里缺的字段不在。以 `/` 开头的网址是站内的，\
         写进 `href` 时前面加 `{{{{ page.root }}}}`。写着 HTML 的文字用 `| safe` 输出，其余的会自动转义。说明是源代码里的英文注释。\n\n\
         ## 从哪里开始\n\n| 名字 | 类型 | 在哪些模板 | 是什么 |\n| --- | --- | --- | --- |\n",
        render::theme::VIEW_VERSION
    );
    let mut order: Vec<&str> = Vec::new();
    for (name, kind, place, what) in GLOBALS {
        let linked = if kind.is_empty() { "表".to_owned() } else { link(kind) };
        writeln!(out, "| `{name}` | {linked} | {place} | {what} |").unwrap();
        reach(kind, &by_name, &mut order);
    }
    // What stands in a document's `index.json` is for programs, not for templates.
    for one in types.iter().filter(|one| one.name != "DataView") {
        assert!(order.contains(&one.name.as_str()), "no template sees {}: is it a view?", one.name);
    }
    for name in order {
        let one = by_name[name];
        write!(out, "\n## {name}\n\n{} 用在：{}。\n\n", linked(&one.doc, &by_name), uses(name, &types, &by_name))
            .unwrap();
        out.push_str(if one.words {
            "| 词 | 是什么 |\n| --- | --- |\n"
        } else {
            "| 名字 | 类型 | 是什么 |\n| --- | --- | --- |\n"
        });
        for part in &one.parts {
            let doc = linked(&part.doc, &by_name);
            if one.words {
                writeln!(out, "| `{}` | {doc} |", part.name).unwrap();
            } else {
                writeln!(out, "| `{}` | {} | {doc} |", part.name, kind(part, &by_name)).unwrap();
            }
        }
    }
    out
}

/// A type and those it is made of, each once, in the order in which a reader meets them.
fn reach<'a>(name: &str, types: &BTreeMap<&'a str, &'a Type>, order: &mut Vec<&'a str>) {
    let Some((name, one)) = types.get_key_value(name).filter(|(name, _)| !order.contains(name)) else { return };
    order.push(name);
    for part in &one.parts {
        if let Some(inner) = inner(part, types) {
            reach(inner, types, order);
        }
    }
}

/// The view behind a field. Where the Rust type says only that some value stands there, its `///` line names the view.
fn inner<'a>(part: &types::Part, types: &BTreeMap<&'a str, &'a Type>) -> Option<&'a str> {
    let words =
        |text: &str| -> Vec<String> { text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_owned).collect() };
    let find =
        |text: &str| words(text).iter().find_map(|word| types.get_key_value(word.as_str()).map(|(name, _)| *name));
    if words(&part.kind).iter().any(|word| word == "Value") {
        let told = part.doc.split('`').skip(1).step_by(2).find_map(find);
        assert!(told.is_some(), "the /// line of {} must name in `` the view that stands there", part.name);
        return told;
    }
    find(&part.kind)
}

fn kind(part: &types::Part, types: &BTreeMap<&str, &Type>) -> String {
    fn say(kind: &str, value: &str) -> String {
        let inside = |start: &str| kind.strip_prefix(start).and_then(|rest| rest.strip_suffix('>'));
        if let Some(inner) = inside("Option<") {
            return format!("{}，或 `none`", say(inner, value));
        }
        if let Some(inner) = inside("Vec<") {
            return format!("列表：{}", say(inner, value));
        }
        if let Some(inner) = inside("BTreeMap<String, ") {
            return format!("表：{}", say(inner, value));
        }
        match kind {
            "String" | "&'static str" => "文字".to_owned(),
            "bool" => "真假".to_owned(),
            "usize" | "u8" | "u16" | "u32" | "u64" => "整数".to_owned(),
            _ if !value.is_empty() => value.to_owned(),
            other => panic!("{other}: how is this type told to authors of themes?"),
        }
    }
    let value = inner(part, types).map_or(String::new(), link);
    let list = if part.kind == "Value" && part.doc.contains("list of") { "列表：" } else { "" };
    format!("{list}{}", say(&part.kind, &value))
}

/// Where a type is used: a global, or fields of other types.
fn uses(name: &str, types: &[Type], by_name: &BTreeMap<&str, &Type>) -> String {
    let globals = GLOBALS.iter().filter(|(_, kind, ..)| *kind == name).map(|(global, ..)| format!("`{global}`"));
    let fields = types.iter().flat_map(|one| {
        let parts = one.parts.iter().filter(|part| inner(part, by_name) == Some(name));
        parts.map(|part| format!("`{}.{}`", one.name, part.name))
    });
    globals.chain(fields).collect::<Vec<_>>().join("、")
}

fn link(name: &str) -> String {
    format!("[{name}](#{})", name.to_lowercase())
}

/// A doc comment with its references to types as links of this page.
fn linked(doc: &str, types: &BTreeMap<&str, &Type>) -> String {
    let form = Regex::new(r"\[?`([A-Za-z]+)`\]?").unwrap();
    let told =
        form.replace_all(
            doc,
            |found: &regex::Captures<'_>| {
                if types.contains_key(&found[1]) { link(&found[1]) } else { format!("`{}`", &found[1]) }
            },
        );
    told.replace('|', "\\|")
}

/// Links between documents, and from them into the repository, lead to files.
#[test]
fn links_of_documents_lead_somewhere() {
    let form = Regex::new(r"\]\(([^)#]+)(#[^)]*)?\)").unwrap();
    let mut seen = 0;
    for path in ["README.md", "docs/authors.md", "docs/themes.md", "docs/rules.md", "docs/config.md", "docs/view.md"] {
        let folder = root().join(path).parent().unwrap().to_path_buf();
        let text = read(path);
        // What stands in a fenced block or between back quotes is an example.
        let prose = text.split("```").step_by(2).collect::<String>();
        let prose = prose.split('`').step_by(2).collect::<String>();
        for found in form.captures_iter(&prose) {
            let target = &found[1];
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            seen += 1;
            assert!(folder.join(target).exists(), "{path} links to {target}, which does not exist");
        }
    }
    assert!(seen > 60, "only {seen} links found");
}

/// Fenced blocks of a page whose opening line names a language and a file: language, file, text.
fn files(text: &str) -> Vec<(String, String, String)> {
    let form = Regex::new(r"(?ms)^(`{3,})(\w+) (\S+)\n(.*?)^`{3,}$").unwrap();
    form.captures_iter(text).map(|found| (found[2].to_owned(), found[3].to_owned(), found[4].to_owned())).collect()
}

/// What authors are shown passes the check without a remark, and what is quoted of a document stands in it.
#[test]
fn examples_for_authors_are_true() {
    let mut examples = 0;
    let mut diags = Diagnostics::new();
    let mut raw = load::walk::site(root(), &mut diags).unwrap();
    for (language, path, text) in files(&read("docs/authors.md")) {
        examples += 1;
        if language == "markdown" {
            raw.push(RawFile { path, bytes: Arc::from(text.as_bytes()) });
            continue;
        }
        let document = read(&path);
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            assert!(document.lines().any(|other| other == line), "{path} has no line {line}");
        }
    }
    assert!(examples >= 4, "only {examples} examples found");
    raw.sort_by(|a, b| a.path.cmp(&b.path));
    let settings = Settings { today: date(2026, 11, 24), drafts: true, base_url: None, profile: None, preview: false };
    let press = peakpress::press_files(raw, settings, diags);
    let mut diags = press.diagnostics;
    diags.append(peakpress::try_pages(&press.plan));
    let wrong: Vec<String> = diags
        .sorted()
        .iter()
        .filter(|d| d.span.as_ref().is_some_and(|span| read("docs/authors.md").contains(&*span.source.path)))
        .map(|d| format!("{:?} {} {}", d.span.as_ref().map(ToString::to_string), d.code.name, d.message))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every command in a shell block is one that the program knows, with options that it has.
#[test]
fn commands_in_documents_exist() {
    let mut seen = 0;
    for path in ["README.md", "docs/authors.md", "docs/themes.md", "src/cli/readme.md"] {
        let text = read(path);
        for block in text.split("```").skip(1).step_by(2) {
            let Some(lines) = block.strip_prefix("sh\n").or_else(|| block.strip_prefix("console\n")) else { continue };
            for line in lines.lines().filter_map(|line| line.strip_prefix("peakpress ")) {
                let words = line.split(" #").next().unwrap_or("").split_whitespace();
                let asked =
                    std::process::Command::new(env!("CARGO_BIN_EXE_peakpress")).args(words).arg("--help").output();
                assert!(asked.unwrap().status.success(), "{path}: peakpress {line}");
                seen += 1;
            }
        }
    }
    assert!(seen > 12, "only {seen} commands found");
}
