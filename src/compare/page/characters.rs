//! Bytes and characters that do not occur in text: bytes that are not UTF-8, replacement and control characters, and
//! text that was once decoded with the wrong encoding.

use crate::compare::change::{Change, ChangeKind, CharacterFault};
use crate::page::Fault;
use crate::reading::Reading;
use crate::text::FileRange;
use memchr::memmem;

/// UTF-8 that was decoded as Windows-1252: `Ã` before a Latin-1 sign was an accented letter, `â€` was a dash or quote. The
/// patterns are bytes, because the second character after `Ã` may be any of 64.
const MOJIBAKE: [&[u8]; 2] = [b"\xc3\x83\xc2", "\u{e2}\u{20ac}".as_bytes()];

/// The corrupted characters of the whole file.
pub fn compare(reading: &Reading) -> Vec<Change> {
    let mut changes = Vec::new();
    let text = &reading.aligned.page.text;
    let mut number = 0;
    let mut push = |fault, range: FileRange| {
        number += 1;
        let shown = if fault == CharacterFault::Mojibake {
            range.slice(text).to_owned()
        } else {
            range.slice(text).escape_unicode().take(40).collect()
        };
        let change = Change::new(ChangeKind::Character(fault), range).with_texts("", shown);
        changes.push(change.with_anchor(format!("character/{number}")));
    };
    let is_utf8 = reading.aligned.page.encoding.is_utf8();
    let not_text = if is_utf8 { CharacterFault::NotUtf8 } else { CharacterFault::NotUtf16 };
    for fault in &reading.aligned.page.faults {
        if let Fault::InvalidBytes(range) = fault {
            push(not_text, *range);
        }
    }
    if has_control(text.as_bytes()) {
        for at in text.bytes().enumerate().filter(|(_, byte)| is_control(*byte)).map(|(at, _)| at) {
            push(CharacterFault::Control, FileRange::of(at..at + 1));
        }
    }
    for at in memmem::find_iter(text.as_bytes(), "\u{fffd}") {
        push(CharacterFault::Replacement, FileRange::of(at..at + '\u{fffd}'.len_utf8()));
    }
    for pattern in MOJIBAKE {
        for at in memmem::find_iter(text.as_bytes(), pattern) {
            let end = text[at..].char_indices().nth(2).map_or(text.len(), |(length, _)| at + length);
            push(CharacterFault::Mojibake, FileRange::of(at..end));
        }
    }
    changes
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7f
}

/// Whether the text contains a control character. The pass has no branches, so that the compiler vectorizes it.
fn has_control(bytes: &[u8]) -> bool {
    let mark = |byte: u8| {
        (u8::from(byte < 0x20) & u8::from(byte != b'\t') & u8::from(byte != b'\n') & u8::from(byte != b'\r'))
            | u8::from(byte == 0x7f)
    };
    bytes.chunks(4096).any(|chunk| chunk.iter().fold(0, |marks, &byte| marks | mark(byte)) != 0)
}
