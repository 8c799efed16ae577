//! Somebody's record as the office keeps it: who answers for them, and an
//! answer that came by letter, portal or word of mouth.

use std::collections::BTreeSet;

use gatehouse_domain::{
    Channel,
    biometric::{GuardianFacts, Reason},
    ids::{PersonId, SchoolId},
    permission::{Basis, Decision, Detail, Giver, Means, Naming, PermissionRow, Purpose, YesOf},
    role::Role,
};
use gatehouse_store::releases;
use jiff::civil::Date;

use crate::{
    house::House,
    school::{Kind, Person, counts},
    street::{Actor, StreetError},
};

/// Who answers for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guardians {
    /// In the order in which permissions speak of them.
    pub all: Vec<GuardianFacts>,
    /// Pupil or staff.
    pub kind: Kind,
    /// Why their face may not be recognised; empty where it may.
    pub not_recognised: Vec<Reason>,
    /// Whether their own yes is asked for as well.
    pub own_say: bool,
}

/// An answer as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnswer {
    /// On which channels.
    pub channels: BTreeSet<Channel>,
    /// Whether it is about taking pictures at all, besides.
    pub taking: bool,
    /// What it covers.
    pub naming: Option<Naming>,
    /// The answer.
    pub decision: Option<Decision>,
    /// The lawful basis.
    pub basis: Option<Basis>,
    /// Who gave it.
    pub given_by: Option<Giver>,
    /// How it reached the school.
    pub means: Option<Means>,
    /// When.
    pub given_on: Option<Date>,
    /// The last day on which it holds; inside, none where it does not end.
    pub until: Result<Option<Date>, NoDay>,
}

/// What was typed is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDay;

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFault {
    /// No channel was chosen, nor that it is about taking pictures.
    Channels,
    /// It was not said what is covered.
    Naming,
    /// It was not said what the answer is.
    Decision,
    /// It was not said on what basis.
    Basis,
    /// Nobody was chosen, or somebody who cannot say yes.
    GivenBy,
    /// It was not said how it reached the school.
    Means,
    /// The policy asks for a consent in writing, and this is none.
    NotWritten,
    /// No day, or one that has not come yet.
    GivenOn,
    /// No day, or one before the answer.
    Until,
}

/// What erasing somebody would end. No Debug: it holds a name.
pub struct ToErase {
    /// Who.
    pub name: String,
    /// Posts that may show them and would come back or be judged anew.
    pub posts: usize,
    /// Whether they left the school.
    pub left_on: Option<Date>,
}

const KEEPERS: [Role; 2] = [Role::Office, Role::Dsl];

impl House {
    /// Who answers for somebody, and what they said.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; [`StreetError::NoSuch`]; the store's.
    pub async fn guardians(
        &self,
        actor: &Actor,
        school: SchoolId,
        person: PersonId,
    ) -> Result<Guardians, StreetError> {
        actor.may(&KEEPERS)?;
        let register = self.now_register(school).await?;
        let key = register.key(person).ok_or(StreetError::NoSuch("person"))?;
        let person = register.school.person(key);
        let person = person.ok_or(StreetError::NoSuch("person"))?;
        let status = gatehouse_domain::biometric::status(&person.biometric, self.today());
        Ok(Guardians {
            all: person.biometric.guardians.clone(),
            kind: person.kind,
            not_recognised: status.reasons().to_vec(),
            own_say: person.standing.asks.yes_of == YesOf::Both,
        })
    }

    /// Records an answer about showing somebody, on every channel it is for, or
    /// tells what is wrong with it. Sent again, nothing is added.
    ///
    /// # Errors
    /// As [`House::record_permission`].
    pub async fn answer(
        &self,
        actor: &Actor,
        school: SchoolId,
        person: PersonId,
        answer: &NewAnswer,
    ) -> Result<Result<(), Vec<AnswerFault>>, StreetError> {
        actor.may(&KEEPERS)?;
        let register = self.now_register(school).await?;
        let key = register.key(person).ok_or(StreetError::NoSuch("person"))?;
        let known = register.school.person(key);
        let known = known.ok_or(StreetError::NoSuch("person"))?;
        let in_force = register.school.profile.consents.text_version;
        let on = answer.given_on.unwrap_or_else(|| self.today());
        let text_version = self.text_on(school, on, in_force).await?;
        let lines = match lines(answer, known, self.today(), text_version) {
            Ok(lines) => lines,
            Err(faults) => return Ok(Err(faults)),
        };
        for line in lines {
            if !known.standing.rows.contains(&line) {
                self.record_permission(actor, school, person, &line).await?;
            }
        }
        Ok(Ok(()))
    }

    /// What erasing somebody would end; nothing is changed.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; [`StreetError::NoSuch`]; the store's.
    pub async fn to_erase(
        &self,
        actor: &Actor,
        school: SchoolId,
        person: PersonId,
    ) -> Result<ToErase, StreetError> {
        actor.may(&KEEPERS)?;
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        let key = register.key(person).ok_or(StreetError::NoSuch("person"))?;
        let known = register.school.person(key);
        let known = known.ok_or(StreetError::NoSuch("person"))?;
        let posts = releases::live_of_person(&mut tx, school, person).await?;
        Ok(ToErase {
            name: called(known),
            posts: posts.len(),
            left_on: known.standing.left_on,
        })
    }
}

/// The name they go by and their family name.
pub(super) fn called(person: &Person) -> String {
    let first = person.preferred_name.as_ref().unwrap_or(&person.first_name);
    format!("{} {}", first.reveal(), person.surname.reveal())
}

/// The lines of the history that an answer makes, or all that is wrong with it
/// in the order of the form.
fn lines(
    answer: &NewAnswer,
    person: &Person,
    today: Date,
    text_version: u32,
) -> Result<Vec<PermissionRow>, Vec<AnswerFault>> {
    let granted = answer.decision == Some(Decision::Granted);
    let giver = answer.given_by.filter(|giver| {
        // A no counts whoever says it.
        let known = match giver {
            Giver::Guardian(place) => usize::from(*place) < person.biometric.guardians.len(),
            Giver::Self_ => true,
        };
        known && (!granted || counts(person, *giver))
    });
    let given_on = answer.given_on.filter(|on| *on <= today);
    let until = answer
        .until
        .ok()
        .filter(|until| until.is_none_or(|end| given_on.is_none_or(|on| on <= end)));
    let unwritten = person.standing.asks.written
        && granted
        && answer.basis == Some(Basis::Consent)
        && answer.means.is_some_and(|means| !means.is_written());
    let checks = [
        (
            answer.channels.is_empty() && !answer.taking,
            AnswerFault::Channels,
        ),
        (answer.decision.is_none(), AnswerFault::Decision),
        (answer.naming.is_none(), AnswerFault::Naming),
        (answer.basis.is_none(), AnswerFault::Basis),
        (giver.is_none(), AnswerFault::GivenBy),
        (answer.means.is_none(), AnswerFault::Means),
        (unwritten, AnswerFault::NotWritten),
        (given_on.is_none(), AnswerFault::GivenOn),
        (until.is_none(), AnswerFault::Until),
    ];
    let faults: Vec<AnswerFault> = checks
        .into_iter()
        .filter_map(|(wrong, fault)| wrong.then_some(fault))
        .collect();
    let (Some(decision), Some(naming), Some(basis), Some(given_by), Some(given_on), Some(until)) = (
        answer.decision,
        answer.naming,
        answer.basis,
        giver,
        given_on,
        until,
    ) else {
        return Err(faults);
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    let line = |channel: Channel, purpose| PermissionRow {
        channel,
        naming,
        basis,
        decision,
        given_by,
        given_on,
        expires_on: until,
        text_version,
        detail: Detail {
            means: answer.means,
            purpose,
        },
    };
    let using = answer.channels.iter();
    let mut lines: Vec<_> = using.map(|one| line(*one, Purpose::Using)).collect();
    if answer.taking {
        lines.push(line(Channel::Display, Purpose::Taking));
    }
    Ok(lines)
}

#[cfg(test)]
mod tests;
