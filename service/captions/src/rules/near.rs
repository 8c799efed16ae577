//! The words stop: what stands beside a surname: its own first name, an
//! initial.

use crate::{
    forms::particle,
    lists,
    register::share,
    rules::setting,
    scan::{Hit, Scan},
    token::{Gap, Shape, Token},
};

/// The pupil's first name before its surname, with at most two middle names or
/// initials or a quoted nickname between.
pub(crate) fn first_before<'a, 's>(scan: &'s Scan<'a>, hit: &Hit<'a>) -> Option<&'s Hit<'a>> {
    // "Bento de Oliveira", where the register has Oliveira.
    let small = (1..=2)
        .take_while(|back| {
            hit.from.checked_sub(*back).is_some_and(|at| {
                particle(scan.key(at)) && scan.token(at).is_some_and(|t| t.shape == Shape::Lower)
            })
        })
        .count();
    if small > 0
        && let Some(first) = scan
            .firsts
            .iter()
            .find(|f| f.to == hit.from - small && share(&f.entry.pupils, &hit.entry.pupils))
        && fits(scan, first, hit, 1)
    {
        return Some(first);
    }
    let mut from = hit.from;
    for middles in 0..=3 {
        let found = scan.firsts.iter().find(|f| {
            f.to == from && share(&f.entry.pupils, &hit.entry.pupils) && !nickname(scan, f, hit)
        });
        if let Some(first) = found
            && fits(scan, first, hit, middles)
        {
            return Some(first);
        }
        let middle = from.checked_sub(1)?;
        if middles == 3 || !is_middle(scan, middle, hit) {
            return None;
        }
        from = middle;
    }
    None
}

/// A quoted short form behind the same pupil's first name goes with the surname.
fn nickname(scan: &Scan<'_>, short: &Hit<'_>, hit: &Hit<'_>) -> bool {
    scan.gap(short.from) == Gap::Quote
        && scan
            .firsts
            .iter()
            .any(|f| f.to == short.from && share(&f.entry.pupils, &hit.entry.pupils))
}

/// A token that may be a middle name, seen from the surname.
fn is_middle(scan: &Scan<'_>, at: usize, hit: &Hit<'_>) -> bool {
    let Some(token) = scan.token(at) else {
        return false;
    };
    let name = token.letter().is_some()
        || !lists::common(&token.key)
        || lists::first_name(&token.key)
        || scan.firsts.iter().any(|f| f.from == at)
        || token.gap == Gap::Quote;
    name && !token.possessive
        && token.shape != Shape::Digits
        && scan.alike(at, hit.to - 1)
        && close(scan.gap(at + 1), true)
}

/// Gaps that keep a name together.
fn close(gap: Gap, quoted: bool) -> bool {
    matches!(
        gap,
        Gap::Space | Gap::Joined | Gap::Hyphen | Gap::Under | Gap::Dot
    ) || (quoted && matches!(gap, Gap::Quote | Gap::Open | Gap::Close))
}

fn fits(scan: &Scan<'_>, first: &Hit<'_>, hit: &Hit<'_>, middles: usize) -> bool {
    let Some(last) = first.to.checked_sub(1).and_then(|at| scan.token(at)) else {
        return false;
    };
    let gap = scan.gap(first.to);
    if last.possessive || first.from >= hit.from {
        return false;
    }
    let distinct = hit.entry.class > crate::register::Class::Ambiguous;
    let near = close(gap, middles > 0)
        || (gap == Gap::Open && !house(scan, hit))
        || (distinct && matches!(gap, Gap::Quote | Gap::Dash));
    if !near || sentence_between(scan, first.to, hit.from) {
        return false;
    }
    // The last part of the surname has the capital: de Souza.
    if !scan.alike(first.from, hit.to - 1) {
        return false;
    }
    if scan.token(hit.to - 1).is_some_and(Token::capital) {
        // "Will Green team win?" asks; it names nobody.
        let team = matches!(
            scan.key(hit.to),
            "team" | "house" | "side" | "group" | "class"
        ) && scan.gap(hit.to) == Gap::Space
            && !last.possessive;
        let opens = scan.token(first.from).is_some_and(|t| t.opens);
        if opens && team && words(scan, first, hit) && verb_name(scan.key(first.from)) {
            return false;
        }
        return !(shouted(scan) && verbal(scan, first, hit)) || setting::names(scan, first, hit);
    }
    // Small letters only: two words are no name.
    (scan.small || scan.is_label(hit.from))
        && (!verbal(scan, first, hit)
            || scan.is_label(hit.from) && leads(scan, first.from)
            || setting::names(scan, first, hit))
        || hit.entry.class > crate::register::Class::Rare
}

fn words(scan: &Scan<'_>, first: &Hit<'_>, hit: &Hit<'_>) -> bool {
    lists::common(scan.key(first.from)) && lists::common(scan.key(hit.from))
}

/// Two words, one of them a verb more often than a name.
fn verbal(scan: &Scan<'_>, first: &Hit<'_>, hit: &Hit<'_>) -> bool {
    let auxiliary = matches!(scan.key(hit.from), "may" | "will" | "can");
    auxiliary || words(scan, first, hit) && verb_name(scan.key(first.from))
}

/// A first name that is a verb more often than a name when capitals say
/// nothing.
fn verb_name(key: &str) -> bool {
    matches!(
        key,
        "will"
            | "may"
            | "mark"
            | "can"
            | "pat"
            | "drew"
            | "chase"
            | "bob"
            | "hope"
            | "rose"
            | "art"
            | "skip"
    )
}

/// Nothing but numbers and camera words before: a file named after a pupil.
fn leads(scan: &Scan<'_>, at: usize) -> bool {
    (0..at).all(|b| {
        scan.token(b).is_some_and(|t| t.shape == Shape::Digits)
            || matches!(scan.key(b), "img" | "dsc" | "photo")
    })
}

/// Everything is in capitals.
fn shouted(scan: &Scan<'_>) -> bool {
    scan.tokens
        .iter()
        .all(|t| t.shape != Shape::Lower && (t.shape != Shape::Title || t.letter().is_some()))
}

/// In brackets behind a name stands a house or class, not a surname.
fn house(scan: &Scan<'_>, hit: &Hit<'_>) -> bool {
    scan.cover.get(hit.from).is_some_and(Option::is_some)
}

fn sentence_between(scan: &Scan<'_>, a: usize, b: usize) -> bool {
    let sentence = |at: usize| scan.token(at).map(|t| t.sentence);
    a > 0 && sentence(a - 1) != sentence(b)
}

/// The pupil's first name right after its surname: "Quillfeather, Tamsin",
/// "BAKER Tamsin", `baker_tamsin`.
pub(crate) fn first_after<'a, 's>(scan: &'s Scan<'a>, hit: &Hit<'a>) -> Option<&'s Hit<'a>> {
    let first = scan
        .firsts
        .iter()
        .find(|f| f.from == hit.to && share(&f.entry.pupils, &hit.entry.pupils))?;
    let name = scan.token(hit.to - 1)?;
    let gap = scan.gap(hit.to);
    if name.possessive
        || !scan.alike(hit.from, first.from)
        || sentence_between(scan, hit.to, first.from)
    {
        return None;
    }
    let key = scan.key(hit.from);
    if hit.entry.class > crate::register::Class::Rare {
        return Some(first);
    }
    let label = scan.is_label(hit.from);
    if !name.capital() && !label && !scan.small {
        return None;
    }
    let word = lists::common(key);
    let name_too = lists::first_name(key) || scan.register.firsts.contains_key(key);
    if gap == Gap::Comma {
        // "Baker, Tamsin" is a register; "James, Tamsin and Jory" is a list.
        let lead = hit.from == 0
            || matches!(scan.gap(hit.from), Gap::Break | Gap::Open)
            || name.shape == Shape::Upper;
        // "HOPE, Mark": only a register writes the two so differently.
        let register = name.shape == Shape::Upper
            && scan.token(first.from).map(|t| t.shape) == Some(Shape::Title);
        // Nothing else on the line: a list of two would say "and".
        let whole = lead
            && scan.token(first.to).is_none_or(|next| {
                matches!(next.gap, Gap::Break | Gap::Close)
                    || next.sentence != scan.token(first.from).map_or(0, |t| t.sentence)
            });
        return (lead && (register || whole || !name_too)).then_some(first);
    }
    if !close(gap, false) {
        return None;
    }
    let shouting = name.shape == Shape::Upper && !scan.headline;
    // "Park Seo-jun bowed": an everyday word may open the sentence, but no word
    // stands so before a first name from a place where surnames come first.
    let given = scan.key(first.from);
    let eastern = !lists::common(given) && !lists::first_name(given);
    let plain = name.capital() && (!name.opens || eastern) && !scan.headline && !adjective(key);
    let labelled = label && !words(scan, first, hit);
    (labelled || shouting || plain || !word).then_some(first)
}

fn adjective(key: &str) -> bool {
    matches!(
        key,
        "young"
            | "little"
            | "good"
            | "sharp"
            | "bright"
            | "swift"
            | "strong"
            | "wise"
            | "brave"
            | "noble"
            | "smart"
            | "true"
            | "jolly"
            | "merry"
            | "gentle"
            | "small"
            | "long"
            | "short"
            | "sweet"
            | "darling"
            | "quick"
            | "best"
            | "new"
            | "old"
            | "super"
            | "proud"
            | "happy"
            | "hardy"
            | "king"
            | "queen"
            | "prince"
            | "hero"
            | "champion"
            | "captain"
            | "just"
    )
}

/// First of one or two initials before the surname, one of them the pupil's.
pub(crate) fn own_initials(scan: &Scan<'_>, hit: &Hit<'_>) -> Option<usize> {
    let mut from = hit.from;
    let mut own = false;
    for _ in 0..2 {
        let Some(at) = from.checked_sub(1) else { break };
        let Some(letter) = scan.token(at).and_then(Token::letter) else {
            break;
        };
        if !close(scan.gap(from), false) {
            break;
        }
        own |= hit.entry.pupils.iter().any(|p| {
            usize::try_from(*p)
                .ok()
                .and_then(|p| scan.register.pupils.get(p))
                .is_some_and(|k| k.first_initials.contains(&letter))
        });
        from = at;
    }
    if !own || from == hit.from {
        return None;
    }
    let token = scan.token(from)?;
    let dotted = scan.gap(from + 1) == Gap::Dot;
    let article = matches!(&*token.key, "a" | "i") && !dotted && !scan.is_label(from);
    let possessive_tail = token.gap == Gap::Joined && from > 0;
    let capitals = token.capital() && scan.token(hit.from)?.capital();
    let small =
        !token.capital() && !scan.token(hit.from)?.capital() && (scan.small || scan.is_label(from));
    (!article && (capitals || small) && (!possessive_tail || scan.is_label(from))).then_some(from)
}

/// Code point after a name that stands right before: on the register, or
/// written like one.
pub(crate) fn any_first_before(scan: &Scan<'_>, hit: &Hit<'_>) -> Option<usize> {
    let before = hit.from.checked_sub(1)?;
    let last = scan.token(before)?;
    let registered = scan.firsts.iter().any(|f| f.to == hit.from);
    let looks = last.shape == Shape::Title
        && !scan.is_label(before)
        && last.letter().is_none()
        && !lists::word(&last.key)
        && last.sentence == scan.token(hit.from)?.sentence;
    (close(scan.gap(hit.from), false) && (registered || looks) && !last.possessive)
        .then_some(last.end)
}
