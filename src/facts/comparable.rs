//! Facts in comparable form: each has a subject and a value, so that editions and versions can be compared.

use crate::facts::types::TypeExpr;
use crate::facts::{Item, Operation, Permission, TypeFacts};
use crate::text::FileRange;
use crate::token;
use rustc_hash::FxHashMap;

/// The kinds of facts that are compared between editions and versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each name is the subject of the fact")]
pub enum FactKind {
    Request,
    Permission,
    Header,
    Parameter,
    BodyMember,
    Response,
    Property,
    Relationship,
    Member,
    Type,
    Call,
}

impl FactKind {
    /// The word for the subject in messages.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Permission => "permission",
            Self::Header => "header",
            Self::Parameter => "parameter",
            Self::BodyMember => "request body member",
            Self::Response => "response",
            Self::Property => "property",
            Self::Relationship => "relationship",
            Self::Member => "member",
            Self::Type => "type",
            Self::Call => "call",
        }
    }
}

/// One comparable fact: a subject and its value, such as the property `berth.name` and its type `string`.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The kind of its subject.
    pub kind: FactKind,
    /// The subject, normalized: facts with equal kind and subject are about the same thing. `berth.name`, `GET /berths/{}`.
    pub subject: String,
    /// The value, normalized: a type, scopes joined by spaces, or empty if only the subject's existence is stated.
    pub value: String,
    /// The subject as a message shows it.
    pub name: String,
    /// The name as written, if it is translated and `name` was recovered.
    pub translated: Option<String>,
    /// The value as a message shows it.
    pub shown: String,
    /// The value as the page spells it, if the translation damaged it and `value` was recovered from the rows around it.
    pub spoiled: Option<String>,
    /// Whether it is stated as required.
    pub required: Option<bool>,
    /// Index among the facts of its kind and owner.
    pub ordinal: u32,
    /// Byte range in the file.
    pub range: FileRange,
}

impl Fact {
    /// A fact without a value, the first of its kind. The message shows `name`.
    fn new(kind: FactKind, subject: String, name: &str, range: FileRange) -> Self {
        Self {
            kind,
            subject,
            value: String::new(),
            name: name.to_owned(),
            translated: None,
            shown: String::new(),
            spoiled: None,
            required: None,
            ordinal: 0,
            range,
        }
    }

    /// The type that the fact belongs to, in lower case; empty for a fact of an operation.
    pub fn owner(&self) -> &str {
        match self.kind {
            FactKind::Property | FactKind::Relationship | FactKind::Member | FactKind::Type => {
                self.subject.split('.').next().unwrap_or_default()
            }
            _ => "",
        }
    }
}

impl Fact {
    /// The facts of a page in comparable form, in page order.
    pub(super) fn all(operation: Option<&Operation>, types: &[TypeFacts]) -> Vec<Self> {
        let mut facts = Vec::new();
        if let Some(operation) = operation {
            operation.push_facts(&mut facts);
        }
        for definition in types.iter().filter(|definition| !definition.from_value_list) {
            facts.push(Self {
                value: definition.base.as_deref().unwrap_or_default().to_lowercase(),
                shown: definition.base.clone().unwrap_or_default(),
                ..Self::new(FactKind::Type, definition.name.to_lowercase(), &definition.name, definition.range)
            });
            let owner = format!("{}.", definition.name.to_lowercase());
            items(&mut facts, FactKind::Property, &owner, &definition.properties);
            items(&mut facts, FactKind::Relationship, &owner, &definition.relationships);
            for (ordinal, member) in definition.members.iter().enumerate() {
                let subject = format!("{owner}{}", member.name.to_lowercase());
                facts.push(Self {
                    value: member.value.clone(),
                    shown: member.value.clone(),
                    spoiled: (member.value != member.written_value).then(|| member.written_value.clone()),
                    translated: translated(&member.name, &member.written),
                    ordinal: ordinal as u32,
                    ..Self::new(FactKind::Member, subject, &member.name, member.stated.range)
                });
            }
        }
        number_repeats(&mut facts);
        facts
    }
}

/// Makes subjects unique within each kind. A page may state two facts with one subject, such as two rows of a permission
/// table with the same label; the second subject becomes `name#2`.
fn number_repeats(facts: &mut [Fact]) {
    let mut counts: FxHashMap<(FactKind, &str), u32> = FxHashMap::default();
    let mut repeats: Vec<(usize, u32)> = Vec::new();
    for (index, fact) in facts.iter().enumerate() {
        let count = counts.entry((fact.kind, fact.subject.as_str())).or_default();
        *count += 1;
        if *count > 1 {
            repeats.push((index, *count));
        }
    }
    for (index, count) in repeats {
        facts[index].subject.push_str(&format!("#{count}"));
    }
}

impl Operation {
    fn push_facts(&self, facts: &mut Vec<Fact>) {
        for (ordinal, request) in self.requests.iter().enumerate() {
            let name = format!("{} {}", request.method, request.path);
            let subject = format!("{} {}", request.method, normalize_path(&request.path));
            let ordinal = ordinal as u32;
            facts.push(Fact { ordinal, ..Fact::new(FactKind::Request, subject, &name, request.range) });
        }
        if let Some(call) = &self.call {
            let subject = format!("{} {}", call.kind.name(), call.name.to_lowercase());
            facts.push(Fact {
                value: call.bound.as_deref().unwrap_or_default().to_lowercase(),
                shown: call.bound.clone().unwrap_or_default(),
                ..Fact::new(FactKind::Call, subject, &call.name, call.range)
            });
        }
        for (ordinal, permission) in self.permissions.iter().enumerate() {
            let mut scopes = permission.scopes.clone();
            scopes.sort_by_key(|scope| scope.to_lowercase());
            scopes.dedup();
            // Contexts are in the language of the page. The order of the rows is the same in every locale.
            let scheme = permission.scheme.name();
            facts.push(Fact {
                // A cell with other text, such as a note that scopes will follow, states nothing about scopes.
                value: if scopes.is_empty() && permission.supported {
                    UNREADABLE.to_owned()
                } else {
                    scopes.join(" ").to_lowercase()
                },
                shown: if scopes.is_empty() { "not supported".to_owned() } else { scopes.join(", ") },
                spoiled: is_spoiled(permission).then(|| permission.written.clone()),
                ordinal: ordinal as u32,
                ..Fact::new(FactKind::Permission, scheme.to_owned(), scheme, permission.range)
            });
        }
        items(facts, FactKind::Header, "", &self.headers);
        items(facts, FactKind::Parameter, "", &self.parameters);
        items(facts, FactKind::BodyMember, "", &self.body);
        for (ordinal, response) in self.responses.iter().enumerate() {
            let type_expr = response.type_expr.as_ref();
            let status = response.status.to_string();
            facts.push(Fact {
                // Prose states collections too differently across locales to compare them.
                value: type_expr.map_or(String::new(), |type_expr| type_expr.name.to_lowercase()),
                shown: type_expr.map_or("no body".to_owned(), TypeExpr::to_string),
                ordinal: ordinal as u32,
                ..Fact::new(FactKind::Response, status.clone(), &status, response.range)
            });
        }
    }
}

fn items(facts: &mut Vec<Fact>, kind: FactKind, owner: &str, items: &[Item]) {
    for (ordinal, item) in items.iter().enumerate() {
        // Sentences name query options too differently across locales to compare them.
        if item.named_option {
            continue;
        }
        // The type of a header is a choice of the documentation, not a property of the API.
        let typed = item.type_expr.as_ref().filter(|_| kind != FactKind::Header);
        let subject = format!("{owner}{}", item.name.to_lowercase());
        facts.push(Fact {
            value: typed.map_or(String::new(), TypeExpr::key),
            translated: translated(&item.name, &item.written),
            shown: typed.map_or(String::new(), TypeExpr::to_string),
            required: item.modifiers.required,
            ordinal: ordinal as u32,
            ..Fact::new(kind, subject, &item.name, item.stated.range)
        });
    }
}

/// Whether a cell does not contain one of its scopes as they are read.
fn is_spoiled(permission: &Permission) -> bool {
    let mut rest = permission.written.as_str();
    permission.scopes.iter().any(|scope| {
        // Scopes are in the order of the cell, unless they were recovered.
        let found = rest.find(scope.as_str());
        rest = found.map_or(rest, |at| &rest[at + scope.len()..]);
        found.is_none() && !permission.written.contains(scope.as_str())
    })
}

/// The cell of a name, if it does not contain the name.
fn translated(name: &str, written: &str) -> Option<String> {
    (!written.to_lowercase().contains(&name.to_lowercase())).then(|| written.to_owned())
}

/// The value of a permission cell that cannot be read: it contains no scope, and no statement that the scheme is unsupported.
pub const UNREADABLE: &str = "?";

/// A path in the form in which paths are compared: lower case, no slash at the end, `{}` for each placeholder and each GUID.
///
/// ```
/// assert_eq!(hexapla::facts::comparable::normalize_path("/Berths/{berth-id}/"), "/berths/{}");
/// ```
pub fn normalize_path(path: &str) -> String {
    let mut normal = String::with_capacity(path.len());
    for segment in path.trim_end_matches('/').split('/').skip_while(|segment| segment.is_empty()) {
        normal.push('/');
        if token::is_guid(segment) {
            normal.push_str("{}");
            continue;
        }
        let mut depth = 0_u32;
        for character in segment.chars() {
            match character {
                '{' | '<' => {
                    if depth == 0 {
                        normal.push_str("{}");
                    }
                    depth += 1;
                }
                '}' | '>' => depth = depth.saturating_sub(1),
                _ if depth > 0 => {}
                _ => normal.extend(character.to_lowercase()),
            }
        }
    }
    // The same resource has two spellings: `x({id})` or `x('{id}')`, and `x/{id}`.
    for key in ["({})", "('{}')"] {
        normal = normal.replace(key, "/{}");
    }
    normal
}

#[cfg(test)]
mod tests {
    #[test]
    fn placeholders_have_no_names() {
        assert_eq!(crate::facts::comparable::normalize_path("/Berths/{id | name}/x('<y>')/"), "/berths/{}/x/{}");
        assert_eq!(crate::facts::comparable::normalize_path("/a/acdefc6b-2dc6-4e71-b1e9-6d9810ab1793/b"), "/a/{}/b");
    }
}
