//! The codes under which the words of the rules stand in columns.

use gatehouse_domain::{
    biometric::{Ground, Method, Relation},
    permission::{Basis, Decision, Means, Naming, Purpose},
};
use uuid::Uuid;

use super::Kind;
use crate::Error;

/// A word of the rules that stands in a column under a code.
pub(crate) trait Code: Copy + 'static {
    /// Every word there is.
    const ALL: &'static [Self];

    /// Its code, as the tables' checks list it.
    fn code(self) -> &'static str;
}

/// Gives each enum its codes; a variant that is left out does not compile.
macro_rules! codes {
    ($($name:ident { $($variant:ident $code:literal),+ $(,)? })+) => {$(
        impl Code for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),+
                }
            }
        }
    )+};
}

codes! {
    Kind { Pupil "pupil", Staff "staff" }
    Relation {
        Parent "parent",
        ParentWithout "parent-without",
        Responsible "responsible",
        Contact "contact",
    }
    Ground {
        CannotBeFound "cannot-be-found",
        LacksCapacity "lacks-capacity",
        ChildsWelfare "childs-welfare",
        NotPracticable "not-practicable",
    }
    Method { Paper "paper", Portal "portal", Email "email", Verbal "verbal" }
    Naming { PictureOnly "picture-only", WithFirstName "with-first-name" }
    Basis {
        Consent "consent",
        PublicTask "public-task",
        LegitimateInterests "legitimate-interests",
    }
    Decision { Granted "granted", Refused "refused", Withdrawn "withdrawn" }
    Means {
        Paper "paper",
        Portal "portal",
        Email "email",
        Verbal "verbal",
        InPerson "in-person",
    }
    Purpose { Using "using", Taking "taking" }
}

/// The word behind a code of a column, or the row that is damaged. The error
/// does not repeat what stands there.
pub(crate) fn read_code<T: Code>(
    code: &str,
    table: &'static str,
    column: &'static str,
    row: Uuid,
) -> Result<T, Error> {
    let known = T::ALL.iter().copied().find(|word| word.code() == code);
    known.ok_or_else(|| Error::corrupt(table, column, row, "an unknown code"))
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    fn agrees<T: Code + Serialize + PartialEq + std::fmt::Debug>() {
        for word in T::ALL {
            assert_eq!(serde_json::to_value(word).unwrap(), word.code());
            let read: T = read_code(word.code(), "t", "c", Uuid::nil()).unwrap();
            assert_eq!(read, *word);
        }
        assert!(matches!(
            read_code::<T>("?", "t", "c", Uuid::nil()),
            Err(Error::Corrupt {
                table: "t",
                column: "c",
                ..
            })
        ));
    }

    #[test]
    fn codes_in_columns_are_those_in_files_and_read_back() {
        agrees::<Kind>();
        agrees::<Relation>();
        agrees::<Ground>();
        agrees::<Method>();
        agrees::<Naming>();
        agrees::<Basis>();
        agrees::<Decision>();
        agrees::<Means>();
        agrees::<Purpose>();
    }
}
