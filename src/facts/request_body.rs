//! What an operation sends: the type of its body, and what request lines carry in their query.

use crate::facts::extract::FactReader;
use crate::facts::{BodyType, In, Item, Operation, Stated};
use crate::lexicon::SectionRole;
use crate::page::annotation::Annotation;
use crate::page::http::StartLine;
use crate::page::tree::{BlockKind, Quote};

impl FactReader<'_> {
    /// The type that a request is a representation of: the first one that the section about the body links
    /// to, else the one that the annotation of an example request names. An action's body is made of its
    /// parameters, and a reference (`…/$ref`) has none.
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

    /// Makes parameters of the names that the request lines carry in their query and no row describes.
    pub(super) fn add_query_of_requests(&self, operation: &mut Operation) {
        for request in &operation.requests {
            for name in &request.query {
                let known = |item: &Item| item.name.eq_ignore_ascii_case(name);
                if !operation.parameters.iter().any(known) {
                    operation.parameters.push(Item {
                        place: In::Query,
                        name: name.clone(),
                        written: name.clone(),
                        named_option: name.starts_with('$'),
                        stated: Stated { range: request.range, ..Stated::default() },
                        ..Item::default()
                    });
                }
            }
        }
    }
}
