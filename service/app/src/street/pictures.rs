//! Pictures for people to look at: the cleaned ones, never an original.

use gatehouse_domain::ids::{PhotoId, SchoolId};
use gatehouse_store::{objects::ObjectName, renditions};

use super::{
    Actor, StreetError,
    clean::{CHANNEL, THUMBNAIL},
};
use crate::house::House;

/// How large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// For a page of many.
    Thumbnail,
    /// As it goes out.
    Channel,
}

impl House {
    /// The bytes of a cleaned picture, JPEG.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`] for a photo that is not there, not cleaned yet, or
    /// destroyed; the store's.
    pub async fn picture_bytes(
        &self,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
        view: View,
    ) -> Result<Vec<u8>, StreetError> {
        let name = match view {
            View::Thumbnail => THUMBNAIL,
            View::Channel => CHANNEL,
        };
        let mut tx = self.db.read().await?;
        self.see_photo(&mut tx, actor, school, photo).await?;
        let kept = renditions::of_photo(&mut tx, school, photo).await?;
        drop(tx);
        let kept = kept
            .into_iter()
            .find(|kept| kept.name == name)
            .ok_or(StreetError::NoSuch("picture"))?;
        let key = self.key(school, photo).await?;
        let object = ObjectName::parse(name)?;
        let bytes = self
            .objects
            .get(school, kept.subject, &object, &key, kept.bytes)
            .await?;
        Ok(bytes.to_vec())
    }
}
