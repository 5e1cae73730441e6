//! Identifies all pages without checking them.

use super::read::{self, AgedSource, ReadContext};
use super::{Session, each_group};
use crate::discover::Discovery;
use crate::report::{GroupReport, Report};

/// Identifies all pages of a discovery and the source text of each.
pub fn pages(mut discovery: Discovery, session: Session<'_>) -> Report {
    let others = std::mem::take(&mut discovery.others);
    let (groups, problems) = each_group(&mut discovery, session, |group, context| {
        let context = ReadContext { aged: AgedSource::Use, ..context };
        let (pages, problems) = read::group(group, context);
        let editions = pages.into_iter().map(|paged| paged.edition).collect();
        (
            GroupReport { key: group.key.clone(), editions, ages: Vec::new(), findings: Vec::new(), worst: None },
            problems,
        )
    });
    Report { groups, others, problems, profile: session.config.profile_use.clone() }
}
