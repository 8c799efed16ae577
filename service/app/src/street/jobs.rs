//! The kinds of work, and how each is asked for.

use gatehouse_domain::ids::SchoolId;
use gatehouse_store::{
    Error as StoreError,
    db::Tx,
    queue::{self, NewJob},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::house::House;

/// Open the original in quarantine, make the master. About a photo.
pub(crate) const CLEAN: &str = "clean";
/// Find the faces. About a photo.
pub(crate) const SCAN: &str = "scan";
/// Send out. About a release.
pub(crate) const PUBLISH: &str = "publish";
/// Take back, and look that it is gone. About a release.
pub(crate) const RECALL: &str = "recall";
/// Destroy what was decided to be destroyed. About a subject.
pub(crate) const DESTROY: &str = "destroy";
/// Look after a school: duties that are due, days that passed, checkpoints.
/// About the school itself.
pub(crate) const TEND: &str = "tend";

/// Compare what is kept with what the database knows. About the school.
pub(crate) const SWEEP: &str = "sweep";

/// Make the backup that is due, end those whose time is over. About the whole
/// house, whichever school asks: see [`HOUSE`].
pub(crate) const BACKUP: &str = "backup";

/// What work is about that is the whole house's: there is one job of it.
pub(crate) const HOUSE: Uuid = Uuid::nil();

impl House {
    /// Asks for work that goes before all other.
    pub(crate) async fn ask_first(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        job: (&'static str, Uuid),
    ) -> Result<(), StoreError> {
        self.ask(tx, school, job, Timestamp::UNIX_EPOCH).await
    }

    /// Asks for work in the caller's transaction, from a moment on.
    pub(crate) async fn ask(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        (kind, about): (&'static str, Uuid),
        from: Timestamp,
    ) -> Result<(), StoreError> {
        let job = NewJob {
            school,
            kind,
            about,
            ready_at: from,
        };
        queue::enqueue(tx, &job, self.now(), &*self.entropy).await
    }
}
