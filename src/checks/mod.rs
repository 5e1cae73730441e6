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

use crate::compare::Change;
use crate::config::Config;
use crate::diagnostic::{Axis, Finding, Level};

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

/// How the headings of cases on a check's page start.
pub const CASES: [&str; 2] = ["Fires", "Does not fire"];

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
    /// Words a change that it is about; `None` for all others.
    pub word: fn(&Change) -> Option<Wording>,
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

    /// Its page with the first case that fires and the first that does not; of the others their headings, as a list.
    pub fn explanation(&self) -> String {
        let is_case = |kind: &str, at: usize| self.page[at..].starts_with(&format!("\n## {kind}"));
        let starts = self.page.match_indices("\n## ").map(|(at, _)| at);
        let starts: Vec<usize> = starts.filter(|&at| CASES.iter().any(|kind| is_case(kind, at))).collect();
        let mut shown = self.page[..starts.first().map_or(self.page.len(), |first| first + 1)].to_owned();
        let mut seen = [false; CASES.len()];
        let mut others = String::new();
        for (index, &at) in starts.iter().enumerate() {
            let case = &self.page[at + 1..starts.get(index + 1).map_or(self.page.len(), |next| next + 1)];
            let kind = CASES.iter().position(|kind| is_case(kind, at)).expect("only cases are in the list");
            if std::mem::replace(&mut seen[kind], true) {
                let heading = case.lines().next().unwrap_or_default().trim_start_matches("## ");
                others.push_str(&format!("- {heading}\n"));
            } else {
                shown.push_str(case);
            }
        }
        if others.is_empty() { shown } else { format!("{}\n\n## More cases\n\n{others}", shown.trim_end()) }
    }
}

/// Turns changes into findings, with levels as settings have them. Order is that of the changes.
pub fn findings(changes: Vec<Change>, config: &Config) -> Vec<Finding> {
    changes.into_iter().filter_map(|change| finding(change, config)).collect()
}

fn finding(change: Change, config: &Config) -> Option<Finding> {
    let (check, wording) = ALL.iter().find_map(|check| Some((check, (check.word)(&change)?)))?;
    let level = config.levels.get(check.name).copied().unwrap_or(Some(check.level))?;
    Some(Finding {
        check: check.name,
        level,
        axis: check.axis,
        edition: change.edition,
        locale: change.locale,
        range: change.range,
        message: wording.message,
        help: wording.help,
        source: change.source,
        target: change.target,
        edit: change.edit,
        anchor: change.anchor,
        doubtful: change.doubtful,
    })
}
