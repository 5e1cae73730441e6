//! `hexapla checks` and `hexapla explain`: the checks, and the page of one.

use super::output::print;
use anyhow::{Result, anyhow};
use hexapla::checks;
use std::process::ExitCode;

/// Prints the page of a check.
pub fn run(name: &str) -> Result<ExitCode> {
    let page = checks::page(name).map_err(|unknown| anyhow!(unknown))?;
    print(|to| to.write_all(page.as_bytes()))
}

/// Lists the checks.
pub fn list() -> Result<ExitCode> {
    print(|to| {
        for checks::Listed { name, level, axis, summary } in checks::list() {
            writeln!(to, "{name:<28} {:<8} {:<12} {summary}", level.name(), axis.name())?;
        }
        Ok(())
    })
}
