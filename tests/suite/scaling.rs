//! Work grows with the length of the input: each construct of a page, and each number of files, is read at a length and at
//! four times the length, by each command that does different work.

use crate::scaling_blocks::BLOCKS;
use crate::scaling_facts::FACTS;
use crate::scaling_files::FILES;
use crate::scaling_prose::PROSE;
use crate::scaling_writer::{PageShape, ShapeForm, ShapeWriter, TITLE};
use crate::support::{PATIENCE, Tree, assert_none, check, command, findings, hexapla, say};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often a run is measured before it counts as too slow. The least time counts.
const TRIES: usize = 3;
/// Four times the length may take at most this many times the time: in proportion it takes 4 times, with the square 16 times.
const MOST_GROWTH: u32 = 8;
/// A run that takes less is not judged: its time is that of the start of the program.
const FLOOR: Duration = Duration::from_millis(if cfg!(debug_assertions) { 900 } else { 400 });
/// Lengths are divided by this.
const DIVISOR: usize = if cfg!(debug_assertions) { 4 } else { 1 };

/// The commands that read one page, on the folders that [`page_tree`] makes.
const PAGE_COMMANDS: [&[&str]; 6] = [
    &["check", "pairs/de-DE", "--format", "json"],
    // The text that the page embeds is all different from that of its source page.
    &["check", "pairs/de-DE", "--source", "live/de-DE"],
    &["check", "live/de-DE", "--source", "source", "--newer", "live/de-DE"],
    &["schema", "live/de-DE"],
    &["align", "live/de-DE", "--source", "source"],
    &["diff", "source", "live/de-DE"],
];

/// The commands that read many files in the folder `pages`.
const FILE_COMMANDS: [&[&str]; 3] = [&["check", "pages"], &["schema", "pages"], &["diff", "pages", "newer"]];

/// The time that a command takes on the processor, all threads together; on systems without `/proc`, the time until it ends.
fn time(mut command: Command) -> Duration {
    let started = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
    let stat = format!("/proc/{}/stat", child.id());
    loop {
        // A process that has ended keeps its entry until it is waited for.
        let read = std::fs::read_to_string(&stat).ok().and_then(|stat| ended_after(&stat));
        if let Some(time) = read {
            child.wait().expect("the program has ended");
            return time;
        }
        if !std::path::Path::new(&stat).exists() && child.try_wait().expect("the program can be waited for").is_some() {
            return started.elapsed();
        }
        if started.elapsed() > PATIENCE {
            child.kill().expect("the program can be ended");
            child.wait().expect("the program has ended");
            return PATIENCE;
        }
        std::thread::sleep(Duration::from_millis(3));
    }
}

/// The time of a process that has ended, from its line in `/proc`: state `Z`, then fields 14 and 15 of proc(5) in hundredths of
/// a second. `None` if it still runs.
fn ended_after(stat: &str) -> Option<Duration> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    (fields.first() == Some(&"Z")).then_some(())?;
    Some(Duration::from_millis(10 * (ticks(11)? + ticks(12)?)))
}

/// A tree with one page of a length: with span pairs, as published, and its source.
fn page_tree(shape: &PageShape, length: usize) -> Tree {
    let page = |form: ShapeForm| (shape.page)(&mut ShapeWriter::new(form), length);
    Tree::new([
        ("pairs/de-DE/v1.0/api/berth.md", page(ShapeForm::Pairs)),
        ("live/de-DE/v1.0/api/berth.md", page(ShapeForm::Target)),
        ("source/v1.0/api/berth.md", page(ShapeForm::Source)),
    ])
}

/// Measures a command on a long and on a short tree. Returns a message if the growth is too large.
fn judge(name: &str, arguments: &[&str], trees: &mut dyn FnMut(usize) -> Tree, length: usize) -> Option<String> {
    let (mut least, mut tries) = ([Duration::MAX; 2], 0);
    let measure = |tree: &Tree| time(command(tree.path(), arguments));
    let long_tree = trees(length * 4);
    let mut short_tree = None;
    loop {
        least[1] = least[1].min(measure(&long_tree));
        if least[1] <= FLOOR {
            return None;
        }
        let short_tree = short_tree.get_or_insert_with(|| trees(length));
        least[0] = least[0].min(measure(short_tree));
        if least[1] <= least[0] * MOST_GROWTH + FLOOR {
            return None;
        }
        tries += 1;
        if tries == TRIES {
            let [short, long] = least;
            return Some(format!("{name}: {}: {length}: {short:?}, {}: {long:?}", arguments.join(" "), length * 4));
        }
    }
}

/// Judges the page shapes of one list.
fn judge_pages(shapes: &[PageShape]) {
    let mut wrong = Vec::new();
    for shape in shapes {
        let length = (shape.length / DIVISOR).max(1);
        for arguments in PAGE_COMMANDS {
            wrong.extend(judge(shape.name, arguments, &mut |length| page_tree(shape, length), length));
        }
    }
    assert_none(&wrong);
}

#[test]
fn work_grows_with_the_prose() {
    judge_pages(PROSE);
}

#[test]
fn work_grows_with_the_blocks() {
    judge_pages(BLOCKS);
}

#[test]
fn work_grows_with_the_facts() {
    judge_pages(FACTS);
}

#[test]
fn work_grows_with_the_files() {
    let mut wrong = Vec::new();
    for shape in FILES {
        let length = (shape.length / DIVISOR).max(1);
        for arguments in FILE_COMMANDS {
            wrong.extend(judge(shape.name, arguments, &mut |length| Tree::new((shape.files)(length)), length));
        }
    }
    assert_none(&wrong);
}

/// The shapes whose units are imported.
const IMPORTED: [&str; 15] = [
    "HTML tags",
    "URLs",
    "block quotes",
    "code spans",
    "emphasis",
    "entities",
    "headings",
    "images",
    "list items",
    "paragraphs",
    "right links",
    "sentences",
    "span pairs",
    "table rows",
    "words",
];

#[test]
fn work_grows_with_the_edited_units() {
    let mut wrong = Vec::new();
    for shape in PROSE.iter().chain(BLOCKS).filter(|shape| IMPORTED.contains(&shape.name)) {
        let mut edited = |length: usize| {
            let tree = page_tree(shape, length);
            let exported = hexapla(tree.path(), &["align", "pairs/de-DE", "--format", "xliff"]);
            assert_eq!(exported.status, 0, "{}: {}", shape.name, exported.stderr);
            tree.write("edited.xlf", exported.stdout.replace("<target>", "<target>Neu "));
            tree
        };
        // A run that writes nothing does all other work, and can be measured again.
        let length = (shape.length / DIVISOR).max(1);
        wrong.extend(judge(shape.name, &["import", "edited.xlf", "--dry-run"], &mut edited, length));
    }
    assert_none(&wrong);
}

#[test]
fn work_grows_with_the_missing_blocks() {
    let mut wrong = Vec::new();
    for (name, block) in [
        ("paragraphs", "Paragraph N of the berth.\n\n"),
        ("list items", "- Item N\n"),
        ("headings", "## Part N\n\nText N.\n\n"),
    ] {
        let mut edited = |length: usize| {
            let blocks: String = (0..length).map(|number| block.replace('N', &number.to_string())).collect();
            let source = format!("# Berth\n\n{blocks}");
            let pages = [("en-US/v1.0/api/berth.md", source.as_str()), ("de-DE/v1.0/api/berth.md", "# Berth\n")];
            let tree = Tree::new(pages);
            let exported = hexapla(tree.path(), &["align", ".", "--locale", "de-DE", "--format", "xliff"]);
            assert_eq!(exported.status, 0, "{name}: {}", exported.stderr);
            tree.write(
                "edited.xlf",
                exported.stdout.replace("</source>\n<note", "</source><target>Neu</target>\n<note"),
            );
            tree
        };
        wrong.extend(judge(name, &["import", "edited.xlf", "--dry-run"], &mut edited, 3000 / DIVISOR));
    }
    assert_none(&wrong);
}

#[test]
fn work_grows_with_the_directives() {
    let mut wrong = Vec::new();
    // The profile, and a part of the translation and of its source.
    for (profile, target, source) in [
        ("hugo", "Text {{< berthN >}}\n\n", "Text {{< berthN >}}\n\n"),
        ("hugo", "{{% zN %}}\n", "{{% berthN %}}\n"),
        ("hugo", "{{% a %}}\nText.\n{{% /a %}}\n", "{{% b %}}\n{{% a %}}\nText.\n{{% /a %}}\n"),
        ("hugo", "{{< ", "{{% "),
        ("docusaurus", ":::note\nText.\n:::\n", ":::tip\nText.\n:::\n"),
        ("mintlify", "<A>\n  Text.\n", "<A>\n</B>\n"),
        ("mintlify", "<A b=\"", "<A b={"),
        ("mintlify", "    - Text `\n\n", "Text ``\n"),
        ("mkdocs", "!!! note\n    Text.\n", "=== \"N\"\n    Text.\n"),
        ("mkdocs", "## Ort N {#n N=x}\n\n", "## Place N {#n N=y}\n\n"),
        ("mdn", "{{", "{{HTTPHeader(\"N\")}} "),
        ("plain", "```sh\n# eins N\n\"\n```\n\n", "```sh\n# one N\n'\n```\n\n"),
    ] {
        let mut trees = |length: usize| {
            let page = |part: &str| {
                let parts = (0..length).map(|number| part.replace('N', &number.to_string()));
                format!("---\ntitle: Berth\n---\n# Berth\n\n{}\n", parts.collect::<String>())
            };
            Tree::new([
                ("hexapla.toml", format!("profile = \"{profile}\"\n")),
                ("en-US/v1.0/api/berth.md", page(source)),
                ("de-DE/v1.0/api/berth.md", page(target)),
            ])
        };
        wrong.extend(judge(target, &["check", ".", "--fail-on", "never"], &mut trees, 6000 / DIVISOR));
    }
    assert_none(&wrong);
}

/// Items beyond those that are compared one by one are reported too, together.
#[test]
fn no_item_of_a_long_block_is_left_out() {
    let parts: [fn(usize) -> [String; 2]; 3] = [
        |i| ["Wort ".to_owned(), format!("[c{i}](d{i}.md) ")],
        |i| [format!("`a{i}` "), format!("`d{i}.md` ")],
        |i| ["Wort ".to_owned(), format!("berthName{i} ")],
    ];
    for part in parts {
        let text = |form: ShapeForm| format!("{TITLE}{}\n", ShapeWriter::new(form).long_text(1200, part));
        let tree = Tree::new([("de-DE/v1.0/api/berth.md", text(ShapeForm::Pairs))]);
        let report = check(tree.path(), &[]);
        let sources: Vec<&str> = findings(&report).flat_map(|finding| finding.source.split("`, `")).collect();
        let is_reported = |i: usize| {
            sources.iter().any(|source| [format!("d{i}.md"), format!("berthName{i}")].contains(&(*source).to_owned()))
        };
        let left_out: Vec<usize> = (0..1200).filter(|i| !is_reported(*i)).collect();
        assert!(left_out.is_empty(), "{}: {left_out:?}", part(7)[1]);
        assert!(findings(&report).count() < 1300);
    }
}

#[test]
fn times_are_read_from_proc() {
    let line = |state: &str| format!("12 (a) b) {state} 1 1 1 0 -1 4194304 100 0 0 0 25 5 0 0 20 0 1 0 1 0 0");
    assert_eq!(ended_after(&line("Z")), Some(Duration::from_millis(300)));
    assert_eq!(ended_after(&line("R")), None);
    if !std::path::Path::new("/proc/self/stat").exists() {
        say("there is no /proc: scaling is measured by the clock");
    }
}
