//! The desks along the street: staff who took photos, editors who let them
//! out, the DSL who decides what nobody else may.

use std::sync::Arc;

use gatehouse_domain::{
    Channel,
    ids::{PersonId, PhotoId, ReleaseId},
    permission::PermissionRow,
    policy::{Code, Lift, Reason},
    role::Role,
};

use super::{Intake, Pictures, Signed, TakeDowns};
use crate::{
    house::Register,
    street::{
        Approval, StreetError,
        agreeing::ToAgree,
        exceptions::{Exception, Exceptions},
        office::protect::Protection,
        person_sheet::{Line, Listed, PersonSheet, Wanted},
        releases::posts::{Part, Posts},
        why::Why,
    },
};

/// Takes, uploads and describes photos, names and confirms faces.
#[derive(Debug)]
pub struct Staff<'a>(Signed<'a>);

/// Approves what others uploaded, publishes, takes back.
#[derive(Debug)]
pub struct Editor<'a>(Signed<'a>);

/// Settles exceptions, and looks after protected pupils.
#[derive(Debug)]
pub struct Dsl<'a>(Signed<'a>);

impl<'a> Staff<'a> {
    pub(super) const fn new(signed: Signed<'a>) -> Self {
        Self(signed)
    }

    /// Bringing photos.
    #[must_use]
    pub fn intake(&self) -> Intake<'a> {
        Intake(self.0.clone())
    }

    /// Working on photos.
    #[must_use]
    pub fn pictures(&self) -> Pictures<'a> {
        Pictures(self.0.clone())
    }

    /// Notes that a pupil said no to having their face recognised.
    ///
    /// # Errors
    /// As [`House::pupil_said_no`](crate::house::House::pupil_said_no).
    pub async fn pupil_said_no(&self, person: PersonId) -> Result<(), StreetError> {
        pupil_said_no(&self.0, person).await
    }
}

impl<'a> Editor<'a> {
    pub(super) const fn new(signed: Signed<'a>) -> Self {
        Self(signed)
    }

    /// Bringing photos.
    #[must_use]
    pub fn intake(&self) -> Intake<'a> {
        Intake(self.0.clone())
    }

    /// Working on photos.
    #[must_use]
    pub fn pictures(&self) -> Pictures<'a> {
        Pictures(self.0.clone())
    }

    /// A part of the posts: those that wait, are on their way, are out, or
    /// came back.
    ///
    /// # Errors
    /// As [`House::posts`](crate::house::House::posts).
    pub async fn posts(
        &self,
        which: (Part, Option<Channel>),
        some: (u32, u32),
    ) -> Result<Posts, StreetError> {
        posts(&self.0, which, some).await
    }

    /// Approves a post as they were shown it, with the heads they counted in
    /// each picture. It goes out by itself then.
    ///
    /// # Errors
    /// As [`House::approve_as_shown`](crate::house::House::approve_as_shown).
    pub async fn approve(
        &self,
        release: ReleaseId,
        seen: (&Approval, &str),
    ) -> Result<(), StreetError> {
        let (house, school, actor) = self.0.parts();
        house.approve_as_shown(actor, school, release, seen).await
    }

    /// What is out, and its way back.
    #[must_use]
    pub fn take_downs(&self) -> TakeDowns<'a> {
        TakeDowns(self.0.clone())
    }

    /// Takes a post back, wherever it is.
    ///
    /// # Errors
    /// As [`House::take_back`](crate::house::House::take_back).
    pub async fn take_back(&self, release: ReleaseId) -> Result<(), StreetError> {
        take_back(&self.0, release).await
    }

    /// What they may agree to of a picture.
    ///
    /// # Errors
    /// As [`House::to_agree`](crate::house::House::to_agree).
    pub async fn to_agree(&self, photo: PhotoId) -> Result<ToAgree, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.to_agree(actor, school, photo).await
    }

    /// Agrees to what somebody else said of a picture, as it was seen.
    ///
    /// # Errors
    /// As [`House::agree`](crate::house::House::agree).
    pub async fn agree(&self, seen: (PhotoId, &str), code: Code) -> Result<(), StreetError> {
        let (house, school, actor) = self.0.parts();
        house.agree(actor, school, seen, code).await
    }

    /// Settles a reason that an editor may, and says why.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] where it is settled in another role; as
    /// [`House::settle_reason`](crate::house::House::settle_reason).
    pub async fn settle(
        &self,
        photo: PhotoId,
        what: (Channel, Lift, String),
    ) -> Result<(), StreetError> {
        settle(&self.0, Role::Editor, photo, what).await
    }

    /// Notes that a pupil said no to having their face recognised.
    ///
    /// # Errors
    /// As [`House::pupil_said_no`](crate::house::House::pupil_said_no).
    pub async fn pupil_said_no(&self, person: PersonId) -> Result<(), StreetError> {
        pupil_said_no(&self.0, person).await
    }
}

impl<'a> Dsl<'a> {
    pub(super) const fn new(signed: Signed<'a>) -> Self {
        Self(signed)
    }

    /// Working on photos.
    #[must_use]
    pub fn pictures(&self) -> Pictures<'a> {
        Pictures(self.0.clone())
    }

    /// The register with everything that was agreed, and who is protected.
    ///
    /// # Errors
    /// The store's.
    pub async fn register(&self) -> Result<Arc<Register>, StreetError> {
        self.0.house.now_register(self.0.school).await
    }

    /// What waits for them among the newest pictures, or among those before
    /// one.
    ///
    /// # Errors
    /// As [`House::exceptions`](crate::house::House::exceptions).
    pub async fn exceptions(&self, before: Option<PhotoId>) -> Result<Exceptions, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.exceptions(actor, school, before).await
    }

    /// A picture with everything that they may know of it.
    ///
    /// # Errors
    /// As [`House::exception`](crate::house::House::exception).
    pub async fn exception(&self, photo: PhotoId) -> Result<Exception, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.exception(actor, school, photo).await
    }

    /// Allows what only they may of a picture as they saw it, and says why.
    ///
    /// # Errors
    /// As [`House::allow`](crate::house::House::allow).
    pub async fn allow(
        &self,
        photo: (PhotoId, &str),
        what: (&[(Channel, Reason)], &Why),
    ) -> Result<(), StreetError> {
        let (house, school, actor) = self.0.parts();
        house.allow(actor, school, photo, what).await
    }

    /// Everybody who is protected, by name.
    ///
    /// # Errors
    /// As [`House::protected`](crate::house::House::protected).
    pub async fn protected(&self) -> Result<Vec<Line>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.protected(actor, school).await
    }

    /// Begins or ends somebody's protection.
    ///
    /// # Errors
    /// As [`House::protect`](crate::house::House::protect).
    pub async fn protect(
        &self,
        person: PersonId,
        protected: bool,
        why: &Why,
    ) -> Result<(), StreetError> {
        let (house, school, actor) = self.0.parts();
        house.protect(actor, school, person, (protected, why)).await
    }

    /// How somebody's protection came to be what it is, the newest first.
    ///
    /// # Errors
    /// As [`House::protection`](crate::house::House::protection).
    pub async fn protection(&self, person: PersonId) -> Result<Vec<Protection>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.protection(actor, school, person).await
    }

    /// Some of the pupils, by name.
    ///
    /// # Errors
    /// As [`House::pupils`](crate::house::House::pupils).
    pub async fn pupils(
        &self,
        wanted: &Wanted,
        part: (usize, usize),
    ) -> Result<Listed, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.pupils(actor, school, wanted, part).await
    }

    /// Somebody with all that was agreed.
    ///
    /// # Errors
    /// As [`House::person_sheet`](crate::house::House::person_sheet).
    pub async fn person(&self, person: PersonId) -> Result<PersonSheet, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.person_sheet(actor, school, person).await
    }

    /// Settles a reason that the DSL may, and says why.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] where it is settled in another role; as
    /// [`House::settle_reason`](crate::house::House::settle_reason).
    pub async fn settle(
        &self,
        photo: PhotoId,
        what: (Channel, Lift, String),
    ) -> Result<(), StreetError> {
        settle(&self.0, Role::Dsl, photo, what).await
    }

    /// Records an answer about showing somebody. What may not be out any more
    /// is taken back.
    ///
    /// # Errors
    /// As [`House::record_permission`](crate::house::House::record_permission).
    pub async fn record_permission(
        &self,
        person: PersonId,
        row: &PermissionRow,
    ) -> Result<(), StreetError> {
        record_permission(&self.0, person, row).await
    }

    /// What is out, and its way back.
    #[must_use]
    pub fn take_downs(&self) -> TakeDowns<'a> {
        TakeDowns(self.0.clone())
    }

    /// Takes a post back, wherever it is.
    ///
    /// # Errors
    /// As [`House::take_back`](crate::house::House::take_back).
    pub async fn take_back(&self, release: ReleaseId) -> Result<(), StreetError> {
        take_back(&self.0, release).await
    }

    /// Notes that a pupil said no to having their face recognised.
    ///
    /// # Errors
    /// As [`House::pupil_said_no`](crate::house::House::pupil_said_no).
    pub async fn pupil_said_no(&self, person: PersonId) -> Result<(), StreetError> {
        pupil_said_no(&self.0, person).await
    }

    /// Notes that a pupil took their no back, themselves. Whether there was one.
    ///
    /// # Errors
    /// As [`House::pupil_changed_mind`](crate::house::House::pupil_changed_mind).
    pub async fn pupil_changed_mind(&self, person: PersonId) -> Result<bool, StreetError> {
        pupil_changed_mind(&self.0, person).await
    }
}

pub(super) async fn pupil_changed_mind(
    signed: &Signed<'_>,
    person: PersonId,
) -> Result<bool, StreetError> {
    let (house, school, actor) = signed.parts();
    house.pupil_changed_mind(actor, school, person).await
}

pub(super) async fn pupil_said_no(
    signed: &Signed<'_>,
    person: PersonId,
) -> Result<(), StreetError> {
    let (house, school, actor) = signed.parts();
    house.pupil_said_no(actor, school, person).await
}

pub(super) async fn record_permission(
    signed: &Signed<'_>,
    person: PersonId,
    row: &PermissionRow,
) -> Result<(), StreetError> {
    let (house, school, actor) = signed.parts();
    house.record_permission(actor, school, person, row).await
}

pub(super) async fn posts(
    signed: &Signed<'_>,
    which: (Part, Option<Channel>),
    some: (u32, u32),
) -> Result<Posts, StreetError> {
    let (house, school, actor) = signed.parts();
    house.posts(actor, school, which, some).await
}

pub(super) async fn take_back(signed: &Signed<'_>, release: ReleaseId) -> Result<(), StreetError> {
    let (house, school, actor) = signed.parts();
    house.take_back(actor, school, release).await
}

/// Settles a reason in the role of a desk, and in no other that somebody may
/// hold besides.
pub(super) async fn settle(
    signed: &Signed<'_>,
    role: Role,
    photo: PhotoId,
    what: (Channel, Lift, String),
) -> Result<(), StreetError> {
    if what.1.by != role {
        return Err(StreetError::RoleMissing);
    }
    let (house, school, actor) = signed.parts();
    house.settle_reason(actor, school, photo, what).await
}
