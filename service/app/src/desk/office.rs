//! The desks of the head and of the office: who is on the register, what was
//! agreed, what is switched on.

use std::{path::Path, sync::Arc};

use gatehouse_domain::{
    Channel,
    ids::{EventId, PersonId, PhotoId},
    permission::PermissionRow,
    policy::Lift,
    role::Role,
};

use super::{Signed, pictures, street};
use crate::{
    enrol::EnrolReport,
    house::Register,
    school::{Event, Profile, School},
    street::{StreetError, Summary, health::Waiting, office::Entered},
};

/// Switches on, signs, decides about exposure where the profile says so.
#[derive(Debug)]
pub struct Head<'a>(Signed<'a>);

/// Imports, consents, guardians, duties.
#[derive(Debug)]
pub struct Office<'a>(Signed<'a>);

impl<'a> Head<'a> {
    pub(super) const fn new(signed: Signed<'a>) -> Self {
        Self(signed)
    }

    /// What is switched on, and the numbers to judge by.
    ///
    /// # Errors
    /// The store's.
    pub async fn profile(&self) -> Result<Profile, StreetError> {
        let register = self.0.house.now_register(self.0.school).await?;
        Ok(register.school.profile.clone())
    }

    /// Enters a school's folder, the profile that the head signed with it.
    ///
    /// # Errors
    /// As [`House::enter`](crate::house::House::enter).
    pub async fn enter(&self, folder: &School) -> Result<Entered, StreetError> {
        enter(&self.0, folder).await
    }

    /// Settles a reason that the profile leaves to the head, and says why.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] where it is settled in another role; as
    /// [`House::settle_reason`](crate::house::House::settle_reason).
    pub async fn settle(
        &self,
        photo: PhotoId,
        what: (Channel, Lift, String),
    ) -> Result<(), StreetError> {
        street::settle(&self.0, Role::Head, photo, what).await
    }

    /// Notes that a pupil said no to having their face recognised.
    ///
    /// # Errors
    /// As [`House::pupil_said_no`](crate::house::House::pupil_said_no).
    pub async fn pupil_said_no(&self, person: PersonId) -> Result<(), StreetError> {
        street::pupil_said_no(&self.0, person).await
    }

    /// How things stand, in numbers; nothing is said of the logs.
    ///
    /// # Errors
    /// The store's.
    pub async fn tally(&self) -> Result<Summary, StreetError> {
        self.0.house.tally(self.0.school).await
    }

    /// How things stand, in numbers; every line of the logs is proved for it.
    ///
    /// # Errors
    /// The store's.
    pub async fn summary(&self) -> Result<Summary, StreetError> {
        self.0.house.summary(self.0.school).await
    }
}

impl<'a> Office<'a> {
    pub(super) const fn new(signed: Signed<'a>) -> Self {
        Self(signed)
    }

    /// The register with everything that was agreed.
    ///
    /// # Errors
    /// The store's.
    pub async fn register(&self) -> Result<Arc<Register>, StreetError> {
        self.0.house.now_register(self.0.school).await
    }

    /// The events there are, by the day on which they are held.
    ///
    /// # Errors
    /// The store's.
    pub async fn events(&self) -> Result<Vec<(EventId, Event)>, StreetError> {
        pictures::events(&self.0).await
    }

    /// Enters a school's folder: all of it, or nothing.
    ///
    /// # Errors
    /// As [`House::enter`](crate::house::House::enter).
    pub async fn enter(&self, folder: &School) -> Result<Entered, StreetError> {
        enter(&self.0, folder).await
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
        street::record_permission(&self.0, person, row).await
    }

    /// Notes that a pupil said no to having their face recognised.
    ///
    /// # Errors
    /// As [`House::pupil_said_no`](crate::house::House::pupil_said_no).
    pub async fn pupil_said_no(&self, person: PersonId) -> Result<(), StreetError> {
        street::pupil_said_no(&self.0, person).await
    }

    /// Enrols everybody who may be from reference photos below a folder.
    ///
    /// # Errors
    /// As [`House::enrol`](crate::house::House::enrol).
    pub async fn enrol(&self, folder: &Path) -> Result<EnrolReport, StreetError> {
        let Signed {
            house,
            school,
            actor,
        } = &self.0;
        house.enrol(actor, *school, folder).await
    }

    /// What waits, and what waits too long.
    ///
    /// # Errors
    /// The store's.
    pub async fn waiting(&self) -> Result<Waiting, StreetError> {
        self.0.house.waiting(self.0.school).await
    }
}

pub(super) async fn enter(signed: &Signed<'_>, folder: &School) -> Result<Entered, StreetError> {
    let Signed {
        house,
        school,
        actor,
    } = signed;
    house.enter(actor, *school, folder).await
}
