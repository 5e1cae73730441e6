//! Compares the bodies of requests with the documentation: the operation's table and the types that the page links.

use crate::compare::page::conformance::documented_types;
use crate::compare::page::conformance::documented_types::{Lookup, TypeId};
use crate::compare::page::conformance::json_keys::{is_free, own_type};
use crate::compare::page::conformance::judge::{DocumentedProperty, Judge, KnownNames};
use jsonc_parser::ast::{Object, ObjectProp, Value};

impl Judge<'_, '_> {
    /// The body of a request: members of the operation's table, or an instance of a type, or both.
    pub(super) fn request(&mut self, object: &Object<'_>, id: Option<TypeId>) {
        let expected = &self.example.expected;
        let table = expected.table.as_deref();
        let has_table = |name: &str| table.is_some_and(|table| table.property(name).is_some());
        if let [only] = &object.properties[..]
            && let ("value", false, Value::Array(array)) = (only.name.as_str(), has_table("value"), &only.value)
        {
            for element in array.elements.iter().filter_map(Value::as_object) {
                self.request(element, id);
            }
            return;
        }
        let (id, candidates) = match own_type(object, self.rules.type_keys) {
            Some(name) => {
                let own = self.types.named(&name.value);
                (own, vec![own])
            }
            None => {
                let id = id.filter(|id| !expected.inferred || self.is_likely(object, *id));
                (id, expected.types.iter().map(|named| self.resolve(named)).collect())
            }
        };
        let lacks = |candidate: &Option<TypeId>, name: &str| {
            candidate.is_some_and(|id| matches!(self.types.find(id, name, None), Lookup::Unknown))
        };
        let mut unknown = Vec::new();
        for member in &object.properties {
            let name = member.name.as_str();
            let row = table.and_then(|owner| Some(DocumentedProperty { owner, property: owner.property(name)? }));
            let property = match id.map(|id| self.types.find(id, name, None)) {
                Some(Lookup::Property(owner, property)) => Some(DocumentedProperty { owner, property }),
                _ => None,
            };
            match (property, row) {
                (Some(property), Some(row)) if !documented_types::agree(property.property, row.property) => {}
                (Some(documented), _) | (None, Some(documented)) => self.value(documented, &member.value),
                (None, None) if is_free(name) || table.is_some_and(|table| table.other_names.has(name)) => {
                    self.unexpected(&member.value);
                }
                (None, None) => {
                    let is_documented = if expected.closed { table.is_some() } else { id.is_some() };
                    if is_documented && candidates.iter().all(|candidate| lacks(candidate, name)) {
                        unknown.push(member);
                    } else {
                        self.unexpected(&member.value);
                    }
                }
            }
        }
        match (id, table) {
            (Some(id), _) => self.unknown(object, unknown, self.known_names(id)),
            (None, Some(owner)) => {
                let names = owner.properties.iter().map(|row| &*row.name).collect();
                self.unknown(object, unknown, KnownNames { owner, names });
            }
            (None, None) => {}
        }
    }

    /// Whether most members of an object are documented for a type.
    fn is_likely(&self, object: &Object<'_>, id: TypeId) -> bool {
        let known =
            |member: &&ObjectProp<'_>| matches!(self.types.find(id, member.name.as_str(), None), Lookup::Property(..));
        object.properties.iter().filter(known).count() * 2 > object.properties.len()
    }
}
