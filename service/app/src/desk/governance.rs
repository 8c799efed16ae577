//! The desk of those who watch over what is switched on: the head and data
//! protection.

use super::Signed;
use crate::street::{StreetError, alike::AlikeNumbers, office::assessment::Assessment};

/// Reads what is written from the settings, and numbers.
#[derive(Debug)]
pub struct Governance<'a>(pub(super) Signed<'a>);

impl Governance<'_> {
    /// How many pairs of pupils look alike.
    ///
    /// # Errors
    /// As [`House::alike_numbers`](crate::house::House::alike_numbers).
    pub async fn look_alikes(&self) -> Result<AlikeNumbers, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.alike_numbers(actor, school).await
    }

    /// An impact assessment, written from the settings of this minute.
    ///
    /// # Errors
    /// As [`House::draft_assessment`](crate::house::House::draft_assessment).
    pub async fn draft_assessment(&self) -> Result<Assessment, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.draft_assessment(actor, school).await
    }
}
