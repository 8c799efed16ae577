//! Why somebody decided something about a child, in their own words: sealed
//! where it is kept, shown to nobody but safeguarding leads.

/// The longest reason, in characters.
const LONGEST: usize = 1000;

/// At least so many words.
const FEWEST: usize = 3;

/// A reason that says something. No Debug: it speaks of a child.
#[derive(Clone, PartialEq, Eq)]
pub struct Why(String);

/// What is wrong with a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyFault {
    /// It says nothing, or too little to be understood later.
    TooShort,
    /// It is longer than 1000 characters.
    TooLong,
}

impl Why {
    /// A reason of a few words at least.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, WhyFault> {
        let text = text.trim();
        let says = |word: &&str| word.chars().any(char::is_alphanumeric);
        if text.split_whitespace().filter(says).count() < FEWEST {
            Err(WhyFault::TooShort)
        } else if text.chars().count() > LONGEST {
            Err(WhyFault::TooLong)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The words.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_a_few_words_and_is_kept_without_the_space_around_it() {
        for nothing in ["", "   ", "ok", "yes fine", "- - - -", "… … …"] {
            assert!(
                Why::parse(nothing) == Err(WhyFault::TooShort),
                "{nothing:?}"
            );
        }
        let why = Why::parse("  The mother rang today. \n").ok();
        assert_eq!(
            why.as_ref().map(Why::reveal),
            Some("The mother rang today.")
        );
        let long = "word ".repeat(201);
        assert!(Why::parse(&long) == Err(WhyFault::TooLong));
        assert!(Why::parse(&"word ".repeat(200)).is_ok());
    }
}
