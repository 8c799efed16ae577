//! The words stop: the list of rules, each with a stable code and a plain reason.

use gatehouse_domain::findings::{Finding, WordsVerdict};

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $reason:literal;)*) => {
        /// Why a place in a text was marked.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[$doc])* $name,)*
        }

        impl Rule {
            /// Every rule, in the order in which tables list them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Stable kebab-case code; never reworded.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// One plain sentence that says what to do; names no child.
            #[must_use]
            pub const fn reason(self) -> &'static str {
                match self {
                    $(Self::$name => $reason,)*
                }
            }
        }
    };
}

rules! {
    /// First name with its own surname.
    FullName, "full-name", "This gives a pupil's full name: keep the first name only.";
    /// A surname alone.
    Surname, "surname", "This is a pupil's surname: use the first name, or take it out.";
    /// Initial with surname.
    InitialSurname, "initial-with-surname", "This is an initial with a pupil's surname: use the first name only.";
    /// First name with initial of the surname.
    FirstNameInitial, "first-name-with-initial", "This gives the initial of a pupil's surname: take the initial out.";
    /// Two pupils share the surname behind the second.
    SharedSurname, "shared-surname", "This surname belongs to pupils named before it: keep the first names only.";
    /// A misspelt surname beside the pupil's first name.
    MisspeltSurname, "misspelt-surname", "This looks like a pupil's surname with a slip in it: keep the first name only.";
    /// A titled parent with a pupil's surname.
    ParentSurname, "parent-surname", "This gives a pupil's surname through a parent: say whose parent it is by first name.";
    /// A first name where the profile wants none.
    NameWithPicture, "name-with-picture", "The school's profile wants no pupil's name with a picture: take the name out.";
    /// A first name where the profile wants picture or name.
    PictureOrName, "picture-or-name", "The school's profile wants the picture or the name, never both: take the name out.";
    /// E-mail address.
    Email, "email-address", "This is an e-mail address that is not the school's: take it out.";
    /// Telephone number.
    Phone, "phone-number", "This is a telephone number that is not the school's: take it out.";
    /// Postal address.
    Address, "home-address", "This may be where somebody lives: take the address out.";
    /// Postcode.
    Postcode, "postcode", "This is a postcode that is not the school's: take it out.";
    /// Date of birth.
    BirthDate, "date-of-birth", "This gives a date of birth: take it out.";
    /// UPN, NHS number, ULN and the like.
    Identifier, "identifier", "This is a number that identifies a pupil: take it out.";
    /// Health, special needs, care, benefits, exclusion or attainment.
    Sensitive, "sensitive-detail", "This tells something private about a named pupil: take it out.";
    /// A label that marks a group of pupils out.
    GroupLabel, "group-label", "This label marks some pupils out: say it without the label.";
    /// A judgement that marks a pupil out.
    Opinion, "opinion", "This judges a named pupil: say what was done instead.";
    /// A class code with a name.
    ClassCode, "class-code", "A class code with a name makes a pupil easy to find: give the year group instead.";
    /// An age or birthday with a name.
    Age, "age-or-birthday", "This gives a named pupil's age or birthday: take it out.";
    /// A named pupil's future place and time.
    Whereabouts, "future-place-and-time", "This says where a named pupil will be: publish it afterwards, or without the name.";
    /// An unknown account.
    Handle, "unknown-handle", "This account is not one of the school's: make sure that it is no pupil's.";
    /// Full name of somebody who is not on the register.
    Stranger, "unknown-full-name", "This looks like a full name: is it a pupil or a visiting child?";
}

/// What a rule marked, before it is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Code points in the original.
    pub start: usize,
    pub end: usize,
    pub rule: Rule,
    pub verdict: WordsVerdict,
    /// Code points to delete to put it right, where that leaves a sentence.
    pub edit: Option<(usize, usize)>,
}

impl Mark {
    pub fn block(rule: Rule, (start, end): (usize, usize)) -> Self {
        Self {
            start,
            end,
            rule,
            verdict: WordsVerdict::Block,
            edit: None,
        }
    }

    pub fn warn(rule: Rule, (start, end): (usize, usize)) -> Self {
        Self {
            verdict: WordsVerdict::Warn,
            ..Self::block(rule, (start, end))
        }
    }

    pub fn edit(self, edit: Option<(usize, usize)>) -> Self {
        Self { edit, ..self }
    }

    pub fn finding(&self) -> Finding {
        Finding {
            start: self.start,
            end: self.end,
            rule: self.rule.code().to_owned(),
            verdict: self.verdict,
            reason: self.rule.reason().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_kebab_case_and_each_stands_once() {
        let mut codes: Vec<_> = Rule::ALL.iter().map(|r| r.code()).collect();
        assert!(
            codes
                .iter()
                .all(|c| c.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        );
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Rule::ALL.len());
    }

    #[test]
    fn every_reason_says_what_to_do_in_one_sentence() {
        for rule in Rule::ALL {
            assert!(rule.reason().ends_with(['.', '?']), "{rule:?}");
        }
    }
}
