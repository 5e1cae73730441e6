//! Block trees to facts to a normalized schema: the same from any locale.

pub mod body;
pub mod call;
pub mod definitions;
pub mod evidence;
pub mod examples;
pub mod extract;
pub mod facts;
pub mod flat;
pub mod items;
pub mod links;
pub mod listed;
pub mod marks;
pub mod member_values;
pub mod merge;
pub mod operation;
pub mod query_options;
pub mod recover;
pub mod resolve;
pub mod responses;
pub mod roles;
pub mod sample;
pub mod scopes;
pub mod sources;
pub mod speaker;
pub mod types;
