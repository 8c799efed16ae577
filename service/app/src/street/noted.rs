//! What is written down in both logs: somebody answers for it for longer than
//! the log of access lasts.

use gatehouse_domain::ids::SchoolId;
use gatehouse_store::{
    db::Tx,
    log::{self, Entry, Log},
};
use uuid::Uuid;

use super::{Actor, StreetError};
use crate::house::House;

/// What was done to what, and how it ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deed {
    /// The verb.
    pub(super) verb: &'static str,
    /// To what.
    pub(super) about: (&'static str, Uuid),
    /// How it ended.
    pub(super) outcome: &'static str,
    /// The hash of what holds from then on; the line of evidence alone has it.
    pub(super) facts: Option<[u8; 32]>,
}

impl House {
    /// Writes it down in the log of access and in that of evidence.
    pub(super) async fn note_in_both(
        &self,
        tx: &mut Tx,
        (actor, school): (&Actor, SchoolId),
        deed: Deed,
    ) -> Result<(), StreetError> {
        for (log, facts) in [(Log::Access, None), (Log::Evidence, deed.facts)] {
            let entry = Entry {
                actor: Some(actor.id),
                verb: deed.verb,
                about: Some(deed.about),
                outcome: deed.outcome,
                facts,
            };
            log::append(tx, log, school, &entry, self.now()).await?;
        }
        Ok(())
    }
}
