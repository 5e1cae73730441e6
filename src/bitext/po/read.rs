//! Reads the translations of Gettext PO files, which are Markdown as written in the page.
//!
//! The `polib` crate is not used: it panics on truncated lines and gives no line numbers.

use crate::bitext::edits::{FileError, FileUnit, FileUnits, UnitEdit, Unreadable};
use crate::bitext::inline::{InlinePiece, pieces};
use crate::bitext::po::error::PoError;
use crate::bitext::po::write;
use crate::bitext::unit_id::{UnitId, without_line_ends};
use crate::bitext::unit_names;
use std::mem::take;

/// Reads the entries. Fuzzy entries and entries without translation have no edit.
pub fn read(text: &str) -> Result<FileUnits, Unreadable> {
    let mut reader = PoReader::default();
    let mut last = 1;
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        reader.line(number, line.trim()).map_err(|error| Unreadable { line: number, error: error.into() })?;
        last = number;
    }
    reader.finish(last)?;
    if reader.entries == 0 {
        return Err(Unreadable { line: 1, error: PoError::NoEntry.into() });
    }
    Ok(reader.units)
}

#[derive(Default)]
struct PoReader {
    entry: PoEntry,
    field: Option<PoField>,
    entries: usize,
    units: FileUnits,
}

/// The entry that is being read.
#[derive(Default)]
struct PoEntry {
    /// The line of its first keyword; 0 before it was read.
    line: usize,
    /// The id of the unit.
    id: String,
    is_fuzzy: bool,
    is_locked: bool,
    context: Option<String>,
    source: Option<String>,
    target: Option<String>,
}

#[derive(Clone, Copy)]
enum PoField {
    Context,
    Source,
    Target,
    /// `domain`, which is ignored.
    Other,
}

impl PoReader {
    fn line(&mut self, number: usize, line: &str) -> Result<(), PoError> {
        if line.is_empty() || line.starts_with("#~") {
            return Ok(());
        }
        if let Some(comment) = line.strip_prefix('#') {
            if self.entry.line > 0 {
                self.close()?;
            }
            self.comment(comment);
            return Ok(());
        }
        if line.starts_with('"') {
            let field = self.field.ok_or(PoError::NoKeyword)?;
            return self.put(field, line);
        }
        let (keyword, rest) = line.split_at(line.find(|next: char| next.is_whitespace() || next == '"').unwrap_or(0));
        let (field, is_next) = match keyword {
            "domain" => (PoField::Other, self.entry.line > 0),
            "msgctxt" => (PoField::Context, self.entry.line > 0),
            "msgid" => (PoField::Source, self.entry.source.is_some()),
            "msgstr" => (PoField::Target, false),
            _ if keyword.starts_with("msgid_plural") || keyword.starts_with("msgstr[") => {
                return Err(PoError::Plural);
            }
            _ => return Err(PoError::UnknownLine),
        };
        if is_next {
            self.close()?;
        }
        if self.entry.line == 0 && !matches!(field, PoField::Other) {
            self.entry.line = number;
        }
        let is_there = match field {
            PoField::Context => self.entry.context.replace(String::new()).is_some(),
            PoField::Source => self.entry.source.replace(String::new()).is_some(),
            PoField::Target if self.entry.source.is_none() => return Err(PoError::NoSource),
            PoField::Target => self.entry.target.replace(String::new()).is_some(),
            PoField::Other => false,
        };
        if is_there {
            return Err(PoError::Repeated(keyword.to_owned()));
        }
        self.field = Some(field);
        self.put(field, rest.trim_start())
    }

    fn comment(&mut self, comment: &str) {
        if let Some(flags) = comment.strip_prefix(',') {
            let has = |name: &str| flags.split(',').any(|flag| flag.trim() == name);
            self.entry.is_fuzzy |= has("fuzzy");
            self.entry.is_locked |= has("read-only");
        } else if let Some(id) =
            comment.strip_prefix('.').and_then(|extracted| extracted.trim().strip_prefix(write::ID))
        {
            id.trim().clone_into(&mut self.entry.id);
        }
    }

    fn put(&mut self, field: PoField, quoted: &str) -> Result<(), PoError> {
        let text = unquoted(quoted)?;
        let into = match field {
            PoField::Context => &mut self.entry.context,
            PoField::Source => &mut self.entry.source,
            PoField::Target => &mut self.entry.target,
            PoField::Other => return Ok(()),
        };
        into.get_or_insert_default().push_str(&text);
        Ok(())
    }

    fn finish(&mut self, line: usize) -> Result<(), Unreadable> {
        if self.entry.line == 0 {
            return Ok(());
        }
        if self.entry.target.is_none() {
            return Err(Unreadable { line, error: FileError::CutOff });
        }
        self.close().map_err(|error| Unreadable { line, error: error.into() })
    }

    /// Ends the current entry.
    fn close(&mut self) -> Result<(), PoError> {
        self.field = None;
        let PoEntry { line, id: name, is_fuzzy, is_locked, context, source, target } = take(&mut self.entry);
        let (Some(source), Some(target)) = (source, target) else { return Err(PoError::NoTarget(line)) };
        self.entries += 1;
        if source.is_empty() {
            return Ok(());
        }
        let id = UnitId::parse(&name);
        let text = without_line_ends(&target);
        let edit = UnitEdit { text: Ok(text.to_owned()), codes: codes(text), source_codes: codes(&source) };
        let edit = edit.unless_exported(id).filter(|_| !is_fuzzy && !text.is_empty());
        if id.is_none() && edit.is_some() {
            return Err(PoError::NoPlace(line));
        }
        let path = context.as_deref().and_then(unit_names::path);
        match path {
            Some(path) => {
                let unit = FileUnit { line, name, id, locked: is_locked, edit };
                self.units.entry(path.to_owned()).or_default().push(unit);
            }
            None if edit.is_some() => return Err(PoError::NoPage(line)),
            None => {}
        }
        Ok(())
    }
}

fn codes(text: &str) -> Vec<String> {
    let pieces = pieces(text, None);
    let codes = pieces.iter().filter(|piece| !matches!(piece, InlinePiece::Text { .. }));
    codes.map(|code| code.native().to_owned()).collect()
}

/// The text of a PO string, with the escapes of gettext replaced.
fn unquoted(quoted: &str) -> Result<String, PoError> {
    let inner = quoted.strip_prefix('"').ok_or(PoError::NoString)?;
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars().peekable();
    loop {
        let next = characters.next().ok_or(PoError::Unclosed)?;
        let next = match next {
            '"' if characters.peek().is_none() => return Ok(text),
            '"' => return Err(PoError::TextBehind),
            '\\' => characters.next().ok_or(PoError::Unclosed)?,
            plain => {
                text.push(plain);
                continue;
            }
        };
        let (radix, most, mut code) = match next {
            '0'..='7' => (8, 2, next.to_digit(8).unwrap_or_default()),
            'x' => (16, 2, 0),
            name => {
                text.push(escape(name).ok_or(PoError::UnknownEscape(name))?);
                continue;
            }
        };
        for _ in 0..most {
            let Some(digit) = characters.peek().and_then(|character| character.to_digit(radix)) else { break };
            characters.next();
            code = code * radix + digit;
        }
        // The escape is a byte: only an ASCII byte is a character by itself.
        let character = char::from_u32(code).filter(char::is_ascii);
        text.push(character.ok_or(PoError::ByteEscape)?);
    }
}

fn escape(name: char) -> Option<char> {
    Some(match name {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        '\\' | '"' => name,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn unreadable(text: &str, line: usize, message: &str) {
        let error = read(text).expect_err("unreadable");
        assert!(error.line == line && error.error.to_string().contains(message), "{error}");
    }

    #[test]
    fn broken_files_say_where() {
        unreadable("# only a comment", 1, "no `msgid`");
        unreadable("msgid \"a\"\n", 1, "incomplete");
        unreadable("msgid \"a\n", 1, "closing quote");
        unreadable("msgid \"", 1, "closing quote");
        unreadable("msgid", 1, "neither a comment");
        unreadable("msgid x", 1, "must be followed by a string");
        unreadable("msgid \"a\"\nmsgstr \"\\q\"", 2, "`\\q`");
        unreadable("msgid \"a\"\nmsgstr \"\\377\"", 2, "not an ASCII");
        unreadable("msgid \"a\"\nmsgstr \"b\" c", 2, "after the end of a string");
        unreadable("\"a\"", 1, "must follow a keyword");
        unreadable("msgstr \"a\"", 1, "without `msgid`");
        unreadable("msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"", 3, "a second `msgstr`");
        unreadable("msgctxt \"a\"\nmsgctxt \"b\"", 2, "no `msgstr`");
        unreadable("msgid \"a\"\nmsgid_plural \"b\"", 2, "plural");
        unreadable("msgid \"a\"\nmsgstr \"b\"\n", 2, "has no unit id");
        unreadable(
            "#. hexapla 0-1-0-0-000000000000-0000000000000000\nmsgid \"a\"\nmsgstr \"b\"\n",
            3,
            "does not name a page",
        );
    }

    #[test]
    fn only_finished_translations_are_taken() {
        let text = "\u{feff}domain \"x\"\nmsgid \"\"\nmsgstr \"Language: de\\n\"\n\n\
            # note\n#. place\n#. hexapla 1-2-0-0-000000000000-0000000000000000\n#: a.md:1\nmsgctxt \"a#b.md#p\"\nmsgid \"one\"\nmsgstr \"\"\n\"eins\\n\"\n\"\\x62\\063\"\n\
            #, c-format, fuzzy\n#. hexapla 1-2-0-0-000000000000-0000000000000000\n#| msgid \"old\"\nmsgctxt \"a.md#q\"\nmsgid \"two\"\nmsgstr \"zwei\"\n\
            #. hexapla 1-2-0-0-000000000000-0000000000000000\nmsgctxt \"a.md#r\"\nmsgid \"three\"\nmsgstr \"\"\n#~ msgid \"gone\"\n#~ msgstr \"weg\"\n";
        let units = read(text).expect("a PO file");
        let all = units.iter().flat_map(|(path, units)| units.iter().map(move |unit| (path, unit)));
        let edits: Vec<_> = all.filter_map(|(path, unit)| Some((path, unit.line, unit.edit.as_ref()?))).collect();
        let [(path, line, edit)] = edits.as_slice() else { panic!("{edits:?}") };
        assert_eq!((path.as_str(), *line, edit.text.as_deref()), ("a#b.md", 9, Ok("eins\nb3")));
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "(msgid|msgstr|msgctxt|#[.,~|]?|\"|\\\\|[a-z0-9]|\n| |é){0,40}") {
            let _ = read(&text);
        }
    }
}
