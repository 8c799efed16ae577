//! What was destroyed since the backup, crossed out in the rows that came
//! back: one transaction for each school, so that nobody ever sees a half of
//! it.

use std::collections::BTreeSet;

use gatehouse_domain::{
    custody::State,
    ids::{PersonId, PhotoId, ReleaseId, SchoolId},
    release::Event,
};
use gatehouse_store::{
    backup::{self, Pending},
    db::Tx,
    log::{self, Entry, Log},
    people, photos,
    releases::{self, StageCode},
    renditions,
    templates::{self, TemplateRow},
};

use super::BackupFailed;
use crate::{
    house::House,
    street::{StreetError, dossier::Facts, releases::Machine},
};

impl House {
    /// Replays the ledger in a school's rows; how many destructions, and how
    /// many releases ended by them. Done again, there are none.
    pub(super) async fn replay(&self, school: SchoolId) -> Result<(usize, usize), BackupFailed> {
        let key = self.signing.verifying_key();
        let mut tx = self.decide(school).await?;
        let pending = backup::pending(&mut tx, school, &self.ledger, &key).await?;
        let mut known = Vec::with_capacity(pending.len());
        let templates = templates::list(&mut tx, school).await?;
        for one in &pending {
            known.push((one, what(&mut tx, school, one, &templates).await?));
        }
        let showing = showing(&mut tx, school, &known).await?;
        // People and templates first: the register does not open with somebody
        // in it whose key is gone, and all the rest asks the register.
        let (of_people, of_rest): (Vec<_>, Vec<_>) = known
            .into_iter()
            .partition(|(_, what)| !matches!(what, What::Photo(_) | What::Original(_)));
        for (one, what) in of_people {
            Box::pin(self.replay_one(&mut tx, school, one, what)).await?;
        }
        let ended = Box::pin(self.end_releases(&mut tx, school, &showing)).await?;
        for (one, what) in of_rest {
            Box::pin(self.replay_one(&mut tx, school, one, what)).await?;
        }
        tx.commit().await?;
        Ok((pending.len(), ended))
    }

    async fn replay_one(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        one: &Pending,
        what: What,
    ) -> Result<(), BackupFailed> {
        let now = self.now();
        if let What::Template(person) = what {
            // Its key is gone: that is what the ledger says.
            let _ = templates::remove(tx, school, person).await?;
        }
        if let What::Original(photo) = what
            && self.has_nothing_else(tx, school, photo).await?
        {
            renditions::forget(tx, school, one.subject).await?;
            let why = ("lost-before-a-restore", None);
            Box::pin(self.end_photo(tx, school, photo, why)).await?;
        } else if let Some(kind) = what.kind() {
            let decided = Pending {
                kind: kind.to_owned(),
                ..one.clone()
            };
            self.cross_out(tx, school, &decided, now).await?;
        }
        backup::replayed(tx, school, one).await?;
        let entry = Entry {
            actor: one.decided_by,
            verb: "destroy",
            about: Some(("subject", one.subject.0)),
            outcome: "replayed",
            facts: None,
        };
        log::append(tx, Log::Evidence, school, &entry, now).await?;
        Ok(())
    }

    /// Whether the original was all there was of its photo when the backup was
    /// made: its master came later and is lost, so the photo ends.
    async fn has_nothing_else(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        photo: PhotoId,
    ) -> Result<bool, BackupFailed> {
        let row = photos::get::<Facts>(tx, school, photo).await?;
        Ok(row.is_some_and(|row| row.state == State::Received))
    }

    /// Takes releases back through their machine.
    async fn end_releases(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        which: &BTreeSet<ReleaseId>,
    ) -> Result<usize, StreetError> {
        let mut ended = 0_usize;
        for &id in which {
            let row = releases::get::<Machine>(tx, school, id).await?;
            // Its own key may be gone too; then it was taken back just now.
            if row.is_some_and(|row| row.stage != StageCode::Recalled) {
                let mut open = self.open(tx, school, id).await?;
                self.step(tx, school, &mut open, &Event::Recalled).await?;
                ended = ended.saturating_add(1);
            }
        }
        Ok(ended)
    }
}

/// What the rows that came back know a destroyed subject as, whatever it was
/// called when it was destroyed: a key that was left over then may have been
/// somebody's before.
#[derive(Debug, Clone, Copy)]
enum What {
    Person(PersonId),
    /// Of that pupil.
    Template(PersonId),
    Photo(PhotoId),
    /// Of that photo.
    Original(PhotoId),
    Release,
    Unknown,
}

impl What {
    /// The code of the kind of thing it is.
    const fn kind(self) -> Option<&'static str> {
        match self {
            Self::Person(_) => Some("person"),
            Self::Template(_) => Some("template"),
            Self::Photo(_) => Some("photo"),
            Self::Original(_) => Some("original"),
            Self::Release => Some("release"),
            Self::Unknown => None,
        }
    }
}

async fn what(
    tx: &mut Tx,
    school: SchoolId,
    one: &Pending,
    templates: &[TemplateRow],
) -> Result<What, BackupFailed> {
    let subject = one.subject;
    let (person, photo) = (PersonId(subject.0), PhotoId(subject.0));
    if let Some(row) = templates.iter().find(|row| row.about.id == subject) {
        return Ok(What::Template(row.about.person));
    }
    if people::get(tx, school, person).await?.is_some() {
        return Ok(What::Person(person));
    }
    if photos::get::<Facts>(tx, school, photo).await?.is_some() {
        return Ok(What::Photo(photo));
    }
    let release = ReleaseId(subject.0);
    if releases::get::<Machine>(tx, school, release)
        .await?
        .is_some()
    {
        return Ok(What::Release);
    }
    let original = photos::of_original(tx, school, subject).await?;
    Ok(original.map_or(What::Unknown, What::Original))
}

/// The releases that have not ended and show what was destroyed.
async fn showing(
    tx: &mut Tx,
    school: SchoolId,
    known: &[(&Pending, What)],
) -> Result<BTreeSet<ReleaseId>, BackupFailed> {
    let mut showing = BTreeSet::new();
    for (_, what) in known {
        showing.extend(match *what {
            What::Photo(photo) => releases::live_with(tx, school, photo).await?,
            What::Person(person) => releases::live_of_person(tx, school, person).await?,
            What::Template(_) | What::Original(_) | What::Release | What::Unknown => Vec::new(),
        });
    }
    Ok(showing)
}
