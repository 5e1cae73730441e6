//! What each command does, one file a command, and what they share: [`session`] and [`output`].

pub mod align;
pub mod check;
pub mod diff;
pub mod explain;
pub mod import;
pub mod init;
pub mod lexicon;
pub mod output;
pub mod pages;
pub mod schema;
pub mod session;
