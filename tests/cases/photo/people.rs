//! The people in a photo: who they are and what was answered for them.

use gatehouse_domain::{
    Channel,
    permission::{
        Asks, Basis, Decision, Detail, Giver, Naming, PermissionRow, Purpose, Standing, YesOf,
    },
    policy::{Person, PersonKind},
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
    answers: Vec<AnswerFacts>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum By {
    FirstParent,
    SecondParent,
    Themselves,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerFacts {
    about: Purpose,
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
    pub fn person(&self, named: bool) -> Person {
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
                rows: self.answers.iter().map(AnswerFacts::row).collect(),
                asks: Asks {
                    yes_of: match self.kind {
                        Kind::Pupil => YesOf::Guardian,
                        Kind::Staff | Kind::Visitor => YesOf::Own,
                    },
                    ..Asks::default()
                },
            },
            named,
        }
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
                means: None,
                purpose: self.about,
            },
        }
    }
}
