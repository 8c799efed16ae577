//! How far photos and posts are, as programs are told: states and staff's
//! words, and neither names nor anybody's reasons.

use std::collections::BTreeMap;

use gatehouse_domain::{
    Channel,
    custody::State,
    ids::{EventId, PhotoId, ReleaseId, SchoolId},
    release::{Outcome, Stage},
};
use gatehouse_picture::Refusal;
use gatehouse_store::{
    photos::{self, PhotoRow},
    releases::{self, StageCode},
};
use jiff::Timestamp;

use super::{
    Actor, StreetError,
    board::{Standing, Told},
    dossier::Facts,
    releases::Machine,
};
use crate::house::House;

/// How far a photo is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoGlance {
    /// Its id.
    pub id: PhotoId,
    /// The event it was taken at.
    pub event: EventId,
    /// When it arrived.
    pub received_at: Timestamp,
    /// What became of it.
    pub state: PhotoState,
}

/// What became of a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhotoState {
    /// It waits for the machine.
    Waiting,
    /// It was refused: the code, and what to do.
    Refused(&'static str, String),
    /// It was destroyed.
    Destroyed,
    /// It was looked at: how it stands on each channel of its event.
    Checked(BTreeMap<Channel, (Standing, Vec<Told>)>),
}

/// How far a post is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostGlance {
    /// Its id.
    pub id: ReleaseId,
    /// Where it goes.
    pub channel: Channel,
    /// The code of its stage.
    pub stage: &'static str,
    /// How it stands, while it waits for somebody to approve it.
    pub standing: Option<Standing>,
    /// Its pictures in their order.
    pub photos: Vec<PhotoId>,
}

impl House {
    /// How far a photo is.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; the store's.
    pub(crate) async fn photo_glance(
        &self,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
    ) -> Result<PhotoGlance, StreetError> {
        let row = self.photo_row(actor, school, photo).await?;
        let state = match row.state {
            State::Received | State::Cleaned(_) => PhotoState::Waiting,
            State::Refused(_) => {
                let code = row.refused.as_ref().map_or("", |(_, code)| code);
                let known = Refusal::ALL.into_iter().find(|one| one.code() == code);
                let (code, says) = known.map_or_else(
                    || ("refused", String::new()),
                    |one| (one.code(), one.to_string()),
                );
                PhotoState::Refused(code, says)
            }
            State::Destroyed => PhotoState::Destroyed,
            State::Scanned(_) => {
                PhotoState::Checked(self.sheet(actor, school, photo).await?.channels)
            }
        };
        Ok(PhotoGlance {
            id: row.id,
            event: row.event,
            received_at: row.received_at,
            state,
        })
    }

    /// How far a post is.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; the store's.
    pub(crate) async fn post_glance(
        &self,
        actor: &Actor,
        school: SchoolId,
        release: ReleaseId,
    ) -> Result<PostGlance, StreetError> {
        let mut tx = self.db.read().await?;
        self.see_release(&mut tx, actor, school, release).await?;
        let row = releases::get::<Machine>(&mut tx, school, release).await?;
        let row = row.ok_or(StreetError::NoSuch("post"))?;
        let photos = releases::pictures(&mut tx, school, release).await?;
        let standing = if row.stage == StageCode::Judged {
            let machine = row.state.open(&self.key(school, release).await?)?;
            standing(&machine)
        } else {
            None
        };
        Ok(PostGlance {
            id: row.id,
            channel: row.channel,
            stage: row.stage.code(),
            standing,
            photos,
        })
    }

    /// A photo's row, if the school has it and it is of an event of theirs.
    pub(crate) async fn photo_row(
        &self,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
    ) -> Result<PhotoRow<Facts>, StreetError> {
        let mut tx = self.db.read().await?;
        self.see_photo(&mut tx, actor, school, photo).await?;
        let row = photos::get(&mut tx, school, photo).await?;
        row.ok_or(StreetError::NoSuch("photo"))
    }
}

/// The word for a verdict that waits for somebody.
fn standing(machine: &Machine) -> Option<Standing> {
    match machine.stage() {
        Stage::Judged { outcome, .. } => Some(match outcome {
            Outcome::Clear => Standing::Clear,
            Outcome::Exceptable(_) | Outcome::Held => Standing::Hold,
            Outcome::Barred => Standing::Blocked,
        }),
        _ => None,
    }
}
