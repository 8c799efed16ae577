//! Refusals and reasons all along the photo's way: each has one stable code
//! and one plain sentence, made in one place so that neither can be forgotten.

/// Makes an error enum whose variants each carry a kebab-case code, which is
/// never reworded, and a sentence that says what to do next.
macro_rules! coded {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($variant:ident $code:literal $sentence:literal,)+
    }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, thiserror::Error,
        )]
        pub enum $name {
            $(
                #[doc = concat!("`", $code, "`: ", $sentence)]
                #[serde(rename = $code)]
                #[error($sentence)]
                $variant,
            )+
        }

        impl $name {
            /// Every one of them, in the order of the tables.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable kebab-case code, for machines and for the log.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }
    };
}

pub(crate) use coded;

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeSet;

    /// Holds for every enum that `coded!` makes.
    pub(crate) fn assert_codes_are_stable_words(codes: &[(&str, String)]) {
        let different: BTreeSet<_> = codes.iter().map(|(code, _)| *code).collect();
        assert_eq!(different.len(), codes.len(), "two share a code");
        for (code, sentence) in codes {
            assert!(
                code.split('-').all(|word| !word.is_empty()
                    && word
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())),
                "{code} is not kebab-case"
            );
            assert!(sentence.contains(' '), "{code} has no sentence");
        }
    }

    macro_rules! codes_of {
        ($name:ty) => {
            <$name>::ALL
                .iter()
                .map(|one| (one.code(), one.to_string()))
                .collect::<Vec<_>>()
        };
    }
    pub(crate) use codes_of;
}
