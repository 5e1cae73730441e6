//! The checks. Each check gives the message and the help for one kind of change. A check does not compare, sort, suppress
//! or set its level.
//!
//! A new check needs a file here, a page in `fixtures/checks`, a kind in `compare::change`, three sorted lines below (module,
//! list and match), and the comparison that returns the kind; a test rewrites `docs/checks.md`. Changes between API versions
//! have no files here: their names, impacts and wording are the rows of `api::rules`.

pub(crate) mod anchor_changed;
pub mod api_changes;
pub(crate) mod character_corrupted;
pub(crate) mod code_block_changed;
pub(crate) mod code_block_extra;
pub(crate) mod code_block_missing;
pub(crate) mod code_span_changed;
pub(crate) mod code_text_changed;
pub(crate) mod content_length_wrong;
pub(crate) mod directive_changed;
pub(crate) mod directive_extra;
pub(crate) mod directive_missing;
pub(crate) mod edition_duplicated;
pub(crate) mod edition_stale;
pub(crate) mod emphasis_broken;
pub(crate) mod example_json_invalid;
pub(crate) mod example_property_missing;
pub(crate) mod example_property_unknown;
pub(crate) mod example_type_mismatch;
pub(crate) mod example_version_mismatch;
pub(crate) mod fact_outvoted;
pub(crate) mod front_matter_invalid;
pub(crate) mod front_matter_key_missing;
pub(crate) mod front_matter_key_translated;
pub(crate) mod front_matter_missing;
pub(crate) mod front_matter_value_changed;
pub(crate) mod header_name_changed;
pub(crate) mod heading_extra;
pub(crate) mod heading_missing;
pub(crate) mod identifier_case_changed;
pub(crate) mod identifier_changed;
pub(crate) mod identifier_changed_in_prose;
pub(crate) mod link_fragment_changed;
pub(crate) mod link_syntax_broken;
pub(crate) mod link_target_changed;
pub(crate) mod list_item_extra;
pub(crate) mod list_item_missing;
pub(crate) mod literal_changed;
pub(crate) mod number_changed;
pub(crate) mod page_missing_in_locale;
pub(crate) mod page_stale;
pub(crate) mod paragraph_extra;
pub(crate) mod paragraph_missing;
pub(crate) mod permission_changed;
pub(crate) mod pin_unknown;
pub(crate) mod placeholder_changed;
pub(crate) mod segment_empty;
pub(crate) mod segment_stale;
pub(crate) mod segment_untranslated;
pub(crate) mod source_deleted;
pub(crate) mod span_malformed;
pub(crate) mod table_column_extra;
pub(crate) mod table_column_missing;
pub(crate) mod table_row_extra;
pub(crate) mod table_row_missing;
pub(crate) mod text_changed;
pub(crate) mod type_name_localized;

use crate::compare::change::{Certainty, Change, ChangeKind};
use crate::compare::page::conformance::json_keys::nearest;
use crate::compare::structure_part::StructurePart;
use crate::config::Config;
use crate::diagnostic::{Axis, Level};

/// All checks, by name.
pub const ALL: &[Check] = &[
    anchor_changed::CHECK,
    character_corrupted::CHECK,
    code_block_changed::CHECK,
    code_block_extra::CHECK,
    code_block_missing::CHECK,
    code_span_changed::CHECK,
    code_text_changed::CHECK,
    content_length_wrong::CHECK,
    directive_changed::CHECK,
    directive_extra::CHECK,
    directive_missing::CHECK,
    edition_duplicated::CHECK,
    edition_stale::CHECK,
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
    link_fragment_changed::CHECK,
    link_syntax_broken::CHECK,
    link_target_changed::CHECK,
    list_item_extra::CHECK,
    list_item_missing::CHECK,
    literal_changed::CHECK,
    number_changed::CHECK,
    page_missing_in_locale::CHECK,
    page_stale::CHECK,
    paragraph_extra::CHECK,
    paragraph_missing::CHECK,
    permission_changed::CHECK,
    pin_unknown::CHECK,
    placeholder_changed::CHECK,
    segment_empty::CHECK,
    segment_stale::CHECK,
    segment_untranslated::CHECK,
    source_deleted::CHECK,
    span_malformed::CHECK,
    table_column_extra::CHECK,
    table_column_missing::CHECK,
    table_row_extra::CHECK,
    table_row_missing::CHECK,
    text_changed::CHECK,
    type_name_localized::CHECK,
];

/// How the headings of cases on a check's page start.
pub const CASES: [&str; 2] = ["Fires", "Does not fire"];

/// One rule.
pub struct Check {
    /// Its name: `<item>_<fault>`.
    pub name: &'static str,
    /// The default level, which settings may change.
    pub level: Level,
    /// The two sides that it compares.
    pub axis: Axis,
    /// Its page: prose, a case that fires, a near miss that does not.
    pub page: &'static str,
}

/// The texts of a finding.
pub struct Wording {
    /// The fact.
    pub message: String,
    /// The action, as an imperative; may be empty.
    pub help: String,
}

impl Wording {
    /// A message with its help.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// The check with the given name.
pub fn find(name: &str) -> Option<&'static Check> {
    ALL.iter().find(|check| check.name == name)
}

/// A name under which findings are reported: the name of a check, or of a rule for API changes.
pub struct Listed {
    /// The name.
    pub name: &'static str,
    /// The default level, which settings may change.
    pub level: Level,
    /// The two sides that are compared.
    pub axis: Axis,
    /// A summary of one or two sentences.
    pub summary: String,
}

/// All names under which findings are reported, in alphabetical order.
pub fn list() -> Vec<Listed> {
    let checks = ALL.iter().map(|check| Listed {
        name: check.name,
        level: check.level,
        axis: check.axis,
        summary: check.summary(),
    });
    let mut list: Vec<Listed> = checks.chain(api_changes::list()).collect();
    list.sort_by_key(|listed| listed.name);
    list
}

/// The page that `hexapla explain` prints for a name. The error suggests a similar name.
pub fn page(name: &str) -> Result<String, String> {
    known(name)?;
    let rule = || api_changes::find(name).map(api_changes::page);
    Ok(find(name).map(Check::explanation).or_else(rule).unwrap_or_default())
}

/// Fails if no findings are reported under a name. The error suggests a similar name.
pub fn known(name: &str) -> Result<(), String> {
    let names: Vec<&str> = list().into_iter().map(|listed| listed.name).collect();
    if names.contains(&name) {
        return Ok(());
    }
    let meant = nearest(name, &names).map_or(String::new(), |near| format!(" (did you mean `{near}`?)"));
    Err(format!("there is no check `{name}`{meant}; `hexapla checks` lists them"))
}

/// A name under which findings are reported, with the properties that they share.
#[derive(Clone, Copy, Debug)]
pub struct Reported {
    /// The name of a check, or of a rule for API changes.
    pub name: &'static str,
    /// The default level, which settings may change.
    pub level: Level,
    /// The two sides that are compared.
    pub axis: Axis,
}

impl Check {
    /// How its findings are reported.
    pub fn reported(&self) -> Reported {
        Reported { name: self.name, level: self.level, axis: self.axis }
    }

    /// The first paragraph of its page, of one or two sentences, on one line.
    pub fn summary(&self) -> String {
        let paragraphs = self.page.split("\n\n").map(str::trim);
        paragraphs
            .filter(|paragraph| !paragraph.starts_with('#'))
            .find(|paragraph| !paragraph.is_empty())
            .unwrap_or_default()
            .replace('\n', " ")
    }

    /// Its page with the first case that fires and the first that does not. Of the other cases, only the headings are listed.
    pub fn explanation(&self) -> String {
        let is_case = |kind: &str, at: usize| self.page[at..].starts_with(&format!("\n## {kind}"));
        let starts = self.page.match_indices("\n## ").map(|(at, _)| at);
        let starts: Vec<usize> = starts.filter(|&at| CASES.iter().any(|kind| is_case(kind, at))).collect();
        let mut shown = self.page[..starts.first().map_or(self.page.len(), |first| first + 1)].to_owned();
        let mut seen = [false; CASES.len()];
        let mut headings = String::new();
        for (index, &at) in starts.iter().enumerate() {
            let case = &self.page[at + 1..starts.get(index + 1).map_or(self.page.len(), |next| next + 1)];
            let kind = CASES.iter().position(|kind| is_case(kind, at)).expect("only cases are in the list");
            if std::mem::replace(&mut seen[kind], true) {
                let heading = case.lines().next().unwrap_or_default().trim_start_matches("## ");
                headings.push_str(&format!("- {heading}\n"));
            } else {
                shown.push_str(case);
            }
        }
        if headings.is_empty() { shown } else { format!("{}\n\n## More cases\n\n{headings}", shown.trim_end()) }
    }
}

/// A change that is reported, with the name of its check, its level and its wording.
pub struct Verdict {
    /// The name of the check, or of the rule for API changes.
    pub check: &'static str,
    /// The level of the settings, else the default level of the check.
    pub level: Level,
    /// The two sides that are compared.
    pub axis: Axis,
    /// The message and the help.
    pub wording: Wording,
    /// The change.
    pub change: Change,
}

impl Verdict {
    /// The verdict on a change; `None` if the settings switch its check off.
    pub fn of(change: Change, config: &Config) -> Option<Self> {
        let (Reported { name, level, axis }, wording) = word(&change, config);
        let level = config.levels.get(name).copied().unwrap_or(Some(level))?;
        Some(Self { check: name, level, axis, wording, change })
    }

    /// The verdict with its certainty. If the cause may be that the source text is older or newer than the one that was translated,
    /// the level is at most warning, or info if that is likely, unless the settings state a level; the help names that cause.
    pub fn with(self, certainty: Certainty, config: &Config) -> Self {
        let (most, cause) = match certainty {
            Certainty::Certain => return self,
            Certainty::MayBeAge => (Level::Warning, "damaged, or out of date because the source page has changed"),
            Certainty::LikelyAge => (Level::Info, "out of date because the source page has changed, or damaged"),
        };
        let is_set = config.levels.contains_key(self.check);
        let level = if is_set { self.level } else { self.level.min(most) };
        let wording = Wording { help: format!("{cause}: {}", self.wording.help), ..self.wording };
        Self { level, wording, ..self }
    }
}

/// The check of a change and its wording. The match is exhaustive, so each kind of change has exactly one check.
fn word(change: &Change, config: &Config) -> (Reported, Wording) {
    match &change.kind {
        ChangeKind::Anchor => (anchor_changed::CHECK.reported(), anchor_changed::word(change)),
        ChangeKind::Character(fault) => {
            (character_corrupted::CHECK.reported(), character_corrupted::word(change, *fault))
        }
        ChangeKind::CodeBlock => (code_block_changed::CHECK.reported(), code_block_changed::word(change)),
        ChangeKind::CodeSpan => (code_span_changed::CHECK.reported(), code_span_changed::word(change)),
        ChangeKind::CodeText(text) => (code_text_changed::CHECK.reported(), code_text_changed::word(change, *text)),
        ChangeKind::Directive => (directive_changed::CHECK.reported(), directive_changed::word(change)),
        ChangeKind::ContentLength(lengths) => {
            (content_length_wrong::CHECK.reported(), content_length_wrong::word(change, lengths))
        }
        ChangeKind::EditionDuplicated(used) => {
            (edition_duplicated::CHECK.reported(), edition_duplicated::word(change, used))
        }
        ChangeKind::EditionStale(newer) => (edition_stale::CHECK.reported(), edition_stale::word(newer)),
        ChangeKind::Emphasis => (emphasis_broken::CHECK.reported(), emphasis_broken::word(change)),
        ChangeKind::ExampleJson(fault) => {
            (example_json_invalid::CHECK.reported(), example_json_invalid::word(change, fault))
        }
        ChangeKind::ExamplePropertyMissing(documented) => {
            (example_property_missing::CHECK.reported(), example_property_missing::word(change, documented))
        }
        ChangeKind::ExamplePropertyUnknown(documented) => {
            (example_property_unknown::CHECK.reported(), example_property_unknown::word(change, documented))
        }
        ChangeKind::ExampleType(documented) => {
            (example_type_mismatch::CHECK.reported(), example_type_mismatch::word(change, documented))
        }
        ChangeKind::ExampleVersion => {
            (example_version_mismatch::CHECK.reported(), example_version_mismatch::word(change))
        }
        ChangeKind::Outvoted(vote) => (fact_outvoted::CHECK.reported(), fact_outvoted::word(change, vote)),
        ChangeKind::FrontMatterInvalid(fault) => {
            (front_matter_invalid::CHECK.reported(), front_matter_invalid::word(change, fault))
        }
        ChangeKind::FrontMatterKeyMissing => {
            (front_matter_key_missing::CHECK.reported(), front_matter_key_missing::word(change))
        }
        ChangeKind::FrontMatterKeyTranslated => {
            (front_matter_key_translated::CHECK.reported(), front_matter_key_translated::word(change))
        }
        ChangeKind::FrontMatterMissing => (front_matter_missing::CHECK.reported(), front_matter_missing::word(change)),
        ChangeKind::FrontMatterValue(editions) => {
            (front_matter_value_changed::CHECK.reported(), front_matter_value_changed::word(change, *editions))
        }
        ChangeKind::HeaderName => (header_name_changed::CHECK.reported(), header_name_changed::word(change)),
        ChangeKind::IdentifierCase => {
            (identifier_case_changed::CHECK.reported(), identifier_case_changed::word(change))
        }
        ChangeKind::Identifier => (identifier_changed::CHECK.reported(), identifier_changed::word(change)),
        ChangeKind::IdentifierInProse => {
            (identifier_changed_in_prose::CHECK.reported(), identifier_changed_in_prose::word(change))
        }
        ChangeKind::LinkSyntax => (link_syntax_broken::CHECK.reported(), link_syntax_broken::word(change)),
        ChangeKind::LinkFragment => (link_fragment_changed::CHECK.reported(), link_fragment_changed::word(change)),
        ChangeKind::LinkTarget => (link_target_changed::CHECK.reported(), link_target_changed::word(change)),
        ChangeKind::Literal => (literal_changed::CHECK.reported(), literal_changed::word(change)),
        ChangeKind::Number => (number_changed::CHECK.reported(), number_changed::word(change)),
        ChangeKind::PageMissing(present) => {
            (page_missing_in_locale::CHECK.reported(), page_missing_in_locale::word(change, present))
        }
        ChangeKind::PageStale(age) => (page_stale::CHECK.reported(), page_stale::word(change, age)),
        ChangeKind::Permission => (permission_changed::CHECK.reported(), permission_changed::word(change)),
        ChangeKind::PinUnknown(reason) => (pin_unknown::CHECK.reported(), pin_unknown::word(change, *reason)),
        ChangeKind::Placeholder => (placeholder_changed::CHECK.reported(), placeholder_changed::word(change)),
        ChangeKind::SegmentEmpty => (segment_empty::CHECK.reported(), segment_empty::word(change)),
        ChangeKind::SegmentStale(stale) => (segment_stale::CHECK.reported(), segment_stale::word(change, stale)),
        ChangeKind::SegmentUntranslated => (segment_untranslated::CHECK.reported(), segment_untranslated::word(change)),
        ChangeKind::SourceDeleted => (source_deleted::CHECK.reported(), source_deleted::word(change)),
        ChangeKind::SharedText => (text_changed::CHECK.reported(), text_changed::word(change)),
        ChangeKind::SpanMalformed(fault) => {
            (span_malformed::CHECK.reported(), span_malformed::word(*fault, &config.profile.spans))
        }
        ChangeKind::TypeName => (type_name_localized::CHECK.reported(), type_name_localized::word(change)),
        ChangeKind::Missing(part) => word_missing(change, *part),
        ChangeKind::Extra(part) => word_extra(change, *part),
        ChangeKind::Api(api, versions) => (api_changes::reported(api), api_changes::word(api, versions)),
    }
}

fn word_missing(change: &Change, part: StructurePart) -> (Reported, Wording) {
    match part {
        StructurePart::Heading => (heading_missing::CHECK.reported(), heading_missing::word(change)),
        StructurePart::Paragraph => (paragraph_missing::CHECK.reported(), paragraph_missing::word(change)),
        StructurePart::ListItem => (list_item_missing::CHECK.reported(), list_item_missing::word(change)),
        StructurePart::TableRow => (table_row_missing::CHECK.reported(), table_row_missing::word(change)),
        StructurePart::TableColumn => (table_column_missing::CHECK.reported(), table_column_missing::word(change)),
        StructurePart::CodeBlock => (code_block_missing::CHECK.reported(), code_block_missing::word(change)),
        StructurePart::Directive => (directive_missing::CHECK.reported(), directive_missing::word(change)),
    }
}

fn word_extra(change: &Change, part: StructurePart) -> (Reported, Wording) {
    match part {
        StructurePart::Heading => (heading_extra::CHECK.reported(), heading_extra::word(change)),
        StructurePart::Paragraph => (paragraph_extra::CHECK.reported(), paragraph_extra::word(change)),
        StructurePart::ListItem => (list_item_extra::CHECK.reported(), list_item_extra::word(change)),
        StructurePart::TableRow => (table_row_extra::CHECK.reported(), table_row_extra::word(change)),
        StructurePart::TableColumn => (table_column_extra::CHECK.reported(), table_column_extra::word(change)),
        StructurePart::CodeBlock => (code_block_extra::CHECK.reported(), code_block_extra::word(change)),
        StructurePart::Directive => (directive_extra::CHECK.reported(), directive_extra::word(change)),
    }
}
