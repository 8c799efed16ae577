//! The register as it is in memory: opened once for each version of it, so
//! that search and sorting need no name in SQL.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use gatehouse_captions::{Checker, School as WordsSchool};
use gatehouse_domain::{
    biometric::BiometricFacts,
    ids::{EventId, PersonId, SchoolId, SubjectId},
    matching::{Enrolment, Lookalikes},
    names::{FirstName, Surname},
    permission::Standing,
};
use gatehouse_store::{
    Error as StoreError, db::Tx, events, people, permissions, school, seal::SealError, templates,
};
use serde::{Deserialize, Serialize};

use super::House;
use crate::{
    check::words_checker,
    enrol::FaceRegister,
    school::{Event, Kind, MisId, Person, PersonKey, Profile, School},
    street::StreetError,
};

/// What is sealed of a school.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SchoolFile {
    /// What is switched on, and the numbers to judge by.
    pub(crate) profile: Profile,
    /// What the words checker may know.
    pub(crate) words: WordsSchool,
    /// What the head signed; nothing so far else.
    #[serde(default)]
    pub(crate) signed: Option<Signed>,
}

/// That a policy is signed, and what may be kept more strictly than it says, but
/// not less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Signed {
    /// Days for which an import counts at most.
    pub(crate) fresh_days: u16,
}

/// The register of one school in one version.
#[derive(Debug)]
pub struct Register {
    version: i64,
    /// What the school knows. A [`PersonKey`] is a place in [`Register::ids`].
    pub school: School,
    /// The ids of the people of [`School::people`].
    pub ids: Vec<PersonId>,
    /// The ids of the events of [`School::events`].
    pub events: Vec<EventId>,
    /// The words checker over it.
    pub words: Checker,
    /// The enrolled faces, where there are any.
    pub faces: Option<Arc<FaceRegister>>,
}

impl Register {
    /// Grows with everything that changes what a verdict is made of.
    pub(crate) const fn version(&self) -> i64 {
        self.version
    }

    /// The key of a person.
    #[must_use]
    pub fn key(&self, person: PersonId) -> Option<PersonKey> {
        // Ids are in ascending order, as they are read.
        self.ids.binary_search(&person).ok().map(PersonKey)
    }

    /// The person at a key.
    #[must_use]
    pub fn id(&self, key: PersonKey) -> Option<PersonId> {
        self.ids.get(key.0).copied()
    }

    /// Pairs of pupils whom only a person may tell apart: those that the office
    /// knows, and those that were found among the enrolled.
    #[must_use]
    pub fn alike(&self) -> &Lookalikes<PersonKey> {
        let faces = self.faces.as_ref();
        faces.map_or(&self.school.lookalikes, |faces| faces.lookalikes())
    }

    /// An event.
    #[must_use]
    pub fn event(&self, event: EventId) -> Option<&Event> {
        let place = self.events.iter().position(|known| *known == event)?;
        self.school.events.get(place)
    }

    /// The event that the office calls so.
    #[must_use]
    pub fn event_called(&self, code: &str) -> Option<EventId> {
        let mut both = self.events.iter().zip(&self.school.events);
        both.find(|(_, event)| event.id.as_str() == code)
            .map(|(id, _)| *id)
    }
}

/// The newest register of each school, and the faces that were compared with
/// each other last.
#[derive(Default)]
pub(super) struct Cache {
    registers: Mutex<HashMap<SchoolId, Arc<Register>>>,
    faces: Mutex<HashMap<SchoolId, Compared>>,
}

/// A register of faces, and what it was made of.
type Compared = (Faces, Option<Arc<FaceRegister>>);

/// What a register of faces was made of; made of the same, it is the same.
#[derive(Clone, PartialEq, Eq)]
struct Faces {
    people: Vec<PersonId>,
    templates: Vec<SubjectId>,
    lookalikes: Vec<(PersonId, PersonId)>,
}

impl House {
    /// The register as it is in this transaction.
    ///
    /// # Errors
    /// The store's, or a register that does not read back.
    pub async fn register(
        &self,
        tx: &mut Tx,
        school: SchoolId,
    ) -> Result<Arc<Register>, StreetError> {
        let row = school::read::<SchoolFile>(tx, school)
            .await?
            .ok_or(StreetError::NoSuch("school"))?;
        let known = lock(&self.registers.registers).get(&school).cloned();
        if let Some(known) = known.filter(|known| known.version == row.version) {
            return Ok(known);
        }
        let file = row
            .sealed
            .open(&self.key(school, SubjectId(school.0)).await?)?;
        let mut profile = file.profile;
        if let Some(restored) = row.restored_on {
            // What was agreed since the backup is not known: until the office
            // imports anew, nothing is fresh enough to clear by.
            if profile.consents.imported_on <= restored {
                profile.consents.fresh_days = 0;
                profile.consents.imported_on = jiff::civil::Date::MIN;
            }
        }
        let read = self.read(tx, school, row.version, profile, file.words);
        // Seldom, and large: not carried in the future of everything that asks.
        let register = Arc::new(Box::pin(read).await?);
        // What this transaction itself changed may never be committed, and
        // another may then come to the same number: only what is true for
        // everybody is remembered.
        let mut outside = self.db.read().await?;
        let committed = school::read::<SchoolFile>(&mut outside, school).await?;
        drop(outside);
        if committed.is_some_and(|committed| committed.version == row.version) {
            lock(&self.registers.registers).insert(school, register.clone());
        }
        Ok(register)
    }

    async fn read(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        version: i64,
        profile: Profile,
        words: WordsSchool,
    ) -> Result<Register, StreetError> {
        let (ids, mut people) = self.people(tx, school).await?;
        let place = |id: PersonId| ids.binary_search(&id).ok();
        for (id, row) in permissions::of_school(tx, school).await? {
            if let Some(person) = place(id).and_then(|at| people.get_mut(at)) {
                person.standing.rows.push(row);
            }
        }
        for (id, guardian, facts) in people::guardians(tx, school).await? {
            if let Some(person) = place(id).and_then(|at| people.get_mut(at)) {
                let guardians = &mut person.biometric.guardians;
                // Guardians come in the order of their places.
                debug_assert_eq!(guardians.len(), usize::from(guardian));
                guardians.push(facts);
            }
        }
        for person in &mut people {
            person.settle(&profile.rules);
        }
        let pairs = people::lookalikes(tx, school).await?;
        let mut lookalikes = Lookalikes::none();
        for (one, other) in &pairs {
            if let (Some(one), Some(other)) = (place(*one), place(*other)) {
                lookalikes.add(PersonKey(one), PersonKey(other));
            }
        }
        let (events, occasions) = self.events(tx, school).await?;
        let school_now = School {
            people,
            lookalikes,
            events: occasions,
            profile,
            words,
        };
        let faces = self.gallery(tx, school, &school_now, (&ids, pairs)).await?;
        Ok(Register {
            version,
            words: words_checker(&school_now),
            school: school_now,
            ids,
            events,
            faces,
        })
    }

    async fn people(
        &self,
        tx: &mut Tx,
        school: SchoolId,
    ) -> Result<(Vec<PersonId>, Vec<Person>), StreetError> {
        let mut rows = people::list(tx, school).await?;
        rows.sort_unstable_by_key(|row| row.id);
        let subjects: Vec<SubjectId> = rows.iter().map(|row| row.id.into()).collect();
        let keys = self.keys.open_many(school, &subjects).await;
        let mut ids = Vec::with_capacity(rows.len());
        let mut list = Vec::with_capacity(rows.len());
        for (row, (_, key)) in rows.into_iter().zip(keys) {
            let key = match key {
                // Erased, and the row about to follow: nobody any more.
                Err(SealError::Destroyed) => continue,
                key => key.map_err(StoreError::from)?,
            };
            let secret = row.secret.open(&key)?;
            let broken = |column| StreetError::Register(column);
            let preferred = secret.preferred_name.as_deref().map(FirstName::parse);
            ids.push(row.id);
            list.push(Person {
                id: MisId::parse(&secret.mis_id).map_err(|_| broken("mis_id"))?,
                kind: match row.kind {
                    people::Kind::Pupil => Kind::Pupil,
                    people::Kind::Staff => Kind::Staff,
                },
                first_name: FirstName::parse(&secret.first_name)
                    .map_err(|_| broken("first_name"))?,
                preferred_name: preferred
                    .transpose()
                    .map_err(|_| broken("preferred_name"))?,
                surname: Surname::parse(&secret.surname).map_err(|_| broken("surname"))?,
                class: secret.class.clone(),
                year: secret.year.clone(),
                standing: Standing {
                    protected: secret.protected,
                    objection: secret.objection,
                    left_on: row.left_on,
                    after_leaving: secret.after_leaving,
                    ..Standing::default()
                },
                biometric: BiometricFacts {
                    guardians: Vec::new(),
                    pupil: row.pupil,
                    left_on: row.left_on,
                    restricted: row.restricted,
                },
            });
        }
        Ok((ids, list))
    }

    async fn events(
        &self,
        tx: &mut Tx,
        school: SchoolId,
    ) -> Result<(Vec<EventId>, Vec<Event>), StreetError> {
        let rows = events::list::<Event>(tx, school, jiff::civil::Date::MIN).await?;
        let mut ids = Vec::with_capacity(rows.len());
        let mut list = Vec::with_capacity(rows.len());
        for row in rows {
            list.push(row.sealed.open(&self.key(school, row.head.id).await?)?);
            ids.push(row.head.id);
        }
        Ok((ids, list))
    }

    /// The register of faces; made again only when somebody was enrolled or
    /// purged, since it compares everybody with everybody.
    async fn gallery(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        now: &School,
        (ids, lookalikes): (&[PersonId], Vec<(PersonId, PersonId)>),
    ) -> Result<Option<Arc<FaceRegister>>, StreetError> {
        let network = self.scanner.set().id();
        let mut rows = templates::list(tx, school).await?;
        rows.retain(|row| row.about.network == network && row.about.expires_on > self.today());
        let made_of = Faces {
            people: ids.to_vec(),
            templates: rows.iter().map(|row| row.about.id).collect(),
            lookalikes,
        };
        if let Some((of, faces)) = lock(&self.registers.faces).get(&school)
            && *of == made_of
        {
            return Ok(faces.clone());
        }
        let keys = self.keys.open_many(school, &made_of.templates).await;
        let mut enrolments = Vec::with_capacity(rows.len());
        for (row, (_, key)) in rows.iter().zip(keys) {
            let key = match key {
                Err(SealError::Destroyed) => continue,
                key => key.map_err(StoreError::from)?,
            };
            let references = row.sealed.open(&key)?;
            let place = ids.binary_search(&row.about.person);
            // Whose person was erased has no template any more.
            if let Ok(place) = place {
                enrolments.push(Enrolment {
                    key: PersonKey(place),
                    references,
                });
            }
        }
        let faces = if enrolments.is_empty() {
            None
        } else {
            let (scanner, lookalikes) = (self.scanner.clone(), now.lookalikes.clone());
            let made = self
                .heavy(move || FaceRegister::of(&enrolments, &lookalikes, &scanner))
                .await?;
            Some(Arc::new(made))
        };
        lock(&self.registers.faces).insert(school, (made_of, faces.clone()));
        Ok(faces)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
