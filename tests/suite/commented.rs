//! Pages that keep their source text in comments in front of the translation.

use crate::support::{Tree, hexapla};
use serde_json::Value;

const PAGE: &str = "---\ntitle: 灯\n---\n<!--\n# Lamp\n-->\n# 灯 {#lamp}\n\n<!--\nThe lamp burns for at most 30 hours, see [the limits](limits.md).\n-->\n\
    灯最多亮 {hours} 小时，参见[限制]({link})。\n\n```sh\nharbor lamp --on\n```\n\n<!--\n- Call `lampState` first.\n- Then wait.\n-->\n\
    - 先调用 `{name}`。\n- 然后等待。\n\n<!--\n| Name | Meaning |\n|---|---|\n| lampId | the lamp |\n-->\n| 名称 | 含义 |\n|---|---|\n| lampId | 灯 |\n\n\
    <!-- {\"blockType\": \"ignored\"} -->\n\n```json\n{}\n```\n";

fn page(hours: &str, link: &str, name: &str) -> String {
    PAGE.replace("{hours}", hours).replace("{link}", link).replace("{name}", name)
}

/// The report on a Chinese page: the basis of its edition, and the checks of its findings with their lines.
fn reported(page: &str) -> (Value, Vec<(String, u64)>) {
    let tree = Tree::new([("zh-CN/lamp.md", page)]);
    let report = hexapla(tree.path(), &["check", ".", "--format", "json", "--fail-on", "never"]).json();
    let findings = report["findings"].as_array().expect("a list").iter();
    let of_translation = findings.filter(|finding| finding["axis"] == "translation");
    let found = of_translation
        .map(|finding| {
            (finding["check"].as_str().unwrap_or_default().to_owned(), finding["start"]["line"].as_u64().unwrap_or(0))
        })
        .collect();
    (report["editions"][0]["basis"].clone(), found)
}

#[test]
fn text_in_comments_is_the_source() {
    assert_eq!(reported(&page("30", "limits.md", "lampState")), ("spans".into(), Vec::new()));
    let (_, found) = reported(&page("40", "xianzhi.md", "dengState"));
    let found: Vec<(&str, u64)> = found.iter().map(|(check, line)| (check.as_str(), *line)).collect();
    assert_eq!(found, [("number_changed", 12), ("link_target_changed", 12), ("code_span_changed", 22)]);
    // A name of a table, at its place in the file.
    let (_, found) = reported(&page("30", "limits.md", "lampState").replace("| lampId | 灯 |", "| 灯Id | 灯 |"));
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn other_comments_are_no_source() {
    for comments in [
        // Data and notes.
        "<!-- {\"blockType\": \"ignored\"} -->\n\n第一段。\n\n<!-- uuid: 7 -->\n\n第二段。\n\n第三段。\n",
        // One comment is no form of a page.
        "<!--\nThe lamp burns.\n-->\n灯亮着。\n\n第二段。\n",
        // Old text in front of blocks of other kinds.
        "<!--\nOld text.\n-->\n## 标题\n\n<!--\n## Old\n-->\n第二段。\n\n第三段。\n",
        // Two remarks on a long page.
        "<!--\nTo do.\n-->\n第一段。\n\n<!--\nTo do.\n-->\n第二段。\n\n第三段。\n\n第四段。\n\n第五段。\n",
    ] {
        let (basis, found) = reported(&format!("# 灯\n\n{comments}"));
        assert_eq!((basis, found), ("none".into(), Vec::new()), "{comments}");
    }
}
