//! Sides in git: revisions of a repository that the `git` command makes. Left out where there is none.

use crate::support::{Ran, Tree, hexapla, say};
use hexapla::discover::git::{Repository, WantedPage};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

const OLD: &str =
    "# berth resource type\n\n## Properties\n\n|Property|Type|\n|:---|:---|\n|id|String|\n|depth|Int32|\n";
const NEW: &str = "# berth resource type\n\n## Properties\n\n|Property|Type|\n|:---|:---|\n|id|String|\n";
const PAGE: &str = "docs/en-US/v1.0/resources/berth.md";

/// Runs git; `None` where there is no such program.
pub fn git(folder: &Path, arguments: &str) -> Option<String> {
    let mut command = Command::new("git");
    command.current_dir(folder).args([
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b.example",
        "-c",
        "commit.gpgsign=false",
    ]);
    let output = command.args(arguments.split(' ')).output().ok()?;
    assert!(output.status.success(), "git {arguments}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A repository `r` with two commits, the first tagged `old`, the second on `main`.
fn repository() -> Option<Tree> {
    let tree = Tree::new([(format!("r/{PAGE}"), OLD), ("r/docs/en-US/v1.0/resources/port.md".to_owned(), NEW)]);
    let at = tree.path().join("r");
    if git(&at, "init -q -b main").is_none() {
        say("there is no git: tests of revisions left out");
        return None;
    }
    git(&at, "add .");
    git(&at, "commit -q -m one");
    git(&at, "tag -a old -m old");
    tree.write(format!("r/{PAGE}"), NEW);
    git(&at, "commit -q -a -m two");
    Some(tree)
}

#[track_caller]
fn removed(ran: &Ran, places: &[&str]) {
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("property `depth` removed"), "{}\n{}", ran.stdout, ran.stderr);
    for place in places {
        assert!(ran.stdout.contains(place), "no {place} in\n{}", ran.stdout);
    }
}

#[test]
fn revisions_are_sides() {
    let Some(tree) = repository() else { return };
    let at = tree.path();
    let first = git(&at.join("r"), "rev-parse HEAD~1").unwrap_or_default();
    git(at, "clone -q --bare r bare");
    for old in ["old", "main~1", "HEAD^", "main^1", "tags/old", "refs/tags/old", &first, &first[..10]] {
        removed(&hexapla(at, &["diff", &format!("r@{old}"), "r@main"]), &[&format!("r@{old}:{PAGE}:8")]);
    }
    removed(&hexapla(at, &["diff", "r@old", "r"]), &[]);
    removed(&hexapla(at, &["diff", "bare@old:docs", "bare@main"]), &[&format!("bare@old:{PAGE}:8")]);
    std::fs::create_dir(at.join("beside")).expect("a folder");
    let ran = hexapla(&at.join("beside"), &["diff", "../bare@old:docs", "../bare@main"]);
    removed(&ran, &[&format!("../bare@old:{PAGE}:8")]);
    // A folder inside the repository, and one page.
    removed(&hexapla(at, &["diff", "r/docs@old", "r/docs"]), &["r/docs@old:en-US/v1.0/resources/berth.md:8"]);
    removed(&hexapla(at, &["diff", &format!("r@old:{PAGE}"), &format!("r@HEAD:{PAGE}")]), &[]);
    assert!(hexapla(at, &["diff", "r@old", "r@old"]).stdout.starts_with("0 changes"));
}

#[test]
fn what_git_does_not_have_is_said_with_status_2() {
    let Some(tree) = repository() else { return };
    let at = tree.path();
    std::fs::create_dir(at.join("plain")).expect("a folder");
    for (side, part) in [
        ("r@absent", "r: no revision `absent`"),
        ("r@main~9", "r: no revision `main~9`"),
        ("r@", "r: no revision ``"),
        ("plain@main", "plain: not in a git repository"),
        ("r@main:nothing", "r: revision `main` has no `nothing`"),
        ("none@main", "none@main: No such file"),
    ] {
        let ran = hexapla(at, &["diff", side, "r@main"]);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{side}: {}", ran.stderr);
        assert!(ran.stderr.contains(part), "{side}: no `{part}` in {}", ran.stderr);
    }
}

/// Takes an object away from a repository, as a partial clone lacks it.
fn forget(repository: &Path, revision: &str) {
    let id = git(repository, &format!("rev-parse {revision}")).unwrap_or_default();
    let path = repository.join(".git/objects").join(&id[..2]).join(&id[2..]);
    std::fs::remove_file(path).expect("a loose object");
}

#[test]
fn missing_objects_are_told_and_nothing_is_made_of_them() {
    let Some(tree) = repository() else { return };
    let (at, inside) = (tree.path(), tree.path().join("r"));
    // The old page is missing: a property that the new page lacks is no evidence.
    forget(&inside, &format!("old:{PAGE}"));
    for sides in [["r@old", "r@main"], ["r@main", "r@old"]] {
        let ran = hexapla(at, &["diff", sides[0], sides[1]]);
        assert_eq!(ran.status, 2, "{}", ran.stderr);
        assert!(ran.stdout.starts_with("0 changes"), "{}", ran.stdout);
        assert!(ran.stderr.contains(&format!("r@old:{PAGE}: not in the repository")), "{}", ran.stderr);
    }
    // The folder of the types of another tree is not reported either.
    tree.write("r/docs/en-US/v1.0/api/x.md", "# X\n\n## HTTP request\n\n```http\nGET /ports\n```\n");
    git(&inside, "add .");
    git(&inside, "commit -q -m three");
    tree.write("r/docs/en-US/v1.0/resources/berth.md", OLD);
    git(&inside, "commit -q -a -m four");
    forget(&inside, "HEAD:docs/en-US/v1.0/resources");
    let ran = hexapla(at, &["diff", "r@HEAD~1", "r@HEAD"]);
    assert!(ran.stdout.starts_with("0 changes"), "{}", ran.stdout);
    assert!(ran.stderr.contains("r@HEAD:docs/en-US/v1.0/resources: not in the repository"), "{}", ran.stderr);
}

#[test]
fn pages_at_commits_and_paths() {
    let Some(tree) = repository() else { return };
    let at = tree.path().join("r");
    let repository = Arc::new(Repository::open(&at).expect("a repository"));
    let [new, old] = ["main", "old^{commit}"].map(|name| git(&at, &format!("rev-parse {name}")).expect("a hash"));
    let wanted = [
        (&*new, PAGE, "/x.md"),
        (&old[..12], PAGE, "/x.md"),
        (&old, "docs/absent.md", "/absent.md"),
        ("0123456789abcdef", PAGE, "/x.md"),
        (&new, "elsewhere/berth.md", "/berth.md"),
        // A name is no pin: the commit that it names changes.
        ("HEAD", PAGE, "/x.md"),
        ("refs/heads/main", PAGE, "/x.md"),
    ];
    let paths: Vec<[String; 1]> = wanted.iter().map(|(_, path, _)| [(*path).to_owned()]).collect();
    let wanted: Vec<WantedPage<'_>> = wanted
        .iter()
        .zip(&paths)
        .map(|((commit, _, ending), paths)| WantedPage { commit, paths, ending: (*ending).to_owned() })
        .collect();
    let read = repository.pages(&wanted).into_iter().map(|page| {
        let text = page.and_then(|(_, blob)| blob.read()).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(text).expect("text"))
    });
    let read: Vec<Result<String, String>> = read.collect();
    assert_eq!(read[0].as_deref(), Ok(NEW));
    assert_eq!(read[1].as_deref(), Ok(OLD));
    assert_eq!(read[2], Err("the commit does not contain the page".to_owned()));
    assert_eq!(read[3], Err("no such commit in the repository (a shallow clone?)".to_owned()));
    assert_eq!(read[4], read[0]);
    assert!(read[5..].iter().all(|page| *page == Err("not the hash of a commit".to_owned())));
}
