//! What the site's profile asks pages to say: [`MetaView`]s of a page, and the block of the footer.

use serde::Serialize;

use crate::model::profile::{Class, Told};
use crate::model::site::Site;
use crate::render::view::page::{Kind, MetaView, PageView};

/// What the site says of itself because of what it is.
#[derive(Clone, Debug, Serialize)]
pub struct GovernmentView {
    /// The name of the profile for readers.
    pub label: String,
    /// The values of the footer, in order.
    pub items: Vec<GivenView>,
    /// Whether readers are told before they leave for another site.
    pub leaving: bool,
    /// The hosts that they may leave for without being told, with all below them.
    pub trusted: Vec<String>,
}

/// A value of the footer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GivenView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its text; nothing where the name itself leads to an address.
    pub text: Option<String>,
    /// Where it leads.
    pub url: Option<String>,
}

/// The block of the footer.
pub fn government(site: &Site) -> Option<GovernmentView> {
    let profile = site.profile.as_deref()?;
    let items = profile.given.iter().filter(|given| given.in_footer).filter_map(|given| {
        let (value, _) = site.config.government.get(&given.id)?;
        let (text, url) = match given.is_address {
            true => (None, Some(value.clone())),
            false => (Some(value.clone()), given.link.clone()),
        };
        Some(GivenView { id: given.id.clone(), label: site.language.say(&given.label).to_owned(), text, url })
    });
    Some(GovernmentView {
        label: site.language.say(&profile.label).to_owned(),
        items: items.collect(),
        leaving: profile.leaving,
        trusted: site.config.trusted_hosts.clone(),
    })
}

/// The elements of a page, in the order of the profile. Pages that are neither of a column nor of its content say what the
/// first page says.
pub fn meta(site: &Site, page: &PageView) -> Vec<MetaView> {
    let Some(profile) = site.profile.as_deref() else { return Vec::new() };
    let class = match page.kind {
        Kind::Document => Class::Content,
        Kind::Listing => Class::Column,
        _ => Class::Home,
    };
    let image = page.image.as_ref().filter(|_| page.canonical.is_some());
    let image = image.map(|image| format!("{}{}", site.config.base_url, image.src));
    let told = Told {
        class,
        title: &page.name,
        summary: &page.description,
        address: page.canonical.as_deref(),
        image: image.as_deref(),
        collection: page.collection,
        document: page.document,
    };
    let tags = profile.meta.iter().filter(|tag| tag.on.contains(&class));
    tags.filter_map(|tag| Some(MetaView { content: profile.content(tag, site, &told)?, name: tag.name.clone() }))
        .collect()
}
