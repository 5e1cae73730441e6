//! The encoding of a file: UTF-8, or UTF-16 with a byte order mark. All ranges of a page are bytes of its text as UTF-8; only
//! [`FileBytes`] converts them to bytes of the file, and only [`Encoding::encode`] writes text back.

use crate::text::floor_boundary;

/// The distance in bytes between two places of a text whose place in the file is stored.
const STRIDE: usize = 4096;

/// The encoding of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    Utf8,
    /// UTF-16, little-endian: the file starts with `FF FE`.
    Utf16Le,
    /// UTF-16, big-endian: the file starts with `FE FF`.
    Utf16Be,
}

impl Encoding {
    /// The encoding of a file by its byte order mark; UTF-8 if it has no mark of UTF-16.
    ///
    /// ```
    /// use hexapla::page::encoding::Encoding;
    ///
    /// assert_eq!(Encoding::of(b"\xff\xfe#\0"), Encoding::Utf16Le);
    /// assert_eq!(Encoding::of(b"\xfe\xff\0#"), Encoding::Utf16Be);
    /// assert_eq!(Encoding::of("\u{feff}#".as_bytes()), Encoding::Utf8);
    /// ```
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0xff, 0xfe, ..] => Self::Utf16Le,
            [0xfe, 0xff, ..] => Self::Utf16Be,
            _ => Self::Utf8,
        }
    }

    /// UTF-16 without a byte order mark, if a file is probably that: it has NUL bytes at even places only or at odd places only,
    /// one of them is the half of a line end, and all 16-bit units before are text. `head`: the start of the file.
    pub fn without_mark(head: &[u8]) -> Option<Self> {
        let head = &head[..head.len() / 2 * 2];
        let is_zero = |place: usize| head.iter().skip(place).step_by(2).any(|&byte| byte == 0);
        let encoding = match (is_zero(0), is_zero(1)) {
            (true, false) => Self::Utf16Be,
            (false, true) => Self::Utf16Le,
            _ => return None,
        };
        let mut units = encoding.units(head).peekable();
        let has_line_end = encoding.units(head).any(|unit| unit == u16::from(b'\n'));
        let is_text = |unit: u16| unit >= 0x20 || matches!(unit, 0x09 | 0x0a | 0x0d);
        (has_line_end && units.all(is_text)).then_some(encoding)
    }

    /// Whether this is UTF-8.
    pub fn is_utf8(self) -> bool {
        self == Self::Utf8
    }

    /// The 16-bit units of a file in UTF-16. A single byte at the end is left out.
    pub(super) fn units(self, bytes: &[u8]) -> impl Iterator<Item = u16> + '_ {
        bytes.chunks_exact(2).map(move |pair| match self {
            Self::Utf16Be => u16::from_be_bytes([pair[0], pair[1]]),
            Self::Utf16Le | Self::Utf8 => u16::from_le_bytes([pair[0], pair[1]]),
        })
    }

    /// The bytes of a text in this encoding.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }
}

/// The places of the bytes of a text in its file.
pub struct FileBytes {
    /// For a file in UTF-16, the bytes of the file before each place at a multiple of [`STRIDE`], or before the character that
    /// contains it.
    marks: Option<Vec<u32>>,
}

impl FileBytes {
    /// Reads the places of a text. Takes no time for UTF-8.
    pub fn new(text: &str, encoding: Encoding) -> Self {
        if encoding.is_utf8() {
            return Self { marks: None };
        }
        let mut marks = vec![0];
        let mut from = 0;
        for place in (STRIDE..=text.len()).step_by(STRIDE) {
            let to = floor_boundary(text, place);
            marks.push(marks[marks.len() - 1] + length(&text[from..to]));
            from = to;
        }
        Self { marks: Some(marks) }
    }

    /// The byte of the file at which the character at `byte` of the text starts. `text`: the text that the places were read from.
    pub fn at(&self, text: &str, byte: u32) -> u32 {
        let Some(marks) = &self.marks else { return byte };
        let stride = byte as usize / STRIDE;
        marks[stride] + length(&text[floor_boundary(text, stride * STRIDE)..byte as usize])
    }
}

/// The bytes of a text in UTF-16.
fn length(text: &str) -> u32 {
    2 * text.encode_utf16().count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::decode;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_character_is_found_in_its_file(text in "[a-zé漢𝄞\n]{0,40}", repeats in 1_usize..200) {
            let text = format!("\u{feff}{}", text.repeat(repeats));
            for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
                let file = encoding.encode(&text);
                let decoded = decode::decode(file.clone());
                prop_assert_eq!((&decoded.text, decoded.encoding), (&text, encoding));
                let places = FileBytes::new(&text, encoding);
                for (at, character) in text.char_indices().step_by(1 + text.len() / 256) {
                    let bytes = encoding.encode(&character.to_string());
                    prop_assert!(file[places.at(&text, at as u32) as usize..].starts_with(&bytes));
                }
                prop_assert_eq!(places.at(&text, text.len() as u32) as usize, file.len());
            }
        }
    }

    #[test]
    fn a_missing_mark_is_seen() {
        for (encoding, text) in [(Encoding::Utf16Le, "# Berth\n\nA berth."), (Encoding::Utf16Be, "# 泊位\n\n船。")]
        {
            assert_eq!(Encoding::without_mark(&encoding.encode(text)), Some(encoding));
        }
        for bytes in
            [&b"# Port\0"[..], b"# Berth\0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"a\nb\0\nc\0", b"# Port\n", b""]
        {
            assert_eq!(Encoding::without_mark(bytes), None, "{bytes:?}");
        }
    }
}
