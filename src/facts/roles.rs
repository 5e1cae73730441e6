//! What sections and table columns are for: by the language-neutral anchor first, then by the words of
//! English and of the page's locale, then by what the cells hold.

use crate::facts::types::TypeWords;
use crate::lexicon::{ColumnRole, Lexicon, Lexicons, SectionRole};
use crate::locale::Locale;
use crate::page::Side;
use crate::page::tree::{Block, Table};
use crate::profile::schemes::{SchemeId, Schemes};
use crate::token;

/// The words that a side is read with.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// Those of the side's own language.
    pub locale: Option<&'a Lexicon>,
    /// English: anchors are English slugs.
    pub english: Option<&'a Lexicon>,
    /// The permission schemes that the words of lexicons stand for.
    pub schemes: &'a Schemes,
}

impl<'a> Words<'a> {
    /// The words for a text in `locale`.
    pub fn of(lexicons: &'a Lexicons, locale: &Locale) -> Self {
        let english = Locale::parse("en").and_then(|english| lexicons.of(&english));
        Self { locale: lexicons.of(locale), english, schemes: lexicons.schemes() }
    }

    /// English first, then the locale's own.
    pub fn each(self) -> impl Iterator<Item = &'a Lexicon> {
        self.english.into_iter().chain(self.locale)
    }

    /// The permission scheme that a label, in lower case, names.
    pub fn scheme(self, label: &str) -> Option<SchemeId> {
        self.each().find_map(|lexicon| self.schemes.find(lexicon.scheme(label)?))
    }

    /// The same words for types.
    pub fn types(self) -> TypeWords<'a> {
        TypeWords { locale: self.locale, english: self.english }
    }
}

/// What a section is for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SectionUse {
    /// Its role, its own or taken over from the section around it.
    pub role: Option<SectionRole>,
    /// Whether it is, or stands in, an example section.
    pub in_example: bool,
    /// The enum that a section such as `berthStatus values` lists the members of.
    pub members_of: Option<String>,
}

/// What a table is for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableUse {
    /// The role of the section that it belongs to; `None` for a table that states no API facts.
    pub role: Option<SectionRole>,
    /// The role of each column.
    pub columns: Vec<Option<ColumnRole>>,
}

impl TableUse {
    /// The column of a role.
    pub fn column(&self, role: ColumnRole) -> Option<u32> {
        self.columns.iter().position(|column| *column == Some(role)).map(|index| index as u32)
    }
}

/// What the sections and tables of a side are for.
pub struct Uses {
    /// By section index.
    pub sections: Vec<SectionUse>,
    /// By table index.
    pub tables: Vec<TableUse>,
    /// The permission schemes that columns of the tables stand for.
    pub schemes: Schemes,
}

impl Uses {
    /// Reads a side.
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

/// Ends of the anchor of a section that lists the members of an enum.
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
        // A translated heading may have no such word; a stem of one word still is the name.
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

/// The word of a heading that an anchor's lower-case stem stands for, as the heading spells it.
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
    // A second table whose header has no word that is known is about something else.
    let is_other =
        table.number > 0 && columns.iter().all(Option::is_none) && section.role != Some(SectionRole::Permissions);
    let role = section
        .role
        .filter(|role| holds_facts(*role) && !is_other)
        .or_else(|| role_by_columns(side, table, &columns, words));
    // If two columns get the same role, only the first keeps it.
    for index in 1..columns.len() {
        if columns[index].is_some_and(|_| columns[..index].contains(&columns[index])) {
            columns[index] = None;
        }
    }
    if let Some(role) = role {
        fill_by_content(side, table, role, &mut columns, words);
    }
    TableUse { role, columns }
}

/// Sections in which a table states API facts.
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

/// Gives columns without a role the role that their cells speak for.
fn fill_by_content(
    side: &Side,
    table: &Table,
    role: SectionRole,
    columns: &mut [Option<ColumnRole>],
    words: Words<'_>,
) {
    for column in 0..table.columns {
        if columns[column as usize].is_some() {
            continue;
        }
        let cells: Vec<_> =
            (1..table.rows).map(|row| cell(side, table, row, column)).filter(|cell| !cell.is_empty()).collect();
        let share = |test: &dyn Fn(&str) -> bool| cells.iter().filter(|cell| test(cell)).count() * 3 > cells.len() * 2;
        let free = |role: ColumnRole| !columns.contains(&Some(role));
        let told = if cells.is_empty() {
            None
        } else if role == SectionRole::Permissions {
            if column == 0
                && free(ColumnRole::Scheme)
                && !columns.iter().any(|column| matches!(column, Some(ColumnRole::SchemeScopes(_))))
            {
                Some(ColumnRole::Scheme)
            } else if column == 1 && table.columns == 2 || cells.iter().any(|cell| token::scopes(cell).next().is_some())
            {
                Some(ColumnRole::Scopes).filter(|scopes| free(*scopes))
            } else {
                None
            }
        } else if column == 0 && role == SectionRole::Methods {
            Some(ColumnRole::Method)
        } else if column == 0 && free(ColumnRole::Name) && share(&token::is_name) {
            Some(ColumnRole::Name)
        } else if free(ColumnRole::Value) && share(&|cell| cell.parse::<i64>().is_ok()) {
            Some(ColumnRole::Value)
        } else if free(ColumnRole::Type)
            && column == 1
            && share(&|cell| words.types().primitive(cell).is_some() || token::is_coined(cell))
        {
            Some(ColumnRole::Type)
        } else if free(ColumnRole::Description) && column + 1 == table.columns {
            Some(ColumnRole::Description)
        } else {
            None
        };
        columns[column as usize] = told;
    }
}
