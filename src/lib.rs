//! Hexapla aligns translated API reference pages with their source, reads a normalized API schema
//! from any locale, and reports drift between translations, locales and versions.
//!
//! The program `hexapla` is a thin layer over this library. A drift report in five lines:
//!
//! ```
//! use hexapla::config::Config;
//! use hexapla::discover::{discover, source::Sources};
//! use hexapla::run::{Session, check};
//!
//! let config = Config::default();
//! let pages = discover(&["fixtures/corpus".into()], &config);
//! let session = Session { config: &config, sources: &Sources::default(), progress: &|| () };
//! let (report, _) = check::check(pages, session, &check::CheckOptions::default(), |_| ());
//! let findings = report.groups.iter().flat_map(|group| &group.findings);
//! assert!(findings.into_iter().any(|finding| finding.check == "header_name_changed"));
//! ```
//!
//! [`run::facts::facts`] reads the facts of pages, [`schema::merge::merge`] merges them to a schema, [`api::compare`] compares
//! two schemas, [`run::bitext::bitext`] gives aligned segments. [`page::Page::parse`] reads a single page. The library is not
//! stable before version 1.0: names may change with any release.
//!
//! The modules are in flow order; a module uses only modules above it. `docs/architecture.md` states the task of each.

pub mod text;

pub mod shown;

pub(crate) mod token;

pub(crate) mod date;

pub mod locale;

pub mod diagnostic;

pub mod profile;

pub mod lexicon;

pub mod config;

pub mod page;

pub mod discover;

pub mod align;

pub mod facts;

pub mod schema;

pub mod api;

pub mod reading;

pub(crate) mod compare;

pub mod checks;

pub mod report;

pub mod export;

pub mod bitext;

pub mod run;
