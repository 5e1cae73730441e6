//! Finds the API changes between two versions of a schema: operations, types and their parts that were added, removed,
//! changed or renamed. Facts are compared only if both sides can state them, and one cause makes one change.

pub(crate) mod echoes;
pub(crate) mod editions;
pub(crate) mod entries;
pub(crate) mod named_entry;
pub(crate) mod operation_pair;
pub(crate) mod operations;
pub(crate) mod parts;
pub(crate) mod permissions;
pub(crate) mod rename;
pub(crate) mod requests;
pub mod rules;
pub(crate) mod types;
pub(crate) mod uses;
pub(crate) mod versions;
pub(crate) mod view;

use crate::schema::Version;
use crate::text::FileRange;
use rules::{Impact, Kind};
use std::path::PathBuf;
use view::View;

/// One API change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiChange {
    /// The kind of change.
    pub kind: Kind,
    /// The operation or type that changed.
    pub owner: Owner,
    /// The name of the changed part; the new name if it was renamed.
    pub name: String,
    /// What the old side states; `None` for an addition.
    pub old: Option<Statement>,
    /// What the new side states; `None` for a removal.
    pub new: Option<Statement>,
    /// How certain it is that the old and the new name mean the same; `None` if nothing was renamed.
    pub confidence: Option<Confidence>,
}

/// The operation or type to which a change belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// An operation, named by its first request: `GET /berths/{id}`.
    Operation(String),
    /// A type, by name.
    Type(String),
}

impl Owner {
    /// The request or type name.
    pub fn name(&self) -> &str {
        match self {
            Self::Operation(name) | Self::Type(name) => name,
        }
    }

    /// The name used in reports.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Operation(_) => "operation",
            Self::Type(_) => "type",
        }
    }
}

/// What one side states, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The name, type, value or scope.
    pub text: String,
    /// The page key.
    pub page: String,
    /// The path of the file, as the user gave it.
    pub path: PathBuf,
    /// The line, from 1; 0 if the lines of the file were not kept.
    pub line: u32,
    /// The place in the file.
    pub range: FileRange,
}

/// How certain it is that a removed and an added name mean the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Two kinds of evidence agree.
    Medium,
    /// All evidence agrees.
    High,
}

impl Confidence {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl ApiChange {
    /// The message, made from the wording of the rule.
    pub fn message(&self) -> String {
        let text = |statement: &Option<Statement>| {
            statement.as_ref().map_or(String::new(), |statement| statement.text.clone())
        };
        let wording = self.kind.rule().wording;
        wording.replace("{name}", &self.name).replace("{old}", &text(&self.old)).replace("{new}", &text(&self.new))
    }

    /// Whether clients written for the old side may break.
    pub fn impact(&self) -> Impact {
        self.kind.rule().impact
    }
}

/// The pages that could not be read. Nothing is reported about them.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    /// Page keys.
    pub keys: Vec<String>,
    /// The folders that could not be read, as prefixes of page keys.
    pub folders: Vec<String>,
}

impl Unread {
    /// Whether a page could not be read.
    pub fn has(&self, page: &str) -> bool {
        self.keys.iter().any(|key| key == page) || self.folders.iter().any(|folder| page.starts_with(folder.as_str()))
    }
}

/// All changes from `old` to `new`, ordered by owner: operations, then types, each by name. Lines are 0 if the places of a side
/// were not kept.
pub fn compare(old: &Version<'_>, new: &Version<'_>, unread: &Unread) -> Vec<ApiChange> {
    let (old, new) = (View::of(old, unread), View::of(new, unread));
    let mut types = types::Types::pair(&old, &new);
    let mut changes = types.compare();
    let echoes = echoes::Echoes::new(&changes);
    changes.extend(operations::compare(&old, &new, &types, &echoes));
    uses::collapse(&mut changes, &old, &new);
    changes.sort_by(|left, right| order(left).cmp(&order(right)));
    changes.dedup_by(|later, kept| order(later) == order(kept));
    changes
}

fn order(change: &ApiChange) -> impl Ord {
    let place = |statement: &Option<Statement>| {
        statement.as_ref().map(|statement| {
            (statement.path.clone(), statement.range.start, statement.range.end, statement.text.clone())
        })
    };
    let folded = change.owner.name().to_lowercase();
    (
        change.owner.noun(),
        folded,
        change.owner.clone(),
        change.kind,
        change.name.clone(),
        place(&change.old),
        place(&change.new),
    )
}
