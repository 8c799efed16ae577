//! The people in a photo: who they are and what was answered for them.

use gatehouse_domain::{
    Channel,
    permission::{
        Asks, Basis, Decision, Detail, Giver, Means, Naming, PermissionRow, Purpose, Standing,
    },
    policy::{Person, PersonKind, Rules},
};
use jiff::civil::Date;
use serde::Deserialize;

use crate::base::Base;

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Pupil,
    Staff,
    Visitor,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own about a person"
)]
pub struct PersonFacts {
    kind: Kind,
    protected: bool,
    objection: bool,
    left_on: Option<Date>,
    after_leaving: bool,
    agreed: bool,
    /// Decides with the school's rules whether they have a say of their own.
    year: String,
    /// What the first parent says to taking pictures, in writing; "unasked"
    /// where nobody was asked.
    taking: Taking,
    answers: Vec<AnswerFacts>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Taking {
    Granted,
    Unasked,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum By {
    FirstParent,
    SecondParent,
    Themselves,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum How {
    Unknown,
    #[serde(untagged)]
    By(Means),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerFacts {
    about: Purpose,
    /// How it came; "unknown" where nobody wrote that down.
    means: How,
    channel: Channel,
    by: By,
    decision: Decision,
    naming: Naming,
    basis: Basis,
    given_on: Date,
    ends_on: Option<Date>,
    form_version: u32,
}

impl PersonFacts {
    /// The names by which the words may name them.
    pub fn names<'a>(&self, who: &str, base: &'a Base) -> Result<Vec<&'a str>, String> {
        let names = match self.kind {
            Kind::Pupil => base.pupil_names(who),
            Kind::Staff => base.staff_name(who).map(|name| vec![name]),
            Kind::Visitor => Some(Vec::new()),
        };
        names.ok_or(format!("{who} is not on the school's register"))
    }

    /// The person as the verdict knows them.
    pub fn person(&self, named: bool, rules: &Rules) -> Person {
        let mut rows: Vec<_> = self.answers.iter().map(AnswerFacts::row).collect();
        if self.taking == Taking::Granted {
            rows.push(taking_agreed());
        }
        Person {
            kind: match self.kind {
                Kind::Pupil => PersonKind::Pupil,
                Kind::Staff => PersonKind::Staff,
                Kind::Visitor => PersonKind::Visitor {
                    attested: self.agreed,
                },
            },
            standing: Standing {
                protected: self.protected,
                objection: self.objection,
                left_on: self.left_on,
                after_leaving: self.after_leaving,
                rows,
                asks: match self.kind {
                    Kind::Pupil => Asks::of_pupil(rules, Some(&self.year), Vec::new()),
                    Kind::Staff | Kind::Visitor => Asks::of_staff(rules),
                },
            },
            named,
        }
    }
}

/// The first parent's yes to taking pictures.
fn taking_agreed() -> PermissionRow {
    PermissionRow {
        channel: Channel::Display,
        naming: Naming::PictureOnly,
        basis: Basis::Consent,
        decision: Decision::Granted,
        given_by: Giver::Guardian(0),
        given_on: jiff::civil::date(2026, 9, 1),
        expires_on: None,
        text_version: 2,
        detail: Detail::taking(Some(Means::Paper)),
    }
}

impl AnswerFacts {
    fn row(&self) -> PermissionRow {
        PermissionRow {
            channel: self.channel,
            naming: self.naming,
            basis: self.basis,
            decision: self.decision,
            given_by: match self.by {
                By::FirstParent => Giver::Guardian(0),
                By::SecondParent => Giver::Guardian(1),
                By::Themselves => Giver::Self_,
            },
            given_on: self.given_on,
            expires_on: self.ends_on,
            text_version: self.form_version,
            detail: Detail {
                means: match self.means {
                    How::Unknown => None,
                    How::By(means) => Some(means),
                },
                purpose: self.about,
            },
        }
    }
}
