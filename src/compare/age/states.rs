//! The age of pages and blocks as it is reported.

use super::lineup::BlockState;
/// Why the source text from which a page was translated is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPin {
    /// The page names no commit.
    Unnamed,
    /// The named commit, or the page at that commit, was not found.
    Lost,
    /// The page embeds no source text, and its commit was not read.
    NoSource,
    /// The source text that was found is older or newer than the translated text.
    Aged,
}

/// How a block's source text has changed.
#[derive(Clone, Debug, PartialEq)]
pub struct StaleText {
    /// The state of the block.
    pub state: BlockState,
    /// The changed part of the old text, shortened.
    pub old: String,
    /// The same part of the current text, shortened.
    pub new: String,
    /// The names and values that changed (`-name`, `+name`); empty if only the wording changed.
    pub items: Vec<String>,
}

/// The number of blocks and facts in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages that were judged; pages whose source was deleted.
    pub pages: [u32; 2],
    /// Blocks: current, changed in wording, changed in API, removed, new in the source.
    pub blocks: [u32; 5],
    /// Facts: current, changed, removed, new in the source.
    pub facts: [u32; 4],
}

impl Counts {
    /// Adds the counts of another page.
    pub fn add(&mut self, page: &Self) {
        let add = |sums: &mut [u32], counts: &[u32]| sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        add(&mut self.pages, &page.pages);
        add(&mut self.blocks, &page.blocks);
        add(&mut self.facts, &page.facts);
    }

    /// The share of translated blocks that are current, from 0 to 1; `None` if the page has no translated block.
    pub fn blocks_current(&self) -> Option<f64> {
        share(&self.blocks[..4])
    }

    /// The share of facts that are current, from 0 to 1; `None` if the translated source states no fact.
    pub fn facts_current(&self) -> Option<f64> {
        share(&self.facts[..3])
    }
}

fn share(counts: &[u32]) -> Option<f64> {
    let all: u32 = counts.iter().sum();
    (all > 0).then(|| f64::from(counts[0]) / f64::from(all))
}

/// The age of a page as [`ChangeKind::PageStale`] reports it.
#[derive(Clone, Debug, PartialEq)]
pub struct PageAge {
    /// The number of blocks and facts in each state.
    pub counts: Counts,
    /// The facts that are not current, in words, in page order.
    pub facts: Vec<String>,
}
