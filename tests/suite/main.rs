//! The one test binary: fixtures, the program as users run it, and the rules of the repository.

mod age;
mod bad_input;
mod checks;
mod cli;
mod corpus;
mod determinism;
mod diff;
mod diff_operations;
mod differential;
mod docs;
mod fixture;
mod formats;
mod git;
mod itself;
mod large_input;
mod lexicon;
mod mutation;
mod openapi;
mod output;
mod readme;
mod registry;
mod schema;
mod sources;
mod support;
mod tidy;
mod wide;
