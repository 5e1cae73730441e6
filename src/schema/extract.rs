//! Reads the facts of one edition off its authority side: the embedded source, else the page itself.

use super::facts::{
    Facts, In, Item, Member, Method, Operation, PageKind, Permission, Request, Response, Stated, TypeFacts, TypeKind,
};
use super::roles::{self, Uses, Words};
use super::types::{self, TypeExpr};
use crate::align::Alignment;
use crate::lexicon::{ColumnRole, Phrase, Scheme, SectionRole};
use crate::page::annotation::Annotation;
use crate::page::http::{self, Message, Start};
use crate::page::tree::{Block, BlockKind, Inline, InlineKind, Table};
use crate::page::{Page, Side, html};
use crate::text::TextRange;
use crate::token;

/// What an extraction reads.
pub struct Reader<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its blocks lined up.
    pub alignment: &'a Alignment,
    /// The words of the authority side.
    pub words: Words<'a>,
    /// What its sections and tables are for.
    pub uses: &'a Uses,
    /// Whether descriptions are wanted.
    pub texts: bool,
}

impl Reader<'_> {
    /// Reads the facts of the page.
    pub fn facts(&self) -> Facts {
        let title = self.title();
        let annotated = self.annotated_blocks();
        let mut operation = self.operation(&annotated);
        let types = self.types(&annotated);
        let kind = match (&operation, types.is_empty()) {
            (Some(_), _) => PageKind::Operation,
            (None, false) => PageKind::Type,
            (None, true) => PageKind::Concept,
        };
        if let Some(operation) = &mut operation {
            operation.headers.iter_mut().for_each(|header| header.place = In::Header);
        }
        Facts { kind, title, operation, types }
    }

    fn side(&self) -> &Side {
        self.page.authority()
    }

    fn text(&self) -> &str {
        self.side().text()
    }

    fn plain(&self, block: &Block) -> String {
        self.side().tree.plain(self.text(), block).into_owned()
    }

    fn title(&self) -> [String; 2] {
        let tree = &self.side().tree;
        let heading = tree.sections.iter().find(|section| section.level == 1).and_then(|section| section.heading);
        heading.map_or_else(
            || [self.page.meta("title").unwrap_or_default().to_owned(), String::new()],
            |heading| self.both(heading),
        )
    }

    /// Where a block stands in the file, on the target side where it has a partner there.
    fn place(&self, block: u32) -> TextRange {
        let side = self.side();
        match (&self.page.source, self.alignment.target_of(block)) {
            (Some(_), Some(target)) => trimmed_place(&self.page.target, &self.page.target.tree.blocks[target as usize]),
            _ => trimmed_place(side, &side.tree.blocks[block as usize]),
        }
    }

    fn stated(&self, name: u32, description: Option<u32>) -> Stated {
        let mut stated = Stated { range: self.place(name), ..Stated::default() };
        if let Some(description) = description.filter(|_| self.texts) {
            stated.description = self.both(description);
        }
        stated
    }

    /// A block's text on the authority side, and on the target side where there are two.
    fn both(&self, block: u32) -> [String; 2] {
        let target = self.alignment.target_of(block).filter(|_| self.page.source.is_some()).map(|target| {
            let side = &self.page.target;
            side.tree.plain(side.text(), &side.tree.blocks[target as usize]).into_owned()
        });
        [self.plain(&self.side().tree.blocks[block as usize]), target.unwrap_or_default()]
    }

    /// Code blocks with the annotation comment that stands before each.
    fn annotated_blocks(&self) -> Vec<(u32, Option<Annotation>)> {
        let blocks = &self.side().tree.blocks;
        let code = blocks.iter().enumerate().filter(|(_, block)| matches!(block.kind, BlockKind::Code { .. }));
        code.map(|(index, _)| (index as u32, annotation_before(self.side(), index))).collect()
    }

    fn operation(&self, annotated: &[(u32, Option<Annotation>)]) -> Option<Operation> {
        let mut operation = Operation { requests: self.requests(), ..Operation::default() };
        if operation.requests.is_empty() {
            return None;
        }
        let tree = &self.side().tree;
        for (table, uses) in tree.tables.iter().zip(&self.uses.tables) {
            let place = match uses.role {
                Some(SectionRole::Permissions) => {
                    self.permissions(table, &uses.columns, &mut operation.permissions);
                    continue;
                }
                Some(SectionRole::RequestHeaders) => In::Header,
                Some(SectionRole::PathParameters) => In::Path,
                Some(SectionRole::QueryParameters) => In::Query,
                Some(SectionRole::FunctionParameters) => In::Function,
                Some(SectionRole::RequestBody) => In::Body,
                _ => continue,
            };
            let items = self.items(table, &uses.columns, place);
            match place {
                In::Header => operation.headers.extend(items),
                In::Body => operation.body.extend(items),
                In::Path | In::Query | In::Function => operation.parameters.extend(items),
            }
        }
        self.html_tables(&mut operation);
        operation.responses = self.responses(annotated);
        Some(operation)
    }

    /// Request lines of the syntax section, in order, without repeats.
    fn requests(&self) -> Vec<Request> {
        let mut requests: Vec<Request> = Vec::new();
        let side = self.side();
        for (index, block) in side.tree.blocks.iter().enumerate() {
            let BlockKind::Code { body, .. } = block.kind else { continue };
            let section = &self.uses.sections[block.section as usize];
            if section.role != Some(SectionRole::HttpRequest) || section.in_example {
                continue;
            }
            let place = self.place(index as u32);
            for line in http::request_lines(body.slice(self.text())) {
                let (path, _) = http::split_target(&line.target);
                if !requests.iter().any(|known| known.method == line.method && known.path == path) {
                    let offset = body.start - block.range.start;
                    let range =
                        TextRange::new(place.start + offset + line.range.start, place.start + offset + line.range.end);
                    requests.push(Request { method: line.method, path, range });
                }
            }
        }
        requests
    }

    fn permissions(&self, table: &Table, columns: &[Option<ColumnRole>], permissions: &mut Vec<Permission>) {
        let position = |role| columns.iter().position(|column| *column == Some(role)).map(|index| index as u32);
        let section = self.side().tree.sections[table.section as usize].anchor.to_string();
        let section = if self.uses.sections[table.section as usize].role == Some(SectionRole::Permissions)
            && self.is_own_section(table)
        {
            String::new()
        } else {
            section
        };
        for row in 1..table.rows {
            if let (Some(scheme), Some(scopes)) = (position(ColumnRole::Scheme), position(ColumnRole::Scopes)) {
                let label = roles::cell(self.side(), table, row, scheme).to_lowercase();
                let positional = (table.rows == 4).then(|| Scheme::ALL[row as usize - 1]);
                if let Some(scheme) = self.scheme(&label).or(positional) {
                    permissions.push(self.permission(scheme, section.clone(), table.cell(row, scopes)));
                }
            } else {
                for (column, role) in columns.iter().enumerate() {
                    if let Some(ColumnRole::SchemeScopes(scheme)) = role {
                        let label = roles::cell_block(self.side(), table, row, 0);
                        let context = self.side().tree.first_link(label).map_or_else(|| self.plain(label), page_key);
                        permissions.push(self.permission(*scheme, context, table.cell(row, column as u32)));
                    }
                }
            }
        }
    }

    /// Whether a table stands directly under the heading that gives its section the role.
    fn is_own_section(&self, table: &Table) -> bool {
        let sections = &self.side().tree.sections;
        let parent = sections[table.section as usize].parent;
        parent.is_none_or(|parent| {
            self.uses.sections[parent as usize].role != self.uses.sections[table.section as usize].role
        })
    }

    fn scheme(&self, label: &str) -> Option<Scheme> {
        let label = label.trim_matches([' ', '*', ':', '.']);
        self.words.each().find_map(|lexicon| lexicon.scheme(label))
    }

    fn permission(&self, scheme: Scheme, context: String, block: u32) -> Permission {
        let written = self.plain(&self.side().tree.blocks[block as usize]);
        let scopes: Vec<String> = token::scopes(&written).map(str::to_owned).collect();
        let supported = !scopes.is_empty() || !self.says_unsupported(&written);
        Permission { scheme, context, supported, scopes, written, range: self.place(block) }
    }

    fn says_unsupported(&self, cell: &str) -> bool {
        let lower = cell.to_lowercase();
        let bare = lower.trim_matches([' ', '*', '.', '。', '-', '–', '—']);
        bare.is_empty()
            || self.words.each().any(|lexicon| {
                lexicon.is_phrase(Phrase::None, bare)
                    || lexicon.is_phrase(Phrase::NotSupported, bare)
                    || lexicon.find_phrase(Phrase::NotSupported, bare).is_some()
            })
    }

    /// The rows of a table of named things.
    fn items(&self, table: &Table, columns: &[Option<ColumnRole>], place: In) -> Vec<Item> {
        let position = |role| columns.iter().position(|column| *column == Some(role)).map(|index| index as u32);
        let Some(name) = position(ColumnRole::Name) else { return Vec::new() };
        let (types, required) = (position(ColumnRole::Type), position(ColumnRole::Required));
        let description = position(ColumnRole::Description).or_else(|| position(ColumnRole::Value));
        let mut items = Vec::with_capacity(table.rows as usize);
        for row in 1..table.rows {
            let cell = |column: u32| roles::cell(self.side(), table, row, column);
            let written_name = cell(name);
            let Some(read) = self.item_name(&written_name, place) else { continue };
            let link = types
                .and_then(|column| self.side().tree.first_link(roles::cell_block(self.side(), table, row, column)));
            let written_type = types.map(|column| cell(column).into_owned()).unwrap_or_default();
            let requirement = required
                .and_then(|column| self.yes_or_no(&cell(column)))
                .or_else(|| self.requirement(&cell(description?)));
            items.push(Item {
                place,
                name: read,
                written: written_name.into_owned(),
                type_expr: types::parse(&written_type, link, self.words.types()),
                values: description
                    .map(|column| self.possible_values(table.cell(row, column), &written_type))
                    .unwrap_or_default(),
                written_type,
                required: requirement,
                stated: self.stated(table.cell(row, name), description.map(|column| table.cell(row, column))),
            });
        }
        items
    }

    /// The inline code after the words "possible values", where the type is not a primitive one.
    fn possible_values(&self, description: u32, written_type: &str) -> Vec<String> {
        let block = &self.side().tree.blocks[description as usize];
        let codes = || self.side().tree.inlines(block).iter().filter(|inline| inline.kind == InlineKind::Code);
        if written_type.is_empty() || codes().count() < 2 || self.words.types().primitive(written_type).is_some() {
            return Vec::new();
        }
        let mut before = String::new();
        let mut listing = false;
        let mut values: Vec<String> = Vec::new();
        for inline in self.side().tree.inlines(block) {
            let content = self.side().tree.content(self.text(), inline);
            if inline.kind == InlineKind::Code {
                if listing && token::is_name(content) && !values.iter().any(|value| value == content) {
                    values.push(content.to_owned());
                }
                continue;
            }
            before.push_str(&content.to_lowercase());
            if listing && content.contains(['.', '。']) && !values.is_empty() {
                break;
            }
            listing |= self.words.each().any(|lexicon| lexicon.find_phrase(Phrase::PossibleValues, &before).is_some());
        }
        values
    }

    /// The name in a name cell: the cell where it is one name, else its first word where that is one
    /// (`if-match` of `if-match (optional)`). Headers are looked up in the lexicon of the locale.
    fn item_name(&self, cell: &str, place: In) -> Option<String> {
        let bare = cell.trim_matches(['*', '`', ' ', '"', ':', '\u{a0}']);
        if place == In::Header {
            let name = bare.split([':', ' ']).next().unwrap_or(bare);
            let translated = self.words.locale.and_then(|lexicon| {
                [bare, bare.split(':').next().unwrap_or(bare).trim(), name]
                    .into_iter()
                    .find_map(|text| lexicon.header(&text.to_lowercase()))
            });
            return Some(
                translated.map_or_else(|| if name.is_empty() { bare } else { name }.to_owned(), str::to_owned),
            )
            .filter(|name| !name.is_empty());
        }
        if token::is_name(bare) {
            return Some(bare.rsplit('/').next().unwrap_or(bare).to_owned());
        }
        let first = bare.split([' ', '(', '（', '<', ',', '*', '\u{a0}']).next().unwrap_or_default();
        if token::is_name(first)
            && (token::is_coined(first) || bare[first.len()..].trim_start().starts_with(['(', '（', '*', '<']))
        {
            return Some(first.to_owned());
        }
        // Without source text a name may have been translated; it stays the row's name all the same.
        (self.page.source.is_none() && !bare.is_empty()).then(|| bare.to_owned())
    }

    fn yes_or_no(&self, cell: &str) -> Option<bool> {
        let lower = cell.to_lowercase();
        match lower.trim_matches([' ', '.', '*']) {
            "yes" | "true" | "required" | "✓" | "x" => Some(true),
            "no" | "false" | "optional" => Some(false),
            other => self.words.each().find_map(|lexicon| {
                if lexicon.is_phrase(Phrase::Required, other) {
                    Some(true)
                } else {
                    lexicon.is_phrase(Phrase::Optional, other).then_some(false)
                }
            }),
        }
    }

    /// Whether a description says, as a sentence of its own at its start or end, that the item must be
    /// given or need not be.
    fn requirement(&self, description: &str) -> Option<bool> {
        let lower = description.to_lowercase();
        let mut sentences = lower
            .split(['.', '。', ';', '；', '(', ')', '（', '）', '!'])
            .map(str::trim)
            .filter(|sentence| !sentence.is_empty());
        sentences.find_map(|sentence| {
            self.words.each().find_map(|lexicon| {
                if lexicon.is_phrase(Phrase::Required, sentence) {
                    Some(true)
                } else {
                    lexicon.is_phrase(Phrase::Optional, sentence).then_some(false)
                }
            })
        })
    }

    /// Success responses: the status lines named in the response section, else those of the examples.
    fn responses(&self, annotated: &[(u32, Option<Annotation>)]) -> Vec<Response> {
        let side = self.side();
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
            let statuses = side
                .tree
                .inlines(block)
                .iter()
                .filter(|inline| matches!(inline.kind, InlineKind::Code | InlineKind::Text));
            for (status, reason) in statuses
                .filter_map(|inline| status(side.tree.content(self.text(), inline), inline.kind == InlineKind::Code))
            {
                if (200..300).contains(&status) && !responses.iter().any(|known| known.status == status) {
                    let stated = self.linked_type(block).filter(|_| status != 204 && status != 202);
                    let shown = example
                        .as_ref()
                        .filter(|(code, ..)| *code == status)
                        .and_then(|(_, _, type_expr)| type_expr.clone());
                    responses.push(Response {
                        status,
                        reason,
                        type_expr: shown.or(stated),
                        range: self.place(index as u32),
                    });
                }
            }
        }
        if responses.is_empty()
            && let Some((status, reason, type_expr)) = example
        {
            let block = annotated.iter().find(|(block, _)| {
                self.message(*block).is_some_and(|message| matches!(message.start, Start::Response(..)))
            });
            responses.push(Response {
                status,
                reason,
                type_expr,
                range: block.map_or(TextRange::default(), |(block, _)| self.place(*block)),
            });
        }
        responses
    }

    fn message(&self, block: u32) -> Option<Message> {
        match self.side().tree.blocks[block as usize].kind {
            BlockKind::Code { body, .. } => Message::parse(body.slice(self.text())),
            _ => None,
        }
    }

    /// Status, reason and annotated type of the first successful example response.
    fn example_response(&self, annotated: &[(u32, Option<Annotation>)]) -> Option<(u16, String, Option<TypeExpr>)> {
        annotated.iter().find_map(|(block, annotation)| {
            let Start::Response(status, reason) = self.message(*block)?.start else { return None };
            let type_expr = annotation.as_ref().and_then(Annotation::odata_type).and_then(|(name, collection)| {
                let name = types::parse(name, None, self.words.types())?.name;
                (!matches!(name.to_ascii_lowercase().as_str(), "none" | "null"))
                    .then_some(TypeExpr { name, collection })
            });
            (200..300).contains(&status).then_some((status, reason, type_expr))
        })
    }

    /// The type that a response sentence links to, a collection where the words next to it say so.
    fn linked_type(&self, block: &Block) -> Option<TypeExpr> {
        let tree = &self.side().tree;
        let inlines = tree.inlines(block);
        let (start, target) = inlines.iter().enumerate().find_map(|(index, inline)| match inline.kind {
            InlineKind::Link(target) => {
                Some((index, tree.string(target))).filter(|(_, target)| target.contains("resource"))
            }
            _ => None,
        })?;
        let text = |part: &[Inline]| part.iter().map(|inline| tree.content(self.text(), inline)).collect::<String>();
        let end = start + inlines[start..].iter().position(|inline| inline.kind == InlineKind::LinkEnd)?;
        let mut read = types::parse(&text(&inlines[start..end]), Some(target), self.words.types())?;
        let (before, after) = (text(&inlines[..start]).to_lowercase(), text(&inlines[end..]).to_lowercase());
        read.collection |= self.words.each().any(|lexicon| lexicon.says_collection(&before, &after));
        Some(read)
    }

    fn types(&self, annotated: &[(u32, Option<Annotation>)]) -> Vec<TypeFacts> {
        let resource = annotated.iter().find(|(_, annotation)| {
            annotation.as_ref().is_some_and(|annotation| annotation.block_type() == Some("resource"))
        });
        let resource = resource.and_then(|(block, annotation)| Some((*block, annotation.as_ref()?)));
        let tree = &self.side().tree;
        let mut main = self.main_type(resource);
        let mut enums: Vec<TypeFacts> = Vec::new();
        let is_operation = self.uses.sections.iter().any(|section| section.role == Some(SectionRole::HttpRequest));
        for (table, uses) in tree.tables.iter().zip(&self.uses.tables) {
            match uses.role {
                Some(SectionRole::Properties) if !is_operation => {
                    main.properties.extend(self.items(table, &uses.columns, In::Body))
                }
                Some(SectionRole::Relationships) if !is_operation => {
                    main.relationships.extend(self.items(table, &uses.columns, In::Body))
                }
                Some(SectionRole::Methods) if !is_operation => main.methods.extend(self.methods(table, &uses.columns)),
                Some(SectionRole::Members) => {
                    let members = self.members(table, &uses.columns);
                    match &self.uses.sections[table.section as usize].members_of {
                        Some(name) => enums.push(self.enumeration(name.clone(), members, table)),
                        None => main.members.extend(members),
                    }
                }
                _ => {}
            }
        }
        if !main.members.is_empty() && main.properties.is_empty() {
            main.kind = TypeKind::Enum;
        }
        let listed = main.properties.iter().filter(|property| property.values.len() >= 2).filter_map(|property| {
            let name = property.type_expr.as_ref()?.name.clone();
            let member = |value: &String| Member {
                name: value.clone(),
                value: String::new(),
                stated: Stated { range: property.stated.range, ..Stated::default() },
            };
            Some(TypeFacts {
                range: property.stated.range,
                listed: true,
                ..TypeFacts::enumeration(name, main.namespace.clone(), property.values.iter().map(member).collect())
            })
        });
        let listed: Vec<TypeFacts> = listed.collect();
        for definition in listed {
            if !enums.iter().any(|known| known.name.eq_ignore_ascii_case(&definition.name)) {
                enums.push(definition);
            }
        }
        let states = !(main.properties.is_empty()
            && main.relationships.is_empty()
            && main.members.is_empty()
            && resource.is_none());
        if states && !main.name.is_empty() && !is_operation {
            enums.insert(0, main);
        }
        enums.retain(|definition| definition.kind != TypeKind::Enum || !definition.members.is_empty());
        enums
    }

    /// The type that the page as a whole is about.
    fn main_type(&self, resource: Option<(u32, &Annotation)>) -> TypeFacts {
        let written = resource.and_then(|(_, annotation)| annotation.odata_type()).map(|(name, _)| name.to_owned());
        let (namespace, name) = match &written {
            Some(full) => full.rsplit_once('.').map_or(("", full.as_str()), |(namespace, name)| (namespace, name)),
            None => ("", ""),
        };
        let tree = &self.side().tree;
        let heading = tree.sections.iter().find(|section| section.level == 1);
        let titled = || heading.and_then(|section| title_type(&section.anchor, &self.title()[0])).unwrap_or_default();
        let base = resource
            .and_then(|(_, annotation)| annotation.text("baseType"))
            .map(|base| base.trim_start_matches('#').rsplit('.').next().unwrap_or(base).to_owned());
        let keyed = resource.is_some_and(|(_, annotation)| annotation.text("keyProperty").is_some());
        let is_entity = keyed || base.as_deref().is_some_and(|base| base.eq_ignore_ascii_case("entity"));
        TypeFacts {
            name: if name.is_empty() { titled() } else { name.to_owned() },
            namespace: if namespace.is_empty() { self.namespace() } else { namespace.to_owned() },
            kind: if is_entity { TypeKind::Entity } else { TypeKind::Complex },
            base: base.filter(|base| !base.is_empty()),
            properties: Vec::new(),
            relationships: Vec::new(),
            members: Vec::new(),
            methods: Vec::new(),
            listed: false,
            range: heading
                .and_then(|section| section.heading)
                .map_or(TextRange::default(), |heading| self.place(heading)),
        }
    }

    /// The namespace that a line `Namespace: core.ships` before the second heading states: its last
    /// word, after a colon.
    fn namespace(&self) -> String {
        let tree = &self.side().tree;
        let lines = tree.blocks.iter().take(6).filter(|block| block.kind == BlockKind::Paragraph);
        let stated = lines.map(|block| self.plain(block)).find_map(|line| {
            let (label, value) = line.split_once([':', '：'])?;
            let value = value.trim();
            (label.split_whitespace().count() <= 3 && value.contains('.') && token::is_name(value))
                .then(|| value.to_owned())
        });
        stated.unwrap_or_default()
    }

    fn enumeration(&self, name: String, members: Vec<Member>, table: &Table) -> TypeFacts {
        let heading = self.side().tree.sections[table.section as usize].heading;
        let range = heading.map_or(TextRange::default(), |heading| self.place(heading));
        TypeFacts { range, ..TypeFacts::enumeration(name, self.namespace(), members) }
    }

    fn members(&self, table: &Table, columns: &[Option<ColumnRole>]) -> Vec<Member> {
        let position = |role| columns.iter().position(|column| *column == Some(role)).map(|index| index as u32);
        let name = position(ColumnRole::Name).or_else(|| position(ColumnRole::Value)).unwrap_or(0);
        let value = position(ColumnRole::Value).filter(|value| *value != name);
        let description = position(ColumnRole::Description);
        let rows = (1..table.rows).filter_map(|row| {
            let written = roles::cell(self.side(), table, row, name);
            let name_text = written.trim_matches(['*', '`', ' ', '"', '\'']);
            let usable = token::is_name(name_text) || (self.page.source.is_none() && !name_text.is_empty());
            usable.then(|| Member {
                name: name_text.to_owned(),
                value: value.map(|value| roles::cell(self.side(), table, row, value).into_owned()).unwrap_or_default(),
                stated: self.stated(table.cell(row, name), description.map(|column| table.cell(row, column))),
            })
        });
        rows.collect()
    }

    fn methods(&self, table: &Table, columns: &[Option<ColumnRole>]) -> Vec<Method> {
        let position = |role| columns.iter().position(|column| *column == Some(role)).map(|index| index as u32);
        let (returns, description) = (position(ColumnRole::ReturnType), position(ColumnRole::Description));
        let tree = &self.side().tree;
        let rows = (1..table.rows).filter_map(|row| {
            let page = page_key(tree.first_link(roles::cell_block(self.side(), table, row, 0))?);
            let returned = returns.and_then(|column| {
                let written = roles::cell(self.side(), table, row, column);
                let lower = written.to_lowercase();
                let nothing = self
                    .words
                    .each()
                    .any(|lexicon| lexicon.is_phrase(Phrase::None, lower.trim_matches(['.', ' ', '。'])));
                let link = tree.first_link(roles::cell_block(self.side(), table, row, column));
                types::parse(&written, link, self.words.types()).filter(|_| !nothing)
            });
            Some(Method {
                page,
                returns: returned,
                stated: self.stated(table.cell(row, 0), description.map(|column| table.cell(row, column))),
            })
        });
        rows.collect()
    }

    /// Tables written as raw HTML: headers and body members by the section they stand in.
    fn html_tables(&self, operation: &mut Operation) {
        let side = self.side();
        for (index, block) in side.tree.blocks.iter().enumerate().filter(|(_, block)| block.kind == BlockKind::Html) {
            let place = match self.uses.sections[block.section as usize].role {
                Some(SectionRole::RequestHeaders) => In::Header,
                Some(SectionRole::RequestBody) => In::Body,
                Some(SectionRole::QueryParameters) => In::Query,
                Some(SectionRole::PathParameters) => In::Path,
                _ => continue,
            };
            for table in html::tables(block.range.slice(side.text())) {
                for row in table.rows.iter().skip(1).filter(|row| row.len() >= 2) {
                    let Some(name) = self.item_name(&row[0], place) else { continue };
                    let written_type =
                        if row.len() > 2 && place != In::Header { row[1].clone() } else { String::new() };
                    let description = row.last().cloned().unwrap_or_default();
                    let item = Item {
                        place,
                        name,
                        written: row[0].clone(),
                        type_expr: types::parse(&written_type, None, self.words.types()),
                        required: self.requirement(&description),
                        values: Vec::new(),
                        written_type,
                        stated: Stated { range: self.place(index as u32), description: [description, String::new()] },
                    };
                    match place {
                        In::Header => operation.headers.push(item),
                        In::Body => operation.body.push(item),
                        _ => operation.parameters.push(item),
                    }
                }
            }
        }
    }
}

/// The annotation comment before a block: the block before it, or the last comment inside that.
pub fn annotation_before(side: &Side, index: usize) -> Option<Annotation> {
    let before = &side.tree.blocks[index.checked_sub(1)?];
    match before.kind {
        BlockKind::Comment | BlockKind::Html => {
            let html = before.range.slice(side.text());
            Annotation::parse(html.rfind("<!--").map_or(html, |start| &html[start..]))
        }
        BlockKind::Paragraph | BlockKind::ListItem => {
            let comment = side.tree.inlines(before).iter().rev().find(|inline| inline.kind == InlineKind::Html)?;
            Annotation::parse(comment.range.slice(side.text()))
        }
        _ => None,
    }
}

/// A block's place in the file without the white space around it.
fn trimmed_place(side: &Side, block: &Block) -> TextRange {
    let range = match block.kind {
        BlockKind::Code { .. } => block.range,
        _ => match (side.tree.inlines(block).first(), side.tree.inlines(block).last()) {
            (Some(first), Some(last)) => TextRange::new(first.range.start, last.range.end.max(first.range.end)),
            _ => block.range,
        },
    };
    let text = range.slice(side.text());
    let start = range.start + (text.len() - text.trim_start().len()) as u32;
    side.projection.range_to_file(TextRange::new(start, (range.start + text.trim_end().len() as u32).max(start)))
}

/// The type that a page title names, such as `berth` in `berth resource type`, told by the anchor.
fn title_type(anchor: &str, title: &str) -> Option<String> {
    const ENDS: [&str; 7] =
        ["-complex-type", "-entity-type", "-enum-type", "-enumeration-type", "-resource-type", "-resource", "-type"];
    let stem = ENDS.iter().find_map(|end| anchor.strip_suffix(end)).unwrap_or(anchor);
    let stem: String = stem.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut words = title.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
    words.find(|word| word.eq_ignore_ascii_case(&stem)).map(str::to_owned).filter(|name| !name.is_empty())
}

/// A status such as `201 Created`; bare text must be just that, as in `Returns 200 OK` it is not.
fn status(text: &str, code: bool) -> Option<(u16, String)> {
    let text = text.trim();
    let text = text.strip_prefix("HTTP/1.1 ").unwrap_or(text);
    let digits = text.get(..3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = &text[3..];
    let ends = rest.is_empty() || rest.starts_with([' ', ',']);
    (code && ends).then(|| digits.parse().ok().map(|status| (status, rest.trim_matches([' ', ',', '.']).to_owned())))?
}

/// The key of a page that a link names: `../api/berth-get.md#x` to `api/berth-get`.
pub fn page_key(target: &str) -> String {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    let path = path.strip_suffix(".md").unwrap_or(path);
    path.rsplit("../").next().unwrap_or(path).trim_start_matches("./").trim_start_matches('/').to_owned()
}
