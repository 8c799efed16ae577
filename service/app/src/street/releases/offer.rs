//! What a post can be made of: an event's pictures that are clear for the
//! channel it is to go to.

use std::collections::BTreeMap;

use gatehouse_domain::{
    Channel,
    custody::State,
    ids::{EventId, PhotoId, SchoolId},
};
use gatehouse_store::{
    db::Tx,
    photos,
    releases::{StageCode, listed},
};

use crate::{
    house::{House, Register},
    street::{Actor, StreetError, board::Standing, dossier::Facts},
};

/// A part of an event's pictures, as far as they are clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Those that are clear, in the order of their arrival.
    pub pictures: Vec<Offered>,
    /// How many of this part are not.
    pub others: usize,
    /// How many pictures the event has in all.
    pub all: usize,
}

/// A picture that is clear for a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Which.
    pub photo: PhotoId,
    /// Its place in the event, from 1.
    pub number: usize,
    /// Whether it is in a post on that channel already, and how far that is.
    pub used: Option<Used>,
}

/// How far a post is that has the picture already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Used {
    /// It waits for a second person.
    Waiting,
    /// It is on its way.
    Going,
    /// It is out.
    Out,
}

impl House {
    /// The pictures of a part of an event that are clear for a channel: of
    /// `count` pictures from place `from` on.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn offer(
        &self,
        actor: &Actor,
        school: SchoolId,
        (event, channel): (EventId, Channel),
        (from, count): (usize, usize),
    ) -> Result<Offer, StreetError> {
        let mut tx = self.db.read().await?;
        self.see_event(&mut tx, actor, school, event).await?;
        let register = self.register(&mut tx, school).await?;
        if register.event(event).is_none() {
            return Err(StreetError::NoSuch("event"));
        }
        let mut used: BTreeMap<PhotoId, Used> = BTreeMap::new();
        for (photo, stage) in listed::live_of_event(&mut tx, school, event, channel).await? {
            let told = match stage {
                StageCode::Draft | StageCode::Judged => Used::Waiting,
                StageCode::Approved | StageCode::Publishing => Used::Going,
                StageCode::Published => Used::Out,
                StageCode::Recalled => continue,
            };
            let known = used.entry(photo).or_insert(told);
            *known = told.max(*known);
        }
        let rows = photos::of_event::<Facts>(&mut tx, school, event).await?;
        let numbered = (1..).zip(&rows).skip(from).take(count);
        let (mut pictures, mut others) = (Vec::new(), 0);
        for (number, row) in numbered {
            let scanned = matches!(row.state, State::Scanned(_));
            if scanned
                && self
                    .is_clear(&mut tx, school, &register, (row.id, channel))
                    .await?
            {
                pictures.push(Offered {
                    photo: row.id,
                    number,
                    used: used.get(&row.id).copied(),
                });
            } else {
                others += 1;
            }
        }
        Ok(Offer {
            pictures,
            others,
            all: rows.len(),
        })
    }

    /// Whether a picture is clear before approval is asked for. What cannot be
    /// read is not.
    async fn is_clear(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        register: &Register,
        (photo, channel): (PhotoId, Channel),
    ) -> Result<bool, StreetError> {
        let mut dossier = match self.dossier(tx, school, register, photo).await {
            Ok(dossier) => dossier,
            Err(StreetError::Store(error)) if error.is_passing() => return Err(error.into()),
            Err(_) => return Ok(false),
        };
        let Some(event) = register.event(dossier.event) else {
            return Ok(false);
        };
        // What a second person counted for another post does not count here.
        dossier.parts.counts.approver = None;
        dossier.parts.lifts = dossier.lifts_on(channel);
        let (seen, texts) = (&dossier.seen, &dossier.texts);
        let desk = self.desk(register);
        let judged = desk.judge(seen, event, &dossier.parts, texts, channel);
        Ok(Standing::of(&judged.verdict) == Standing::Clear)
    }
}
