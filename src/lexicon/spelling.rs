//! Names in another spelling: in pieces (`Berth Status`), or letter by letter in Cyrillic (`бертхстатус`).
//!
//! Both are compared by a skeleton of their sounds, in which what Cyrillic writes alike is alike. A name that
//! is not known is put together from words of identifiers only where the fewest words leave one way to do it.

/// The one of `names` that a text may be in another spelling. `None` where two could be meant.
pub fn respelled<'n>(text: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let by_sound = is_cyrillic(text);
    let in_pieces = text.is_ascii() && text.contains(' ');
    if !(by_sound || in_pieces) {
        return None;
    }
    let sought = skeleton(text, by_sound);
    if sought.len() < 4 {
        return None;
    }
    // Vowels are written by ear: one letter in eight may be another, if no second name is nearly as near.
    let allowed = if by_sound { sought.len() / 8 } else { 0 };
    let mut near: Vec<(usize, &str)> = names.map(|name| (distance(&sought, &skeleton(name, by_sound)), name)).collect();
    near.sort();
    let (best, name) = *near.first()?;
    let second = near.iter().find(|(_, other)| !other.eq_ignore_ascii_case(name)).map(|(distance, _)| *distance);
    (best <= allowed && second.is_none_or(|second| second > best + allowed)).then_some(name)
}

/// Words by their skeletons.
#[derive(Clone, Debug, Default)]
pub struct Sounds(Vec<(String, String)>);

/// Names that are spelled by words so far: with how many words, and one or two of them.
#[derive(Clone, Default)]
struct Spelled {
    words: usize,
    names: Vec<String>,
}

impl Sounds {
    /// The skeletons of words in lower case.
    pub fn of(words: &[String]) -> Self {
        let mut sounds: Vec<_> = words.iter().map(|word| (skeleton(word, true), word.clone())).collect();
        sounds.sort();
        sounds.dedup();
        Self(sounds)
    }

    /// The name that a text in Cyrillic spells, put together from the fewest words, in camel case. `None` where
    /// two names are spelled so.
    pub fn name(&self, text: &str) -> Option<String> {
        if !is_cyrillic(text) || text.contains(' ') {
            return None;
        }
        let sought = skeleton(text, true);
        if sought.len() < 4 {
            return None;
        }
        // By place, and by whether a `t` was read there that the next word's `h` makes one sound with.
        let mut reached = vec![[Spelled::default(), Spelled::default()]; sought.len() + 1];
        reached[0][0].names.push(String::new());
        for place in 0..sought.len() {
            for is_open in [false, true] {
                let here = std::mem::take(&mut reached[place][usize::from(is_open)]);
                if !here.names.is_empty() {
                    self.extend(&sought, place, is_open, &here, &mut reached);
                }
            }
        }
        let ended = &reached[sought.len()][0];
        let mut names = ended.names.iter().filter(|name| skeleton(name, true) == sought);
        names.next().filter(|_| names.next().is_none()).cloned()
    }

    fn extend(&self, sought: &str, place: usize, is_open: bool, here: &Spelled, reached: &mut [[Spelled; 2]]) {
        let before = sought[..place].chars().next_back();
        for (sounds, word) in &self.0 {
            // A sound that ends one word and begins the next is written once.
            let merged =
                if is_open { sounds.strip_prefix('h') } else { before.and_then(|last| sounds.strip_prefix(last)) };
            let whole = (!is_open).then_some(sounds.as_str());
            for part in whole.into_iter().chain(merged) {
                if sought[place..].starts_with(part) {
                    reached[place + part.len()][0].take(here, word);
                } else if let Some(stem) = part.strip_suffix('t')
                    && sought[place..].strip_prefix(stem).is_some_and(|rest| rest.starts_with('s'))
                {
                    reached[place + part.len()][1].take(here, word);
                }
            }
        }
    }
}

impl Spelled {
    /// Takes over names with one word more, where no fewer words lead here.
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
            if self.names.len() < 8 && !self.names.contains(&longer) {
                self.names.push(longer);
            }
        }
    }
}

fn is_cyrillic(text: &str) -> bool {
    text.chars().any(|letter| ('\u{400}'..='\u{4ff}').contains(&letter))
}

/// The letters and digits of a text in lower case; where sounds count, one letter a sound and none doubled.
fn skeleton(text: &str, by_sound: bool) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase);
    if !by_sound {
        return letters.collect();
    }
    let mut latin = String::new();
    letters.for_each(|letter| match romanized(letter) {
        Some(roman) => latin.push_str(roman),
        None => latin.push(letter),
    });
    for (written, sound) in [("ph", "f"), ("th", "s"), ("x", "ks"), ("ee", "i"), ("oo", "u"), ("ou", "u"), ("au", "u")]
    {
        if latin.contains(written) {
            latin = latin.replace(written, sound);
        }
    }
    let mut skeleton = String::with_capacity(latin.len());
    for letter in latin.chars() {
        let sound = match letter {
            'c' | 'q' => 'k',
            'j' => 'g',
            'w' => 'v',
            'y' => 'i',
            'z' => 's',
            other => other,
        };
        if !skeleton.ends_with(sound) {
            skeleton.push(sound);
        }
    }
    skeleton
}

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

/// How many letters are to be changed, added or taken to make one text of the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for (column, &known) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != known);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
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
