//! Success responses of an operation page, from prose and from its examples.

use crate::facts::extract::FactReader;
use crate::facts::types;
use crate::facts::types::TypeExpr;
use crate::facts::{Operation, Response};
use crate::lexicon::SectionRole;
use crate::page::annotation::Annotation;
use crate::page::http::{Message, StartLine};
use crate::page::tree::{Block, BlockKind, InlineKind};
use crate::text::FileRange;

/// The statuses of success: 2xx and 3xx, because some operations deliver their result by a redirect (302).
const SUCCESS: std::ops::Range<u16> = 200..400;
/// Number of characters of a body, without white space, in which its list must start.
const LIST_START: usize = 2048;

/// The content of the first successful example response.
struct ShownResponse {
    status: u16,
    reason: String,
    /// The type that its annotation names.
    type_expr: Option<TypeExpr>,
    /// Whether its body is an envelope around a list of objects.
    lists_objects: bool,
}

impl FactReader<'_> {
    /// The success responses: the statuses in the response section, else the first one of the examples.
    pub(super) fn responses(&self, operation: &Operation, annotated: &[(u32, Option<Annotation>)]) -> Vec<Response> {
        let side = self.side();
        // A request by key (`/berths/{id}`) returns one object, even if an example shows a list.
        let may_list = operation.requests.iter().any(|request| !request.path.ends_with(['}', '>', ')']));
        let mut responses: Vec<Response> = Vec::new();
        let example = self.example_response(annotated);
        for (index, block) in side.tree.blocks.iter().enumerate() {
            let section = &self.uses.sections[block.section as usize];
            if section.role != Some(SectionRole::Response)
                || section.in_example
                || matches!(block.kind, BlockKind::Code { .. } | BlockKind::Cell { .. })
            {
                continue;
            }
            let code_spans = side.tree.inlines(block).iter().filter(|inline| inline.kind == InlineKind::Code);
            for (status, reason) in code_spans.filter_map(|inline| status(side.tree.content(self.text(), inline))) {
                if SUCCESS.contains(&status) && !responses.iter().any(|known| known.status == status) {
                    let linked = || self.linked_type(block).or_else(|| self.named_primitive(block));
                    let stated = Some(()).filter(|()| status != 204 && status != 202).and_then(|()| linked());
                    let shown = example.as_ref().filter(|shown| shown.status == status);
                    let mut type_expr = shown.and_then(|shown| shown.type_expr.clone()).or(stated);
                    // Prose may name the type of the elements if the example shows the list.
                    let lists = may_list && shown.is_some_and(|shown| shown.lists_objects);
                    if let Some(read) = type_expr.as_mut().filter(|_| lists) {
                        read.collection = true;
                    }
                    responses.push(Response { status, reason, type_expr, range: self.place(index as u32) });
                }
            }
        }
        if responses.is_empty()
            && let Some(ShownResponse { status, reason, type_expr, .. }) = example
        {
            let block = annotated.iter().find(|(block, _)| {
                self.message(*block).is_some_and(|message| matches!(message.start, StartLine::Response(..)))
            });
            responses.push(Response {
                status,
                reason,
                type_expr,
                range: block.map_or(FileRange::default(), |(block, _)| self.place(*block)),
            });
        }
        responses
    }

    /// The message in a code block.
    pub(super) fn message(&self, block: u32) -> Option<Message> {
        Message::parse(self.code(block)?)
    }

    fn code(&self, block: u32) -> Option<&str> {
        match self.side().tree.blocks[block as usize].kind {
            BlockKind::Code { body, .. } => Some(body.slice(self.text())),
            _ => None,
        }
    }

    /// The first successful example response.
    fn example_response(&self, annotated: &[(u32, Option<Annotation>)]) -> Option<ShownResponse> {
        annotated.iter().find_map(|(block, annotation)| {
            let code = self.code(*block)?;
            let message = Message::parse(code)?;
            let StartLine::Response(status, reason) = message.start else { return None };
            let type_expr = annotation.as_ref().and_then(|annotation| self.annotated_type(annotation));
            let lists_objects = lists_objects(message.body.slice(code));
            SUCCESS.contains(&status).then_some(ShownResponse { status, reason, type_expr, lists_objects })
        })
    }

    /// The type that an annotation names.
    pub(super) fn annotated_type(&self, annotation: &Annotation) -> Option<TypeExpr> {
        let (name, collection) = annotation.type_name()?;
        let name = types::parse(name, None, self.words.types())?.name;
        (!matches!(name.to_ascii_lowercase().as_str(), "none" | "null")).then_some(TypeExpr { name, collection })
    }

    /// The type that a response sentence links to. It is a collection if the words next to the link state it.
    pub(super) fn linked_type(&self, block: &Block) -> Option<TypeExpr> {
        let link = self.links(block).find(|link| link.target.contains("resource"))?;
        let mut read = self.type_of(&link)?;
        read.collection |= self.words.each().any(|lexicon| lexicon.is_collection(&link.before, &link.after));
        Some(read)
    }

    /// The primitive type in a response sentence: a whole word after the status, in canonical spelling such as `String`. In
    /// this spelling, prose of no language contains the word by chance.
    fn named_primitive(&self, block: &Block) -> Option<TypeExpr> {
        let tree = &self.side().tree;
        let inlines = tree.inlines(block).iter();
        let after = inlines.skip_while(|inline| inline.kind != InlineKind::Code).skip(1);
        let text: String = after.map(|inline| tree.content(self.text(), inline)).collect();
        let mut words = text.split(|character: char| !character.is_alphanumeric());
        let name = words.find(|word| self.words.types().primitive(word) == Some(*word))?;
        Some(TypeExpr { name: name.to_owned(), collection: false })
    }
}

/// Whether a body is an envelope around a list of objects: `{"value": [{ … }]}`.
fn lists_objects(body: &str) -> bool {
    let bare: String = body.chars().filter(|character| !character.is_whitespace()).take(LIST_START).collect();
    let Some((before, after)) = bare.split_once("\"value\":[") else { return false };
    after.starts_with('{') && before.matches('{').count() == 1 && !before.contains(['[', '}'])
}

/// The status and the reason phrase in a code span such as `201 Created`.
fn status(text: &str) -> Option<(u16, String)> {
    let text = text.trim();
    let text = text.strip_prefix("HTTP/1.1 ").unwrap_or(text);
    let digits = text.get(..3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = &text[3..];
    let ends = rest.is_empty() || rest.starts_with([' ', ',']);
    ends.then(|| digits.parse().ok().map(|status| (status, rest.trim_matches([' ', ',', '.']).to_owned())))?
}
