//! The words stop: a registered surname in any company, or alone.

use std::collections::HashSet;

use crate::{
    lists,
    register::{Class, share},
    rule::{Mark, Rule},
    rules::{company, near},
    scan::{Hit, Scan},
    token::{Gap, Token},
};

/// Marks every registered surname that gives a pupil away.
pub(crate) fn marks(scan: &Scan<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut taken: HashSet<usize> = HashSet::new();
    // Pairs first, so that a part of a longer name is not judged alone.
    for judge in [pair, initial, shared, alone] {
        for hit in &scan.surnames {
            if (hit.from..hit.to).any(|at| taken.contains(&at)) {
                continue;
            }
            if let Some(mark) = judge(scan, hit) {
                taken.extend(hit.from..hit.to);
                marks.push(mark);
            }
        }
    }
    marks
}

/// Whether a phrase longer than tokens `from..to` makes them no pupil.
pub(crate) fn swallowed(scan: &Scan<'_>, from: usize, to: usize) -> bool {
    let wider = |range: &Option<(usize, usize)>| {
        range.is_some_and(|(a, b)| a <= from && to <= b && b - a > to - from)
    };
    scan.cover.get(from).is_some_and(wider)
}

/// Whether the surname stands in a phrase, or behind a title.
pub(crate) fn exempt(scan: &Scan<'_>, hit: &Hit<'_>) -> bool {
    let within =
        |range: &Option<(usize, usize)>| range.is_some_and(|(a, b)| a <= hit.from && hit.to <= b);
    scan.cover.get(hit.from).is_some_and(within) || scan.titled.get(hit.from).is_some_and(within)
}

/// Whether a longer phrase or a title makes the surname no pupil. A house that
/// is called like the surname does not, beside a name or initial.
fn exempt_beside(scan: &Scan<'_>, hit: &Hit<'_>) -> bool {
    let titled = scan
        .titled
        .get(hit.from)
        .is_some_and(|range| range.is_some_and(|(a, b)| a <= hit.from && hit.to <= b));
    titled || swallowed(scan, hit.from, hit.to)
}

/// First name and its own surname, in either order.
fn pair(scan: &Scan<'_>, hit: &Hit<'_>) -> Option<Mark> {
    let place = scan.place(hit.from, hit.to);
    if let Some(first) = near::first_before(scan, hit) {
        let staff = scan
            .titled
            .get(hit.from)
            .copied()
            .flatten()
            .is_some_and(|range| scan.cover.get(hit.from) == Some(&Some(range)));
        if !staff && !swallowed(scan, first.from, hit.to) {
            let end = scan.place(first.from, first.to).1;
            return Some(Mark::block(Rule::FullName, place).edit(Some((end, tail(scan, hit)))));
        }
    }
    let first = near::first_after(scan, hit)?;
    if swallowed(scan, hit.from, first.to) || exempt_beside(scan, hit) {
        return None;
    }
    let start = scan.place(first.from, first.to).0;
    // A bracket would be left open.
    let edit = (scan.gap(hit.to) != Gap::Open).then_some((place.0, start));
    Some(Mark::block(Rule::FullName, place).edit(edit))
}

/// Code point after the surname and what hangs on it by a hyphen.
fn tail(scan: &Scan<'_>, hit: &Hit<'_>) -> usize {
    let mut to = hit.to;
    while scan.gap(to) == Gap::Hyphen
        && !scan.is_label(to)
        && scan.token(to).is_some_and(Token::capital)
    {
        to += 1;
    }
    scan.place(hit.from, to).1
}

/// "T. Baker", "T Baker", "@tbaker".
fn initial(scan: &Scan<'_>, hit: &Hit<'_>) -> Option<Mark> {
    let from = near::own_initials(scan, hit)?;
    if exempt_beside(scan, hit) || swallowed(scan, from, hit.to) {
        return None;
    }
    Some(Mark::block(Rule::InitialSurname, scan.place(from, hit.to)))
}

/// "Tamsin and Jory Baker", where only Tamsin is a Baker on the register.
fn shared(scan: &Scan<'_>, hit: &Hit<'_>) -> Option<Mark> {
    if exempt_beside(scan, hit) || scan.gap(hit.from) != Gap::Space {
        return None;
    }
    let second = hit.from.checked_sub(1)?;
    let token = scan.token(second)?;
    if token.possessive || !scan.alike(second, hit.from) {
        return None;
    }
    let named = scan.firsts.iter().any(|f| f.to == hit.from)
        || lists::first_name(&token.key)
        || !lists::word(&token.key);
    let start = scan
        .firsts
        .iter()
        .filter(|f| f.to == hit.from)
        .map(|f| f.from)
        .min()
        .unwrap_or(second);
    let linked = scan.firsts.iter().any(|f| {
        f.to <= start
            && start - f.to <= 6
            && share(&f.entry.pupils, &hit.entry.pupils)
            && scan.alike(f.from, hit.from)
            && scan.token(f.from).map(|t| t.sentence) == Some(token.sentence)
            && listed(scan, f.to, start)
    });
    if !named || !linked || !scan.token(hit.from)?.capital() && !scan.small {
        return None;
    }
    let place = scan.place(hit.from, hit.to);
    let end = scan.place(second, hit.from).1;
    Some(Mark::block(Rule::SharedSurname, place).edit(Some((end, place.1))))
}

/// Nothing but a list of names between: commas and "and".
fn listed(scan: &Scan<'_>, from: usize, to: usize) -> bool {
    let mut conjunction = false;
    for at in from..to {
        let Some(token) = scan.token(at) else {
            return false;
        };
        if matches!(&*token.key, "and" | "y" | "or" | "n" | "with") {
            conjunction = true;
        } else if !token.capital() && !scan.firsts.iter().any(|f| f.from == at) {
            return false;
        }
    }
    conjunction
}

/// A surname that says enough by itself.
fn alone(scan: &Scan<'_>, hit: &Hit<'_>) -> Option<Mark> {
    let place = scan.place(hit.from, hit.to);
    let token = scan.token(hit.from)?;
    if let Some(end) = company::relative(scan, hit)
        && !swallowed(scan, hit.from, hit.to)
    {
        return Some(Mark::block(Rule::ParentSurname, place).edit(Some((end, place.1))));
    }
    let family = token.capital() && company::family(scan, hit) && !exempt_beside(scan, hit);
    if exempt(scan, hit) && !family {
        return parent(scan, hit)
            .then(|| Mark::block(Rule::ParentSurname, place).edit(company::aside(scan, hit)));
    }
    let says = match hit.entry.class {
        Class::Distinct => !company::history(scan, hit),
        Class::Rare => rare(scan, hit),
        Class::Ambiguous => false,
    };
    if !says && !family {
        return None;
    }
    let cut = near::any_first_before(scan, hit).map(|end| (end, place.1));
    Some(Mark::block(Rule::Surname, place).edit(cut))
}

/// A name that is seldom a word: a capital inside a sentence gives it away,
/// unless it stands in a list of first names.
fn rare(scan: &Scan<'_>, hit: &Hit<'_>) -> bool {
    let Some(token) = scan.token(hit.from) else {
        return false;
    };
    let listed = lists::first_name(&token.key)
        && (token.gap == Gap::Comma
            || scan.gap(hit.to) == Gap::Comma
            || scan.key(hit.to) == "and"
            || hit
                .from
                .checked_sub(1)
                .is_some_and(|at| scan.key(at) == "and"));
    token.capital()
        && !token.opens
        && !listed
        && !scan.headline
        && !scan.is_label(hit.from)
        && !lists::suffix(&token.key)
        && !company::history(scan, hit)
}

/// A title does not help when the sentence says that the adult is a parent.
fn parent(scan: &Scan<'_>, hit: &Hit<'_>) -> bool {
    let Some(Some((from, to))) = scan.titled.get(hit.from).copied() else {
        return false;
    };
    // On the staff list as a whole: a member of staff who is a parent too.
    if scan.cover.get(hit.from) == Some(&Some((from, to))) {
        return false;
    }
    company::parent(scan, from, to, hit)
}
