//! One file for each command; [`session`] and [`output`] hold the code that commands share.

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
