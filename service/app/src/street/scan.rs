//! The third stop: the faces of the cleaned picture, compared with the event's
//! roster where that is allowed.

use gatehouse_domain::{
    custody::{self, Event, State},
    ids::PhotoId,
    matching::Negatives,
};
use gatehouse_picture::Carried;
use gatehouse_store::{
    faces,
    objects::ObjectName,
    photos,
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
    house::House,
};

/// Masters are written by this house: 4096 px at quality 92 stay far below.
const MASTER_BYTES: u64 = 256 << 20;

impl House {
    /// Does the job.
    pub(crate) async fn scan(&self, job: &Claimed) -> Result<(), StreetError> {
        let (school, photo) = (job.school, PhotoId(job.about));
        let mut tx = self.db.read().await?;
        let row = photos::get::<Facts>(&mut tx, school, photo).await?;
        let register = self.register(&mut tx, school).await?;
        drop(tx);
        let Some(row) = row.filter(|row| matches!(row.state, State::Cleaned(_))) else {
            return self.done(job).await;
        };
        let event = register
            .event(row.event)
            .ok_or(StreetError::NoSuch("event"))?;
        let key = self.key(school, photo).await?;
        let master = ObjectName::parse(MASTER)?;
        let bytes = self
            .objects
            .get(school, photo.into(), &master, &key, MASTER_BYTES)
            .await?;
        let (scanner, pool) = (self.scanner.clone(), self.pool.clone());
        let event = event.clone();
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
        let kept: Vec<KeptFace> = found
            .iter()
            .map(|SeenFace { face, sight }| KeptFace::Found {
                face: *face,
                sight: sight.map(|key| register.id(key)),
            })
            .collect();
        let size = row.size.ok_or(StreetError::NotChecked)?;
        let facts = Facts {
            carried: carried(&row, &key)?,
            route: Some(route),
        };

        let now = self.now();
        let mut tx = self.decide(school).await?;
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
        let mut people: Vec<_> = found
            .iter()
            .flat_map(|face| face.sight.people())
            .filter_map(|key| register.id(*key))
            .collect();
        people.sort_unstable();
        people.dedup();
        faces::set_appearances(&mut tx, school, photo, &people).await?;
        self.settle(&mut tx, school, photo).await?;
        queue::finish(&mut tx, job, now).await?;
        Ok(tx.commit().await?)
    }
}

fn carried(row: &photos::PhotoRow<Facts>, key: &SubjectKey) -> Result<Carried, StreetError> {
    let facts = row.facts.as_ref().ok_or(StreetError::NotChecked)?;
    Ok(facts.open(key)?.carried)
}
