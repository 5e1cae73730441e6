//! Reads the translations of XLIFF 1.2 and 2.0, with the Markdown of their inline codes.
//!
//! Elements that only mark text are ignored. A code whose Markdown is not in the file cannot be imported.

use crate::bitext::edits::{FileError, FileUnit, FileUnits, UnitEdit, UnitError, Unreadable};
use crate::bitext::unit_id::UnitId;
use crate::bitext::xliff::error::XliffError;
use crate::bitext::xliff::{write, write2};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use rustc_hash::FxHashMap;

/// Reads the units.
pub fn read(text: &str) -> Result<FileUnits, Unreadable> {
    let mut reader = NsReader::from_str(text);
    let mut state = XliffState::default();
    let (mut at, mut line) = (0, 1);
    loop {
        let unreadable = |error: XliffError| Unreadable { line, error: error.into() };
        let (namespace, event) = {
            let (namespace, event) = reader.read_resolved_event().map_err(|error| unreadable(error.into()))?;
            let is_known = |name: &str| [write::NAMESPACE, write2::NAMESPACE].contains(&name);
            let is_xliff = matches!(namespace, ResolveResult::Bound(found) if is_known(found.0));
            (if is_xliff { Namespace::Xliff } else { Namespace::Foreign }, event)
        };
        if matches!(event, Event::Eof) {
            break;
        }
        state.event(&event, namespace, line).map_err(unreadable)?;
        let end = (reader.buffer_position() as usize).min(text.len());
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[at..end]).count();
        at = end;
    }
    match state {
        XliffState { depth: 1.., .. } => Err(Unreadable { line, error: FileError::CutOff }),
        XliffState { is_bitext: false, .. } => Err(Unreadable { line: 1, error: XliffError::NoXliff.into() }),
        XliffState { units, .. } => Ok(units),
    }
}

/// The namespace of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Namespace {
    /// XLIFF 1.2 or 2.0.
    Xliff,
    /// Any other: the element and its content are skipped.
    Foreign,
}

#[derive(Default)]
struct XliffState {
    is_bitext: bool,
    /// Number of open elements.
    depth: usize,
    path: String,
    unit: Option<XliffUnit>,
    /// Depth of the element whose content is being ignored.
    skipped: Option<usize>,
    units: FileUnits,
}

/// The unit that is being read.
#[derive(Default)]
struct XliffUnit {
    line: usize,
    id: String,
    locked: bool,
    source: Text,
    target: Text,
    /// Number of segments of the unit; `translated`: those with a translation.
    segments: usize,
    translated: usize,
    side: Option<XliffSide>,
    /// 2.0: the Markdown of codes by `data` id.
    data: FxHashMap<String, String>,
    /// 2.0: id of the `data` element that is being read.
    open_data: Option<String>,
    /// 1.2: Markdown of the code that is being read.
    code: Option<String>,
    /// 2.0: the closing Markdown of each open `pc` element.
    ends: Vec<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum XliffSide {
    Source,
    Target,
}

#[derive(Default)]
struct Text {
    text: String,
    codes: Vec<String>,
    fault: Option<UnitError>,
}

impl XliffState {
    fn event(&mut self, event: &Event<'_>, namespace: Namespace, line: usize) -> Result<(), XliffError> {
        match event {
            Event::Start(element) => {
                self.depth += 1;
                self.start(element, namespace, line)?;
            }
            Event::Empty(element) => {
                self.depth += 1;
                self.start(element, namespace, line)?;
                self.end(element.local_name().as_ref())?;
                self.depth -= 1;
            }
            Event::End(element) => {
                self.end(element.local_name().as_ref())?;
                self.depth = self.depth.saturating_sub(1);
            }
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let resolved = reference.resolve_char_ref()?.map(String::from);
                let name = reference.xml10_content();
                let named = || quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                let text = resolved.or_else(named).ok_or_else(|| XliffError::UnknownEntity(name.into_owned()))?;
                self.text(&text);
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, element: &BytesStart<'_>, namespace: Namespace, line: usize) -> Result<(), XliffError> {
        if self.skipped.is_some() {
            return Ok(());
        }
        let name = element.local_name();
        match (name.as_ref(), &mut self.unit) {
            _ if namespace == Namespace::Foreign => self.skipped = Some(self.depth),
            ("xliff", _) => self.is_bitext = true,
            ("file", _) => {
                self.path = attribute(element, "original")?.ok_or(XliffError::NoPage)?;
            }
            ("unit" | "trans-unit", _) => {
                let id = attribute(element, "id")?.unwrap_or_default();
                let locked = attribute(element, "translate")?.is_some_and(|value| value == "no");
                self.unit = Some(XliffUnit { line, id, locked, ..XliffUnit::default() });
            }
            ("alt-trans" | "seg-source" | "notes" | "note", Some(_)) => self.skipped = Some(self.depth),
            (name, Some(unit)) => unit.start(name, element)?,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), XliffError> {
        if let Some(skipped) = self.skipped {
            if skipped == self.depth {
                self.skipped = None;
            }
            return Ok(());
        }
        match (name, &mut self.unit) {
            ("unit" | "trans-unit", Some(_)) => {
                if let Some(unit) = self.unit.take() {
                    self.units.entry(self.path.clone()).or_default().push(unit.finish());
                }
            }
            (name, Some(unit)) => unit.end(name),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let (None, Some(unit)) = (self.skipped, &mut self.unit) {
            unit.text(text);
        }
    }
}

impl XliffUnit {
    fn here(&mut self) -> Option<&mut Text> {
        match self.side? {
            XliffSide::Source => Some(&mut self.source),
            XliffSide::Target => Some(&mut self.target),
        }
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>) -> Result<(), XliffError> {
        let datum = |unit: &Self, key| -> Result<Option<String>, XliffError> {
            Ok(attribute(element, key)?.and_then(|id| unit.data.get(&id).cloned()))
        };
        match name {
            "source" => {
                self.segments += 1;
                self.side = Some(XliffSide::Source);
            }
            "target" => {
                self.translated += 1;
                self.side = Some(XliffSide::Target);
            }
            "data" => {
                let id = attribute(element, "id")?.unwrap_or_default();
                self.data.insert(id.clone(), String::new());
                self.open_data = Some(id);
            }
            "cp" => {
                let hex = attribute(element, "hex")?.unwrap_or_default();
                let character = u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32);
                self.text(&character.ok_or(XliffError::NoCharacter(hex))?.to_string());
            }
            _ if self.side.is_none() => {}
            "bpt" | "ept" | "it" => self.code = Some(String::new()),
            "ph" if attribute(element, "dataRef")?.is_none() => self.code = Some(String::new()),
            "ph" | "sc" | "ec" => {
                let native = datum(self, "dataRef")?;
                self.put_code(native);
            }
            "pc" => {
                let (start, end) = (datum(self, "dataRefStart")?, datum(self, "dataRefEnd")?);
                self.ends.push(end.unwrap_or_default());
                self.put_code(start);
            }
            "mrk" | "sm" | "em" => {}
            element => self.fault(UnitError::NoMarkdown(element.to_owned())),
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "source" | "target" => self.side = None,
            "data" => self.open_data = None,
            "bpt" | "ept" | "it" | "ph" => {
                if let Some(native) = self.code.take() {
                    self.put_code(Some(control(&native).unwrap_or(native)));
                }
            }
            "pc" => {
                let native = self.ends.pop();
                self.put_code(native);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(id) = &self.open_data {
            self.data.entry(id.clone()).or_default().push_str(text);
        } else if let Some(code) = &mut self.code {
            code.push_str(text);
        } else if let Some(here) = self.here() {
            here.text.push_str(text);
        }
    }

    fn put_code(&mut self, native: Option<String>) {
        match native.filter(|native| !native.is_empty()) {
            Some(native) => {
                if let Some(here) = self.here() {
                    here.text.push_str(&native);
                    here.codes.push(native);
                }
            }
            None => self.fault(UnitError::LostMarkdown),
        }
    }

    fn fault(&mut self, fault: UnitError) {
        if let Some(here) = self.here() {
            here.fault.get_or_insert(fault);
        }
    }

    /// The unit that was read.
    fn finish(self) -> FileUnit {
        let id = UnitId::parse(&self.id);
        let Text { text, codes, fault } = self.target;
        let fault = match fault {
            _ if id.is_none() => Some(UnitError::ForeignId),
            _ if self.translated < self.segments => Some(UnitError::NotTranslated),
            fault => fault,
        };
        let edit = UnitEdit { text: fault.map_or(Ok(text), Err), codes, source_codes: self.source.codes };
        let edit = edit.unless_exported(id).filter(|_| self.translated > 0);
        FileUnit { line: self.line, name: self.id, id, locked: self.locked, edit }
    }
}

/// The character of a code such as `U+000B`; `None` for other codes. No code of a page has this form.
fn control(native: &str) -> Option<String> {
    let hex = native.strip_prefix("U+").filter(|hex| hex.len() >= 4)?;
    u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).map(String::from)
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, XliffError> {
    let found = element.try_get_attribute(name).map_err(quick_xml::Error::from)?;
    let value = found.map(|found| found.normalized_value(quick_xml::XmlVersion::Implicit1_0));
    Ok(value.transpose()?.map(std::borrow::Cow::into_owned))
}
