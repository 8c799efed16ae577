//! The words stop: hand-made lists that tell names from words, places and
//! history. They only ever soften what the register says, never replace it.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use crate::fold::fold;

type Words = LazyLock<HashSet<&'static str>>;

fn words(text: &'static str) -> HashSet<&'static str> {
    text.split_ascii_whitespace().collect()
}

/// Everyday words of school captions.
static DICTIONARY: Words = LazyLock::new(|| words(include_str!("lists/words.txt")));
/// Words, trades and things that are also surnames.
static WORD_NAMES: Words = LazyLock::new(|| words(include_str!("lists/wordnames.txt")));
/// First names that are common in British schools.
static FIRST_NAMES: Words = LazyLock::new(|| words(include_str!("lists/firstnames.txt")));
/// Towns, counties, countries.
static PLACES: Words = LazyLock::new(|| words(include_str!("lists/places.txt")));
/// What follows a surname in the name of a street, firm, cup or law.
static SUFFIXES: Words = LazyLock::new(|| words(include_str!("lists/suffixes.txt")));
/// Figures of the curriculum who go by their surname alone.
static FIGURES: Words = LazyLock::new(|| words(include_str!("lists/figures.txt")));
/// Titles that adults carry.
static TITLES: Words = LazyLock::new(|| words(include_str!("lists/titles.txt")));
/// Other forms by first name.
static NICKNAMES: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut by_name: HashMap<String, Vec<String>> = HashMap::new();
    for line in include_str!("lists/nicknames.txt").lines() {
        let names: Vec<String> = line.split_ascii_whitespace().map(plain).collect();
        // Any may be on the register and any other in the text.
        for name in &names {
            let others = by_name.entry(name.clone()).or_default();
            let rest = names.iter().filter(|other| *other != name).cloned();
            others.extend(rest);
        }
    }
    by_name
});

/// Small folded letters and digits of `text`, nothing else.
pub(crate) fn plain(text: &str) -> String {
    fold(text)
        .iter()
        .filter(|g| g.c.is_alphanumeric())
        .flat_map(|g| g.c.to_lowercase())
        .collect()
}

/// Phrases of people, books and makers that stand in the lists.
pub(crate) fn phrases() -> impl Iterator<Item = &'static str> {
    include_str!("lists/people.txt")
        .split(';')
        .chain(include_str!("lists/books.txt").split(';'))
        .map(str::trim)
        .filter(|phrase| !phrase.is_empty())
}

/// Short and long forms of a folded first name.
pub(crate) fn nicknames(name: &str) -> &'static [String] {
    NICKNAMES.get(name).map_or(&[], Vec::as_slice)
}

/// A figure of the curriculum known by surname alone.
pub(crate) fn figure(key: &str) -> bool {
    FIGURES.contains(key)
}

/// A common first name.
pub(crate) fn first_name(key: &str) -> bool {
    FIRST_NAMES.contains(key)
}

/// A town, county or country.
pub(crate) fn place(key: &str) -> bool {
    PLACES.contains(key)
}

/// A word that makes an organisation, place or award of the name before it.
pub(crate) fn suffix(key: &str) -> bool {
    SUFFIXES.contains(key)
}

/// What tradespeople keep: the surname before it is on a sign in the street.
pub(crate) fn trade(key: &str) -> bool {
    matches!(
        key,
        "bakery"
            | "bakers"
            | "cafe"
            | "garage"
            | "shop"
            | "store"
            | "stores"
            | "butchers"
            | "dairy"
            | "florist"
            | "kitchen"
            | "nursery"
            | "nurseries"
            | "coaches"
            | "circus"
            | "supermarket"
            | "restaurant"
            | "pharmacy"
            | "chemist"
            | "fishmongers"
            | "greengrocers"
            | "deli"
            | "theorem"
            | "law"
            | "comet"
    )
}

/// A title of an adult.
pub(crate) fn title(key: &str) -> bool {
    TITLES.contains(key)
}

/// A trade or thing that is also a surname.
pub(crate) fn word_name(key: &str) -> bool {
    WORD_NAMES.contains(key)
}

/// An everyday word, exactly as listed or as a regular plural.
pub(crate) fn common(key: &str) -> bool {
    DICTIONARY.contains(key)
        || key
            .strip_suffix('s')
            .is_some_and(|stem| stem.len() > 2 && DICTIONARY.contains(stem))
}

/// A word in any of its usual endings.
pub(crate) fn word(key: &str) -> bool {
    common(key) || place(key) || suffix(key) || title(key) || ENDINGS.iter().any(|e| stem(key, e))
}

const ENDINGS: [&str; 15] = [
    "es", "ed", "d", "ing", "er", "ers", "r", "rs", "est", "st", "ly", "ness", "ful", "less",
    "ment",
];

fn stem(key: &str, ending: &str) -> bool {
    let Some(stem) = key.strip_suffix(ending) else {
        return false;
    };
    if stem.len() < 3 {
        return false;
    }
    DICTIONARY.contains(stem)
        || (matches!(ending, "ing" | "er" | "ers") && DICTIONARY.contains(&*format!("{stem}e")))
        || undoubled(stem).is_some_and(|short| DICTIONARY.contains(short))
        || stem
            .strip_suffix('i')
            .is_some_and(|short| DICTIONARY.contains(&*format!("{short}y")))
}

/// "swimm" to "swim".
fn undoubled(stem: &str) -> Option<&str> {
    let mut letters = stem.chars();
    let last = letters.next_back()?;
    (letters.next_back()? == last).then(|| stem.strip_suffix(last))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_their_usual_endings() {
        for known in [
            "swimming", "baked", "bakers", "stories", "happily", "playful",
        ] {
            assert!(word(known), "{known}");
        }
        assert!(!word("quillfeather"));
    }

    #[test]
    fn every_list_is_folded_so_that_look_ups_can_succeed() {
        for set in [
            &DICTIONARY,
            &WORD_NAMES,
            &FIRST_NAMES,
            &PLACES,
            &SUFFIXES,
            &FIGURES,
            &TITLES,
        ] {
            assert!(set.iter().all(|w| plain(w) == **w));
        }
    }
}
