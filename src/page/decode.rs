//! Bytes to text of the same length: each byte that is not UTF-8 is replaced by `?`, so every position in the text is a
//! position in the file.

use crate::text::FileRange;

/// A file as text of the same length in bytes.
pub struct Decoded {
    /// The text. Its byte `i` is byte `i` of the file, or `?`.
    pub text: String,
    /// Bytes to skip at the start: 3 if there is a byte order mark, else 0.
    pub start: u32,
    /// Ranges that are not UTF-8, in order of place.
    pub invalid: Vec<FileRange>,
}

/// Decodes a file as UTF-8. Never fails.
///
/// ```
/// let decoded = hexapla::page::decode::decode(b"Hafen\xff".to_vec());
/// assert_eq!(decoded.text, "Hafen?");
/// assert_eq!(decoded.invalid.len(), 1);
/// ```
pub fn decode(bytes: Vec<u8>) -> Decoded {
    let (text, invalid) = match String::from_utf8(bytes) {
        Ok(text) => (text, Vec::new()),
        Err(error) => replace_invalid(error.into_bytes()),
    };
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    Decoded { text, start, invalid }
}

/// Whether a file is binary: there is a NUL among its first 8 KiB. `head`: the start of the file.
pub fn is_binary(head: &[u8]) -> bool {
    memchr::memchr(0, &head[..head.len().min(8192)]).is_some()
}

fn replace_invalid(mut bytes: Vec<u8>) -> (String, Vec<FileRange>) {
    let mut invalid: Vec<FileRange> = Vec::new();
    let mut at = 0;
    while let Err(error) = std::str::from_utf8(&bytes[at..]) {
        let start = at + error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |length| start + length);
        bytes[start..end].fill(b'?');
        match invalid.last_mut() {
            Some(last) if last.end as usize == start => last.end = end as u32,
            _ => invalid.push(FileRange::of(start..end)),
        }
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
    fn a_byte_order_mark_is_skipped() {
        assert_eq!(decode("\u{feff}# x".into()).start, 3);
    }
}
