//! Counts a report by locale, level and check.

use super::Report;
use crate::compare::age::states::Counts;
use crate::diagnostic::Level;
use crate::discover::identify::Form;
use crate::discover::origin::{BASES, Origin};
use std::collections::BTreeMap;

/// The texts that the translations of a locale were compared with.
#[derive(Debug, Default, PartialEq)]
pub struct Coverage {
    /// The number of pages by basis, in the order of [`BASES`].
    pub bases: [usize; BASES.len()],
    /// Reason → the number of pages that were not compared.
    pub not_compared: BTreeMap<&'static str, usize>,
}

/// The counts of a report.
#[derive(Debug, Default, PartialEq)]
pub struct Summary {
    /// Number of editions.
    pub editions: usize,
    /// Number of page keys.
    pub keys: usize,
    /// Locale → number of editions, and number of findings by level (info, warning, error).
    pub locales: BTreeMap<String, (usize, [usize; 3])>,
    /// Origins of source text with the number of translations that have it, in the order of [`Origin::ALL`].
    pub sources: Vec<(Origin, usize)>,
    /// Locale → the texts that its translations were compared with.
    pub coverage: BTreeMap<String, Coverage>,
    /// Locale → age of its pages, if it was judged.
    pub ages: BTreeMap<String, Counts>,
    /// Check → number of findings.
    pub checks: BTreeMap<&'static str, usize>,
}

impl Summary {
    /// The counts of a report.
    pub fn of(report: &Report) -> Self {
        let mut summary =
            Self { keys: report.groups.iter().filter(|group| !group.editions.is_empty()).count(), ..Self::default() };
        let editions =
            || report.groups.iter().flat_map(|group| &group.editions).filter(|edition| edition.form != Form::Source);
        let of = |origin: Origin| editions().filter(|edition| edition.source.origin.name() == origin.name()).count();
        summary.sources =
            Origin::ALL.map(|origin| (origin, of(origin))).into_iter().filter(|(_, count)| *count > 0).collect();
        for edition in editions() {
            let coverage = summary.coverage.entry(edition.locale.to_string()).or_default();
            let basis = BASES.iter().position(|basis| *basis == edition.source.basis());
            basis.into_iter().for_each(|basis| coverage.bases[basis] += 1);
            edition
                .source
                .not_compared()
                .into_iter()
                .for_each(|reason| *coverage.not_compared.entry(reason).or_default() += 1);
        }
        for group in &report.groups {
            summary.editions += group.editions.len();
            for edition in &group.editions {
                summary.locales.entry(edition.locale.to_string()).or_default().0 += 1;
            }
            for (edition, counts) in group.editions.iter().zip(&group.ages) {
                if let Some(counts) = counts {
                    summary.ages.entry(edition.locale.to_string()).or_default().add(counts);
                }
            }
            for finding in &group.findings {
                summary.locales.entry(finding.locale.clone()).or_default().1[finding.level as usize] += 1;
                *summary.checks.entry(finding.check).or_default() += 1;
            }
        }
        summary
    }

    /// Number of findings of a level in all locales.
    pub fn total(&self, level: Level) -> usize {
        self.locales.values().map(|(_, counts)| counts[level as usize]).sum()
    }
}
