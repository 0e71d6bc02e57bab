//! [`Card`]: a document in a list.

use serde::Serialize;

use crate::model::body::{cut, title};
use crate::model::condition::FieldPath;
use crate::model::field::group::Record;
use crate::model::field::{Field, Kind, Show};
use crate::model::language::Language;
use crate::model::site::flat;
use crate::model::value::{Date, Group, Value};
use crate::render::theme::Theme;
use crate::render::view::field::group;
use crate::render::view::figure;
use crate::render::view::subject::{Subject, named};
use crate::render::view::word::{Item, Linked, Named, When};

/// Characters of a summary in a list at most: Han say more than letters do.
fn summary_length(language: Language) -> usize {
    match language {
        Language::Zh => 120,
        Language::En => 300,
    }
}

/// Fields of the head whose words a card shows.
const CHIPS: usize = 2;

/// A document in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// Its title.
    pub title: String,
    /// The tag of the title's language when it is not the page's.
    pub title_lang: Option<&'static str>,
    /// The title cut where it may wrap.
    pub title_parts: Vec<String>,
    /// Its page.
    pub url: String,
    /// The tag of its language when it is not the page's: such a document leads to its own language.
    pub lang: Option<&'static str>,
    /// Its summary.
    pub summary: String,
    /// Its collection.
    pub collection: Named,
    /// The document that owns it, with a second line.
    pub owner: Option<Linked>,
    /// The date by which its collection is ordered, if it is.
    pub date: Option<When>,
    /// The words of the first two fields of its head.
    pub chips: Vec<Item>,
    /// Its first result.
    pub figure: Option<Number>,
}

/// A big number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Number {
    /// The number.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// What it counts.
    pub label: String,
    /// The tag of that label's language when it is not the page's.
    pub lang: Option<&'static str>,
    /// When it was so.
    pub year: Option<String>,
}

/// The card of a document.
pub fn card(subject: &Subject<'_>, theme: &Theme) -> Card {
    let document = subject.document;
    let name = subject.site.name(subject.id);
    let fields = || subject.collection.fields.iter().zip(&document.slots);
    let chips = fields().filter(|(field, _)| field.show == Show::Chip).filter_map(|(field, slot)| {
        let path = FieldPath { field: field.id.to_string(), then: None };
        Some(flat(slot.get()?).into_iter().map(move |value| subject.item(field, &path, value)).collect::<Vec<_>>())
    });
    Card {
        title_lang: subject.site.language.foreign(name),
        title: name.to_owned(),
        title_parts: title::parts(name).into_iter().map(str::to_owned).collect(),
        url: subject.site.url(subject.id),
        lang: (document.language != subject.site.language).then(|| document.language.tag()),
        summary: cut::summary(document.summary(), summary_length(document.language)),
        collection: named(subject.site, document.collection),
        owner: subject.owner_link(),
        date: ordering_date(subject).map(|date| When::of(date, subject.site.language)),
        chips: chips.take(CHIPS).flatten().collect(),
        figure: fields().find_map(|(field, slot)| first_result(subject, theme, field, slot.get()?)),
    }
}

/// The first sort key that is a date of the document itself.
fn ordering_date(subject: &Subject<'_>) -> Option<Date> {
    let order = &subject.collection.listing.as_ref()?.order;
    let own = order.iter().filter_map(|key| key.path.as_ref().filter(|path| path.then.is_none()));
    own.filter_map(|path| subject.document.date(&path.field)).next()
}

fn first_result(subject: &Subject<'_>, theme: &Theme, field: &Field, value: &Value) -> Option<Number> {
    let Kind::Group(kind) = &field.kind else { return None };
    if kind.record != Some(Record::Result) {
        return None;
    }
    let groups: Vec<&Group> = flat(value).into_iter().filter_map(group).collect();
    let first = groups.first()?.get("indicator");
    // A card shows how things stand: of the figures of the first indicator the newest.
    let same = groups.iter().filter(|group| group.get("indicator") == first);
    let newest = same.rev().max_by_key(|group| match group.get("year") {
        Some(Value::Date(date)) => Some(*date),
        _ => None,
    });
    let figure = figure::figure(subject, theme, &kind.fields, newest?);
    let figure::Figure { value, unit, indicator, year, design, .. } = figure;
    (!design).then_some(Number { value, unit, label: indicator.text, lang: indicator.lang, year })
}
