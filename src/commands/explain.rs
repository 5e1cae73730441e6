//! `hexapla checks` and `hexapla explain`: the checks, and the page of one.

use super::output::print;
use anyhow::{Context, Result};
use hexapla::checks;
use std::process::ExitCode;

/// Prints the page of a check.
pub fn run(name: &str) -> Result<ExitCode> {
    let check =
        checks::find(name).with_context(|| format!("there is no check `{name}`; `hexapla checks` lists them"))?;
    print(|to| to.write_all(check.page.as_bytes()))
}

/// Lists the checks.
pub fn list() -> Result<ExitCode> {
    print(|to| {
        for check in checks::ALL {
            writeln!(to, "{:<28} {:<8} {:<12} {}", check.name, check.level.name(), check.axis.name(), check.summary())?;
        }
        Ok(())
    })
}
