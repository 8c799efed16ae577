//! The desks of the head and of the office: who is on the register, what was
//! agreed, what is switched on.

mod import;
mod on_record;

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
    street::{
        StreetError, Summary,
        due::Duties,
        ending::{Ending, Ends},
        health::Waiting,
        office::{
            Entered, Erasure,
            policy::{Compared, PolicyStanding, Unsigned},
            record::{AnswerFault, Guardians, NewAnswer, ToErase},
            switches::{DpiaFault, NewDpia, OnChannel, Switches},
            texts::{ConsentTexts, NewConsentText, TextFault},
        },
        person_sheet::{Listed, PersonSheet, Wanted},
    },
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

    /// How everything is switched.
    ///
    /// # Errors
    /// As [`House::switches`](crate::house::House::switches).
    pub async fn switches(&self) -> Result<Switches, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.switches(actor, school).await
    }

    /// What hangs on a channel, before it is switched.
    ///
    /// # Errors
    /// As [`House::on_channel`](crate::house::House::on_channel).
    pub async fn on_channel(&self, channel: Channel) -> Result<OnChannel, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.on_channel(actor, school, channel).await
    }

    /// Switches a channel on or off.
    ///
    /// # Errors
    /// As [`House::set_channel`](crate::house::House::set_channel).
    pub async fn set_channel(&self, channel: Channel, on: bool) -> Result<(), StreetError> {
        let (house, school, actor) = self.0.parts();
        house.set_channel(actor, school, (channel, on)).await
    }

    /// Switches recognition on or off.
    ///
    /// # Errors
    /// As [`House::set_recognition`](crate::house::House::set_recognition).
    pub async fn set_recognition(&self, on: bool) -> Result<(), StreetError> {
        let (house, school, actor) = self.0.parts();
        house.set_recognition(actor, school, on).await
    }

    /// Records an impact assessment, or tells what is wrong with it.
    ///
    /// # Errors
    /// As [`House::record_dpia`](crate::house::House::record_dpia).
    pub async fn record_dpia(
        &self,
        told: &NewDpia,
    ) -> Result<Result<(), Vec<DpiaFault>>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.record_dpia(actor, school, told).await
    }

    /// Sets for how many days an import of permissions counts; whether that can
    /// be.
    ///
    /// # Errors
    /// As [`House::set_fresh_days`](crate::house::House::set_fresh_days).
    pub async fn set_fresh_days(&self, days: u16) -> Result<bool, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.set_fresh_days(actor, school, days).await
    }

    /// Puts a newer consent form in force. Whether there is such a form.
    ///
    /// # Errors
    /// As [`House::put_text_in_force`](crate::house::House::put_text_in_force).
    pub async fn put_text_in_force(&self, version: u32) -> Result<bool, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.put_text_in_force(actor, school, version).await
    }

    /// How the school's policy stands.
    ///
    /// # Errors
    /// As [`House::policy_standing`](crate::house::House::policy_standing).
    pub async fn policy_standing(&self) -> Result<PolicyStanding, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.policy_standing(actor, school).await
    }

    /// A policy beside what is in force, or why it cannot be signed.
    ///
    /// # Errors
    /// As [`House::compare_policy`](crate::house::House::compare_policy).
    pub async fn compare_policy(
        &self,
        text: &str,
    ) -> Result<Result<Compared, Unsigned>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.compare_policy(actor, school, text).await
    }

    /// Signs a policy that was looked at, by its hash.
    ///
    /// # Errors
    /// As [`House::sign_policy`](crate::house::House::sign_policy).
    pub async fn sign_policy(
        &self,
        file: (&str, &str),
    ) -> Result<Result<(), Unsigned>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.sign_policy(actor, school, file).await
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

    /// The pupils who are wanted, by name.
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

    /// Whose permission or template ends on a day, by name.
    ///
    /// # Errors
    /// As [`House::ending_on`](crate::house::House::ending_on).
    pub async fn ending_on(
        &self,
        what: (Ends, jiff::civil::Date),
        part: (usize, usize),
    ) -> Result<Listed, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.ending_on(actor, school, what, part).await
    }

    /// Somebody with all that was agreed.
    ///
    /// # Errors
    /// As [`House::person_sheet`](crate::house::House::person_sheet).
    pub async fn person(&self, person: PersonId) -> Result<PersonSheet, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.person_sheet(actor, school, person).await
    }

    /// Who answers for somebody.
    ///
    /// # Errors
    /// As [`House::guardians`](crate::house::House::guardians).
    pub async fn guardians(&self, person: PersonId) -> Result<Guardians, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.guardians(actor, school, person).await
    }

    /// Records an answer on every channel it is for, or tells what is wrong
    /// with it.
    ///
    /// # Errors
    /// As [`House::answer`](crate::house::House::answer).
    pub async fn answer(
        &self,
        person: PersonId,
        answer: &NewAnswer,
    ) -> Result<Result<(), Vec<AnswerFault>>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.answer(actor, school, person, answer).await
    }

    /// What erasing somebody would end.
    ///
    /// # Errors
    /// As [`House::to_erase`](crate::house::House::to_erase).
    pub async fn to_erase(&self, person: PersonId) -> Result<ToErase, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.to_erase(actor, school, person).await
    }

    /// Erases somebody. It cannot be undone.
    ///
    /// # Errors
    /// As [`House::erase_person`](crate::house::House::erase_person).
    pub async fn erase(&self, person: PersonId, why: Erasure) -> Result<usize, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.erase_person(actor, school, person, why).await
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
        let (house, school, actor) = self.0.parts();
        house.enrol(actor, school, folder).await
    }

    /// What waits, and what waits too long.
    ///
    /// # Errors
    /// The store's.
    pub async fn waiting(&self) -> Result<Waiting, StreetError> {
        self.0.house.waiting(self.0.school).await
    }
}

/// Looks at what the office's files would change; entering them is the
/// office's.
#[derive(Debug)]
pub struct Looks<'a>(pub(super) Signed<'a>);

/// Sees what is due.
#[derive(Debug)]
pub struct Dues<'a>(pub(super) Signed<'a>);

impl Looks<'_> {
    /// Whether nobody is on the register yet.
    ///
    /// # Errors
    /// The store's.
    pub async fn has_no_pupils(&self) -> Result<bool, StreetError> {
        self.0.house.has_no_pupils(self.0.school).await
    }

    /// The forms that people agreed to.
    ///
    /// # Errors
    /// As [`House::consent_texts`](crate::house::House::consent_texts).
    pub async fn consent_texts(&self) -> Result<ConsentTexts, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.consent_texts(actor, school).await
    }

    /// Adds a form, or tells what is wrong with it.
    ///
    /// # Errors
    /// As [`House::add_consent_text`](crate::house::House::add_consent_text).
    pub async fn add_consent_text(
        &self,
        told: &NewConsentText,
    ) -> Result<Result<(), Vec<TextFault>>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.add_consent_text(actor, school, told).await
    }

    /// What ends before long, by day and kind.
    ///
    /// # Errors
    /// As [`House::ending`](crate::house::House::ending).
    pub async fn ending(&self) -> Result<Vec<Ending>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.ending(actor, school).await
    }
}

impl Dues<'_> {
    /// What has to be done: by everybody for the office and the head, by
    /// themselves for the others.
    ///
    /// # Errors
    /// As [`House::due`](crate::house::House::due).
    pub async fn due(&self, part: (usize, usize)) -> Result<Duties, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.due(actor, school, part).await
    }
}

pub(super) async fn enter(signed: &Signed<'_>, folder: &School) -> Result<Entered, StreetError> {
    let (house, school, actor) = signed.parts();
    house.enter(actor, school, folder).await
}
