//! A type as one page states it, cut down to what examples are judged by.

use crate::facts::types::TypeExpr;
use crate::facts::{Item, TypeFacts, TypeKind};
use crate::token;
use std::sync::Arc;

/// A property, relationship or parameter, or a member of an enum.
#[derive(Debug)]
pub struct Property {
    /// Its name as documented.
    pub name: Box<str>,
    /// Its type, where one is documented.
    pub type_expr: Option<TypeExpr>,
    /// The target of the link in its type cell; empty where there is none.
    pub link: Box<str>,
    /// Whether it is a relationship, which messages hold only where asked for.
    pub is_relationship: bool,
    /// Whether its row says that it is inherited.
    pub is_inherited: bool,
}

/// A type, an enum, or the body of an operation, as one page states it.
#[derive(Debug)]
pub struct DocumentedShape {
    /// Name without namespace; for the body of an operation, the title of its page.
    pub name: Box<str>,
    /// Namespace, where stated.
    pub namespace: Box<str>,
    /// The page key.
    pub page: Box<str>,
    /// Whether it is an enum; then its properties are its members.
    pub is_enum: bool,
    /// Whether instances may have properties that are not declared.
    pub open: bool,
    /// The base type, where stated.
    pub base: Option<Box<str>>,
    /// The types that its rows are said to be inherited from.
    pub origins: Vec<Box<str>>,
    /// Properties that are left out unless asked for.
    pub optional: Vec<Box<str>>,
    /// Properties and relationships, or members.
    pub properties: Vec<Property>,
    /// What else its page names.
    pub also: Arc<StatedNames>,
}

/// Names that a page has beside those of a definition, so that what was not read as a property is not called
/// undocumented. Each list is sorted.
#[derive(Clone, Debug, Default)]
pub struct StatedNames {
    /// In the first columns of its tables.
    pub tabled: Vec<Box<str>>,
    /// As keys of its JSON representation; on operation pages, in inline code.
    pub shown: Vec<Box<str>>,
}

impl StatedNames {
    /// Whether the page has a name anywhere.
    pub fn has(&self, name: &str) -> bool {
        self.has_tabled(name) || self.has_shown(name)
    }

    /// Whether a name stands in a table.
    pub fn has_tabled(&self, name: &str) -> bool {
        has(&self.tabled, name)
    }

    /// Whether a name is a key of the JSON representation.
    pub fn has_shown(&self, name: &str) -> bool {
        has(&self.shown, name)
    }
}

fn has(names: &[Box<str>], name: &str) -> bool {
    names.binary_search_by(|known| (**known).cmp(name)).is_ok()
}

impl DocumentedShape {
    /// The type that a page states.
    pub fn new(facts: &TypeFacts, page: &str, also: Arc<StatedNames>) -> Self {
        let boxed = |text: &String| text.as_str().into();
        // What stands twice on a page is a relationship.
        let again = |item: &&Item| facts.relationships.iter().any(|other| other.name.eq_ignore_ascii_case(&item.name));
        let items = facts.properties.iter().filter(|item| !again(item)).map(|item| Property::new(item, false));
        let relationships = facts.relationships.iter().map(|item| Property::new(item, true));
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
            base: facts.base.as_ref().map(boxed).filter(|base| !is_nothing(base)),
            origins,
            optional: facts.optional.iter().map(boxed).collect(),
            properties: if is_enum { members.collect() } else { items.chain(relationships).collect() },
            also,
        }
    }

    /// The body that an operation documents in a table.
    pub fn body(title: &str, page: &str, items: &[Item], also: Arc<StatedNames>) -> Self {
        Self {
            name: title.into(),
            namespace: "".into(),
            page: page.into(),
            is_enum: false,
            open: false,
            base: None,
            origins: Vec::new(),
            optional: Vec::new(),
            properties: items.iter().map(|item| Property::new(item, false)).collect(),
            also,
        }
    }

    /// Whether all names are spelled as names are; a translated one says that others may be lost too.
    pub fn is_readable(&self) -> bool {
        self.properties.iter().all(|property| token::is_name(&property.name))
    }

    /// The property of that name, spelled just so.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| &*property.name == name)
    }
}

impl Property {
    fn new(item: &Item, is_relationship: bool) -> Self {
        Self {
            name: item.name.as_str().into(),
            type_expr: item.type_expr.clone(),
            link: item.type_link.as_str().into(),
            is_relationship,
            is_inherited: item.inherited_from.is_some(),
        }
    }

    fn member(name: &str) -> Self {
        Self { name: name.into(), type_expr: None, link: "".into(), is_relationship: false, is_inherited: false }
    }
}

/// Whether an annotation names no base: `"baseType": "none"`.
fn is_nothing(base: &str) -> bool {
    base.is_empty() || base.eq_ignore_ascii_case("none") || base.eq_ignore_ascii_case("null")
}
