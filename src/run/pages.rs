//! Identifies all pages without checking them, and shows how their paths pair them.

use super::read::{self, AgedSource, ReadContext};
use super::{Session, each_group};
use crate::discover::identify::Edition;
use crate::discover::rules::LeftOut;
use crate::discover::template::PathShape;
use crate::discover::{Clue, Discovery, Group, Role};
use crate::report::{GroupReport, Report};
use crate::shown::Shown;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// All pages, and how their paths pair them.
pub struct Pairing {
    /// The editions of each page key.
    pub report: Report,
    /// The templates of the paths, those with most pages first.
    pub templates: Vec<TemplateUse>,
    /// For each page that no page of another locale belongs to: why. Files without a known locale are among them.
    pub alone: BTreeMap<PathBuf, String>,
    /// The number of files and folders that rules left out.
    pub left_out: LeftOut,
}

/// The pages of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateUse {
    /// The template; `None` for loose files, whose keys are their first headings.
    pub template: Option<String>,
    /// The locales of its pages, in order.
    pub locales: BTreeSet<String>,
    /// Whether paths of the template do not state the locale: the pages are in the default language of a site.
    pub is_unmarked: bool,
    /// Number of pages.
    pub pages: usize,
    /// Number of pages with a page of another locale.
    pub paired: usize,
}

/// A page of a group: what its path shows, and its edition if its locale is known.
type GroupPage = (PathBuf, Clue, PathShape, Option<Edition>);

/// Identifies all pages of a discovery and the source text of each.
pub fn pages(mut discovery: Discovery, session: Session<'_>) -> Pairing {
    let others = std::mem::take(&mut discovery.others);
    let left_out = std::mem::take(&mut discovery.left_out);
    let (groups, problems) = each_group(&mut discovery, session, |group, context| {
        let context = ReadContext { aged: AgedSource::Use, ..context };
        let (pages, problems) = read::whole_group(group, context);
        let mut editions: BTreeMap<usize, Edition> = pages.into_iter().map(|page| (page.file, page.edition)).collect();
        let mut page = |(index, file): (usize, &crate::discover::Placed)| {
            (file.path.clone(), file.key, file.shape.clone(), editions.remove(&index))
        };
        let pages: Vec<GroupPage> = group.files.iter().enumerate().map(&mut page).collect();
        ((pages, roles(group)), problems)
    });
    let editions = groups.iter().flat_map(|(pages, _)| pages).filter_map(|(.., edition)| edition.as_ref());
    let locales: BTreeSet<&str> = editions.map(|edition| edition.locale.as_str()).collect();
    let is_one = locales.len() < 2;
    let mut templates: BTreeMap<Option<String>, TemplateUse> = BTreeMap::new();
    let mut alone = BTreeMap::new();
    let mut reports = Vec::with_capacity(groups.len());
    for (group, (pages, roles)) in discovery.groups.iter().zip(groups) {
        let reasons: Vec<Option<String>> = pages.iter().map(|page| reason(page, &pages, is_one)).collect();
        let mut editions = Vec::with_capacity(pages.len());
        for (((path, _, shape, edition), reason), role) in pages.into_iter().zip(reasons).zip(roles) {
            if role == Role::Context {
                continue;
            }
            let used = templates.entry(shape.template.clone()).or_default();
            used.template = shape.template;
            used.is_unmarked = used.template.as_ref().is_some_and(|template| !template.contains("{locale}"));
            used.pages += 1;
            used.paired += usize::from(reason.is_none());
            used.locales.extend(edition.as_ref().map(|edition| edition.locale.to_string()));
            alone.extend(reason.map(|reason| (path, reason)));
            editions.extend(edition);
        }
        let key = group.key.clone();
        reports.push(GroupReport { key, editions, ages: Vec::new(), findings: Vec::new(), worst: None });
    }
    let mut templates: Vec<TemplateUse> = templates.into_values().collect();
    templates.sort_by_key(|used| std::cmp::Reverse(used.pages));
    Pairing {
        report: Report {
            groups: reports,
            others,
            problems,
            profile: session.config.profile_use.clone(),
            source: discovery.source,
        },
        templates,
        alone,
        left_out,
    }
}

fn roles(group: &Group) -> Vec<Role> {
    group.files.iter().map(|file| file.role).collect()
}

/// Why a page of a group has no page of another locale; `None` if it has one. `is_one_locale`: all pages of the run have one locale.
fn reason((_, clue, shape, own): &GroupPage, pages: &[GroupPage], is_one_locale: bool) -> Option<String> {
    let Some(own) = own else { return Some("locale unknown, or not readable".to_owned()) };
    let other_locales: Vec<&Edition> = pages
        .iter()
        .filter_map(|(.., edition)| edition.as_ref())
        .filter(|edition| edition.locale != own.locale)
        .collect();
    if other_locales.iter().any(|edition| edition.version.eq_ignore_ascii_case(&own.version)) {
        return None;
    }
    if let Some(word) = &shape.not_locale {
        let word = Shown(word);
        return Some(format!(
            "`{word}` in its path only looks like a locale, and no page of another locale has its key"
        ));
    }
    if !other_locales.is_empty() {
        return Some("the pages of other locales with its key have another version".to_owned());
    }
    Some(match clue {
        _ if is_one_locale => "all pages have one locale".to_owned(),
        Clue::Heading => "its path states no key, and no page of another locale has its first heading".to_owned(),
        _ => "no page of another locale has its key".to_owned(),
    })
}
