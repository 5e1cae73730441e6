//! Identifiers in another spelling: in separate words (`Berth Status`), or letter by letter in Cyrillic (`бертхстатус`).
//!
//! A Cyrillic text and an identifier are compared by their sounds: Latin letters that Cyrillic writes alike are equal. An
//! unknown identifier is composed from common words of identifiers, if the fewest words give exactly one result.

/// The name that a text spells in another way; `None` if no name or several of `names` fit.
pub fn respelled<'n>(text: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let is_cyrillic = is_cyrillic(text);
    let is_separated = text.is_ascii() && text.contains(' ');
    if !(is_cyrillic || is_separated) {
        return None;
    }
    let key = if is_cyrillic { sounds } else { letters };
    let sought = key(text);
    if sought.len() < 4 {
        return None;
    }
    // Cyrillic vowels are approximate: one letter in eight may differ, if no second name is nearly as similar.
    let allowed = if is_cyrillic { sought.len() / 8 } else { 0 };
    let mut near: Vec<(usize, &str)> = names.map(|name| (distance(&sought, &key(name)), name)).collect();
    near.sort();
    let (best, name) = *near.first()?;
    let second = near.iter().find(|(_, second)| !second.eq_ignore_ascii_case(name)).map(|(distance, _)| *distance);
    (best <= allowed && second.is_none_or(|second| second > best + allowed)).then_some(name)
}

/// Words with their sounds, sorted by sound.
#[derive(Clone, Debug, Default)]
pub struct Sounds(Vec<(String, String)>);

/// The names that are composed from the fewest words for a part of the text.
#[derive(Clone, Default)]
struct Composed {
    /// The number of words of each name.
    words: usize,
    /// At most [`MOST_NAMES`].
    names: Vec<String>,
}

/// Largest number of names that are kept for a part of the text.
const MOST_NAMES: usize = 8;

/// A text in sounds, and the names composed for its parts.
struct Composition<'a> {
    sought: &'a str,
    /// For each byte of `sought`: the names that spell the text before it.
    complete: Vec<Composed>,
    /// The same for names whose last word ends in `t` and is written with `s`: its `t` and the `h` that starts the next word
    /// are one sound, `th`.
    before_h: Vec<Composed>,
}

impl Sounds {
    /// The sounds of words. The words must be in lower case.
    pub fn of(words: &[String]) -> Self {
        let mut all: Vec<_> = words.iter().map(|word| (sounds(word), word.clone())).collect();
        all.sort();
        all.dedup();
        Self(all)
    }

    /// The name that a text in Cyrillic spells, composed from the fewest words, in camel case. `None` if no name or several
    /// names fit.
    pub fn name(&self, text: &str) -> Option<String> {
        if !is_cyrillic(text) || text.contains(' ') {
            return None;
        }
        let sought = sounds(text);
        if sought.len() < 4 {
            return None;
        }
        let empty = vec![Composed::default(); sought.len() + 1];
        let mut composition = Composition { sought: &sought, complete: empty.clone(), before_h: empty };
        composition.complete[0].names.push(String::new());
        for place in 0..sought.len() {
            self.extend_complete(&mut composition, place);
            self.extend_before_h(&mut composition, place);
        }
        let composed = &composition.complete[sought.len()];
        let mut names = composed.names.iter().filter(|name| sounds(name) == sought);
        names.next().filter(|_| names.next().is_none()).cloned()
    }

    /// Adds each word that fits at a place to the names that end there.
    fn extend_complete(&self, composition: &mut Composition<'_>, place: usize) {
        let names = std::mem::take(&mut composition.complete[place]);
        if names.names.is_empty() {
            return;
        }
        let last = composition.sought[..place].chars().next_back();
        for (sounds, word) in &self.0 {
            composition.add(&names, word, place, sounds);
            // A sound that ends a word and starts the next word is written once.
            if let Some(rest) = last.and_then(|last| sounds.strip_prefix(last)) {
                composition.add(&names, word, place, rest);
            }
        }
    }

    /// Adds each word that starts with `h` and fits at a place to the names whose last word ends in an unwritten `t`.
    fn extend_before_h(&self, composition: &mut Composition<'_>, place: usize) {
        let names = std::mem::take(&mut composition.before_h[place]);
        if names.names.is_empty() {
            return;
        }
        for (sounds, word) in &self.0 {
            if let Some(rest) = sounds.strip_prefix('h') {
                composition.add(&names, word, place, rest);
            }
        }
    }
}

impl Composition<'_> {
    /// Adds a word to names, if the text has its sounds at a place.
    fn add(&mut self, names: &Composed, word: &str, place: usize, sounds: &str) {
        let rest = &self.sought[place..];
        if rest.starts_with(sounds) {
            self.complete[place + sounds.len()].take(names, word);
        } else if let Some(stem) = sounds.strip_suffix('t')
            && rest.strip_prefix(stem).is_some_and(|rest| rest.starts_with('s'))
        {
            self.before_h[place + sounds.len()].take(names, word);
        }
    }
}

impl Composed {
    /// Adds the names of `before`, each with one more word, unless names with fewer words are known.
    fn take(&mut self, before: &Self, word: &str) {
        if !self.names.is_empty() && self.words < before.words + 1 {
            return;
        }
        if self.words > before.words + 1 {
            self.names.clear();
        }
        self.words = before.words + 1;
        for name in &before.names {
            let mut letters = word.chars();
            let longer = match letters.next().filter(|_| !name.is_empty()) {
                Some(first) => format!("{name}{}{}", first.to_ascii_uppercase(), letters.as_str()),
                None => word.to_owned(),
            };
            if self.names.len() < MOST_NAMES && !self.names.contains(&longer) {
                self.names.push(longer);
            }
        }
    }
}

fn is_cyrillic(text: &str) -> bool {
    text.chars().any(|letter| ('\u{400}'..='\u{4ff}').contains(&letter))
}

/// The letters and digits of a text, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The sounds of the letters and digits of a text: one Latin letter for each sound, without repeats.
fn sounds(text: &str) -> String {
    let mut latin = String::new();
    letters(text).chars().for_each(|letter| match romanized(letter) {
        Some(roman) => latin.push_str(roman),
        None => latin.push(letter),
    });
    for (written, sound) in [("ph", "f"), ("th", "s"), ("x", "ks"), ("ee", "i"), ("oo", "u"), ("ou", "u"), ("au", "u")]
    {
        if latin.contains(written) {
            latin = latin.replace(written, sound);
        }
    }
    let mut sounds = String::with_capacity(latin.len());
    for letter in latin.chars() {
        let sound = match letter {
            'c' | 'q' => 'k',
            'j' => 'g',
            'w' => 'v',
            'y' => 'i',
            'z' => 's',
            letter => letter,
        };
        if !sounds.ends_with(sound) {
            sounds.push(sound);
        }
    }
    sounds
}

/// The Latin letters for the sound of a Cyrillic letter in lower case.
fn romanized(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ж' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' => "e",
        'з' | 'с' => "s",
        'и' | 'й' | 'ы' => "i",
        'к' | 'ц' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "h",
        'ч' => "kh",
        'ш' | 'щ' => "sh",
        'ъ' | 'ь' => "",
        'ю' => "iu",
        'я' => "ia",
        _ => return None,
    })
}

/// The Levenshtein distance: the number of letters to change, add or remove to turn one text into the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, letter) in left.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for (column, &known) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != known);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_in_other_spellings() {
        let names = ["berthNumber", "berthCount", "noBerthCount", "quayObject", "id"];
        let cases = [
            ("Berth Number", Some("berthNumber")),
            ("берснумбер", Some("berthNumber")),
            ("берскаунт", Some("berthCount")),
            ("ноберскаунт", Some("noBerthCount")),
            ("куайобжект", Some("quayObject")),
            ("причал", None),
            ("Liegeplatz", None),
            ("идентификатор", None),
        ];
        for (text, expected) in cases {
            assert_eq!(respelled(text, names.into_iter()), expected, "{text}");
        }
    }

    #[test]
    fn names_from_words() {
        let words = ["berth", "status", "requested", "all", "low", "allow", "out", "hold", "count", "key", "quay"];
        let sounds = Sounds::of(&words.map(str::to_owned));
        let cases = [
            ("берсрекуестед", Some("berthRequested")),
            ("аллберсстатус", Some("allBerthStatus")),
            ("алловкэй", Some("allowKey")),
            ("каунсолд", Some("countHold")),
            ("аутаут", Some("outOut")),
            ("причал", None),
            ("key", None),
        ];
        for (text, expected) in cases {
            assert_eq!(sounds.name(text).as_deref(), expected, "{text}");
        }
    }
}
