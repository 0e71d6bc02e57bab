//! What results show of documents, and the text that proves them: a document → its part of a fragment (`format.md` 4).

use serde_json::{Value as Json, json};

use crate::model::document::DocId;
use crate::model::site::Site;
use crate::search::gather::shown;
use crate::search::layout::{Layout, day};

/// The fragment of a bundle.
pub fn fragment(site: &Site, layout: &Layout, bundle: u32) -> Json {
    let numbers = bundle * layout.bundle..(bundle + 1) * layout.bundle;
    let first = layout.documents.partition_point(|(number, _)| *number < numbers.start);
    let here = layout.documents[first..].iter().take_while(|(number, _)| *number < numbers.end);
    let check = layout.checks.get((numbers.start / layout.block) as usize);
    json!({ "check": check, "docs": here.map(|(number, id)| document(site, *number, *id)).collect::<Vec<_>>() })
}

fn document(site: &Site, number: u32, id: DocId) -> Json {
    let (document, collection) = (site.document(id), site.collection_of(id));
    let own = document.language == site.language;
    let owner = document.owner.as_ref().zip(collection.owner.as_ref());
    let owner =
        owner.and_then(|(owner, declared)| site.find(&declared.folder, owner)).map(|id| site.name(id).to_owned());
    let summary = Some(document.summary()).filter(|summary| own && !summary.is_empty());
    let mut json = json!({
        "n": number,
        "url": site.url(id),
        "title": site.name(id),
        "collection": site.language.say(&collection.label),
    });
    let rest = [
        ("summary", summary.map(str::to_owned)),
        ("owner", owner),
        ("date", day(site, id).map(|date| date.iso())),
        ("lang", (!own).then(|| document.language.tag().to_owned())),
        ("text", Some(shown(site, id)).filter(|text| !text.is_empty())),
    ];
    for (key, value) in rest {
        if let Some(value) = value {
            json[key] = value.into();
        }
    }
    json
}

/// The bundles that hold a document.
pub fn bundles(layout: &Layout) -> Vec<u32> {
    let mut bundles: Vec<u32> = layout.documents.iter().map(|(number, _)| number / layout.bundle).collect();
    bundles.dedup();
    bundles
}

/// The file of a bundle, below the folder of the index.
pub fn path(bundle: u32) -> String {
    format!("f/{}/{bundle}.json", bundle / 1000)
}
