//! Compares examples with the documentation: names, types, completeness.

use crate::compare::change::{Change, ChangeKind, Documentation};
use crate::compare::page::conformance::definition::{DocumentedShape, Property};
use crate::compare::page::conformance::documented_types::{DocumentedTypes, Lookup, TypeId};
use crate::compare::page::conformance::gather::{ExampleKind, GatheredExample, TypeReference};
use crate::compare::page::conformance::json_keys::{
    inside, is_annotation, is_any, is_free, is_stand_in, nearest, own_type,
};
use crate::compare::page::conformance::primitive_values;
use crate::compare::page::conformance::primitive_values::Misfit;
use crate::diagnostic::Edit;
use crate::facts::types::{TypeExpr, TypeWords};
use crate::text::{FileRange, TextRange};
use jsonc_parser::ast::{Object, ObjectProp, StringLit, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use rustc_hash::FxHashSet;

/// The names by which examples name types.
#[derive(Clone, Copy)]
pub struct NamingRules<'a> {
    /// The names of primitive types.
    pub words: TypeWords<'a>,
    /// Members by which a JSON object names its type.
    pub type_keys: &'a [String],
}

/// Judges the examples of one page in one version. Returns each fault of the page once, with the index of its example.
pub fn judge(
    examples: &[GatheredExample],
    types: &DocumentedTypes<'_>,
    rules: NamingRules<'_>,
) -> Vec<(Change, usize)> {
    let mut seen = FxHashSet::default();
    let mut found = Vec::new();
    for (index, example) in examples.iter().enumerate() {
        let parsed = parse_to_ast(&example.body, &CollectOptions::default(), &ParseOptions::default());
        let Some(value) = parsed.ok().and_then(|parsed| parsed.value) else { continue };
        let mut judge = Judge { example, types, rules, seen: &mut seen, changes: Vec::new() };
        judge.body(&value);
        found.extend(judge.changes.into_iter().map(|change| (change, index)));
    }
    found
}

/// A kind of fault that a page reports once for each owner and name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum FaultKind {
    Unknown,
    Misfit,
    Missing,
}

/// A property, with the definition that documents it.
#[derive(Clone, Copy)]
pub(super) struct DocumentedProperty<'d> {
    pub(super) owner: &'d DocumentedShape,
    pub(super) property: &'d Property,
}

/// The names that are documented for an object, with the definition that an unknown name is reported for.
pub(super) struct KnownNames<'d> {
    pub(super) owner: &'d DocumentedShape,
    pub(super) names: Vec<&'d str>,
}

/// Judges one example.
pub(super) struct Judge<'a, 's> {
    pub(super) example: &'a GatheredExample,
    pub(super) types: &'a DocumentedTypes<'a>,
    pub(super) rules: NamingRules<'a>,
    /// The faults that are already reported for the page, with owner and name.
    seen: &'s mut FxHashSet<(FaultKind, String)>,
    changes: Vec<Change>,
}

impl<'a> Judge<'a, '_> {
    fn body(&mut self, value: &Value<'_>) {
        let first = self.example.expected.types.first().map(|named| self.resolve(named));
        match (self.example.kind, first) {
            (ExampleKind::Request, first) => {
                if let Value::Object(object) = value {
                    self.request(object, first.flatten());
                }
            }
            (_, Some(Some(id))) => self.elements(value, id),
            _ => {}
        }
    }

    /// A range of the example's body in the file of the page, which contains the body byte for byte.
    fn place(&self, range: TextRange) -> FileRange {
        FileRange::new(self.example.start.byte + range.start, self.example.start.byte + range.end)
    }

    pub(super) fn resolve(&self, named: &TypeReference) -> Option<TypeId> {
        match named {
            TypeReference::Name(name) => self.types.named(name),
            TypeReference::Page(page) => self.types.of_page(page),
        }
    }

    /// The body of a response or representation: one instance, an array, or `{"value": …}` around them.
    fn elements(&mut self, value: &Value<'_>, id: TypeId) {
        match value {
            Value::Object(object) => {
                let wrapped = self.wrapped(object, id);
                match wrapped {
                    Some(Value::Array(array)) => array.elements.iter().for_each(|element| self.element(element, id)),
                    Some(single @ Value::Object(_)) => self.element(single, id),
                    Some(_) => {}
                    None if self.example.expected.collection => {}
                    None => self.whole_object(object, id),
                }
            }
            Value::Array(array) => array.elements.iter().for_each(|element| self.element(element, id)),
            _ => {}
        }
    }

    /// The content of the member `value` if a body is a wrapper and not an instance.
    fn wrapped<'v>(&self, object: &'v Object<'v>, id: TypeId) -> Option<&'v Value<'v>> {
        let value = object.properties.iter().find(|property| property.name.as_str() == "value")?;
        let has_only_annotations = object
            .properties
            .iter()
            .all(|property| is_annotation(property.name.as_str()) || property.name.as_str() == "value");
        let is_declared = matches!(self.types.find(id, "value", None), Lookup::Property(..) | Lookup::Mentioned);
        (self.example.expected.collection || has_only_annotations && !is_declared).then_some(&value.value)
    }

    fn element(&mut self, value: &Value<'_>, id: TypeId) {
        if let Value::Object(object) = value {
            self.object(object, id);
        }
    }

    /// The object of a whole body, which may have to contain all properties.
    fn whole_object(&mut self, object: &Object<'_>, id: TypeId) {
        if let Some(id) = self.object(object, id)
            && self.example.is_complete
        {
            self.missing(object, id);
        }
    }

    /// An instance of the type `id`, or of the type that the object names. Returns the type; `None` if it is not known.
    fn object(&mut self, object: &Object<'_>, id: TypeId) -> Option<TypeId> {
        let id = match own_type(object, self.rules.type_keys) {
            Some(name) => self.types.named(&name.value)?,
            None => id,
        };
        let page = &*self.types.definition(id).page;
        let representation = (self.example.kind == ExampleKind::Representation).then_some(page);
        let mut unknown = Vec::new();
        for member in &object.properties {
            let name = member.name.as_str();
            match self.types.find(id, name, representation) {
                Lookup::Property(owner, property) => self.value(DocumentedProperty { owner, property }, &member.value),
                Lookup::Unknown if !is_free(name) => unknown.push(member),
                _ => self.unexpected(&member.value),
            }
        }
        self.unknown(object, unknown, self.known_names(id));
        Some(id)
    }

    pub(super) fn known_names(&self, id: TypeId) -> KnownNames<'a> {
        KnownNames { owner: self.types.definition(id), names: self.types.names(id) }
    }

    /// A value without documentation. An object that names its type is judged by that type.
    pub(super) fn unexpected(&mut self, value: &Value<'_>) {
        match value {
            Value::Array(array) => array.elements.iter().for_each(|element| self.unexpected(element)),
            Value::Object(object) => {
                if let Some(id) = own_type(object, self.rules.type_keys).and_then(|name| self.types.named(&name.value))
                {
                    self.object(object, id);
                }
            }
            _ => {}
        }
    }

    /// Members of an object that are not documented. Each probable misspelling is a change; all others are one change.
    pub(super) fn unknown(&mut self, object: &Object<'_>, members: Vec<&ObjectProp<'_>>, known: KnownNames<'_>) {
        let KnownNames { owner, mut names } = known;
        names.retain(|known| !object.properties.iter().any(|member| member.name.as_str() == *known));
        let mut unlike: Vec<&ObjectProp<'_>> = Vec::new();
        for member in members {
            let name = member.name.as_str();
            if !self.seen.insert((FaultKind::Unknown, subject(owner, name))) {
                continue;
            }
            let Some(near) = nearest(name, &names) else {
                unlike.push(member);
                continue;
            };
            let range = inside(member.name.range());
            let is_certain = near.eq_ignore_ascii_case(name) && owner.other_names.has_shown(near);
            let edit = (is_certain && self.example.is_intact)
                .then(|| Edit { range: self.place(range), text: near.to_owned() });
            let kind = ChangeKind::ExamplePropertyUnknown(self.documented(owner, name, near));
            self.push(owner, name, Change::new(kind, self.place(range)).with_edit(edit).with_texts(near, name));
        }
        if let Some(first) = unlike.first() {
            let names = unlike.iter().map(|member| member.name.as_str()).collect::<Vec<_>>().join("`, `");
            let kind = ChangeKind::ExamplePropertyUnknown(self.documented(owner, &names, ""));
            let change = Change::new(kind, self.place(inside(first.name.range())));
            self.push(owner, first.name.as_str(), change.with_texts("", names));
        }
    }

    /// Compares a value with the documented type of its property.
    pub(super) fn value(&mut self, documented: DocumentedProperty<'_>, value: &Value<'_>) {
        let Some(expression) = &documented.property.type_expr else { return self.unexpected(value) };
        if is_stand_in(value, self.rules.type_keys) {
            return;
        }
        match value {
            Value::NullKeyword(_) => {}
            Value::Array(array) if expression.collection => {
                for element in &array.elements {
                    self.single(documented, expression, element);
                }
            }
            Value::Array(_) if self.is_known(documented, expression) && !is_any(expression) => {
                self.misfit(documented, value, &Misfit::kind(value));
            }
            Value::Array(_) => self.unexpected(value),
            Value::StringLit(text) if expression.collection && self.stands_for_a_value(text) => {}
            _ if expression.collection => self.misfit(documented, value, &Misfit::kind(value)),
            _ => self.single(documented, expression, value),
        }
    }

    /// Whether the run documents the element type of an expression.
    fn is_known(&self, documented: DocumentedProperty<'_>, expression: &TypeExpr) -> bool {
        self.rules.words.primitive(&expression.name).is_some()
            || self.resolve_expression(documented, expression).is_some()
    }

    fn resolve_expression(&self, documented: DocumentedProperty<'_>, expression: &TypeExpr) -> Option<TypeId> {
        self.types.resolve(&documented.owner.page, expression, &documented.property.link)
    }

    /// Compares a value that is not a collection with the element type of an expression.
    fn single(&mut self, documented: DocumentedProperty<'_>, expression: &TypeExpr, value: &Value<'_>) {
        if let Some(primitive) = self.rules.words.primitive(&expression.name) {
            let text_of_representation =
                self.example.kind == ExampleKind::Representation && matches!(value, Value::StringLit(_));
            let misfit =
                primitive_values::misfit(primitive, value, self.rules.words).filter(|_| !text_of_representation);
            match misfit {
                Some(misfit) => self.misfit(documented, value, &misfit),
                None => self.unexpected(value),
            }
            return;
        }
        let Some(id) = self.resolve_expression(documented, expression) else {
            return self.unexpected(value);
        };
        let is_enum = self.types.definition(id).is_enum;
        match value {
            Value::Object(object) if !is_enum => {
                self.object(object, id);
            }
            Value::StringLit(text) if self.stands_for_a_value(text) || !is_enum && text.value.contains(' ') => {}
            Value::StringLit(text) if is_enum => {
                if let Some(misfit) = self.unknown_member(id, text) {
                    self.misfit(documented, value, &misfit);
                }
            }
            Value::NullKeyword(_) => {}
            Value::NumberLit(_) if is_enum => {}
            _ => self.misfit(documented, value, &Misfit::kind(value)),
        }
    }

    /// The first of the comma-separated members of a text that an enum does not have.
    fn unknown_member(&self, id: TypeId, text: &StringLit<'_>) -> Option<Misfit> {
        const EVOLVABLE: &str = "unknownFutureValue";
        let members = self.types.members(id)?;
        let mut parts = text.value.split(',').map(str::trim);
        let unknown = parts.find(|part| !members.contains(part) && *part != EVOLVABLE)?;
        let near = nearest(unknown, &members).map(str::to_owned);
        Some(Misfit { found: format!("`{unknown}`"), near, instead: None })
    }

    fn misfit(&mut self, documented: DocumentedProperty<'_>, value: &Value<'_>, misfit: &Misfit) {
        let DocumentedProperty { owner, property } = documented;
        let range = self.place(TextRange::of(value.start()..value.end()));
        let expected = property.type_expr.as_ref().map(ToString::to_string).unwrap_or_default();
        let edit =
            misfit.instead.filter(|_| self.example.is_intact).map(|instead| Edit { range, text: instead.to_owned() });
        let kind =
            ChangeKind::ExampleType(self.documented(owner, &property.name, misfit.near.as_deref().unwrap_or_default()));
        let change = Change::new(kind, range).with_edit(edit);
        if self.seen.insert((FaultKind::Misfit, subject(owner, &property.name))) {
            self.push(owner, &property.name, change.with_texts(expected, &*misfit.found));
        }
    }

    /// The properties of a type that a complete instance lacks. A representation may leave out inherited properties.
    fn missing(&mut self, object: &Object<'_>, id: TypeId) {
        let representation = self.example.kind == ExampleKind::Representation;
        let own = self.types.definition(id);
        let Some(all) = self.types.all(id) else { return };
        let has = |name: &str| {
            object.properties.iter().any(|member| {
                let key = member.name.as_str();
                key.split('@').next().is_some_and(|key| key.eq_ignore_ascii_case(name))
            })
        };
        let left_out = |(owner, property): &&(&DocumentedShape, &Property)| {
            !property.is_relationship
                && !(representation && (property.is_inherited || owner.page != own.page))
                && !own.optional.iter().any(|optional| **optional == *property.name)
                && !has(&property.name)
        };
        let names: Vec<&str> = all.iter().filter(left_out).map(|(_, property)| &*property.name).collect();
        if names.is_empty() || object.properties.is_empty() || !self.seen.insert((FaultKind::Missing, subject(own, "")))
        {
            return;
        }
        let start = object.range.start;
        let kind = ChangeKind::ExamplePropertyMissing(self.documented(own, "", ""));
        let change = Change::new(kind, self.place(TextRange::of(start..start + 1)));
        self.push(own, "", change.with_texts(names.join(", "), ""));
    }

    fn stands_for_a_value(&self, text: &StringLit<'_>) -> bool {
        self.example.kind == ExampleKind::Representation
            || primitive_values::stands_for_a_value(&text.value, self.rules.words)
    }

    fn documented(&self, owner: &DocumentedShape, name: &str, near: &str) -> Documentation {
        Documentation {
            example: self.example.kind.noun(),
            owner: owner.name.to_string(),
            page: owner.page.to_string(),
            name: name.to_owned(),
            near: near.to_owned(),
        }
    }

    fn push(&mut self, owner: &DocumentedShape, name: &str, change: Change) {
        let anchor = format!("{}/{}.{name}", self.example.anchor, owner.name);
        self.changes.push(change.with_anchor(anchor));
    }
}

/// The owner and name by which a page reports a fault once.
fn subject(owner: &DocumentedShape, name: &str) -> String {
    format!("{}.{name}", owner.name).to_lowercase()
}
