//! An answer about showing somebody, as a program brings it that knows people
//! by the office's own numbers.

use gatehouse_domain::{
    ids::SchoolId,
    permission::{Decision, PermissionRow},
};

use super::record::AnswerFault;
use crate::{
    house::House,
    school::{MisId, counts},
    street::{Actor, StreetError},
};

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// It is recorded.
    Recorded,
    /// Nothing is recorded: somebody's yes does not count, it is of a day that
    /// has not come, or ends before it begins.
    Unfit(AnswerFault),
}

impl House {
    /// Records an answer about whom the office's own system keeps under that
    /// number. A yes for a pupil is given by one of their guardians on record,
    /// a yes for staff by themselves; a no by anybody.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; as [`House::record_permission`].
    pub(crate) async fn record_answer(
        &self,
        actor: &Actor,
        school: SchoolId,
        number: &MisId,
        row: &PermissionRow,
    ) -> Result<Answered, StreetError> {
        let register = self.now_register(school).await?;
        let mut known = register.school.keyed();
        let found = known.find(|(_, person)| person.id == *number);
        let (key, person) = found.ok_or(StreetError::NoSuch("person"))?;
        let id = register.id(key).ok_or(StreetError::NoSuch("person"))?;
        if row.decision == Decision::Granted && !counts(person, row.given_by) {
            return Ok(Answered::Unfit(AnswerFault::GivenBy));
        }
        if row.given_on > self.today() {
            return Ok(Answered::Unfit(AnswerFault::GivenOn));
        }
        if row.expires_on.is_some_and(|end| end < row.given_on) {
            return Ok(Answered::Unfit(AnswerFault::Until));
        }
        self.record_permission(actor, school, id, row).await?;
        Ok(Answered::Recorded)
    }
}
