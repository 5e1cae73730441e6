//! Facts in comparable form: what is said of what, so that editions and versions can be held against each
//! other.

use crate::facts::types::TypeExpr;
use crate::facts::{Item, Operation, TypeFacts};
use crate::text::FileRange;
use crate::token;
use rustc_hash::FxHashMap;

/// The kinds of facts that editions and versions are compared on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each name is the thing that the fact is about")]
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
    /// How a message names the thing.
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

/// One comparable fact: what (kind and subject), and what is said of it (value).
#[derive(Clone, Debug)]
pub struct Fact {
    /// What kind of thing it is about.
    pub kind: FactKind,
    /// What it is about, normalized: equal subjects are the same thing.
    pub subject: String,
    /// What is said of it, normalized.
    pub value: String,
    /// The subject as a message shows it.
    pub name: String,
    /// The name as written, where the page had it in the words of its locale.
    pub translated: Option<String>,
    /// The value as a message shows it.
    pub shown: String,
    /// The value as the page spells it, if the translation damaged it and `value` was recovered from the rows around it.
    pub spoiled: Option<String>,
    /// Whether it is stated as required.
    pub required: Option<bool>,
    /// Position among the facts of its kind and owner.
    pub ordinal: u32,
    /// Where it is stated, in bytes of the file.
    pub range: FileRange,
}

impl Fact {
    /// A fact of which nothing is said but that it is there.
    fn new(kind: FactKind, subject: String, name: &str, ordinal: usize, range: FileRange) -> Self {
        Self {
            kind,
            subject,
            value: String::new(),
            name: name.to_owned(),
            translated: None,
            shown: String::new(),
            spoiled: None,
            required: None,
            ordinal: ordinal as u32,
            range,
        }
    }

    /// The type that the fact belongs to, normalized as subjects are; empty for what belongs to an operation.
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
            operation.flat(&mut facts);
        }
        for definition in types.iter().filter(|definition| !definition.from_value_list) {
            facts.push(Self {
                value: definition.base.as_deref().unwrap_or_default().to_lowercase(),
                shown: definition.base.clone().unwrap_or_default(),
                ..Self::new(FactKind::Type, definition.name.to_lowercase(), &definition.name, 0, definition.range)
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
                    ..Self::new(FactKind::Member, subject, &member.name, ordinal, member.stated.range)
                });
            }
        }
        number_repeats(&mut facts);
        facts
    }
}

/// A page may state two things of one name, such as two rows of a permission table with one label: the
/// second is `name#2`, so that equal subjects are the same thing.
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
    fn flat(&self, facts: &mut Vec<Fact>) {
        for (ordinal, request) in self.requests.iter().enumerate() {
            let name = format!("{} {}", request.method, request.path);
            let subject = format!("{} {}", request.method, normalize_path(&request.path));
            facts.push(Fact::new(FactKind::Request, subject, &name, ordinal, request.range));
        }
        if let Some(call) = &self.call {
            let subject = format!("{} {}", call.kind.name(), call.name.to_lowercase());
            facts.push(Fact {
                value: call.bound.as_deref().unwrap_or_default().to_lowercase(),
                shown: call.bound.clone().unwrap_or_default(),
                ..Fact::new(FactKind::Call, subject, &call.name, 0, call.range)
            });
        }
        for (ordinal, permission) in self.permissions.iter().enumerate() {
            let mut scopes = permission.scopes.clone();
            scopes.sort_by_key(|scope| scope.to_lowercase());
            scopes.dedup();
            // Contexts are in the words of the page; order tells the same apart in any locale.
            let scheme = permission.scheme.name();
            facts.push(Fact {
                // A cell that says something else, such as that scopes are yet to come, is no statement.
                value: if scopes.is_empty() && permission.supported {
                    UNREADABLE.to_owned()
                } else {
                    scopes.join(" ").to_lowercase()
                },
                shown: if scopes.is_empty() { "not supported".to_owned() } else { scopes.join(", ") },
                spoiled: scopes
                    .iter()
                    .any(|scope| !permission.written.contains(scope.as_str()))
                    .then(|| permission.written.clone()),
                ..Fact::new(FactKind::Permission, scheme.to_owned(), scheme, ordinal, permission.range)
            });
        }
        items(facts, FactKind::Header, "", &self.headers);
        items(facts, FactKind::Parameter, "", &self.parameters);
        items(facts, FactKind::BodyMember, "", &self.body);
        for (ordinal, response) in self.responses.iter().enumerate() {
            let type_expr = response.type_expr.as_ref();
            let status = response.status.to_string();
            facts.push(Fact {
                // Whether prose speaks of a collection is told too differently to compare.
                value: type_expr.map_or(String::new(), |type_expr| type_expr.name.to_lowercase()),
                shown: type_expr.map_or("no body".to_owned(), TypeExpr::to_string),
                ..Fact::new(FactKind::Response, status.clone(), &status, ordinal, response.range)
            });
        }
    }
}

fn items(facts: &mut Vec<Fact>, kind: FactKind, owner: &str, items: &[Item]) {
    for (ordinal, item) in items.iter().enumerate() {
        // Which options a sentence names is told too differently to compare.
        if item.named_option {
            continue;
        }
        // The type of a header or of a parameter in the URL is documentation's choice, not the API's.
        let typed = item.type_expr.as_ref().filter(|_| kind != FactKind::Header);
        let subject = format!("{owner}{}", item.name.to_lowercase());
        facts.push(Fact {
            value: typed.map_or(String::new(), TypeExpr::key),
            translated: translated(&item.name, &item.written),
            shown: typed.map_or(String::new(), TypeExpr::to_string),
            required: item.modifiers.required,
            ..Fact::new(kind, subject, &item.name, ordinal, item.stated.range)
        });
    }
}

/// A name as written, where it was not written as it is.
fn translated(name: &str, written: &str) -> Option<String> {
    (!written.to_lowercase().contains(&name.to_lowercase())).then(|| written.to_owned())
}

/// The value of a permission cell that holds no scopes and does not say that there are none.
pub const UNREADABLE: &str = "?";

/// A path in the form in which paths are compared: lower case, every placeholder `{}`, a GUID that stands
/// for one too, no slash at the end.
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
    // A key in parentheses is a key: `x({id})` and `x('{id}')` are `x/{id}`.
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
