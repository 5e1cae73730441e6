//! The entries of lists that are compared by name: properties, parameters, headers, enum members.

use crate::api::view::View;
use crate::facts::types::TypeExpr;
use crate::facts::{Item, Member, Modifiers};
use crate::schema::{LocaleTexts, Merged};
use crate::text::FileRange;
/// An entry of a list, for example a property or an enum member.
#[derive(Clone, Debug)]
pub struct NamedEntry<'v> {
    /// Its name.
    pub name: &'v str,
    /// Its type, as the pages of its side spell it.
    pub type_expr: Option<TypeExpr>,
    /// The target of the link in its type cell; empty if there is none.
    pub type_link: &'v str,
    /// The value of an enum member, as written; empty for other entries.
    pub value: &'v str,
    /// The statement about the entry as a whole.
    pub modifiers: Modifiers,
    /// Its descriptions.
    pub texts: &'v LocaleTexts,
    /// The page that states it.
    pub page: &'v str,
    /// Its place on that page.
    pub range: FileRange,
}

impl<'v> NamedEntry<'v> {
    /// The entry for a property, relationship, parameter, header or body member.
    pub fn item(view: &View<'v, '_>, item: &'v Merged<'_, Item>) -> Self {
        Self {
            name: &item.fact.name,
            type_expr: view.resolved(item),
            type_link: &item.fact.type_link,
            value: "",
            modifiers: item.fact.modifiers.clone(),
            texts: &item.description,
            page: item.page,
            range: item.fact.stated.range,
        }
    }

    /// The entry for a member of an enum.
    pub fn member(member: &'v Merged<'_, Member>) -> Self {
        Self {
            name: &member.fact.name,
            type_expr: None,
            type_link: "",
            value: &member.fact.value,
            modifiers: Modifiers::default(),
            texts: &member.description,
            page: member.page,
            range: member.fact.stated.range,
        }
    }
}
