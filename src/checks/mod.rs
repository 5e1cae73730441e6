//! The checks: each picks the changes that it is about and words them. A check does not compare, sort,
//! suppress or set its level.
//!
//! To add one: its file here, its page in `fixtures/checks`, and two sorted lines below. Changes between API versions
//! have no file each: their names, impacts and wording are the rows of `compare::api::rules`.

pub mod anchor_changed;
pub mod api_changes;
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
pub mod number_changed;
pub mod page_missing_in_locale;
pub mod page_stale;
pub mod paragraph_extra;
pub mod paragraph_missing;
pub mod permission_changed;
pub mod pin_unknown;
pub mod placeholder_changed;
pub mod segment_empty;
pub mod segment_stale;
pub mod segment_untranslated;
pub mod source_deleted;
pub mod span_malformed;
pub mod table_column_extra;
pub mod table_column_missing;
pub mod table_row_extra;
pub mod table_row_missing;
pub mod type_name_localized;

use crate::compare::conformance::names::nearest;
use crate::compare::{Change, ChangeKind};
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

/// A name under which findings are reported: that of a check, or of a rule about API changes.
pub struct Listed {
    /// The name.
    pub name: &'static str,
    /// The level where settings say nothing.
    pub level: Level,
    /// What is compared.
    pub axis: Axis,
    /// What is reported, in a sentence or two.
    pub summary: String,
}

/// All names under which findings are reported, in order of name.
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

/// What `hexapla explain` prints under a name. The error says which name may be meant.
pub fn page(name: &str) -> Result<String, String> {
    known(name)?;
    let rule = || api_changes::find(name).map(api_changes::page);
    Ok(find(name).map(|check| check.page.to_owned()).or_else(rule).unwrap_or_default())
}

/// Whether findings are reported under a name. The error says which name may be meant.
pub fn known(name: &str) -> Result<(), String> {
    let names: Vec<&str> = list().into_iter().map(|listed| listed.name).collect();
    if names.contains(&name) {
        return Ok(());
    }
    let meant = nearest(name, &names).map_or(String::new(), |near| format!(" (did you mean `{near}`?)"));
    Err(format!("there is no check `{name}`{meant}; `hexapla checks` lists them"))
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

/// Turns changes into findings, with levels as settings have them. Order is that of the changes.
pub fn findings(changes: Vec<Change>, config: &Config) -> Vec<Finding> {
    changes.into_iter().filter_map(|change| finding(change, config)).collect()
}

fn finding(change: Change, config: &Config) -> Option<Finding> {
    let (name, level, axis, wording) = match &change.kind {
        ChangeKind::Api(api, versions) => {
            let name = api.kind.rule().name;
            (name, api_changes::LEVEL, Axis::Versions, api_changes::word(api, versions))
        }
        _ => {
            let (check, wording) = ALL.iter().find_map(|check| Some((check, (check.word)(&change)?)))?;
            (check.name, check.level, check.axis, wording)
        }
    };
    let level = config.levels.get(name).copied().unwrap_or(Some(level))?;
    Some(Finding {
        check: name,
        level,
        axis,
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
