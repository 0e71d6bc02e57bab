//! Declarations and the keys of `site.yaml` → the reference for authors, Markdown in Chinese.
//!
//! `docs/collections.md` and `docs/config.md` are made of it, and `peakpress schema` writes the former for any site.

use std::fmt::Write as _;

use crate::model::RESERVED_KEYS;
use crate::model::collection::{Collection, Listing, Section};
use crate::model::condition::FieldPath;
use crate::model::config_key::{KEYS, Key, Kind as ValueKind};
use crate::model::field::{Field, Kind, Need, said};
use crate::model::site::Site;

/// Every key of `site.yaml`.
pub fn config() -> String {
    let mut out = String::from(
        "# site.yaml 的键\n\n\
         站点的配置，在站点文件夹的最外一层。写错的键会报 `bad-declaration`，并说出最近的一个。\n",
    );
    table(&mut out, "", KEYS);
    out
}

/// A table of keys, then those of the groups in it.
fn table(out: &mut String, path: &str, keys: &[&Key]) {
    let mut inner = Vec::new();
    out.push_str("\n| 键 | 种类 | 不写时 | 做什么 | 例 |\n| --- | --- | --- | --- | --- |\n");
    for key in keys {
        let default = match key.default {
            None => "必填".to_owned(),
            Some("") => "空".to_owned(),
            Some(default) => format!("`{default}`"),
        };
        let (name, kind) = (key.name, key.kind.zh());
        row(out, &[&format!("`{path}{name}`"), &kind, &default, key.help, &format!("`{}`", key.example)]);
        match &key.kind {
            ValueKind::Group(keys) => inner.push((format!("{path}{name}."), *keys)),
            ValueKind::Translations(keys) => inner.push((format!("{path}{name}.<语言>."), *keys)),
            _ => {}
        }
    }
    for (path, keys) in inner {
        // Writing to a String can't fail.
        let _ = writeln!(out, "\n## `{}`", path.trim_end_matches('.'));
        table(out, &path, keys);
    }
}

/// Every collection of a site.
pub fn collections(site: &Site) -> String {
    let mut out = String::from(
        "# 集合\n\n\
         一种内容是一个集合：`content/` 里的一个文件夹，由其中的 `_collection.yaml` 声明。这一页照声明写成。\n\n\
         “要写吗”一列：**必填**是草稿也要有；**公开前**是公开的文档要有；括号里是条件。\
         “没有时”一列是可以写进 `absent` 的理由。最后一列是背后的条款。\n\n",
    );
    for collection in site.collections.iter() {
        let _ = writeln!(out, "- [{}](#{}) `{1}`", collection.label.zh, collection.id);
    }
    common(&mut out, site);
    for collection in site.collections.iter() {
        one(&mut out, site, collection);
    }
    out
}

/// What every document may have: keys of the program, and fields that are declared for all.
fn common(out: &mut String, site: &Site) {
    out.push_str("\n## 每一篇都可以写的\n\n程序认得这些键，不用声明：\n\n| 键 | 做什么 |\n| --- | --- |\n");
    for (key, help) in RESERVED_KEYS {
        row(out, &[&format!("`{key}`"), help]);
    }
    row(out, &["`translated`", "只在译文里写：译文所依据的是哪一天的原文，例如 2026-11-24"]);
    let mut shared: Vec<&Field> = site.collections.iter().flat_map(|c| &c.fields).collect();
    shared.retain(|field| is_shared(field, site));
    shared.sort_by_key(|field| field.span.range.as_ref().map_or(0, |range| range.start));
    shared.dedup_by_key(|field| &field.id);
    if !shared.is_empty() {
        out.push_str("\n这些字段每个集合都有；集合自己改写了的，列在集合下面：\n");
        fields(out, site, &shared);
    }
}

/// Whether a field comes from the declaration of all collections: no collection's own file declares it.
fn is_shared(field: &Field, site: &Site) -> bool {
    site.collections.iter().all(|collection| collection.source.path != field.span.source.path)
}

fn one(out: &mut String, site: &Site, collection: &Collection) {
    let Collection { id, label, .. } = collection;
    let _ = writeln!(out, "\n<a id=\"{id}\"></a>\n\n## {} `{id}`\n", label.zh);
    if let Some(summary) = &collection.summary {
        let _ = writeln!(out, "{}\n", summary.zh);
    }
    let owned = collection.owner.as_ref().map(|owner| {
        let or = if owner.also.is_empty() { String::new() } else { format!("，或 {}", owner.also.join("、")) };
        format!("，每个所属者一个文件夹：`{}` 的编号{or}", owner.folder)
    });
    let example = collection.url.url(Some("<所属者>"), "<编号>");
    let _ = writeln!(out, "- 文件：`content/{id}/`{}", owned.unwrap_or_default());
    let _ = writeln!(out, "- 网址：`{example}`；模板：`{}.html`", collection.template);
    listing(out, site, collection);
    for (key, reason) in &collection.forbid {
        let _ = writeln!(out, "- 不许写 `{key}`：{reason}");
    }
    let own: Vec<&Field> = collection.fields.iter().filter(|field| !is_shared(field, site)).collect();
    fields(out, site, &own);
    sections(out, site, &collection.sections);
}

fn listing(out: &mut String, site: &Site, collection: &Collection) {
    let Some(Listing { order, facets, instead, pairs, feeds, index }) = &collection.listing else {
        out.push_str("- 没有列表页\n");
        return;
    };
    let at = site.collection(&collection.id);
    let named = |path: &FieldPath| match at.and_then(|at| site.field_at(at, path)) {
        Some(field) => format!("{}（`{path}`）", field.label.zh),
        None => format!("`{path}`"),
    };
    let keys = order.iter().map(|key| {
        let name = key.path.as_ref().map_or("编号".to_owned(), &named);
        if key.descending { format!("{name}倒序") } else { name }
    });
    let _ = write!(out, "- 列表：`{}`；先后：{}", collection.url.base(), keys.collect::<Vec<_>>().join("，再"));
    if !facets.is_empty() {
        let facet = |(path, instead): (&FieldPath, &Option<FieldPath>)| match instead {
            Some(other) => format!("{}，没有时看{}", named(path), named(other)),
            None => named(path),
        };
        let described: Vec<String> = facets.iter().zip(instead).map(facet).collect();
        let _ = write!(out, "；分面：{}", described.join("、"));
        if !feeds.is_empty() {
            let names: Vec<String> = feeds.iter().map(|at| named(&facets[*at])).collect();
            let _ = write!(out, "；每个值另有订阅：{}", names.join("、"));
        }
    }
    for (a, b) in pairs {
        let _ = write!(out, "；组合的页：{} × {}", named(&facets[*a]), named(&facets[*b]));
    }
    if let Some(index) = index {
        let path = FieldPath { field: index.clone(), then: None };
        let _ = write!(out, "；按{}的首字母分组，全在一页", named(&path));
    }
    out.push('\n');
}

fn fields(out: &mut String, site: &Site, fields: &[&Field]) {
    if fields.is_empty() {
        return;
    }
    out.push_str(
        "\n| 键 | 名称 | 种类 | 要写吗 | 怎么写 | 没有时 | 条款 |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for field in fields {
        field_row(out, site, field, "");
    }
}

fn field_row(out: &mut String, site: &Site, field: &Field, path: &str) {
    let key = format!("{path}{}", field.id);
    let vocabulary = match &field.kind {
        Kind::Choice(choice) => format!("，词表 `{}`", choice.from),
        Kind::Reference(reference) => reference.to.as_ref().map_or(String::new(), |to| format!("，到 `{to}`")),
        _ => String::new(),
    };
    let count = field.count.map_or(String::new(), |count| format!("，{}", said::count(count)));
    let kind = format!("{} `{}`{vocabulary}{count}", said::kind(&field.kind), field.kind.word());
    let how: Vec<String> = field.help.iter().cloned().chain(said::form(field, &site.terms)).collect();
    let absent = said::reasons(&field.absent, &site.terms);
    row(
        out,
        &[
            &format!("`{key}`"),
            &field.label.zh,
            &kind,
            &need(field.need, &said::condition(&field.when)),
            &how.join("；"),
            &absent,
            field.clause.as_deref().unwrap_or(""),
        ],
    );
    for inner in field.fields() {
        field_row(out, site, inner, &format!("{key}."));
    }
}

fn sections(out: &mut String, site: &Site, sections: &[Section]) {
    if sections.is_empty() {
        return;
    }
    out.push_str("\n正文的小节，按这个次序：\n\n| 标题 | 编号 | 要写吗 | 字数 | 另外 | 没有时 |\n| --- | --- | --- | --- | --- | --- |\n");
    for section in sections {
        let length = match (section.min, section.max) {
            (None, None) => String::new(),
            (Some(min), None) => format!("至少 {min}"),
            (None, Some(max)) => format!("最多 {max}"),
            (Some(min), Some(max)) => format!("{min} 到 {max}"),
        };
        let steps = section.steps.map(|steps| format!("至少 {steps} 步"));
        let basis = section.basis.then(|| format!("在 `basis` 里写依据：`{{ {}: … }}`", section.id));
        let more: Vec<String> = steps.into_iter().chain(basis).collect();
        row(
            out,
            &[
                &section.title.zh,
                &format!("`{}`", section.id),
                &need(section.need, &said::condition(&section.when)),
                &length,
                &more.join("；"),
                &said::reasons(&section.absent, &site.terms),
            ],
        );
    }
}

fn need(need: Need, when: &str) -> String {
    let word = match need {
        Need::No => return "可不写".to_owned(),
        Need::Always => "**必填**",
        Need::Release => "**公开前**",
    };
    if when.is_empty() { word.to_owned() } else { format!("{word}（{when}）") }
}

/// A row of a table; what would end a cell is escaped.
fn row(out: &mut String, cells: &[&str]) {
    for cell in cells {
        let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
        let _ = write!(out, "| {cell} ");
    }
    out.push_str("|\n");
}
