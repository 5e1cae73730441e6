//! The text for readers in code blocks: comments, and the labels of diagrams. Many teams translate it.

use crate::compare::change::CodeText;
use crate::profile::sections::CodeRules;

/// How comments start in a language.
struct CommentSyntax {
    /// The starts of comments that end with their line.
    line: &'static [&'static str],
    /// The start and the end of comments of any length.
    block: Option<(&'static str, &'static str)>,
}

/// Languages, in lower case and sorted, in which `#` starts a comment.
const HASH: [&str; 33] = [
    "bash",
    "cmake",
    "conf",
    "console",
    "docker",
    "dockerfile",
    "elixir",
    "fish",
    "hcl",
    "ini",
    "makefile",
    "nginx",
    "perl",
    "php",
    "powershell",
    "properties",
    "ps1",
    "py",
    "python",
    "r",
    "rb",
    "ruby",
    "sh",
    "shell",
    "shell-session",
    "terminal",
    "terraform",
    "text",
    "toml",
    "txt",
    "yaml",
    "yml",
    "zsh",
];
/// Languages, in lower case and sorted, in which `//` starts a comment.
const SLASHES: [&str; 34] = [
    "c",
    "c#",
    "c++",
    "cjs",
    "cpp",
    "cs",
    "csharp",
    "css",
    "dart",
    "go",
    "golang",
    "groovy",
    "java",
    "javascript",
    "js",
    "json",
    "json5",
    "jsonc",
    "jsx",
    "kotlin",
    "kt",
    "less",
    "mjs",
    "objc",
    "php",
    "proto",
    "protobuf",
    "rs",
    "rust",
    "scala",
    "scss",
    "swift",
    "ts",
    "typescript",
];
/// Languages, in lower case and sorted, in which `--` starts a comment.
const DASHES: [&str; 4] = ["haskell", "lua", "mysql", "sql"];
/// Languages, in lower case and sorted, with comments of SGML.
const MARKUP: [&str; 6] = ["html", "markdown", "md", "svg", "vue", "xml"];

/// The kind of text in which alone two code blocks differ; `None` if they differ in code, or if translators do not translate such
/// text. `codes`: the target and the source.
pub(super) fn only_difference(language: &str, codes: (&str, &str), rules: &CodeRules) -> Option<CodeText> {
    let language = language.to_lowercase();
    if rules.text_languages.contains(&language) {
        return Some(CodeText::Labels);
    }
    let syntax = comments_of(&language);
    let [target, source] = [codes.0, codes.1].map(|code| without_comments(code, &syntax));
    (rules.translated_comments && target.split_whitespace().eq(source.split_whitespace())).then_some(CodeText::Comments)
}

fn comments_of(language: &str) -> CommentSyntax {
    let is_in = |list: &[&str]| list.binary_search(&language).is_ok();
    let block = if is_in(&MARKUP) { Some(("<!--", "-->")) } else { is_in(&SLASHES).then_some(("/*", "*/")) };
    let line: &[&str] = match (is_in(&HASH), is_in(&SLASHES)) {
        (true, true) => &["#", "//"],
        (true, false) => &["#"],
        (false, true) => &["//"],
        _ if is_in(&DASHES) => &["--"],
        _ if is_in(&MARKUP) => &[],
        // Of an unknown language, only what is a comment in most.
        _ => &["# ", "// "],
    };
    CommentSyntax { line, block }
}

/// The code without comments.
fn without_comments(code: &str, syntax: &CommentSyntax) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut in_block: Option<&str> = None;
    for line in code.lines() {
        let mut rest = line;
        loop {
            if let Some(close) = in_block {
                let Some(end) = rest.find(close) else { break };
                rest = &rest[end + close.len()..];
                in_block = None;
            }
            let (code, opened) = until_comment(rest, syntax);
            kept.push_str(code);
            let (Some(after), Some((open, close))) = (opened, syntax.block) else { break };
            rest = &after[open.len()..];
            in_block = Some(close);
        }
        kept.push('\n');
    }
    kept
}

/// The part of a line before its first comment, and the rest of the line from the start of a block comment on. A comment starts
/// outside of quotes, at the start of the line or after white space.
fn until_comment<'l>(line: &'l str, syntax: &CommentSyntax) -> (&'l str, Option<&'l str>) {
    let (mut quote, mut is_escaped, mut after_space) = (None, false, true);
    for (at, character) in line.char_indices() {
        let rest = &line[at..];
        if quote.is_none() {
            if let Some((open, _)) = syntax.block
                && rest.starts_with(open)
            {
                return (&line[..at], Some(rest));
            }
            if after_space && syntax.line.iter().any(|open| rest.starts_with(open)) {
                return (&line[..at], None);
            }
        }
        match quote {
            _ if is_escaped => is_escaped = false,
            Some(_) if character == '\\' => is_escaped = true,
            Some(open) if open == character => quote = None,
            None if matches!(character, '"' | '\'') => quote = Some(character),
            _ => {}
        }
        after_space = character.is_whitespace();
    }
    (line, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn differ(language: &str, target: &str, source: &str) -> Option<CodeText> {
        let rules = CodeRules { translated_comments: true, text_languages: vec!["mermaid".to_owned()] };
        only_difference(language, (target, source), &rules)
    }

    #[test]
    fn comments_are_no_code() {
        for list in [&HASH[..], &SLASHES, &DASHES, &MARKUP] {
            assert!(list.is_sorted(), "{list:?}");
        }
        for (language, target, source) in [
            ("yaml", "a: 1 # eins\n# zwei\n", "a: 1 # one\n# two\n"),
            ("sh", "# eins\nls \"#a\"", "# one\nls \"#a\""),
            ("js", "a(); // eins\n/* zwei\n drei */ b();", "a(); // one\n/* two\n three */ b();"),
            ("Go", "// eins\n// zwei\na()", "// one\na()"),
            ("sql", "SELECT 1 -- eins", "SELECT 1 -- one"),
            ("html", "<p><!-- eins --></p>", "<p><!-- one --></p>"),
            ("php", "# eins\n// zwei\n$a;", "# one\n// two\n$a;"),
            ("", "# eins\nls", "# one\nls"),
        ] {
            assert_eq!(differ(language, target, source), Some(CodeText::Comments), "{language}: {target}");
        }
    }

    #[test]
    fn code_is_no_comment() {
        for (language, target, source) in [
            ("yaml", "a: 2 # eins", "a: 1 # one"),
            ("yaml", "a: \"# eins\"", "a: \"# one\""),
            ("js", "fetch('https://a.example/b')", "fetch('https://a.example/c')"),
            ("sh", "curl a.example/x#b", "curl a.example/x#c"),
            ("sh", "eins", "# one"),
            ("c", "#define A 1", "#define B 1"),
            ("js", "a = '\\' // eins'", "a = '\\' // one'"),
            ("json", "{\"a\": \"//b\"}", "{\"a\": \"//c\"}"),
        ] {
            assert_eq!(differ(language, target, source), None, "{language}: {target}");
        }
        assert_eq!(differ("mermaid", "A[Tor]", "A[Gate]"), Some(CodeText::Labels));
        let kept = CodeRules { translated_comments: false, text_languages: Vec::new() };
        assert_eq!(only_difference("yaml", ("a # eins", "a # one"), &kept), None);
    }
}
