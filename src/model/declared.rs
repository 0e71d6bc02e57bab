//! Checks declarations against each other, once all are known: vocabularies, collections, fields and words they name exist.

use crate::diag::{Diagnostics, Span, nearest};
use crate::model::collection::Collection;
use crate::model::condition::{Condition, FieldPath};
use crate::model::field::{Field, Kind};
use crate::model::site::{Site, bad};

/// Says what declarations name that does not exist.
pub fn check(site: &Site, diags: &mut Diagnostics) {
    for (at, collection) in site.collections.iter().enumerate() {
        let mut checking = Checking { site, at, collection, diags };
        checking.collection();
    }
    config(site, diags);
    map(site, diags);
}

fn config(site: &Site, diags: &mut Diagnostics) {
    let config = &site.config;
    let nav = config.nav.iter().map(|name| (name, config.span_of("nav", name)));
    let glossary = config.glossary.iter().map(|name| (name, config.span_of("glossary", name)));
    let footer = config.footer.iter().map(|(name, id)| (name, config.span_of("footer", &format!("{name}/{id}"))));
    let shown = config.home.show.iter().map(|name| (name, config.span_of("home", name)));
    let map = config.map.iter().map(|map| (&map.collection, config.span_of("map", &map.collection)));
    let elder = config.elder.iter().map(|name| (name, config.span_of("elder", name)));
    for (name, span) in elder
        .chain(nav)
        .chain(glossary)
        .chain(footer)
        .chain(shown)
        .chain(map)
        .filter(|(name, _)| site.collection(name).is_none())
    {
        diags.push(bad(span, format!("没有集合“{name}”"), near(name, site.collections.iter().map(|c| &*c.id))));
    }
}

/// The field of the map is a facet of its collection, for tiles lead to listings, and its words come from a vocabulary.
fn map(site: &Site, diags: &mut Diagnostics) {
    let Some(map) = &site.config.map else { return };
    let Some(at) = site.collection(&map.collection) else { return };
    let span = site.config.span_of("map", &map.field.to_string());
    let facets = site.collections[at].listing.as_ref().map_or(&[][..], |listing| &listing.facets);
    let choice = matches!(site.field_at(at, &map.field).map(|field| &field.kind), Some(Kind::Choice(_)));
    if !choice || !facets.contains(&map.field) {
        let message = format!("map 的“{}”不是 {} 的分面，或者不是选词的字段", map.field, map.collection);
        let help = "在这个集合的 listing 里把它写进 facets；它要是 choice 字段".to_owned();
        diags.push(bad(span, message, help));
    }
}

struct Checking<'a> {
    site: &'a Site,
    at: usize,
    collection: &'a Collection,
    diags: &'a mut Diagnostics,
}

impl Checking<'_> {
    fn collection(&mut self) {
        let collection = self.collection;
        let whole = || Span::new(&collection.source, 0..0);
        if let Some(owner) = &collection.owner {
            self.known_collection(&owner.folder, &whole());
            if let Some(field) = owner.field.as_ref().filter(|field| collection.field(field).is_none()) {
                self.bad(whole(), format!("owner.field 的“{field}”不是这里的字段"), self.near_field(field));
            }
            if let Some((field, _)) = owner.outside.as_ref().filter(|(field, _)| collection.field(field).is_none()) {
                self.bad(whole(), format!("owner.outside 的“{field}”不是这里的字段"), self.near_field(field));
            }
        }
        for (id, field) in collection.referrers.iter().flatten() {
            self.known_collection(id, &whole());
            let other = self.site.collection(id).map(|at| &self.site.collections[at]);
            if let (Some(name), Some(other)) = (field, other)
                && other.field(name).is_none()
            {
                let help = near(name, other.fields.iter().map(|field| &*field.id));
                self.bad(whole(), format!("referrers 里，{id} 没有字段“{name}”"), help);
            }
        }
        for name in collection.term.iter().flat_map(|term| term.same.iter().chain([&term.definition])) {
            if collection.field(name).is_none() {
                self.bad(whole(), format!("term 里的“{name}”不是这里的字段"), self.near_field(name));
            }
        }
        for (name, _) in collection.searched.iter().flat_map(|searched| &searched.weights) {
            if collection.field(name).is_none() {
                self.bad(whole(), format!("search 里的“{name}”不是这里的字段"), self.near_field(name));
            }
        }
        for id in &collection.feed {
            self.known_collection(id, &whole());
        }
        for (property, name) in collection.meaning.iter().flat_map(|meaning| &meaning.fields) {
            match collection.field(name) {
                None => self.bad(whole(), format!("meta 里的“{name}”不是这里的字段"), self.near_field(name)),
                Some(field) if field.is_shown() => {}
                Some(_) => {
                    let help = "给字段写上 show，或在 meta 里换一个字段".to_owned();
                    self.bad(whole(), format!("meta 的 {property} 用了页面上没有的字段“{name}”"), help);
                }
            }
        }
        for name in collection.names.values().filter(|name| collection.field(name).is_none()) {
            self.bad(whole(), format!("names 里的“{name}”不是这里的字段"), self.near_field(name));
        }
        if let Some(listing) = &collection.listing {
            let paths = listing
                .order
                .iter()
                .filter_map(|key| key.path.as_ref())
                .chain(&listing.facets)
                .chain(listing.instead.iter().flatten());
            for path in paths {
                self.path(path, &whole());
            }
            if let Some(name) = &listing.index {
                let text = collection.field(name).is_some_and(|field| matches!(field.kind, Kind::Text(_)));
                if !text {
                    self.bad(whole(), format!("listing 里 index 的“{name}”不是这里的文字字段"), self.near_field(name));
                }
            }
            for path in &listing.facets {
                let kind = self.site.field_at(self.at, path).map(|field| &field.kind);
                let fine =
                    matches!(kind, None | Some(Kind::Choice(_) | Kind::Reference(_) | Kind::Date(_) | Kind::Flag(_)));
                if !fine {
                    let help = "只有 choice、reference、date、flag 字段能分面".to_owned();
                    self.bad(whole(), format!("facets 里的“{path}”不能分面"), help);
                }
            }
        }
        for field in &collection.fields {
            self.field(field, &collection.fields);
        }
        for section in &collection.sections {
            self.condition(&section.when, &section.span, &collection.fields);
            self.reasons(&section.absent, &section.span);
        }
    }

    fn field(&mut self, field: &Field, siblings: &[Field]) {
        self.condition(&field.when, &field.span, siblings);
        self.reasons(&field.absent, &field.span);
        match &field.kind {
            Kind::Choice(choice) => {
                match self.site.terms.get(&choice.from) {
                    None => {
                        let help = near(&choice.from, self.site.terms.names());
                        self.bad(field.span.clone(), format!("没有词表“{}”", choice.from), help);
                    }
                    Some(vocabulary) => {
                        let unknown: Vec<&String> =
                            choice.allow.iter().filter(|id| vocabulary.get(id).is_none()).collect();
                        for id in unknown {
                            let help = near(id, vocabulary.ids());
                            self.bad(field.span.clone(), format!("allow 里的“{id}”不在词表 {} 里", choice.from), help);
                        }
                    }
                }
                for path in choice.within.iter().chain(&choice.tally) {
                    self.path(path, &field.span);
                }
            }
            Kind::Reference(reference) => {
                if let Some(to) = &reference.to {
                    self.known_collection(to, &field.span);
                    let target = self.site.collection(to);
                    if let Some(at) = target {
                        let collection = &self.site.collections[at];
                        let mut there = Checking { site: self.site, at, collection, diags: self.diags };
                        there.condition_in(&reference.target, &field.span, &self.collection.source);
                        there.condition_in(&reference.prefer, &field.span, &self.collection.source);
                    }
                }
                if let Some(among) = reference.among.as_ref().filter(|name| self.collection.field(name).is_none()) {
                    self.bad(field.span.clone(), format!("among 的“{among}”不是这里的字段"), self.near_field(among));
                }
            }
            Kind::Text(text) => {
                if let Some(path) = &text.among {
                    self.path(path, &field.span);
                }
            }
            Kind::Quantity(quantity) => {
                for unit in &quantity.units {
                    if self.site.terms.term("units", unit).is_none() {
                        self.bad(
                            field.span.clone(),
                            format!("没有单位“{unit}”"),
                            "单位的编号列在 units.yaml".to_owned(),
                        );
                    }
                }
            }
            Kind::Group(group) => {
                for inner in &group.fields {
                    self.field(inner, &group.fields);
                }
            }
            Kind::Date(_) | Kind::Number(_) | Kind::Link | Kind::Image | Kind::Flag(_) => {}
        }
        let inner = field.fields();
        let known = |name: &str| inner.iter().chain(siblings).any(|other| &*other.id == name);
        for name in field.order.iter().filter(|name| !known(name)) {
            self.bad(field.span.clone(), format!("order 里的“{name}”不是旁边或里面的字段"), self.near_field(name));
        }
    }

    /// A condition inside a group may name the group's own fields.
    fn condition(&mut self, condition: &Condition, span: &Span, siblings: &[Field]) {
        for (path, _) in &condition.tests {
            if path.then.is_some() || !siblings.iter().any(|field| *field.id == path.field) {
                self.path(path, span);
            }
        }
        for (path, word, range) in &condition.words {
            let field = match path.then {
                None => siblings.iter().find(|field| *field.id == path.field),
                Some(_) => self.site.field_at(self.at, path),
            };
            self.word(field, path, word, &Span::new(&span.source, range.clone()));
        }
    }

    fn condition_in(&mut self, condition: &Condition, span: &Span, source: &std::sync::Arc<crate::diag::SourceText>) {
        for (path, _) in condition.tests.iter().filter(|(path, _)| path.field != "release") {
            self.path(path, span);
        }
        for (path, word, range) in &condition.words {
            self.word(self.site.field_at(self.at, path), path, word, &Span::new(source, range.clone()));
        }
    }

    fn word(&mut self, field: Option<&Field>, path: &FieldPath, word: &str, span: &Span) {
        let Some(Kind::Choice(choice)) = field.map(|field| &field.kind) else { return };
        let Some(vocabulary) = self.site.terms.get(&choice.from) else { return };
        if vocabulary.get(word).is_none() {
            let help = near(word, vocabulary.ids());
            self.bad(span.clone(), format!("条件里的“{word}”不是“{path}”的词"), help);
        }
    }

    fn path(&mut self, path: &FieldPath, span: &Span) {
        if self.site.field_at(self.at, path).is_some() {
            return;
        }
        let help = match self.collection.field(&path.field) {
            None => self.near_field(&path.field),
            Some(_) => "点后面的字段不在它引用的集合或分组里".to_owned(),
        };
        self.bad(span.clone(), format!("没有字段“{path}”"), help);
    }

    fn reasons(&mut self, reasons: &[String], span: &Span) {
        let Some(vocabulary) = self.site.terms.get("absent") else {
            if !reasons.is_empty() {
                let help =
                    "在 content/_terms/absent.yaml 里列出理由，例如 - { id: not-found, zh: 未见公开资料 }".to_owned();
                self.bad(span.clone(), "没有词表“absent”，缺的理由无处可查".to_owned(), help);
            }
            return;
        };
        for reason in reasons.iter().filter(|reason| vocabulary.get(reason).is_none()) {
            self.bad(span.clone(), format!("没有缺的理由“{reason}”"), near(reason, vocabulary.ids()));
        }
    }

    fn known_collection(&mut self, id: &str, span: &Span) {
        if self.site.collection(id).is_none() {
            let help = near(id, self.site.collections.iter().map(|c| &*c.id));
            self.bad(span.clone(), format!("没有集合“{id}”"), help);
        }
    }

    fn near_field(&self, name: &str) -> String {
        near(name, self.collection.fields.iter().map(|field| &*field.id))
    }

    fn bad(&mut self, span: Span, message: String, help: String) {
        self.diags.push(bad(span, message, help));
    }
}

fn near<'a>(word: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(word, known.clone()) {
        Some(found) => format!("是不是 {found}？"),
        None => format!("已有的：{}", known.take(40).collect::<Vec<_>>().join("、")),
    }
}
