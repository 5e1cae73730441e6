//! HTTP messages in code blocks: request lines, status lines, headers and body.
//!
//! Accepts what documentation writes: several request lines in one block, URLs broken over lines, no `HTTP/1.1` after the
//! URL. The strict form is RFC 9112, section 2.1.

use crate::text::TextRange;
use crate::token;
use http::header;
use http::header::HeaderName;

/// One request line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestLine {
    /// `GET`, `POST` …
    pub method: String,
    /// The target as written, without line breaks and `HTTP/1.1`.
    pub target: String,
    /// The line and its continuation lines, in bytes of the code.
    pub range: TextRange,
}

/// A header field, in bytes of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeaderField {
    /// The name.
    pub name: TextRange,
    /// The value, trimmed.
    pub value: TextRange,
}

/// The first line of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartLine {
    /// A request line.
    Request(RequestLine),
    /// A status line: the code and the reason phrase.
    Response(u16, String),
}

/// One message: start line, header fields, body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The start line.
    pub start: StartLine,
    /// The header fields, in order.
    pub fields: Vec<HeaderField>,
    /// The text after the blank line, in bytes of the code; may be empty. Without a blank line, the text from the first line
    /// that is not a header field.
    pub body: TextRange,
}

/// The methods of RFC 9110, section 9.3, and RFC 5789 but for `CONNECT`, which no API page describes; in the order in which
/// OpenAPI 3.1, section 4.8.9.1, lists the operations of a path.
pub const METHODS: [&str; 8] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];

impl Message {
    /// Reads the message of a code block. `None` if the block does not start with a request line or status line.
    ///
    /// ```
    /// use hexapla::page::http::{Message, StartLine};
    ///
    /// let code = "GET https://api.example/v1.0/berths/7\nAccept: application/json\n";
    /// let message = Message::parse(code).expect("a request line");
    /// let StartLine::Request(request) = &message.start else { panic!("a request") };
    /// assert_eq!(request.method, "GET");
    /// assert_eq!(message.field(code, "accept").map(|field| field.value.slice(code)), Some("application/json"));
    /// ```
    pub fn parse(code: &str) -> Option<Self> {
        let mut lines = Lines { code, at: 0 };
        let first = lines.by_ref().find(|line| !line.slice(code).trim().is_empty())?;
        let start = if let Some(status) = status_line(first.slice(code)) {
            StartLine::Response(status.0, status.1)
        } else {
            let mut request = request_line(code, first)?;
            while let Some(more) = lines.clone().next().filter(|line| continues(line.slice(code))) {
                request.target.push_str(more.slice(code).trim());
                request.range.end = more.end;
                lines.next();
            }
            strip_protocol(&mut request.target);
            StartLine::Request(request)
        };
        let mut fields = Vec::new();
        let mut body = TextRange::new(code.len() as u32, code.len() as u32);
        while let Some(line) = lines.next() {
            let content = line.slice(code);
            if content.trim().is_empty() {
                body.start = lines.at;
                break;
            }
            match field(code, line) {
                Some(field) => fields.push(field),
                None => {
                    body.start = line.start;
                    break;
                }
            }
        }
        Some(Self { start, fields, body })
    }

    /// The first field with a name, in any case.
    pub fn field(&self, code: &str, name: &str) -> Option<HeaderField> {
        self.fields.iter().copied().find(|field| field.name.slice(code).eq_ignore_ascii_case(name))
    }
}

/// All request lines of a code block, such as the syntax block of an operation.
pub fn request_lines(code: &str) -> Vec<RequestLine> {
    let mut requests: Vec<RequestLine> = Vec::new();
    let mut open = false;
    for line in (Lines { code, at: 0 }) {
        let content = line.slice(code);
        if let Some(request) = request_line(code, line) {
            requests.push(request);
            open = true;
        } else if let Some(last) = requests.last_mut().filter(|_| open && continues(content)) {
            last.target.push_str(content.trim());
            last.range.end = line.end;
        } else {
            open = false;
        }
    }
    for request in &mut requests {
        strip_protocol(&mut request.target);
    }
    requests
}

/// The path of a request target without scheme, host, version segment, query and fragment; and its version, if any.
/// Placeholders are kept: `https://api.example/v1.0/berths/{id}?a=b` gives `/berths/{id}` and `v1.0`.
pub fn split_target(target: &str) -> (String, Option<String>) {
    let target = target.trim();
    let after_scheme =
        target.split_once("://").filter(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let path = match after_scheme {
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None => target,
    };
    let mut version = None;
    let mut kept = String::with_capacity(path.len());
    let end = query_start(path);
    for (index, segment) in path[..end].trim_start_matches('~').trim_matches('/').split('/').enumerate() {
        if index == 0 && is_version(segment) {
            version = Some(segment.to_owned());
            continue;
        }
        kept.push('/');
        kept.push_str(segment.trim());
    }
    (kept, version)
}

/// The names in the query of a request target, in order: `a` and `$b` of `/x?a={y}&$b=z`.
pub fn query_names(target: &str) -> impl Iterator<Item = &str> {
    let query = target.get(query_start(target)..).and_then(|rest| rest.strip_prefix('?')).unwrap_or_default();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, _)| name.trim()).filter(|name| token::is_name(name))
}

/// Whether a path segment names an API version: `v1.0`, `v2`, `beta`, `preview`.
pub fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']).unwrap_or_default();
    let numbered = number.starts_with(|first: char| first.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && number.len() <= 8;
    numbered || ["alpha", "beta", "preview"].iter().any(|name| segment.eq_ignore_ascii_case(name))
}

/// The standard header fields (RFC 9110 and its neighbours) that a translated name cannot be.
const STANDARD_HEADERS: [HeaderName; 51] = [
    header::ACCEPT,
    header::ACCEPT_CHARSET,
    header::ACCEPT_ENCODING,
    header::ACCEPT_LANGUAGE,
    header::ACCEPT_RANGES,
    header::AGE,
    header::ALLOW,
    header::AUTHORIZATION,
    header::CACHE_CONTROL,
    header::CONNECTION,
    header::CONTENT_DISPOSITION,
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LENGTH,
    header::CONTENT_LOCATION,
    header::CONTENT_RANGE,
    header::CONTENT_TYPE,
    header::COOKIE,
    header::DATE,
    header::ETAG,
    header::EXPECT,
    header::EXPIRES,
    header::FORWARDED,
    header::FROM,
    header::HOST,
    header::IF_MATCH,
    header::IF_MODIFIED_SINCE,
    header::IF_NONE_MATCH,
    header::IF_RANGE,
    header::IF_UNMODIFIED_SINCE,
    header::LAST_MODIFIED,
    header::LINK,
    header::LOCATION,
    header::ORIGIN,
    header::PRAGMA,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::RANGE,
    header::REFERER,
    header::RETRY_AFTER,
    header::SERVER,
    header::SET_COOKIE,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    header::USER_AGENT,
    header::VARY,
    header::VIA,
    header::WARNING,
    header::WWW_AUTHENTICATE,
];

/// Whether a name is that of a standard header field, in any case.
pub fn is_standard_header(name: &str) -> bool {
    STANDARD_HEADERS.iter().any(|header| header.as_str().eq_ignore_ascii_case(name))
}

/// The byte at which the query or fragment starts: the first `?` or `#` outside braces; else the length.
fn query_start(path: &str) -> usize {
    let mut depth = 0_i32;
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'?' | b'#' if depth <= 0 => return at,
            _ => {}
        }
    }
    path.len()
}

/// The lines of a code block without their line ends.
#[derive(Clone)]
struct Lines<'a> {
    code: &'a str,
    at: u32,
}

impl Iterator for Lines<'_> {
    type Item = TextRange;

    fn next(&mut self) -> Option<TextRange> {
        let rest = self.code.get(self.at as usize..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let content = rest[..length].trim_end_matches('\r').len();
        let line = TextRange::new(self.at, self.at + content as u32);
        self.at += (length as u32 + 1).min(rest.len() as u32);
        Some(line)
    }
}

fn request_line(code: &str, line: TextRange) -> Option<RequestLine> {
    let content = line.slice(code).trim_start();
    let (method, target) = content.split_once([' ', '\t'])?;
    METHODS.contains(&method).then(|| RequestLine {
        method: method.to_owned(),
        target: target.trim().to_owned(),
        range: line,
    })
}

/// Whether a line continues the URL of the previous line: it starts with `?`, `&`, `/` or `$name=`.
fn continues(line: &str) -> bool {
    let content = line.trim_start();
    let starts = content.starts_with(['?', '&', '/']) || (content.starts_with('$') && content.contains('='));
    starts && !content.starts_with("//")
}

fn strip_protocol(target: &mut String) {
    if let Some((url, protocol)) = target.rsplit_once(char::is_whitespace)
        && protocol.starts_with("HTTP/")
    {
        *target = url.trim_end().to_owned();
    }
}

fn status_line(line: &str) -> Option<(u16, String)> {
    let rest = line.trim_start().strip_prefix("HTTP/")?;
    let rest = rest.trim_start_matches(|character: char| character.is_ascii_digit() || character == '.').trim_start();
    let digits = rest.get(..3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some((digits.parse().ok()?, rest[3..].trim().to_owned()))
}

fn field(code: &str, line: TextRange) -> Option<HeaderField> {
    let content = line.slice(code);
    let colon = content.find(':')?;
    let name = &content[..colon];
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let value = content[colon + 1..].trim();
    let start = line.start + (content.len() - content[colon + 1..].trim_start().len()) as u32;
    is_name.then(|| HeaderField {
        name: TextRange::new(line.start, line.start + colon as u32),
        value: TextRange::new(start, start + value.len() as u32),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages() {
        let code =
            "POST https://x.example/v1.0/berths\nContent-type: application/json\nContent-Length: 9\n\n{\"a\": 1}\n";
        let message = Message::parse(code).expect("a request");
        let StartLine::Request(request) = &message.start else { panic!("no request") };
        assert_eq!(split_target(&request.target), ("/berths".to_owned(), Some("v1.0".to_owned())));
        assert_eq!(message.body.slice(code), "{\"a\": 1}\n");
        assert_eq!(message.field(code, "content-length").map(|field| field.value.slice(code)), Some("9"));
        let response = Message::parse("HTTP/1.1 201 Created\r\nA: b\r\n\r\n{}").expect("a response");
        assert_eq!(response.start, StartLine::Response(201, "Created".to_owned()));
        assert_eq!(Message::parse("{}"), None);
    }

    #[test]
    fn lists_of_requests() {
        let lines = request_lines("GET /berths/{id}\nGET /me/berths\n  ?$top=1\n\nsome text\nPOST /x HTTP/1.1\n");
        let read: Vec<_> = lines.iter().map(|line| (line.method.as_str(), line.target.as_str())).collect();
        assert_eq!(read, [("GET", "/berths/{id}"), ("GET", "/me/berths?$top=1"), ("POST", "/x")]);
        assert_eq!(split_target("/beta/x/{a?b}/y?z=1").0, "/x/{a?b}/y");
    }
}
