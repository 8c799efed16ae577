//! What several roles do with photos: take them in, look at them, name, mark,
//! write, put posts together. Reached by the desk of one of those roles.

use gatehouse_domain::{
    Area, Channel,
    ids::{EventId, FaceId, PersonId, PhotoId, ReleaseId},
};
use uuid::Uuid;

use super::Signed;
use crate::{
    school::Event,
    street::{
        Approval, StreetError,
        board::Board,
        brief::Brief,
        due::Receipt,
        intake::{Arrival, Came, Part},
        pictures::View,
        planning::{Plan, PlanFault, Setting},
        releases::{offer::Offer, posts::Post, preview::Preview},
        review::Entered,
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
    /// The events they work on, by the day on which they are held.
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
    pub async fn plan(
        &self,
        told: (EventId, &Plan),
    ) -> Result<Result<EventId, Vec<PlanFault>>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.plan_event(actor, school, told).await
    }

    /// Changes what was told of an event, but for its day and its classes.
    ///
    /// # Errors
    /// As [`House::amend_event`](crate::house::House::amend_event).
    pub async fn amend(
        &self,
        told: (EventId, &Plan),
    ) -> Result<Result<(), Vec<PlanFault>>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.amend_event(actor, school, told).await
    }

    /// Whether an event has or had pictures.
    ///
    /// # Errors
    /// As [`House::has_pictures`](crate::house::House::has_pictures).
    pub async fn has_pictures(&self, event: EventId) -> Result<bool, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.has_pictures(actor, school, event).await
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
        let (house, school, actor) = self.0.parts();
        house.arrival(actor, school, event).await
    }

    /// Takes in a whole file.
    ///
    /// # Errors
    /// As [`House::receive`](crate::house::House::receive).
    pub async fn receive(&self, event: EventId, bytes: &[u8]) -> Result<PhotoId, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.receive(actor, school, event, bytes).await
    }

    /// What the photographer of an event is told.
    ///
    /// # Errors
    /// As [`Intake::event`] and [`House::brief`](crate::house::House::brief).
    pub async fn brief(&self, event: EventId) -> Result<Brief, StreetError> {
        self.event(event).await?;
        let (house, school, actor) = self.0.parts();
        house.brief(actor, school, event).await
    }

    /// What they brought to an event, and by when their camera is to be clear.
    ///
    /// # Errors
    /// As [`House::receipt`](crate::house::House::receipt).
    pub async fn receipt(&self, event: EventId) -> Result<Receipt, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.receipt(actor, school, event).await
    }

    /// Confirms that none of their pictures of an event is left in a camera.
    ///
    /// # Errors
    /// As [`House::confirm_cleared`](crate::house::House::confirm_cleared).
    pub async fn confirm_cleared(&self, event: EventId) -> Result<(), StreetError> {
        let (house, school, actor) = self.0.parts();
        house.confirm_cleared(actor, school, event).await
    }

    /// Begins to take in a file of so many bytes, part by part.
    ///
    /// # Errors
    /// As [`House::begin_parts`](crate::house::House::begin_parts).
    pub async fn begin_parts(&self, event: EventId, whole: u64) -> Result<Uuid, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.begin_parts(actor, school, (event, whole)).await
    }

    /// How far a file is.
    ///
    /// # Errors
    /// As [`House::parts_so_far`](crate::house::House::parts_so_far).
    pub async fn parts_so_far(&self, file: Uuid) -> Result<Came, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.parts_so_far(actor, school, file).await
    }

    /// Takes the next part of a file.
    ///
    /// # Errors
    /// As [`House::take_part`](crate::house::House::take_part).
    pub async fn take_part(&self, part: Part<'_>) -> Result<Came, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.take_part(actor, school, part).await
    }
}

impl Pictures<'_> {
    /// The events they work on, by the day on which they are held.
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
        let (house, school, actor) = self.0.parts();
        house.board(actor, school, event, part).await
    }

    /// The newest posts that have a picture of an event.
    ///
    /// # Errors
    /// As [`House::posts_of_event`](crate::house::House::posts_of_event).
    pub async fn posts(&self, event: EventId, count: u32) -> Result<Vec<Post>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.posts_of_event(actor, school, event, count).await
    }

    /// Notes that a pupil on a photo's list said no to having their face
    /// recognised. Whether they are on it.
    ///
    /// # Errors
    /// As [`Pictures::sheet`] and
    /// [`House::pupil_said_no`](crate::house::House::pupil_said_no).
    pub async fn pupil_said_no(
        &self,
        photo: PhotoId,
        person: PersonId,
    ) -> Result<bool, StreetError> {
        let sheet = self.sheet(photo).await?;
        let listed = sheet.pupils.iter().any(|(id, _)| *id == person);
        if listed {
            super::street::pupil_said_no(&self.0, person).await?;
        }
        Ok(listed)
    }

    /// A photo with all that is to be done to it.
    ///
    /// # Errors
    /// As [`House::sheet`](crate::house::House::sheet).
    pub async fn sheet(&self, photo: PhotoId) -> Result<Sheet, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.sheet(actor, school, photo).await
    }

    /// The bytes of a cleaned picture, JPEG.
    ///
    /// # Errors
    /// As [`House::picture`](crate::house::House::picture_bytes).
    pub async fn bytes(&self, photo: PhotoId, view: View) -> Result<Vec<u8>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.picture_bytes(actor, school, photo, view).await
    }

    /// The next photo of the event after this one in which somebody has to
    /// settle something; from the beginning again after the last.
    ///
    /// # Errors
    /// As [`House::next_to_do`](crate::house::House::next_to_do).
    pub async fn next_to_do(
        &self,
        event: EventId,
        after: Option<PhotoId>,
    ) -> Result<Option<PhotoId>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.next_to_do(actor, school, event, after).await
    }

    /// Keeps what was entered on a photo's sheet, all of it or nothing.
    ///
    /// # Errors
    /// As [`House::save_sheet`](crate::house::House::save_sheet).
    pub async fn save(&self, photo: PhotoId, entered: &Entered) -> Result<(), StreetError> {
        let (house, school, actor) = self.0.parts();
        house.save_sheet(actor, school, photo, entered).await
    }

    /// Marks a face that the machine missed.
    ///
    /// # Errors
    /// As [`House::mark`](crate::house::House::mark).
    pub async fn mark(&self, photo: PhotoId, area: Area) -> Result<FaceId, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.mark(actor, school, photo, area).await
    }

    /// Puts photos together for a channel, once under each id.
    ///
    /// # Errors
    /// As [`House::draft_once`](crate::house::House::draft_once).
    pub async fn draft(
        &self,
        post: (ReleaseId, Channel, &[PhotoId]),
    ) -> Result<ReleaseId, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.draft_once(actor, school, post).await
    }

    /// What a post of an event's pictures can be made of: those that are clear
    /// for a channel.
    ///
    /// # Errors
    /// As [`House::offer`](crate::house::House::offer).
    pub async fn offer(
        &self,
        what: (EventId, Channel),
        part: (usize, usize),
    ) -> Result<Offer, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.offer(actor, school, what, part).await
    }

    /// A post with all that goes out, judged now, as if who looks had counted
    /// so.
    ///
    /// # Errors
    /// As [`House::preview`](crate::house::House::preview).
    pub async fn preview(
        &self,
        release: ReleaseId,
        counts: &Approval,
    ) -> Result<Preview, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.preview(actor, school, release, counts).await
    }
}

/// The events they work on, by the day on which they are held.
pub(super) async fn events(signed: &Signed<'_>) -> Result<Vec<(EventId, Event)>, StreetError> {
    let (house, school, actor) = signed.parts();
    house.events_of(actor, school).await
}

/// One event they work on.
async fn one_event(signed: &Signed<'_>, event: EventId) -> Result<Event, StreetError> {
    let (house, school, actor) = signed.parts();
    house.event_of(actor, school, event).await
}
