//! Schemas to files: one module a format.

pub mod schema_json;
