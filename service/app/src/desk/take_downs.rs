//! What editors and the DSL do about what is out: look where it is, take it
//! back, take a child down everywhere. Reached by the desk of one of these
//! roles.

use gatehouse_domain::{
    Channel,
    ids::{PersonId, ReleaseId},
};

use super::{Signed, street};
use crate::street::{
    StreetError,
    releases::{
        posts::{Part, Posts},
        take_down::Shown,
    },
};

/// What is out, and its way back.
#[derive(Debug)]
pub struct TakeDowns<'a>(pub(super) Signed<'a>);

impl TakeDowns<'_> {
    /// A part of the posts that are out, or came back.
    ///
    /// # Errors
    /// As [`House::posts`](crate::house::House::posts).
    pub async fn posts(
        &self,
        which: (Part, Option<Channel>),
        some: (u32, u32),
    ) -> Result<Posts, StreetError> {
        street::posts(&self.0, which, some).await
    }

    /// Takes a post back, wherever it is.
    ///
    /// # Errors
    /// As [`House::take_back`](crate::house::House::take_back).
    pub async fn take_back(&self, release: ReleaseId) -> Result<(), StreetError> {
        street::take_back(&self.0, release).await
    }

    /// Has the work on a post that failed tried again at once. Whether there
    /// was anything to try.
    ///
    /// # Errors
    /// As [`House::try_post_again`](crate::house::House::try_post_again).
    pub async fn try_again(&self, release: ReleaseId) -> Result<bool, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.try_post_again(actor, school, release).await
    }

    /// The classes that pupils are in.
    ///
    /// # Errors
    /// As [`House::classes_of_pupils`](crate::house::House::classes_of_pupils).
    pub async fn classes(&self) -> Result<Vec<String>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.classes_of_pupils(actor, school).await
    }

    /// The pupils of a class by name.
    ///
    /// # Errors
    /// As [`House::pupils_of_class`](crate::house::House::pupils_of_class).
    pub async fn pupils(&self, class: &str) -> Result<Vec<(PersonId, String)>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.pupils_of_class(actor, school, class).await
    }

    /// The posts that show or may show somebody.
    ///
    /// # Errors
    /// As [`House::shown_in`](crate::house::House::shown_in).
    pub async fn shown_in(&self, person: PersonId) -> Result<Shown, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.shown_in(actor, school, person).await
    }

    /// Takes every post back that shows or may show somebody; how many.
    ///
    /// # Errors
    /// As [`House::take_down`](crate::house::House::take_down).
    pub async fn take_down(&self, person: PersonId) -> Result<usize, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.take_down(actor, school, person).await
    }
}
