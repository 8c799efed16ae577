//! What an answer means, from the words and ticks that schools' systems write.
//! A word that is not known here is asked, never guessed; what nobody answered
//! is no consent.

use super::{codes::codes, table::fold};

codes! {
    /// What an answer means. Ordered: the later, the stricter.
    #[derive(PartialOrd, Ord)]
    pub enum Word {
        /// They agree.
        Yes = "yes",
        /// Nobody has answered: no consent.
        NoAnswer = "no-answer",
        /// They do not agree.
        No = "no",
    }
}

/// Words that say neither what is agreed to nor what is denied: all that a
/// column turns which asks the other way round.
const BARE_YES: &[&str] = &[
    "yes", "y", "true", "1", "\u{2713}", "\u{2714}", "\u{2611}", "tick", "ticked",
];
const BARE_NO: &[&str] = &["no", "n", "false", "0"];
/// Words by which nobody can tell which way round a text asks.
const NEGATIVE: &[&str] = &[
    "no", "non", "none", "not", "never", "neither", "nor", "dont", "cant", "wont", "cannot",
    "without", "opt", "opted", "opting", "optout", "stop", "except", "unless", "ban", "banned",
    "veto", "disagree", "disallow", "deny", "denies", "denied", "denial",
];
/// The same, whatever their end.
const NEGATIVE_STEMS: &[&str] = &[
    "refus", "declin", "object", "withdr", "withh", "exclu", "exempt", "prohib", "forb",
    "restrict", "remov", "revok", "reject", "disagree", "disallow",
];

const YES: &[&str] = &[
    "granted",
    "given",
    "confirmed",
    "consented",
    "consent given",
    "consent granted",
    "i consent",
    "i agree",
    "agree",
    "agreed",
    "accept",
    "accepted",
    "approved",
    "allowed",
    "permitted",
];
const NO: &[&str] = &[
    "declined",
    "refused",
    "denied",
    "not granted",
    "not given",
    "withdrawn",
    "revoked",
    "rejected",
    "i do not consent",
    "i do not agree",
    "do not consent",
    "do not agree",
    "disagree",
    "disagreed",
    "not agreed",
    "not allowed",
    "consent refused",
    "consent withdrawn",
    "consent denied",
    "\u{2717}",
    "\u{2718}",
];
const NO_ANSWER: &[&str] = &[
    "",
    "-",
    "\u{2013}",
    "\u{2014}",
    "?",
    "n/a",
    "na",
    "none",
    "null",
    "pending",
    "requested",
    "awaiting",
    "awaiting response",
    "unknown",
    "not known",
    "not answered",
    "not requested",
    "not recorded",
    "no response",
    "no answer",
    "no reply",
    "blank",
    "unticked",
    "\u{2610}",
];

/// A text as words are compared.
#[must_use]
pub fn folded(text: &str) -> String {
    let folded = fold(text);
    folded.trim_end_matches(['.', '!', ',', ';']).to_owned()
}

/// What a text means in a column that asks plainly; none where it has to be
/// asked. `x` is asked: here it is a tick and there a cross.
#[must_use]
pub fn usual(text: &str) -> Option<Word> {
    let text = folded(text);
    let text = text.as_str();
    for (words, word) in [
        (BARE_YES, Word::Yes),
        (YES, Word::Yes),
        (BARE_NO, Word::No),
        (NO, Word::No),
        (NO_ANSWER, Word::NoAnswer),
    ] {
        if words.contains(&text) {
            return Some(word);
        }
    }
    // "No, I would rather not": a no is taken at its first word; a yes that
    // goes on may be a yes, but.
    let first = text.split([' ', ',', '-', ':', '.']).next();
    (first == Some("no")).then_some(Word::No)
}

/// What a text means in a column that asks the other way round, such as
/// "consent denied". Only bare words turn: "denied" is a no there too, and
/// "agreed" or a sentence may be either and is asked.
#[must_use]
pub fn usual_turned(text: &str) -> Option<Word> {
    const CROSSES: [&str; 2] = ["\u{2717}", "\u{2718}"];
    let text = folded(text);
    let text = text.as_str();
    if BARE_YES.contains(&text) {
        Some(Word::No)
    } else if BARE_NO.contains(&text) {
        Some(Word::Yes)
    } else if NO.contains(&text) && !CROSSES.contains(&text) {
        Some(Word::No)
    } else {
        NO_ANSWER.contains(&text).then_some(Word::NoAnswer)
    }
}

/// Whether nothing but yes or no is said: no heading reads so.
#[must_use]
pub fn is_bare(text: &str) -> bool {
    let text = folded(text);
    BARE_YES.contains(&text.as_str()) || BARE_NO.contains(&text.as_str())
}

/// Whether a text denies anything, so that which way round it asks has to be
/// said and is never guessed.
#[must_use]
pub fn is_negative(text: &str) -> bool {
    let text = fold(text);
    let mut words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '\'');
    words.any(|word| {
        NEGATIVE.contains(&word)
            || word.ends_with("n't")
            || NEGATIVE_STEMS.iter().any(|stem| word.starts_with(stem))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_words_of_schools_systems_are_known() {
        for (text, means) in [
            ("Yes", Some(Word::Yes)),
            (" granted ", Some(Word::Yes)),
            ("TRUE", Some(Word::Yes)),
            ("Not Granted", Some(Word::No)),
            ("declined", Some(Word::No)),
            ("No, thank you.", Some(Word::No)),
            ("Requested", Some(Word::NoAnswer)),
            ("Pending", Some(Word::NoAnswer)),
            ("", Some(Word::NoAnswer)),
            ("Yes, but not online", None),
            ("x", None),
            ("P", None),
            ("Ask Grandma", None),
            ("Nobody", None),
        ] {
            assert_eq!(usual(text), means, "{text}");
        }
    }

    #[test]
    fn no_word_means_two_things() {
        let lists = [BARE_YES, YES, BARE_NO, NO, NO_ANSWER];
        let mut all: Vec<&str> = lists.concat();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn only_bare_words_turn_where_a_column_asks_the_other_way_round() {
        for (text, means) in [
            ("Yes", Some(Word::No)),
            ("TRUE", Some(Word::No)),
            ("No", Some(Word::Yes)),
            ("FALSE", Some(Word::Yes)),
            ("Denied", Some(Word::No)),
            ("Refused", Some(Word::No)),
            ("Consent withdrawn", Some(Word::No)),
            ("", Some(Word::NoAnswer)),
            ("Unticked", Some(Word::NoAnswer)),
            ("Confirmed", None),
            ("Agreed", None),
            ("No photos please", None),
            ("\u{2717}", None),
            ("x", None),
        ] {
            assert_eq!(usual_turned(text), means, "{text}");
        }
    }

    #[test]
    fn a_text_that_denies_anything_is_found() {
        for text in [
            "Don't use on website",
            "Don\u{2019}t publish",
            "Do not publish",
            "never on social media",
            "Consent denied",
            "Website consent (given or refused)",
            "Opt out of website",
            "Opt-out",
            "Not on website",
        ] {
            assert!(is_negative(text), "{text}");
        }
        for text in [
            "Website",
            "Display in hall",
            "May we use photos in our newsletter?",
            "Consent status",
            "Newsletter, prospectus",
        ] {
            assert!(!is_negative(text), "{text}");
        }
    }

    #[test]
    fn a_word_reads_back_from_its_code() {
        for word in Word::ALL {
            assert_eq!(Word::of_code(word.code()), Some(word));
        }
        assert_eq!(Word::of_code("maybe"), None);
    }

    proptest! {
        /// Only a word of the list is ever a yes by itself.
        #[test]
        fn nothing_but_a_listed_word_is_taken_for_a_yes(text in "\\PC{0,20}") {
            if usual(&text) == Some(Word::Yes) {
                let folded = folded(&text);
                let folded = folded.as_str();
                prop_assert!(YES.contains(&folded) || BARE_YES.contains(&folded));
            }
            if usual_turned(&text) == Some(Word::Yes) {
                prop_assert!(BARE_NO.contains(&folded(&text).as_str()));
            }
        }
    }
}
