//! Somebody on the register as those see them who look after permissions: what
//! was agreed for which channel, by whom and when, and the word on recognition.
//! Who is protected is told to safeguarding leads alone.

use std::collections::BTreeSet;

use gatehouse_domain::{
    Channel,
    biometric::{self, BiometricStatus, PupilWord},
    ids::{PersonId, SchoolId},
    permission::{Denial, Naming, PermissionRow, denials},
    role::Role,
};
use gatehouse_store::log::{self, Entry, Log};
use jiff::civil::Date;

use super::{Actor, StreetError, sheet::full_name};
use crate::{
    house::{House, Register},
    school::{Kind, Person, PersonKey},
};

/// Somebody with all that was agreed. No Debug: it holds a name.
pub struct PersonSheet {
    /// Their id.
    pub person: PersonId,
    /// The name they go by, family name, class.
    pub name: String,
    /// Pupil or staff.
    pub kind: Kind,
    /// Year group, for pupils.
    pub year: Option<String>,
    /// Whether they are protected; none for who may not know.
    pub protected: Option<bool>,
    /// A parent or the pupil objects to being shown, on any basis.
    pub objection: bool,
    /// The day they left, or will.
    pub left_on: Option<Date>,
    /// Whether use after leaving was agreed.
    pub after_leaving: bool,
    /// How they stand on each channel there is for them.
    pub channels: Vec<OnChannel>,
    /// Whether their face may be recognised, and why not.
    pub recognition: BiometricStatus,
    /// The pupil's own word on that.
    pub word: PupilWord,
    /// The name of who wrote down that they took their no back.
    pub heard_by: Option<String>,
}

/// How somebody stands on one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnChannel {
    /// Which.
    pub channel: Channel,
    /// Why their picture may not be used, gravest first; empty where it may.
    pub denied: Vec<Denial>,
    /// Whether their first name may stand beside it.
    pub named: bool,
    /// The answers for this channel, the newest first.
    pub answers: Vec<PermissionRow>,
}

/// Whom to list.
#[derive(Clone, Default)]
pub struct Wanted {
    /// Only those of this class.
    pub class: Option<String>,
    /// Only those whose names begin with these words.
    pub name: Option<String>,
}

/// Some of the pupils. No Debug: it holds names.
pub struct Listed {
    /// In the order of their names.
    pub people: Vec<Line>,
    /// How many there are in all.
    pub all: usize,
    /// Every class there is.
    pub classes: Vec<String>,
}

/// Somebody in a list. No Debug: it holds a name.
pub struct Line {
    /// Their id.
    pub person: PersonId,
    /// The name they go by and their family name.
    pub name: String,
    /// Their class.
    pub class: Option<String>,
    /// Their year.
    pub year: Option<String>,
}

/// Who looks after permissions.
const KEEPERS: [Role; 2] = [Role::Dsl, Role::Office];

impl House {
    /// Somebody with all that was agreed.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the DSL and the office;
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn person_sheet(
        &self,
        actor: &Actor,
        school: SchoolId,
        person: PersonId,
    ) -> Result<PersonSheet, StreetError> {
        actor.may(&KEEPERS)?;
        let register = self.now_register(school).await?;
        let key = register.key(person).ok_or(StreetError::NoSuch("person"))?;
        let told = person_sheet(&register, key, self.today(), actor);
        let mut told = told.ok_or(StreetError::NoSuch("person"))?;
        if matches!(told.word, PupilWord::ChangedMind { .. }) {
            told.heard_by = self.who_heard(school, person).await?;
        }
        Ok(told)
    }

    /// The name of who wrote down that a pupil took their no back, while it is
    /// known.
    async fn who_heard(
        &self,
        school: SchoolId,
        person: PersonId,
    ) -> Result<Option<String>, StreetError> {
        let mut tx = self.db.read().await?;
        let lines = log::evidence_about(&mut tx, school, person.0).await?;
        let mut newest = lines.iter().rev();
        let line = newest.find(|line| line.verb == "pupil-changed-mind");
        let Some(by) = line.and_then(|line| line.actor) else {
            return Ok(None);
        };
        // A name that cannot be opened is none.
        let who = self.who(&mut tx, school, by).await.ok().flatten();
        Ok(who.map(|who| who.name))
    }

    /// The pupils who are wanted, by name: `count` of them from place `from` on.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the DSL and the office; the
    /// store's.
    pub async fn pupils(
        &self,
        actor: &Actor,
        school: SchoolId,
        wanted: &Wanted,
        (from, count): (usize, usize),
    ) -> Result<Listed, StreetError> {
        actor.may(&KEEPERS)?;
        let register = self.now_register(school).await?;
        let people = register.school.people.iter();
        let classes: BTreeSet<&String> = people.filter_map(|one| one.class.as_ref()).collect();
        let pupils = register.school.keyed();
        let found: Vec<(PersonKey, &Person)> = pupils
            .filter(|(_, person)| person.kind == Kind::Pupil && wanted.is_met(person))
            .collect();
        let all = found.len();
        Ok(Listed {
            people: lines(&register, found, (from, count)),
            all,
            classes: classes.into_iter().cloned().collect(),
        })
    }

    /// Everybody who is protected, by name. That it was read is written down.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the DSL; the store's.
    pub async fn protected(
        &self,
        actor: &Actor,
        school: SchoolId,
    ) -> Result<Vec<Line>, StreetError> {
        actor.may(&[Role::Dsl])?;
        let mut tx = self.decide(school).await?;
        let entry = Entry {
            actor: Some(actor.id),
            verb: "read-protected",
            about: Some(("school", school.0)),
            outcome: "done",
            facts: None,
        };
        log::append(&mut tx, Log::Access, school, &entry, self.now()).await?;
        tx.commit().await?;
        let register = self.now_register(school).await?;
        let people = register.school.keyed();
        let found = people.filter(|(_, person)| person.standing.protected);
        Ok(lines(&register, found.collect(), (0, usize::MAX)))
    }
}

impl Wanted {
    fn is_met(&self, person: &Person) -> bool {
        let in_class = self.class.is_none() || person.class == self.class;
        in_class
            && self
                .name
                .as_deref()
                .is_none_or(|name| is_called(person, name))
    }
}

/// Whether every word that was typed begins a name of theirs.
fn is_called(person: &Person, typed: &str) -> bool {
    let mut names: Vec<String> = person
        .given_names()
        .map(|name| name.reveal().to_lowercase())
        .collect();
    names.push(person.surname.reveal().to_lowercase());
    let begins = |word: &str| {
        let parts = names
            .iter()
            .flat_map(|name| name.split([' ', '-']).chain([name.as_str()]));
        parts.into_iter().any(|part| part.starts_with(word))
    };
    typed.to_lowercase().split_whitespace().all(begins)
}

/// A part of a list, in the order of names.
pub(super) fn lines(
    register: &Register,
    found: Vec<(PersonKey, &Person)>,
    (from, count): (usize, usize),
) -> Vec<Line> {
    let mut lines: Vec<Line> = found
        .into_iter()
        .filter_map(|(key, person)| {
            let first = person.preferred_name.as_ref().unwrap_or(&person.first_name);
            Some(Line {
                person: register.id(key)?,
                name: format!("{} {}", first.reveal(), person.surname.reveal()),
                class: person.class.clone(),
                year: person.year.clone(),
            })
        })
        .collect();
    lines.sort_by(|a, b| (&a.name, &a.class).cmp(&(&b.name, &b.class)));
    lines.into_iter().skip(from).take(count).collect()
}

/// What may be told of somebody to who asks.
pub(super) fn person_sheet(
    register: &Register,
    key: PersonKey,
    today: Date,
    actor: &Actor,
) -> Option<PersonSheet> {
    let person = register.school.person(key)?;
    let id = register.id(key)?;
    let knows = actor.roles.contains(&Role::Dsl);
    let mut standing = person.standing.clone();
    standing.protected &= knows;
    let source = register.school.profile.consents.into();
    let mut history = standing.rows.clone();
    history.sort_by_key(|row| std::cmp::Reverse(row.given_on));
    let on = &register.school.profile.channels;
    let speaks_of = |channel: &Channel| {
        on.contains(channel) || history.iter().any(|row| row.channel == *channel)
    };
    let asked = |channel, naming| denials(&standing, channel, naming, today, &source);
    let channels = Channel::ALL.into_iter().filter(speaks_of);
    let channels = channels.map(|channel| OnChannel {
        channel,
        denied: asked(channel, Naming::PictureOnly),
        named: asked(channel, Naming::WithFirstName).is_empty(),
        answers: history
            .iter()
            .filter(|row| row.speaks_of(channel))
            .cloned()
            .collect(),
    });
    let channels = channels.collect();
    Some(PersonSheet {
        person: id,
        name: full_name(person),
        kind: person.kind,
        year: person.year.clone(),
        protected: knows.then_some(person.standing.protected),
        objection: standing.objection,
        left_on: standing.left_on,
        after_leaving: standing.after_leaving,
        channels,
        recognition: biometric::status(&person.biometric, today),
        word: person.biometric.pupil,
        heard_by: None,
    })
}
