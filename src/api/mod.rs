//! API changes between two versions of a schema: operations, types and what belongs to them, added, removed,
//! changed or renamed. Only what both sides are able to say is compared, and one cause is one change.

pub(crate) mod echoes;
pub(crate) mod editions;
pub(crate) mod entries;
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
    /// What it is.
    pub kind: Kind,
    /// What it is about, as a whole.
    pub owner: Owner,
    /// The thing's name; where it was renamed, the new one.
    pub name: String,
    /// What the old side says, where it says anything.
    pub old: Option<Said>,
    /// What the new side says, where it says anything.
    pub new: Option<Said>,
    /// How sure it is that two names are one thing; `None` where nothing was renamed.
    pub confidence: Option<Confidence>,
}

/// What a change belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// An operation, by the first of its requests: `GET /berths/{id}`.
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

/// What one side says, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The name, type, value or scope.
    pub text: String,
    /// The page key.
    pub page: String,
    /// The file, as the user gave it.
    pub path: PathBuf,
    /// The line, from 1; 0 where the lines of its file were not kept.
    pub line: u32,
    /// The place, in bytes of the file.
    pub range: FileRange,
}

/// How sure it is that a removed and an added thing are one.
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
    /// The message, as the rule words it.
    pub fn message(&self) -> String {
        let text = |said: &Option<Said>| said.as_ref().map_or(String::new(), |said| said.text.clone());
        let wording = self.kind.rule().wording;
        wording.replace("{name}", &self.name).replace("{old}", &text(&self.old)).replace("{new}", &text(&self.new))
    }

    /// Whether clients of the old side may break.
    pub fn impact(&self) -> Impact {
        self.kind.rule().impact
    }
}

/// The pages that a side could not read: of them it says nothing.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    /// Page keys.
    pub keys: Vec<String>,
    /// Starts of page keys: folders that could not be read.
    pub folders: Vec<String>,
}

impl Unread {
    /// Whether a page is among them.
    pub fn has(&self, page: &str) -> bool {
        self.keys.iter().any(|key| key == page) || self.folders.iter().any(|folder| page.starts_with(folder.as_str()))
    }
}

/// All changes from `old` to `new`, in order of owner: types after operations, by name. Lines are told
/// where the places of a side were kept.
pub fn compare(old: &Version<'_>, new: &Version<'_>, unread: &Unread) -> Vec<ApiChange> {
    let (old, new) = (View::of(old, unread), View::of(new, unread));
    let mut types = types::Types::pair(&old, &new);
    let mut changes = types.compare();
    let echoes = echoes::Echoes::new(&changes);
    changes.extend(operations::compare(&old, &new, &types, &echoes));
    uses::collapse(&mut changes, &old, &new);
    changes.sort_by(|one, other| order(one).cmp(&order(other)));
    changes.dedup_by(|one, other| order(one) == order(other));
    changes
}

fn order(change: &ApiChange) -> impl Ord {
    let place = |said: &Option<Said>| {
        said.as_ref().map(|said| (said.path.clone(), said.range.start, said.range.end, said.text.clone()))
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
