//! A whole school's folder becomes the register: new people are added, what
//! changed is changed, the history of permissions grows by what is new. All of
//! it in one transaction, or nothing.

use std::collections::BTreeMap;

use gatehouse_captions::{Profile as WordsProfile, School as WordsSchool};
use gatehouse_domain::{
    biometric::{BiometricFacts, PupilWord},
    ids::{EventId, PersonId, SchoolId, SubjectId},
    permission::PermissionRow,
    policy::Rules,
    retention::{RetentionRules, school_time_zone},
    role::Role,
};
use gatehouse_store::{
    db::Tx,
    events::{self, EventHead},
    log::{self, Entry, Log},
    people::{self, NewPerson, PersonSecret},
    permissions, school,
    seal::SubjectKey,
};
use jiff::Timestamp;

use crate::{
    house::{House, Register, SchoolFile},
    policies::Settings,
    school::{Consents, Event, Kind, Person, Profile, Recognition, School},
    street::{Actor, StreetError, jobs},
};

use super::policy::{keep_signed, put};

/// The label of marks of the office's ids.
pub(super) const MIS_ID: &str = "mis-id";

/// What entering a school's folder changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Entered {
    /// People who were not on the register.
    pub new: usize,
    /// Lines that the history of permissions grew by.
    pub permissions: usize,
    /// Events that were not known.
    pub events: usize,
}

impl House {
    /// Begins a school, with nobody on its register.
    ///
    /// # Errors
    /// [`gatehouse_store::Error::Conflict`] when it is there already.
    pub async fn found(
        &self,
        id: SchoolId,
        profile: &Profile,
        words: &WordsSchool,
    ) -> Result<(), StreetError> {
        let now = self.now();
        let key = self
            .keys
            .create(id, SubjectId(id.0), &*self.entropy)
            .await?;
        let file = SchoolFile {
            profile: profile.clone(),
            words: words.clone(),
            signed: None,
        };
        let mut tx = self.db.begin().await?;
        school::insert(&mut tx, id, &key, &*self.entropy, &file, now).await?;
        for kind in [jobs::TEND, jobs::SWEEP] {
            self.ask(&mut tx, id, (kind, id.0), now).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Begins a school of which only the name is known: nothing is switched
    /// on, and nothing clears until the office has imported consents.
    ///
    /// # Errors
    /// As [`House::found`].
    pub async fn begin_school(&self, name: &str) -> Result<SchoolId, StreetError> {
        self.begin_school_under(name, None).await
    }

    /// The same, beginning with the settings of a policy.
    ///
    /// # Errors
    /// As [`House::found`].
    pub async fn begin_school_under(
        &self,
        name: &str,
        settings: Option<&Settings>,
    ) -> Result<SchoolId, StreetError> {
        let mut profile = Profile {
            channels: Vec::new(),
            consents: Consents {
                imported_on: jiff::civil::Date::MIN,
                fresh_days: 0,
                text_version: 1,
            },
            recognition: Recognition::default(),
            rules: Rules::default(),
            words: WordsProfile::default(),
            retention: RetentionRules::default(),
        };
        if let Some(settings) = settings {
            put(settings, &mut profile);
        }
        let words = WordsSchool {
            name: Some(name.trim().to_owned()),
            ..WordsSchool::default()
        };
        let id = self.new_school();
        self.found(id, &profile, &words).await?;
        Ok(id)
    }

    /// Enters everything of a school's folder.
    ///
    /// # Errors
    /// The store's; nothing of it is entered then.
    pub async fn enter(
        &self,
        actor: &Actor,
        id: SchoolId,
        folder: &School,
    ) -> Result<Entered, StreetError> {
        actor.may(&[Role::Office, Role::Head])?;
        let now = self.now();
        let key = self.key(id, SubjectId(id.0)).await?;
        // Keys first: one whose person is never entered seals nothing and is
        // swept. Asked for again, the same key is given.
        let planned = self.plan(id, &folder.people).await?;
        let mut tx = self.decide(id).await?;
        let before = self.register(&mut tx, id).await?;
        let mut file = SchoolFile {
            profile: folder.profile.clone(),
            words: folder.words.clone(),
            signed: None,
        };
        keep_signed(&self.school_file(&mut tx, id).await?, &mut file);
        let everybody = !is_judged_alike(&before.school, folder, &file.profile);
        let (mut entered, judge) = self
            .enter_people(&mut tx, id, &before, (&folder.people, &planned), everybody)
            .await?;
        for (one, other) in folder.lookalikes.pairs() {
            if let (Some(one), Some(other)) = (planned.get(one.0), planned.get(other.0)) {
                people::add_lookalike(&mut tx, id, one.0, other.0).await?;
            }
        }
        for event in &folder.events {
            entered.events += usize::from(self.event(&mut tx, id, &before, event, now).await?);
        }
        school::replace(&mut tx, id, &key, &*self.entropy, &file).await?;
        for person in judge {
            self.person_changed(&mut tx, id, person).await?;
        }
        let entry = Entry {
            actor: Some(actor.id),
            verb: "enter-register",
            about: Some(("school", id.0)),
            outcome: "done",
            facts: None,
        };
        log::append(&mut tx, Log::Access, id, &entry, now).await?;
        tx.commit().await?;
        Ok(entered)
    }

    /// Enters people as they are to be. What it came to, and who is to be
    /// judged anew once everything else is entered too: whose answers changed,
    /// or everybody where others may be named by the same words now.
    pub(super) async fn enter_people(
        &self,
        tx: &mut Tx,
        id: SchoolId,
        before: &Register,
        (people, planned): (&[Person], &[(PersonId, SubjectKey)]),
        mut everybody: bool,
    ) -> Result<(Entered, Vec<PersonId>), StreetError> {
        let now = self.now();
        let key = self.key(id, SubjectId(id.0)).await?;
        let mut entered = Entered::default();
        let mut touched = Vec::new();
        for (person, (person_id, own_key)) in people.iter().zip(planned) {
            let known = before
                .key(*person_id)
                .and_then(|key| before.school.person(key));
            if known.is_none() {
                entered.new += 1;
            }
            // Of whom nothing changed nothing is written.
            let changed = if known.is_some_and(|known| is_known_alike(known, person)) {
                0
            } else {
                let keys = (*person_id, &key, own_key);
                self.person(tx, id, keys, (known, person), now).await?
            };
            entered.permissions += changed;
            everybody |= known.is_none_or(|known| !is_called_alike(known, person));
            if let Some(known) = known {
                let same = changed == 0 && is_allowed_alike(known, person);
                touched.push((*person_id, same));
            }
        }
        let judge = touched.into_iter().filter(|(_, same)| everybody || !same);
        Ok((entered, judge.map(|(person, _)| person).collect()))
    }

    /// Everybody's id and key: those of people who are known, new ones else.
    pub(super) async fn plan(
        &self,
        id: SchoolId,
        people: &[Person],
    ) -> Result<Vec<(PersonId, SubjectKey)>, StreetError> {
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, id).await?;
        drop(tx);
        let known: BTreeMap<&str, PersonId> = register
            .school
            .people
            .iter()
            .zip(&register.ids)
            .map(|(person, id)| (person.id.as_str(), *id))
            .collect();
        let old = people.iter().filter_map(|one| known.get(one.id.as_str()));
        let old: Vec<SubjectId> = old.map(|one| (*one).into()).collect();
        let opened = self.keys.open_many(id, &old).await;
        let mut opened: BTreeMap<SubjectId, _> = opened.into_iter().collect();
        let mut planned = Vec::with_capacity(people.len());
        for person in people {
            let known = known.get(person.id.as_str()).copied();
            let one = known.unwrap_or_else(|| PersonId::new(self.now(), &*self.entropy));
            let key = match opened.remove(&one.into()) {
                Some(key) => key?,
                // One after the other: a kill leaves one half-made key at most.
                None => self.keys.create(id, one.into(), &*self.entropy).await?,
            };
            planned.push((one, key));
        }
        Ok(planned)
    }

    /// One person, with guardians and what is new of their permissions.
    async fn person(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        (id, school_key, key): (PersonId, &SubjectKey, &SubjectKey),
        (known, person): (Option<&Person>, &Person),
        now: Timestamp,
    ) -> Result<usize, StreetError> {
        let secret = self
            .still_protected(tx, school, (id, key), secret(person))
            .await?;
        let mark = school_key.mark(MIS_ID, person.id.as_str());
        let entropy = &*self.entropy;
        if known.is_none() {
            let kind = match person.kind {
                Kind::Pupil => people::Kind::Pupil,
                Kind::Staff => people::Kind::Staff,
            };
            let new = NewPerson { id, kind, mark };
            people::insert(tx, school, &new, key, entropy, &secret, now).await?;
        } else {
            people::update(tx, school, id, &mark, key, entropy, &secret).await?;
        }
        let gate = keeping_what_was_said(known, person);
        self.set_gate(tx, school, id, &gate).await?;
        let before: &[PermissionRow] = known.map_or(&[], |known| &known.standing.rows);
        let mut grown = 0;
        for row in person
            .standing
            .rows
            .iter()
            .filter(|row| !before.contains(row))
        {
            permissions::append(tx, school, id, row, now, entropy).await?;
            grown += 1;
        }
        Ok(grown)
    }

    /// One event; whether it was new.
    async fn event(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        before: &Register,
        event: &Event,
        now: Timestamp,
    ) -> Result<bool, StreetError> {
        let known = before.event_called(event.id.as_str());
        let id = known.unwrap_or_else(|| EventId::new(now, &*self.entropy));
        let key = self.keys.create(school, id.into(), &*self.entropy).await?;
        let head = event_head(id, event);
        let entropy = &*self.entropy;
        if known.is_some() {
            events::replace(tx, school, &head, &key, entropy, event).await?;
        } else {
            events::insert(tx, school, &head, &key, entropy, event, now).await?;
        }
        Ok(known.is_none())
    }
}

/// Whether the same is asked of every picture: consents that were imported
/// later are never staler.
fn is_judged_alike(before: &School, now: &School, by: &Profile) -> bool {
    let mut profile = before.profile.clone();
    profile.consents.imported_on = by.consents.imported_on;
    let later = before.profile.consents.imported_on <= by.consents.imported_on;
    let words = |school: &School| serde_json::to_value(&school.words).ok();
    let events = |school: &School| serde_json::to_value(&school.events).ok();
    later && profile == *by && words(before) == words(now) && events(before) == events(now)
}

/// Whether all that is kept of somebody is kept already.
fn is_known_alike(before: &Person, now: &Person) -> bool {
    let known = &before.standing.rows;
    is_called_alike(before, now)
        && is_allowed_alike(before, now)
        && before.id == now.id
        && before.biometric == keeping_what_was_said(Some(before), now)
        && now.standing.rows.iter().all(|row| known.contains(row))
}

/// Whether words name somebody as before.
fn is_called_alike(before: &Person, now: &Person) -> bool {
    let names = |person: &Person| {
        let all = [Some(&person.first_name), person.preferred_name.as_ref()];
        let first = all.map(|name| name.map(|name| name.reveal().to_owned()));
        (first, person.surname.reveal().to_owned())
    };
    names(before) == names(now)
        && (before.kind, &before.class, &before.year) == (now.kind, &now.class, &now.year)
}

/// Whether somebody may be shown as before, but for lines that were added.
fn is_allowed_alike(before: &Person, now: &Person) -> bool {
    let standing = |person: &Person| {
        let standing = &person.standing;
        (
            standing.protected,
            standing.objection,
            standing.left_on,
            standing.after_leaving,
            standing.asks.clone(),
        )
    };
    standing(before) == standing(now)
}

/// What is to be seen of an event without its key.
pub(in crate::street) fn event_head(id: EventId, event: &Event) -> EventHead {
    EventHead {
        id,
        held_on: event.on,
        closes_at: closes(event),
    }
}

/// An event's pictures are sorted out for a day after it: it closes at the end
/// of the next.
fn closes(event: &Event) -> Timestamp {
    let day = event.on.saturating_add(jiff::Span::new().days(2));
    day.to_zoned(school_time_zone())
        .map_or(Timestamp::MAX, |midnight| midnight.timestamp())
}

/// What the gate asks, without forgetting what a file cannot take back: a
/// pupil's no, which stands until the pupil themselves takes it back, and that
/// use is frozen.
fn keeping_what_was_said(known: Option<&Person>, person: &Person) -> BiometricFacts {
    let mut facts = person.biometric.clone();
    if let Some(known) = known.map(|known| &known.biometric) {
        facts.restricted |= known.restricted;
        if facts.pupil == PupilWord::None {
            facts.pupil = known.pupil;
        }
    }
    facts
}

fn secret(person: &Person) -> PersonSecret {
    PersonSecret {
        mis_id: person.id.as_str().to_owned(),
        first_name: person.first_name.reveal().to_owned(),
        preferred_name: person
            .preferred_name
            .as_ref()
            .map(|name| name.reveal().to_owned()),
        surname: person.surname.reveal().to_owned(),
        class: person.class.clone(),
        year: person.year.clone(),
        protected: person.standing.protected,
        objection: person.standing.objection,
        after_leaving: person.standing.after_leaving,
        protection: Vec::new(),
    }
}
