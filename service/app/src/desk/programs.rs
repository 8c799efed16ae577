//! What a program may do that carries a token: what its scopes name, as far as
//! its owner's roles reach, and nothing that only a person may.

use std::collections::BTreeSet;

use gatehouse_domain::{
    Channel,
    findings::TextKind,
    ids::{AccountId, EventId, PhotoId, ReleaseId, SchoolId},
    names::Words,
    permission::PermissionRow,
};
use gatehouse_store::log::Report;

use super::{Signed, office, pictures, street};
use crate::{
    house::House,
    school::{Event, MisId, School},
    sign_in::{Scope, SignInError},
    street::{
        Actor, StreetError, Summary,
        glance::{PhotoGlance, PostGlance},
        health::Waiting,
        intake::Arrival,
        office::{Answered, Entered},
        planning::{Plan, PlanFault},
    },
};

/// A program with a token that is valid. Holds for one request.
#[derive(Debug, Clone)]
pub struct Program<'a> {
    owner: Signed<'a>,
    scopes: BTreeSet<Scope>,
}

/// Looks how far things are.
#[derive(Debug)]
pub struct Views<'a>(Signed<'a>);

/// Takes in photos.
#[derive(Debug)]
pub struct Uploads<'a>(Signed<'a>);

/// Writes words and puts posts together.
#[derive(Debug)]
pub struct Texts<'a>(Signed<'a>);

/// Brings the register up to date.
#[derive(Debug)]
pub struct Imports<'a>(Signed<'a>);

/// Takes posts back.
#[derive(Debug)]
pub struct Recalls<'a>(Signed<'a>);

/// Reads numbers.
#[derive(Debug)]
pub struct Reports<'a>(Signed<'a>);

impl<'a> Program<'a> {
    pub(crate) const fn new(
        house: &'a House,
        school: SchoolId,
        actor: Actor,
        scopes: BTreeSet<Scope>,
    ) -> Self {
        Self {
            owner: Signed::new(house, school, actor),
            scopes,
        }
    }

    /// The school.
    #[must_use]
    pub const fn school(&self) -> SchoolId {
        self.owner.school
    }

    /// Whether the consents were imported too long ago, so that nothing clears:
    /// every answer says so.
    ///
    /// # Errors
    /// The store's.
    pub async fn consents_are_stale(&self) -> Result<bool, SignInError> {
        self.owner.consents_are_stale().await
    }

    /// The account it acts for.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.owner.actor.id
    }

    /// What the token names.
    #[must_use]
    pub const fn scopes(&self) -> &BTreeSet<Scope> {
        &self.scopes
    }

    fn may(&self, scope: Scope) -> Result<Signed<'a>, SignInError> {
        let held = scope.roles().iter().any(|role| self.owner.holds(*role));
        if held && self.scopes.contains(&scope) {
            Ok(self.owner.clone())
        } else {
            Err(SignInError::ScopeMissing)
        }
    }

    /// Looking how far things are: for whoever takes in photos, writes or takes
    /// back.
    ///
    /// # Errors
    /// [`SignInError::ScopeMissing`].
    pub fn views(&self) -> Result<Views<'a>, SignInError> {
        let mut scopes = [Scope::Upload, Scope::Words, Scope::Recall].into_iter();
        let held = scopes.find_map(|scope| self.may(scope).ok());
        held.map(Views).ok_or(SignInError::ScopeMissing)
    }

    /// Taking in photos.
    ///
    /// # Errors
    /// [`SignInError::ScopeMissing`].
    pub fn uploads(&self) -> Result<Uploads<'a>, SignInError> {
        self.may(Scope::Upload).map(Uploads)
    }

    /// Writing words and putting posts together.
    ///
    /// # Errors
    /// [`SignInError::ScopeMissing`].
    pub fn texts(&self) -> Result<Texts<'a>, SignInError> {
        self.may(Scope::Words).map(Texts)
    }

    /// Bringing the register up to date.
    ///
    /// # Errors
    /// [`SignInError::ScopeMissing`].
    pub fn imports(&self) -> Result<Imports<'a>, SignInError> {
        self.may(Scope::Register).map(Imports)
    }

    /// Taking posts back.
    ///
    /// # Errors
    /// [`SignInError::ScopeMissing`].
    pub fn recalls(&self) -> Result<Recalls<'a>, SignInError> {
        self.may(Scope::Recall).map(Recalls)
    }

    /// Reading numbers.
    ///
    /// # Errors
    /// [`SignInError::ScopeMissing`].
    pub fn reports(&self) -> Result<Reports<'a>, SignInError> {
        self.may(Scope::Report).map(Reports)
    }
}

impl Views<'_> {
    /// The events its owner works on, by the day on which they are held.
    ///
    /// # Errors
    /// The store's.
    pub async fn events(&self) -> Result<Vec<(EventId, Event)>, StreetError> {
        pictures::events(&self.0).await
    }

    /// How far a photo is.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn photo(&self, photo: PhotoId) -> Result<PhotoGlance, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.photo_glance(actor, school, photo).await
    }

    /// How far a post is.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn post(&self, release: ReleaseId) -> Result<PostGlance, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.post_glance(actor, school, release).await
    }
}

impl<'a> Uploads<'a> {
    /// Sets up an event, or tells what is wrong with it.
    ///
    /// # Errors
    /// As [`House::plan_event`].
    pub async fn plan(&self, plan: &Plan) -> Result<Result<EventId, Vec<PlanFault>>, StreetError> {
        let (house, school, actor) = self.0.parts();
        let told = (house.new_event(), plan);
        house.plan_event(actor, school, told).await
    }

    /// Begins to take in a file for an event.
    ///
    /// # Errors
    /// As [`House::arrival`].
    pub async fn arrival(&self, event: EventId) -> Result<Arrival<'a>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.arrival(actor, school, event).await
    }

    /// Takes in a whole file.
    ///
    /// # Errors
    /// As [`House::receive`].
    pub async fn receive(&self, event: EventId, bytes: &[u8]) -> Result<PhotoId, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.receive(actor, school, event, bytes).await
    }
}

impl Texts<'_> {
    /// Writes what goes beside a photo.
    ///
    /// # Errors
    /// As [`House::write`].
    pub async fn write(&self, photo: PhotoId, text: (TextKind, &Words)) -> Result<(), StreetError> {
        let (house, school, actor) = self.0.parts();
        house.photo_row(actor, school, photo).await?;
        house.write(actor, school, photo, text).await
    }

    /// Puts photos together for a channel. A person approves them.
    ///
    /// # Errors
    /// As [`House::draft`].
    pub async fn draft(
        &self,
        channel: Channel,
        photos: &[PhotoId],
    ) -> Result<ReleaseId, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.draft(actor, school, channel, photos).await
    }
}

impl Imports<'_> {
    /// Enters a school's folder: all of it, or nothing.
    ///
    /// # Errors
    /// As [`House::enter`].
    pub async fn enter(&self, folder: &School) -> Result<Entered, StreetError> {
        office::enter(&self.0, folder).await
    }

    /// Records an answer about showing somebody, told by the number under which
    /// the office's own system keeps them. What may not be out any more is
    /// taken back.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; as [`House::record_permission`].
    pub async fn record_answer(
        &self,
        number: &MisId,
        row: &PermissionRow,
    ) -> Result<Answered, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.record_answer(actor, school, number, row).await
    }
}

impl Recalls<'_> {
    /// Takes a post back, wherever it is.
    ///
    /// # Errors
    /// As [`House::take_back`].
    pub async fn take_back(&self, release: ReleaseId) -> Result<(), StreetError> {
        street::take_back(&self.0, release).await
    }
}

impl Reports<'_> {
    /// How things stand, in numbers; nothing is said of the logs.
    ///
    /// # Errors
    /// The store's.
    pub async fn tally(&self) -> Result<Summary, StreetError> {
        self.0.house.tally(self.0.school).await
    }

    /// Proves both logs, line by line.
    ///
    /// # Errors
    /// The store's.
    pub async fn verify_logs(&self) -> Result<Report, StreetError> {
        self.0.house.verify_logs(self.0.school).await
    }

    /// What waits, and what waits too long.
    ///
    /// # Errors
    /// The store's.
    pub async fn waiting(&self) -> Result<Waiting, StreetError> {
        self.0.house.waiting(self.0.school).await
    }
}
