//! The roles of sections, tables and columns. They are inferred from the English anchor, then from the words of English and
//! of the page's locale, then from the content of the cells.

use crate::facts::types::TypeWords;
use crate::lexicon::{ColumnRole, Lexicon, Lexicons, SectionRole};
use crate::locale::Locale;
use crate::page::Side;
use crate::page::tree::{Block, Table};
use crate::profile::schemes::{SchemeId, Schemes};
use crate::token;

/// The lexicons for the text of one side.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The lexicon of the side's language.
    pub locale: Option<&'a Lexicon>,
    /// The English lexicon: anchors are English in every locale.
    pub english: Option<&'a Lexicon>,
    /// The permission schemes that lexicons have words for.
    pub schemes: &'a Schemes,
}

impl<'a> Words<'a> {
    /// The words for a text in `locale`.
    pub fn of(lexicons: &'a Lexicons, locale: &Locale) -> Self {
        let english = Locale::parse("en").and_then(|english| lexicons.of(&english));
        Self { locale: lexicons.of(locale), english, schemes: lexicons.schemes() }
    }

    /// The English lexicon, then the lexicon of the locale.
    pub fn each(self) -> impl Iterator<Item = &'a Lexicon> {
        self.english.into_iter().chain(self.locale)
    }

    /// The permission scheme of a label. The label must be in lower case.
    pub fn scheme(self, label: &str) -> Option<SchemeId> {
        self.each().find_map(|lexicon| self.schemes.find(lexicon.scheme(label)?))
    }

    /// The same lexicons, for type names.
    pub fn types(self) -> TypeWords<'a> {
        TypeWords { locale: self.locale, english: self.english }
    }
}

/// The role of a section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SectionUse {
    /// Its own role, else the role of its parent section.
    pub role: Option<SectionRole>,
    /// Whether it is an example section or inside one.
    pub in_example: bool,
    /// The enum whose members the section lists: `berthStatus` for the heading `berthStatus values`.
    pub members_of: Option<String>,
}

/// The role of a table and of its columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableUse {
    /// The role of the section that it belongs to; `None` if the table states no API facts.
    pub role: Option<SectionRole>,
    /// The role of each column.
    pub columns: Vec<Option<ColumnRole>>,
}

impl TableUse {
    /// The index of the column with a role.
    pub fn column(&self, role: ColumnRole) -> Option<u32> {
        self.columns.iter().position(|column| *column == Some(role)).map(|index| index as u32)
    }
}

/// The roles of the sections and tables of a side.
pub struct Uses {
    /// By section index.
    pub sections: Vec<SectionUse>,
    /// By table index.
    pub tables: Vec<TableUse>,
    /// The permission schemes to which [`ColumnRole::SchemeScopes`] refers.
    pub schemes: Schemes,
}

impl Uses {
    /// Infers the roles of a side.
    pub fn read(side: &Side, words: Words<'_>) -> Self {
        let mut sections: Vec<SectionUse> = Vec::with_capacity(side.tree.sections.len());
        for (index, section) in side.tree.sections.iter().enumerate() {
            let parent = section.parent.map(|parent| sections[parent as usize].clone()).unwrap_or_default();
            sections.push(section_use(side, index, &parent, words));
        }
        let tables = side
            .tree
            .tables
            .iter()
            .map(|table| table_use(side, table, &sections[table.section as usize], words))
            .collect();
        Self { sections, tables, schemes: words.schemes.clone() }
    }
}

/// Suffixes of the anchors of sections that list the members of an enum.
const MEMBER_SECTIONS: [&str; 6] = ["-values", "-members", "-enumeration", "-enum", "-flags", "-enumeration-values"];

fn section_use(side: &Side, index: usize, parent: &SectionUse, words: Words<'_>) -> SectionUse {
    let section = &side.tree.sections[index];
    if section.level <= 1 {
        return SectionUse::default();
    }
    let heading = section
        .heading
        .map(|heading| side.tree.plain(side.text(), &side.tree.blocks[heading as usize]))
        .unwrap_or_default();
    let own = own_role(&section.anchor, &heading, words);
    let in_example = parent.in_example || own == Some(SectionRole::Example);
    if own.is_none() && !in_example {
        let stem = MEMBER_SECTIONS.iter().rev().find_map(|end| section.anchor.strip_suffix(end));
        // A translated heading may not contain the name. A stem of one word is the name, in lower case.
        let only = |stem: &&str| !stem.is_empty() && !stem.contains('-');
        let name = stem.and_then(|stem| spelled(&heading, stem)).or_else(|| stem.filter(only).map(str::to_owned));
        if name.is_some() {
            return SectionUse { role: Some(SectionRole::Members), in_example, members_of: name };
        }
    }
    SectionUse { role: own.or(parent.role), in_example, members_of: None }
}

fn own_role(anchor: &str, heading: &str, words: Words<'_>) -> Option<SectionRole> {
    let bare = anchor.trim_end_matches(|last: char| last.is_ascii_digit() || last == '-');
    if bare.is_empty() && anchor.is_empty() {
        return None;
    }
    let spaced = bare.replace('-', " ");
    if let Some(role) = words.english.and_then(|english| english.section(&spaced)) {
        return Some(role);
    }
    if spaced == "example" || spaced == "examples" || spaced.starts_with("example ") {
        return Some(SectionRole::Example);
    }
    let lower = heading.to_lowercase();
    words.locale?.section(lower.trim_end_matches([':', '：', ' ']))
}

/// The word of a heading that equals `stem` without case, as the heading spells it. `stem`: part of an anchor.
fn spelled(heading: &str, stem: &str) -> Option<String> {
    let stem: String = stem.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut names =
        heading.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_' || character == '.'));
    names
        .find(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().eq_ignore_ascii_case(&stem))
        .map(str::to_owned)
}

fn table_use(side: &Side, table: &Table, section: &SectionUse, words: Words<'_>) -> TableUse {
    if section.in_example || table.rows == 0 {
        return TableUse { role: None, columns: vec![None; table.columns as usize] };
    }
    let mut columns: Vec<Option<ColumnRole>> =
        (0..table.columns).map(|column| header_role(&cell(side, table, 0, column), words)).collect();
    // A second table without any known word in its header has another subject than its section.
    let has_other_subject =
        table.number > 0 && columns.iter().all(Option::is_none) && section.role != Some(SectionRole::Permissions);
    let role = section
        .role
        .filter(|role| holds_facts(*role) && !has_other_subject)
        .or_else(|| role_by_columns(side, table, &columns, words));
    // If two columns get the same role, only the first keeps it.
    for index in 1..columns.len() {
        if columns[index].is_some_and(|_| columns[..index].contains(&columns[index])) {
            columns[index] = None;
        }
    }
    if let Some(role) = role {
        let reader = ColumnReader { side, table, role, words };
        for column in 0..table.columns {
            if columns[column as usize].is_none() {
                columns[column as usize] = reader.role_by_content(column, &columns);
            }
        }
    }
    TableUse { role, columns }
}

/// Whether the tables of a section with this role state API facts.
fn holds_facts(role: SectionRole) -> bool {
    use SectionRole::{
        FunctionParameters, Members, Methods, PathParameters, Permissions, Properties, QueryParameters, Relationships,
        RequestBody, RequestHeaders, ResponseHeaders,
    };
    matches!(
        role,
        FunctionParameters
            | Members
            | Methods
            | PathParameters
            | Permissions
            | Properties
            | QueryParameters
            | Relationships
            | RequestBody
            | RequestHeaders
            | ResponseHeaders
    )
}

/// The trimmed text of a cell.
pub fn cell<'a>(side: &'a Side, table: &Table, row: u32, column: u32) -> std::borrow::Cow<'a, str> {
    side.tree.plain(side.text(), cell_block(side, table, row, column))
}

/// The block of a cell.
pub fn cell_block<'a>(side: &'a Side, table: &Table, row: u32, column: u32) -> &'a Block {
    &side.tree.blocks[table.cell(row, column) as usize]
}

fn header_role(header: &str, words: Words<'_>) -> Option<ColumnRole> {
    let lower = header.to_lowercase();
    let bare = lower.trim_matches([' ', '*', ':', '：', '.']);
    words.each().find_map(|lexicon| {
        let scheme = || words.schemes.find(lexicon.scheme(bare)?).map(ColumnRole::SchemeScopes);
        lexicon.column(bare).or_else(scheme)
    })
}

fn role_by_columns(
    side: &Side,
    table: &Table,
    columns: &[Option<ColumnRole>],
    words: Words<'_>,
) -> Option<SectionRole> {
    let has = |role| columns.contains(&Some(role));
    let schemes = columns.iter().filter(|column| matches!(column, Some(ColumnRole::SchemeScopes(_)))).count();
    if has(ColumnRole::Scheme) && (has(ColumnRole::Scopes) || columns.len() > 1) || schemes >= 2 {
        return Some(SectionRole::Permissions);
    }
    if !(has(ColumnRole::Name) && has(ColumnRole::Type) && columns.first() == Some(&Some(ColumnRole::Name))) {
        return None;
    }
    let header = cell(side, table, 0, 0).to_lowercase();
    words
        .each()
        .find_map(|lexicon| lexicon.section(header.trim_matches([' ', '*'])))
        .filter(|role| holds_facts(*role))
        .or(Some(SectionRole::Properties))
}

/// A table in which the roles of columns are inferred from the cells.
struct ColumnReader<'a> {
    side: &'a Side,
    table: &'a Table,
    /// The role of the table.
    role: SectionRole,
    words: Words<'a>,
}

impl ColumnReader<'_> {
    /// The role of a column by its cells; `None` if they fit no role. `known`: the roles of the other columns.
    fn role_by_content(&self, column: u32, known: &[Option<ColumnRole>]) -> Option<ColumnRole> {
        let rows = 1..self.table.rows;
        let cells: Vec<_> =
            rows.map(|row| cell(self.side, self.table, row, column)).filter(|cell| !cell.is_empty()).collect();
        if cells.is_empty() {
            return None;
        }
        let mostly = |test: &dyn Fn(&str) -> bool| cells.iter().filter(|cell| test(cell)).count() * 3 > cells.len() * 2;
        let is_free = |role: ColumnRole| !known.contains(&Some(role));
        if self.role == SectionRole::Permissions {
            let has_scheme_columns = known.iter().any(|role| matches!(role, Some(ColumnRole::SchemeScopes(_))));
            let has_scopes = || cells.iter().any(|cell| token::scopes(cell).next().is_some());
            return if column == 0 && is_free(ColumnRole::Scheme) && !has_scheme_columns {
                Some(ColumnRole::Scheme)
            } else if column == 1 && self.table.columns == 2 || has_scopes() {
                Some(ColumnRole::Scopes).filter(|scopes| is_free(*scopes))
            } else {
                None
            };
        }
        let is_type = |cell: &str| self.words.types().primitive(cell).is_some() || token::is_coined(cell);
        if column == 0 && self.role == SectionRole::Methods {
            Some(ColumnRole::Method)
        } else if column == 0 && is_free(ColumnRole::Name) && mostly(&token::is_name) {
            Some(ColumnRole::Name)
        } else if is_free(ColumnRole::Value) && mostly(&|cell| cell.parse::<i64>().is_ok()) {
            Some(ColumnRole::Value)
        } else if is_free(ColumnRole::Type) && column == 1 && mostly(&is_type) {
            Some(ColumnRole::Type)
        } else if is_free(ColumnRole::Description) && column + 1 == self.table.columns {
            Some(ColumnRole::Description)
        } else {
            None
        }
    }
}
