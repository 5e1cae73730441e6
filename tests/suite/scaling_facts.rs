//! Shapes of statements about an API for `scaling`: properties, permissions, requests, examples.

use crate::scaling_writer::{PageShape, ShapeWriter, parts};

/// The shapes.
pub const FACTS: &[PageShape] = &[
    shape("renamed properties", 700, |page, n| {
        let heading = page.text("Eigenschaften", "Properties");
        format!(
            "# berth resource type\n\n## {heading}\n\n|Property|Type|Description|\n|--|--|--|\n{}",
            page.texts(n, ["|", "|String|Text.|\n"], |i| [format!("name{i}"), format!("nameOf{i}")])
        )
    }),
    shape("renamed types", 1500, |page, n| {
        let heading = page.text("Eigenschaften", "Properties");
        format!(
            "# berth resource type\n\n## {heading}\n\n|Property|Type|Description|\n|--|--|--|\n{}",
            page.texts(n, ["|name|", "|Text.|\n"], |i| [format!("Typ{i}"), format!("berthType{i}")])
        )
    }),
    shape("described properties", 700, |page, n| {
        let heading = page.text("Eigenschaften", "Properties");
        format!(
            "# berth resource type\n\n## {heading}\n\n|Property|Type|Description|\n|--|--|--|\n{}",
            page.texts(n, ["|name|String|", "|\n"], |i| [format!("Wort {i}."), format!("Word {i}.")])
        )
    }),
    shape("one more property each", 700, |page, n| {
        let heading = page.text("Eigenschaften", "Properties");
        format!(
            "# berth resource type\n\n## {heading}\n\n|Property|Type|Description|\n|--|--|--|\n{}",
            page.texts(n, ["|", "|String|Text.|\n"], |i| [format!("name{}", i * 2), format!("name{i}")])
        )
    }),
    shape("translated properties and their JSON", 400, |page, n| {
        format!(
            "# berth resource type\n\n## Properties\n\n|Property|Type|\n|--|--|\n{}\n## JSON representation\n\n```json\n{{{}\"x\": \"String\"}}\n```\n",
            page.texts(n, ["|", "|String|\n"], |i| [format!("名{i}"), format!("nameOf{i}")]),
            parts(n, |i| format!("\"nameOf{i}\": \"String\",\n"))
        )
    }),
    shape("renamed members", 700, |page, n| {
        let heading = page.text("Elemente", "Members");
        format!(
            "# berthKind enum\n\n## {heading}\n\n|Member|Value|\n|--|--|\n{}",
            page.texts(n, ["|", "|1|\n"], |i| [format!("name{i}"), format!("nameOf{i}")])
        )
    }),
    shape("possible values", 5000, |page, n| {
        format!(
            "# berth resource type\n\n## Properties\n\n|Property|Type|Description|\n|--|--|--|\n|kind|String|{} {}|\n",
            page.text("Mögliche Werte:", "Possible values are:"),
            page.long_text(n, |i| [format!("`v{i}`, "), format!("`w{i}`, ")])
        )
    }),
    shape("permissions", 4000, |page, n| {
        let heading = page.text("Berechtigungen", "Permissions");
        format!(
            "# Get berth\n\n## {heading}\n\n|Permission type|Permissions|\n|--|--|\n|Application|{}|\n",
            page.long_text(n, |i| [format!("Berth{i}.Read, "), format!("Berth{i}.Read.All, ")])
        )
    }),
    shape("permission rows", 500, |page, n| {
        let heading = page.text("Berechtigungen", "Permissions");
        format!(
            "# Get berth\n\n## {heading}\n\n|Permission type|Permissions|\n|--|--|\n{}",
            page.texts(n, ["|Application|", "|\n"], |i| [format!("Berth{i}.Read"), format!("Berth{i}.Read.All")])
        )
    }),
    shape("headers", 600, |page, n| {
        let heading = page.text("Anforderungsheader", "Request headers");
        format!(
            "# Get berth\n\n## {heading}\n\n|Name|Description|\n|--|--|\n{}",
            page.texts(n, ["|", "|Words.|\n"], |i| [format!("X-Kopf{i}"), format!("X-Head{i}")])
        )
    }),
    shape("parameters", 2500, |page, n| {
        let heading = page.text("Anforderungstext", "Request body");
        format!(
            "# Create berth\n\n## HTTP request\n\n```http\nPOST /berths\n```\n\n## {heading}\n\n|Parameter|Type|Description|\n|--|--|--|\n{}",
            page.texts(n, ["|", "|String|Text.|\n"], |i| [format!("param{}", i * 2), format!("param{i}")])
        )
    }),
    shape("request lines", 4000, |page, n| {
        format!(
            "# Create berth\n\n## HTTP request\n\n```http\n{}```\n\n{}\n",
            parts(n, |i| format!("GET /berths{i}/{{id}}\n")),
            page.text("a", "b")
        )
    }),
    shape("changed request lines", 3000, |page, n| {
        format!(
            "# Create berth\n\n## HTTP request\n\n```http\n{}```\n",
            page.long_text(n, |i| [format!("GET /berths{i}/{{id}}\n"), format!("GET /quays{i}/{{id}}\n")])
        )
    }),
    shape("request blocks", 4000, |page, n| {
        format!(
            "# Get berth\n\n## HTTP request\n\n{}{}\n",
            parts(n, |i| format!("```http\nGET /berths{i}\n```\n\n")),
            page.text("a", "b")
        )
    }),
    shape("query of a request", 4000, |page, n| {
        format!(
            "# Create berth\n\n## HTTP request\n\n```http\nGET /berths?{}\n```\n\n{}\n",
            parts(n, |i| format!("a{i}={{b}}&")),
            page.text("a", "b")
        )
    }),
    shape("path of a request", 6000, |page, n| {
        format!(
            "# Create berth\n\n## HTTP request\n\n```http\nGET /berths{}\n```\n\n{}\n",
            parts(n, |i| format!("/b{i}/{{c}}")),
            page.text("a", "b")
        )
    }),
    shape("arguments of a request", 2000, |page, n| {
        format!(
            "# Create berth\n\n## HTTP request\n\n```http\nGET /berths/find({}z={{z}})\n```\n\n{}\n",
            parts(n, |i| format!("b{i}={{c}},")),
            page.text("a", "b")
        )
    }),
    shape("JSON in each other", 60000, |page, n| {
        format!(
            "# berth resource type\n\n## JSON representation\n\n```json\n{}1{}\n```\n\n{}\n",
            "{\"a\":".repeat(n),
            "}".repeat(n),
            page.text("a", "b")
        )
    }),
    shape("JSON that never closes", 60000, |page, n| {
        format!(
            "# berth resource type\n\n## JSON representation\n\n```json\n{}\n```\n\n{}\n",
            "{\"a\":".repeat(n),
            page.text("a", "b")
        )
    }),
    shape("a long JSON object", 20000, |page, n| {
        format!(
            "# berth resource type\n\n## JSON representation\n\n```json\n{{{}\"z\": 1}}\n```\n\n{}\n",
            parts(n, |i| format!("\"a{i}\": {i},\n")),
            page.text("a", "b")
        )
    }),
    shape("an array of JSON objects", 10000, |page, n| {
        format!(
            "# Get berth\n\n## Example\n\n<!-- {{ \"blockType\": \"response\", \"@odata.type\": \"x.berth\" }} -->\n```http\nHTTP/1.1 200 OK\nContent-type: application/json\n\n{{\"value\": [{}{{}}]}}\n```\n\n{}\n",
            parts(n, |i| format!("{{\"a\": {i}}},\n")),
            page.text("a", "b")
        )
    }),
    shape("a long JSON string", 300000, |page, n| {
        format!(
            "# berth resource type\n\n## JSON representation\n\n```json\n{{\"a\": \"{}\"}}\n```\n\n{}\n",
            "x".repeat(n),
            page.text("a", "b")
        )
    }),
    shape("JSON of other types", 600, |page, n| {
        format!(
            "# berth resource type\n\n## Properties\n\n|Property|Type|\n|--|--|\n{}\n## JSON representation\n\n<!-- {{ \"blockType\": \"resource\", \"@odata.type\": \"x.berth\" }} -->\n```json\n{{{}\"z\": 1}}\n```\n\n{}\n",
            parts(n, |i| format!("|a{i}|Boolean|\n")),
            parts(n, |i| format!("\"a{i}\": \"String\",\n")),
            page.text("a", "b")
        )
    }),
    shape("headers of an example", 12000, |page, n| {
        format!(
            "# Get berth\n\n## Example\n\n<!-- {{ \"blockType\": \"request\", \"name\": \"x\" }} -->\n```http\nGET https://a.example/v1.0/berths\n{}\n{{}}\n```\n\n{}\n",
            parts(n, |i| format!("X-Head{i}: v\n")),
            page.text("a", "b")
        )
    }),
    shape("keys of an annotation", 8000, |page, n| {
        format!(
            "# Get berth\n\n## Example\n\n<!-- {{ \"blockType\": \"request\", {} \"name\": \"x\" }} -->\n```http\nGET https://a.example/v1.0/berths\n```\n\n{}\n",
            parts(n, |i| format!("\"k{i}\": {i},")),
            page.text("a", "b")
        )
    }),
    shape("annotations in each other", 10000, |page, n| {
        format!(
            "# Get berth\n\n## Example\n\n<!-- {{ \"blockType\": \"request\", {} }} -->\n```http\nGET https://a.example/v1.0/berths\n```\n\n{}\n",
            "{\"a\":".repeat(n),
            page.text("a", "b")
        )
    }),
    shape("annotated examples", 3000, |page, n| {
        format!(
            "# Get berth\n\n## Example\n\n{}{}\n",
            parts(n, |i| format!(
                "<!-- {{ \"blockType\": \"request\", \"name\": \"x{i}\" }} -->\n```http\nGET https://a.example/v1.0/berths{i}\n```\n\n"
            )),
            page.text("a", "b")
        )
    }),
    shape("HTML table rows", 8000, |page, n| {
        format!(
            "# berth resource type\n\n## Properties\n\n<table><tr><th>Property<th>Type</tr>\n{}</table>\n\n{}\n",
            parts(n, |i| format!("<tr><td>n{i}</td><td>String</td></tr>\n")),
            page.text("a", "b")
        )
    }),
    shape("HTML tables in each other", 500, |page, n| {
        format!(
            "# berth resource type\n\n## Properties\n\n{}\n\n{}\n",
            "<table><tr><td>".repeat(n),
            page.text("a", "b")
        )
    }),
    shape("methods", 1200, |page, n| {
        let heading = page.text("Methoden", "Methods");
        format!(
            "# berth resource type\n\n## {heading}\n\n|Method|Return type|Description|\n|--|--|--|\n{}",
            page.texts(n, ["|[Get](../api/berth-get.md)|[quay](quay.md)|", "|\n"], |i| [
                format!("Wort {i}."),
                format!("Word {i}.")
            ])
        )
    }),
];

const fn shape(name: &'static str, length: usize, page: fn(&mut ShapeWriter, usize) -> String) -> PageShape {
    PageShape { name, length, page }
}
