//! Each kind of change is worded by exactly one check: a change that no check words would be lost without a word.

use hexapla::checks::ALL;
use hexapla::compare::age::lineup::State;
use hexapla::compare::age::{Counts, NoPin, PageAge, Stale};
use hexapla::compare::structure::Part;
use hexapla::compare::{Age, Change, ChangeKind, CharacterFault, Documented, Split, VersionChange, VersionWhat, Vote};
use hexapla::page::span::SpanFault;
use hexapla::schema::flat::FactKind;
use hexapla::text::TextRange;

#[track_caller]
fn claimed(kinds: impl IntoIterator<Item = ChangeKind>) {
    for kind in kinds {
        let bare = Change::new(kind, 0, TextRange::new(0, 0));
        let has_texts = bare.kind != ChangeKind::FrontMatterMissing;
        let change = if has_texts { bare.with_texts("berthName", "quayName") } else { bare };
        let by: Vec<&str> =
            ALL.iter().filter(|check| (check.word)(&change).is_some()).map(|check| check.name).collect();
        assert_eq!(by.len(), 1, "{:?} is worded by {by:?}", change.kind);
    }
}

#[test]
fn plain_kinds() {
    use ChangeKind::{
        Anchor, CodeBlock, CodeSpan, Emphasis, ExampleVersion, FrontMatterKeyMissing, FrontMatterKeyTranslated,
        FrontMatterMissing, HeaderName, Identifier, IdentifierCase, IdentifierInProse, LinkSyntax, LinkTarget, Literal,
        Number, Permission, Placeholder, SegmentEmpty, SegmentUntranslated, SourceDeleted, TypeName,
    };
    claimed([
        Anchor,
        CodeBlock,
        CodeSpan,
        Emphasis,
        ExampleVersion,
        FrontMatterKeyMissing,
        FrontMatterKeyTranslated,
        FrontMatterMissing,
        HeaderName,
        Identifier,
        IdentifierCase,
        IdentifierInProse,
        LinkSyntax,
        LinkTarget,
        Literal,
        Number,
        Permission,
        Placeholder,
        SegmentEmpty,
        SegmentUntranslated,
        SourceDeleted,
        TypeName,
        ChangeKind::FrontMatterInvalid("no mapping".into()),
        ChangeKind::FrontMatterValue(2),
        ChangeKind::ContentLength(vec![1, 2]),
        ChangeKind::ExampleJson("no JSON".into()),
        ChangeKind::EditionDuplicated("a.md".into()),
        ChangeKind::PageMissing(Vec::new()),
    ]);
}

#[test]
fn kinds_with_parts() {
    use Part::{CodeBlock, Heading, ListItem, Paragraph, TableColumn, TableRow};
    let parts = [CodeBlock, Heading, ListItem, Paragraph, TableColumn, TableRow];
    claimed(parts.into_iter().flat_map(|part| [true, false].map(|missing| ChangeKind::Structure(part, missing))));
    use CharacterFault::{Control, Mojibake, NotUtf8, Replacement};
    claimed([Control, Mojibake, NotUtf8, Replacement].map(ChangeKind::Character));
    use SpanFault::{IdsDiffer, SourceMissing, TargetMissing, Unclosed};
    claimed([IdsDiffer, SourceMissing, TargetMissing, Unclosed].map(ChangeKind::SpanMalformed));
    claimed([NoPin::Unnamed, NoPin::Lost, NoPin::NoSource, NoPin::Aged].map(ChangeKind::PinUnknown));
    let documented = || Documented {
        example: "response",
        owner: "berth".into(),
        page: "resources/berth".into(),
        name: "depth".into(),
        near: String::new(),
    };
    claimed([
        ChangeKind::ExamplePropertyMissing(documented()),
        ChangeKind::ExamplePropertyUnknown(documented()),
        ChangeKind::ExampleType(documented()),
    ]);
    let stale = |state| Stale { state, old: "a".into(), new: "b".into(), items: Vec::new() };
    claimed([State::Wording, State::Api, State::Removed].map(|state| ChangeKind::SegmentStale(stale(state))));
    let counts = Counts { pages: [1, 0], blocks: [1, 1, 0, 0, 0], ..Counts::default() };
    claimed([ChangeKind::PageStale(Box::new(PageAge { counts, facts: Vec::new() }))]);
}

/// What facts are about, as far as locales vote on it or versions are compared by it.
const FACTS: [FactKind; 8] = [
    FactKind::BodyMember,
    FactKind::Header,
    FactKind::Member,
    FactKind::Parameter,
    FactKind::Permission,
    FactKind::Property,
    FactKind::Relationship,
    FactKind::Request,
];

#[test]
fn votes() {
    let vote = |kind, split, age| ChangeKind::Outvoted(Vote { kind, split, others: Vec::new(), age });
    for kind in FACTS {
        for split in [Split::Value, Split::Name, Split::Missing, Split::Extra] {
            let ages = [Age::Newest(20_200_102), Age::Oldest(20_200_102), Age::Between, Age::Unknown];
            claimed(ages.map(|age| vote(kind, split, age)));
        }
    }
}

#[test]
fn differences_of_versions() {
    let change = |kind, what| {
        ChangeKind::Version(VersionChange {
            kind,
            what,
            owner: String::new(),
            name: "depth".into(),
            old: "v1.0".into(),
            new: "beta".into(),
            breaking: false,
        })
    };
    // Headers are not compared between versions.
    for kind in FACTS.into_iter().filter(|kind| *kind != FactKind::Header) {
        claimed([VersionWhat::Added, VersionWhat::Removed].map(|what| change(kind, what)));
    }
    for kind in [FactKind::BodyMember, FactKind::Parameter, FactKind::Property] {
        claimed([VersionWhat::Type, VersionWhat::Requiredness].map(|what| change(kind, what)));
    }
}
