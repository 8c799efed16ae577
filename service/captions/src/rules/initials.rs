//! The words stop: a first name with the initial of its own surname.

use crate::{
    forms::particle,
    register::Known,
    rule::{Mark, Rule},
    rules::names::swallowed,
    scan::{Hit, Scan},
    token::{Gap, Shape},
};

/// Marks "Tamsin Q", "Tamsin Q.", `tamsin_q.jpg`.
pub(crate) fn marks(scan: &Scan<'_>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for first in &scan.firsts {
        let Some(to) = initial(scan, first) else {
            continue;
        };
        let place = scan.place(first.to, to);
        if marks.iter().any(|m| m.start == place.0) || swallowed(scan, first.from, to) {
            continue;
        }
        let start = scan.place(first.from, first.to).1;
        marks.push(Mark::block(Rule::FirstNameInitial, place).edit(Some((start, place.1))));
    }
    marks
}

/// Token after the initial or initials that follow the first name.
fn initial(scan: &Scan<'_>, first: &Hit<'_>) -> Option<usize> {
    let name = scan.token(first.to.checked_sub(1)?)?;
    // "Elsie van den B": small words of the surname may stand between.
    let particles = (first.to..first.to + 3)
        .take_while(|at| {
            scan.gap(*at) == Gap::Space && particle(scan.key(*at)) && scan.key(*at).len() > 1
        })
        .count();
    let at = first.to + particles;
    let token = scan.token(at)?;
    let near = matches!(
        token.gap,
        Gap::Space | Gap::Joined | Gap::Hyphen | Gap::Under | Gap::Dot | Gap::Open
    );
    if name.possessive || !near || name.sentence != token.sentence || !scan.alike(first.from, at) {
        return None;
    }
    let letters = match token.letter() {
        Some(letter) => vec![letter],
        // "Tamsin QF" for a surname of two parts.
        None if token.key.len() == 2
            && (token.shape == Shape::Upper && !scan.headline
                || token.shape == Shape::Lower && scan.is_label(at)) =>
        {
            token.key.chars().collect()
        }
        None => return None,
    };
    let known: Vec<&Known> = first
        .entry
        .pupils
        .iter()
        .filter_map(|p| scan.register.pupils.get(usize::try_from(*p).ok()?))
        .filter(|known| known.initials.iter().any(|i| letters.contains(i)))
        .filter(|known| letters.iter().all(|l| known.initials.contains(l)))
        .collect();
    if known.is_empty() || !written(scan, first, at) || code(scan, at) {
        return None;
    }
    let mut to = at + 1;
    while let Some(next) = scan.token(to)
        && (matches!(next.gap, Gap::Hyphen | Gap::Dot | Gap::Joined)
            || next.gap == Gap::Space && next.key != token.key && !matches!(&*next.key, "a" | "i"))
        && next
            .letter()
            .is_some_and(|l| known.iter().any(|k| k.initials.contains(&l)))
        && next.capital() == token.capital()
    {
        to += 1;
    }
    Some(to)
}

/// A capital letter, or a small one where nothing has capitals.
fn written(scan: &Scan<'_>, first: &Hit<'_>, at: usize) -> bool {
    let Some(token) = scan.token(at) else {
        return false;
    };
    let label = scan.is_label(first.from);
    if !token.capital() {
        return label || scan.small && !matches!(&*token.key, "a" | "i");
    }
    let last = scan
        .token(at + 1)
        .is_none_or(|t| t.sentence != token.sentence || t.gap != Gap::Space);
    // "Tamsin I ...": nobody's initial unless a stop or the end follows.
    !(matches!(&*token.key, "i") && !last && !label)
}

/// The letter is a mark, a shape, a team or a note.
fn code(scan: &Scan<'_>, at: usize) -> bool {
    let next = scan.key(at + 1);
    let near = matches!(scan.gap(at + 1), Gap::Space | Gap::Hyphen | Gap::Joined);
    let digits = scan
        .token(at + 1)
        .is_some_and(|t| t.shape == Shape::Digits && t.gap == Gap::Joined);
    let joined = scan.gap(at) == Gap::Joined && scan.token(at).is_some_and(|t| t.possessive);
    let thing = matches!(
        next,
        "team"
            | "teams"
            | "grade"
            | "grades"
            | "group"
            | "level"
            | "levels"
            | "major"
            | "minor"
            | "shape"
            | "shaped"
            | "string"
            | "flat"
            | "squad"
            | "side"
            | "band"
            | "star"
            | "vitamin"
            | "ray"
            | "form"
            | "block"
            | "plus"
    );
    // "K-pop", "W-sit": the letter belongs to a longer word.
    let compound = scan.gap(at + 1) == Gap::Hyphen
        && !scan.is_label(at)
        && next.chars().count() > 1
        && scan.token(at + 1).is_some_and(|t| t.shape == Shape::Lower);
    joined || compound || (near && thing) || digits && !scan.is_label(at)
}
