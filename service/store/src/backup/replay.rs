//! What the ledger outside knows to be destroyed and the restored rows do not:
//! to be crossed out in them before anybody looks.

use gatehouse_domain::ids::SchoolId;
use jiff::Timestamp;

use super::BackupError;
use crate::{
    Error,
    db::{Tx, run},
    destructions::{self, Destruction},
    log::{VerifyingKey, outside::Ledger},
    sql::backup as sql,
    values::At,
};

/// A destruction of the ledger, as a row would tell it.
pub type Pending = Destruction;

/// What the ledger knows of a school to be destroyed and its rows do not say,
/// in the order in which it was written.
///
/// # Errors
/// [`LogError::Damaged`](crate::log::LogError::Damaged) where the ledger is
/// not as it was signed; the driver's.
pub async fn pending(
    tx: &mut Tx,
    school: SchoolId,
    ledger: &Ledger,
    key: &VerifyingKey,
) -> Result<Vec<Pending>, BackupError> {
    let mut pending = Vec::new();
    for one in ledger.destructions(key)? {
        if one.school != school {
            continue;
        }
        let row = destructions::get(tx, school, one.subject).await?;
        if row.is_none_or(|row| row.verified_at.is_none()) {
            pending.push(Destruction {
                subject: one.subject,
                kind: one.kind,
                why: one.why,
                decided_at: one.at,
                decided_by: one.authority,
                verified_at: Some(one.at),
            });
        }
    }
    Ok(pending)
}

/// Notes in the rows that it was destroyed, when the ledger says.
///
/// # Errors
/// The driver's.
pub async fn replayed(tx: &mut Tx, school: SchoolId, one: &Pending) -> Result<(), Error> {
    run!(
        tx,
        sql::REPLAYED,
        one.subject.0,
        school.0,
        one.kind.as_str(),
        one.why.as_str(),
        At::from(one.verified_at.unwrap_or(Timestamp::UNIX_EPOCH)),
        one.decided_by.map(|by| by.0)
    )?;
    Ok(())
}
