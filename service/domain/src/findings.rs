//! What the words stop found: types shared by the checker and the verdict.

use serde::{Deserialize, Serialize};

/// What kind of text was checked: all kinds go through one checker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextKind {
    /// The sentence under the picture.
    Caption,
    /// The headline of a post.
    Title,
    /// What a screen reader says in place of the picture.
    AltText,
    /// The name of the file that goes out.
    Filename,
    /// A tag that begins with `#`.
    Hashtag,
    /// A personal account that begins with `@`.
    Handle,
    /// The name of a folder or album of pictures.
    Album,
}

impl TextKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Caption,
        Self::Title,
        Self::AltText,
        Self::Filename,
        Self::Hashtag,
        Self::Handle,
        Self::Album,
    ];
}

/// What the words allow. Ordered: the later, the stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WordsVerdict {
    /// Nothing to settle.
    Allow,
    /// A person has to look: the verdict holds.
    Warn,
    /// The words name a pupil or tell where one is: the verdict blocks.
    Block,
}

/// One place in a text that a rule spoke of. Holds no text of its own, so it
/// can be logged and stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// First Unicode code point of the place in the original text.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// Stable kebab-case code of the rule.
    pub rule: String,
    /// How strict the rule is on this channel.
    pub verdict: WordsVerdict,
    /// One plain sentence that says what to do; names no child.
    pub reason: String,
}

/// All that was found in one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// The strictest of all findings; `Allow` exactly when there is none.
    pub verdict: WordsVerdict,
    /// The places, in the order in which they stand in the text.
    pub spans: Vec<Finding>,
}

impl Findings {
    /// Gathers findings; the strictest gives the verdict.
    #[must_use]
    pub fn new(mut spans: Vec<Finding>) -> Self {
        spans.sort_by(|a, b| (a.start, a.end, &a.rule).cmp(&(b.start, b.end, &b.rule)));
        let verdict = spans
            .iter()
            .map(|s| s.verdict)
            .max()
            .unwrap_or(WordsVerdict::Allow);
        Self { verdict, spans }
    }
}
