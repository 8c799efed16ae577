//! A post that does not go out, or does not come down, is tried again when a
//! person says so: once the disk has room, say, or the folder is back.

use gatehouse_domain::{
    ids::{ReleaseId, SchoolId},
    role::Role,
};
use gatehouse_store::{
    queue,
    releases::{self, StageCode},
};

use super::Machine;
use crate::{
    house::House,
    street::{Actor, StreetError, jobs},
};

impl House {
    /// Has the work on a post that failed tried again at once. It is judged
    /// again before it goes out, as ever. Whether there was anything to try:
    /// said twice, the second time there is not.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but editors, and the DSL as to
    /// what was taken back; [`StreetError::NoSuch`]; the store's.
    pub async fn try_post_again(
        &self,
        actor: &Actor,
        school: SchoolId,
        release: ReleaseId,
    ) -> Result<bool, StreetError> {
        actor.may(&[Role::Editor, Role::Dsl])?;
        let now = self.now();
        let mut tx = self.decide(school).await?;
        let row = releases::get::<Machine>(&mut tx, school, release).await?;
        let row = row.ok_or(StreetError::NoSuch("post"))?;
        let kinds: &[&str] = match row.stage {
            StageCode::Approved | StageCode::Publishing => {
                actor.may(&[Role::Editor])?;
                &[jobs::PUBLISH]
            }
            // An attempt to publish that got stuck before ends by itself now.
            StageCode::Recalled => &[jobs::RECALL, jobs::PUBLISH],
            StageCode::Draft | StageCode::Judged | StageCode::Published => &[],
        };
        let mut tried = false;
        for kind in kinds {
            tried |= queue::try_now(&mut tx, school, (kind, release.0), now).await?;
        }
        if tried {
            let verb = ("retry-release", "done");
            self.note(&mut tx, school, Some(actor.id), verb, release)
                .await?;
            tx.commit().await?;
        }
        Ok(tried)
    }
}
