//! A site that has a profile says everything that the profile needs.

use crate::code;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::model::profile::{Class, Content, Profile, Tag, Told};
use crate::model::site::Site;

code!(
    /// Something that the profile needs and nobody has said.
    PROFILE_LACKS, "profile-lacks", "profile_lacks", Error, "档案要求写明的，都写明了"
);

/// Looks at what the site, its collections and its documents say, each once.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    let Some(profile) = &site.profile else { return };
    let mut push = |span: Span, message: String, help: String| {
        diags.push(Diagnostic::new(&PROFILE_LACKS, span, message).help(help));
    };
    for given in profile.given.iter().filter(|given| given.needed && !site.config.government.contains_key(&given.id)) {
        let message = format!("缺“{}”", given.label.zh);
        let help = format!("在 site.yaml 的 government 里写 {}：{}", given.id, given.help);
        push(site.config.span_of_key("government"), message, help);
    }
    let needed = |class: Class| profile.meta.iter().filter(move |tag| tag.needed && tag.on.contains(&class));
    let home = Told {
        class: Class::Home,
        title: &site.config.title,
        summary: &site.config.subtitle,
        address: None,
        image: None,
        collection: None,
        document: None,
    };
    for tag in needed(Class::Home).filter(|tag| !matches!(tag.from, Content::Given(_))) {
        if profile.content(tag, site, &home).is_none() {
            let key = if tag.from == Content::SiteHost { "base_url" } else { "title" };
            push(site.config.span_of_key(key), lack(tag, "每一页"), format!("在 site.yaml 里写 {key}"));
        }
    }
    for (at, collection) in
        site.collections.iter().enumerate().filter(|(at, _)| site.documents_of(*at).next().is_some())
    {
        let label = &collection.label.zh;
        let told = Told { class: Class::Column, title: label, collection: Some(at), ..home };
        let class = if collection.listing.is_some() { Class::Column } else { Class::Content };
        for tag in needed(class) {
            let (key, example) = match &tag.from {
                Content::ColumnSummary => ("summary", "一句话说明这个栏目".to_owned()),
                Content::ColumnKeywords => ("column", "keywords: 碳达峰，试点".to_owned()),
                Content::ColumnType => ("column", "type: 政策文件".to_owned()),
                Content::Field(id) if collection.field(id).is_none() => ("fields", format!("字段 {id}")),
                _ => continue,
            };
            if matches!(tag.from, Content::Field(_)) || profile.content(tag, site, &told).is_none() {
                let help = format!("在它的 _collection.yaml 的 {key} 里写 {example}");
                push(Span::file(&collection.source), lack(tag, &format!("“{label}”的页面")), help);
            }
        }
        documents(site, profile, at, &told, &mut push);
    }
}

/// Fields that a document of the collection may have and has not.
fn documents(site: &Site, profile: &Profile, at: usize, told: &Told<'_>, push: &mut impl FnMut(Span, String, String)) {
    let fields: Vec<(&Tag, &str)> = profile
        .meta
        .iter()
        .filter(|tag| tag.needed && tag.on.contains(&Class::Content))
        .filter_map(|tag| match &tag.from {
            Content::Field(id) if site.collections[at].field(id).is_some() => Some((tag, id.as_str())),
            _ => None,
        })
        .collect();
    for id in site.documents_of(at) {
        let document = site.document(id);
        for (tag, field) in &fields {
            let told = Told { class: Class::Content, title: document.title(), document: Some(id), ..*told };
            if profile.content(tag, site, &told).is_none() {
                let help = format!("写明 {field}；“无”“待定”这样的占位不算");
                push(document.span_of(field), lack(tag, "这一页"), help);
            }
        }
    }
}

fn lack(tag: &Tag, whose: &str) -> String {
    format!("{whose}没有“{}”要的内容", tag.name)
}
