//! The words stop: a full name of somebody who is not on the register. Never
//! more than a question: is this a pupil or a visiting child?

use gatehouse_domain::findings::TextKind;

use crate::{
    forms::particle,
    lists,
    rule::{Mark, Rule},
    scan::Scan,
    token::{Gap, Shape, Token},
};

/// Marks pairs of capitals that are neither words, places, phrases nor pupils.
pub(crate) fn marks(scan: &Scan<'_>, marked: &[Mark]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    if matches!(scan.kind, TextKind::Hashtag | TextKind::Handle) {
        return marks;
    }
    for at in 0..scan.tokens.len() {
        let Some(to) = pair(scan, at) else { continue };
        let place = scan.place(at, to);
        let near = |m: &Mark| m.start < place.1 + 2 && place.0 < m.end + 2;
        if !marked.iter().any(near) && !marks.iter().any(near) {
            marks.push(Mark::warn(Rule::Stranger, place));
        }
    }
    marks
}

fn pair(scan: &Scan<'_>, at: usize) -> Option<usize> {
    // "Lotte van Dijkstra": small words of the surname may stand between.
    let particles = (at + 1..at + 4)
        .take_while(|p| {
            scan.gap(*p) == Gap::Space
                && particle(scan.key(*p))
                && scan.token(*p).is_some_and(|t| t.shape == Shape::Lower)
        })
        .count();
    let second = at + 1 + particles;
    let (one, two) = (scan.token(at)?, scan.token(second)?);
    if particles > 0 && !lists::first_name(&one.key) {
        return None;
    }
    if !written(scan, at, one)
        || !written(scan, second, two)
        || one.possessive
        || one.sentence != two.sentence
    {
        return None;
    }
    let gap = two.gap == Gap::Space
        || (scan.is_label(at) && matches!(two.gap, Gap::Under | Gap::Hyphen | Gap::Joined));
    if !gap || one.tag.is_some() || two.tag.is_some() {
        return None;
    }
    let free = |at: usize| {
        scan.cover.get(at).is_some_and(Option::is_none)
            && scan.titled.get(at).is_some_and(Option::is_none)
    };
    if !free(at) || !free(second) {
        return None;
    }
    let mut to = second + 1;
    while scan
        .token(to)
        .is_some_and(|t| matches!(t.gap, Gap::Hyphen | Gap::Joined) && spelt(t))
    {
        to += 1;
    }
    // "Brackenbury Hall", "Ngozi Okafor Foundation"
    let after = scan
        .token(to)
        .is_some_and(|t| t.gap == Gap::Space && t.capital() && lists::suffix(&t.key));
    if after || lists::suffix(&two.key) && !lists::first_name(&one.key) {
        return None;
    }
    let before = at.checked_sub(1).and_then(|b| scan.token(b));
    if before.is_some_and(|b| organisation(&b.key) && one.gap == Gap::Space) {
        return None;
    }
    name(scan, at, one, two).then_some(to)
}

fn organisation(key: &str) -> bool {
    matches!(
        key,
        "lake"
            | "mount"
            | "st"
            | "saint"
            | "port"
            | "river"
            | "loch"
            | "fort"
            | "university"
            | "hms"
            | "ss"
            | "hotel"
            | "camp"
    )
}

fn name(scan: &Scan<'_>, at: usize, one: &Token, two: &Token) -> bool {
    let registered = scan.firsts.iter().any(|h| h.to == at + 1 && !h.nick);
    let first = registered || lists::first_name(&one.key);
    let known = lists::word(&two.key);
    let second_first = scan.register.firsts.contains_key(&two.key) || lists::first_name(&two.key);
    if second_first {
        // Two first names side by side: a double name, or two people.
        return false;
    }
    let strange = !known && !lists::word_name(&two.key);
    let opening = one.opens && (!strange || asks(&one.key));
    if first && !(lists::common(&one.key) && (opening || scan.headline)) {
        if lists::place(&two.key) || lists::title(&two.key) {
            return false;
        }
        let surname_like = lists::word_name(&two.key) && !lists::common(&two.key);
        return !known || (surname_like && !scan.headline);
    }
    // "at Malham Cove": a place that no list has; "thanks to" names people.
    let placed = !thanked(scan, at)
        && at.checked_sub(1).is_some_and(|b| {
            matches!(
                scan.key(b),
                "at" | "in"
                    | "to"
                    | "near"
                    | "around"
                    | "across"
                    | "via"
                    | "of"
                    | "on"
                    | "the"
                    | "up"
                    | "down"
            )
        });
    !first
        && !placed
        && !lists::word(&one.key)
        && !known
        && !lists::word_name(&one.key)
        && !scan.is_label(at)
}

/// A verb as often as a first name at the start of a sentence.
fn asks(key: &str) -> bool {
    matches!(
        key,
        "will" | "may" | "mark" | "can" | "art" | "drew" | "chase"
    )
}

/// "Thanks to", "the cup went to": what follows is a person.
fn thanked(scan: &Scan<'_>, at: usize) -> bool {
    let back = |n: usize| at.checked_sub(n).map_or("", |b| scan.key(b));
    let given = matches!(
        back(2),
        "thanks"
            | "thank"
            | "congratulations"
            | "congrats"
            | "goes"
            | "awarded"
            | "presented"
            | "given"
            | "spoke"
            | "spoken"
            | "talked"
            | "listened"
            | "done"
            | "welcome"
            | "wishes"
            | "goodbye"
    );
    let prize = back(2) == "went"
        && (3..=6).any(|n| {
            matches!(
                back(n),
                "cup"
                    | "prize"
                    | "award"
                    | "medal"
                    | "trophy"
                    | "place"
                    | "shield"
                    | "certificate"
                    | "title"
                    | "gold"
                    | "silver"
                    | "bronze"
                    | "badge"
            )
        });
    back(1) == "to" && (given || prize)
}

/// Written as names are; a file name has first names in small letters.
fn written(scan: &Scan<'_>, at: usize, token: &Token) -> bool {
    let small = scan.kind == TextKind::Filename
        && token.shape == Shape::Lower
        && token.key.chars().count() > 2
        && (lists::first_name(&token.key) && !lists::common(&token.key)
            || at > 0
                && lists::first_name(scan.key(at - 1))
                && !lists::word(&token.key)
                && !lists::word_name(&token.key));
    small || spelt(token)
}

/// A capital and small letters, as names are written.
fn spelt(token: &Token) -> bool {
    token.shape == Shape::Title && token.key.chars().count() > 1
}
