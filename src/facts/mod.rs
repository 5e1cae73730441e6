//! Facts: what one page states about the API, language-neutral, each with the place it was read at.

pub(crate) mod call;
pub mod comparable;
pub(crate) mod definitions;
pub(crate) mod examples;
pub mod extract;
pub(crate) mod items;
pub(crate) mod json_samples;
pub(crate) mod links;
pub(crate) mod member_values;
pub(crate) mod modifiers;
pub(crate) mod name_recovery;
pub(crate) mod operation;
pub(crate) mod places;
pub(crate) mod possible_values;
pub(crate) mod query_options;
pub(crate) mod request_body;
pub(crate) mod responses;
pub(crate) mod roles;
pub(crate) mod scopes;
pub mod types;

use crate::facts::comparable::Fact;
use crate::facts::types::TypeExpr;
use crate::profile::schemes::Scheme;
use crate::text::FileRange;

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// An operation: the page states request lines.
    Operation,
    /// A resource type or an enum.
    Type,
    /// Neither.
    Concept,
}

/// What one edition states.
#[derive(Clone, Debug)]
pub struct Facts {
    /// What the page is about.
    pub kind: PageKind,
    /// The page title: on the authority side, and on the target side where there are two.
    pub title: [String; 2],
    /// The first paragraph under the title, the same way. Empty unless texts were asked for.
    pub summary: [String; 2],
    /// The operation, on an operation page.
    pub operation: Option<Operation>,
    /// The types and enums that the page defines.
    pub types: Vec<TypeFacts>,
    /// All of these in the form in which editions are compared, in page order.
    pub comparable: Vec<Fact>,
}

/// A fact's place and its prose.
#[derive(Clone, Debug, Default)]
pub struct Stated {
    /// Where it is stated, in bytes of the file; on a page with spans, on the target side.
    pub range: FileRange,
    /// The description on the authority side, and on the target side where there are two. Empty unless
    /// texts were asked for.
    pub description: [String; 2],
}

/// What an operation page states.
#[derive(Clone, Debug, Default)]
pub struct Operation {
    /// Request lines, in order.
    pub requests: Vec<Request>,
    /// Permission cells, in order.
    pub permissions: Vec<Permission>,
    /// Request headers.
    pub headers: Vec<Item>,
    /// Path, query and function parameters.
    pub parameters: Vec<Item>,
    /// Members of the request body.
    pub body: Vec<Item>,
    /// The type that the request body is a representation of.
    pub body_type: Option<BodyType>,
    /// Success responses.
    pub responses: Vec<Response>,
    /// The action or function that the page documents.
    pub call: Option<Call>,
    /// Whether query options are said to be supported; `None` where the page says nothing of them.
    pub query_options: Option<bool>,
}

/// What kind of call an operation is, where it is no plain read or write of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallKind {
    /// May have side effects; its parameters go into the body.
    Action,
    /// Has none; its parameters go into the parentheses of its URL.
    Function,
}

impl CallKind {
    /// The name used in schemas.
    pub fn name(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Function => "function",
        }
    }
}

/// An action or function. Its parameters are the operation's body members, or its parameters of place
/// [`In::Function`]; what it returns is the operation's response.
#[derive(Clone, Debug)]
pub struct Call {
    /// Action or function.
    pub kind: CallKind,
    /// Its name without namespace, as the request line spells it.
    pub name: String,
    /// The type that it is bound to, where the page names one.
    pub bound: Option<String>,
    /// Its place.
    pub range: FileRange,
}

/// The type of a request body.
#[derive(Clone, Debug)]
pub struct BodyType {
    /// The type, normalized.
    pub type_expr: TypeExpr,
    /// The target of the link that names it; empty where there is none.
    pub type_link: String,
    /// Its place.
    pub range: FileRange,
}

/// A request line.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET` …
    pub method: String,
    /// The path without scheme, host, version and query.
    pub path: String,
    /// The names in its query, in order.
    pub query: Vec<String>,
    /// Its place.
    pub range: FileRange,
}

/// What a permission table says of one scheme.
#[derive(Clone, Debug)]
pub struct Permission {
    /// The scheme.
    pub scheme: Scheme,
    /// What the row or table is about, where a page has several: a section anchor or a row label.
    pub context: String,
    /// Scopes in the order of the page.
    pub scopes: Vec<String>,
    /// The sets of scopes of which each is enough, where the cell joins some; empty where any one scope is.
    pub sets: Vec<Vec<String>>,
    /// Whether the scheme is supported: it has scopes, or the cell does not say that it is not.
    pub supported: bool,
    /// The cell as written on the authority side.
    pub written: String,
    /// Its place.
    pub range: FileRange,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum In {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into the parentheses of a function.
    Function,
    /// Into a header.
    Header,
    /// Into the body.
    #[default]
    Body,
}

impl In {
    /// The name used in schemas.
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Function => "function",
            Self::Header => "header",
            Self::Body => "body",
        }
    }
}

/// What is said of a thing as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Modifiers {
    /// Whether it must be given, or need not be.
    pub required: Option<bool>,
    /// Whether it may be null.
    pub nullable: Option<bool>,
    /// Whether it can only be read.
    pub read_only: Option<bool>,
    /// Whether it is the key, or part of it.
    pub key: bool,
    /// The value that holds where none is given, as written; empty where not stated.
    pub default: String,
}

/// A row of a table of named things: a header, parameter, body member, property or relationship.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Where it goes; body for properties.
    pub place: In,
    /// The name, normalized.
    pub name: String,
    /// The name's cell as written on the authority side.
    pub written: String,
    /// The type, normalized.
    pub type_expr: Option<TypeExpr>,
    /// The type as written on the authority side.
    pub written_type: String,
    /// What columns or sentences say of it as a whole.
    pub modifiers: Modifiers,
    /// Whether it is a query option that a sentence names as supported, and no row of a table.
    pub named_option: bool,
    /// What its table or group of rows is about, where the page has several: the anchor of the heading
    /// above the table, else the divider row above it.
    pub context: String,
    /// The values that its description or the page's JSON lists.
    pub values: Vec<String>,
    /// The target of the link in its type cell; empty where there is none.
    pub type_link: String,
    /// The type that it is said to be inherited from, which need not be the next one up.
    pub inherited_from: Option<String>,
    /// Its place and description.
    pub stated: Stated,
}

/// A success response.
#[derive(Clone, Debug)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Reason phrase, as written.
    pub reason: String,
    /// The type of the body.
    pub type_expr: Option<TypeExpr>,
    /// Its place.
    pub range: FileRange,
}

/// What a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TypeKind {
    /// Has a key property or inherits from an entity.
    Entity,
    /// Any other structured type.
    Complex,
    /// A list of members.
    Enum,
}

impl TypeKind {
    /// The name used in schemas.
    pub fn name(self) -> &'static str {
        match self {
            Self::Entity => "entity",
            Self::Complex => "complex",
            Self::Enum => "enum",
        }
    }
}

/// What a page states about a type.
#[derive(Clone, Debug)]
pub struct TypeFacts {
    /// Name without namespace.
    pub name: String,
    /// Namespace, where stated.
    pub namespace: String,
    /// What it is.
    pub kind: TypeKind,
    /// The base type's name without namespace.
    pub base: Option<String>,
    /// The key property, where the annotation or a row names one.
    pub key: Option<String>,
    /// Whether instances may have properties that are not declared.
    pub open: bool,
    /// Whether there are instances of derived types only.
    pub is_abstract: bool,
    /// Properties that the annotation names as left out unless asked for.
    pub optional: Vec<String>,
    /// Properties, in order.
    pub properties: Vec<Item>,
    /// Relationships, in order.
    pub relationships: Vec<Item>,
    /// Members of an enum, in order.
    pub members: Vec<Member>,
    /// Methods, in order.
    pub methods: Vec<Method>,
    /// Whether it is an enum known only from the values that a property's description lists: good enough
    /// for a schema, not for judging editions by.
    pub from_value_list: bool,
    /// Where the type is named.
    pub range: FileRange,
}

impl TypeFacts {
    /// An enum with its members.
    pub fn enumeration(name: String, namespace: String, members: Vec<Member>) -> Self {
        Self {
            name,
            namespace,
            kind: TypeKind::Enum,
            base: None,
            key: None,
            open: false,
            is_abstract: false,
            optional: Vec::new(),
            properties: Vec::new(),
            relationships: Vec::new(),
            members,
            methods: Vec::new(),
            from_value_list: false,
            range: FileRange::default(),
        }
    }
}

/// A member of an enum.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name.
    pub name: String,
    /// The name's cell as written on the authority side.
    pub written: String,
    /// The value; empty where not stated.
    pub value: String,
    /// The value's cell as written on the authority side.
    pub written_value: String,
    /// Its place and description.
    pub stated: Stated,
}

/// A method of a type: a link to its page.
#[derive(Clone, Debug)]
pub struct Method {
    /// The page it links to, as a key below the same folder level: `api/berth-get`.
    pub page: String,
    /// The return type.
    pub returns: Option<TypeExpr>,
    /// The target of the link in its cell; empty where there is none.
    pub type_link: String,
    /// Its place and description.
    pub stated: Stated,
}
