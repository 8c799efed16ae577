//! The words stop, second step: folded text cut into words, so that a caption,
//! a tag and a file name all look the same to the rules.

use crate::fold::Glyph;

/// How a word is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    /// No capital letter.
    Lower,
    /// Starts with a capital, has small letters, or is one capital.
    Title,
    /// Capitals only, two or more.
    Upper,
    /// Digits.
    Digits,
}

/// What stands between a word and the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Gap {
    /// Nothing before it.
    Start,
    /// Nothing between: `CamelCase` or letters beside digits.
    Joined,
    /// Spaces only.
    Space,
    /// A hyphen without spaces.
    Hyphen,
    /// A dash with spaces.
    Dash,
    /// An underscore, slash or other sign as file names have.
    Under,
    /// A full stop without or with spaces.
    Dot,
    /// A comma.
    Comma,
    /// Quotation marks.
    Quote,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// An `@` or `#` before the word.
    Tag,
    /// Anything else, the end of a line among it.
    Break,
}

/// One word of the text.
#[derive(Clone)]
pub(crate) struct Token {
    /// Small folded letters or digits, without apostrophes and possessive s.
    pub key: String,
    /// The same with ue, oe, ae, aa for marked vowels, where that differs.
    pub wide: Option<String>,
    /// First code point in the original.
    pub start: usize,
    /// Code point after the last, without a possessive s.
    pub end: usize,
    /// Code point after the last, with it.
    pub tail: usize,
    /// How it is written.
    pub shape: Shape,
    /// Whether a possessive s or apostrophe follows.
    pub possessive: bool,
    /// What stands before it.
    pub gap: Gap,
    /// Number of the sentence, from 0.
    pub sentence: usize,
    /// First word of its sentence.
    pub opens: bool,
    /// Number of the unbroken run of letters and digits that it is part of.
    pub run: usize,
    /// Begins with `@` or `#` somewhere in its run.
    pub tag: Option<char>,
}

impl Token {
    /// Starts with a capital or is all capitals.
    pub fn capital(&self) -> bool {
        matches!(self.shape, Shape::Title | Shape::Upper)
    }

    /// One letter.
    pub fn letter(&self) -> Option<char> {
        let mut letters = self.key.chars();
        match (letters.next(), letters.next()) {
            (Some(c), None) if c.is_alphabetic() => Some(c),
            _ => None,
        }
    }
}

/// Cuts folded text into tokens.
pub(crate) fn tokens(glyphs: &[Glyph]) -> Vec<Token> {
    let mut cutter = Cutter::default();
    let mut at = 0;
    while let Some(glyph) = glyphs.get(at) {
        if glyph.c.is_alphanumeric() {
            let end = run_end(glyphs, at);
            cutter.run(glyphs.get(at..end).unwrap_or_default());
            at = end;
        } else if matches!(glyph.c, '&' | '+') {
            cutter.ampersand(*glyph);
            at += 1;
        } else {
            cutter.between.push(glyph.c);
            at += 1;
        }
    }
    cutter.tokens
}

/// End of the run of letters, digits and inner apostrophes from `at`.
fn run_end(glyphs: &[Glyph], at: usize) -> usize {
    let word = |i: usize| glyphs.get(i).is_some_and(|g| g.c.is_alphanumeric());
    let mut end = at;
    while word(end) || (glyphs.get(end).is_some_and(|g| g.c == '\'') && end > at && word(end + 1)) {
        end += 1;
    }
    end
}

#[derive(Default)]
struct Cutter {
    tokens: Vec<Token>,
    between: Vec<char>,
    runs: usize,
    sentence: usize,
    tag: Option<char>,
}

impl Cutter {
    fn ampersand(&mut self, glyph: Glyph) {
        let gap = self.gap();
        self.add(&[glyph], gap);
        if let Some(last) = self.tokens.last_mut() {
            "and".clone_into(&mut last.key);
            last.shape = Shape::Lower;
        }
        self.runs += 1;
    }

    fn run(&mut self, glyphs: &[Glyph]) {
        let mut gap = self.gap();
        let mut from = 0;
        for at in 1..=glyphs.len() {
            if at == glyphs.len() || splits(glyphs, at) {
                self.add(glyphs.get(from..at).unwrap_or_default(), gap);
                gap = Gap::Joined;
                from = at;
            }
        }
        self.runs += 1;
    }

    /// Reads what was between, and starts a new sentence where it ends one.
    fn gap(&mut self) -> Gap {
        let between = std::mem::take(&mut self.between);
        let Some(last) = self.tokens.last_mut() else {
            self.tag = between
                .iter()
                .rev()
                .copied()
                .find(|c| matches!(c, '@' | '#'));
            return Gap::Start;
        };
        if between.first() == Some(&'\'') && last.key.ends_with('s') && !between.contains(&'"') {
            last.possessive = true;
        }
        let abbreviation = last.key.chars().count() == 1
            || matches!(
                last.key.as_str(),
                "mr" | "mrs" | "ms" | "dr" | "st" | "rev" | "prof" | "mx"
            );
        let gap = classify(&between, abbreviation);
        let spaced = between.iter().any(|c| c.is_whitespace());
        let stop = between.iter().any(|c| matches!(c, '.' | '!' | '?')) && spaced && !abbreviation;
        if stop || between.contains(&'\n') {
            self.sentence += 1;
        }
        let touching = between.last().copied().filter(|c| matches!(c, '@' | '#'));
        if touching.is_some() || spaced || gap == Gap::Break {
            self.tag = touching;
        }
        gap
    }

    fn add(&mut self, glyphs: &[Glyph], gap: Gap) {
        let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else {
            return;
        };
        let possessive = possessive_from(glyphs);
        let body = glyphs
            .get(..possessive.unwrap_or(glyphs.len()))
            .unwrap_or_default();
        let letters = || body.iter().filter(|g| g.c.is_alphanumeric());
        let key: String = letters().flat_map(|g| g.c.to_lowercase()).collect();
        let wide: String = letters()
            .flat_map(|g| g.c.to_lowercase().chain(g.extra))
            .collect();
        let opens = self
            .tokens
            .last()
            .is_none_or(|before| before.sentence != self.sentence);
        self.tokens.push(Token {
            wide: (wide != key).then_some(wide),
            key,
            start: first.start,
            end: body.last().map_or(last.end, |g| g.end),
            tail: last.end,
            shape: shape(body),
            possessive: possessive.is_some(),
            gap,
            sentence: self.sentence,
            opens,
            run: self.runs,
            tag: self.tag,
        });
    }
}

/// Index of the apostrophe of a possessive s at the end of a run.
fn possessive_from(glyphs: &[Glyph]) -> Option<usize> {
    let at = glyphs.len().checked_sub(2)?;
    let (mark, s) = (glyphs.get(at)?, glyphs.get(at + 1)?);
    (at > 0 && mark.c == '\'' && matches!(s.c, 's' | 'S')).then_some(at)
}

/// `CamelCase`, and letters beside digits.
fn splits(glyphs: &[Glyph], at: usize) -> bool {
    let c = |i: usize| glyphs.get(i).map_or(' ', |g| g.c);
    let (before, here, after) = (c(at - 1), c(at), c(at + 1));
    if before.is_numeric() != here.is_numeric() && before != '\'' && here != '\'' {
        return true;
    }
    (before.is_lowercase() && here.is_uppercase())
        || (before.is_uppercase() && here.is_uppercase() && after.is_lowercase())
}

fn shape(glyphs: &[Glyph]) -> Shape {
    let Some(first) = glyphs.first() else {
        return Shape::Lower;
    };
    if first.c.is_numeric() {
        return Shape::Digits;
    }
    let letters = glyphs.iter().filter(|g| g.c.is_alphabetic()).count();
    let capitals = glyphs.iter().filter(|g| g.c.is_uppercase()).count();
    match capitals {
        0 => Shape::Lower,
        n if n == letters && n > 1 => Shape::Upper,
        _ if first.c.is_uppercase() => Shape::Title,
        _ => Shape::Lower,
    }
}

fn classify(between: &[char], abbreviation: bool) -> Gap {
    let has = |sign: char| between.contains(&sign);
    let spaced = between.iter().any(|c| c.is_whitespace());
    let signs = between.iter().filter(|c| !c.is_whitespace()).count();
    if between.is_empty() {
        return Gap::Joined;
    }
    if has('\n') {
        return Gap::Break;
    }
    if matches!(between.last(), Some('@' | '#')) {
        return Gap::Tag;
    }
    if has('(') || has('[') {
        return Gap::Open;
    }
    if has(')') || has(']') {
        return Gap::Close;
    }
    if has(',') {
        return Gap::Comma;
    }
    if has('"') || has('\'') {
        return Gap::Quote;
    }
    if signs == 0 {
        return Gap::Space;
    }
    match between.iter().find(|c| !c.is_whitespace()) {
        Some('.') if !spaced || abbreviation => Gap::Dot,
        Some('-') if !spaced => Gap::Hyphen,
        Some('-') => Gap::Dash,
        Some('_' | '/' | '~' | '*' | '|' | '\u{b7}') => Gap::Under,
        _ => Gap::Break,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    fn keys(text: &str) -> Vec<String> {
        tokens(&fold(text)).into_iter().map(|t| t.key).collect()
    }

    #[test]
    fn captions_tags_and_file_names_are_cut_into_the_same_words() {
        let words = ["well", "done", "zoe", "24"];
        for text in [
            "Well done, Zoë 24!",
            "#WellDoneZoe24",
            "well_done-zoe.24",
            "well%20done%20zoe/24",
        ] {
            assert_eq!(keys(text), words, "{text}");
        }
    }

    #[test]
    fn a_possessive_is_no_part_of_the_word_and_an_apostrophe_is_no_cut() {
        let tokens = tokens(&fold("O\u{2019}Neill\u{2019}s goal"));
        assert_eq!(tokens[0].key, "oneill");
        assert!(tokens[0].possessive);
        assert_eq!((tokens[0].end, tokens[0].tail), (7, 9));
    }

    #[test]
    fn sentences_are_counted_but_not_after_a_title_or_initial() {
        let tokens = tokens(&fold("Mr. Wu met J. Orr. They ran"));
        let sentences: Vec<_> = tokens.iter().map(|t| t.sentence).collect();
        assert_eq!(sentences, [0, 0, 0, 0, 0, 1, 1]);
    }

    #[test]
    fn an_ampersand_is_the_word_and() {
        assert_eq!(keys("Ada & Bo"), ["ada", "and", "bo"]);
    }
}
