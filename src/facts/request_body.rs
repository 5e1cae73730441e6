//! The type of the request body of an operation.

use crate::facts::extract::FactReader;
use crate::facts::{BodyType, Operation};
use crate::lexicon::SectionRole;
use crate::page::annotation::Annotation;
use crate::page::http::StartLine;
use crate::page::tree::{BlockKind, Quote};

impl FactReader<'_> {
    /// The type of the request body: the first type that the section about the body links to, else the type in the annotation
    /// of an example request. `None` for an action, whose body consists of its parameters, and for a reference (`…/$ref`).
    pub(super) fn body_type(&self, operation: &Operation, annotated: &[(u32, Option<Annotation>)]) -> Option<BodyType> {
        let sends = |method: &str| matches!(method, "PATCH" | "POST" | "PUT");
        let is_reference = |path: &str| path.ends_with("/$ref");
        let fits = operation.requests.iter().any(|request| sends(&request.method) && !is_reference(&request.path));
        if !fits || operation.call.is_some() && !operation.body.is_empty() {
            return None;
        }
        let tree = &self.side().tree;
        let in_section = tree.blocks.iter().enumerate().filter(|(_, block)| {
            let section = &self.uses.sections[block.section as usize];
            matches!(block.kind, BlockKind::Paragraph)
                && block.quote == Quote::None
                && section.role == Some(SectionRole::RequestBody)
                && !section.in_example
        });
        let linked = in_section.filter_map(|(index, block)| {
            let type_link = self.links(block).find(|link| link.target.contains("resource"))?.target.to_owned();
            Some(BodyType { type_expr: self.linked_type(block)?, type_link, range: self.place(index as u32) })
        });
        let annotated = annotated.iter().filter_map(|(block, annotation)| {
            let is_request = matches!(self.message(*block)?.start, StartLine::Request(_));
            let type_expr = self.annotated_type(annotation.as_ref().filter(|_| is_request)?)?;
            Some(BodyType { type_expr, type_link: String::new(), range: self.place(*block) })
        });
        linked.chain(annotated).next()
    }
}
