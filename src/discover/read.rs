//! Reads files: regular files only, and never more bytes than allowed.

use super::Storage;
use super::error::ReadError;
use crate::config::Config;
use crate::page::encoding::Encoding;
use crate::page::syntax::PageSyntax;
use crate::page::{decode, front_matter, markdown, projection};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Bytes that are read of a loose file to find its first heading, and of a page to find the commit that it names.
pub const HEAD: u64 = 64 * 1024;
/// Offsets have 32 bits: the longest file of any kind, in bytes.
pub const LONGEST: u64 = u32::MAX as u64 / 2;

/// Reads a text file of at most `most` bytes. An error if it is a pipe, socket or device, too long, or binary.
pub fn file(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let file = regular(path)?;
    let size = file.metadata()?.len();
    if size > most {
        return Err(ReadError::TooLarge { bytes: size, most });
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    // The file may grow while it is read.
    file.take(most + 1).read_to_end(&mut bytes)?;
    checked(bytes, most)
}

/// Opens a regular file. The kind is looked at first: opening a pipe waits for its writer.
fn regular(path: &Path) -> Result<File, ReadError> {
    let kind = std::fs::metadata(path)?.file_type();
    if kind.is_dir() {
        return Err(ReadError::Folder);
    }
    if !kind.is_file() {
        return Err(ReadError::NoRegularFile);
    }
    Ok(File::open(path)?)
}

/// The bytes, if they are text of at most `most` bytes.
pub(super) fn checked(bytes: Vec<u8>, most: u64) -> Result<Vec<u8>, ReadError> {
    let most = most.min(LONGEST);
    if bytes.len() as u64 > most {
        return Err(ReadError::TooLarge { bytes: bytes.len() as u64, most });
    }
    text(&bytes)?;
    Ok(bytes)
}

/// An error if a file is not text. `head`: the start of the file.
fn text(head: &[u8]) -> Result<(), ReadError> {
    if !decode::is_binary(head) {
        return Ok(());
    }
    let head = &head[..head.len().min(HEAD as usize)];
    Err(if Encoding::without_mark(head).is_some() { ReadError::NoByteOrderMark } else { ReadError::Binary })
}

/// The start of a page, up to [`HEAD`] bytes.
pub(super) fn head(path: &Path, content: &Storage) -> Result<Vec<u8>, ReadError> {
    let mut head = Vec::new();
    match content {
        Storage::Disk => {
            regular(path)?.take(HEAD).read_to_end(&mut head)?;
        }
        Storage::Memory(bytes) => head.extend(bytes.iter().take(HEAD as usize)),
        Storage::Git(blob) => {
            head = blob.read()?;
            head.truncate(HEAD as usize);
        }
        Storage::Unwritten(_) => {}
    }
    Ok(head)
}

/// The anchor of the first heading in the start of a loose file; `None` if there is no heading.
pub(super) fn first_anchor(path: &Path, content: &Storage, config: &Config) -> Result<Option<String>, ReadError> {
    let head = head(path, content)?;
    text(&head)?;
    let decoded = decode::decode(head);
    let (_, body) = front_matter::cut(&decoded.text, decoded.start);
    let syntax = PageSyntax::new(&config.profile);
    let (segments, _) = syntax.spans().scan(&decoded.text, body as usize);
    let side = if segments.is_empty() { projection::SideKind::Target } else { projection::SideKind::Source };
    let projection = projection::Projection::new(&decoded.text, body, &segments, side);
    let (tree, _) = markdown::parse(&projection.text, &syntax);
    let anchor = tree.sections.iter().map(|section| &*section.anchor).find(|anchor| !anchor.is_empty());
    Ok(anchor.map(str::to_owned))
}
