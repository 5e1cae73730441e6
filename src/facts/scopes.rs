//! Sets of scopes in a permission cell that are needed together. A page lists the scopes of a scheme from least to most
//! privileged. Any one of them is enough, unless a word such as "and" joins scopes.

use crate::facts::roles::Words;
use crate::lexicon::Phrase;
use crate::token;

/// The sets of scopes of a cell. A caller needs the scopes of one set: `A and B, C` means `A` with `B`, or `C`. Empty if no word
/// joins scopes, and if only the last of several scopes is joined: `A, B and C` may mean one of them or all.
pub fn sets(cell: &str, words: Words<'_>) -> Vec<Vec<String>> {
    let mut sets: Vec<Vec<String>> = Vec::new();
    let mut end = 0;
    for scope in token::scopes(cell) {
        let start = scope.as_ptr() as usize - cell.as_ptr() as usize;
        let between = cell[end..start].trim().to_lowercase();
        end = start + scope.len();
        let is_joined = words.each().any(|lexicon| lexicon.is_phrase(Phrase::Together, &between));
        match sets.last_mut().filter(|_| is_joined) {
            Some(set) => set.push(scope.to_owned()),
            None => sets.push(vec![scope.to_owned()]),
        }
    }
    let only_last = sets.len() > 1 && sets.iter().rev().skip(1).all(|set| set.len() == 1);
    if only_last || sets.iter().all(|set| set.len() == 1) { Vec::new() } else { sets }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicons;
    use crate::locale::Locale;

    #[track_caller]
    fn reads(locale: &str, cell: &str, expected: &[&[&str]]) {
        let lexicons = Lexicons::built_in();
        let words = Words::of(&lexicons, &Locale::parse(locale).expect("a tag"));
        assert_eq!(sets(cell, words), expected, "{cell}");
    }

    #[test]
    fn words_join_scopes() {
        reads("en", "Berth.Read.All, Berth.ReadWrite.All", &[]);
        reads(
            "en",
            "Berth.Read.All and Crew.Read.All, Port.Read.All",
            &[&["Berth.Read.All", "Crew.Read.All"], &["Port.Read.All"]],
        );
        reads("en", "Berth.Read.All plus Crew.Read.All", &[&["Berth.Read.All", "Crew.Read.All"]]);
        reads("en", "Berth.Read.All, Crew.Read.All and Port.Read.All", &[]);
        reads("en", "Berth.Read.All or Crew.Read.All", &[]);
        reads("ru", "Berth.Read.All и Crew.Read.All", &[&["Berth.Read.All", "Crew.Read.All"]]);
    }
}
