//! The one test binary: fixtures, the program as users run it, and the rules of the repository.

mod bad_input;
mod checks;
mod cli;
mod fixture;
mod large_input;
mod output;
mod support;
