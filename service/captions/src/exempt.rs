//! The words stop: what is no pupil although it looks like one. Staff and
//! titles, then the school's own names, then organisations and places, then the
//! curriculum. A phrase counts only as a whole.

use std::collections::HashMap;

use crate::{
    fold::fold,
    forms::particle,
    lists,
    scan::Scan,
    school::School,
    token::{Gap, Shape, tokens},
};

/// Longest phrase in words.
const LONGEST: usize = 8;

/// Where a phrase comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Curriculum,
    School,
    Staff,
}

/// All phrases that hide names, looked up by their words.
pub(crate) struct Phrases {
    by_words: HashMap<String, Source>,
}

fn words(text: &str) -> Vec<String> {
    tokens(&fold(text))
        .into_iter()
        .map(|t| {
            if t.possessive && t.tail > t.end {
                format!("{}s", t.key)
            } else {
                t.key
            }
        })
        .collect()
}

impl Phrases {
    pub fn new(school: &School) -> Self {
        let mut by_words = HashMap::new();
        for phrase in lists::phrases() {
            let words = words(phrase);
            if words.len() > 1 {
                by_words.insert(words.concat(), Source::Curriculum);
            }
        }
        let own = school
            .short_names
            .iter()
            .chain(&school.houses)
            .chain(&school.class_names)
            .chain(&school.name)
            .chain(&school.handles);
        for phrase in own {
            by_words.insert(words(phrase).concat(), Source::School);
        }
        for line in school.address.iter().flat_map(|a| a.split([',', '\n'])) {
            by_words.insert(words(line).concat(), Source::School);
            let named: Vec<_> = words(line)
                .into_iter()
                .filter(|w| !w.starts_with(|c: char| c.is_ascii_digit()))
                .collect();
            by_words.insert(named.concat(), Source::School);
        }
        for person in &school.staff {
            let words = words(person);
            by_words.insert(words.concat(), Source::Staff);
            let bare: Vec<_> = words.iter().filter(|w| !lists::title(w)).cloned().collect();
            if bare.len() > 1 {
                by_words.insert(bare.concat(), Source::Staff);
            }
        }
        by_words.remove("");
        Self { by_words }
    }

    /// Marks in the scan what phrases, titles and suffixes cover.
    pub fn cover(&self, scan: &mut Scan<'_>) {
        for from in 0..scan.tokens.len() {
            if let Some((to, source)) = self.longest(scan, from) {
                if source == Source::Staff && lists::title(scan.key(from)) {
                    set(&mut scan.titled, from, to);
                }
                // "Mr Fox" of a book is exempt by the title alone, so that a
                // parent of that name is still seen.
                let titled = source == Source::Curriculum && lists::title(scan.key(from));
                if !(titled && to - from == 2) {
                    set(&mut scan.cover, from, to);
                }
            }
        }
        for from in 0..scan.tokens.len() {
            if let Some(to) = titled(scan, from) {
                set(&mut scan.titled, from, to);
            }
        }
        organisations(scan);
    }

    fn longest(&self, scan: &Scan<'_>, from: usize) -> Option<(usize, Source)> {
        let mut key = String::new();
        let mut found = None;
        for to in from..scan.tokens.len().min(from + LONGEST) {
            let token = scan.token(to)?;
            if to > from && !joins(token.gap) {
                break;
            }
            key.push_str(&token.key);
            if let Some(source) = self.by_words.get(&key) {
                // A house called Rose is not every rose.
                let own =
                    *source == Source::Curriculum || token.capital() || scan.small || to > from;
                if own || scan.is_label(from) {
                    found = Some((to + 1, *source));
                }
            }
            if token.possessive
                && let Some(source) = self.by_words.get(&format!("{key}s"))
            {
                found = Some((to + 1, *source));
            }
        }
        found
    }
}

fn joins(gap: Gap) -> bool {
    matches!(
        gap,
        Gap::Joined | Gap::Space | Gap::Hyphen | Gap::Under | Gap::Dot | Gap::Tag
    )
}

/// A longer phrase at a place wins over a shorter.
fn set(ranges: &mut [Option<(usize, usize)>], from: usize, to: usize) {
    for place in ranges.iter_mut().take(to).skip(from) {
        if place.is_none_or(|(a, b)| b - a < to - from) {
            *place = Some((from, to));
        }
    }
}

/// Title, then up to two initials or one first name, then a surname: the token
/// after it.
fn titled(scan: &Scan<'_>, from: usize) -> Option<usize> {
    let token = scan.token(from)?;
    if !lists::title(&token.key) || !(token.capital() || scan.small || plain_title(&token.key)) {
        return None;
    }
    let mut at = from + 1;
    if scan.key(at) == "and" && lists::title(scan.key(at + 1)) {
        at += 2;
    }
    let near = |at: usize| {
        matches!(
            scan.gap(at),
            Gap::Space | Gap::Dot | Gap::Under | Gap::Joined | Gap::Hyphen
        )
    };
    let first = at;
    while at < first + 2 && near(at) && scan.token(at)?.letter().is_some() {
        at += 1;
    }
    // "Mrs van der Berg", "Mr al-Rashid": the surname begins with small words.
    let small = (at..at + 3)
        .take_while(|p| {
            near(*p)
                && particle(scan.key(*p))
                && scan.token(*p).is_some_and(|t| t.shape == Shape::Lower)
        })
        .count();
    if small > 0 && near(at + small) && scan.token(at + small)?.capital() {
        return Some(longest_surname(scan, at).max(at + small + 1));
    }
    if !near(at) || !(scan.token(at)?.capital() || scan.small || scan.is_label(at)) {
        return None;
    }
    if scan.register.surnames.contains_key(scan.key(at))
        && scan.token(at + 1).is_none_or(|t| t.gap != Gap::Hyphen)
    {
        return Some(longest_surname(scan, at).max(at + 1));
    }
    let next = at + 1;
    let second = scan.token(next).is_some_and(|t| {
        matches!(t.gap, Gap::Space | Gap::Hyphen | Gap::Joined)
            && t.shape != Shape::Lower
            && t.shape != Shape::Digits
    });
    // "Coach Penhale" is a title; "Coach Kit Penhale" is a job and a full name.
    let job = matches!(
        &*token.key,
        "coach"
            | "officer"
            | "nurse"
            | "chef"
            | "firefighter"
            | "paramedic"
            | "ranger"
            | "detective"
    );
    if second && job {
        return None;
    }
    if second && !scan.token(at)?.possessive {
        return Some(longest_surname(scan, next).max(next + 1));
    }
    Some(longest_surname(scan, at).max(at + 1))
}

fn plain_title(key: &str) -> bool {
    matches!(key, "mr" | "mrs" | "ms" | "mx" | "dr")
}

/// End of the longest registered surname that starts at `at`.
fn longest_surname(scan: &Scan<'_>, at: usize) -> usize {
    scan.surnames
        .iter()
        .find(|h| h.from == at)
        .map_or(at + 1, |h| h.to)
}

/// "Quillfeather Road", "the Quillfeather cup", "Quillfeather and Sons".
fn organisations(scan: &mut Scan<'_>) {
    let hits: Vec<(usize, usize)> = scan.surnames.iter().map(|h| (h.from, h.to)).collect();
    for (from, to) in hits {
        let Some(end) = organisation(scan, from, to) else {
            continue;
        };
        set(&mut scan.cover, from, end);
    }
}

fn organisation(scan: &Scan<'_>, from: usize, to: usize) -> Option<usize> {
    let name = scan.token(to.checked_sub(1)?)?;
    let before = from.checked_sub(1).map_or("", |at| scan.key(at));
    if matches!(
        before,
        "lake" | "mount" | "port" | "st" | "saint" | "fort" | "cape" | "loch" | "river"
    ) && scan.alike(from - 1, from)
        && scan.gap(from) != Gap::Comma
    {
        return Some(to);
    }
    let near = |at: usize| {
        matches!(
            scan.gap(at),
            Gap::Space | Gap::Joined | Gap::Under | Gap::Hyphen
        )
    };
    if scan.key(to) == "and" && matches!(scan.key(to + 1), "sons" | "co" | "company" | "daughters")
    {
        return Some(to + 2);
    }
    // "Quillfeather's bakery", "Quillfeather Brothers" without "the".
    let trade = name.possessive && lists::trade(scan.key(to));
    let brothers = matches!(scan.key(to), "brothers" | "bros")
        && name.shape == Shape::Title
        && scan.token(to).is_some_and(|t| t.shape == Shape::Title)
        && before != "the";
    if near(to) && (trade || brothers) {
        return Some(to + 1);
    }
    // One word may stand between: Quillfeather Memorial Hall.
    let between = scan
        .token(to)
        .is_some_and(|t| lists::common(&t.key) || lists::place(&t.key));
    let reach = if between { 2 } else { 1 };
    for at in to..to + reach {
        let next = scan.token(at)?;
        if !near(at) {
            return None;
        }
        let article = matches!(before, "the" | "our" | "a" | "this" | "new" | "annual");
        let alike = if name.capital() {
            next.capital() || (at == to && article)
        } else {
            true
        };
        if !alike || (at > to && !scan.token(to)?.capital()) {
            return None;
        }
        if lists::suffix(&next.key) {
            return Some(at + 1);
        }
    }
    None
}
