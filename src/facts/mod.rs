//! Facts: the statements of one page about the API, independent of its language, each with its place in the file.

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

/// The subject of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// An operation: the page states request lines.
    Operation,
    /// A resource type or an enum.
    Type,
    /// Neither.
    Concept,
}

/// The facts of one edition.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The subject of the page.
    pub kind: PageKind,
    /// The page title on the authority side, then on the target side. The second is empty if the page has no source text.
    pub title: [String; 2],
    /// The first paragraph under the title, for the same two sides. Empty with [`extract::Descriptions::Drop`].
    pub summary: [String; 2],
    /// The operation, on an operation page.
    pub operation: Option<Operation>,
    /// The types and enums that the page defines.
    pub types: Vec<TypeFacts>,
    /// All facts in the form in which editions are compared, in page order.
    pub comparable: Vec<Fact>,
}

/// The place of a fact and its description.
#[derive(Clone, Debug, Default)]
pub struct Stated {
    /// Byte range in the file; for a page with spans, on the target side.
    pub range: FileRange,
    /// The description on the authority side, then on the target side. The second is empty if the page has no source
    /// text; both are empty with [`extract::Descriptions::Drop`].
    pub description: [String; 2],
}

/// The facts of an operation page.
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
    /// The type of the request body.
    pub body_type: Option<BodyType>,
    /// Responses with a status of 2xx or 3xx.
    pub responses: Vec<Response>,
    /// The action or function that the page documents.
    pub call: Option<Call>,
    /// Whether query options are supported; `None` if the page does not state it.
    pub query_options: Option<bool>,
}

/// The kind of a call: an operation that does more than read or write a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallKind {
    /// May have side effects. Its parameters are members of the request body.
    Action,
    /// Has no side effects. Its parameters are in parentheses in the URL.
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

/// An action or function. Its parameters are the body members of the operation, or the parameters with place
/// [`In::Function`]. Its return type is that of the response.
#[derive(Clone, Debug)]
pub struct Call {
    /// Action or function.
    pub kind: CallKind,
    /// Its name without namespace, as the request line spells it.
    pub name: String,
    /// The type that it is bound to, if the page names it.
    pub bound: Option<String>,
    /// Its place.
    pub range: FileRange,
}

/// The type of a request body.
#[derive(Clone, Debug)]
pub struct BodyType {
    /// The type, normalized.
    pub type_expr: TypeExpr,
    /// The target of the link that names the type; empty if there is no link.
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

/// The scopes that a permission table states for one scheme.
#[derive(Clone, Debug)]
pub struct Permission {
    /// The scheme.
    pub scheme: Scheme,
    /// The subject of the row or table if a page has several: a section anchor or a row label.
    pub context: String,
    /// Scopes in the order of the page.
    pub scopes: Vec<String>,
    /// Sets of scopes that are needed together, if the cell joins scopes by a word such as "and"; any one set is enough.
    /// Empty if any one scope is enough.
    pub sets: Vec<Vec<String>>,
    /// False if the cell has no scopes and states that the scheme is not supported.
    pub supported: bool,
    /// The cell as written on the authority side.
    pub written: String,
    /// Its place.
    pub range: FileRange,
}

/// The part of a request that holds a parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum In {
    /// The path.
    Path,
    /// The query.
    Query,
    /// The parentheses of a function.
    Function,
    /// A header.
    Header,
    /// The body.
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

/// The modifiers of a parameter or property.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Modifiers {
    /// Whether it is required; `None` if not stated.
    pub required: Option<bool>,
    /// Whether it may be null; `None` if not stated.
    pub nullable: Option<bool>,
    /// Whether it is read-only; `None` if not stated.
    pub read_only: Option<bool>,
    /// Whether it is the key of its type, or part of the key.
    pub key: bool,
    /// The default value, as written; empty if not stated.
    pub default: String,
}

/// A row of a table: a header, parameter, body member, property or relationship.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// The part of the request that holds it; [`In::Body`] for properties.
    pub place: In,
    /// The name, normalized.
    pub name: String,
    /// The cell of the name, as written on the authority side.
    pub written: String,
    /// The type, normalized.
    pub type_expr: Option<TypeExpr>,
    /// The type as written on the authority side.
    pub written_type: String,
    /// The modifiers that columns or sentences state.
    pub modifiers: Modifiers,
    /// Whether it is a query option that a sentence or a request line names, not a row of a table.
    pub named_option: bool,
    /// The subject of its table or group of rows if the page has several: the divider row above it, else the anchor of the
    /// heading above the table.
    pub context: String,
    /// The possible values that its description or the JSON of the page lists.
    pub values: Vec<String>,
    /// The target of the link in its type cell; empty if there is no link.
    pub type_link: String,
    /// The type from which it is inherited, as stated. It may be any base type, not only the nearest.
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

/// The kind of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TypeKind {
    /// Has a key property or inherits from an entity.
    Entity,
    /// Any other structured type.
    Complex,
    /// An enumeration of members.
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

/// The facts of a page about one type.
#[derive(Clone, Debug)]
pub struct TypeFacts {
    /// Name without namespace.
    pub name: String,
    /// Namespace; empty if not stated.
    pub namespace: String,
    /// Its kind.
    pub kind: TypeKind,
    /// The base type's name without namespace.
    pub base: Option<String>,
    /// Whether the base type is a root type of the profile.
    pub has_root_base: bool,
    /// The key property, if the annotation or the JSON of the page names it.
    pub key: Option<String>,
    /// Whether instances may have undeclared properties.
    pub open: bool,
    /// Whether only derived types have instances.
    pub is_abstract: bool,
    /// Properties that responses contain only on request, by the annotation.
    pub optional: Vec<String>,
    /// Properties, in order.
    pub properties: Vec<Item>,
    /// Relationships, in order.
    pub relationships: Vec<Item>,
    /// Members of an enum, in order.
    pub members: Vec<Member>,
    /// Methods, in order.
    pub methods: Vec<Method>,
    /// Whether it is an enum that no page defines, read from the possible values of a property. Schemas contain it, but
    /// editions are not compared by it.
    pub from_value_list: bool,
    /// The place of its name.
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
            has_root_base: false,
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
    /// The cell of the name, as written on the authority side.
    pub written: String,
    /// The value; empty if not stated.
    pub value: String,
    /// The cell of the value, as written on the authority side.
    pub written_value: String,
    /// Its place and description.
    pub stated: Stated,
}

/// A method of a type: a link to its page.
#[derive(Clone, Debug)]
pub struct Method {
    /// The key of the page that it links to: `api/berth-get`.
    pub page: String,
    /// The return type.
    pub returns: Option<TypeExpr>,
    /// The target of the link in the cell of the return type; empty if there is no link.
    pub type_link: String,
    /// Its place and description.
    pub stated: Stated,
}
