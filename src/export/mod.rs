//! Schemas to files: one module a format.

pub mod evidence;
pub mod lexicon_toml;
pub mod schema_json;
pub mod schema_shapes;
pub mod word_uses;
