//! After a kill: the ledger and the database tell each other what only one of
//! them was told.

use std::collections::BTreeSet;

use gatehouse_domain::ids::SchoolId;

use super::{
    Checkpoint, Log, VerifyingKey,
    checkpoint::{insert, kept},
    columns::Raw,
    outside::Ledger,
};
use crate::{
    Error,
    db::{Tx, one},
    sql::logs,
};

/// How many checkpoints one side had to tell the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaughtUp {
    /// Into the database.
    pub inside: u64,
    /// Into the ledger.
    pub outside: u64,
}

/// After a kill: what only the ledger or only the database knows, and is
/// signed, is told to the other. A checkpoint whose line is not as it says is
/// left for [`verify`](super::verify()) to find. Anything but zeros when
/// nothing was killed deserves a look.
///
/// # Errors
/// The driver's; [`LogError::Ledger`](super::LogError::Ledger).
pub async fn catch_up(
    tx: &mut Tx,
    school: SchoolId,
    ledger: &Ledger,
    key: &VerifyingKey,
) -> Result<CaughtUp, Error> {
    tx.lock_school(school).await?;
    let mut done = CaughtUp::default();
    let inside = kept(tx, school, key).await?;
    let mut outside = Vec::new();
    ledger.each_checkpoint(|_, read| {
        outside.extend(read.filter(|one| one.school == school && one.is_signed(key)));
    })?;
    let taken: BTreeSet<_> = inside.iter().map(|kept| (kept.log, kept.seq)).collect();
    for one in &outside {
        if !taken.contains(&(Some(one.log), one.seq)) && stands(tx, one, &outside).await? {
            insert(tx, one).await?;
            done.inside = done.inside.saturating_add(1);
        }
    }
    let known: BTreeSet<_> = outside.iter().map(Checkpoint::claim).collect();
    for one in inside.iter().filter_map(|kept| kept.signed) {
        if !known.contains(&one.claim()) {
            ledger.add_checkpoint(&one)?;
            done.outside = done.outside.saturating_add(1);
        }
    }
    Ok(done)
}

/// Whether the line is there and has that hash, or may have been cut since.
async fn stands(tx: &mut Tx, one: &Checkpoint, outside: &[Checkpoint]) -> Result<bool, Error> {
    let sql = match one.log {
        Log::Access => logs::HASH_AT_ACCESS,
        Log::Evidence => logs::HASH_AT_EVIDENCE,
    };
    let hash = one!(tx, (Raw,), sql, one.school.0, one.seq)?;
    let was_cut = |cut: &Checkpoint| cut.cut && cut.log == one.log && cut.seq >= one.seq;
    Ok(hash.map_or_else(
        || outside.iter().any(was_cut),
        |hash| hash.0.0 == one.hash.0,
    ))
}
