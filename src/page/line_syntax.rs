//! The syntax of single lines that directives need: indentation, code fences, inline code and component tags.

/// An open code fence: its character and its length.
pub(super) type Fence = (u8, usize);

/// The columns of a tab.
const TAB: usize = 4;

/// The columns of a space or tab; 0 for all other bytes.
pub(super) fn column_width(byte: u8) -> usize {
    match byte {
        b' ' => 1,
        b'\t' => TAB,
        _ => 0,
    }
}

/// The columns of white space at the start of a line.
pub(super) fn columns(line: &str) -> usize {
    line.bytes().map(column_width).take_while(|width| *width > 0).sum()
}

/// The code fence that a line, without white space at its ends, opens or closes.
pub(super) fn is_fence(line: &str) -> Option<Fence> {
    let first = line.bytes().next().filter(|first| matches!(first, b'`' | b'~'))?;
    let length = line.bytes().take_while(|byte| *byte == first).count();
    let is_code_span = first == b'`' && line[length..].contains('`');
    (length >= 3 && !is_code_span).then_some((first, length))
}

/// The columns up to the content of a list item, if a line, without white space at its ends, starts one.
pub(super) fn is_item(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marker = if (1..10).contains(&digits) {
        line[digits..].starts_with(['.', ')'])
    } else {
        line.starts_with(['-', '*', '+'])
    };
    let width = if digits > 0 { digits + 1 } else { 1 };
    (marker && line[width..].starts_with(' ')).then_some(width + 1)
}

/// Whether a line consists of the characters of a fence only.
pub(super) fn is_bare(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b'`' | b'~'))
}

/// The place of the backticks that close inline code.
pub(super) fn closing_ticks(rest: &str, ticks: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'`', &rest.as_bytes()[at..]).map(|found| at + found) {
        let length = rest[found..].bytes().take_while(|byte| *byte == b'`').count();
        if length == ticks {
            return Some(found);
        }
        at = found + length;
    }
    None
}

pub(super) fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_')
}

/// The length of the component tag at the start of a text. A `>` in quotes or braces does not end it.
pub(super) fn component_end(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('<')?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    if !name.starts_with(|first: char| first.is_ascii_uppercase()) {
        return None;
    }
    let after = name.find(|next| !is_name(next))?;
    if !name[after..].starts_with([' ', '\t', '\r', '\n', '/', '>']) {
        return None;
    }
    let start = rest.len() - name.len() + after;
    let (mut quote, mut braces) = (None, 0_u32);
    for (at, byte) in rest.bytes().enumerate().skip(start) {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'{') => braces += 1,
            (None, b'}') => braces = braces.saturating_sub(1),
            (None, b'>') if braces == 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_end_outside_of_quotes_and_braces() {
        for (text, expected) in [
            ("<Card>text", Some("<Card>")),
            ("</Card.Title >", Some("</Card.Title >")),
            ("<A b=\">\" c={d > e} />x", Some("<A b=\">\" c={d > e} />")),
            ("<A b=\">", None),
            ("<a>", None),
            ("< A>", None),
            ("<A,b>", None),
            ("<A", None),
        ] {
            assert_eq!(component_end(text).map(|end| &text[..end]), expected, "{text}");
        }
    }

    #[test]
    fn items_have_a_marker_and_a_space() {
        for (line, expected) in [
            ("- a", Some(2)),
            ("12. a", Some(4)),
            ("1) a", Some(3)),
            ("-a", None),
            ("1.5 m", None),
            ("**a**", None),
            ("a", None),
        ] {
            assert_eq!(is_item(line), expected, "{line}");
        }
    }

    #[test]
    fn fences_have_three_signs() {
        for (line, expected) in [
            ("```js", Some((b'`', 3))),
            ("~~~~", Some((b'~', 4))),
            ("``", None),
            ("```a``` b", None),
            ("text ```", None),
        ] {
            assert_eq!(is_fence(line), expected, "{line}");
        }
    }
}
