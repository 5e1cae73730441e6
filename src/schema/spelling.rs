//! Names in another spelling: in pieces (`Berth Status`), or letter by letter in Cyrillic (`бертхстатус`).
//! A spelling is compared with names that are known; none is made up from it.

/// Whether a text may be a name in another spelling, and which of `names`. `None` where two could be meant.
pub fn respelled<'n>(text: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let is_cyrillic = text.chars().any(|letter| ('\u{400}'..='\u{4ff}').contains(&letter));
    if !is_cyrillic && !(text.is_ascii() && text.contains(' ')) {
        return None;
    }
    let sought = skeleton(text, is_cyrillic);
    if sought.len() < 4 {
        return None;
    }
    // Vowels are written by ear: one letter in eight may be another, if no second name is nearly as near.
    let allowed = if is_cyrillic { sought.len() / 8 } else { 0 };
    let mut near: Vec<(usize, &str)> =
        names.map(|name| (distance(&sought, &skeleton(name, is_cyrillic)), name)).collect();
    near.sort();
    near.dedup();
    let (best, name) = *near.first()?;
    let second = near.iter().find(|(_, other)| !other.eq_ignore_ascii_case(name)).map(|(distance, _)| *distance);
    (best <= allowed && second.is_none_or(|second| second > best + allowed)).then_some(name)
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
    let latin = latin.replace("ph", "f").replace('x', "ks");
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
        'у' | 'ю' => "u",
        'ф' => "f",
        'х' => "h",
        'ч' => "kh",
        'ш' | 'щ' => "sh",
        'ъ' | 'ь' => "",
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
            ("бертхнумбер", Some("berthNumber")),
            ("бертхкаунт", Some("berthCount")),
            ("нобертхкаунт", Some("noBerthCount")),
            ("куайобжект", Some("quayObject")),
            ("причал", None),
            ("Liegeplatz", None),
            ("идентификатор", None),
        ];
        for (text, expected) in cases {
            assert_eq!(respelled(text, names.into_iter()), expected, "{text}");
        }
    }
}
