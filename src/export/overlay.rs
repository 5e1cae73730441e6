//! OpenAPI Overlay 1.0: replaces the texts of a document by those of another locale.
//!
//! The two documents have the same structure and differ in texts only. The overlay applied to the first document gives the
//! second.

use serde_json::{Map, Value, json};

/// The version of the Overlay standard.
const OVERLAY: &str = "1.0.0";

/// The overlay that turns `document` into `wanted`, the document in `locale`; `None` if they are equal. `extends`: the
/// relative URL of the document, if it has one.
pub fn overlay(document: &Value, wanted: &Value, locale: &str, extends: Option<&str>) -> Option<Value> {
    let mut actions = Vec::new();
    compare(document, wanted, &mut "$".to_owned(), &mut actions);
    if actions.is_empty() {
        return None;
    }
    let title = document["info"]["title"].as_str().unwrap_or_default();
    let mut overlay = json!({
        "overlay": OVERLAY,
        "info": {"title": format!("{title} ({locale})"), "version": document["info"]["version"]},
    });
    if let Some(extends) = extends {
        overlay["extends"] = json!(extends);
    }
    overlay["x-hexapla-locale"] = json!(locale);
    overlay["actions"] = Value::Array(actions);
    Some(overlay)
}

/// Adds an action for each object whose texts differ. `path` is the JSONPath of both values.
fn compare(document: &Value, wanted: &Value, path: &mut String, actions: &mut Vec<Value>) {
    let length = path.len();
    match (document, wanted) {
        (Value::Object(document), Value::Object(wanted)) => {
            let differs = |(name, text): &(&String, &Value)| text.is_string() && document.get(*name) != Some(*text);
            let texts = wanted.iter().filter(differs).map(|(name, text)| (name.clone(), text.clone()));
            let update: Map<String, Value> = texts.collect();
            if !update.is_empty() {
                actions.push(json!({"target": path.as_str(), "update": update}));
            }
            for (name, wanted) in wanted {
                if let Some(document) = document.get(name) {
                    path.push_str(&child(name));
                    compare(document, wanted, path, actions);
                    path.truncate(length);
                }
            }
        }
        (Value::Array(document), Value::Array(wanted)) => {
            for (index, (document, wanted)) in document.iter().zip(wanted).enumerate() {
                path.push_str(&format!("[{index}]"));
                compare(document, wanted, path, actions);
                path.truncate(length);
            }
        }
        _ => {}
    }
}

/// The selector of a member: RFC 9535, section 2.5.1 (shorthand) and section 2.3.1 (quoted names).
fn child(name: &str) -> String {
    let shorthand = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if shorthand {
        return format!(".{name}");
    }
    let mut quoted = String::from("['");
    for character in name.chars() {
        match character {
            '\'' | '\\' => quoted.extend(['\\', character]),
            control if u32::from(control) < 0x20 => quoted.push_str(&format!("\\u{:04x}", u32::from(control))),
            character => quoted.push(character),
        }
    }
    quoted + "']"
}
