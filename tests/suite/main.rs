//! The one test binary: fixtures, the program as users run it, and the rules of the repository.

mod checks;
mod fixture;
mod support;
