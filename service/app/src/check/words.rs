//! The words that go with a photo, through the one checker.

use gatehouse_captions::{Checked, Checker, Pupil, Register};
use gatehouse_domain::{
    Channel,
    findings::TextKind,
    names::{FirstName, Words},
    policy::Text,
};

use crate::school::{Kind, Person, School};

/// Every text that goes out with a photo.
#[derive(Debug, Clone, Default)]
pub struct Texts(pub Vec<(TextKind, Words)>);

/// A text with what the checker said of it on one channel.
#[derive(Debug)]
pub struct CheckedText {
    /// Caption, alt text and so on.
    pub kind: TextKind,
    /// Findings and a suggestion.
    pub checked: Checked,
}

impl Texts {
    /// Checks every text for a channel.
    #[must_use]
    pub fn check(&self, checker: &Checker, channel: Channel) -> Vec<CheckedText> {
        self.0
            .iter()
            .map(|(kind, words)| CheckedText {
                kind: *kind,
                checked: checker.check(words.reveal(), *kind, channel),
            })
            .collect()
    }

    /// The verdicts alone, as the case wants them.
    pub(super) fn facts(&self, checker: &Checker, channel: Channel) -> Vec<Text> {
        self.check(checker, channel)
            .into_iter()
            .map(|text| Text {
                kind: text.kind,
                verdict: text.checked.findings.verdict,
            })
            .collect()
    }

    /// Whether any text holds the first name of anybody on the register.
    pub(super) fn name_somebody(&self, checker: &Checker) -> bool {
        self.0
            .iter()
            .any(|(_, words)| checker.names_somebody(words.reveal()))
    }

    /// Whether any text holds the first or preferred name of `person`, or
    /// their surname, which names them all the more.
    pub(super) fn name(&self, checker: &Checker, person: &Person) -> bool {
        person
            .given_names()
            .map(FirstName::reveal)
            .chain([person.surname.reveal()])
            .any(|name| self.hold(checker, name))
    }

    /// Whether any text holds this name as a word of its own.
    pub(super) fn hold(&self, checker: &Checker, name: &str) -> bool {
        self.0
            .iter()
            .any(|(_, words)| checker.mentions(words.reveal(), name))
    }
}

/// A words checker over everybody on the school's register.
#[must_use]
pub fn words_checker(school: &School) -> Checker {
    let pupils = school
        .people
        .iter()
        .filter(|person| person.kind == Kind::Pupil)
        .map(|person| Pupil {
            first_name: person.first_name.reveal().to_owned(),
            preferred_name: person
                .preferred_name
                .as_ref()
                .map(|name| name.reveal().to_owned()),
            surname: person.surname.reveal().to_owned(),
            class: person.class.clone(),
            year: person.year.clone(),
        });
    Checker::new(
        Register::new(pupils),
        school.words.clone(),
        school.profile.words,
    )
}
