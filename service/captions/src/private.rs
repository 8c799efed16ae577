//! The words stop: private details and judgements, judged by whether a named
//! pupil stands in the same sentence.

use regex::Regex;

use crate::{
    details::aside,
    fold::Glyph,
    lexicon::{CAUSES, GOING_ON, LABEL, OPINION, PEOPLE, SENSITIVE, TOPICS},
    lists,
    rule::{Mark, Rule},
    scan::Scan,
    token::{Gap, Shape, Token},
};

/// The compiled patterns.
pub(crate) struct Private {
    sensitive: Option<Regex>,
    label: Option<Regex>,
    opinion: Option<Regex>,
}

/// A folded text and where each of its bytes came from.
pub(crate) struct Folded<'a> {
    pub glyphs: &'a [Glyph],
    pub text: String,
    at: Vec<usize>,
}

impl<'a> Folded<'a> {
    pub fn new(glyphs: &'a [Glyph]) -> Self {
        let mut at = Vec::new();
        for (number, glyph) in glyphs.iter().enumerate() {
            at.extend(std::iter::repeat_n(number, glyph.c.len_utf8()));
        }
        Self {
            glyphs,
            text: glyphs.iter().map(|g| g.c).collect(),
            at,
        }
    }

    /// Code points of a found range of bytes, without outer spaces.
    pub fn place(&self, found: &regex::Match<'_>) -> Option<(usize, usize)> {
        let skipped = found.len() - found.as_str().trim_start().len();
        let cut = found.len() - found.as_str().trim_end().len();
        let first = self.glyphs.get(*self.at.get(found.start() + skipped)?)?;
        let last = self
            .glyphs
            .get(*self.at.get(found.end().checked_sub(1 + cut)?)?)?;
        Some((first.start, last.end))
    }
}

impl Private {
    pub fn new() -> Self {
        let compile = |pattern: &str| Regex::new(pattern).ok();
        Self {
            sensitive: compile(SENSITIVE),
            label: compile(LABEL),
            opinion: compile(OPINION),
        }
    }

    /// Marks private details of named pupils, on every channel.
    pub fn sensitive(&self, scan: &Scan<'_>, folded: &Folded<'_>) -> Vec<Mark> {
        let mut marks = Vec::new();
        for found in self
            .sensitive
            .iter()
            .flat_map(|p| p.find_iter(&folded.text))
        {
            let Some(place) = folded.place(&found) else {
                continue;
            };
            let Some((first, last)) = tokens_of(scan, place) else {
                continue;
            };
            if named_near(scan, first) && !cause(scan, first, last) {
                let edit = clause(folded.glyphs, place).or_else(|| aside(folded.glyphs, place));
                marks.push(Mark::block(Rule::Sensitive, place).edit(edit));
            }
        }
        marks
    }

    /// Marks labels and judgements, on external channels.
    pub fn labels(&self, scan: &Scan<'_>, folded: &Folded<'_>, marked: &[Mark]) -> Vec<Mark> {
        let mut marks = Vec::new();
        let free = |place: (usize, usize)| {
            marked
                .iter()
                .all(|m| m.end <= place.0 || place.1 <= m.start)
        };
        for found in self.label.iter().flat_map(|p| p.find_iter(&folded.text)) {
            if let Some(place) = folded.place(&found)
                && free(place)
            {
                marks.push(Mark::warn(Rule::GroupLabel, place));
            }
        }
        for found in self.opinion.iter().flat_map(|p| p.find_iter(&folded.text)) {
            if let Some(place) = folded.place(&found)
                && let Some((first, last)) = tokens_of(scan, place)
                && free(place)
                && named_near(scan, first)
                && !of_a_thing(scan, first, last)
            {
                marks.push(Mark::warn(Rule::Opinion, place).edit(aside(folded.glyphs, place)));
            }
        }
        marks
    }
}

/// "the tallest sunflower", "The Naughtiest Frog": one word that describes a
/// thing, or stands in a title, and judges nobody.
fn of_a_thing(scan: &Scan<'_>, first: usize, last: usize) -> bool {
    let Some(token) = scan.token(first).filter(|_| last == first + 1) else {
        return false;
    };
    let title = token.shape == Shape::Title
        && !token.opens
        && !scan.headline
        && scan.token(last).is_some_and(Token::capital);
    let next = scan.key(last);
    let thing = scan.gap(last) == Gap::Space
        && lists::word(next)
        && !PEOPLE.contains(&next)
        && !GOING_ON.contains(&next)
        && !scan.firsts.iter().any(|f| f.from == last);
    title || thing
}

/// First token in a place, and the token after it.
pub(crate) fn tokens_of(scan: &Scan<'_>, place: (usize, usize)) -> Option<(usize, usize)> {
    // Tokens are sorted by where they start.
    let first = scan.tokens.partition_point(|t| t.tail <= place.0);
    let last = scan.tokens.partition_point(|t| t.start < place.1);
    (first < last).then_some((first, last))
}

/// Whether a pupil is named in the sentence of the token, or in the one before
/// when it goes on with "she".
pub(crate) fn named_near(scan: &Scan<'_>, at: usize) -> bool {
    let Some(sentence) = scan.token(at).map(|t| t.sentence) else {
        return false;
    };
    let start = scan.tokens.partition_point(|t| t.sentence < sentence);
    let goes_on = matches!(
        scan.key(start),
        "he" | "she" | "they" | "his" | "her" | "their"
    );
    let from = if goes_on {
        sentence.saturating_sub(1)
    } else {
        sentence
    };
    scan.firsts.iter().any(|hit| {
        scan.token(hit.from)
            .is_some_and(|t| (from..=sentence).contains(&t.sentence))
            && scan.meant(hit)
    })
}

/// A lesson, a charity, an awareness day: nobody's own.
fn cause(scan: &Scan<'_>, first: usize, last: usize) -> bool {
    let after = (last..last + 2).any(|at| {
        CAUSES.contains(&scan.key(at))
            && matches!(scan.gap(at), Gap::Space | Gap::Hyphen)
            && !matches!(scan.key(last), "and" | "on" | "in" | "at")
    });
    let own = |at: usize| {
        matches!(
            scan.key(at),
            "has" | "had" | "her" | "his" | "their" | "who" | "having" | "have"
        )
    };
    let before = (1..=5)
        .filter_map(|back| first.checked_sub(back))
        .take_while(|at| !own(*at))
        .any(|at| TOPICS.contains(&scan.key(at)));
    after || before
}

/// ", who has epilepsy," between commas: the code points to delete.
fn clause(glyphs: &[Glyph], (start, end): (usize, usize)) -> Option<(usize, usize)> {
    let from = glyphs.iter().position(|g| g.start == start)?;
    let to = glyphs.iter().position(|g| g.end == end)?;
    let stop = |c: char| matches!(c, ',' | '.' | '!' | '?' | '\n' | ';');
    let opening = glyphs.get(..from)?.iter().rposition(|g| stop(g.c))?;
    let closing = to + glyphs.get(to..)?.iter().position(|g| stop(g.c))?;
    let comma = |at: usize| glyphs.get(at).is_some_and(|g| g.c == ',');
    let words: String = glyphs
        .get(opening + 1..closing)?
        .iter()
        .map(|g| g.c)
        .collect();
    let relative = words.trim_start().split(' ').next().is_some_and(|w| {
        matches!(
            w,
            "who"
                | "with"
                | "whose"
                | "in"
                | "a"
                | "an"
                | "our"
                | "one"
                | "now"
                | "still"
                | "living"
                | "despite"
        )
    });
    if !comma(opening) || !relative {
        return None;
    }
    let start = glyphs.get(opening)?.start;
    let end = glyphs.get(closing)?;
    Some((start, if end.c == ',' { end.end } else { end.start }))
}
