//! API changes between versions as `check` reports them: each under the name of its rule in `api::rules`,
//! which also gives the wording, the impact and the reason. `hexapla diff` reports the same changes by the same table.

use super::{Listed, Reported, Wording};
use crate::api::ApiChange;
use crate::api::rules::{ALL, Impact, Rule};
use crate::diagnostic::{Axis, Level};

/// The default level of every rule. A difference between two versions is not a fault.
pub const LEVEL: Level = Level::Info;

/// The rules as `hexapla checks` lists them.
pub fn list() -> impl Iterator<Item = Listed> {
    let listed =
        |rule: &'static Rule| Listed { name: rule.name, level: LEVEL, axis: Axis::Versions, summary: summary(rule) };
    ALL.iter().map(move |(_, rule)| listed(rule))
}

/// The rule with the given name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().map(|(_, rule)| rule).find(|rule| rule.name == name)
}

fn summary(rule: &Rule) -> String {
    format!("API change, {}.", impact(rule))
}

/// How a change is reported: under the name of its rule.
pub fn reported(change: &ApiChange) -> Reported {
    Reported { name: change.kind.rule().name, level: LEVEL, axis: Axis::Versions }
}

/// The message and help for a change between two versions, the older version first.
pub fn word(change: &ApiChange, [old, new]: &[String; 2]) -> Wording {
    let confidence = change.confidence.map_or(String::new(), |sure| format!(", confidence: {}", sure.name()));
    let message = format!("`{}`: {} ({old} → {new}{confidence})", change.owner.name(), change.message());
    Wording::new(message, impact(change.kind.rule()))
}

/// The impact of a rule with its reason: `breaking: calls fail`.
pub fn impact(rule: &Rule) -> String {
    format!("{}: {}", rule.impact.name(), rule.reason)
}

/// The page of a rule that `hexapla explain` prints.
pub fn page(rule: &Rule) -> String {
    let meaning = match rule.impact {
        Impact::Breaking => "clients that use the thing break",
        Impact::Uncertain => "some clients may break; the pages are not sufficient to decide it",
        Impact::Compatible => "no client breaks",
    };
    format!(
        "# {name}\n\nA change of the API between two versions.\n\n\
         |Name|`{name}`|\n|:---|:---|\n|Impact|{impact}: {meaning}|\n|Message|{wording}|\n|Why|{reason}|\n|Level|{level}|\n\n\
         `hexapla check` reports it between each API version and the next; `hexapla diff` reports it between any two\n\
         trees, revisions or versions. In the message, `{{name}}` is the thing, `{{old}}` and `{{new}}` what the two sides state.\n",
        name = rule.name,
        impact = rule.impact.name(),
        wording = rule.wording,
        reason = rule.reason,
        level = LEVEL.name(),
    )
}
