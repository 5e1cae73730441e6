//! Writes schemas, API changes and lexicons: one module for each format.

pub mod changes;
pub mod changes_json;
pub mod changes_markdown;
pub mod changes_text;
pub(crate) mod evidence;
pub mod lexicon_toml;
pub mod openapi;
pub(crate) mod overlay;
pub mod schema_json;
pub(crate) mod schema_shapes;
pub mod word_uses;
