//! `hexapla init`: writes a commented settings file.

use anyhow::{Context, Result, bail};
use hexapla::config;
use std::io::{self, Write};
use std::process::ExitCode;

/// Writes `hexapla.toml` into the working directory. An error if the file exists.
pub fn run() -> Result<ExitCode> {
    let mut file = match std::fs::File::create_new(config::FILE_NAME) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => bail!("{} already exists", config::FILE_NAME),
        created => created.with_context(|| format!("cannot write {}", config::FILE_NAME))?,
    };
    file.write_all(config::TEMPLATE.as_bytes()).with_context(|| format!("cannot write {}", config::FILE_NAME))?;
    Ok(ExitCode::SUCCESS)
}
