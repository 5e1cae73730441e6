//! The facts of an operation page: requests, permissions, headers, parameters, body, responses.

use crate::facts::extract::{FactReader, annotation_before, page_key};
use crate::facts::name_recovery;
use crate::facts::roles;
use crate::facts::scopes;
use crate::facts::types;
use crate::facts::{CallKind, In, Item, Modifiers, Operation, Permission, Request, Stated};
use crate::lexicon::{ColumnRole, Phrase, SectionRole};
use crate::page::annotation::{AnnotatedBlock, Annotation};
use crate::page::html;
use crate::page::http;
use crate::page::tree::{BlockKind, Table};
use crate::profile::schemes::Scheme;
use crate::text::FileRange;
use crate::token;
use rustc_hash::FxHashSet;

impl FactReader<'_> {
    pub(super) fn operation(&self, annotated: &[(u32, Option<Annotation>)]) -> Option<Operation> {
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
        operation.responses = self.responses(&operation, annotated);
        self.add_query_of_requests(&mut operation);
        operation.query_options = self.query_options(&mut operation.parameters);
        operation.call = self.call(&operation);
        if operation.call.as_ref().is_some_and(|call| call.kind == CallKind::Function) {
            self.give_arguments(&mut operation);
        }
        operation.body_type = self.body_type(&operation, annotated);
        Some(operation)
    }

    /// The request lines of the section about the HTTP request, in order, without repeats.
    fn requests(&self) -> Vec<Request> {
        let mut requests: Vec<Request> = Vec::new();
        let side = self.side();
        // Pages with other headings for their requests are recognized by their permissions.
        let has = |role| self.uses.sections.iter().any(|section| section.role == Some(role));
        let mut known: FxHashSet<(String, String)> = FxHashSet::default();
        let (has_syntax, is_operation) = (has(SectionRole::HttpRequest), has(SectionRole::Permissions));
        for (index, block) in side.tree.blocks.iter().enumerate() {
            let BlockKind::Code { body, .. } = block.kind else { continue };
            let section = &self.uses.sections[block.section as usize];
            let in_syntax = if has_syntax { section.role == Some(SectionRole::HttpRequest) } else { is_operation };
            if !in_syntax || section.in_example || (!has_syntax && self.is_annotated_example(index)) {
                continue;
            }
            let place = self.place(index as u32);
            for line in http::request_lines(body.slice(self.text())) {
                let (path, _) = http::split_target(&line.target);
                if path.contains("/*") || path.len() < 2 {
                    continue;
                }
                if known.insert((line.method.clone(), path.clone())) {
                    let offset = body.start - block.range.start;
                    let range =
                        FileRange::new(place.start + offset + line.range.start, place.start + offset + line.range.end);
                    let query = http::query_names(&line.target).map(str::to_owned).collect();
                    requests.push(Request { method: line.method, path, query, range });
                }
            }
        }
        requests
    }

    /// Whether the annotation of a block states that it is an example or a response.
    fn is_annotated_example(&self, block: usize) -> bool {
        let annotation = annotation_before(self.side(), block);
        matches!(
            annotation.and_then(|annotation| annotation.block),
            Some(AnnotatedBlock::Response | AnnotatedBlock::Example)
        )
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
        if let (Some(scheme), Some(scopes)) = (position(ColumnRole::Scheme), position(ColumnRole::Scopes)) {
            let further = self.further_scopes(table, columns);
            if further.is_empty() {
                self.permission_rows(table, (scheme, scopes), &section, permissions);
            }
            for column in std::iter::once(scopes).chain(further.iter().copied()).filter(|_| !further.is_empty()) {
                let context = roles::cell(self.side(), table, 0, column);
                self.permission_rows(table, (scheme, column), &context, permissions);
            }
            return;
        }
        let mut seen: Vec<String> = Vec::new();
        for row in 1..table.rows {
            let label = roles::cell_block(self.side(), table, row, 0);
            // If two rows link to the same page, the text of the second is its context.
            let linked = self.side().tree.first_link(label).map(page_key).filter(|key| !seen.contains(key));
            let context = linked.unwrap_or_else(|| self.plain(label));
            for (column, role) in columns.iter().enumerate() {
                if let Some(ColumnRole::SchemeScopes(scheme)) = role {
                    let scheme = self.words.schemes.get(*scheme).clone();
                    permissions.push(self.permission(scheme, context.clone(), table.cell(row, column as u32)));
                }
            }
            seen.push(context);
        }
    }

    /// Further columns of scopes. A table may have one such column for each kind of object that the caller accesses.
    fn further_scopes(&self, table: &Table, columns: &[Option<ColumnRole>]) -> Vec<u32> {
        let mut unread = (0..table.columns).zip(columns).filter(|(_, role)| role.is_none()).map(|(column, _)| column);
        let scopes =
            |column: u32, row: u32| token::scopes(&roles::cell(self.side(), table, row, column)).next().is_some();
        unread.by_ref().filter(|&column| (1..table.rows).any(|row| scopes(column, row))).collect()
    }

    /// Reads a table with one row for each scheme. An empty row of a scheme may be followed by indented rows, each for a part
    /// of the API.
    fn permission_rows(
        &self,
        table: &Table,
        (scheme_column, scopes): (u32, u32),
        section: &str,
        permissions: &mut Vec<Permission>,
    ) {
        let schemes = self.words.schemes.all();
        let mut divided: Option<Scheme> = None;
        for row in 1..table.rows {
            let label = roles::cell(self.side(), table, row, scheme_column);
            let is_empty = token::scopes(&roles::cell(self.side(), table, row, scopes)).next().is_none();
            let named =
                self.scheme(&label.to_lowercase()).filter(|_| !self.is_indented(table.cell(row, scheme_column)));
            let positional = (table.rows as usize == schemes.len() + 1).then(|| schemes[row as usize - 1].clone());
            let next_is_part = is_empty && row + 1 < table.rows && self.is_indented(table.cell(row + 1, scheme_column));
            match (named, &divided) {
                (Some(scheme), _) if next_is_part => divided = Some(scheme),
                (None, Some(scheme)) if self.is_indented(table.cell(row, scheme_column)) => {
                    permissions.push(self.permission(scheme.clone(), label.into_owned(), table.cell(row, scopes)));
                }
                (Some(scheme), _) => {
                    divided = None;
                    permissions.push(self.permission(scheme, section.to_owned(), table.cell(row, scopes)));
                }
                (None, _) => {
                    if let Some(scheme) = positional {
                        permissions.push(self.permission(scheme, section.to_owned(), table.cell(row, scopes)));
                    }
                }
            }
        }
    }

    /// Whether a cell starts with a no-break space: `&nbsp;`.
    fn is_indented(&self, block: u32) -> bool {
        let tree = &self.side().tree;
        let first = tree.inlines(&tree.blocks[block as usize]).first();
        first.is_some_and(|inline| tree.content(self.text(), inline).starts_with('\u{a0}'))
    }

    /// Whether a table is directly under the heading that gives its section the role.
    pub(super) fn is_own_section(&self, table: &Table) -> bool {
        let sections = &self.side().tree.sections;
        let parent = sections[table.section as usize].parent;
        parent.is_none_or(|parent| {
            self.uses.sections[parent as usize].role != self.uses.sections[table.section as usize].role
        })
    }

    fn scheme(&self, label: &str) -> Option<Scheme> {
        let label = label.trim_matches([' ', '*', ':', '.']);
        self.words.scheme(label).map(|id| self.words.schemes.get(id).clone())
    }

    fn permission(&self, scheme: Scheme, context: String, block: u32) -> Permission {
        let written = self.plain(&self.side().tree.blocks[block as usize]);
        let joined = self.may_have_lost_names().then(|| name_recovery::rejoined(&written));
        let cell = joined.as_deref().unwrap_or(&written);
        let scopes: Vec<String> = token::scopes(cell).map(str::to_owned).collect();
        let sets = scopes::sets(cell, self.words);
        let supported = !scopes.is_empty() || !self.is_unsupported(&written);
        Permission { scheme, context, supported, scopes, sets, written, range: self.place(block) }
    }

    /// Whether a permission cell is empty or states that the scheme is not supported.
    fn is_unsupported(&self, cell: &str) -> bool {
        let lower = cell.to_lowercase();
        let bare = lower.trim_matches([' ', '*', '.', '。', '-', '–', '—']);
        bare.is_empty()
            || self.words.each().any(|lexicon| {
                lexicon.is_phrase(Phrase::None, bare)
                    || lexicon.is_phrase(Phrase::NotSupported, bare)
                    || lexicon.find_phrase(Phrase::NotSupported, bare).is_some()
            })
    }

    /// Reads tables in raw HTML. The section of the table determines whether its rows are headers, parameters or body members.
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
                        written_type,
                        modifiers: Modifiers::read(&description, self.words),
                        stated: Stated { range: self.place(index as u32), description: [description, String::new()] },
                        ..Item::default()
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
