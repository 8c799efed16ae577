//! The words stop: what the sentence says of a surname: a family, a figure of
//! history, a pupil's parent.

use crate::{
    lists,
    register::share,
    scan::{Hit, Scan},
    token::Gap,
};

/// "the Baker twins", "Bakers".
pub(crate) fn family(scan: &Scan<'_>, hit: &Hit<'_>) -> bool {
    // "Young children planted beans", "Young boys": the word, not the family.
    let described = matches!(scan.key(hit.to), "boys" | "girls" | "children" | "family")
        && lists::common(scan.key(hit.from))
        && hit
            .from
            .checked_sub(1)
            .is_none_or(|at| scan.key(at) != "the");
    scan.gap(hit.to) == Gap::Space
        && !described
        && !scan.headline
        && matches!(
            scan.key(hit.to),
            "family"
                | "twins"
                | "twin"
                | "brothers"
                | "sisters"
                | "siblings"
                | "triplets"
                | "boys"
                | "girls"
                | "children"
                | "household"
        )
}

/// A figure of the curriculum in a lesson, not a pupil.
pub(crate) fn history(scan: &Scan<'_>, hit: &Hit<'_>) -> bool {
    lists::figure(scan.key(hit.from))
        && scan.tokens.iter().any(|t| {
            matches!(
                &*t.key,
                "learn"
                    | "learned"
                    | "learnt"
                    | "learning"
                    | "study"
                    | "studied"
                    | "studying"
                    | "history"
                    | "art"
                    | "artist"
                    | "artists"
                    | "painting"
                    | "paintings"
                    | "poem"
                    | "poems"
                    | "play"
                    | "plays"
                    | "scientist"
                    | "science"
                    | "theory"
                    | "book"
                    | "books"
                    | "author"
                    | "inspired"
                    | "style"
                    | "about"
                    | "topic"
                    | "project"
                    | "century"
                    | "victorian"
                    | "victorians"
                    | "invention"
                    | "inventor"
                    | "space"
                    | "moon"
                    | "music"
                    | "composer"
                    | "novel"
                    | "famous"
                    | "expedition"
                    | "antarctic"
                    | "museum"
                    | "exhibition"
                    | "lesson"
                    | "research"
                    | "researched"
                    | "biography"
                    | "explorer"
                    | "engineer"
                    | "theatre"
                    | "tudor"
                    | "tudors"
            )
        })
}

const PARENTS: [&str; 34] = [
    "mum",
    "mums",
    "mummy",
    "dad",
    "dads",
    "daddy",
    "mother",
    "father",
    "parent",
    "parents",
    "grandma",
    "grandad",
    "granddad",
    "grandpa",
    "grandmother",
    "grandfather",
    "grandparent",
    "grandparents",
    "nan",
    "nana",
    "nanny",
    "granny",
    "gran",
    "carer",
    "carers",
    "guardian",
    "stepdad",
    "stepmum",
    "stepfather",
    "stepmother",
    "aunt",
    "auntie",
    "uncle",
    "mom",
];
const CHILDREN: [&str; 10] = [
    "son",
    "daughter",
    "sons",
    "daughters",
    "twins",
    "grandson",
    "granddaughter",
    "stepson",
    "niece",
    "nephew",
];

/// Whether the titled adult in tokens `from..to` is called somebody's parent.
pub(crate) fn parent(scan: &Scan<'_>, from: usize, to: usize, hit: &Hit<'_>) -> bool {
    if (from..hit.from).any(|at| scan.key(at) == "and") {
        return true;
    }
    let is = |at: usize| PARENTS.contains(&scan.key(at)) || (CHILDREN.contains(&scan.key(at)));
    let sentence = scan.token(hit.from).map(|t| t.sentence);
    let inside = |at: usize| scan.token(at).map(|t| t.sentence) == sentence;
    // "her mum, Mrs Baker", "parent governor Mr Baker"
    let before = (1..=3)
        .filter_map(|back| from.checked_sub(back))
        .any(|at| inside(at) && is(at) && (at + 1..from).all(|b| !verb(scan, b)));
    // "Mrs Baker, Tamsin's mum", "Mr Baker and his daughter"
    let after = (to..to + 6)
        .take_while(|at| inside(*at) && !verb(scan, *at))
        .any(|at| is(at) && !scan.key(at).starts_with("parents"));
    // "Tamsin's mum" anywhere, where Tamsin is a Baker.
    let own = scan.firsts.iter().any(|f| {
        share(&f.entry.pupils, &hit.entry.pupils)
            && inside(f.from)
            && (f.to..f.to + 2).any(is)
            && scan.token(f.to - 1).is_some_and(|t| t.possessive)
    });
    before || after || own
}

/// "Tamsin's grandad Bill Baker": the pupil's surname behind a relative's name,
/// whatever else that surname may be. Code point after the relative's name.
pub(crate) fn relative(scan: &Scan<'_>, hit: &Hit<'_>) -> Option<usize> {
    let last = scan.token(hit.from.checked_sub(1)?)?;
    let named = scan.token(hit.from)?.capital()
        && last.capital()
        && !last.possessive
        && !lists::common(&last.key)
        && scan.gap(hit.from) == Gap::Space;
    let related = hit.from.checked_sub(2).is_some_and(|at| {
        PARENTS.contains(&scan.key(at))
            || matches!(
                scan.key(at),
                "sister" | "brother" | "cousin" | "son" | "daughter"
            )
    });
    let untitled = scan.titled.get(hit.from).is_some_and(Option::is_none);
    // Looked at last: it goes through every first name of the text.
    let kin = || {
        scan.firsts.iter().any(|f| {
            (f.to < hit.from || f.from >= hit.to)
                && share(&f.entry.pupils, &hit.entry.pupils)
                && scan.token(f.from).map(|t| t.sentence) == Some(last.sentence)
                && scan.meant(f)
        })
    };
    (named && related && untitled && kin()).then_some(last.end)
}

/// A word that starts a new thought: what is behind it does not describe the
/// adult.
fn verb(scan: &Scan<'_>, at: usize) -> bool {
    let key = scan.key(at);
    matches!(
        key,
        "welcomed"
            | "thanked"
            | "told"
            | "met"
            | "showed"
            | "for"
            | "taught"
            | "invited"
            | "led"
            | "ran"
            | "helped"
            | "to"
            | "spoke"
            | "hosted"
            | "gave"
            | "presented"
            | "congratulated"
            | "at"
            | "will"
            | "from"
            | "by"
            | "read"
    ) && !(matches!(key, "to") && matches!(scan.key(at + 1), "be"))
}

/// What can be cut of a titled parent so that the sentence stands: an aside
/// between commas, or the name right behind the word for the parent.
pub(crate) fn aside(scan: &Scan<'_>, hit: &Hit<'_>) -> Option<(usize, usize)> {
    let (from, to) = scan.titled.get(hit.from).copied().flatten()?;
    let before = scan.token(from.checked_sub(1)?)?;
    let last = scan.token(to - 1)?;
    let ends = scan
        .token(to)
        .is_none_or(|next| next.sentence != last.sentence);
    let comma = scan.gap(to) == Gap::Comma;
    match scan.gap(from) {
        Gap::Comma if comma => Some((before.tail, last.tail + 1)),
        Gap::Comma if ends => Some((before.tail, last.tail)),
        Gap::Open if scan.gap(to) == Gap::Close || ends => Some((before.tail, last.tail)),
        Gap::Space if PARENTS.contains(&&*before.key) => Some((before.tail, last.end)),
        _ => None,
    }
}
