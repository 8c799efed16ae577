//! What several roles do with photos: take them in, look at them, name, mark,
//! write, put posts together. Reached by the desk of one of those roles.

use gatehouse_domain::{
    Area, Channel,
    findings::TextKind,
    ids::{AccountId, EventId, FaceId, PersonId, PhotoId, ReleaseId},
    names::Words,
    policy::Verdict,
    release::{PictureReason, Stage},
};

use super::Signed;
use crate::{
    check::Decision,
    school::Event,
    street::{
        Photo, StreetError,
        board::Board,
        intake::Arrival,
        pictures::View,
        planning::{Plan, PlanFault, Setting},
        sheet::Sheet,
    },
};

/// Photos arrive, and who brings them counts the heads.
#[derive(Debug)]
pub struct Intake<'a>(pub(super) Signed<'a>);

/// Photos that are there.
#[derive(Debug)]
pub struct Pictures<'a>(pub(super) Signed<'a>);

impl<'a> Intake<'a> {
    /// The events there are, by the day on which they are held.
    ///
    /// # Errors
    /// The store's.
    pub async fn events(&self) -> Result<Vec<(EventId, Event)>, StreetError> {
        events(&self.0).await
    }

    /// One event.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn event(&self, event: EventId) -> Result<Event, StreetError> {
        one_event(&self.0, event).await
    }

    /// What an event can be made of.
    ///
    /// # Errors
    /// The store's.
    pub async fn setting(&self) -> Result<Setting, StreetError> {
        self.0.house.setting(self.0.school).await
    }

    /// Sets up an event, or tells what is wrong with it.
    ///
    /// # Errors
    /// As [`House::plan_event`](crate::house::House::plan_event).
    pub async fn plan(&self, plan: &Plan) -> Result<Result<EventId, Vec<PlanFault>>, StreetError> {
        let Signed {
            house,
            school,
            actor,
        } = &self.0;
        house.plan_event(actor, *school, plan).await
    }

    /// What is wrong with a plan, nothing set up.
    ///
    /// # Errors
    /// The store's.
    pub async fn faults(&self, plan: &Plan) -> Result<Vec<PlanFault>, StreetError> {
        self.0.house.plan_faults(self.0.school, plan).await
    }

    /// Begins to take in a file for an event.
    ///
    /// # Errors
    /// As [`House::arrival`](crate::house::House::arrival).
    pub async fn arrival(&self, event: EventId) -> Result<Arrival<'a>, StreetError> {
        let Signed {
            house,
            school,
            actor,
        } = &self.0;
        house.arrival(actor, *school, event).await
    }

    /// Takes in a whole file.
    ///
    /// # Errors
    /// As [`House::receive`](crate::house::House::receive).
    pub async fn receive(&self, event: EventId, bytes: &[u8]) -> Result<PhotoId, StreetError> {
        let Signed {
            house,
            school,
            actor,
        } = &self.0;
        house.receive(actor, *school, event, bytes).await
    }

    /// Counts the heads in a photo that they bring.
    ///
    /// # Errors
    /// As [`House::count`](crate::house::House::count).
    pub async fn count(&self, photo: PhotoId, heads: u16) -> Result<(), StreetError> {
        let Signed {
            house,
            school,
            actor,
        } = &self.0;
        house.count(actor, *school, photo, heads).await
    }
}

impl Pictures<'_> {
    /// The events there are, by the day on which they are held.
    ///
    /// # Errors
    /// The store's.
    pub async fn events(&self) -> Result<Vec<(EventId, Event)>, StreetError> {
        events(&self.0).await
    }

    /// One event.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn event(&self, event: EventId) -> Result<Event, StreetError> {
        one_event(&self.0, event).await
    }

    /// A part of an event's photos: so many from that place on.
    ///
    /// # Errors
    /// As [`House::board`](crate::house::House::board).
    pub async fn board(&self, event: EventId, part: (usize, usize)) -> Result<Board, StreetError> {
        self.0.house.board(self.0.school, event, part).await
    }

    /// A photo with all that is to be done to it.
    ///
    /// # Errors
    /// As [`House::sheet`](crate::house::House::sheet).
    pub async fn sheet(&self, photo: PhotoId) -> Result<Sheet, StreetError> {
        self.0.house.sheet(self.0.school, photo).await
    }

    /// The bytes of a cleaned picture, JPEG.
    ///
    /// # Errors
    /// As [`House::picture`](crate::house::House::picture_bytes).
    pub async fn bytes(&self, photo: PhotoId, view: View) -> Result<Vec<u8>, StreetError> {
        self.0.house.picture_bytes(self.0.school, photo, view).await
    }

    /// A photo as it is now.
    ///
    /// # Errors
    /// As [`House::photo`](crate::house::House::photo).
    pub async fn photo(&self, photo: PhotoId) -> Result<Photo, StreetError> {
        self.0.house.photo(self.0.school, photo).await
    }

    /// Says who a face is, or that it is nobody or none.
    ///
    /// # Errors
    /// As [`House::name`](crate::house::House::name).
    pub async fn name(
        &self,
        face: (PhotoId, FaceId),
        decision: Decision<PersonId>,
    ) -> Result<(), StreetError> {
        let Signed {
            house,
            school,
            actor,
        } = &self.0;
        house.name(actor, *school, face, decision).await
    }

    /// Marks a face that the machine missed.
    ///
    /// # Errors
    /// As [`House::mark`](crate::house::House::mark).
    pub async fn mark(&self, photo: PhotoId, area: Area) -> Result<FaceId, StreetError> {
        let Signed {
            house,
            school,
            actor,
        } = &self.0;
        house.mark(actor, *school, photo, area).await
    }

    /// Writes what goes beside a photo.
    ///
    /// # Errors
    /// As [`House::write`](crate::house::House::write).
    pub async fn write(&self, photo: PhotoId, text: (TextKind, &Words)) -> Result<(), StreetError> {
        let Signed {
            house,
            school,
            actor,
        } = &self.0;
        house.write(actor, *school, photo, text).await
    }

    /// Puts photos together for a channel.
    ///
    /// # Errors
    /// As [`House::draft`](crate::house::House::draft).
    pub async fn draft(
        &self,
        channel: Channel,
        photos: &[PhotoId],
    ) -> Result<ReleaseId, StreetError> {
        let Signed {
            house,
            school,
            actor,
        } = &self.0;
        house.draft(actor, *school, channel, photos).await
    }

    /// The verdicts on a post's pictures as things stand.
    ///
    /// # Errors
    /// As [`House::verdicts`](crate::house::House::verdicts).
    pub async fn verdicts(&self, release: ReleaseId) -> Result<Vec<Verdict>, StreetError> {
        self.0.house.verdicts(self.0.school, release).await
    }

    /// How far a post is.
    ///
    /// # Errors
    /// As [`House::stage`](crate::house::House::stage).
    pub async fn stage(
        &self,
        release: ReleaseId,
    ) -> Result<Stage<AccountId, PictureReason>, StreetError> {
        self.0.house.stage(self.0.school, release).await
    }
}

/// The events of the school, by the day on which they are held.
pub(super) async fn events(signed: &Signed<'_>) -> Result<Vec<(EventId, Event)>, StreetError> {
    let register = signed.house.now_register(signed.school).await?;
    let known = register.events.iter().copied();
    let mut events: Vec<(EventId, Event)> =
        known.zip(register.school.events.iter().cloned()).collect();
    events.sort_by_key(|(id, event)| (event.on, *id));
    Ok(events)
}

/// One event of the school.
async fn one_event(signed: &Signed<'_>, event: EventId) -> Result<Event, StreetError> {
    let register = signed.house.now_register(signed.school).await?;
    register
        .event(event)
        .cloned()
        .ok_or(StreetError::NoSuch("event"))
}
