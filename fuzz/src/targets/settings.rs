//! Target `settings`: the parts of an input are a settings file, a lexicon and a page, which is checked with both.

use super::parts;
use crate::pages::{checked, findings};
use crate::signature::Signature;
use hexapla::checks;
use hexapla::config::Config;
use hexapla::lexicon::Lexicon;
use hexapla::page::decode::decode;
use std::path::Path;

/// A message without the names and values in it.
fn first_words(message: &str) -> String {
    message.split(['`', '"', ':']).next().unwrap_or_default().to_owned()
}

/// Reads settings and a lexicon. If they are valid, a page is checked with them.
pub fn run(input: &[u8], signature: &mut Signature) {
    let [settings, lexicon, page] = parts(input);
    let config = Config::parse(&decode(settings.to_vec()).text, Path::new("hexapla.toml"), checks::known);
    let lexicon = Lexicon::parse(&decode(lexicon.to_vec()).text);
    signature.note("lexicon", lexicon.as_ref().err().map(|error| first_words(error.message())));
    let mut config = match config {
        Ok(config) => config,
        Err(error) => {
            signature.note("error", error.to_string().lines().last().map(first_words));
            return;
        }
    };
    if !config.layouts.is_empty() {
        let found = config.layouts.read("de-DE/v1.0/api/page.md", "api/page.md");
        signature
            .note("layout", found.map(|found| [found.locale.is_some(), found.version.is_some(), found.key.is_some()]));
    }
    if let Ok(lexicon) = lexicon {
        config.lexicons.add(lexicon);
    }
    let report = checked(&[("de-DE", "v1.0", page), ("en-US", "beta", page)], &config);
    findings(&report).for_each(|finding| signature.note("finding", (finding.check, finding.level)));
}
