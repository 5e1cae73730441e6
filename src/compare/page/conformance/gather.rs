//! What is kept of the pages of a group: the types that they define, and the examples with what they are
//! examples of. Only the best edition of each version counts: code is not translated, and what an older edition
//! shows otherwise is a matter of its age.

use crate::compare::page::conformance::definition::{DocumentedShape, StatedNames};
use crate::facts::extract::annotation_before;
use crate::facts::roles;
use crate::facts::{CallKind, PageKind};
use crate::lexicon::SectionRole;
use crate::page::Side;
use crate::page::annotation::{AnnotatedBlock, Annotation};
use crate::page::http::{Message, StartLine};
use crate::page::tree::{BlockKind, InlineKind};
use crate::reading::Reading;
use crate::schema::page_editions;
use crate::schema::resolve::linked_key;
use crate::text::{LineColumn, LineIndex, TextRange};
use crate::token;
use std::sync::Arc;

/// What one page states and shows in one version.
#[derive(Debug)]
pub struct GatheredVersion {
    /// The version.
    pub version: String,
    /// The types and enums that it defines.
    pub definitions: Vec<DocumentedShape>,
    /// Its examples, in order.
    pub examples: Vec<GatheredExample>,
    /// The keys of the pages that it links to.
    pub links: Vec<Box<str>>,
}

/// What an example is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExampleKind {
    /// The JSON representation of a type: its texts name types.
    Representation,
    /// The body of a request.
    Request,
    /// The body of a response.
    Response,
}

impl ExampleKind {
    /// How a message names it.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Representation => "JSON representation",
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// A JSON body that a page shows.
#[derive(Debug)]
pub struct GatheredExample {
    /// Index of the edition.
    pub edition: usize,
    /// What it is.
    pub kind: ExampleKind,
    /// The JSON as written.
    pub body: Box<str>,
    /// Where it starts in the file.
    pub start: u32,
    /// The same as people name it.
    pub at: LineColumn,
    /// Its structural place.
    pub anchor: String,
    /// What it may hold.
    pub promise: ExpectedBody,
    /// Whether it claims to leave nothing out.
    pub whole: bool,
}

/// What the page says of a body.
#[derive(Clone, Debug, Default)]
pub struct ExpectedBody {
    /// The types that it may be an instance of; the first is meant, the others are named beside it.
    pub types: Vec<TypeReference>,
    /// The members that the operation documents in a table.
    pub table: Option<Arc<DocumentedShape>>,
    /// Whether the table lists all members: those of an action, whose parameters belong to no type.
    pub closed: bool,
    /// Whether the first type is told by the response alone.
    pub guessed: bool,
    /// Whether the annotation says that it is a collection.
    pub collection: bool,
}

/// How a page names a type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeReference {
    /// By its full name.
    Name(Box<str>),
    /// By a link to its page: the page key.
    Page(Box<str>),
}

/// Gathers from the editions of one page key.
pub fn gather(key: &str, readings: &[Reading]) -> Vec<GatheredVersion> {
    let mut versions: Vec<&str> = readings.iter().map(|reading| reading.edition.version.as_str()).collect();
    versions.sort_unstable();
    versions.dedup();
    let best = versions.into_iter().filter_map(|version| {
        let editions = readings.iter().enumerate().filter(|(_, reading)| reading.edition.version == version);
        editions.min_by_key(|(_, reading)| (page_editions::rank(&reading.edition), &reading.edition.path))
    });
    let gathered = best.map(|(edition, reading)| {
        let page = GatheredPage { key, edition, reading, side: reading.aligned.authority() };
        GatheredVersion {
            version: reading.edition.version.clone(),
            definitions: page.definitions(),
            examples: page.examples(),
            links: page.links(),
        }
    });
    gathered.collect()
}

/// An edition that is gathered from.
struct GatheredPage<'a> {
    key: &'a str,
    edition: usize,
    reading: &'a Reading,
    side: &'a Side,
}

/// A code block that is an example.
struct ShownExample {
    kind: ExampleKind,
    annotation: Option<Annotation>,
    /// The JSON, in bytes of the code.
    body: TextRange,
    /// The method of a request, the status of a response, where it is a message.
    start: Option<StartLine>,
}

impl GatheredPage<'_> {
    fn definitions(&self) -> Vec<DocumentedShape> {
        let facts = &self.reading.facts;
        if facts.types.is_empty() {
            return Vec::new();
        }
        let also = Arc::new(StatedNames { tabled: self.tabled(), shown: self.shown() });
        let stated = facts.types.iter().filter(|definition| !definition.listed);
        let definitions = stated.map(|definition| DocumentedShape::new(definition, self.key, Arc::clone(&also)));
        // A page without its source may have lost names; its own JSON has them all, or it tells nothing.
        let keeps_names = |definition: &DocumentedShape| {
            !self.reading.edition.lacks_source()
                || definition.properties.iter().all(|property| also.has_shown(&property.name))
        };
        definitions.filter(keeps_names).collect()
    }

    fn links(&self) -> Vec<Box<str>> {
        let targets = self.side.tree.strings.iter().filter(|target| target.contains(".md"));
        let mut links: Vec<Box<str>> =
            targets.filter_map(|target| linked_key(self.key, target)).map(Into::into).collect();
        links.sort_unstable();
        links.dedup();
        links
    }

    /// The names in the first columns of the page's tables.
    fn tabled(&self) -> Vec<Box<str>> {
        let tables = self.side.tree.tables.iter();
        let cells = tables.flat_map(|table| (1..table.rows).map(|row| roles::cell(self.side, table, row, 0)));
        let mut names: Vec<Box<str>> = Vec::new();
        for cell in cells {
            names.extend(
                cell.split(|character: char| !is_of_name(character))
                    .filter(|word| token::is_name(word))
                    .map(Into::into),
            );
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The keys of the page's JSON representations, at any depth.
    fn shown(&self) -> Vec<Box<str>> {
        let blocks = self.side.tree.blocks.iter().enumerate().filter_map(|(index, block)| match block.kind {
            BlockKind::Code { body, .. } => Some((index, body)),
            _ => None,
        });
        let is_resource = |index| {
            annotation_before(self.side, index)
                .is_some_and(|annotation| annotation.block == Some(AnnotatedBlock::Resource))
        };
        let bodies = blocks.filter(|(index, _)| is_resource(*index)).map(|(_, body)| body.slice(self.side.text()));
        let mut names: Vec<Box<str>> = bodies.flat_map(keys).map(Into::into).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn examples(&self) -> Vec<GatheredExample> {
        let mut examples: Vec<GatheredExample> = Vec::new();
        let mut lines = None;
        let mut request: Option<(Option<usize>, StartLine)> = None;
        let requested = self.requested();
        for (index, block) in self.side.tree.blocks.iter().enumerate() {
            let BlockKind::Code { body: code, .. } = block.kind else { continue };
            let text = code.slice(self.side.text());
            let Some(shown) = self.shown_block(index, text) else { continue };
            let body = code.part(shown.body);
            let body = body.trimmed(self.side.text());
            let annotated = shown.annotation.as_ref().and_then(Annotation::type_name);
            let is_new_request = matches!(shown.start, Some(StartLine::Request(_)));
            let promise = match shown.kind {
                ExampleKind::Request => {
                    let mut promise = requested.clone();
                    promise.types.splice(0..0, annotated.map(|(name, _)| TypeReference::Name(name.into())));
                    promise
                }
                _ => ExpectedBody {
                    types: annotated.iter().map(|(name, _)| TypeReference::Name((*name).into())).collect(),
                    collection: annotated.is_some_and(|(_, collection)| collection),
                    ..ExpectedBody::default()
                },
            };
            if let (ExampleKind::Response, Some((of, start)), [TypeReference::Name(name)]) =
                (shown.kind, request.take(), &*promise.types)
                && self.answers(&start, &shown, promise.collection)
                && let Some(of) = of
            {
                let asked: &mut GatheredExample = &mut examples[of];
                if !asked.promise.types.iter().any(|known| matches!(known, TypeReference::Name(_))) {
                    asked.promise.guessed = asked.promise.types.is_empty();
                    asked.promise.types.insert(0, TypeReference::Name(name.clone()));
                }
            }
            let place = self
                .reading
                .aligned
                .code_place(index as u32, body)
                .filter(|_| body.slice(self.side.text()).starts_with(['{', '[']));
            let is_example = place.is_some();
            if let Some(place) = place {
                let page = &self.reading.aligned.page.text;
                let lines = lines.get_or_insert_with(|| LineIndex::new(page));
                examples.push(GatheredExample {
                    edition: self.edition,
                    kind: shown.kind,
                    body: body.slice(self.side.text()).into(),
                    start: place.start,
                    at: lines.locate(page, place.start),
                    anchor: self.side.tree.structural_path(index as u32),
                    promise,
                    whole: is_whole(&shown),
                });
            }
            if let (true, Some(start)) = (is_new_request, shown.start) {
                request = Some((is_example.then(|| examples.len() - 1), start));
            }
        }
        examples.retain(|example| !example.promise.types.is_empty() || example.promise.table.is_some());
        examples
    }

    /// A code block as an example, where it is one.
    fn shown_block(&self, index: usize, code: &str) -> Option<ShownExample> {
        let section = &self.reading.uses.sections[self.side.tree.blocks[index].section as usize];
        let annotation = annotation_before(self.side, index);
        let block = annotation.as_ref().and_then(|annotation| annotation.block);
        let expects_error = annotation.as_ref().is_some_and(|annotation| annotation.expects_error);
        if block == Some(AnnotatedBlock::Ignored) || expects_error {
            return None;
        }
        let whole = TextRange::new(0, code.len() as u32);
        if block == Some(AnnotatedBlock::Resource) {
            let is_type = self.reading.facts.kind == PageKind::Type;
            return is_type.then_some(ShownExample {
                kind: ExampleKind::Representation,
                annotation,
                body: whole,
                start: None,
            });
        }
        if !section.in_example
            && !matches!(block, Some(AnnotatedBlock::Request | AnnotatedBlock::Response | AnnotatedBlock::Example))
        {
            return None;
        }
        let Some(message) = Message::parse(code) else {
            let kind = match block {
                Some(AnnotatedBlock::Request) => ExampleKind::Request,
                Some(AnnotatedBlock::Response | AnnotatedBlock::Example) => ExampleKind::Response,
                _ => return None,
            };
            return Some(ShownExample { kind, annotation, body: whole, start: None });
        };
        let kind = match &message.start {
            StartLine::Request(_) => ExampleKind::Request,
            StartLine::Response(200..300, _) => ExampleKind::Response,
            StartLine::Response(..) => return None,
        };
        Some(ShownExample { kind, annotation, body: message.body, start: Some(message.start) })
    }

    /// What the page says of request bodies: its table, and the types that the text above it links to.
    fn requested(&self) -> ExpectedBody {
        let Some(operation) = &self.reading.facts.operation else { return ExpectedBody::default() };
        // `Facts` keep only the first response type; an example may be of any type that the response section links.
        let tree = &self.side.tree;
        let mut types: Vec<TypeReference> = Vec::new();
        for block in &tree.blocks {
            let section = &self.reading.uses.sections[block.section as usize];
            if section.role != Some(SectionRole::RequestBody)
                || section.in_example
                || matches!(block.kind, BlockKind::Cell { .. } | BlockKind::Code { .. })
            {
                continue;
            }
            for inline in tree.inlines(block) {
                let InlineKind::Link(target) = inline.kind else { continue };
                let page = linked_key(self.key, tree.string(target)).filter(|_| tree.string(target).contains(".md"));
                let named = page.map(|page| TypeReference::Page(page.as_str().into()));
                types.extend(named.filter(|named| !types.contains(named)));
            }
        }
        let readable = !self.reading.edition.lacks_source();
        let table = (!operation.body.is_empty() && readable).then(|| {
            let also = Arc::new(StatedNames { tabled: self.tabled(), shown: self.coded() });
            Arc::new(DocumentedShape::body(&self.reading.facts.title[0], self.key, &operation.body, also))
        });
        let is_action = operation.call.as_ref().is_some_and(|call| call.kind == CallKind::Action);
        ExpectedBody { types, table, closed: is_action, ..ExpectedBody::default() }
    }

    /// Names in inline code anywhere on the page.
    fn coded(&self) -> Vec<Box<str>> {
        let inlines = self.side.tree.inlines.iter().filter(|inline| inline.kind == InlineKind::Code);
        let mut names: Vec<Box<str>> =
            inlines.map(|inline| self.side.tree.content(self.side.text(), inline)).map(Into::into).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether a response gives back what a request has sent.
    fn answers(&self, start: &StartLine, shown: &ShownExample, collection: bool) -> bool {
        let called = self.reading.facts.operation.as_ref().is_some_and(|operation| operation.call.is_some());
        let StartLine::Request(request) = start else { return false };
        match shown.start {
            Some(StartLine::Response(201, _)) => !called && !collection && request.method == "POST",
            Some(StartLine::Response(200..=201, _)) => !collection && matches!(&*request.method, "PATCH" | "PUT"),
            _ => false,
        }
    }
}

/// Whether the annotation of a response says that nothing is left out, or a JSON representation stands for all.
fn is_whole(shown: &ShownExample) -> bool {
    match (&shown.annotation, shown.kind) {
        (_, ExampleKind::Representation) => true,
        (Some(annotation), ExampleKind::Response) => {
            shown.start.is_some() && annotation.block == Some(AnnotatedBlock::Response) && !annotation.is_truncated
        }
        _ => false,
    }
}

fn is_of_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '@' | '-')
}

/// The texts of a JSON text that a colon follows.
fn keys(json: &str) -> impl Iterator<Item = &str> {
    let mut parts = json.split('"').skip(1).peekable();
    std::iter::from_fn(move || {
        loop {
            let text = parts.next()?;
            if parts.peek()?.trim_start().starts_with(':') {
                return Some(text);
            }
        }
    })
}
