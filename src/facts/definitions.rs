//! The types and enums that a page defines.

use crate::facts::extract::{FactReader, labelled, page_key};
use crate::facts::links::Link;
use crate::facts::name_recovery;
use crate::facts::roles;
use crate::facts::types;
use crate::facts::types::TypeExpr;
use crate::facts::{In, Item, Member, Method, TypeFacts, TypeKind};
use crate::lexicon::{ColumnRole, Phrase, SectionRole};
use crate::page::annotation::{AnnotatedBlock, Annotation};
use crate::page::tree::{Block, BlockKind, Quote, Table};
use crate::text::FileRange;
use crate::token;

impl FactReader<'_> {
    pub(super) fn types(&self, annotated: &[(u32, Option<Annotation>)]) -> Vec<TypeFacts> {
        let resource = annotated.iter().find(|(_, annotation)| {
            annotation.as_ref().is_some_and(|annotation| annotation.block == Some(AnnotatedBlock::Resource))
        });
        let resource = resource.and_then(|(block, annotation)| Some((*block, annotation.as_ref()?)));
        let tree = &self.side().tree;
        let mut enums: Vec<TypeFacts> = Vec::new();
        let is_operation = self.uses.sections.iter().any(|section| section.role == Some(SectionRole::HttpRequest));
        if is_operation && !self.uses.tables.iter().any(|table| table.role == Some(SectionRole::Members)) {
            return enums;
        }
        let mut main = self.main_type(resource);
        for (table, uses) in tree.tables.iter().zip(&self.uses.tables) {
            if uses.role.is_some_and(|role| !self.belongs_to_page(table, role)) {
                continue;
            }
            match uses.role {
                Some(SectionRole::Properties) if !is_operation => {
                    main.properties.extend(self.own_items(table, &uses.columns));
                }
                Some(SectionRole::Relationships) if !is_operation => {
                    main.relationships.extend(self.own_items(table, &uses.columns));
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
        self.shown_values(&mut main.properties);
        if !main.members.is_empty() && main.properties.is_empty() {
            main.kind = TypeKind::Enum;
        }
        let is_defined = !(main.properties.is_empty()
            && main.relationships.is_empty()
            && main.members.is_empty()
            && resource.is_none());
        if is_defined && !main.name.is_empty() && !is_operation {
            enums.insert(0, main);
        }
        enums.retain(|definition| definition.kind != TypeKind::Enum || !definition.members.is_empty());
        enums
    }

    /// The members of the page's type in a table. Names with a `/` are left out: they are members of other types.
    fn own_items(&self, table: &Table, columns: &[Option<ColumnRole>]) -> Vec<Item> {
        let mut items = self.items(table, columns, In::Body);
        items.retain(|item| !item.written.contains('/'));
        items
    }

    /// Whether a table of properties or relationships describes the page's type: it is directly under the heading of that
    /// role, or no table is. A table under a further heading describes a part of the type.
    fn belongs_to_page(&self, table: &Table, role: SectionRole) -> bool {
        if !matches!(role, SectionRole::Properties | SectionRole::Relationships) {
            return true;
        }
        let own =
            |table: &Table| self.uses.sections[table.section as usize].role == Some(role) && self.is_own_section(table);
        own(table) || !self.side().tree.tables.iter().any(own)
    }

    /// The type that the page documents as a whole.
    fn main_type(&self, resource: Option<(u32, &Annotation)>) -> TypeFacts {
        let written = resource.and_then(|(_, annotation)| annotation.type_name()).map(|(name, _)| name.to_owned());
        let (namespace, name) = match &written {
            Some(full) => full.rsplit_once('.').map_or(("", full.as_str()), |(namespace, name)| (namespace, name)),
            None => ("", ""),
        };
        let tree = &self.side().tree;
        let heading = tree.sections.iter().find(|section| section.level == 1);
        let titled = || heading.and_then(|section| title_type(&section.anchor, &self.title()[0])).unwrap_or_default();
        let annotation = resource.map(|(_, annotation)| annotation);
        let stated = |value: Option<&String>| value.filter(|text| !text.is_empty()).cloned();
        let name = if name.is_empty() { titled() } else { name.to_owned() };
        let base = stated(annotation.and_then(|annotation| annotation.base_type.as_ref()))
            .map(|base| base.trim_start_matches('#').rsplit('.').next().unwrap_or(&base).to_owned())
            .or_else(|| self.stated_base())
            // A page may link to itself where others link to the base.
            .filter(|base| !base.eq_ignore_ascii_case(&name));
        let key = stated(annotation.and_then(|annotation| annotation.key_property.as_ref()))
            .or_else(|| self.shown_key(resource?.0));
        let has_root_base = base.as_deref().is_some_and(|base| self.side().syntax.is_root_type(base));
        let is_entity = key.is_some() || has_root_base;
        TypeFacts {
            name,
            namespace: if namespace.is_empty() { self.namespace() } else { namespace.to_owned() },
            kind: if is_entity { TypeKind::Entity } else { TypeKind::Complex },
            base,
            has_root_base,
            key,
            is_abstract: annotation.is_some_and(|annotation| annotation.is_abstract),
            open: annotation.is_some_and(|annotation| annotation.is_open),
            optional: annotation.map(|annotation| annotation.optional_properties.clone()).unwrap_or_default(),
            properties: Vec::new(),
            relationships: Vec::new(),
            members: Vec::new(),
            methods: Vec::new(),
            from_value_list: false,
            range: heading
                .and_then(|section| section.heading)
                .map_or(FileRange::default(), |heading| self.place(heading)),
        }
    }

    /// The base type that the introduction names: next to a phrase such as "inherits from", or as the only link of a paragraph
    /// with at most two other words.
    fn stated_base(&self) -> Option<String> {
        let side = self.side();
        let mut introduction = side.tree.blocks.iter().filter(|block| {
            block.kind == BlockKind::Paragraph
                && block.quote == Quote::None
                && side.tree.sections[block.section as usize].level <= 1
        });
        introduction.find_map(|block| self.inherits(block).or_else(|| self.only_link(block)))
    }

    /// The type that a paragraph links to, if it has one link and at most two other words.
    fn only_link(&self, block: &Block) -> Option<String> {
        let mut links = self.links(block);
        let (only, None) = (links.next()?, links.next()) else { return None };
        let rest = self.plain(block).replacen(&only.text, "", 1);
        let few = rest.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() <= 2;
        let is_type = only.target.contains(".md") && !only.target.contains("://") && token::is_name(&only.text);
        (few && is_type && rest.is_ascii() && !self.side().syntax.is_directive(&rest))
            .then(|| self.type_of(&only))?
            .map(|base| base.name)
    }

    /// The base type that a block names: the link next to a phrase such as "inherits from".
    pub(super) fn inherits(&self, block: &Block) -> Option<String> {
        let is_base = |link: &Link<'_>| {
            let before = link.before.trim_end_matches(['*', ' ', '\u{a0}']);
            let after = link.after.trim_start_matches(['*', ' ']);
            self.words.each().any(|lexicon| {
                lexicon.ends_with_phrase(Phrase::Inherits, before)
                    || lexicon.after_phrase(Phrase::Inherits, after).is_some()
            })
        };
        let link = self.links(block).find(is_base)?;
        self.type_of(&link).map(|base| base.name)
    }

    /// The key that the JSON representation shows: `"id": "String (identifier)"`.
    fn shown_key(&self, block: u32) -> Option<String> {
        let code = self.side().tree.blocks[block as usize].range.slice(self.text());
        let line = code.lines().find(|line| line.contains("(identifier)"))?;
        let key = line.trim_start().strip_prefix('"')?.split('"').next()?;
        token::is_name(key).then(|| key.to_owned())
    }

    /// The namespace in a paragraph such as `Namespace: core.ships` among the first six blocks; empty if there is none.
    pub(super) fn namespace(&self) -> String {
        let tree = &self.side().tree;
        let lines = tree.blocks.iter().take(6).filter(|block| block.kind == BlockKind::Paragraph);
        let stated = lines.map(|block| self.plain(block));
        stated.filter_map(|line| labelled(&line).map(str::to_owned)).find(|name| name.contains('.')).unwrap_or_default()
    }

    fn enumeration(&self, name: String, members: Vec<Member>, table: &Table) -> TypeFacts {
        let heading = self.side().tree.sections[table.section as usize].heading;
        let range = heading.map_or(FileRange::default(), |heading| self.place(heading));
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
            let usable = token::is_name(name_text) || self.keeps_unnamed(name_text);
            let is_around = self.may_have_lost_names() && !token::is_name(name_text);
            let coined = name_recovery::coined_word(name_text).filter(|_| is_around);
            let value = value.map(|value| roles::cell(self.side(), table, row, value).into_owned()).unwrap_or_default();
            usable.then(|| Member {
                name: coined.unwrap_or(name_text).to_owned(),
                written: name_text.to_owned(),
                written_value: value.clone(),
                value,
                stated: self.stated(table.cell(row, name), description.map(|column| table.cell(row, column))),
            })
        });
        let mut members: Vec<Member> = rows.collect();
        if self.may_have_lost_names() {
            name_recovery::members(self.words, &mut members);
        }
        members
    }

    fn methods(&self, table: &Table, columns: &[Option<ColumnRole>]) -> Vec<Method> {
        let position = |role| columns.iter().position(|column| *column == Some(role)).map(|index| index as u32);
        let (returns, description) = (position(ColumnRole::ReturnType), position(ColumnRole::Description));
        let tree = &self.side().tree;
        let rows = (1..table.rows).filter_map(|row| {
            let page = page_key(tree.first_link(roles::cell_block(self.side(), table, row, 0))?);
            let cell = returns.map(|column| roles::cell_block(self.side(), table, row, column));
            Some(Method {
                page,
                returns: cell.and_then(|cell| self.returned(cell)),
                type_link: cell.and_then(|cell| tree.first_link(cell)).unwrap_or_default().to_owned(),
                stated: self.stated(table.cell(row, 0), description.map(|column| table.cell(row, column))),
            })
        });
        rows.collect()
    }

    /// The return type in a cell. `None` if the cell has links to several types, or text that is neither a link nor a name.
    fn returned(&self, cell: &Block) -> Option<TypeExpr> {
        let tree = &self.side().tree;
        let written = tree.plain(self.text(), cell);
        let lower = written.to_lowercase();
        let nothing =
            self.words.each().any(|lexicon| lexicon.is_phrase(Phrase::None, lower.trim_matches(['.', ' ', '。'])));
        let link = tree.first_link(cell);
        let several = self.links(cell).any(|further| Some(further.target) != link);
        let read = types::parse(&written, link, self.words.types()).filter(|_| !nothing && !several)?;
        (link.is_some() || token::is_name(&read.name)).then_some(read)
    }
}

/// The type in a page title: `berth` in `berth resource type`. The anchor determines which word it is.
fn title_type(anchor: &str, title: &str) -> Option<String> {
    const ENDS: [&str; 8] = [
        "-complex-type",
        "-entity-type",
        "-enum",
        "-enum-type",
        "-enumeration-type",
        "-resource",
        "-resource-type",
        "-type",
    ];
    let ends = ENDS.iter().filter(|end| anchor.ends_with(**end)).max_by_key(|end| end.len());
    let stem = ends.and_then(|end| anchor.strip_suffix(end)).unwrap_or(anchor);
    let stem: String = stem.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut words = title.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
    let spelled = words.find(|word| word.eq_ignore_ascii_case(&stem)).map(str::to_owned);
    // A title in another script does not contain the name. The anchor of a type's page does, in lower case.
    spelled.or_else(|| ends.map(|_| stem)).filter(|name| !name.is_empty())
}
