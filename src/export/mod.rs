//! Schemas to files: one module a format.

pub mod evidence;
pub mod schema_json;
pub mod schema_shapes;
