//! The fixture corpus: every planted fault is found at its place, and nothing else is reported.

use crate::support::{corpus, hexapla, read, repository};
use serde_json::Value;
use std::collections::BTreeSet;

/// The findings of a run over the corpus, in order of plant: plant or reason, `path:line`, check. The damage that
/// `README.md` lists, then what the corpus has besides damage.
const EXPECTED: &[(&str, &str, &str)] = &[
    ("D01", "de-DE/v1.0/api/berth-get.md:43", "header_name_changed"),
    ("D02", "pt-BR/v1.0/api/berth-get.md:42", "header_name_changed"),
    ("D03", "pt-BR/v1.0/api/mooring-create.md:40", "placeholder_changed"),
    // House style: once a page, at the first place.
    ("D04", "de-DE/beta/api/berth-release.md:50", "type_name_localized"),
    ("D04", "de-DE/beta/api/mooring-create.md:52", "type_name_localized"),
    ("D04", "de-DE/beta/resources/berth.md:33", "type_name_localized"),
    ("D04", "de-DE/beta/resources/mooring.md:30", "type_name_localized"),
    ("D04", "de-DE/v1.0/api/berth-release.md:48", "type_name_localized"),
    ("D04", "de-DE/v1.0/api/mooring-create.md:50", "type_name_localized"),
    ("D04", "de-DE/v1.0/resources/berth.md:31", "type_name_localized"),
    ("D04", "de-DE/v1.0/resources/mooring.md:27", "type_name_localized"),
    ("D05", "de-DE/v1.0/api/mooring-create.md:57", "identifier_case_changed"),
    ("D06", "ja-JP/v1.0/resources/berth.md:32", "identifier_changed"),
    ("D07", "zh-CN/v1.0/api/mooring-create.md:15", "emphasis_broken"),
    ("D08", "zh-CN/v1.0/api/berth-list.md:24", "permission_changed"),
    ("D09", "de-DE/beta/api/berth-get.md:17", "link_target_changed"),
    ("D10", "ja-JP/beta/api/berth-list.md:17", "link_syntax_broken"),
    ("D11", "pt-BR/v1.0/api/berth-release.md:54", "code_span_changed"),
    ("D12", "pt-BR/v1.0/resources/berthstatus.md:24", "segment_empty"),
    ("D13", "zh-CN/beta/api/berth-release.md:53", "segment_untranslated"),
    ("D14", "ja-JP/v1.0/api/mooring-create.md:57", "number_changed"),
    ("D15", "pt-BR/v1.0/resources/berth.md:17", "literal_changed"),
    // Without spans, the source text is the English page.
    ("D16", "ru-RU/v1.0/api/berth-list.md:47", "header_name_changed"),
    // Code is the same in every locale: once, at the source.
    ("D17", "en-US/v1.0/api/berth-list.md:68", "content_length_wrong"),
    // The line after the comma that should not be there: where a JSON parser stops.
    ("D18", "en-US/beta/api/berth-list.md:85", "example_json_invalid"),
    ("D19", "en-US/v1.0/api/berth-release.md:59", "example_version_mismatch"),
    ("D20", "de-DE/v1.0/api/berth-list.md:22", "edition_stale"),
    ("D21", "pt-BR/beta/resources/mooring.md:2", "front_matter_key_translated"),
    // The row after which one is missing, and its line of the JSON.
    ("D22", "zh-CN/v1.0/resources/mooring.md:18", "table_row_missing"),
    ("D22", "zh-CN/v1.0/resources/mooring.md:40", "code_block_changed"),
    ("D23", "zh-CN/beta/resources/berth.md:35", "code_span_changed"),
    ("D24", "ja-JP/beta/resources/berthstatus.md:26", "identifier_changed"),
    ("D25", "zh-CN/beta/api/berth-list.md:17", "placeholder_changed"),
    ("age", "de-DE/v1.0/api/berth-list.md:11", "page_stale"),
    ("age", "de-DE/v1.0/api/berth-list.md:22", "segment_stale"),
    ("age", "zh-CN/v1.0/resources/mooring.md:1", "page_stale"),
    ("left out", "de-DE/beta/api/mooring-extend.md:1", "page_missing_in_locale"),
    ("left out", "de-DE/beta/resources/berthstatus.md:1", "page_missing_in_locale"),
    ("left out", "de-DE/v1.0/api/berth-release.md:1", "page_missing_in_locale"),
    ("left out", "zh-CN/v1.0/resources/mooring.md:1", "front_matter_missing"),
    ("beta", "en-US/beta/api/mooring-create.md:23", "permission_added"),
    ("beta", "en-US/beta/api/mooring-extend.md:28", "operation_added"),
    ("beta", "en-US/beta/resources/berth.md:33", "property_type_changed"),
    ("beta", "en-US/beta/resources/berth.md:34", "property_added"),
    ("beta", "en-US/beta/resources/berthstatus.md:24", "member_added"),
];

/// The same for the loose files.
const TOLD_OF_LOOSE: &[(&str, &str, &str)] = &[
    ("L01", "page-1.txt:42", "header_name_changed"),
    ("L02", "page-1.txt:42", "placeholder_changed"),
    ("L03", "page-3.txt:3", "emphasis_broken"),
    ("L04", "page-4.txt:41", "header_name_changed"),
    ("L05", "page-4.txt:50", "type_name_localized"),
    ("L06", "page-5.txt:52", "code_span_changed"),
    ("L07", "page-5.txt:11", "identifier_changed_in_prose"),
    ("age", "page-3.txt:1", "front_matter_missing"),
    ("age", "page-3.txt:14", "edition_stale"),
    ("age", "page-3.txt:41", "fact_outvoted"),
    ("age", "page-4.txt:26", "edition_stale"),
    ("age", "page-5.txt:26", "edition_stale"),
    ("beta", "page-1.txt:57", "body_member_added"),
];

fn report(folder: &str) -> Value {
    hexapla(&repository().join("fixtures"), &["check", folder, "--format", "json"]).json()
}

/// Compares the findings of a run with a table; a finding that is not in the table is a false alarm.
#[track_caller]
fn says(folder: &str, reported: &[(&str, &str, &str)]) {
    let report = report(folder);
    let findings = report["findings"].as_array().expect("a list").iter();
    let found: BTreeSet<(String, String)> = findings
        .map(|finding| {
            let path = finding["path"]
                .as_str()
                .expect("a path")
                .replacen(&format!("{folder}/"), "", 1)
                .replace("api-reference/", "");
            (format!("{path}:{}", finding["start"]["line"]), finding["check"].as_str().expect("a name").to_owned())
        })
        .collect();
    let expected: BTreeSet<(String, String)> =
        reported.iter().map(|(_, place, check)| ((*place).to_owned(), (*check).to_owned())).collect();
    let lines = |set: Vec<&(String, String)>| {
        set.into_iter().map(|(place, check)| format!("\n  {place} {check}")).collect::<String>()
    };
    let (missed, extra) = (lines(expected.difference(&found).collect()), lines(found.difference(&expected).collect()));
    assert!(missed.is_empty() && extra.is_empty(), "\nnot reported:{missed}\nfalse alarms:{extra}");
    let count = report["findings"].as_array().map(Vec::len);
    assert_eq!(count, Some(reported.len()), "a finding is reported twice");
}

#[test]
fn all_damage_is_told_and_nothing_else() {
    says("corpus", EXPECTED);
}

#[test]
fn all_damage_of_loose_files_is_told_and_nothing_else() {
    says("loose", TOLD_OF_LOOSE);
}

#[test]
fn errors_are_the_planted_ones() {
    let errors = |folder| report(folder)["summary"]["findings"]["error"].as_u64();
    assert_eq!((errors("corpus"), errors("loose")), (Some(15), Some(4)));
}

#[test]
fn tables_cover_all_plants() {
    let readme = read(corpus().join("README.md"));
    let rows = readme.lines().filter_map(|line| line.strip_prefix('|')?.split('|').next());
    let planted: BTreeSet<&str> = rows
        .filter(|cell| cell.len() == 3 && cell.starts_with(['D', 'L']) && cell[1..].parse::<u32>().is_ok())
        .collect();
    let tables =
        EXPECTED.iter().chain(TOLD_OF_LOOSE).map(|(plant, ..)| *plant).filter(|plant| plant.starts_with(['D', 'L']));
    assert_eq!(tables.collect::<BTreeSet<_>>(), planted);
}

#[test]
fn loose_files_are_one_page_in_five_editions() {
    let pages = hexapla(&repository().join("fixtures"), &["pages", "loose", "--format", "json"]).json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let editions = pages["editions"].as_array().expect("a list").iter();
    let found: Vec<[String; 6]> = editions
        .map(|edition| ["path", "key", "locale", "version", "form", "handoff"].map(|field| text(&edition[field])))
        .collect();
    let expected = [
        ["loose/page-1.txt", "create-pilotrequest", "pt-BR", "beta", "side_by_side", "2020-10-22"],
        ["loose/page-2.txt", "create-pilotrequest", "ru-RU", "v1.0", "target_only", "2021-08-05"],
        ["loose/page-3.txt", "create-pilotrequest", "zh-CN", "v1.0", "side_by_side", ""],
        ["loose/page-4.txt", "create-pilotrequest", "de-DE", "v1.0", "side_by_side", "2019-02-26"],
        ["loose/page-5.txt", "create-pilotrequest", "ja-JP", "v1.0", "side_by_side", "2019-04-24"],
    ];
    assert_eq!(found, expected.map(|edition| edition.map(str::to_owned)));
    assert_eq!((&pages["others"], &pages["problems"]), (&Value::Array(Vec::new()), &Value::Array(Vec::new())));
}

#[test]
fn pages_of_the_corpus_are_what_their_folders_say() {
    let pages = hexapla(&repository().join("fixtures"), &["pages", "corpus", "--format", "json"]).json();
    let editions = pages["editions"].as_array().expect("a list");
    assert_eq!(editions.len(), 87);
    for edition in editions {
        let field = |name: &str| edition[name].as_str().unwrap_or_default();
        assert_eq!(
            field("path"),
            format!("corpus/{}/api-reference/{}/{}.md", field("locale"), field("version"), field("key"))
        );
    }
}
