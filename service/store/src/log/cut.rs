//! Cutting a log at its old end, so that what remains still verifies.

use gatehouse_domain::ids::SchoolId;
use jiff::Timestamp;

use super::{
    Checkpoint, Log, LogError, SigningKey,
    checkpoint::{insert, read_hash},
    columns::Raw,
    outside::Ledger,
    verify::is_whole_to,
};
use crate::{
    Error,
    db::{Tx, one, run},
    sql::logs,
    values::At,
};

/// Takes away the lines older than `before`, up to the first that is not: the
/// last of them gets a checkpoint that says so, and the log is verified from
/// there on. `None` where nothing is that old. The caller writes the
/// checkpoint to the ledger, then commits. What is cut is verified before, since
/// what is gone cannot be.
///
/// Returns the checkpoint and how many lines went.
///
/// # Errors
/// [`LogError::NotAsWritten`] where what is to be cut does not verify: then it
/// all stays, for a person to look at. The driver's; [`Error::Corrupt`] where
/// the line's hash is none.
pub async fn cut(
    tx: &mut Tx,
    log: Log,
    school: SchoolId,
    before: Timestamp,
    (ledger, key): (&Ledger, &SigningKey),
    now: Timestamp,
) -> Result<Option<(Checkpoint, u64)>, Error> {
    tx.lock_school(school).await?;
    let (first_kept, last_below, delete) = match log {
        Log::Access => (
            logs::FIRST_KEPT_ACCESS,
            logs::LAST_BELOW_ACCESS,
            logs::CUT_ACCESS,
        ),
        Log::Evidence => (
            logs::FIRST_KEPT_EVIDENCE,
            logs::LAST_BELOW_EVIDENCE,
            logs::CUT_EVIDENCE,
        ),
    };
    let kept = one!(tx, (i64,), first_kept, school.0, At::from(before))?;
    let kept = kept.map_or(i64::MAX, |row| row.0);
    let Some((seq, hash)) = one!(tx, (i64, Raw), last_below, school.0, kept)? else {
        return Ok(None);
    };
    if !is_whole_to(tx, (log, school), seq, ledger, &key.verifying_key()).await? {
        return Err(LogError::NotAsWritten.into());
    }
    let line = (seq, read_hash(log.table(), seq, &hash)?);
    let made = Checkpoint::sign((log, school), line, true, key, now);
    insert(tx, &made).await?;
    let removed = run!(tx, delete, school.0, seq)?;
    Ok(Some((made, removed)))
}
