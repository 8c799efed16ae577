//! What the head signed and what words may know of a school, as it is kept.

use gatehouse_domain::ids::{SchoolId, SubjectId};
use gatehouse_store::{db::Tx, school};

use crate::{
    house::{House, SchoolFile},
    street::StreetError,
};

impl House {
    /// What the head signed and what words may know, as it is kept.
    pub(super) async fn school_file(
        &self,
        tx: &mut Tx,
        school: SchoolId,
    ) -> Result<SchoolFile, StreetError> {
        let row = school::read::<SchoolFile>(tx, school)
            .await?
            .ok_or(StreetError::NoSuch("school"))?;
        let key = self.key(school, SubjectId(school.0)).await?;
        Ok(row.sealed.open(&key)?)
    }

    pub(super) async fn keep_school_file(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        file: &SchoolFile,
    ) -> Result<(), StreetError> {
        let key = self.key(school, SubjectId(school.0)).await?;
        Ok(school::replace(tx, school, &key, &*self.entropy, file).await?)
    }
}
