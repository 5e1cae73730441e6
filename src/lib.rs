//! Hexapla lines up translated API reference pages with their source, reads a normalized API schema
//! from any locale and reports where translations, locales and versions drift apart.
//!
//! The modules below stand in flow order; a module names only modules above it.

pub mod text;

pub mod token;

pub mod locale;

pub mod diagnostic;

pub mod lexicon;

pub mod profile;

pub mod config;

pub mod page;

pub mod discover;

pub mod align;

pub mod facts;

pub mod schema;

pub mod api;

pub mod reading;

pub mod compare;

pub mod checks;

pub mod report;

pub mod export;

pub mod bitext;

pub mod run;
