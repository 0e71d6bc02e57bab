//! A declaration → the JSON Schema (draft 2020-12) of its documents' front matter, for editors, forms and other tools.
//!
//! `site.yaml` has one too, of the list of its keys.
//!
//! It says what one file can be told by itself; whether references lead anywhere and sources exist is `check`'s work. Words
//! of vocabularies carry their Chinese names (`oneOf` of `const` and `title`), so that editors show them.

use regex::Regex;
use serde_json::{Map, Value, json};

use crate::model::collection::Collection;
use crate::model::condition::{Condition, Test};
use crate::model::config_key::{KEYS, Key, Kind as ValueKind};
use crate::model::field::group::{GroupField, Record};
use crate::model::field::{Field, Kind, Need, date, quantity};
use crate::model::language::Language;
use crate::model::term::Terms;
use crate::model::value::Precision;

/// The form of an id (`model::is_id`).
const ID: &str = "[a-z0-9]+(-[a-z0-9]+)*";

/// The schema of a collection.
pub fn schema(collection: &Collection, terms: &Terms) -> Value {
    let mut properties = Map::new();
    for field in &collection.fields {
        properties.insert(field.id.to_string(), property(field, terms));
    }
    reserved(collection, terms, &mut properties);
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": collection.label.zh,
        "description": format!("“{}”（{}）一篇文档的头部", collection.label.zh, collection.id),
        "type": "object",
        "properties": properties,
        "required": required(&collection.fields),
        "additionalProperties": false,
    });
    let conditions: Vec<Value> = collection
        .fields
        .iter()
        .filter_map(may_be_absent)
        .chain(collection.fields.iter().filter_map(conditional))
        .collect();
    if !conditions.is_empty() {
        schema["allOf"] = Value::Array(conditions);
    }
    schema
}

/// The schema of `site.yaml`.
pub fn config() -> Value {
    let mut schema = keys(KEYS);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("site.yaml");
    schema
}

fn keys(list: &[&Key]) -> Value {
    let mut properties = Map::new();
    for key in list {
        let one = match &key.kind {
            ValueKind::Number(max) => json!({ "type": "integer", "minimum": 1, "maximum": max }),
            ValueKind::Text | ValueKind::Address => json!({ "type": ["string", "null"] }),
            // YAML takes these words for the values they name.
            ValueKind::Word(["true", "false"]) => json!({ "type": "boolean" }),
            ValueKind::Word(words) => json!({ "enum": words }),
            ValueKind::Languages => {
                let codes: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
                json!({ "type": "array", "items": { "enum": codes }, "uniqueItems": true })
            }
            ValueKind::Words => json!({ "type": ["array", "null"], "items": { "type": "string" } }),
            ValueKind::Group(inner) => keys(inner),
            ValueKind::Given => json!({ "type": "object", "additionalProperties": { "type": ["string", "number"] } }),
            ValueKind::Translations(inner) => json!({ "type": "object", "additionalProperties": keys(inner) }),
        };
        properties.insert(key.name.to_owned(), titled(key.help, Some(key.example), one));
    }
    let needed: Vec<&str> = list.iter().filter(|key| key.default.is_none()).map(|key| key.name).collect();
    json!({ "type": "object", "properties": properties, "required": needed, "additionalProperties": false })
}

/// Keys that must stand in every document, whatever else it says.
fn required(fields: &[Field]) -> Vec<&str> {
    let always = |field: &&Field| field.need == Need::Always && field.when.tests.is_empty() && field.absent.is_empty();
    fields.iter().filter(always).map(|field| &*field.id).collect()
}

/// A required field that may be declared absent stands either as a key or in `absent`.
fn may_be_absent(field: &Field) -> Option<Value> {
    let asks = field.need == Need::Always && field.when.tests.is_empty() && !field.absent.is_empty();
    asks.then(|| either(field))
}

fn either(field: &Field) -> Value {
    let id = &*field.id;
    if field.absent.is_empty() {
        return json!({ "required": [id] });
    }
    let absent = json!({ "required": ["absent"], "properties": { "absent": { "required": [id] } } });
    json!({ "anyOf": [{ "required": [id] }, absent] })
}

/// `need: always, if: …`, when the condition looks at the document itself only.
fn conditional(field: &Field) -> Option<Value> {
    if field.need != Need::Always || field.when.tests.is_empty() {
        return None;
    }
    Some(json!({ "if": holds(&field.when)?, "then": either(field) }))
}

fn holds(condition: &Condition) -> Option<Value> {
    let mut tests = Vec::new();
    for (path, test) in &condition.tests {
        if path.then.is_some() {
            return None;
        }
        let given = |id: &str| json!({ "required": [id], "properties": { id: { "not": { "type": "null" } } } });
        let id = path.field.as_str();
        tests.push(match test {
            Test::Any => given(id),
            Test::None => json!({ "not": given(id) }),
            Test::OneOf(words) => {
                let among = json!({ "enum": words });
                let one = json!({ "anyOf": [among, { "type": "array", "contains": among }] });
                json!({ "required": [id], "properties": { id: one } })
            }
        });
    }
    Some(json!({ "allOf": tests }))
}

/// Keys that the program knows in every collection.
fn reserved(collection: &Collection, terms: &Terms, properties: &mut Map<String, Value>) {
    let reason = |reasons: &[String]| {
        let named = reasons.iter().map(|id| (id.as_str(), terms.term("absent", id).map_or(id.as_str(), |t| &t.zh)));
        json!({ "oneOf": words(named) })
    };
    let fields = collection.fields.iter().map(|f| (&*f.id, &f.label.zh, &f.absent, f.basis));
    let sections = collection.sections.iter().map(|s| (&*s.id, &s.title.zh, &s.absent, s.basis));
    let (mut absent, mut basis) = (Map::new(), Map::new());
    for (id, title, reasons, needs_basis) in fields.chain(sections) {
        if !reasons.is_empty() {
            let mut reason = reason(reasons);
            reason["title"] = json!(title);
            absent.insert(id.to_owned(), reason);
        }
        if needs_basis {
            basis.insert(id.to_owned(), json!({ "title": title, "type": "string", "examples": ["S1", "judgement"] }));
        }
    }
    let map = |title: &str, help: &str, keys: Map<String, Value>| {
        let inner = json!({ "type": "object", "properties": keys, "additionalProperties": false });
        titled(title, Some(help), or_null(inner))
    };
    let alias = json!({ "type": "string", "pattern": format!("^/({ID}/)+$") });
    let aliases = json!({ "type": "array", "items": alias });
    properties.insert("draft".to_owned(), json!({ "title": "草稿", "type": "boolean" }));
    properties
        .insert("aliases".to_owned(), titled("旧网址", Some("这一页从前的网址，如 /旧的/网址/"), or_null(aliases)));
    properties.insert("absent".to_owned(), map("缺的内容", "查过而没有的，写明理由", absent));
    properties.insert("basis".to_owned(), map("依据", "来源的编号，或 judgement（编者判断）", basis));
    properties.insert("waive".to_owned(), json!({ "title": "豁免", "type": ["object", "null"] }));
}

/// A field with its name and help. Where a value is not required, an empty key counts as none.
fn property(field: &Field, terms: &Terms) -> Value {
    let one = value(&field.kind, terms);
    let mut schema = one.clone();
    if let Some(count) = field.count {
        let mut list = json!({ "type": "array", "items": one });
        if count.min > 0 {
            list["minItems"] = json!(count.min);
        }
        if let Some(max) = count.max {
            list["maxItems"] = json!(max);
        }
        if field.fields().is_empty() {
            list["uniqueItems"] = json!(true);
        }
        // One value of many may be written without brackets.
        schema = if count.min > 1 { list } else { json!({ "anyOf": [list, schema] }) };
    }
    if field.need != Need::Always || !field.absent.is_empty() || !field.when.tests.is_empty() {
        schema = or_null(schema);
    }
    titled(&field.label.zh, field.help.as_deref(), schema)
}

fn titled(title: &str, description: Option<&str>, schema: Value) -> Value {
    let mut result = Map::new();
    result.insert("title".to_owned(), json!(title));
    if let Some(description) = description {
        result.insert("description".to_owned(), json!(description));
    }
    if let Value::Object(schema) = schema {
        for (key, value) in schema {
            result.entry(key).or_insert(value);
        }
    }
    Value::Object(result)
}

fn or_null(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

fn words<'a>(named: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Value> {
    named.map(|(id, zh)| json!({ "const": id, "title": zh })).collect()
}

/// The schema of one value.
fn value(kind: &Kind, terms: &Terms) -> Value {
    match kind {
        Kind::Text(text) => {
            // YAML readers of other tools make a number of `2024`; the reader of this program makes text of it.
            let mut schema = json!({ "type": ["string", "number"] });
            let bounds = [("minLength", text.min), ("maxLength", text.max)];
            for (key, bound) in bounds.into_iter().filter_map(|(key, bound)| Some((key, bound?))) {
                schema[key] = json!(bound);
            }
            if let Some(pattern) = text.pattern.as_ref().and_then(portable) {
                schema["pattern"] = json!(pattern);
            }
            schema
        }
        Kind::Date(date) => dates(&date.precisions),
        Kind::Number(number) => {
            let mut plain = json!({ "type": "number" });
            for (key, bound) in [("minimum", number.min), ("maximum", number.max)] {
                if let Some(bound) = bound {
                    plain[key] = json!(bound);
                }
            }
            json!({ "anyOf": [plain, { "type": "string", "pattern": "^[-−]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]+)?$" }] })
        }
        Kind::Quantity(quantity) => quantities(quantity, terms),
        Kind::Choice(choice) => {
            let allowed = |id: &str| choice.allow.is_empty() || choice.allow.iter().any(|word| word == id);
            let vocabulary = terms.get(&choice.from).map_or(&[][..], |v| &v.terms);
            let named = vocabulary.iter().filter(|t| allowed(&t.id)).map(|t| (&*t.id, &*t.zh));
            json!({ "oneOf": words(named) })
        }
        Kind::Reference(reference) => match &reference.to {
            Some(to) => json!({ "type": "string", "pattern": format!("^({to}/)?{ID}$") }),
            None => json!({ "type": "string", "pattern": format!("^{ID}/{ID}$") }),
        },
        Kind::Link => {
            json!({ "type": "string", "pattern": "^([Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:|[Tt][Ee][Ll]:)[!-~]+$" })
        }
        Kind::Image => {
            let text = |title: &str| json!({ "title": title, "type": "string", "minLength": 1 });
            json!({
                "type": "object",
                "properties": { "src": text("图片文件"), "alt": text("画面里有什么"), "credit": text("拍摄者"), "licence": text("许可"), "map": { "type": "boolean" }, "map_approval": text("审图号") },
                "required": ["src", "alt"],
                "additionalProperties": false,
            })
        }
        Kind::Flag(flag) => {
            let mut record = json!({
                "type": "object",
                "properties": { "value": { "type": "boolean" }, "reason": { "title": "理由", "type": "string", "minLength": 1 } },
                "required": ["value"],
            });
            if flag.reason {
                record["required"] = json!(["value", "reason"]);
                record
            } else {
                json!({ "anyOf": [{ "type": "boolean" }, record] })
            }
        }
        Kind::Group(group) => record(group, terms),
    }
}

fn record(group: &GroupField, terms: &Terms) -> Value {
    let mut properties = Map::new();
    for field in &group.fields {
        properties.insert(field.id.to_string(), property(field, terms));
    }
    let may: Vec<&str> = group.fields.iter().filter(|f| !f.absent.is_empty()).map(|f| &*f.id).collect();
    let listed = json!({ "type": "array", "items": { "enum": may } });
    let absent = match group.record {
        // A step that nobody took or can show.
        Some(Record::Step) => Some(json!({ "const": true })),
        _ if may.is_empty() => None,
        _ => Some(json!({ "anyOf": [listed, { "enum": may }] })),
    };
    if let Some(absent) = absent {
        properties.insert("absent".to_owned(), titled("查不到的", None, absent));
    }
    properties
        .insert("basis".to_owned(), json!({ "title": "依据", "type": "string", "examples": ["S1", "judgement"] }));
    let required = required(&group.fields);
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    match (group.record, required.split_first()) {
        (Some(Record::Step), Some((first, rest))) => {
            schema["required"] = json!([first]);
            schema["if"] = json!({ "not": { "required": ["absent"] } });
            schema["then"] = json!({ "required": rest });
        }
        _ => schema["required"] = json!(required),
    }
    schema
}

fn dates(precisions: &[Precision]) -> Value {
    let form = |precision: &Precision| match precision {
        Precision::Year => "[12][0-9]{3}",
        Precision::Month => "[12][0-9]{3}-(0[1-9]|1[0-2])",
        Precision::Day => "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
        Precision::Minute => "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[ T]([01][0-9]|2[0-3]):[0-5][0-9]",
    };
    let forms: Vec<&str> = precisions.iter().map(form).collect();
    let examples: Vec<&str> = precisions.iter().map(|p| date::example(*p)).collect();
    let text = json!({ "type": "string", "pattern": format!("^({})$", forms.join("|")), "examples": examples });
    if !precisions.contains(&Precision::Year) {
        return text;
    }
    // `2024` is a number to other YAML readers.
    json!({ "anyOf": [text, { "type": "integer", "minimum": 1800, "maximum": 2999 }] })
}

fn quantities(kind: &quantity::QuantityField, terms: &Terms) -> Value {
    let about = quantity::ABOUT.join("|");
    let unit = if kind.units.is_empty() {
        "[^0-9 ].*".to_owned()
    } else {
        let names = kind.units.iter().flat_map(|id| {
            let term = terms.term("units", id);
            let others = term.into_iter().flat_map(|t| t.same.iter().cloned().chain([t.zh.to_string()]));
            others.chain([id.clone()]).collect::<Vec<_>>()
        });
        format!("({})", names.map(|name| escape(&name)).collect::<Vec<_>>().join("|"))
    };
    let pattern = format!("^({about})? *[-−]?[0-9][0-9,]*(\\.[0-9]+)? *{unit}$");
    json!({ "type": "string", "pattern": pattern, "examples": ["3200 万元", "约 3,800 家", "12.5 %"] })
}

/// A name as a pattern that means itself, in the dialect of JSON Schema.
fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        if "\\^$.|?*+()[]{}/".contains(c) {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

/// The pattern, if it means the same in the dialect of JSON Schema (ECMA-262).
fn portable(pattern: &Regex) -> Option<&str> {
    let text = pattern.as_str();
    let own = ["(?", "\\p", "\\P", "\\A", "\\z", "[[:", "&&", "--", "~~", "\\x{", "\\h"];
    (!own.iter().any(|odd| text.contains(odd))).then_some(text)
}
