//! Schemas and bitext to files: one module a format.

pub mod changes;
pub mod changes_json;
pub mod changes_markdown;
pub mod changes_text;
pub mod evidence;
pub mod lexicon_toml;
pub mod openapi;
pub mod overlay;
pub mod schema_json;
pub mod schema_shapes;
pub mod word_uses;
