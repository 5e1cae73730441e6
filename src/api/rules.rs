//! The table of all kinds of API changes: name, wording, and whether the change breaks clients.
//!
//! The impacts follow the principle of oasdiff's severities: the service must not accept fewer requests than before, and
//! responses must not contain more kinds of values than before. What the pages do not decide is "uncertain".

/// Whether clients written for the old side may break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Clients keep working.
    Compatible,
    /// Some clients may break; the pages do not decide it.
    Uncertain,
    /// Clients that use the changed part break.
    Breaking,
}

impl Impact {
    /// All impacts, the worst first.
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

/// What happened to the part of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// Only the new side has it.
    Added,
    /// Both sides have it and describe it differently.
    Changed,
    /// Both sides have it under different names.
    Renamed,
    /// Only the old side has it.
    Removed,
}

impl Turn {
    /// All turns, in the order of a changelog.
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
    /// What happened.
    pub turn: Turn,
    /// Whether it breaks clients.
    pub impact: Impact,
    /// The message. `{name}` is replaced by the name of the changed item, `{old}` and `{new}` by the texts of the two sides.
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
        "member `{name}` of the request body removed" "the service may ignore it or reject the request";
    BodyMemberRenamed "body_member_renamed" Renamed Breaking
        "member `{old}` of the request body renamed to `{new}`" "the service no longer reads the old name";
    BodyMemberType "body_member_type_changed" Changed Breaking
        "type of member `{name}` of the request body changed from `{old}` to `{new}`" "a value of the old type is rejected";
    BodyMemberTypeWidened "body_member_type_widened" Changed Compatible
        "type of member `{name}` of the request body widened from `{old}` to `{new}`" "every value of the old type is valid for the new type";
    HeaderAdded "header_added" Added Compatible
        "optional request header `{name}` added" "a request without it stays valid";
    HeaderAddedRequired "header_added_required" Added Breaking
        "required request header `{name}` added" "a request without it is no longer valid";
    HeaderOptional "header_became_optional" Changed Compatible
        "request header `{name}` is no longer required" "a request with it stays valid";
    HeaderRequired "header_became_required" Changed Breaking
        "request header `{name}` is now required" "a request without it is no longer valid";
    HeaderRemoved "header_removed" Removed Uncertain
        "request header `{name}` removed" "the service may ignore it or reject the request";
    HeaderRenamed "header_renamed" Renamed Breaking
        "request header `{old}` renamed to `{new}`" "the service no longer reads the old name";
    MemberAdded "member_added" Added Uncertain
        "enum member `{name}` added" "responses may contain a value that existing clients do not know";
    MemberRemoved "member_removed" Removed Breaking
        "enum member `{name}` removed" "requests with it are rejected";
    MemberRenamed "member_renamed" Renamed Breaking
        "enum member `{old}` renamed to `{new}`" "requests with the old name are rejected, and responses contain the new name";
    MemberValue "member_value_changed" Changed Uncertain
        "value of enum member `{name}` changed from `{old}` to `{new}`" "JSON contains the name; compiled clients may contain the value";
    OperationAdded "operation_added" Added Compatible
        "operation added" "existing clients do not call it";
    OperationDocumented "operation_documented" Added Compatible
        "page of the operation added; old pages already link to it" "the operation existed before its page";
    OperationRemoved "operation_removed" Removed Breaking
        "operation removed" "calls fail";
    OperationRenamed "operation_renamed" Renamed Breaking
        "operation moved from `{old}` to `{new}`" "calls of the old path fail";
    OperationUndocumented "operation_undocumented" Removed Uncertain
        "page of the operation removed; other pages still link to it" "the pages do not state whether the operation was removed too";
    ParameterAdded "parameter_added" Added Compatible
        "optional parameter `{name}` added" "a request without it stays valid";
    ParameterAddedRequired "parameter_added_required" Added Breaking
        "required parameter `{name}` added" "a request without it is no longer valid";
    ParameterOptional "parameter_became_optional" Changed Compatible
        "parameter `{name}` is no longer required" "a request with it stays valid";
    ParameterRequired "parameter_became_required" Changed Breaking
        "parameter `{name}` is now required" "a request without it is no longer valid";
    ParameterRemoved "parameter_removed" Removed Uncertain
        "parameter `{name}` removed" "the service may ignore it or reject the request";
    ParameterRenamed "parameter_renamed" Renamed Breaking
        "parameter `{old}` renamed to `{new}`" "the service no longer reads the old name";
    ParameterType "parameter_type_changed" Changed Breaking
        "type of parameter `{name}` changed from `{old}` to `{new}`" "a value of the old type is rejected";
    ParameterTypeWidened "parameter_type_widened" Changed Compatible
        "type of parameter `{name}` widened from `{old}` to `{new}`" "every value of the old type is valid for the new type";
    PermissionAdded "permission_added" Added Compatible
        "{name}: permission `{new}` is now accepted" "permissions are alternatives: callers with an old permission stay allowed";
    PermissionRemoved "permission_removed" Removed Breaking
        "{name}: permission `{old}` is no longer accepted" "permissions are alternatives: callers with none of the others are rejected";
    PermissionSchemeAdded "permission_scheme_added" Added Compatible
        "{name}: now supported, with `{new}`" "existing clients do not use it";
    PermissionSchemeRemoved "permission_scheme_removed" Removed Breaking
        "{name}: no longer supported; was `{old}`" "callers that use it are rejected";
    PropertyAdded "property_added" Added Compatible
        "property `{name}` added" "clients ignore properties that they do not know";
    PropertyAddedRequired "property_added_required" Added Breaking
        "required property `{name}` added" "a request without it is no longer valid";
    PropertyOptional "property_became_optional" Changed Compatible
        "property `{name}` is no longer required" "pages state `required` for requests, and a request with it stays valid";
    PropertyRequired "property_became_required" Changed Breaking
        "property `{name}` is now required" "a request without it is no longer valid";
    PropertyNotNullable "property_became_not_nullable" Changed Uncertain
        "property `{name}` may no longer be null" "a request with null is rejected; responses are safe";
    PropertyNullable "property_became_nullable" Changed Uncertain
        "property `{name}` may now be null" "responses may contain a null that existing clients do not expect; requests are safe";
    PropertyRemoved "property_removed" Removed Breaking
        "property `{name}` removed" "responses lack the property that clients read";
    PropertyRenamed "property_renamed" Renamed Breaking
        "property `{old}` renamed to `{new}`" "responses lack the old name, and the service no longer reads it in requests";
    PropertyType "property_type_changed" Changed Breaking
        "type of property `{name}` changed from `{old}` to `{new}`" "a wider type breaks readers of responses, a narrower type breaks requests";
    RelationshipAdded "relationship_added" Added Compatible
        "relationship `{name}` added" "clients ignore relationships that they do not know";
    RelationshipAddedRequired "relationship_added_required" Added Breaking
        "required relationship `{name}` added" "a request without it is no longer valid";
    RelationshipOptional "relationship_became_optional" Changed Compatible
        "relationship `{name}` is no longer required" "a request with it stays valid";
    RelationshipRequired "relationship_became_required" Changed Breaking
        "relationship `{name}` is now required" "a request without it is no longer valid";
    RelationshipRemoved "relationship_removed" Removed Breaking
        "relationship `{name}` removed" "responses lack the old name, and requests to its path fail";
    RelationshipRenamed "relationship_renamed" Renamed Breaking
        "relationship `{old}` renamed to `{new}`" "responses lack the old name, and requests to its path fail";
    RelationshipType "relationship_type_changed" Changed Breaking
        "type of relationship `{name}` changed from `{old}` to `{new}`" "a wider type breaks readers of responses, a narrower type breaks requests";
    RequestAdded "request_added" Added Compatible
        "request `{name}` added" "existing clients do not send it";
    RequestRemoved "request_removed" Removed Breaking
        "request `{name}` removed" "clients that send it fail";
    RequestRenamed "request_renamed" Renamed Breaking
        "request `{old}` is now `{new}`" "clients that send the old request fail";
    ResponseStatus "response_status_changed" Changed Breaking
        "response changed from `{old}` to `{new}`" "clients that expect the old status do not get it";
    ResponseType "response_type_changed" Changed Breaking
        "response type changed from `{old}` to `{new}`" "responses lack the properties that clients read";
    TypeAdded "type_added" Added Compatible
        "{name} added" "existing clients do not use it";
    TypeBase "type_base_changed" Changed Uncertain
        "base type changed from `{old}` to `{new}`" "lost properties are reported separately; compiled clients may use the base type";
    TypeBaseInserted "type_base_inserted" Changed Compatible
        "base type is now `{new}`, which is itself derived from `{old}`" "the type is still derived from its old base";
    TypeDocumented "type_documented" Added Compatible
        "page of the {name} added; old pages already name it" "the type existed before its page";
    TypeForm "type_form_changed" Changed Breaking
        "changed from {old} to {new}" "an enum is a JSON string, a structured type is a JSON object";
    TypeRemoved "type_removed" Removed Breaking
        "{name} removed" "responses lack the values that clients read";
    TypeRenamed "type_renamed" Renamed Uncertain
        "renamed from `{old}` to `{new}`" "JSON contains type names only in annotations; compiled clients contain the name";
    TypeUndocumented "type_undocumented" Removed Uncertain
        "page of the {name} removed; other pages still name it" "the pages do not state whether it was removed too";
    ValueAdded "value_added" Added Uncertain
        "value `{new}` of property `{name}` added" "responses may contain a value that existing clients do not know";
    ValueRemoved "value_removed" Removed Breaking
        "value `{old}` of property `{name}` removed" "requests with it are rejected";
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
