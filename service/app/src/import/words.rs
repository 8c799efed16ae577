//! What an answer means, from the words and ticks that schools' systems write.
//! A word that is not known here is asked, never guessed; what nobody answered
//! is no consent.

use serde::{Deserialize, Serialize};

use super::table::fold;

/// What an answer means. Ordered: the later, the stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// They agree.
    Yes,
    /// Nobody has answered: no consent.
    NoAnswer,
    /// They do not agree.
    No,
}

impl Word {
    /// What it means in a column that asks the other way round, such as
    /// "consent denied".
    #[must_use]
    pub const fn inverted(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::NoAnswer => Self::NoAnswer,
            Self::No => Self::Yes,
        }
    }

    /// Its code, as in a file that holds a mapping.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::NoAnswer => "no-answer",
            Self::No => "no",
        }
    }

    /// The word of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Yes, Self::NoAnswer, Self::No]
            .into_iter()
            .find(|word| word.code() == code)
    }
}

const YES: &[&str] = &[
    "yes",
    "y",
    "true",
    "1",
    "\u{2713}",
    "\u{2714}",
    "\u{2611}",
    "tick",
    "ticked",
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
    "no",
    "n",
    "false",
    "0",
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

/// What a text means everywhere; none where it has to be asked. `x` is asked:
/// here it is a tick and there a cross.
#[must_use]
pub fn usual(text: &str) -> Option<Word> {
    let text = folded(text);
    let text = text.as_str();
    for (words, word) in [
        (YES, Word::Yes),
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
        for text in YES {
            assert!(!NO.contains(text) && !NO_ANSWER.contains(text), "{text}");
        }
        assert!(!NO.iter().any(|text| NO_ANSWER.contains(text)));
    }

    #[test]
    fn a_word_reads_back_from_its_code() {
        for word in [Word::Yes, Word::No, Word::NoAnswer] {
            assert_eq!(Word::of_code(word.code()), Some(word));
            assert_eq!(word.inverted().inverted(), word);
        }
        assert_eq!(Word::of_code("maybe"), None);
    }

    proptest! {
        /// Only a word of the list is ever a yes by itself.
        #[test]
        fn nothing_but_a_listed_word_is_taken_for_a_yes(text in "\\PC{0,20}") {
            if usual(&text) == Some(Word::Yes) {
                let folded = folded(&text);
                prop_assert!(YES.contains(&folded.as_str()));
            }
        }
    }
}
