//! The directives of a page: marks that a documentation system replaces when it builds the site, such as `{{< tab >}}`, `:::note`,
//! `<Tabs>` and `!!! tip`. The profile states their syntax.
//!
//! CommonMark does not know directives: it reads them as text, and it reads the indented content of some as code. So the parser
//! gets another text. A directive that is alone on its lines becomes spaces, which separate blocks as the system does; content that
//! is indented because of a directive loses this indentation. [`super::parser_text`] makes that text.

use super::line_syntax::{
    Fence, closing_ticks, column_width, columns, component_end, is_bare, is_fence, is_item, is_name,
};
use super::syntax::PageSyntax;
use crate::profile::sections::DirectiveSyntax;
use crate::text::{SideRange, floor_boundary};
use memchr::memmem;

/// Longest mark or tag, in bytes: the end is not searched any further.
const LONGEST_MARK: usize = 2048;
/// The columns of indentation that make code: CommonMark, section 4.4.
const CODE_INDENT: usize = 4;
/// Most open components among which that of an end is searched.
const MOST_OPEN: usize = 64;
/// Longest inline code that is left out when directives are searched, in bytes.
const LONGEST_CODE: usize = 1024;

/// What a scan finds in a text.
#[derive(Default)]
pub(super) struct FoundDirectives {
    /// All directives outside of code, in order.
    pub all: Vec<SideRange>,
    /// The directives that are alone on their lines.
    pub alone: Vec<SideRange>,
    /// The place and the length of each indentation that is removed, in order.
    pub cuts: Vec<(usize, usize)>,
}

/// Finds the directives of a text, and the indentation that is due to them.
pub(super) fn find(text: &str, syntax: &PageSyntax) -> FoundDirectives {
    if syntax.has_indented_code() && !may_hold(text, syntax.directives()) {
        return FoundDirectives::default();
    }
    let mut scan = Scan::new(text, syntax);
    scan.run();
    scan.found
}

/// Whether a text may contain a directive. A fast test.
fn may_hold(text: &str, syntax: &DirectiveSyntax) -> bool {
    let DirectiveSyntax { marks, lines, indented, statements, components, .. } = syntax;
    let opens = marks.iter().map(|mark| &mark.open).chain(lines).chain(indented).chain(statements);
    *components || opens.into_iter().any(|open| memmem::find(text.as_bytes(), open.as_bytes()).is_some())
}

/// What the content of an open directive has in common.
struct Container {
    /// The name of a component; `None` for a directive with indented content.
    component: Option<String>,
    /// The columns before the directive itself.
    indent: usize,
    /// The columns before it that are removed because of the containers around it.
    outer: usize,
    /// The columns before its first line of content.
    content: Option<usize>,
}

impl Container {
    /// The columns that are removed from a line of content.
    fn removed(&self) -> usize {
        let own = self.indent.saturating_sub(self.outer);
        self.content.map_or(self.outer, |content| content.saturating_sub(own))
    }
}

struct Scan<'t> {
    text: &'t str,
    syntax: &'t DirectiveSyntax,
    found: FoundDirectives,
    containers: Vec<Container>,
    fence: Option<Fence>,
    /// Whether text that is indented by four columns is code.
    indented_code: bool,
    /// The column of the content of the last list item, after its containers.
    item_column: usize,
    /// The columns that are removed from the lines of the open block, because they would make it code.
    excess: usize,
    /// Whether the line before ends a block: it is empty, or part of a statement.
    after_break: bool,
    in_statement: bool,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, syntax: &'t PageSyntax) -> Self {
        Self {
            text,
            syntax: syntax.directives(),
            found: FoundDirectives::default(),
            containers: Vec::new(),
            fence: None,
            indented_code: syntax.has_indented_code(),
            item_column: 0,
            excess: 0,
            after_break: true,
            in_statement: false,
        }
    }

    fn run(&mut self) {
        let mut at = 0;
        while at < self.text.len() {
            at = self.line(at);
        }
    }

    /// Reads the line at a byte. Returns the start of the next line, which is further down if a directive has several lines.
    fn line(&mut self, start: usize) -> usize {
        let rest = &self.text[start..];
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(self.text.len(), |length| start + length);
        let line = &self.text[start..end];
        let content = start + line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let written = self.text[content..end].trim_end();
        let next = (end + 1).min(self.text.len());
        let indent = columns(line);
        if written.is_empty() {
            (self.after_break, self.in_statement) = (true, false);
            return next;
        }
        let starts_block = std::mem::take(&mut self.after_break);
        if self.fence.is_some() || is_fence(written).is_some() {
            if self.fence.is_none() {
                self.close_containers(indent);
                self.start_block(indent, written);
            }
            self.dedent(start, indent);
            self.fence = match (self.fence, is_fence(written)) {
                (None, opened) => opened,
                (Some(open), Some(close)) if close.0 == open.0 && close.1 >= open.1 && is_bare(written) => None,
                (open, _) => open,
            };
            return next;
        }
        self.close_containers(indent);
        self.in_statement |= (starts_block || self.in_statement)
            && content == start
            && self.syntax.statements.iter().any(|open| written.starts_with(open.as_str()));
        if self.in_statement {
            self.after_break = true;
            self.directive(content, content + written.len());
            return next;
        }
        let is_indented = self.syntax.indented.iter().any(|open| written.starts_with(open.as_str()));
        if is_indented || self.syntax.lines.iter().any(|open| written.starts_with(open.as_str())) {
            self.note_content(indent);
            self.directive(content, content + written.len());
            self.after_break = true;
            if is_indented {
                self.open_container(None, indent);
            }
            return next;
        }
        match self.alone(content) {
            Some((found, end)) => {
                self.note_content(indent);
                for (from, to) in found {
                    self.directive(from, to);
                    self.component(from, to, indent);
                }
                self.after_break = true;
                end
            }
            None => {
                if starts_block || is_item(written).is_some() {
                    self.start_block(indent, written);
                }
                self.dedent(start, indent);
                self.inline(content, end);
                next
            }
        }
    }

    /// The directives at a byte if nothing else is on their lines, and the start of the next line.
    fn alone(&self, content: usize) -> Option<(Vec<(usize, usize)>, usize)> {
        let (mut found, mut at) = (Vec::new(), content);
        while let Some(end) = self.mark(at) {
            found.push((at, end));
            let rest = &self.text[end..];
            at = end + rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
            if matches!(self.text.as_bytes().get(at), None | Some(b'\n')) {
                return Some((found, (at + 1).min(self.text.len())));
            }
        }
        None
    }

    /// The end of the mark or component that starts at a byte.
    fn mark(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at..floor_boundary(self.text, at + LONGEST_MARK)];
        for mark in self.syntax.marks.iter().filter(|mark| rest.starts_with(mark.open.as_str())) {
            let inner = mark.open.len();
            if let Some(close) = memmem::find(&rest.as_bytes()[inner..], mark.close.as_bytes()) {
                return Some(at + inner + close + mark.close.len());
            }
        }
        if self.syntax.components { component_end(rest).map(|length| at + length) } else { None }
    }

    /// Finds the directives in a line of text, outside of inline code.
    fn inline(&mut self, from: usize, to: usize) {
        if self.syntax.marks.is_empty() && !self.syntax.components {
            return;
        }
        let bytes = self.text.as_bytes();
        let mut at = from;
        while at < to {
            if bytes[at] == b'`' {
                let ticks = bytes[at..to].iter().take_while(|byte| **byte == b'`').count();
                let rest = &self.text[at + ticks..floor_boundary(self.text, to.min(at + ticks + LONGEST_CODE))];
                let close = closing_ticks(rest, ticks);
                at += ticks + close.map_or(0, |close| close + ticks);
            } else if let Some(end) = self.text.is_char_boundary(at).then(|| self.mark(at)).flatten() {
                self.found.all.push(SideRange::of(at..end));
                at = end;
            } else {
                at += 1;
            }
        }
    }

    fn directive(&mut self, from: usize, to: usize) {
        self.found.all.push(SideRange::of(from..to));
        self.found.alone.push(SideRange::of(from..to));
    }

    /// Opens or closes the container that a component is.
    fn component(&mut self, from: usize, to: usize, indent: usize) {
        let tag = &self.text[from..to];
        let Some(inner) = tag.strip_prefix('<') else { return };
        let name: String = inner.trim_start_matches('/').chars().take_while(|next| is_name(*next)).collect();
        if inner.starts_with('/') {
            let is_it = |open: &Container| open.component.as_ref() == Some(&name);
            let above = self.containers.iter().rev().take(MOST_OPEN).position(is_it);
            let kept = above.map_or(self.containers.len(), |above| self.containers.len() - above - 1);
            self.containers.truncate(kept);
        } else if !tag.ends_with("/>") {
            self.open_container(Some(name), indent);
        }
    }

    fn open_container(&mut self, component: Option<String>, indent: usize) {
        let outer = self.containers.last().map_or(0, Container::removed);
        self.containers.push(Container { component, indent, outer, content: None });
    }

    /// Closes the directives with indented content that a line is not part of.
    fn close_containers(&mut self, indent: usize) {
        while self.containers.last().is_some_and(|open| open.component.is_none() && indent <= open.indent) {
            self.containers.pop();
        }
    }

    /// Takes the columns of the first line of content of the innermost container.
    fn note_content(&mut self, indent: usize) {
        if let Some(open) = self.containers.last_mut() {
            open.content.get_or_insert(indent);
        }
    }

    /// Looks at the first line of a block: how much of its indentation would make it code, and whether it is a list item.
    fn start_block(&mut self, indent: usize, written: &str) {
        self.note_content(indent);
        let own = indent.saturating_sub(self.containers.last().map_or(0, Container::removed));
        if own < self.item_column {
            self.item_column = 0;
        }
        let is_code = !self.indented_code && own >= self.item_column + CODE_INDENT;
        self.excess = if is_code { own - self.item_column } else { 0 };
        if let Some(marker) = is_item(written) {
            self.item_column = own - self.excess + marker;
        }
    }

    /// Removes from a line the indentation of the containers around it, and what would make its block code.
    fn dedent(&mut self, start: usize, indent: usize) {
        self.note_content(indent);
        let removed = self.containers.last().map_or(0, Container::removed) + self.excess;
        let (mut width, mut length) = (0, 0);
        for byte in self.text[start..].bytes() {
            width += column_width(byte);
            if column_width(byte) == 0 || width > removed {
                break;
            }
            length += 1;
        }
        if length > 0 {
            self.found.cuts.push((start, length));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::parser_text::ParserText;
    use crate::profile::Profile;
    use toml::Table;

    fn parsed(profile: &str, text: &str) -> (String, Vec<String>) {
        let profile = Profile::named(profile, Table::new()).expect("a profile");
        let syntax = PageSyntax::new(&profile);
        let parser = ParserText::new(text, &syntax);
        let trimmed: Vec<&str> = parser.parsed().lines().map(str::trim_end).collect();
        (trimmed.join("\n"), parser.directives.iter().map(|range| range.slice(text).to_owned()).collect())
    }

    #[test]
    fn directives_alone_on_their_lines_are_blank() {
        for (profile, text, expected, found) in [
            ("plain", "{{< a >}}\n:::note\n<Tab>\n!!! tip\n", "{{< a >}}\n:::note\n<Tab>\n!!! tip", &[][..]),
            ("hugo", "{{% alert %}}\nText.\n{{% /alert %}}\n", "\nText.\n", &["{{% alert %}}", "{{% /alert %}}"]),
            ("hugo", "{{< a >}} {{< b\n c=\"d\" >}}\nText.", "\n\nText.", &["{{< a >}}", "{{< b\n c=\"d\" >}}"]),
            ("hugo", "A {{< b >}} and `{{< c >}}`.", "A {{< b >}} and `{{< c >}}`.", &["{{< b >}}"]),
            ("hugo", "```\n{{< a >}}\n```\n", "```\n{{< a >}}\n```", &[]),
            ("hugo", "{{< never closed\n", "{{< never closed", &[]),
            ("docusaurus", ":::note Title\nText.\n:::\n", "\nText.\n", &[":::note Title", ":::"]),
            (
                "docusaurus",
                "import A from 'a';\nexport const b = {\n};\n\nimport all.\n",
                "\n\n\n\n",
                &["import A from 'a';", "export const b = {", "};", "import all."],
            ),
            ("docusaurus", "We\nimport all.\n", "We\nimport all.", &[]),
            ("docusaurus", "> :::tip\n> Text.\n", ">\n> Text.", &[":::tip"]),
            ("mkdocs", "--8<-- \"a.md\"\n", "", &["--8<-- \"a.md\""]),
            (
                "mdn",
                "Der {{HTTPHeader(\"Date\")}}.\n\n{{Compat}}\n",
                "Der {{HTTPHeader(\"Date\")}}.\n\n",
                &["{{HTTPHeader(\"Date\")}}", "{{Compat}}"],
            ),
            (
                "mintlify",
                "<Card title=\"a > b\" icon={<A/>}>\nA <Tip>b</Tip>.\n</Card>",
                "\nA <Tip>b</Tip>.\n",
                &["<Card title=\"a > b\" icon={<A/>}>", "<Tip>", "</Tip>", "</Card>"],
            ),
            ("mintlify", "a <b> < C > <div> <note: d>\n", "a <b> < C > <div> <note: d>", &[]),
        ] {
            let (text, directives) = parsed(profile, text);
            assert_eq!(text.trim_end(), expected.trim_end(), "{profile}");
            assert_eq!(directives, found, "{profile}: {text}");
        }
    }

    #[test]
    fn content_of_directives_is_not_indented() {
        for (profile, text, expected) in [
            (
                "mkdocs",
                "!!! note\n    Text.\n\n    - item\n        deep\n\nAfter.",
                "\nText.\n\n- item\n    deep\n\nAfter.",
            ),
            (
                "mkdocs",
                "=== \"A\"\n    ```\n    x\n      y\n    ```\n=== \"B\"\n    Text.",
                "\n```\nx\n  y\n```\n\nText.",
            ),
            ("mkdocs", "- item\n\n    !!! tip\n        Text.\n", "- item\n\n\n    Text."),
            ("mkdocs", "!!! a\n    !!! b\n        Text.\n    End.\n", "\n\nText.\nEnd."),
            (
                "mintlify",
                "<Steps>\n  <Step>\n    Text.\n\n    ```js\n    a\n    ```\n  </Step>\n</Steps>\n",
                "\n\nText.\n\n```js\na\n```\n\n\n",
            ),
            ("mintlify", "<Tabs>\n\t<Tab>\n\t\tText.\n\t</Tab>\n</Tabs>", "\n\nText.\n\n"),
            ("mintlify", "1. item\n   <Tip>\n   Text.\n   </Tip>\n   More.", "1. item\n\n   Text.\n\n   More."),
            ("mintlify", "<Frame />\n    text", "\ntext"),
            ("mintlify", "a\n\n      b\n        c\n\n- d\n\n      e\n\n  f", "a\n\nb\n  c\n\n- d\n\n  e\n\n  f"),
            ("hugo", "{{< a >}}\n    code", "\n    code"),
        ] {
            let (text, _) = parsed(profile, text);
            assert_eq!(text.trim_end(), expected.trim_end(), "{profile}");
        }
    }
}
