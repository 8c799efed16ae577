//! What the office reads of somebody's record, and writes down as their own word.

use gatehouse_domain::ids::PersonId;

use super::Office;
use crate::{
    desk::street,
    street::{StreetError, office::on_record::OnRecord},
};

impl Office<'_> {
    /// Every answer on record about somebody, the newest first.
    ///
    /// # Errors
    /// As [`House::answers_on_record`](crate::house::House::answers_on_record).
    pub async fn answers_on_record(&self, person: PersonId) -> Result<Vec<OnRecord>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.answers_on_record(actor, school, person).await
    }

    /// Notes that a pupil took their no back, themselves. Whether there was one.
    ///
    /// # Errors
    /// As [`House::pupil_changed_mind`](crate::house::House::pupil_changed_mind).
    pub async fn pupil_changed_mind(&self, person: PersonId) -> Result<bool, StreetError> {
        street::pupil_changed_mind(&self.0, person).await
    }
}
