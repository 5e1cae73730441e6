//! A type as one page states it, reduced to the facts that are needed to judge examples.

use crate::facts::types::TypeExpr;
use crate::facts::{Item, TypeFacts, TypeKind};
use crate::token;
use std::sync::Arc;

/// A property, relationship or parameter, or a member of an enum.
#[derive(Debug)]
pub struct Property {
    /// Its name as documented.
    pub name: Box<str>,
    /// Its documented type, if any.
    pub type_expr: Option<TypeExpr>,
    /// The target of the link in its type cell; empty if there is none.
    pub link: Box<str>,
    /// Whether it is a relationship. Messages contain relationships only on request.
    pub is_relationship: bool,
    /// Whether its row states that it is inherited.
    pub is_inherited: bool,
}

/// A type, an enum, or the body of an operation, as one page states it.
#[derive(Debug)]
pub struct DocumentedShape {
    /// Name without namespace; for the body of an operation, the title of its page.
    pub name: Box<str>,
    /// The namespace; empty if it is not stated.
    pub namespace: Box<str>,
    /// The page key.
    pub page: Box<str>,
    /// Whether it is an enum. The properties of an enum are its members.
    pub is_enum: bool,
    /// Whether instances may have properties that are not declared.
    pub open: bool,
    /// The base type, if stated.
    pub base: Option<Box<str>>,
    /// The types from which its rows state to be inherited.
    pub origins: Vec<Box<str>>,
    /// Properties that responses contain only on request.
    pub optional: Vec<Box<str>>,
    /// Properties and relationships, or members.
    pub properties: Vec<Property>,
    /// The other names of its page.
    pub other_names: Arc<StatedNames>,
}

/// All names that a page states. They prevent that a property which was not read from a table is reported as undocumented.
/// Each list is sorted.
#[derive(Clone, Debug, Default)]
pub struct StatedNames {
    /// The names in the first columns of its tables.
    pub tabled: Vec<Box<str>>,
    /// The keys of its JSON representation; for the body of an operation, the inline code of its page.
    pub shown: Vec<Box<str>>,
}

impl StatedNames {
    /// Whether the page states a name.
    pub fn has(&self, name: &str) -> bool {
        self.has_tabled(name) || self.has_shown(name)
    }

    /// Whether a table of the page has a name in its first column.
    pub fn has_tabled(&self, name: &str) -> bool {
        has(&self.tabled, name)
    }

    /// Whether a name is in [`StatedNames::shown`].
    pub fn has_shown(&self, name: &str) -> bool {
        has(&self.shown, name)
    }
}

fn has(names: &[Box<str>], name: &str) -> bool {
    names.binary_search_by(|known| (**known).cmp(name)).is_ok()
}

impl DocumentedShape {
    /// The type that a page states. `page`: the page key.
    pub fn new(facts: &TypeFacts, page: &str, other_names: Arc<StatedNames>) -> Self {
        let boxed = |text: &String| text.as_str().into();
        // A name in both tables is a relationship.
        let is_relationship =
            |item: &&Item| facts.relationships.iter().any(|known| known.name.eq_ignore_ascii_case(&item.name));
        let properties = facts.properties.iter().filter(|item| !is_relationship(item)).map(Property::new);
        let relationships = facts.relationships.iter().map(Property::relationship);
        let members = facts.members.iter().map(|member| Property::member(&member.name));
        let is_enum = facts.kind == TypeKind::Enum;
        let origins =
            facts.properties.iter().chain(&facts.relationships).filter_map(|item| item.inherited_from.as_ref());
        let mut origins: Vec<Box<str>> = origins.map(boxed).collect();
        origins.sort();
        origins.dedup();
        Self {
            name: boxed(&facts.name),
            namespace: boxed(&facts.namespace),
            page: page.into(),
            is_enum,
            open: facts.open,
            base: facts.base.as_ref().map(boxed).filter(|base| !is_no_base(base)),
            origins,
            optional: facts.optional.iter().map(boxed).collect(),
            properties: if is_enum { members.collect() } else { properties.chain(relationships).collect() },
            other_names,
        }
    }

    /// The body that an operation documents in a table. `title`: the title of its page; `page`: the page key.
    pub fn body(title: &str, page: &str, items: &[Item], other_names: Arc<StatedNames>) -> Self {
        Self {
            name: title.into(),
            namespace: "".into(),
            page: page.into(),
            is_enum: false,
            open: false,
            base: None,
            origins: Vec::new(),
            optional: Vec::new(),
            properties: items.iter().map(Property::new).collect(),
            other_names,
        }
    }

    /// Whether all names are spelled as API names. If one is translated, other names may be damaged too.
    pub fn is_readable(&self) -> bool {
        self.properties.iter().all(|property| token::is_name(&property.name))
    }

    /// The property with exactly that name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| &*property.name == name)
    }
}

impl Property {
    fn new(item: &Item) -> Self {
        Self {
            name: item.name.as_str().into(),
            type_expr: item.type_expr.clone(),
            link: item.type_link.as_str().into(),
            is_relationship: false,
            is_inherited: item.inherited_from.is_some(),
        }
    }

    fn relationship(item: &Item) -> Self {
        Self { is_relationship: true, ..Self::new(item) }
    }

    fn member(name: &str) -> Self {
        Self { name: name.into(), type_expr: None, link: "".into(), is_relationship: false, is_inherited: false }
    }
}

/// Whether an annotation states that there is no base: `"baseType": "none"`.
fn is_no_base(base: &str) -> bool {
    base.is_empty() || base.eq_ignore_ascii_case("none") || base.eq_ignore_ascii_case("null")
}
