//! The words stop, third step: where names of the register stand in a text.

use std::collections::HashMap;

use gatehouse_domain::findings::TextKind;

use crate::{
    fold::Glyph,
    lists,
    register::{Class, Entry, Register},
    token::{Gap, Shape, Token, tokens},
};

/// Most tokens that one name is joined of.
const LONGEST: usize = 6;

/// A name that stands in the text.
#[derive(Clone, Copy)]
pub(crate) struct Hit<'a> {
    /// First token.
    pub from: usize,
    /// Token after the last.
    pub to: usize,
    /// Who has that name.
    pub entry: &'a Entry,
    /// A short form that the register does not have.
    pub nick: bool,
}

/// One text, cut and looked up.
pub(crate) struct Scan<'a> {
    pub tokens: Vec<Token>,
    pub firsts: Vec<Hit<'a>>,
    pub surnames: Vec<Hit<'a>>,
    pub register: &'a Register,
    pub kind: TextKind,
    /// The phrase that a token belongs to, when that makes it no surname:
    /// first token and token after the last.
    pub cover: Vec<Option<(usize, usize)>>,
    /// The title with name that a token belongs to.
    pub titled: Vec<Option<(usize, usize)>>,
    /// Nearly every word has a capital, so that capitals say nothing.
    pub headline: bool,
    /// No word has a capital.
    pub small: bool,
}

impl<'a> Scan<'a> {
    pub fn new(glyphs: &[Glyph], kind: TextKind, register: &'a Register) -> Self {
        let tokens = tokens(glyphs);
        let mut firsts = find(&tokens, &register.firsts, false);
        firsts.extend(find(&tokens, &register.nicknames, true));
        let mut surnames = find(&tokens, &register.surnames, false);
        plurals(&tokens, register, &mut surnames);
        disguised(&tokens, &register.surnames, &mut surnames);
        disguised(&tokens, &register.firsts, &mut firsts);
        // The longest name at a place comes first.
        firsts.sort_by_key(|h| (h.nick, h.from, usize::MAX - h.to));
        surnames.sort_by_key(|h| (h.from, usize::MAX - h.to));
        let blank = vec![None; tokens.len()];
        let (headline, small) = case(&tokens);
        Self {
            firsts,
            surnames,
            register,
            kind,
            cover: blank.clone(),
            titled: blank,
            headline,
            small,
            tokens,
        }
    }

    pub fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// Folded letters of the token at `at`, empty beyond the end.
    pub fn key(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| &t.key)
    }

    /// What stands before the token at `at`.
    pub fn gap(&self, at: usize) -> Gap {
        self.tokens.get(at).map_or(Gap::Start, |t| t.gap)
    }

    /// Tags, handles and file names: capitals and sentences say nothing.
    pub fn is_label(&self, at: usize) -> bool {
        matches!(
            self.kind,
            TextKind::Filename | TextKind::Hashtag | TextKind::Handle
        ) || self.token(at).is_some_and(|t| t.tag.is_some())
    }

    /// Whether both tokens are written alike, as the two parts of a name are.
    pub fn alike(&self, a: usize, b: usize) -> bool {
        let (Some(a), Some(b)) = (self.token(a), self.token(b)) else {
            return false;
        };
        match (a.shape, b.shape) {
            (Shape::Lower, Shape::Lower) => true,
            (Shape::Lower, _) | (_, Shape::Lower) => false,
            _ => true,
        }
    }

    /// A first name of a registered pupil that is meant as a name.
    pub fn meant(&self, hit: &Hit<'_>) -> bool {
        let Some(token) = self.token(hit.from) else {
            return false;
        };
        if hit.nick || self.titled.get(hit.from).is_some_and(Option::is_some) {
            return false;
        }
        if let Some(Some((from, to))) = self.cover.get(hit.from)
            && (*from, *to) != (hit.from, hit.to)
        {
            return false;
        }
        let word = hit.to == hit.from + 1 && lists::common(&token.key);
        if token.capital() {
            let verb = matches!(
                &*token.key,
                "will" | "may" | "can" | "do" | "so" | "an" | "my" | "see" | "mark" | "art"
            );
            let subject = token.possessive
                || self.gap(hit.to) == Gap::Comma
                || matches!(
                    self.key(hit.to),
                    "and" | "who" | "is" | "was" | "has" | "of"
                );
            let verb = verb && (token.key == "may" || !subject);
            return !(word && (self.headline || (token.opens && verb)));
        }
        !word && (self.small || self.is_label(hit.from))
    }

    /// The place of tokens `from..to` in the original, without a possessive.
    pub fn place(&self, from: usize, to: usize) -> (usize, usize) {
        let start = self.token(from).map_or(0, |t| t.start);
        let end = to
            .checked_sub(1)
            .and_then(|at| self.token(at))
            .map_or(start, |t| t.end);
        (start, end)
    }
}

fn case(tokens: &[Token]) -> (bool, bool) {
    let words = tokens.iter().filter(|t| t.shape != Shape::Digits);
    let (mut all, mut capitals, mut long, mut long_capitals) = (0, 0, 0, 0);
    for token in words {
        all += 1;
        capitals += usize::from(token.capital());
        let small = matches!(
            &*token.key,
            "with" | "from" | "into" | "over" | "their" | "after"
        );
        if token.key.len() > 3 && (token.capital() || !small) {
            long += 1;
            long_capitals += usize::from(token.capital());
        }
    }
    (
        all > 2 && capitals * 2 >= all && long > 1 && long_capitals * 8 >= long * 7,
        capitals == 0,
    )
}

/// Every name of the index that stands in the tokens, however it is cut.
fn find<'a>(tokens: &[Token], index: &'a HashMap<String, Entry>, nick: bool) -> Vec<Hit<'a>> {
    let mut hits = Vec::new();
    for from in 0..tokens.len() {
        let mut spellings = vec![(String::new(), Vec::new())];
        for to in from..tokens.len().min(from + LONGEST) {
            let Some(token) = tokens.get(to) else { break };
            if to > from && !joins(token.gap) {
                break;
            }
            extend(&mut spellings, token, to > from);
            for (key, cuts) in &spellings {
                if let Some(entry) = index.get(key)
                    && cuts.iter().all(|(at, gap)| allowed(entry, *at, *gap))
                {
                    hits.push(Hit {
                        from,
                        to: to + 1,
                        entry,
                        nick,
                    });
                    break;
                }
            }
            if token.possessive {
                break;
            }
        }
    }
    hits
}

/// Spellings so far, each with the places and kinds of its cuts.
type Spelling = (String, Vec<(usize, Gap)>);

fn extend(spellings: &mut Vec<Spelling>, token: &Token, cut: bool) {
    // Two spellings are enough: all as folded, or all with ue for ü.
    if token.wide.is_some()
        && spellings.len() == 1
        && let Some(first) = spellings.first().cloned()
    {
        spellings.push(first);
    }
    for (number, (key, cuts)) in spellings.iter_mut().enumerate() {
        if cut {
            cuts.push((key.len(), token.gap));
        }
        let wide = token.wide.as_ref().filter(|_| number > 0);
        key.push_str(wide.unwrap_or(&token.key));
    }
}

fn joins(gap: Gap) -> bool {
    matches!(
        gap,
        Gap::Joined | Gap::Space | Gap::Hyphen | Gap::Under | Gap::Dot | Gap::Quote
    )
}

fn allowed(entry: &Entry, at: usize, gap: Gap) -> bool {
    match gap {
        Gap::Joined => true,
        Gap::Hyphen => entry.bounds.contains(&at) || entry.class == Class::Distinct,
        _ => entry.bounds.contains(&at),
    }
}

/// "The Quillfeathers": a plural, or a possessive typed without apostrophe.
fn plurals<'a>(tokens: &[Token], register: &'a Register, hits: &mut Vec<Hit<'a>>) {
    for (at, token) in tokens.iter().enumerate() {
        let stems = [token.key.strip_suffix("es"), token.key.strip_suffix('s')];
        for stem in stems.into_iter().flatten() {
            if stem.len() > 3
                && !register.surnames.contains_key(&token.key)
                && !lists::word(&token.key)
                && let Some(entry) = register.surnames.get(stem)
                && entry.class == Class::Distinct
            {
                hits.push(Hit {
                    from: at,
                    to: at + 1,
                    entry,
                    nick: false,
                });
            }
        }
    }
}

/// Names with digits for letters, and names with a space after every letter.
fn disguised<'a>(tokens: &[Token], index: &'a HashMap<String, Entry>, hits: &mut Vec<Hit<'a>>) {
    let mut from = 0;
    while from < tokens.len() {
        let to = run_end(tokens, from);
        let run = tokens.get(from..to).unwrap_or_default();
        if run.len() > 1 && run.iter().any(|t| t.shape == Shape::Digits) {
            for one in ['i', 'l'] {
                let key: String = run
                    .iter()
                    .flat_map(|t| t.key.chars())
                    .map(|c| letter(c, one))
                    .collect();
                if let Some(entry) = index.get(&key).filter(|_| key.len() > 3) {
                    hits.push(Hit {
                        from,
                        to,
                        entry,
                        nick: false,
                    });
                    break;
                }
            }
        }
        from = to.max(from + 1);
    }
    spaced(tokens, index, hits);
}

fn run_end(tokens: &[Token], from: usize) -> usize {
    let run = tokens.get(from).map(|t| t.run);
    let mut to = from;
    while tokens.get(to).map(|t| t.run) == run && to < tokens.len() {
        to += 1;
    }
    to
}

fn letter(c: char, one: char) -> char {
    match c {
        '0' => 'o',
        '1' => one,
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        '9' => 'g',
        _ => c,
    }
}

/// Longest name that is looked for in spaced letters, so that time stays
/// linear in the text.
const SPACED: usize = 24;

fn spaced<'a>(tokens: &[Token], index: &'a HashMap<String, Entry>, hits: &mut Vec<Hit<'a>>) {
    for from in 0..tokens.len() {
        let mut key = String::new();
        for (at, token) in tokens.iter().enumerate().skip(from).take(SPACED) {
            if token.letter().is_none() || (at > from && !joins(token.gap)) {
                break;
            }
            key.push_str(&token.key);
            if key.chars().count() > 3
                && let Some(entry) = index.get(&key)
            {
                hits.push(Hit {
                    from,
                    to: at + 1,
                    entry,
                    nick: false,
                });
            }
        }
    }
}
