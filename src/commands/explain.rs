//! `hexapla checks` lists the checks; `hexapla explain` prints the documentation of a check.

use super::output::print;
use anyhow::{Result, anyhow};
use hexapla::checks;
use std::process::ExitCode;

/// Prints the documentation of the check `name`. An unknown name is an error that proposes similar names.
pub fn run(name: &str) -> Result<ExitCode> {
    let page = checks::page(name).map_err(|unknown| anyhow!(unknown))?;
    print(|to| to.write_all(page.as_bytes()))
}

/// Prints one line for each check: name, level, axis, summary.
pub fn list() -> Result<ExitCode> {
    print(|to| {
        for checks::Listed { name, level, axis, summary } in checks::list() {
            writeln!(to, "{name:<28} {:<8} {:<12} {summary}", level.name(), axis.name())?;
        }
        Ok(())
    })
}
