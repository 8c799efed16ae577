//! The third stop: the faces of the cleaned picture, compared with the event's
//! roster where that is allowed.

use std::sync::Arc;

use gatehouse_domain::{
    biometric::Route,
    custody::{self, Event, State},
    ids::{PhotoId, SchoolId},
    matching::Negatives,
};
use gatehouse_picture::Carried;
use gatehouse_store::{
    faces,
    objects::ObjectName,
    photos::{self, PhotoRow},
    queue::{self, Claimed},
    seal::SubjectKey,
};

use super::{
    StreetError,
    clean::MASTER,
    dossier::{Facts, KeptFace},
};
use crate::{
    check::{CheckError, Desk, SeenFace},
    house::{House, Register},
};

/// Masters are written by this house: 4096 px at quality 92 stay far below.
const MASTER_BYTES: u64 = 256 << 20;

/// The register is changed by people, one answer at a time: it does not change
/// so often while one picture is looked at.
const LOOKS: usize = 3;

/// What was seen of a photo, and by which register.
struct Looked {
    register: Arc<Register>,
    found: Vec<SeenFace>,
    route: Route,
}

impl House {
    /// Does the job. Whoever says no, or is erased, while the picture is looked
    /// at is not compared with after all: it is looked at again then.
    pub(crate) async fn scan(&self, job: &Claimed) -> Result<(), StreetError> {
        let (school, photo) = (job.school, PhotoId(job.about));
        for _ in 0..LOOKS {
            let mut tx = self.db.read().await?;
            let row = photos::get::<Facts>(&mut tx, school, photo).await?;
            let register = self.register(&mut tx, school).await?;
            drop(tx);
            let Some(row) = row.filter(|row| matches!(row.state, State::Cleaned(_))) else {
                return self.done(job).await;
            };
            let looked = self.look_for_faces(school, &row, register).await?;
            if self.keep_faces(job, &row, &looked).await? {
                return Ok(());
            }
        }
        // Nothing is kept: tried again later.
        Err(gatehouse_store::Error::Conflict.into())
    }

    /// Opens the master and looks, without writing anything.
    async fn look_for_faces(
        &self,
        school: SchoolId,
        row: &PhotoRow<Facts>,
        register: Arc<Register>,
    ) -> Result<Looked, StreetError> {
        let event = register.event(row.event).cloned();
        let event = event.ok_or(StreetError::NoSuch("event"))?;
        let key = self.key(school, row.id).await?;
        let master = ObjectName::parse(MASTER)?;
        let bytes = self
            .objects
            .get(school, row.id.into(), &master, &key, MASTER_BYTES)
            .await?;
        let (scanner, pool) = (self.scanner.clone(), self.pool.clone());
        let (known, date) = (register.clone(), self.today());
        let (found, route) = self
            .heavy(move || {
                let desk = Desk {
                    school: &known.school,
                    words: &known.words,
                    scanner: &scanner,
                    register: known.faces.as_deref(),
                    pool: &pool,
                    date,
                };
                let decoded = desk.pool.decode(&bytes).map_err(CheckError::from)?;
                desk.scan(&decoded.pixels, &event, &Negatives::none())
            })
            .await
            .map_err(StreetError::Check)?;
        Ok(Looked {
            register,
            found,
            route,
        })
    }

    /// Keeps what was seen, and moves the photo on. `false`, and nothing is
    /// kept, where the register is no longer the one it was seen by.
    async fn keep_faces(
        &self,
        job: &Claimed,
        row: &PhotoRow<Facts>,
        looked: &Looked,
    ) -> Result<bool, StreetError> {
        let (school, photo, now) = (job.school, row.id, self.now());
        let mut tx = self.decide(school).await?;
        let current = self.register(&mut tx, school).await?;
        if current.version() != looked.register.version() {
            return Ok(false);
        }
        let kept: Vec<KeptFace> = looked
            .found
            .iter()
            .map(|SeenFace { face, sight }| KeptFace::Found {
                face: *face,
                sight: sight.map(|key| current.id(key)),
            })
            .collect();
        let key = self.key(school, photo).await?;
        let size = row.size.ok_or(StreetError::NotChecked)?;
        let facts = Facts {
            carried: carried(row, &key)?,
            route: Some(looked.route.clone()),
        };
        // The original may have been destroyed meanwhile.
        let state = photos::get::<Facts>(&mut tx, school, photo)
            .await?
            .ok_or(StreetError::NoSuch("photo"))?
            .state;
        let next = custody::step(state, Event::Scanned)?;
        photos::step(&mut tx, school, photo, (state, next), None, now).await?;
        let chance = (&key, &*self.entropy);
        photos::set_facts(&mut tx, school, photo, chance, &facts, size).await?;
        faces::set_detected(&mut tx, school, photo, chance, &kept, now).await?;
        let mut people: Vec<_> = looked
            .found
            .iter()
            .flat_map(|face| face.sight.people())
            .filter_map(|key| current.id(*key))
            .collect();
        people.sort_unstable();
        people.dedup();
        faces::set_appearances(&mut tx, school, photo, &people).await?;
        self.settle(&mut tx, school, photo).await?;
        queue::finish(&mut tx, job, now).await?;
        tx.commit().await?;
        Ok(true)
    }
}

fn carried(row: &PhotoRow<Facts>, key: &SubjectKey) -> Result<Carried, StreetError> {
    let facts = row.facts.as_ref().ok_or(StreetError::NotChecked)?;
    Ok(facts.open(key)?.carried)
}

#[cfg(test)]
mod tests;
