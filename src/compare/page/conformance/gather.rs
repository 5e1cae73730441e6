//! Gathers the types and the examples of a page group. Only the best edition of each version is read: code is not
//! translated, and the examples of an older edition differ because of their age.

use crate::compare::page::conformance::definition::{DocumentedShape, StatedNames};
use crate::compare::page::conformance::example_start::{ExampleStart, PagePlaces};
use crate::compare::repairs;
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
use crate::text::TextRange;
use crate::token;
use std::sync::Arc;

/// The types and examples of one page in one version.
#[derive(Debug)]
pub struct GatheredVersion {
    /// The API version.
    pub version: String,
    /// The types and enums that it defines.
    pub definitions: Vec<DocumentedShape>,
    /// Its examples, in order.
    pub examples: Vec<GatheredExample>,
    /// The keys of the pages that it links to.
    pub links: Vec<Box<str>>,
}

/// The kind of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExampleKind {
    /// The JSON representation of a type. Its string values name types.
    Representation,
    /// The body of a request.
    Request,
    /// The body of a response.
    Response,
}

impl ExampleKind {
    /// The name of the kind in messages.
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
    /// Index of the edition's reading.
    pub edition: usize,
    /// The kind of the example.
    pub kind: ExampleKind,
    /// The JSON as written.
    pub body: Box<str>,
    /// Where it starts.
    pub start: ExampleStart,
    /// Whether a repair of it can be offered.
    pub is_intact: bool,
    /// Its structural place.
    pub anchor: String,
    /// The documentation of its content.
    pub expected: ExpectedBody,
    /// Whether it must contain all properties.
    pub is_complete: bool,
}

/// The content of a body as its page documents it.
#[derive(Clone, Debug, Default)]
pub struct ExpectedBody {
    /// The types that the object may have. The first is the most probable.
    pub types: Vec<TypeReference>,
    /// The members that the operation documents in a table, if any.
    pub table: Option<Arc<DocumentedShape>>,
    /// Whether the table lists all members: it does for an action, whose parameters are not properties of a type.
    pub closed: bool,
    /// Whether the first type is inferred from the response only.
    pub inferred: bool,
    /// Whether the annotation states a collection.
    pub collection: bool,
}

impl ExpectedBody {
    /// Adds the type of the response that returns the body, unless a type is known by name.
    fn infer(&mut self, name: &str) {
        if !self.types.iter().any(|known| matches!(known, TypeReference::Name(_))) {
            self.inferred = self.types.is_empty();
            self.types.insert(0, TypeReference::Name(name.into()));
        }
    }
}

/// A reference of a page to a type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeReference {
    /// By its full name.
    Name(Box<str>),
    /// By a link to its page, as page key.
    Page(Box<str>),
}

/// Gathers types and examples from the editions of one page key; one result for each version, in order.
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

/// The edition that is read.
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
    /// The start line, if the code is an HTTP message.
    start: Option<StartLine>,
}

impl ShownExample {
    /// The documentation of the example; `requested`: that of the request bodies of the page.
    fn expected(&self, requested: &ExpectedBody) -> ExpectedBody {
        let annotated = self.annotation.as_ref().and_then(Annotation::type_name);
        let mut types: Vec<TypeReference> =
            annotated.iter().map(|(name, _)| TypeReference::Name((*name).into())).collect();
        if self.kind == ExampleKind::Request {
            types.extend(requested.types.iter().cloned());
            return ExpectedBody { types, ..requested.clone() };
        }
        let collection = annotated.is_some_and(|(_, collection)| collection);
        ExpectedBody { types, collection, ..ExpectedBody::default() }
    }
}

impl GatheredPage<'_> {
    fn definitions(&self) -> Vec<DocumentedShape> {
        let facts = &self.reading.facts;
        if facts.types.is_empty() {
            return Vec::new();
        }
        let other_names = Arc::new(StatedNames { tabled: self.tabled(), shown: self.shown() });
        let stated = facts.types.iter().filter(|definition| !definition.from_value_list);
        let definitions = stated.map(|definition| DocumentedShape::new(definition, self.key, Arc::clone(&other_names)));
        // A translation without source text may have damaged names. Its definition is used only if all its names are in the
        // JSON representation, which is not translated.
        let keeps_names = |definition: &DocumentedShape| {
            !self.reading.edition.lacks_source()
                || definition.properties.iter().all(|property| other_names.has_shown(&property.name))
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
        let mut places = None;
        let mut request: Option<(Option<usize>, StartLine)> = None;
        let requested = self.requested();
        for (index, block) in self.side.tree.blocks.iter().enumerate() {
            let BlockKind::Code { body: code, .. } = block.kind else { continue };
            let text = code.slice(self.side.text());
            let Some(shown) = self.shown_block(index, text) else { continue };
            let body = code.part(shown.body);
            let body = body.trimmed(self.side.text());
            let is_request = matches!(shown.start, Some(StartLine::Request(_)));
            let expected = shown.expected(&requested);
            if let (ExampleKind::Response, Some((request, start)), [TypeReference::Name(name)]) =
                (shown.kind, request.take(), &*expected.types)
                && self.returns_sent(&start, &shown, &expected)
                && let Some(request) = request
            {
                examples[request].expected.infer(name);
            }
            let place = self
                .reading
                .aligned
                .code_place(index as u32, body)
                .filter(|_| body.slice(self.side.text()).starts_with(['{', '[']));
            let is_example = place.is_some();
            if let Some(place) = place {
                let places = places.get_or_insert_with(|| PagePlaces::new(&self.reading.aligned.page));
                examples.push(GatheredExample {
                    edition: self.edition,
                    kind: shown.kind,
                    body: body.slice(self.side.text()).into(),
                    start: places.start(place.start),
                    is_intact: repairs::is_intact(place, &self.reading.aligned.page),
                    anchor: self.side.tree.structural_path(index as u32),
                    expected,
                    is_complete: is_complete(&shown),
                });
            }
            if let (true, Some(start)) = (is_request, shown.start) {
                request = Some((is_example.then(|| examples.len() - 1), start));
            }
        }
        examples.retain(|example| !example.expected.types.is_empty() || example.expected.table.is_some());
        examples
    }

    /// A code block as an example; `None` if it is not one.
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

    /// The documentation of request bodies: the table of the page, and the types that the text of the request body
    /// sections links to.
    fn requested(&self) -> ExpectedBody {
        let Some(operation) = &self.reading.facts.operation else { return ExpectedBody::default() };
        // `Facts` keep only the first response type; an example may be of any type that the response section links to.
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
            let other_names = Arc::new(StatedNames { tabled: self.tabled(), shown: self.coded() });
            Arc::new(DocumentedShape::body(&self.reading.facts.title[0], self.key, &operation.body, other_names))
        });
        let is_action = operation.call.as_ref().is_some_and(|call| call.kind == CallKind::Action);
        ExpectedBody { types, table, closed: is_action, ..ExpectedBody::default() }
    }

    /// The inline code of the whole page.
    fn coded(&self) -> Vec<Box<str>> {
        let inlines = self.side.tree.inlines.iter().filter(|inline| inline.kind == InlineKind::Code);
        let mut names: Vec<Box<str>> =
            inlines.map(|inline| self.side.tree.content(self.side.text(), inline)).map(Into::into).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether a response returns the object that its request has sent. `expected`: the documentation of the response.
    fn returns_sent(&self, start: &StartLine, response: &ShownExample, expected: &ExpectedBody) -> bool {
        let called = self.reading.facts.operation.as_ref().is_some_and(|operation| operation.call.is_some());
        let StartLine::Request(request) = start else { return false };
        match response.start {
            _ if expected.collection => false,
            Some(StartLine::Response(201, _)) => !called && request.method == "POST",
            Some(StartLine::Response(200..=201, _)) => matches!(&*request.method, "PATCH" | "PUT"),
            _ => false,
        }
    }
}

/// Whether an example must contain all properties: a JSON representation, or a response whose annotation does not state
/// that it is truncated.
fn is_complete(shown: &ShownExample) -> bool {
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

/// The keys of a JSON text: strings that a colon follows.
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
