//! The checks: each picks the changes that it is about and words them. A check does not compare, sort,
//! suppress or set its level.
//!
//! To add one: its file here, its page in `fixtures/checks`, and two sorted lines below.

pub mod anchor_changed;
pub mod character_corrupted;
pub mod code_block_changed;
pub mod code_block_extra;
pub mod code_block_missing;
pub mod code_span_changed;
pub mod content_length_wrong;
pub mod edition_duplicated;
pub mod emphasis_broken;
pub mod example_json_invalid;
pub mod example_property_missing;
pub mod example_property_unknown;
pub mod example_type_mismatch;
pub mod example_version_mismatch;
pub mod fact_outvoted;
pub mod front_matter_invalid;
pub mod front_matter_key_missing;
pub mod front_matter_key_translated;
pub mod front_matter_missing;
pub mod front_matter_value_changed;
pub mod header_name_changed;
pub mod heading_extra;
pub mod heading_missing;
pub mod identifier_case_changed;
pub mod identifier_changed;
pub mod identifier_changed_in_prose;
pub mod link_syntax_broken;
pub mod link_target_changed;
pub mod list_item_extra;
pub mod list_item_missing;
pub mod literal_changed;
pub mod member_added;
pub mod member_removed;
pub mod number_changed;
pub mod operation_added;
pub mod operation_removed;
pub mod page_missing_in_locale;
pub mod page_stale;
pub mod paragraph_extra;
pub mod paragraph_missing;
pub mod permission_added;
pub mod permission_changed;
pub mod permission_removed;
pub mod pin_unknown;
pub mod placeholder_changed;
pub mod property_added;
pub mod property_removed;
pub mod requiredness_changed;
pub mod segment_empty;
pub mod segment_stale;
pub mod segment_untranslated;
pub mod source_deleted;
pub mod span_malformed;
pub mod table_column_extra;
pub mod table_column_missing;
pub mod table_row_extra;
pub mod table_row_missing;
pub mod type_changed;
pub mod type_name_localized;

use crate::compare::change::{Change, ChangeKind, VersionChange, VersionWhat};
use crate::compare::translation::structure::Part;
use crate::config::Config;
use crate::diagnostic::{Axis, Level};
use crate::facts::flat::FactKind;

/// All checks, by name.
pub const ALL: &[Check] = &[
    anchor_changed::CHECK,
    character_corrupted::CHECK,
    code_block_changed::CHECK,
    code_block_extra::CHECK,
    code_block_missing::CHECK,
    code_span_changed::CHECK,
    content_length_wrong::CHECK,
    edition_duplicated::CHECK,
    emphasis_broken::CHECK,
    example_json_invalid::CHECK,
    example_property_missing::CHECK,
    example_property_unknown::CHECK,
    example_type_mismatch::CHECK,
    example_version_mismatch::CHECK,
    fact_outvoted::CHECK,
    front_matter_invalid::CHECK,
    front_matter_key_missing::CHECK,
    front_matter_key_translated::CHECK,
    front_matter_missing::CHECK,
    front_matter_value_changed::CHECK,
    header_name_changed::CHECK,
    heading_extra::CHECK,
    heading_missing::CHECK,
    identifier_case_changed::CHECK,
    identifier_changed::CHECK,
    identifier_changed_in_prose::CHECK,
    link_syntax_broken::CHECK,
    link_target_changed::CHECK,
    list_item_extra::CHECK,
    list_item_missing::CHECK,
    literal_changed::CHECK,
    member_added::CHECK,
    member_removed::CHECK,
    number_changed::CHECK,
    operation_added::CHECK,
    operation_removed::CHECK,
    page_missing_in_locale::CHECK,
    page_stale::CHECK,
    paragraph_extra::CHECK,
    paragraph_missing::CHECK,
    permission_added::CHECK,
    permission_changed::CHECK,
    permission_removed::CHECK,
    pin_unknown::CHECK,
    placeholder_changed::CHECK,
    property_added::CHECK,
    property_removed::CHECK,
    requiredness_changed::CHECK,
    segment_empty::CHECK,
    segment_stale::CHECK,
    segment_untranslated::CHECK,
    source_deleted::CHECK,
    span_malformed::CHECK,
    table_column_extra::CHECK,
    table_column_missing::CHECK,
    table_row_extra::CHECK,
    table_row_missing::CHECK,
    type_changed::CHECK,
    type_name_localized::CHECK,
];

/// One rule.
pub struct Check {
    /// Its name: `<item>_<fault>`.
    pub name: &'static str,
    /// The level that it has where settings say nothing.
    pub level: Level,
    /// What it compares.
    pub axis: Axis,
    /// Its page: prose, a case that fires, a near miss that does not.
    pub page: &'static str,
}

/// What a check says of a change.
pub struct Wording {
    /// The fact.
    pub message: String,
    /// What to do about it; may be empty.
    pub help: String,
}

impl Wording {
    /// A fact and what to do about it.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// The check of that name.
pub fn find(name: &str) -> Option<&'static Check> {
    ALL.iter().find(|check| check.name == name)
}

impl Check {
    /// The first paragraph of its page: what it is about, in a sentence or two.
    pub fn summary(&self) -> String {
        let paragraphs = self.page.split("\n\n").map(str::trim);
        paragraphs
            .filter(|paragraph| !paragraph.starts_with('#'))
            .find(|paragraph| !paragraph.is_empty())
            .unwrap_or_default()
            .replace('\n', " ")
    }
}

/// A change that is reported: the check that reports it, its level and its words.
pub struct Verdict {
    /// The check.
    pub check: &'static Check,
    /// The level: that of the settings, else that of the check.
    pub level: Level,
    /// The message and the help.
    pub wording: Wording,
    /// The change.
    pub change: Change,
}

impl Verdict {
    /// Judges a change. `None` where the settings turn its check off.
    pub fn of(change: Change, config: &Config) -> Option<Self> {
        let (check, wording) = word(&change, config);
        let level = config.levels.get(check.name).copied().unwrap_or(Some(check.level))?;
        Some(Self { check, level, wording, change })
    }
}

/// The check of a change, and its words. Each kind of change has exactly one check: the compiler holds that.
fn word(change: &Change, config: &Config) -> (&'static Check, Wording) {
    match &change.kind {
        ChangeKind::Anchor => (&anchor_changed::CHECK, anchor_changed::word(change)),
        ChangeKind::Character(fault) => (&character_corrupted::CHECK, character_corrupted::word(change, *fault)),
        ChangeKind::CodeBlock => (&code_block_changed::CHECK, code_block_changed::word(change)),
        ChangeKind::CodeSpan => (&code_span_changed::CHECK, code_span_changed::word(change)),
        ChangeKind::ContentLength(lengths) => {
            (&content_length_wrong::CHECK, content_length_wrong::word(change, lengths))
        }
        ChangeKind::EditionDuplicated(used) => (&edition_duplicated::CHECK, edition_duplicated::word(change, used)),
        ChangeKind::Emphasis => (&emphasis_broken::CHECK, emphasis_broken::word(change)),
        ChangeKind::ExampleJson(fault) => (&example_json_invalid::CHECK, example_json_invalid::word(change, fault)),
        ChangeKind::ExamplePropertyMissing(documented) => {
            (&example_property_missing::CHECK, example_property_missing::word(change, documented))
        }
        ChangeKind::ExamplePropertyUnknown(documented) => {
            (&example_property_unknown::CHECK, example_property_unknown::word(change, documented))
        }
        ChangeKind::ExampleType(documented) => {
            (&example_type_mismatch::CHECK, example_type_mismatch::word(change, documented))
        }
        ChangeKind::ExampleVersion => (&example_version_mismatch::CHECK, example_version_mismatch::word(change)),
        ChangeKind::Outvoted(vote) => (&fact_outvoted::CHECK, fact_outvoted::word(change, vote)),
        ChangeKind::FrontMatterInvalid(fault) => {
            (&front_matter_invalid::CHECK, front_matter_invalid::word(change, fault))
        }
        ChangeKind::FrontMatterKeyMissing => (&front_matter_key_missing::CHECK, front_matter_key_missing::word(change)),
        ChangeKind::FrontMatterKeyTranslated => {
            (&front_matter_key_translated::CHECK, front_matter_key_translated::word(change))
        }
        ChangeKind::FrontMatterMissing => (&front_matter_missing::CHECK, front_matter_missing::word(change)),
        ChangeKind::FrontMatterValue(editions) => {
            (&front_matter_value_changed::CHECK, front_matter_value_changed::word(change, *editions))
        }
        ChangeKind::HeaderName => (&header_name_changed::CHECK, header_name_changed::word(change)),
        ChangeKind::IdentifierCase => (&identifier_case_changed::CHECK, identifier_case_changed::word(change)),
        ChangeKind::Identifier => (&identifier_changed::CHECK, identifier_changed::word(change)),
        ChangeKind::IdentifierInProse => {
            (&identifier_changed_in_prose::CHECK, identifier_changed_in_prose::word(change))
        }
        ChangeKind::LinkSyntax => (&link_syntax_broken::CHECK, link_syntax_broken::word(change)),
        ChangeKind::LinkTarget => (&link_target_changed::CHECK, link_target_changed::word(change)),
        ChangeKind::Literal => (&literal_changed::CHECK, literal_changed::word(change)),
        ChangeKind::Number => (&number_changed::CHECK, number_changed::word(change)),
        ChangeKind::PageMissing(present) => {
            (&page_missing_in_locale::CHECK, page_missing_in_locale::word(change, present))
        }
        ChangeKind::PageStale(age) => (&page_stale::CHECK, page_stale::word(change, age)),
        ChangeKind::Permission => (&permission_changed::CHECK, permission_changed::word(change)),
        ChangeKind::PinUnknown(reason) => (&pin_unknown::CHECK, pin_unknown::word(change, *reason)),
        ChangeKind::Placeholder => (&placeholder_changed::CHECK, placeholder_changed::word(change)),
        ChangeKind::SegmentEmpty => (&segment_empty::CHECK, segment_empty::word(change)),
        ChangeKind::SegmentStale(stale) => (&segment_stale::CHECK, segment_stale::word(change, stale)),
        ChangeKind::SegmentUntranslated => (&segment_untranslated::CHECK, segment_untranslated::word(change)),
        ChangeKind::SourceDeleted => (&source_deleted::CHECK, source_deleted::word(change)),
        ChangeKind::SpanMalformed(fault) => {
            (&span_malformed::CHECK, span_malformed::word(*fault, &config.profile.spans))
        }
        ChangeKind::TypeName => (&type_name_localized::CHECK, type_name_localized::word(change)),
        ChangeKind::Missing(part) => word_missing(change, *part),
        ChangeKind::Extra(part) => word_extra(change, *part),
        ChangeKind::Version(version) => word_version(change, version),
    }
}

fn word_missing(change: &Change, part: Part) -> (&'static Check, Wording) {
    match part {
        Part::Heading => (&heading_missing::CHECK, heading_missing::word(change)),
        Part::Paragraph => (&paragraph_missing::CHECK, paragraph_missing::word(change)),
        Part::ListItem => (&list_item_missing::CHECK, list_item_missing::word(change)),
        Part::TableRow => (&table_row_missing::CHECK, table_row_missing::word(change)),
        Part::TableColumn => (&table_column_missing::CHECK, table_column_missing::word(change)),
        Part::CodeBlock => (&code_block_missing::CHECK, code_block_missing::word(change)),
    }
}

fn word_extra(change: &Change, part: Part) -> (&'static Check, Wording) {
    match part {
        Part::Heading => (&heading_extra::CHECK, heading_extra::word(change)),
        Part::Paragraph => (&paragraph_extra::CHECK, paragraph_extra::word(change)),
        Part::ListItem => (&list_item_extra::CHECK, list_item_extra::word(change)),
        Part::TableRow => (&table_row_extra::CHECK, table_row_extra::word(change)),
        Part::TableColumn => (&table_column_extra::CHECK, table_column_extra::word(change)),
        Part::CodeBlock => (&code_block_extra::CHECK, code_block_extra::word(change)),
    }
}

fn word_version(change: &Change, version: &VersionChange) -> (&'static Check, Wording) {
    use VersionWhat::{Added, Removed, Requiredness, Type};
    match (version.what, version.kind) {
        (Type, _) => (&type_changed::CHECK, type_changed::word(change, version)),
        (Requiredness, _) => (&requiredness_changed::CHECK, requiredness_changed::word(change, version)),
        (Added, FactKind::Member) => (&member_added::CHECK, member_added::word(change, version)),
        (Removed, FactKind::Member) => (&member_removed::CHECK, member_removed::word(change, version)),
        (Added, FactKind::Request) => (&operation_added::CHECK, operation_added::word(change, version)),
        (Removed, FactKind::Request) => (&operation_removed::CHECK, operation_removed::word(change, version)),
        (Added, FactKind::Permission) => (&permission_added::CHECK, permission_added::word(change, version)),
        (Removed, FactKind::Permission) => (&permission_removed::CHECK, permission_removed::word(change, version)),
        (Added, _) => (&property_added::CHECK, property_added::word(change, version)),
        (Removed, _) => (&property_removed::CHECK, property_removed::word(change, version)),
    }
}
