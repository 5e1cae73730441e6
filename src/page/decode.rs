//! Bytes to text. A file in UTF-8 becomes text of the same length: each byte that is not UTF-8 is replaced by `?`, so every
//! position in the text is a position in the file. For a file in UTF-16, [`FileBytes`](super::encoding::FileBytes) has the positions.

use super::encoding::Encoding;
use crate::text::FileRange;

/// A file as text.
pub struct Decoded {
    /// The text, as UTF-8. If the file is UTF-8, byte `i` of the text is byte `i` of the file, or `?`.
    pub text: String,
    /// Bytes of the text to skip at the start: 3 if there is a byte order mark, else 0.
    pub start: u32,
    /// Ranges of the text that replace bytes of the file which are not in its encoding, in order of place.
    pub invalid: Vec<FileRange>,
    /// The encoding of the file.
    pub encoding: Encoding,
}

/// Decodes a file as UTF-8, or as UTF-16 if it starts with a byte order mark of UTF-16. Never fails.
///
/// ```
/// let decoded = hexapla::page::decode::decode(b"Hafen\xff".to_vec());
/// assert_eq!(decoded.text, "Hafen?");
/// assert_eq!(decoded.invalid.len(), 1);
/// ```
pub fn decode(bytes: Vec<u8>) -> Decoded {
    let encoding = Encoding::of(&bytes);
    let (text, invalid) = match encoding {
        Encoding::Utf8 => {
            String::from_utf8(bytes).map_or_else(|error| replace_invalid(error.into_bytes()), |text| (text, Vec::new()))
        }
        Encoding::Utf16Le | Encoding::Utf16Be => utf16(&bytes, encoding),
    };
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    Decoded { text, start, invalid, encoding }
}

/// The bytes of a file as UTF-8: the same bytes, unless the file is UTF-16 with a byte order mark.
pub fn as_utf8(bytes: Vec<u8>) -> Vec<u8> {
    if Encoding::of(&bytes).is_utf8() { bytes } else { decode(bytes).text.into_bytes() }
}

/// Whether a file is binary: there is a NUL character among its first 8 KiB. `head`: the start of the file.
pub fn is_binary(head: &[u8]) -> bool {
    let head = &head[..head.len().min(8192)];
    match Encoding::of(head) {
        Encoding::Utf8 => memchr::memchr(0, head).is_some(),
        encoding => encoding.units(head).any(|unit| unit == 0),
    }
}

/// Decodes UTF-16. Each unit that is half of a character without the other half becomes `?`, and so does a single byte at the end.
fn utf16(bytes: &[u8], encoding: Encoding) -> (String, Vec<FileRange>) {
    let (mut text, mut invalid) = (String::with_capacity(bytes.len()), Vec::new());
    let half = (bytes.len() % 2 == 1).then_some(None);
    for decoded in char::decode_utf16(encoding.units(bytes)).map(Result::ok).chain(half) {
        if decoded.is_none() {
            replace(&mut invalid, text.len()..text.len() + 1);
        }
        text.push(decoded.unwrap_or('?'));
    }
    (text, invalid)
}

/// Adds a range of `?`. Neighbouring ranges become one.
fn replace(invalid: &mut Vec<FileRange>, range: std::ops::Range<usize>) {
    match invalid.last_mut() {
        Some(last) if last.end as usize == range.start => last.end = range.end as u32,
        _ => invalid.push(FileRange::of(range)),
    }
}

fn replace_invalid(mut bytes: Vec<u8>) -> (String, Vec<FileRange>) {
    let mut invalid: Vec<FileRange> = Vec::new();
    let mut at = 0;
    while let Err(error) = std::str::from_utf8(&bytes[at..]) {
        let start = at + error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |length| start + length);
        bytes[start..end].fill(b'?');
        replace(&mut invalid, start..end);
        at = end;
    }
    (String::from_utf8(bytes).expect("every invalid byte was replaced"), invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_survive_invalid_bytes() {
        let decoded = decode(b"a\xff\xfeb\xe3\x81".to_vec());
        assert_eq!(decoded.text, "a??b??");
        assert_eq!(decoded.invalid, [FileRange::new(1, 3), FileRange::new(4, 6)]);
    }

    #[test]
    fn halves_of_characters_in_utf_16_are_replaced() {
        let bytes: Vec<u8> = [0xfeff_u16, 0x61, 0xd800, 0xdc00, 0xd800, 0xd801, 0x62, 0xdc00]
            .into_iter()
            .flat_map(u16::to_be_bytes)
            .chain([7])
            .collect();
        let decoded = decode(bytes);
        assert_eq!((decoded.text.as_str(), decoded.start), ("\u{feff}a\u{10000}??b??", 3));
        assert_eq!(decoded.invalid, [FileRange::new(8, 10), FileRange::new(11, 13)]);
    }

    #[test]
    fn a_nul_character_shows_a_binary_file() {
        assert!(is_binary(b"a\0") && !is_binary(b"a"));
        for (bytes, binary) in [
            (&b"\xff\xfea\0"[..], false),
            (b"\xff\xfea\0\0\0", true),
            (b"\xff\xfe\0\0a\0\0\0", true),
            (b"\xfe\xff\0a", false),
        ] {
            assert_eq!(is_binary(bytes), binary, "{bytes:?}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        assert_eq!(decode("\u{feff}# x".into()).start, 3);
    }
}
