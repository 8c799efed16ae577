//! The words stop: a surname with a slip of the finger in it, beside its own
//! first name only; anywhere else a likeness is chance.

use strsim::osa_distance;

use crate::{
    forms::particle,
    lists,
    register::{Class, Known},
    rule::{Mark, Rule},
    rules::names::swallowed,
    scan::{Hit, Scan},
    token::{Gap, Shape},
};

/// Marks misspelt surnames, and right surnames behind misspelt first names.
pub(crate) fn marks(scan: &Scan<'_>, marked: &[Mark]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let free = |marks: &[Mark], place: (usize, usize)| {
        let apart = |m: &Mark| m.end <= place.0 || place.1 <= m.start;
        marks.iter().all(apart) && marked.iter().all(apart)
    };
    for first in &scan.firsts {
        for mark in [after(scan, first), before(scan, first)]
            .into_iter()
            .flatten()
        {
            if free(&marks, (mark.start, mark.end)) {
                marks.push(mark);
            }
        }
    }
    for hit in scan
        .surnames
        .iter()
        .filter(|h| h.entry.class < Class::Distinct)
    {
        if let Some(mark) = misspelt_first(scan, hit)
            && free(&marks, (mark.start, mark.end))
        {
            marks.push(mark);
        }
    }
    marks
}

fn known<'a>(scan: &'a Scan<'_>, hit: &'a Hit<'_>) -> impl Iterator<Item = &'a Known> {
    hit.entry
        .pupils
        .iter()
        .filter_map(|p| scan.register.pupils.get(usize::try_from(*p).ok()?))
}

/// Whether the typed word is that surname but for one slip, or two in a long
/// name.
fn slipped(typed: &str, name: &str) -> bool {
    let long = name.chars().count();
    let typed_long = typed.chars().count();
    if long < 4 || typed_long.abs_diff(long) > 2 || typed_long < 3 {
        return false;
    }
    let limit = if long < 6 { 1 } else { 2 };
    osa_distance(typed, name) <= limit
        || long > 4 && sound(typed) == sound(name) && sound(name).len() > 3
}

/// Letters that are written in more than one way when a name comes from
/// another script: "Banerjee" and "Bannerji" do not differ by a slip.
fn sound(key: &str) -> String {
    const SAME: [(&str, &str); 21] = [
        ("sch", "sh"),
        ("ee", "i"),
        ("oo", "u"),
        ("ou", "u"),
        ("ow", "u"),
        ("au", "u"),
        ("ie", "i"),
        ("ei", "e"),
        ("ai", "e"),
        ("ph", "f"),
        ("ff", "v"),
        ("ck", "k"),
        ("kh", "k"),
        ("dh", "d"),
        ("th", "t"),
        ("gh", "g"),
        ("q", "k"),
        ("c", "k"),
        ("y", "i"),
        ("w", "v"),
        ("z", "s"),
    ];
    let mut written = key.to_owned();
    for (one, other) in SAME {
        written = written.replace(one, other);
    }
    let mut sound: Vec<char> = written.chars().collect();
    sound.dedup();
    while sound.len() > 3 && matches!(sound.last(), Some('e' | 'h')) {
        sound.pop();
    }
    sound.into_iter().collect()
}

fn near(gap: Gap) -> bool {
    matches!(
        gap,
        Gap::Space | Gap::Joined | Gap::Hyphen | Gap::Under | Gap::Dot
    )
}

/// The word, or two words, at `from`: its letters and the token after.
fn candidates(scan: &Scan<'_>, from: usize) -> Vec<(String, usize)> {
    let mut key = String::new();
    let mut found = Vec::new();
    for at in from..from + 3 {
        let Some(token) = scan.token(at) else { break };
        if (at > from && !near(token.gap))
            || token.shape == Shape::Digits && token.gap != Gap::Joined
        {
            break;
        }
        key.push_str(&token.key);
        found.push((key.clone(), at + 1));
        if token.possessive {
            break;
        }
    }
    found
}

/// One slip in a surname of five letters or more: "Mahmoud" for "Mahmood",
/// though the list of first names has it.
fn single(scan: &Scan<'_>, first: &Hit<'_>, key: &str) -> bool {
    known(scan, first).any(|k| {
        let one = |s: &String| s.chars().count() > 4 && osa_distance(key, s) == 1;
        k.surnames.iter().any(one)
    })
}

fn plausible(scan: &Scan<'_>, first: &Hit<'_>, from: usize, key: &str, single: bool) -> bool {
    scan.alike(first.from, from)
        && !lists::word(key)
        && !lists::word(scan.key(from))
        && !scan.register.firsts.contains_key(key)
        && (single || !lists::first_name(key))
        && (scan.token(from).is_some_and(crate::token::Token::capital)
            || scan.small
            || scan.is_label(from))
}

fn after(scan: &Scan<'_>, first: &Hit<'_>) -> Option<Mark> {
    let last = scan.token(first.to.checked_sub(1)?)?;
    if last.possessive
        || !near(scan.gap(first.to))
        || scan.token(first.to)?.sentence != last.sentence
    {
        return None;
    }
    // A middle name or initial may stand between.
    for from in first.to..first.to + 2 {
        for (key, to) in candidates(scan, from) {
            let slip = || known(scan, first).any(|k| k.surnames.iter().any(|s| slipped(&key, s)));
            let alone = to == from + 1;
            let lead = particle(scan.key(from));
            let joined = !alone
                && known(scan, first).any(|k| {
                    k.surnames.contains(&key)
                        || k.surnames
                            .iter()
                            .any(|s| s.len() > if lead { 5 } else { 7 } && slipped(&key, s))
                });
            let hit = if alone {
                plausible(scan, first, from, &key, single(scan, first, &key)) && slip()
            } else {
                joined && scan.alike(first.from, if lead { to - 1 } else { from })
            };
            if hit && !swallowed(scan, first.from, to) {
                let place = scan.place(from, to);
                return Some(
                    Mark::block(Rule::MisspeltSurname, place).edit(Some((last.end, place.1))),
                );
            }
        }
        let middle = scan.token(from)?;
        if middle.possessive
            || lists::word(&middle.key)
            || !middle.capital()
            || !near(scan.gap(from + 1))
        {
            return None;
        }
    }
    None
}

fn before(scan: &Scan<'_>, first: &Hit<'_>) -> Option<Mark> {
    let at = first.from.checked_sub(1)?;
    let token = scan.token(at)?;
    let gap = scan.gap(first.from);
    if token.possessive
        || !(near(gap) || gap == Gap::Comma)
        || token.sentence != scan.token(first.from)?.sentence
    {
        return None;
    }
    if !plausible(scan, first, at, &token.key, false) || token.key.chars().count() < 6 {
        return None;
    }
    let slip = known(scan, first).any(|k| k.surnames.iter().any(|s| slipped(&token.key, s)));
    if !slip || swallowed(scan, at, first.to) {
        return None;
    }
    let place = scan.place(at, at + 1);
    let start = scan.place(first.from, first.to).0;
    Some(Mark::block(Rule::MisspeltSurname, place).edit(Some((place.0, start))))
}

/// "Tasmin Baker": the surname is a word, the first name has the slip.
fn misspelt_first(scan: &Scan<'_>, hit: &Hit<'_>) -> Option<Mark> {
    let at = hit.from.checked_sub(1)?;
    let token = scan.token(at)?;
    if token.possessive
        || !near(scan.gap(hit.from))
        || token.sentence != scan.token(hit.from)?.sentence
        || !scan.alike(at, hit.from)
        || !token.capital()
        || lists::word(&token.key)
        || swallowed(scan, at, hit.to)
        || swallowed(scan, hit.from, hit.to)
    {
        return None;
    }
    let long = token.key.chars().count();
    let slip = known(scan, hit).any(|k| {
        k.firsts
            .iter()
            .any(|f| f.chars().count() > 4 && long > 3 && osa_distance(&token.key, f) == 1)
    });
    let place = scan.place(hit.from, hit.to);
    slip.then(|| Mark::block(Rule::FullName, place).edit(Some((token.end, place.1))))
}
