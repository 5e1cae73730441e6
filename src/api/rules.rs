//! What each kind of API change is called, how it is worded and whether it breaks clients: one table.
//!
//! The impacts follow the law of oasdiff's severities: what a request may hold must not narrow, what a
//! response may hold must not widen, and what cannot be told from the pages is said to be so.

/// Whether clients written for the old side may break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// They go on working.
    Compatible,
    /// Some may break; the pages alone cannot tell.
    Uncertain,
    /// Those that use the thing break.
    Breaking,
}

impl Impact {
    /// All, the worst first.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Uncertain, Self::Compatible];

    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Uncertain => "uncertain",
            Self::Breaking => "breaking",
        }
    }
}

/// What becomes of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// Only the new side has it.
    Added,
    /// Both have it, and say something else of it.
    Changed,
    /// Both have it, under two names.
    Renamed,
    /// Only the old side has it.
    Removed,
}

impl Turn {
    /// All, in the order of a changelog.
    pub const ALL: [Self; 4] = [Self::Removed, Self::Renamed, Self::Changed, Self::Added];

    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Renamed => "renamed",
            Self::Removed => "removed",
        }
    }
}

/// One kind of change.
#[derive(Debug)]
pub struct Rule {
    /// Its name in reports.
    pub name: &'static str,
    /// What becomes of the thing.
    pub turn: Turn,
    /// Whether it breaks clients.
    pub impact: Impact,
    /// The message: `{name}`, `{old}` and `{new}` stand for the thing and what the sides say of it.
    pub wording: &'static str,
    /// Why it breaks clients, or why not.
    pub reason: &'static str,
}

macro_rules! rules {
    ($($kind:ident $name:literal $turn:ident $impact:ident $wording:literal $reason:literal;)*) => {
        /// The kinds of API changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each kind is described in its rule")]
        pub enum Kind { $($kind),* }

        /// All kinds, in order of name.
        pub const ALL: &[(Kind, Rule)] = &[$((Kind::$kind, Rule {
            name: $name,
            turn: Turn::$turn,
            impact: Impact::$impact,
            wording: $wording,
            reason: $reason,
        })),*];
    };
}

rules! {
    BodyMemberAdded "body_member_added" Added Compatible
        "optional member `{name}` of the request body added" "a request without it stays valid";
    BodyMemberAddedRequired "body_member_added_required" Added Breaking
        "required member `{name}` of the request body added" "a request without it is no longer valid";
    BodyMemberOptional "body_member_became_optional" Changed Compatible
        "member `{name}` of the request body is no longer required" "a request with it stays valid";
    BodyMemberRequired "body_member_became_required" Changed Breaking
        "member `{name}` of the request body is now required" "a request without it is no longer valid";
    BodyMemberRemoved "body_member_removed" Removed Uncertain
        "member `{name}` of the request body removed" "the service may ignore it or refuse it";
    BodyMemberRenamed "body_member_renamed" Renamed Breaking
        "member `{old}` of the request body renamed to `{new}`" "a request with the old name no longer says the same";
    BodyMemberType "body_member_type_changed" Changed Breaking
        "type of member `{name}` of the request body changed from `{old}` to `{new}`" "a value of the old type is refused";
    BodyMemberTypeWidened "body_member_type_widened" Changed Compatible
        "type of member `{name}` of the request body widened from `{old}` to `{new}`" "every old value is one of the new type";
    HeaderAdded "header_added" Added Compatible
        "optional request header `{name}` added" "a request without it stays valid";
    HeaderAddedRequired "header_added_required" Added Breaking
        "required request header `{name}` added" "a request without it is no longer valid";
    HeaderOptional "header_became_optional" Changed Compatible
        "request header `{name}` is no longer required" "a request with it stays valid";
    HeaderRequired "header_became_required" Changed Breaking
        "request header `{name}` is now required" "a request without it is no longer valid";
    HeaderRemoved "header_removed" Removed Uncertain
        "request header `{name}` removed" "the service may ignore it or refuse it";
    HeaderRenamed "header_renamed" Renamed Breaking
        "request header `{old}` renamed to `{new}`" "a request with the old name no longer says the same";
    MemberAdded "member_added" Added Uncertain
        "enum member `{name}` added" "responses may hold a value that no old client knows";
    MemberRemoved "member_removed" Removed Breaking
        "enum member `{name}` removed" "requests with it are refused";
    MemberRenamed "member_renamed" Renamed Breaking
        "enum member `{old}` renamed to `{new}`" "requests with the old name are refused, and responses hold a new one";
    MemberValue "member_value_changed" Changed Uncertain
        "value of enum member `{name}` changed from `{old}` to `{new}`" "JSON holds the name; compiled clients may hold the value";
    OperationAdded "operation_added" Added Compatible
        "operation added" "no old client calls it";
    OperationDocumented "operation_documented" Added Compatible
        "operation documented: old pages link to a page of it that is not there" "it was there before its page";
    OperationRemoved "operation_removed" Removed Breaking
        "operation removed" "calls fail";
    OperationRenamed "operation_renamed" Renamed Breaking
        "operation moved from `{old}` to `{new}`" "calls of the old path fail";
    OperationUndocumented "operation_undocumented" Removed Uncertain
        "page of the operation removed, though other pages still link to it" "the page is gone; whether the operation is, the pages do not say";
    ParameterAdded "parameter_added" Added Compatible
        "optional parameter `{name}` added" "a request without it stays valid";
    ParameterAddedRequired "parameter_added_required" Added Breaking
        "required parameter `{name}` added" "a request without it is no longer valid";
    ParameterOptional "parameter_became_optional" Changed Compatible
        "parameter `{name}` is no longer required" "a request with it stays valid";
    ParameterRequired "parameter_became_required" Changed Breaking
        "parameter `{name}` is now required" "a request without it is no longer valid";
    ParameterRemoved "parameter_removed" Removed Uncertain
        "parameter `{name}` removed" "the service may ignore it or refuse it";
    ParameterRenamed "parameter_renamed" Renamed Breaking
        "parameter `{old}` renamed to `{new}`" "a request with the old name no longer says the same";
    ParameterType "parameter_type_changed" Changed Breaking
        "type of parameter `{name}` changed from `{old}` to `{new}`" "a value of the old type is refused";
    ParameterTypeWidened "parameter_type_widened" Changed Compatible
        "type of parameter `{name}` widened from `{old}` to `{new}`" "every old value is one of the new type";
    PermissionAdded "permission_added" Added Compatible
        "{name}: permission `{new}` accepted" "permissions are alternatives: those with the old ones stay allowed";
    PermissionRemoved "permission_removed" Removed Breaking
        "{name}: permission `{old}` no longer accepted" "permissions are alternatives: those with none of the others are refused";
    PermissionSchemeAdded "permission_scheme_added" Added Compatible
        "{name}: now supported, with `{new}`" "no old client calls it that way";
    PermissionSchemeRemoved "permission_scheme_removed" Removed Breaking
        "{name}: no longer supported; was `{old}`" "those that call it that way are refused";
    PropertyAdded "property_added" Added Compatible
        "property `{name}` added" "clients pass over properties that they do not know";
    PropertyAddedRequired "property_added_required" Added Breaking
        "required property `{name}` added" "a request without it is no longer valid";
    PropertyOptional "property_became_optional" Changed Compatible
        "property `{name}` is no longer required" "requiredness is stated for requests: one with it stays valid";
    PropertyRequired "property_became_required" Changed Breaking
        "property `{name}` is now required" "a request without it is no longer valid";
    PropertyNotNullable "property_became_not_nullable" Changed Uncertain
        "property `{name}` may no longer be null" "a request with null is refused; responses are safe";
    PropertyNullable "property_became_nullable" Changed Uncertain
        "property `{name}` may now be null" "responses may hold a null that no old client expects; requests are safe";
    PropertyRemoved "property_removed" Removed Breaking
        "property `{name}` removed" "responses lack what clients read";
    PropertyRenamed "property_renamed" Renamed Breaking
        "property `{old}` renamed to `{new}`" "responses lack what clients read, and requests with the old name no longer say the same";
    PropertyType "property_type_changed" Changed Breaking
        "type of property `{name}` changed from `{old}` to `{new}`" "it goes both ways: widened, responses break; narrowed, requests do";
    RelationshipAdded "relationship_added" Added Compatible
        "relationship `{name}` added" "clients pass over relationships that they do not know";
    RelationshipAddedRequired "relationship_added_required" Added Breaking
        "required relationship `{name}` added" "a request without it is no longer valid";
    RelationshipOptional "relationship_became_optional" Changed Compatible
        "relationship `{name}` is no longer required" "a request with it stays valid";
    RelationshipRequired "relationship_became_required" Changed Breaking
        "relationship `{name}` is now required" "a request without it is no longer valid";
    RelationshipRemoved "relationship_removed" Removed Breaking
        "relationship `{name}` removed" "responses lack what clients read, and its path is gone";
    RelationshipRenamed "relationship_renamed" Renamed Breaking
        "relationship `{old}` renamed to `{new}`" "responses lack what clients read, and its path is gone";
    RelationshipType "relationship_type_changed" Changed Breaking
        "type of relationship `{name}` changed from `{old}` to `{new}`" "it goes both ways: widened, responses break; narrowed, requests do";
    RequestAdded "request_added" Added Compatible
        "request `{name}` added" "no old client makes it";
    RequestRemoved "request_removed" Removed Breaking
        "request `{name}` removed" "it fails";
    RequestRenamed "request_renamed" Renamed Breaking
        "request `{old}` is now `{new}`" "the old one fails";
    ResponseStatus "response_status_changed" Changed Breaking
        "response changed from `{old}` to `{new}`" "clients that wait for the old status do not see it";
    ResponseType "response_type_changed" Changed Breaking
        "response type changed from `{old}` to `{new}`" "responses lack what clients read";
    TypeAdded "type_added" Added Compatible
        "{name} added" "no old client knows it";
    TypeBase "type_base_changed" Changed Uncertain
        "base type changed from `{old}` to `{new}`" "properties that go with it are told apart; compiled clients may hold the base";
    TypeBaseInserted "type_base_inserted" Changed Compatible
        "base type is now `{new}`, which is itself derived from `{old}`" "it still is what it was";
    TypeDocumented "type_documented" Added Compatible
        "{name} documented: old pages name it without a page that defines it" "it was there before its page";
    TypeForm "type_form_changed" Changed Breaking
        "changed from {old} to {new}" "text is not an object";
    TypeRemoved "type_removed" Removed Breaking
        "{name} removed" "responses lack what clients read";
    TypeRenamed "type_renamed" Renamed Uncertain
        "renamed from `{old}` to `{new}`" "JSON names a type in annotations only; compiled clients hold the name";
    TypeUndocumented "type_undocumented" Removed Uncertain
        "page that defines the {name} removed, though other pages still name it" "the page is gone; whether the type is, the pages do not say";
    ValueAdded "value_added" Added Uncertain
        "value `{new}` of property `{name}` added" "responses may hold a value that no old client knows";
    ValueRemoved "value_removed" Removed Breaking
        "value `{old}` of property `{name}` removed" "requests with it are refused";
}

impl Kind {
    /// Its rule.
    pub fn rule(self) -> &'static Rule {
        &ALL[self as usize].1
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_kind_finds_its_own_rule() {
        assert!(crate::api::rules::ALL.iter().enumerate().all(|(index, (kind, _))| *kind as usize == index));
        assert!(
            crate::api::rules::ALL.iter().map(|(_, rule)| rule.name).collect::<std::collections::BTreeSet<_>>().len()
                == crate::api::rules::ALL.len()
        );
    }
}
