//! Compares examples with the documented types of their API version.
//!
//! The types and the examples of a page are gathered in compact form while its group is processed. They are judged when
//! all groups are done, because base types and nested types are documented on other pages. An example is never reported
//! for a type that no page of the run documents, or on which pages contradict each other.

pub(crate) mod definition;
pub(crate) mod documented_types;
pub(crate) mod example_start;
pub(crate) mod gather;
pub(crate) mod json_keys;
pub(crate) mod judge;
pub(crate) mod primitive_values;
pub(crate) mod request_body;
