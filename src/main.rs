//! Parses the arguments, runs a command and returns its exit status.
//!
//! Status 0: no finding at or above `--fail-on`. 1: findings. 2: the command failed, or a page could not be read.

mod cli;
mod commands;

use anyhow::Result;
use clap::Parser;
use cli::{Cli, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    // A panic is a fault of the program. One line states where it was; the page at which it was is reported if it is known.
    std::panic::set_hook(Box::new(|panic| {
        commands::output::note(&format!("internal error, please report it: {panic}"))
    }));
    let cli = Cli::parse();
    commands::output::clean_up_on_signals();
    match std::panic::catch_unwind(|| dispatch(cli.command)) {
        Ok(Ok(code)) => code,
        Ok(Err(error)) => {
            commands::output::error(&format!("{error:#}"));
            ExitCode::from(2)
        }
        // The hook has reported it.
        Err(_) => ExitCode::from(2),
    }
}

fn dispatch(command: Command) -> Result<ExitCode> {
    match command {
        Command::Check(args) => commands::check::run(&args),
        Command::Align(args) => commands::align::run(&args),
        Command::Import(args) => commands::import::run(&args),
        Command::Schema(args) => commands::schema::run(&args),
        Command::Lexicon(args) => commands::lexicon::run(&args),
        Command::Diff(args) => commands::diff::run(&args),
        Command::Pages(args) => commands::pages::run(&args),
        Command::Explain { check } => commands::explain::run(&check),
        Command::Checks => commands::explain::list(),
        Command::Init => commands::init::run(),
    }
}
