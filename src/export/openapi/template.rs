//! Converts request paths as written on pages to OpenAPI path templates: every variable is `{name}`, and names are unique in
//! the path.
//!
//! OpenAPI 3.1, section 4.8.8.2 (path templating) and RFC 3986, section 3.3 (characters of a path).

use crate::token;
use rustc_hash::{FxHashMap, FxHashSet};

/// A path with variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The text before each variable and after the last, percent-encoded: one more than `variables`.
    literals: Vec<String>,
    /// The variables, in order.
    pub variables: Vec<PathVariable>,
}

/// A variable of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathVariable {
    /// Its name, unique in the path.
    pub name: String,
    /// The name that a table row on the page can have for it: as written, or the name of the function argument.
    pub described: String,
    /// The value, if the page writes a value instead of a placeholder.
    pub example: Option<String>,
}

impl Template {
    /// Parses a path without scheme, host, version and query.
    pub fn parse(path: &str) -> Self {
        let mut reader = TemplateReader { literals: vec![String::new()], variables: Vec::new() };
        for (index, segment) in segments(path).into_iter().enumerate() {
            if index > 0 {
                reader.literal("/");
            }
            if is_identifier(segment) {
                reader.variable("id", "id", Some(segment));
            } else {
                reader.text(segment);
            }
        }
        let mut template = Self { literals: reader.literals, variables: reader.variables };
        if !template.literals[0].starts_with('/') {
            template.literals[0].insert(0, '/');
        }
        template.make_unique();
        template
    }

    /// The path with these names for its variables.
    pub fn named<'n>(&self, names: impl Iterator<Item = &'n str>) -> String {
        let mut path = self.literals[0].clone();
        for (name, literal) in names.zip(&self.literals[1..]) {
            path.extend(["{", name, "}", literal]);
        }
        path
    }

    /// The path with empty names. OpenAPI regards templates with equal shapes as the same path.
    pub fn shape(&self) -> String {
        self.named(std::iter::repeat_n("", self.variables.len()))
    }

    /// The names of the variables, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|variable| variable.name.as_str())
    }

    /// The words outside variables, in order.
    pub fn words(&self) -> Vec<&str> {
        let parts = self.literals.iter().flat_map(|literal| {
            literal.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'))
        });
        parts.filter(|part| !part.is_empty()).collect()
    }

    /// Whether a concrete path matches this template. A variable matches one or more characters except `/`; it matches `/`
    /// as well if the page encloses it in colons, as in `root:/{path}:`.
    pub fn matches(&self, path: &str) -> bool {
        let lower: Vec<String> = self.literals.iter().map(|literal| literal.to_lowercase()).collect();
        let path = path.trim_end_matches('/').to_lowercase();
        let Some(rest) = path.strip_prefix(lower[0].as_str()) else { return false };
        match_rest(rest, &lower[1..])
    }

    /// The number of last segments in which a concrete path matches this template.
    pub fn alike(&self, path: &str) -> usize {
        let shape = self.shape();
        let pairs = shape.rsplit('/').zip(path.trim_end_matches('/').rsplit('/'));
        pairs.take_while(|(segment, concrete)| segment.contains("{}") || segment.eq_ignore_ascii_case(concrete)).count()
    }

    /// Makes names unique: a repeated name gets the word before it as a prefix, or a number.
    fn make_unique(&mut self) {
        let mut taken: FxHashSet<String> = FxHashSet::default();
        // The next number to try for each name.
        let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
        for (variable, literal) in self.variables.iter_mut().zip(&self.literals) {
            if taken.contains(&variable.name.to_ascii_lowercase()) {
                let mut words =
                    literal.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
                let owner = words.rfind(|word| !word.is_empty());
                let owned = owner.map(|owner| format!("{owner}-{}", variable.name));
                let owned = owned.filter(|name| !taken.contains(&name.to_ascii_lowercase()));
                let number = numbers.entry(variable.name.to_ascii_lowercase()).or_insert(2);
                variable.name = owned.unwrap_or_else(|| {
                    loop {
                        let numbered = format!("{}{number}", variable.name);
                        *number += 1;
                        if !taken.contains(&numbered.to_ascii_lowercase()) {
                            return numbered;
                        }
                    }
                });
            }
            taken.insert(variable.name.to_ascii_lowercase());
        }
    }
}

fn match_rest(rest: &str, literals: &[String]) -> bool {
    let Some((literal, later)) = literals.split_first() else { return rest.is_empty() };
    let spans_segments = literal.starts_with(':');
    let longest = if spans_segments { rest.len() } else { rest.find('/').unwrap_or(rest.len()) };
    let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]).skip(1).take_while(|at| *at <= longest);
    ends.into_iter().any(|end| rest[end..].strip_prefix(literal.as_str()).is_some_and(|rest| match_rest(rest, later)))
}

/// The segments between slashes. Slashes inside braces, angle brackets or parentheses do not separate.
fn segments(path: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_i32, 0, Vec::new());
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            b'{' | b'(' | b'<' => depth += 1,
            b'}' | b')' | b'>' => depth -= 1,
            b'/' if depth <= 0 => {
                parts.push(&path[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&path[start..]);
    parts
}

/// Whether a segment is the identifier of an object: a GUID, with or without dashes.
fn is_identifier(segment: &str) -> bool {
    token::is_guid(segment) || segment.len() == 32 && segment.bytes().all(|byte| byte.is_ascii_hexdigit())
}

struct TemplateReader {
    literals: Vec<String>,
    variables: Vec<PathVariable>,
}

impl TemplateReader {
    /// Adds literal text; characters that a path must not contain are percent-encoded.
    fn literal(&mut self, text: &str) {
        let last = self.literals.last_mut().expect("a template has a literal");
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte) {
                last.push(char::from(byte));
            } else {
                last.push_str(&format!("%{byte:02X}"));
            }
        }
    }

    fn variable(&mut self, written: &str, described: &str, example: Option<&str>) {
        self.variables.push(PathVariable {
            name: variable_name(written),
            described: described.to_owned(),
            example: example.map(str::to_owned),
        });
        self.literals.push(String::new());
    }

    /// Adds a part of a path that can contain placeholders, arguments and literal text.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(open) = rest.find(['{', '<', '(']) {
            self.literal(&rest[..open]);
            let close = match rest.as_bytes()[open] {
                b'{' => '}',
                b'<' => '>',
                _ => ')',
            };
            let Some(length) = closing(&rest[open..], close) else {
                self.literal(&rest[open..open + 1]);
                rest = &rest[open + 1..];
                continue;
            };
            let inside = &rest[open + 1..open + length];
            if close == ')' {
                self.literal("(");
                self.arguments(inside);
                self.literal(")");
            } else {
                self.variable(inside, inside, None);
            }
            rest = &rest[open + length + 1..];
        }
        self.literal(rest);
    }

    /// Adds the arguments of a function or the key of an object: `port='{id}',size=size-value`.
    fn arguments(&mut self, inside: &str) {
        for (index, argument) in arguments(inside).into_iter().enumerate() {
            if index > 0 {
                self.literal(",");
            }
            let Some((name, value)) = argument.split_once('=').filter(|(name, _)| token::is_name(name.trim())) else {
                self.text(argument);
                continue;
            };
            let (name, value) = (name.trim(), value.trim());
            let bare = value.trim_matches(['\'', '"', '‘', '’']);
            let quote = if bare.len() < value.len() { "'" } else { "" };
            let shows = !bare.contains(['{', '<', '@']) && !bare.to_lowercase().contains(&name.to_lowercase());
            self.literal(&format!("{name}={quote}"));
            self.variable(name, name, Some(bare).filter(|bare| shows && !bare.is_empty()));
            self.literal(quote);
        }
    }
}

/// The byte position of the bracket that closes the first character of a text.
fn closing(text: &str, close: char) -> Option<usize> {
    let open = text.chars().next()?;
    let mut depth = 0;
    for (at, character) in text.char_indices() {
        if character == open {
            depth += 1;
        } else if character == close {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// The parts between commas. Commas inside quotes or brackets do not separate.
fn arguments(inside: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut start, mut parts) = (0_i32, false, 0, Vec::new());
    for (at, byte) in inside.bytes().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            b'{' | b'<' | b'(' | b'[' => depth += 1,
            b'}' | b'>' | b')' | b']' => depth -= 1,
            b',' if depth <= 0 && !quoted => {
                parts.push(&inside[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[start..]);
    parts
}

/// The name of a variable, made from a placeholder: `id | userPrincipalName` to `idOrUserPrincipalName`, `tenant id` to `tenant-id`.
fn variable_name(written: &str) -> String {
    let part = |text: &str| {
        let words =
            text.split(|character: char| !(character.is_alphanumeric() || matches!(character, '_' | '-' | '.')));
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
    };
    let parts: Vec<String> = written.split('|').map(part).filter(|part| !part.is_empty()).collect();
    match parts.split_first() {
        None => "value".to_owned(),
        Some((first, rest)) if parts.iter().all(|part| !part.contains('-')) => {
            rest.iter().fold(first.clone(), |name, part| {
                let mut letters = part.chars();
                let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
                format!("{name}Or{first}{}", letters.as_str())
            })
        }
        Some(_) => parts.join("-or-"),
    }
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[track_caller]
    fn reads(path: &str, expected: &str) {
        let template = Template::parse(path);
        assert_eq!(template.named(template.names()), expected);
    }

    #[test]
    fn any_path_becomes_a_template() {
        reads("/berths/{id}", "/berths/{id}");
        reads("/users/{id | userName}/berths", "/users/{idOrUserName}/berths");
        reads("/users/{user-id | user-name}", "/users/{user-id-or-user-name}");
        reads("/harbors/{id}/berths/{id}/moorings/{id}", "/harbors/{id}/berths/{berths-id}/moorings/{moorings-id}");
        reads("/a/{id}/{id}/{id}", "/a/{id}/{id2}/{id3}");
        reads("/root:/{item-path}:/content", "/root:/{item-path}:/content");
        reads("/berths/near(port='{port_value}',date={date})", "/berths/near(port='{port}',date={date})");
        reads("/berths/near(port='A,1', size=size-value)", "/berths/near(port='{port}',size={size})");
        reads("/berths(<index>)/x", "/berths({index})/x");
        reads("/berths/{tenant id}/$ref", "/berths/{tenant-id}/$ref");
        reads("/berths/4c8f8f70-7785-4bd4-b296-c98376a2c5e1/crew", "/berths/{id}/crew");
        reads("/berths/'{id}'", "/berths/'{id}'");
        reads("/berths/{open", "/berths/%7Bopen");
        reads("/berths/{}/a b", "/berths/{value}/a%20b");
        reads("berths", "/berths");
        reads("/berths/{a/b}", "/berths/{a-b}");
    }

    #[test]
    fn shapes_and_matches() {
        let shape = |path| Template::parse(path).shape();
        assert_eq!(shape("/a/{x}/b"), shape("/a/{y}/b"));
        assert_ne!(shape("/a/{x}"), shape("/a/x"));
        let matches = |template, path| Template::parse(template).matches(path);
        assert!(matches("/me/root:/{path}:/children", "/Me/root:/a/b c.txt:/children"));
        assert!(matches("/berths/near(port='{p}')", "/berths/near(port='A1')"));
        assert!(!matches("/berths/{id}", "/berths/1/crew"));
        assert!(!matches("/berths/{id}", "/berths/"));
        assert_eq!(Template::parse("/users/{id}/berths/{id}/crew").alike("/me/berths/1/crew"), 4);
        let near = Template::parse("/berths/near(port='A1')");
        assert_eq!(near.variables[0].example.as_deref(), Some("A1"));
    }
}
