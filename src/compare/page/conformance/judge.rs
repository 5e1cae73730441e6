//! Examples held against what is documented: names, types, completeness.

use crate::compare::change::{Change, ChangeKind, Documentation};
use crate::compare::page::conformance::definition::{DocumentedShape, Property};
use crate::compare::page::conformance::documented_types;
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

/// What names types in examples.
#[derive(Clone, Copy)]
pub struct NamingRules<'a> {
    /// The names of primitive types.
    pub words: TypeWords<'a>,
    /// Members by which a JSON object names its type.
    pub type_keys: &'a [String],
}

/// Judges the examples of one page in one version; each fault of a page once. The second part is the
/// example's index.
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

struct Judge<'a, 's> {
    example: &'a GatheredExample,
    types: &'a DocumentedTypes<'a>,
    rules: NamingRules<'a>,
    /// What was told of the page: kind of fault, owner and name.
    seen: &'s mut FxHashSet<(u8, String)>,
    changes: Vec<Change>,
}

impl<'a> Judge<'a, '_> {
    fn body(&mut self, value: &Value<'_>) {
        let first = self.example.promise.types.first().map(|named| self.resolve(named));
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

    /// A range of the example's body in the page's file: the file has the body byte for byte.
    fn place(&self, range: TextRange) -> FileRange {
        FileRange::new(self.example.start + range.start, self.example.start + range.end)
    }

    fn resolve(&self, named: &TypeReference) -> Option<TypeId> {
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
                    None if self.example.promise.collection => {}
                    None => self.object(object, id, self.example.whole),
                }
            }
            Value::Array(array) => array.elements.iter().for_each(|element| self.element(element, id)),
            _ => {}
        }
    }

    /// What `value` holds where a body is a wrapper and no instance.
    fn wrapped<'v>(&self, object: &'v Object<'v>, id: TypeId) -> Option<&'v Value<'v>> {
        let value = object.properties.iter().find(|property| property.name.as_str() == "value")?;
        let others = object
            .properties
            .iter()
            .all(|property| is_annotation(property.name.as_str()) || property.name.as_str() == "value");
        let own = matches!(self.types.find(id, "value", None), Lookup::Property(..) | Lookup::Mentioned);
        (self.example.promise.collection || others && !own).then_some(&value.value)
    }

    fn element(&mut self, value: &Value<'_>, id: TypeId) {
        if let Value::Object(object) = value {
            self.object(object, id, false);
        }
    }

    /// An instance of a type, or of the type that it names itself.
    fn object(&mut self, object: &Object<'_>, id: TypeId, whole: bool) {
        let id = match own_type(object, self.rules.type_keys) {
            Some(name) => match self.types.named(&name.value) {
                Some(id) => id,
                None => return,
            },
            None => id,
        };
        let page = &*self.types.definition(id).page;
        let representation = (self.example.kind == ExampleKind::Representation).then_some(page);
        let mut unknown = Vec::new();
        for member in &object.properties {
            let name = member.name.as_str();
            match self.types.find(id, name, representation) {
                Lookup::Property(owner, property) => self.value(owner, property, &member.value),
                Lookup::Unknown if !is_free(name) => unknown.push(member),
                _ => self.unexpected(&member.value),
            }
        }
        self.unknown(object, unknown, self.types.definition(id), self.types.names(id));
        if whole {
            self.missing(object, id);
        }
    }

    /// A value of which nothing is documented; what names its own type is judged by that.
    fn unexpected(&mut self, value: &Value<'_>) {
        match value {
            Value::Array(array) => array.elements.iter().for_each(|element| self.unexpected(element)),
            Value::Object(object) => {
                if let Some(id) = own_type(object, self.rules.type_keys).and_then(|name| self.types.named(&name.value))
                {
                    self.object(object, id, false);
                }
            }
            _ => {}
        }
    }

    /// The body of a request: what the operation's table lists, or an instance of a type, or both.
    fn request(&mut self, object: &Object<'_>, id: Option<TypeId>) {
        let promise = &self.example.promise;
        let table = promise.table.as_deref();
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
                let id = id.filter(|id| !promise.guessed || self.is_likely(object, *id));
                (id, promise.types.iter().map(|named| self.resolve(named)).collect())
            }
        };
        let has_unknown = |other: &Option<TypeId>, name: &str| {
            other.is_some_and(|other| matches!(self.types.find(other, name, None), Lookup::Unknown))
        };
        let mut unknown = Vec::new();
        for member in &object.properties {
            let name = member.name.as_str();
            let row = table.and_then(|table| Some((table, table.property(name)?)));
            let property = match id.map(|id| self.types.find(id, name, None)) {
                Some(Lookup::Property(owner, property)) => Some((owner, property)),
                _ => None,
            };
            match (property, row) {
                (Some((_, one)), Some((_, other))) if !documented_types::agree(one, other) => {}
                (Some((owner, property)), _) | (None, Some((owner, property))) => {
                    self.value(owner, property, &member.value);
                }
                (None, None) if is_free(name) || table.is_some_and(|table| table.also.has(name)) => {
                    self.unexpected(&member.value);
                }
                (None, None) => {
                    let told = if promise.closed { table.is_some() } else { id.is_some() };
                    if told && candidates.iter().all(|other| has_unknown(other, name)) {
                        unknown.push(member);
                    } else {
                        self.unexpected(&member.value);
                    }
                }
            }
        }
        match (id, table) {
            (Some(id), _) => self.unknown(object, unknown, self.types.definition(id), self.types.names(id)),
            (None, Some(table)) => {
                let names = table.properties.iter().map(|row| &*row.name).collect();
                self.unknown(object, unknown, table, names);
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

    /// Members of an object that are not documented: each likely misspelling by itself, all others at once.
    fn unknown(
        &mut self,
        object: &Object<'_>,
        members: Vec<&ObjectProp<'_>>,
        owner: &DocumentedShape,
        mut names: Vec<&str>,
    ) {
        names.retain(|known| !object.properties.iter().any(|member| member.name.as_str() == *known));
        let mut others: Vec<&ObjectProp<'_>> = Vec::new();
        for member in members {
            let name = member.name.as_str();
            if !self.seen.insert((0, subject(owner, name))) {
                continue;
            }
            let Some(near) = nearest(name, &names) else {
                others.push(member);
                continue;
            };
            let range = inside(member.name.range());
            let is_certain = near.eq_ignore_ascii_case(name) && owner.also.has_shown(near);
            let edit = is_certain.then(|| Edit { range: self.place(range), text: near.to_owned() });
            let kind = ChangeKind::ExamplePropertyUnknown(self.documented(owner, name, near));
            self.push(owner, name, Change::new(kind, self.place(range)).with_edit(edit), (near, name));
        }
        if let Some(first) = others.first() {
            let names = others.iter().map(|member| member.name.as_str()).collect::<Vec<_>>().join("`, `");
            let kind = ChangeKind::ExamplePropertyUnknown(self.documented(owner, &names, ""));
            let change = Change::new(kind, self.place(inside(first.name.range())));
            self.push(owner, first.name.as_str(), change, ("", &names));
        }
    }

    /// A value against the documented type of its property.
    fn value(&mut self, owner: &DocumentedShape, property: &Property, value: &Value<'_>) {
        let Some(expression) = &property.type_expr else { return self.unexpected(value) };
        if is_stand_in(value, self.rules.type_keys) {
            return;
        }
        match value {
            Value::NullKeyword(_) => {}
            Value::Array(array) if expression.collection => {
                for element in &array.elements {
                    self.single(owner, property, expression, element);
                }
            }
            Value::Array(_) if self.is_known(owner, property, expression) && !is_any(expression) => {
                self.misfit(owner, property, value, &Misfit::kind(value));
            }
            Value::Array(_) => self.unexpected(value),
            Value::StringLit(text) if expression.collection && self.stands_for_a_value(text) => {}
            _ if expression.collection => self.misfit(owner, property, value, &Misfit::kind(value)),
            _ => self.single(owner, property, expression, value),
        }
    }

    /// Whether a type is one that the run knows to be no collection.
    fn is_known(&self, owner: &DocumentedShape, property: &Property, expression: &TypeExpr) -> bool {
        self.rules.words.primitive(&expression.name).is_some()
            || self.types.resolve(&owner.page, expression, &property.link).is_some()
    }

    fn single(&mut self, owner: &DocumentedShape, property: &Property, expression: &TypeExpr, value: &Value<'_>) {
        if let Some(primitive) = self.rules.words.primitive(&expression.name) {
            let text_of_representation =
                self.example.kind == ExampleKind::Representation && matches!(value, Value::StringLit(_));
            let misfit =
                primitive_values::misfit(primitive, value, self.rules.words).filter(|_| !text_of_representation);
            match misfit {
                Some(misfit) => self.misfit(owner, property, value, &misfit),
                None => self.unexpected(value),
            }
            return;
        }
        let Some(id) = self.types.resolve(&owner.page, expression, &property.link) else {
            return self.unexpected(value);
        };
        let is_enum = self.types.definition(id).is_enum;
        match value {
            Value::Object(object) if !is_enum => self.object(object, id, false),
            Value::StringLit(text) if self.stands_for_a_value(text) || !is_enum && text.value.contains(' ') => {}
            Value::StringLit(text) if is_enum => self.member(owner, property, id, text, value),
            Value::NullKeyword(_) => {}
            Value::NumberLit(_) if is_enum => {}
            _ => self.misfit(owner, property, value, &Misfit::kind(value)),
        }
    }

    fn member(
        &mut self,
        owner: &DocumentedShape,
        property: &Property,
        id: TypeId,
        text: &StringLit<'_>,
        value: &Value<'_>,
    ) {
        const EVOLVABLE: &str = "unknownFutureValue";
        let Some(members) = self.types.members(id) else { return };
        let parts = text.value.split(',').map(str::trim);
        let unknown = parts.into_iter().find(|part| !members.contains(part) && *part != EVOLVABLE);
        if let Some(unknown) = unknown {
            let near = nearest(unknown, &members).map(str::to_owned);
            self.misfit(owner, property, value, &Misfit { found: format!("`{unknown}`"), near, instead: None });
        }
    }

    fn misfit(&mut self, owner: &DocumentedShape, property: &Property, value: &Value<'_>, misfit: &Misfit) {
        let range = self.place(TextRange::of(value.start()..value.end()));
        let expected = property.type_expr.as_ref().map(ToString::to_string).unwrap_or_default();
        let edit = misfit.instead.map(|instead| Edit { range, text: instead.to_owned() });
        let kind =
            ChangeKind::ExampleType(self.documented(owner, &property.name, misfit.near.as_deref().unwrap_or_default()));
        let change = Change::new(kind, range).with_edit(edit);
        if self.seen.insert((1, subject(owner, &property.name))) {
            self.push(owner, &property.name, change, (&expected, &misfit.found));
        }
    }

    /// The properties of a type that an instance lacks which claims to be whole. A representation may leave out
    /// what is inherited.
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
        if names.is_empty() || object.properties.is_empty() || !self.seen.insert((2, subject(own, ""))) {
            return;
        }
        let start = object.range.start;
        let kind = ChangeKind::ExamplePropertyMissing(self.documented(own, "", ""));
        let change = Change::new(kind, self.place(TextRange::of(start..start + 1)));
        self.push(own, "", change, (&names.join(", "), ""));
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

    fn push(&mut self, owner: &DocumentedShape, name: &str, change: Change, texts: (&str, &str)) {
        let anchor = format!("{}/{}.{name}", self.example.anchor, owner.name);
        self.changes.push(change.with_texts(texts.0, texts.1).with_anchor(anchor));
    }
}

/// By what a fault of a page is told once.
fn subject(owner: &DocumentedShape, name: &str) -> String {
    format!("{}.{name}", owner.name).to_lowercase()
}
