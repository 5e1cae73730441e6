//! Trees of many files for `scaling`.

/// A tree with many files, in the folders `pages` and `newer`.
pub struct FilesShape {
    /// Its name in messages.
    pub name: &'static str,
    /// The smaller number of files.
    pub length: usize,
    /// Makes the files.
    pub files: fn(usize) -> Vec<(String, String)>,
}

/// The shapes.
pub const FILES: &[FilesShape] = &[
    shape("pages of one folder", 600, |n| {
        both(n, |i| format!("v1.0/api/berth{i}.md"), |i| operation(&format!("berths{i}")))
    }),
    shape("locales of one page", 150, |n| {
        both(n, |i| format!("{}/v1.0/api/berth.md", locale(i)), |_| operation("berths"))
    }),
    shape("folders in each other", 60, |n| {
        both(n, |i| format!("v1.0/{}berth.md", "a/".repeat(i)), |_| operation("berths"))
    }),
    shape("types of a schema", 600, |n| {
        both(n, |i| format!("v1.0/resources/berth{i}.md"), |i| definition(&format!("berth{i}"), "id"))
    }),
    shape("renamed types of a schema", 300, |n| {
        let old = pages(
            "pages",
            n,
            |i| format!("v1.0/resources/berth{i}.md"),
            |i| definition(&format!("berth{i}"), &format!("depth{i}")),
        );
        let new = pages(
            "newer",
            n,
            |i| format!("v1.0/resources/quay{i}.md"),
            |i| definition(&format!("quayBerth{i}"), &format!("depth{i}")),
        );
        [old, new].concat()
    }),
    shape("pages of one type", 400, |n| {
        both(n, |i| format!("v1.0/resources/berth{i}.md"), |i| definition("berth", &format!("depth{i}")))
    }),
    shape("equal findings", 600, |n| {
        both(n, |i| format!("v1.0/api/berth{i}.md"), |_| "# Berth\n\nSee [quay] (../quay.md).\n".to_owned())
    }),
    shape("links between pages", 400, |n| {
        both(
            n,
            |i| format!("v1.0/api/berth{i}.md"),
            |i| format!("# Berth\n\nSee [next](berth{}.md) and [none](none{i}.md).\n", i + 1),
        )
    }),
];

const fn shape(name: &'static str, length: usize, files: fn(usize) -> Vec<(String, String)>) -> FilesShape {
    FilesShape { name, length, files }
}

/// The same pages in both folders.
fn both(count: usize, path: impl Fn(usize) -> String, text: impl Fn(usize) -> String) -> Vec<(String, String)> {
    [pages("pages", count, &path, &text), pages("newer", count, path, |i| text(i).replace("String", "Int32"))].concat()
}

fn pages(
    folder: &str,
    count: usize,
    path: impl Fn(usize) -> String,
    text: impl Fn(usize) -> String,
) -> Vec<(String, String)> {
    let page = |i| (format!("{folder}/{}", path(i)), format!("---\ntitle: x\n---\n{}", text(i)));
    (0..count).map(page).collect()
}

/// A page about an operation.
fn operation(name: &str) -> String {
    format!(
        "# Get berth\n\n## Permissions\n\n|Permission type|Permissions|\n|--|--|\n|Application|Berth.Read|\n\n## HTTP request\n\n```http\nGET /{name}\n```\n\n## Response\n\nReturns `200 OK` and a String.\n"
    )
}

/// A page about a type with two properties.
fn definition(name: &str, property: &str) -> String {
    format!(
        "# {name} resource type\n\n## Properties\n\n|Property|Type|Description|\n|--|--|--|\n|{property}|String|Depth.|\n|width{property}|String|Width.|\n"
    )
}

/// A locale tag for each number below 676 * 26.
fn locale(number: usize) -> String {
    let letter = |at: usize, first: u8| char::from(first + (at % 26) as u8);
    format!("de-{}{}", letter(number, b'A'), letter(number / 26, b'A'))
}
