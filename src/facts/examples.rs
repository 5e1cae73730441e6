//! The examples of an operation page: each is a request and the first response after it, parsed.

use crate::align::aligned::Aligned;
use crate::facts::extract::annotation_before;
use crate::facts::roles::Uses;
use crate::lexicon::SectionRole;
use crate::page::annotation::AnnotatedBlock;
use crate::page::http::{Message, StartLine};
use crate::page::tree::BlockKind;
use serde_json::Value;

/// One example of an operation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// The name in the annotation of the request; may be empty.
    pub name: String,
    /// The request.
    pub request: Option<ExampleMessage>,
    /// The first response to it.
    pub response: Option<ExampleMessage>,
}

/// A message of an example.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleMessage {
    /// The start line: `POST https://…` or `201 Created`.
    pub start: StartLine,
    /// Header fields, in order.
    pub headers: Vec<(String, String)>,
    /// The body: JSON if it parses, else a string with its text; `None` if it is empty.
    pub body: Option<Value>,
}

/// Reads the examples of an operation page, in order.
pub fn read(aligned: &Aligned, uses: &Uses) -> Vec<Example> {
    let side = aligned.authority();
    let mut examples: Vec<Example> = Vec::new();
    for (index, block) in side.tree.blocks.iter().enumerate() {
        let BlockKind::Code { body, .. } = block.kind else { continue };
        let section = &uses.sections[block.section as usize];
        let annotation = annotation_before(side, index);
        let kind = annotation.as_ref().and_then(|annotation| annotation.block);
        let is_example = section.in_example || matches!(kind, Some(AnnotatedBlock::Request | AnnotatedBlock::Response));
        if !is_example
            || kind == Some(AnnotatedBlock::Ignored)
            || section.role == Some(SectionRole::HttpRequest) && kind != Some(AnnotatedBlock::Request)
        {
            continue;
        }
        let code = body.slice(side.text());
        let Some(parsed) = Message::parse(code) else { continue };
        let message = ExampleMessage {
            headers: parsed
                .fields
                .iter()
                .map(|field| (field.name.slice(code).to_owned(), field.value.slice(code).to_owned()))
                .collect(),
            body: json_or_text(parsed.body.slice(code)),
            start: parsed.start,
        };
        match message.start {
            StartLine::Request(_) => examples.push(Example {
                name: annotation.and_then(|annotation| annotation.name).unwrap_or_default(),
                request: Some(message),
                response: None,
            }),
            StartLine::Response(..) => match examples.last_mut().filter(|last| last.response.is_none()) {
                Some(last) => last.response = Some(message),
                None => examples.push(Example { response: Some(message), ..Example::default() }),
            },
        }
    }
    examples
}

fn json_or_text(body: &str) -> Option<Value> {
    let body = body.trim();
    (!body.is_empty()).then(|| serde_json::from_str(body).unwrap_or_else(|_| Value::String(body.to_owned())))
}
