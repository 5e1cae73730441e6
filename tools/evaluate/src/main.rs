//! Measures the library on a folder of reference pages and truth files: spans and projections, facts of translations, the
//! schema against CSDL, permissions against a table, and alignment without spans.
//!
//! `HEXAPLA_CORPUS=FOLDER cargo run --release -p hexapla-evaluate`, or the folder as an argument. The folder
//! has the folders `corpus/` and `truth/`. `--misses N` prints up to N examples of each class of miss.
//! `--only PART` runs one part: `projections`, `facts`, `lexicons`, `csdl`, `permissions`, `alignment`, `sentences`, `baseline`,
//! `sources` or `findings`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints its measurements")]

mod alignment;
mod baseline;
mod calls;
mod corpus;
mod csdl;
mod enums;
mod facts;
mod findings;
mod gold;
mod lexicons;
mod merged;
mod newer;
mod permissions;
mod projection;
mod properties;
mod raw;
mod score;
mod sentences;
mod sources;
mod table;

use corpus::Corpus;
use std::path::PathBuf;

/// A part of the measurements: its name, and the function that prints it.
type Part = (&'static str, fn(&Corpus));

/// The arguments.
#[derive(Default)]
struct Arguments {
    folder: Option<PathBuf>,
    misses: usize,
    only: Option<String>,
}

fn main() {
    let arguments = match read_arguments() {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("evaluate: {message}");
            std::process::exit(2);
        }
    };
    let Some(folder) = arguments.folder.filter(|folder| folder.join("corpus").is_dir()) else {
        eprintln!("evaluate: left out: neither an argument nor HEXAPLA_CORPUS names a folder that holds corpus/");
        return;
    };
    let corpus = Corpus::open(folder, arguments.misses);
    let wanted = |part: &str| arguments.only.as_deref().is_none_or(|only| only == part);
    let parts: [Part; 10] = [
        ("projections", projection::print),
        ("facts", facts::print),
        ("lexicons", lexicons::print),
        ("csdl", print_csdl),
        ("permissions", permissions::print),
        ("alignment", alignment::print),
        ("sentences", sentences::print),
        ("baseline", baseline::print),
        ("sources", sources::print),
        ("findings", findings::print),
    ];
    for (_, print) in parts.iter().filter(|(name, _)| wanted(name)) {
        print(&corpus);
    }
}

fn print_csdl(corpus: &Corpus) {
    let Some(text) = corpus.truth("v1.0_metadata", "xml") else {
        eprintln!("evaluate: left out: no truth/v1.0_metadata*.xml");
        return;
    };
    match csdl::Metadata::parse(&text) {
        Ok(metadata) => {
            properties::print(corpus, &metadata);
            enums::print(corpus, &metadata);
            calls::print(corpus, &metadata);
        }
        Err(error) => eprintln!("evaluate: left out: the CSDL does not parse: {error}"),
    }
}

fn read_arguments() -> Result<Arguments, String> {
    let mut arguments =
        Arguments { folder: std::env::var_os("HEXAPLA_CORPUS").map(PathBuf::from), ..Arguments::default() };
    let mut rest = std::env::args().skip(1);
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--misses" => {
                let number = rest.next().and_then(|number| number.parse().ok());
                arguments.misses = number.ok_or("`--misses` needs a number")?;
            }
            "--only" => arguments.only = Some(rest.next().ok_or("`--only` needs the name of a part")?),
            flag if flag.starts_with('-') => return Err(format!("unknown option `{flag}`")),
            folder => arguments.folder = Some(folder.into()),
        }
    }
    Ok(arguments)
}
