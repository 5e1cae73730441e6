//! Pages in UTF-16: with a byte order mark they are read as pages in UTF-8 are; without one they are reported.

use crate::fixture;
use crate::support::{Tree, check, findings, hexapla};
use hexapla::page::encoding::Encoding;
use hexapla::report::Finding;

const ENCODINGS: [Encoding; 2] = [Encoding::Utf16Le, Encoding::Utf16Be];

/// A text as a file with a byte order mark.
fn with_mark(encoding: Encoding, text: &str) -> Vec<u8> {
    encoding.encode(&format!("\u{feff}{text}"))
}

/// Without the bytes, which differ between encodings, and without the path of the tree.
fn shown(finding: &Finding, tree: &Tree) -> String {
    let path = finding.path.strip_prefix(tree.path()).unwrap_or(&finding.path).display();
    let (start, end) = (finding.start.at, finding.end.at);
    let message = finding.message.replace(&tree.path().display().to_string(), "");
    format!(
        "{path}:{}:{}-{}:{} {} {} {}",
        start.line, start.column, end.line, end.column, finding.check, message, finding.fingerprint
    )
}

#[test]
fn findings_are_those_of_utf_8() {
    let mut places = 0;
    for section in fixture::all().into_iter().flat_map(|fixture| fixture.sections) {
        let plain = Tree::new(section.pages.iter().map(|(path, text)| (path, text)));
        let expected = check(plain.path(), &[]);
        let expected: Vec<String> = findings(&expected).map(|finding| shown(finding, &plain)).collect();
        for encoding in ENCODINGS {
            let tree = Tree::new(section.pages.iter().map(|(path, text)| (path, with_mark(encoding, text))));
            let report = check(tree.path(), &[]);
            assert_eq!(findings(&report).map(|finding| shown(finding, &tree)).collect::<Vec<_>>(), expected);
            for finding in findings(&report) {
                assert!(finding.edit.is_none(), "an edit in UTF-16: {}", shown(finding, &tree));
                let file = std::fs::read(&finding.path).expect("the page is there");
                let [start, end] = [finding.start, finding.end].map(|position| position.byte as usize);
                // The bytes before and in the place are whole characters, as many as line and column state.
                let before = hexapla::page::decode::decode(file[..start].to_vec());
                let within = hexapla::page::decode::decode([&file[..2], &file[start..end]].concat());
                assert!(before.invalid.is_empty() && within.invalid.is_empty());
                let line = before.text.rsplit('\n').next().unwrap_or_default().trim_start_matches('\u{feff}');
                assert_eq!(finding.start.at.line as usize, before.text.matches('\n').count() + 1);
                assert_eq!(finding.start.at.column as usize, line.chars().count() + 1);
                places += 1;
            }
        }
    }
    assert!(places > 200, "{places}");
}

#[test]
fn source_pages_may_have_another_encoding_than_translations() {
    let source = "---\ntitle: x\n---\n# Berth\n\nReturn the `{berth}` of <https://harbor.example/a>.\n";
    let target = source.replace("Return the `{berth}`", "Gibt den `{Liegeplatz}`").replace("harbor", "hafen");
    let run = |source: &[u8], target: &[u8]| {
        let tree = Tree::new([("de-DE/v1.0/api/berth.md", target), ("en-US/v1.0/api/berth.md", source)]);
        let ran = hexapla(tree.path(), &["check", "de-DE", "--source", "en-US", "--fail-on", "never"]);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
        ran.stdout.lines().filter(|line| !line.contains("edit:")).map(str::to_owned).collect::<Vec<_>>()
    };
    let expected = run(source.as_bytes(), target.as_bytes());
    assert!(expected.iter().any(|line| line.contains("hafen.example")), "{expected:#?}");
    for encoding in ENCODINGS {
        assert_eq!(run(&with_mark(encoding, source), target.as_bytes()), expected);
        assert_eq!(run(source.as_bytes(), &with_mark(encoding, &target)), expected);
    }
}

#[test]
fn units_of_utf_16_are_counted() {
    for encoding in ENCODINGS {
        let page = |unit: u16| {
            let mut bytes = with_mark(encoding, "---\ntitle: x\n---\nGröße ");
            let unit = if encoding == Encoding::Utf16Le { unit.to_le_bytes() } else { unit.to_be_bytes() };
            bytes.extend(unit);
            bytes.extend(encoding.encode(" und\n"));
            bytes
        };
        let tree = Tree::new([("de-DE/v1.0/a.md", page(0xdc00)), ("de-DE/v1.0/b.md", page(0x20))]);
        let report = check(tree.path(), &[]);
        let found: Vec<_> =
            findings(&report).map(|finding| (finding.check, finding.message.as_str(), finding.start.byte)).collect();
        assert_eq!(found, [("character_corrupted", "a 16-bit unit is not UTF-16", 2 * 24)]);
    }
}

#[test]
fn an_import_keeps_the_encoding() {
    let page = "---\ntitle: x\n---\n<span data-ttu-id=\"a-1\">Ein Hafen 漢𝄞.</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-1\">A port.</span></span>\n\nEnde\n";
    for encoding in ENCODINGS {
        let tree = Tree::new([("de-DE/v1.0/a.md", with_mark(encoding, page))]);
        let exported = hexapla(tree.path(), &["align", "de-DE", "--format", "xliff"]);
        assert_eq!(exported.status, 0, "{}", exported.stderr);
        let edited = exported.stdout.replace("Ein Hafen", "Der Hafen");
        assert_ne!(edited, exported.stdout);
        tree.write("edited.xlf", edited);
        let diff = hexapla(tree.path(), &["import", "edited.xlf", "--diff"]);
        assert!(diff.stdout.contains("\n+") && diff.stdout.contains("Der Hafen 漢𝄞"), "{}", diff.stdout);
        let ran = hexapla(tree.path(), &["import", "edited.xlf"]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        let written = std::fs::read(tree.path().join("de-DE/v1.0/a.md")).expect("the page is there");
        assert_eq!(written, with_mark(encoding, &page.replace("Ein Hafen", "Der Hafen")));
        // A page with halves of characters would lose them.
        let broken = [&written[..], &with_mark(encoding, "")[..1]].concat();
        tree.write("de-DE/v1.0/a.md", &broken);
        let exported = hexapla(tree.path(), &["align", "de-DE", "--format", "xliff"]);
        tree.write("edited.xlf", exported.stdout.replace("Der Hafen", "Ein Hafen"));
        let ran = hexapla(tree.path(), &["import", "edited.xlf"]);
        assert!(ran.status == 1 && ran.stderr.contains("parts of it are not valid"), "{}", ran.stderr);
        assert_eq!(std::fs::read(tree.path().join("de-DE/v1.0/a.md")).expect("the page is there"), broken);
    }
}
