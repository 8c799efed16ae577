//! The words stop: names run together without capitals, as tags and handles
//! have them: `#tamsinquillfeather`, `@tquillfeather`.

use crate::{
    lists,
    register::{Class, Register},
    rule::{Mark, Rule},
    scan::Scan,
    token::{Shape, Token},
};

/// Shorter words are left alone: chance makes too many names of them.
const SHORTEST: usize = 5;
/// Longer runs are looked at in their first letters only, so that time stays
/// linear in the text.
const LONGEST: usize = 80;

/// Marks names inside single words.
pub(crate) fn marks(scan: &Scan<'_>, marked: &[Mark]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (at, token) in scan.tokens.iter().enumerate() {
        let long = token.key.len();
        if token.shape == Shape::Digits
            || !(SHORTEST..=LONGEST).contains(&long)
            || lists::word(&token.key)
        {
            continue;
        }
        if marked
            .iter()
            .any(|m| m.start < token.end && token.start < m.end)
        {
            continue;
        }
        let label = scan.is_label(at);
        let known = scan.register.firsts.contains_key(&token.key)
            || scan.register.surnames.contains_key(&token.key);
        let covered = scan.cover.get(at).is_some_and(Option::is_some);
        if known || covered {
            continue;
        }
        let found = full(scan.register, &token.key)
            .or_else(|| alone(scan.register, &token.key, label))
            .or_else(|| label.then(|| initial(scan.register, &token.key)).flatten());
        if let Some((from, to)) = found {
            marks.push(mark(scan, token, from, to));
        }
    }
    marks
}

fn mark(scan: &Scan<'_>, token: &Token, from: usize, to: usize) -> Mark {
    let letters = token.key.chars().count();
    let before = |bytes: usize| token.key.get(..bytes).map_or(0, |s| s.chars().count());
    // Folding may have changed the number of letters: then the whole word.
    let exact = letters == token.end - token.start;
    let place = if exact {
        (token.start + before(from), token.start + before(to))
    } else {
        (token.start, token.end)
    };
    // A handle without its surname is somebody else's handle.
    let handle =
        token.tag == Some('@') || scan.kind == gatehouse_domain::findings::TextKind::Handle;
    let rest = place != (token.start, token.end);
    Mark::block(Rule::FullName, place).edit((rest && !handle).then_some(place))
}

/// First name and surname of one pupil, run together: the surname's bytes.
fn full(register: &Register, key: &str) -> Option<(usize, usize)> {
    let automaton = register.runs.as_ref()?;
    automaton.find_overlapping_iter(key).find_map(|found| {
        let (first, surname_first, distinct) =
            *register.run_parts.get(found.pattern().as_usize())?;
        let (start, end) = (found.start(), found.end());
        let rest = [key.get(..start)?, key.get(end..)?];
        let fits = rest.iter().all(|r| {
            r.is_empty()
                || lists::common(r)
                || lists::first_name(r)
                || register.firsts.contains_key(*r)
        });
        let place = if surname_first {
            (start, end - first)
        } else {
            (start + first, end)
        };
        (fits || distinct && end - start > 8).then_some(place)
    })
}

/// `rosek`: a first name with the initial of its own surname, in labels only.
fn initial(register: &Register, key: &str) -> Option<(usize, usize)> {
    let (cut, letter) = key.char_indices().next_back()?;
    let first = key.get(..cut).filter(|f| f.len() > 3)?;
    let own = register.firsts.get(first)?.pupils.iter().any(|p| {
        usize::try_from(*p)
            .ok()
            .and_then(|p| register.pupils.get(p))
            .is_some_and(|k| k.initials.contains(&letter))
    });
    (own && !lists::first_name(key)).then_some((cut, key.len()))
}

/// A surname that is nothing else, behind or before a word, a first name or
/// the pupil's initial.
fn alone(register: &Register, key: &str, label: bool) -> Option<(usize, usize)> {
    let surname = |part: &str| {
        register
            .surnames
            .get(part)
            .filter(|e| part.len() > 4 && e.class == Class::Distinct)
    };
    key.char_indices().skip(1).find_map(|(cut, _)| {
        let (left, right) = key.split_at_checked(cut)?;
        let word = |part: &str| {
            part.len() > 1
                && (lists::common(part)
                    || lists::first_name(part)
                    || register.firsts.contains_key(part))
                || label && part.len() > 2
        };
        let initial = |part: &str, pupils: &[u32]| {
            let mut letters = part.chars();
            let (Some(letter), None) = (letters.next(), letters.next()) else {
                return false;
            };
            pupils.iter().any(|p| {
                usize::try_from(*p)
                    .ok()
                    .and_then(|p| register.pupils.get(p))
                    .is_some_and(|k| k.first_initials.contains(&letter))
            })
        };
        if let Some(entry) = surname(right)
            && (word(left) || label && initial(left, &entry.pupils))
        {
            return Some((cut, key.len()));
        }
        // "#quillfeathercup": a cup, a hall, a road of that name.
        let entry = surname(left).filter(|_| !lists::suffix(right))?;
        (word(right) || label && initial(right, &entry.pupils)).then_some((0, cut))
    })
}
