//! The schema of the service: entity, complex and enum types of a CSDL file, and type expressions in one form.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// A structured type.
#[derive(Debug, Default)]
pub struct Structure {
    /// Namespace and name.
    pub name: String,
    /// Full name of the base type, without alias.
    pub base: Option<String>,
    /// The properties that it declares: name and type.
    pub properties: Vec<(String, String)>,
    /// The navigation properties that it declares: name and type.
    pub navigation: Vec<(String, String)>,
}

/// An enum type.
#[derive(Debug, Default)]
pub struct Enumeration {
    /// Namespace and name.
    pub name: String,
    /// Its members.
    pub members: Vec<String>,
}

/// An action or function.
#[derive(Debug, Default)]
pub struct Call {
    /// Its name.
    pub name: String,
    /// Whether it is a function.
    pub function: bool,
    /// The type to which it is bound, as written in the file.
    pub bound: Option<String>,
    /// Its parameters without the bound parameter: name and type.
    pub parameters: Vec<(String, String)>,
    /// Its return type.
    pub returns: Option<String>,
    is_bound: bool,
}

/// A declared member of a structured type.
#[derive(Clone, Copy)]
pub struct Declared<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its type, as written in the file.
    pub type_name: &'a str,
    /// Whether it is a navigation property.
    pub navigation: bool,
}

/// The types of a CSDL file.
#[derive(Debug, Default)]
pub struct Metadata {
    /// By full name in lower case.
    structures: BTreeMap<String, Structure>,
    /// In the order of the file.
    pub enums: Vec<Enumeration>,
    /// In the order of the file.
    pub calls: Vec<Call>,
    aliases: Vec<(String, String)>,
}

impl Metadata {
    /// Reads a CSDL file.
    pub fn parse(text: &str) -> Result<Self, quick_xml::Error> {
        let mut metadata = Self::default();
        let mut namespace = String::new();
        let mut structure: Option<Structure> = None;
        let mut reader = Reader::from_str(text);
        loop {
            match reader.read_event()? {
                Event::Eof => break,
                Event::Start(element) => metadata.open(&element, &mut namespace, &mut structure),
                Event::Empty(element) => {
                    metadata.open(&element, &mut namespace, &mut structure);
                    metadata.close(element.local_name().as_ref(), &mut structure);
                }
                Event::End(element) => metadata.close(element.local_name().as_ref(), &mut structure),
                _ => {}
            }
        }
        metadata.resolve_aliases();
        Ok(metadata)
    }

    fn open(&mut self, element: &BytesStart<'_>, namespace: &mut String, structure: &mut Option<Structure>) {
        let name = attribute(element, "Name").unwrap_or_default();
        match element.local_name().as_ref() {
            "Schema" => {
                *namespace = attribute(element, "Namespace").unwrap_or_default();
                if let Some(alias) = attribute(element, "Alias") {
                    self.aliases.push((alias, namespace.clone()));
                }
            }
            "EntityType" | "ComplexType" => {
                let base = attribute(element, "BaseType");
                *structure = Some(Structure { name: format!("{namespace}.{name}"), base, ..Structure::default() });
            }
            "EnumType" => {
                self.enums.push(Enumeration { name: format!("{namespace}.{name}"), members: Vec::new() });
            }
            "Member" => self.enums.last_mut().into_iter().for_each(|last| last.members.push(name.clone())),
            "Action" | "Function" => self.calls.push(Call {
                name,
                function: element.local_name().as_ref() == "Function",
                is_bound: attribute(element, "IsBound").is_some_and(|bound| bound == "true"),
                ..Call::default()
            }),
            "Parameter" => {
                let type_name = attribute(element, "Type").unwrap_or_default();
                if let Some(call) = self.calls.last_mut() {
                    if call.is_bound && call.bound.is_none() {
                        call.bound = Some(type_name);
                    } else {
                        call.parameters.push((name, type_name));
                    }
                }
            }
            "ReturnType" => {
                let type_name = attribute(element, "Type");
                self.calls.last_mut().into_iter().for_each(|call| call.returns = type_name.clone());
            }
            "Property" => {
                let member = (name, attribute(element, "Type").unwrap_or_default());
                structure.iter_mut().for_each(|open| open.properties.push(member.clone()));
            }
            "NavigationProperty" => {
                let member = (name, attribute(element, "Type").unwrap_or_default());
                structure.iter_mut().for_each(|open| open.navigation.push(member.clone()));
            }
            _ => {}
        }
    }

    fn close(&mut self, element: &str, structure: &mut Option<Structure>) {
        if matches!(element, "EntityType" | "ComplexType")
            && let Some(done) = structure.take()
        {
            self.structures.insert(done.name.to_lowercase(), done);
        }
    }

    fn resolve_aliases(&mut self) {
        for structure in self.structures.values_mut() {
            for (alias, namespace) in &self.aliases {
                if let Some(rest) = structure.base.as_deref().and_then(|base| base.strip_prefix(&format!("{alias}."))) {
                    structure.base = Some(format!("{namespace}.{rest}"));
                }
            }
        }
    }

    /// The structured type with a name, in the given namespace; without a namespace, in the first one that has the name.
    pub fn structure(&self, namespace: &str, name: &str) -> Option<&Structure> {
        let exact = self.structures.get(&format!("{namespace}.{name}").to_lowercase());
        exact.or_else(|| {
            let same = |known: &&Structure| last_part(&known.name).eq_ignore_ascii_case(name);
            let mut found: Vec<&Structure> = self.structures.values().filter(same).collect();
            found.sort_by_key(|known| known.name.matches('.').count());
            found.first().copied()
        })
    }

    /// Whether a type is equal to the other type or derived from it. Names are without namespace, in any case.
    pub fn is_a(&self, name: &str, other: &str) -> bool {
        let mut at = self.structure("", name);
        while let Some(here) = at {
            if last_part(&here.name).eq_ignore_ascii_case(other) {
                return true;
            }
            at = here.base.as_deref().and_then(|base| self.structures.get(&base.to_lowercase()));
        }
        name.eq_ignore_ascii_case(other)
    }

    /// The members that a type declares, without inherited members.
    pub fn own(structure: &Structure) -> impl Iterator<Item = Declared<'_>> {
        let plain =
            structure.properties.iter().map(|(name, type_name)| Declared { name, type_name, navigation: false });
        let linked =
            structure.navigation.iter().map(|(name, type_name)| Declared { name, type_name, navigation: true });
        plain.chain(linked)
    }

    /// The declared or inherited member with a name. A member with the same case is preferred.
    pub fn member<'a>(&'a self, structure: &'a Structure, name: &str) -> Option<Declared<'a>> {
        let (mut at, mut other_case) = (Some(structure), None);
        while let Some(here) = at {
            for declared in Self::own(here).filter(|declared| declared.name.eq_ignore_ascii_case(name)) {
                if declared.name == name {
                    return Some(declared);
                }
                other_case = Some(declared);
            }
            at = here.base.as_deref().and_then(|base| self.structures.get(&base.to_lowercase()));
        }
        other_case
    }
}

/// A type of the file as the documentation names it: without namespace, in lower case, with `collection(…)`.
pub fn type_key(written: &str) -> String {
    let element = written.strip_prefix("Collection(").and_then(|inner| inner.strip_suffix(')'));
    let name = last_part(element.unwrap_or(written)).to_lowercase();
    if element.is_some() { format!("collection({name})") } else { name }
}

/// The part after the last dot.
pub fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    Some(found.value.into_owned())
}
