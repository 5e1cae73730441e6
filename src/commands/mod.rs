//! Commands that need more than a few lines, one a file: what a command's flags mean, and where its result goes.

pub mod align;
pub mod diff;
pub mod import;
pub mod lexicon;
pub mod schema;
