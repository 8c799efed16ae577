//! Names and words as the photo's way carries them: checked, and never printed.

use serde::{Deserialize, Serialize};

/// Why a text cannot be what it is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    /// Nothing but spaces.
    #[error("it is empty: type at least one letter")]
    Blank,
    /// Longer than the limit in characters.
    #[error("it is too long: use at most {0} characters")]
    TooLong(usize),
    /// Holds a character that no keyboard types on purpose.
    #[error("it holds a control character: type it again instead of pasting it")]
    Control,
}

fn parse(text: &str, limit: usize) -> Result<String, BadText> {
    let text = text.trim();
    if text.is_empty() {
        return Err(BadText::Blank);
    }
    if text.chars().count() > limit {
        return Err(BadText::TooLong(limit));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(BadText::Control);
    }
    Ok(text.to_owned())
}

macro_rules! private_text {
    ($(#[$doc:meta])* $name:ident, $limit:literal) => {
        $(#[$doc])*
        ///
        /// Prints as stars, so that it cannot reach a log by accident.
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text without outer spaces, when it can be one.
            ///
            /// # Errors
            /// [`BadText`] says what is wrong with it, without repeating it.
            pub fn parse(text: &str) -> Result<Self, BadText> {
                parse(text, $limit).map(Self)
            }

            /// The text, for those who may read it.
            #[must_use]
            pub fn reveal(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(***)"))
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadText;

            fn try_from(text: String) -> Result<Self, BadText> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    };
}

private_text!(
    /// A first or preferred name.
    FirstName, 100
);
private_text!(
    /// A family name, all parts of it.
    Surname, 150
);
private_text!(
    /// Words that go out with a picture: caption, alt text, title, file name.
    Words, 10_000
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_prints_as_stars() {
        let name = FirstName::parse("  Oyelaran ").unwrap();
        assert_eq!(format!("{name:?}"), "FirstName(***)");
        assert_eq!(name.reveal(), "Oyelaran");
    }

    #[test]
    fn what_no_one_types_is_refused_without_being_repeated() {
        assert_eq!(FirstName::parse(" \t "), Err(BadText::Blank));
        assert_eq!(Surname::parse("a\u{0}b"), Err(BadText::Control));
        assert_eq!(
            FirstName::parse(&"x".repeat(101)),
            Err(BadText::TooLong(100))
        );
    }

    proptest! {
        #[test]
        fn what_parses_once_parses_to_itself(text in "\\PC{0,40}") {
            if let Ok(words) = Words::parse(&text) {
                prop_assert_eq!(Words::parse(words.reveal()), Ok(words));
            }
        }
    }
}
