//! The id of a unit in a bitext file. It states where the text of the unit was in its page, what the text was, and between
//! which source texts it was, so that the import finds the text again after other edits of the page.

use crate::text::fnv1a;
use std::fmt;

/// The side of the page that an id is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdSide {
    /// The unit has a translation: the id describes its place in the page.
    Target,
    /// The page has no translation of the unit: the id describes the place in the source text.
    Source,
    /// The unit is a block of the translation that is in no span pair of a page with spans. It has no source text.
    Block,
}

impl IdSide {
    /// The letter in front of the id.
    fn prefix(self) -> &'static str {
        match self {
            Self::Target => "",
            Self::Source => "s",
            Self::Block => "b",
        }
    }
}

/// Where the text of a unit was when it was exported. Written as `CONTAINER-BEFORE-LENGTH-AFTER-CONTEXT-HASH`, with an `s` in front
/// for [`IdSide::Source`] and a `b` for [`IdSide::Block`]; it is valid as an XML name token.
///
/// A container is a span pair, or in a page without spans a block. Import never changes the number of containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitId {
    /// The side that the numbers count on.
    pub side: IdSide,
    /// The number of the container, from 0.
    pub container: u32,
    /// Bytes of the container before the text.
    pub before: u32,
    /// Bytes of the text.
    pub length: u32,
    /// Bytes of the container after the text.
    pub after: u32,
    /// The source texts around the container.
    pub context: Context,
    /// The [`hash`] of the text.
    pub hash: u64,
}

/// Hashes of the source texts of a container and of its neighbours. 0: there is none, or it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Of the container before.
    pub before: u16,
    /// Of the container itself.
    pub own: u16,
    /// Of the container after.
    pub after: u16,
}

impl Context {
    /// The context of the second of three source texts.
    pub fn of([before, own, after]: [Option<&str>; 3]) -> Self {
        let short = |text: Option<&str>| text.map_or(0, |text| fnv1a(text.bytes()) as u16);
        Self { before: short(before), own: short(own), after: short(after) }
    }
}

impl UnitId {
    /// Parses an id; `None` if `hexapla align` does not write ids of this form.
    pub fn parse(id: &str) -> Option<Self> {
        let sides = [IdSide::Source, IdSide::Block];
        let prefixed = sides.into_iter().find_map(|side| Some((side, id.strip_prefix(side.prefix())?)));
        let (side, numbers) = prefixed.unwrap_or((IdSide::Target, id));
        let mut parts = numbers.split('-');
        let mut number = || parts.next()?.parse::<u32>().ok();
        let (container, before, length, after) = (number()?, number()?, number()?, number()?);
        let context = parts.next().filter(|context| context.len() == 12)?;
        let context = u64::from_str_radix(context, 16).ok()?;
        let context = Context { before: (context >> 32) as u16, own: (context >> 16) as u16, after: context as u16 };
        let hash = u64::from_str_radix(parts.next().filter(|hash| hash.len() == 16)?, 16).ok()?;
        parts.next().is_none().then_some(Self { side, container, before, length, after, context, hash })
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { side, container, before, length, after, context, hash } = self;
        let side = side.prefix();
        let Context { before: left, own, after: right } = context;
        write!(to, "{side}{container}-{before}-{length}-{after}-{left:04x}{own:04x}{right:04x}-{hash:016x}")
    }
}

/// A text without leading and trailing line ends. Ids and imports leave line ends out: PO requires that `msgid` and `msgstr`
/// agree in whether they begin and end with one.
pub fn without_line_ends(text: &str) -> &str {
    text.trim_matches(['\n', '\r'])
}

/// FNV-1a hash (64 bits) of the UTF-8 bytes of a text [`without_line_ends`].
pub fn hash(text: &str) -> u64 {
    fnv1a(without_line_ends(text).bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_written() {
        for id in ["0-0-0-0-000000000000-cbf29ce484222325", "s12-3-40-5-00ab12cd34ef-0000000000000001"] {
            assert_eq!(UnitId::parse(id).map(|id| id.to_string()).as_deref(), Some(id));
        }
        for id in [
            "",
            "s",
            "1-2-3",
            "0-16-5b50a5fe6bbbc01f",
            "1-2-3-4-0-0",
            "1-2-3-4-000000000000-0000000000000001-4",
            "x1-2",
        ] {
            assert_eq!(UnitId::parse(id), None, "{id}");
        }
    }
}
