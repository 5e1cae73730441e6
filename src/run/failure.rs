//! Keeps a fault of the program in the page group at which it occurs: the pages of that group are reported as not read, and the run
//! goes on with the other groups.

use crate::discover::{Group, Loss, Problem};
use std::any::Any;
use std::panic::{self, AssertUnwindSafe};

/// The result of `work` for a group. If it panics: the default result, and a problem for each page of the group.
pub(super) fn isolated<T: Default>(group: &Group, work: impl FnOnce() -> (T, Vec<Problem>)) -> (T, Vec<Problem>) {
    caught(work).unwrap_or_else(|message| {
        let problem = |file: &crate::discover::Placed| Problem {
            path: file.path.clone(),
            message: message.clone(),
            loss: Loss::of(file.named),
        };
        (T::default(), group.files.iter().map(problem).collect())
    })
}

/// The result of `work`; if it panics, a message for people. The place in the program is the panic hook's to report.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // What `work` refers to is shared by all groups and not changed, and what it made is dropped.
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let reason = reason(&*panic);
        format!("internal error, please report it: the pages with this key were not processed: {reason}")
    })
}

fn reason(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason stated")
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::discover::source::Sources;
    use crate::discover::template::PathShape;
    use crate::discover::{Clue, Discovery, Group, Loss, Placed, Role, Storage};
    use crate::run::{Session, each_group};
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn group(key: &str, locales: &[&str]) -> Group {
        let placed = |locale: &&str| Placed {
            path: format!("{locale}/{key}.md").into(),
            locale: None,
            version: None,
            key: Clue::Folder,
            named: *locale == "de",
            role: Role::Reported,
            shape: PathShape::default(),
            content: Storage::Memory((*b"# x\n").into()),
        };
        Group { key: key.to_owned(), files: locales.iter().map(placed).collect() }
    }

    #[test]
    fn a_panic_loses_one_group_only() {
        let keys = ["a", "b", "c", "d", "e"];
        let mut discovery =
            Discovery { groups: keys.map(|key| group(key, &["de", "fr"])).into(), ..Discovery::default() };
        let (config, sources, done) = (Config::default(), Sources::default(), AtomicUsize::new(0));
        let progress = || {
            done.fetch_add(1, Ordering::Relaxed);
        };
        let session = Session { config: &config, sources: &sources, progress: &progress };
        let (results, problems) = each_group(&mut discovery, session, |group, _| match &*group.key {
            "b" => panic!("no such block: {}", group.key),
            "d" => std::panic::panic_any(7),
            key => (Some(key.to_owned()), Vec::new()),
        });
        let results: Vec<Option<&str>> = results.iter().map(Option::as_deref).collect();
        assert_eq!(results, [Some("a"), None, Some("c"), None, Some("e")]);
        assert_eq!(done.into_inner(), keys.len());
        let shown: Vec<_> = problems
            .iter()
            .map(|problem| {
                let (_, reason) = problem.message.split_once("not processed: ").expect("the message states a reason");
                (problem.path.to_str().unwrap_or_default(), reason, problem.loss)
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("de/b.md", "no such block: b", Loss::NamedPath),
                ("de/d.md", "no reason stated", Loss::NamedPath),
                ("fr/b.md", "no such block: b", Loss::Pages),
                ("fr/d.md", "no reason stated", Loss::Pages),
            ]
        );
    }
}
