//! Repairs values of enum members that a translation damaged (`2/4`, `нуль`), if the values of the other members leave one
//! possible value. All other values stay as written.

use crate::facts::Member;

/// Repairs values that are not whole numbers if most other values are.
pub fn repair(members: &mut [Member]) {
    let plain: Vec<Option<i64>> = members.iter().map(|member| whole(&member.value)).collect();
    let line = line(members);
    let repaired: Vec<Option<i64>> = members
        .iter()
        .enumerate()
        .map(|(row, member)| {
            if member.value.trim().is_empty() {
                return None;
            }
            let inferred =
                between(&plain, row).or_else(|| line.map(|first| first + row as i64)).filter(|value| *value >= 0);
            match (plain[row], inferred) {
                // Two members have the same value, and this member is out of sequence.
                (Some(value), Some(inferred)) if value != inferred && line == Some(inferred - row as i64) => {
                    let is_taken = |(index, known): (usize, &Option<i64>)| {
                        index != row && *known == Some(value) && line == Some(value - index as i64)
                    };
                    (plain.iter().enumerate().any(is_taken) && !plain.contains(&Some(inferred))).then_some(inferred)
                }
                (Some(_), _) => None,
                (None, Some(inferred)) if agrees(&member.value, inferred) => Some(inferred),
                (None, _) => punctuated(&member.value),
            }
        })
        .collect();
    for (member, value) in members.iter_mut().zip(repaired) {
        if let Some(value) = value {
            member.value = value.to_string();
        }
    }
}

/// The value of row 0 if the values count up by one. Two thirds of the rows with digits must fit, and at least two rows.
fn line(members: &[Member]) -> Option<i64> {
    let numbers: Vec<Vec<i64>> = members.iter().map(|member| numbers(&member.value).collect()).collect();
    let firsts = |row: usize| numbers[row].iter().map(move |number| number - row as i64);
    let votes = |first: i64| (0..numbers.len()).filter(|&row| firsts(row).any(|voted| voted == first)).count();
    let rows = numbers.iter().filter(|numbers| !numbers.is_empty()).count();
    let first = (0..numbers.len()).flat_map(firsts).max_by_key(|first| (votes(*first), -first))?;
    (votes(first) >= 2 && votes(first) * 3 >= rows * 2).then_some(first)
}

/// The value of a row between the nearest two rows with values, if these values count up by one or double with each row.
fn between(plain: &[Option<i64>], row: usize) -> Option<i64> {
    let (before, low) = plain[..row].iter().enumerate().rev().find_map(|(at, value)| Some((at, (*value)?)))?;
    let (after, high) =
        plain.iter().enumerate().skip(row + 1).find_map(|(at, value)| value.map(|value| (at, value)))?;
    let (steps, done) = ((after - before) as i64, (row - before) as i64);
    if high.checked_sub(low)? == steps {
        return Some(low + done);
    }
    let doubled = |times: i64| low.checked_shl(u32::try_from(times).ok()?).filter(|_| low > 0 && times < 32);
    (doubled(steps) == Some(high)).then(|| doubled(done))?
}

/// Whether a damaged value may stand for `value`: it has no digits, or one of its numbers is `value`.
fn agrees(written: &str, value: i64) -> bool {
    let mut numbers = numbers(written).peekable();
    numbers.peek().is_none() || numbers.any(|number| number == value)
}

/// The groups of digits in a text, as numbers.
fn numbers(written: &str) -> impl Iterator<Item = i64> + '_ {
    written.split(|character: char| !character.is_ascii_digit()).filter_map(|group| group.parse().ok())
}

fn whole(written: &str) -> Option<i64> {
    written.trim().parse().ok()
}

/// A whole number with stray punctuation around it, such as `.0`.
fn punctuated(written: &str) -> Option<i64> {
    let bare = written.trim_matches(|character: char| !character.is_alphanumeric());
    bare.bytes().all(|byte| byte.is_ascii_digit()).then(|| bare.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Stated;

    #[track_caller]
    fn repairs(written: &[&str], expected: &[&str]) {
        let member = |value: &&str| Member {
            name: String::new(),
            written: String::new(),
            value: (*value).to_owned(),
            written_value: String::new(),
            stated: Stated::default(),
        };
        let mut members: Vec<Member> = written.iter().map(member).collect();
        repair(&mut members);
        let values: Vec<_> = members.iter().map(|member| member.value.as_str()).collect();
        assert_eq!(values, expected, "{written:?}");
    }

    #[test]
    fn only_inferred_values_are_repaired() {
        repairs(&[".0", "1-d", "pbm-2", "1/3", "2/4", "5", "シックス", "7"], &["0", "1", "2", "3", "4", "5", "6", "7"]);
        repairs(&["нуль", "1,1", "2", "4", "4", "5", "6", "7"], &["0", "1", "2", "3", "4", "5", "6", "7"]);
        repairs(&["1", "zwei", "4", "8", "100"], &["1", "2", "4", "8", "100"]);
        repairs(&["1", "zwei", "4", "drei", "100"], &["1", "2", "4", "drei", "100"]);
        repairs(&[".0", "1-d", "pbm-2", "1/3"], &["0", "1", "2", "3"]);
        repairs(&["eins", "zwei"], &["eins", "zwei"]);
        repairs(&["0", "", "2"], &["0", "", "2"]);
        repairs(&["0", "1", "2", "0x10"], &["0", "1", "2", "0x10"]);
        repairs(&["10", "20", "20"], &["10", "20", "20"]);
    }
}
