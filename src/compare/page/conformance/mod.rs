//! Examples against the documented types of their API version.
//!
//! What a page states of types and what it shows as examples is gathered while its group is worked on, in
//! compact form; judged is when all groups are done, since bases and nested types stand on other pages. What no
//! page of the run documents, or pages document in contradiction, is never held against an example.

pub(crate) mod definition;
pub(crate) mod documented_types;
pub(crate) mod gather;
pub(crate) mod json_keys;
pub(crate) mod judge;
pub(crate) mod primitive_values;
