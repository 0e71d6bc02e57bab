//! A small validator for the words of JSON Schema that our schemas use, written apart from the code that writes them. A word
//! that it does not know is a panic, so that no part of a schema goes unchecked.

use regex::Regex;
use serde_json::Value;

/// Words that only describe.
const SILENT: &[&str] = &["$schema", "title", "description", "examples"];

/// What is wrong with a value, each with its path; nothing when it fits.
pub(crate) fn problems(schema: &Value, value: &Value, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    let object = schema.as_object().unwrap_or_else(|| panic!("{path}: a schema is an object, not {schema}"));
    for (word, rule) in object {
        match word.as_str() {
            "properties" | "additionalProperties" | "required" => members(word, schema, rule, value, path, &mut found),
            "then" => {}
            "if" => {
                if fits(rule, value) {
                    found.extend(problems(&schema["then"], value, path));
                }
            }
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(problems(rule, item, &format!("{path}[{at}]")));
                }
            }
            "allOf" => list(rule).iter().for_each(|one| found.extend(problems(one, value, path))),
            word => {
                if !holds(word, rule, value) {
                    found.push(format!("{path}: {word}"));
                }
            }
        }
    }
    found
}

fn fits(schema: &Value, value: &Value) -> bool {
    problems(schema, value, "").is_empty()
}

fn list(rule: &Value) -> &[Value] {
    rule.as_array().unwrap()
}

fn members(word: &str, schema: &Value, rule: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let Some(object) = value.as_object() else { return };
    match word {
        "properties" => {
            for (key, inner) in rule.as_object().unwrap() {
                if let Some(value) = object.get(key) {
                    found.extend(problems(inner, value, &format!("{path}.{key}")));
                }
            }
        }
        "required" => {
            let missing = list(rule).iter().filter_map(Value::as_str).filter(|key| !object.contains_key(*key));
            found.extend(missing.map(|key| format!("{path}.{key}: required")));
        }
        _ => {
            assert_eq!(rule, &Value::Bool(false));
            let unknown = object.keys().filter(|key| schema["properties"].get(key).is_none());
            found.extend(unknown.map(|key| format!("{path}.{key}: additionalProperties")));
        }
    }
}

fn holds(word: &str, rule: &Value, value: &Value) -> bool {
    let length = || value.as_str().map(|text| text.chars().count() as u64);
    let items = || value.as_array().map(|items| items.len() as u64);
    let bound = || rule.as_u64().unwrap();
    match word {
        "type" => match rule {
            Value::Array(kinds) => kinds.iter().any(|kind| is(kind, value)),
            kind => is(kind, value),
        },
        "const" => rule == value,
        "enum" => list(rule).contains(value),
        "pattern" => {
            let pattern = Regex::new(rule.as_str().unwrap()).unwrap();
            value.as_str().is_none_or(|text| pattern.is_match(text))
        }
        "minLength" => length().is_none_or(|n| n >= bound()),
        "maxLength" => length().is_none_or(|n| n <= bound()),
        "minItems" => items().is_none_or(|n| n >= bound()),
        "maxItems" => items().is_none_or(|n| n <= bound()),
        "uniqueItems" => {
            value.as_array().is_none_or(|all| all.iter().enumerate().all(|(at, item)| !all[..at].contains(item)))
        }
        "minimum" => value.as_f64().is_none_or(|n| n >= rule.as_f64().unwrap()),
        "maximum" => value.as_f64().is_none_or(|n| n <= rule.as_f64().unwrap()),
        "contains" => value.as_array().is_none_or(|all| all.iter().any(|item| fits(rule, item))),
        "not" => !fits(rule, value),
        "anyOf" => list(rule).iter().any(|one| fits(one, value)),
        "oneOf" => list(rule).iter().filter(|one| fits(one, value)).count() == 1,
        word if SILENT.contains(&word) => true,
        word => panic!("the validator does not know {word}"),
    }
}

fn is(kind: &Value, value: &Value) -> bool {
    match kind.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        kind => panic!("there is no type {kind}"),
    }
}
