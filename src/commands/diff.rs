//! `hexapla diff`: writes the API changes between two folders, git revisions or API versions.

use super::output::{bar, exit_code, note, note_problems, output, refuse_input};
use super::session::prepare;
use crate::cli::{DiffArgs, DiffFormat};
use anyhow::{Result, bail};
use hexapla::api::ApiChange;
use hexapla::discover;
use hexapla::export::changes::Changes;
use hexapla::export::{changes_json, changes_markdown, changes_text};
use hexapla::run::diff;
use hexapla::run::diff::DiffSide;
use std::path::PathBuf;
use std::process::ExitCode;

/// Compares two sides and writes the changes. Status 1 if a change reaches `--fail-on`, 2 if a page could not be read.
pub fn run(args: &DiffArgs) -> Result<ExitCode> {
    let config = prepare(&args.common)?;
    let paths = &args.common.paths;
    let name = |paths: &[PathBuf]| paths.iter().map(|path| path.to_string_lossy()).collect::<Vec<_>>().join(", ");
    let mut problems = Vec::new();
    let mut read = |paths: &[PathBuf]| -> Result<DiffSide> {
        let mut config = config.clone();
        let discovery = discover::revision::discover_with_profile(paths, &mut config)?;
        refuse_input(&args.common, &discovery, &[])?;
        let bar = bar(discovery.groups.len());
        let side = DiffSide::read(discovery, &config, &|| bar.inc(1));
        bar.finish_and_clear();
        note_problems(&side.problems);
        problems.extend_from_slice(&side.problems);
        if side.is_empty() {
            bail!("no API page found in {}", name(paths));
        }
        Ok(side)
    };
    let (old, new, (versions, unpaired)) = match (args.versions.as_deref(), paths.as_slice()) {
        (Some([before, after]), _) => {
            let compared = diff::versions(&read(paths)?, [before, after], &config)?;
            (format!("{} {before}", name(paths)), format!("{} {after}", name(paths)), compared)
        }
        (None, [before, after]) => {
            let (old, new) = (read(std::slice::from_ref(before))?, read(std::slice::from_ref(after))?);
            (
                before.to_string_lossy().into_owned(),
                after.to_string_lossy().into_owned(),
                diff::sides(&old, &new, &config)?,
            )
        }
        _ => bail!("expected two paths, OLD and NEW, or `--versions OLD NEW` and paths"),
    };
    unpaired.iter().for_each(|version| note(&format!("version {version} not compared: only one side has it")));
    let changes = Changes { old, new, versions };
    output(&args.common, |to| match args.format {
        DiffFormat::Text => changes_text::write(&changes, to),
        DiffFormat::Json => changes_json::write(&changes, to),
        DiffFormat::Markdown => changes_markdown::write(&changes, to),
    })?;
    let worst = changes.all().map(ApiChange::impact).max();
    let found = args.fail_on.impact().is_some_and(|impact| worst >= Some(impact));
    Ok(exit_code(&args.common, &problems, u8::from(found)))
}
