//! The desk of those who may know which pupils look alike.

use super::Signed;
use crate::street::{
    StreetError,
    alike::{AlikeNumbers, AlikePair},
};

/// Reads which pupils look alike: for safeguarding leads and the office.
#[derive(Debug)]
pub struct LookAlikes<'a>(pub(super) Signed<'a>);

impl LookAlikes<'_> {
    /// How many pairs there are.
    ///
    /// # Errors
    /// As [`House::alike_numbers`](crate::house::House::alike_numbers).
    pub async fn numbers(&self) -> Result<AlikeNumbers, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.alike_numbers(actor, school).await
    }

    /// Some of the pairs, by name.
    ///
    /// # Errors
    /// As [`House::alike_pairs`](crate::house::House::alike_pairs).
    pub async fn pairs(&self, part: (usize, usize)) -> Result<Vec<AlikePair>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.alike_pairs(actor, school, part).await
    }
}
