//! The cameras, tablets and phones photos are taken with, and who has which:
//! a picture that stays in a camera is a copy too.

use std::fmt;

use gatehouse_domain::{
    clock::Entropy,
    ids::{AccountId, DeviceId, LoanId, SchoolId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, one, run},
    school::touched,
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::devices as sql,
    values::At,
};

const SECRET: Column = Column::new("device", "sealed");

/// What people call a device. Its Debug shows nothing, since it may be called
/// after its owner.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceSecret {
    /// Its label.
    pub label: String,
}

impl fmt::Debug for DeviceSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceSecret(***)")
    }
}

/// A device to be entered.
#[derive(Debug, Clone, Copy)]
pub struct NewDevice {
    /// Its id; its subject too.
    pub id: DeviceId,
    /// The mark of its serial number by the school's key, where that is known.
    pub mark: Option<[u8; 32]>,
    /// Whether it belongs to somebody instead of the school.
    pub personal: bool,
}

/// A device as it is kept.
#[derive(Debug)]
pub struct DeviceRow {
    /// Its id.
    pub id: DeviceId,
    /// What people call it.
    pub sealed: Sealed<DeviceSecret>,
    /// Whether it belongs to somebody instead of the school.
    pub personal: bool,
    /// When it was entered.
    pub added_at: Timestamp,
    /// Since when it is not used any more.
    pub retired_at: Option<Timestamp>,
}

/// A device that is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoanRow {
    /// The loan.
    pub id: LoanId,
    /// What is out.
    pub device: DeviceId,
    /// Who has it.
    pub account: AccountId,
    /// Since when.
    pub out_at: Timestamp,
    /// By when it should be back.
    pub due_at: Timestamp,
}

impl LoanRow {
    /// Whether it should be back by now.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.due_at <= now
    }
}

/// Enters a device; `key` is its own.
///
/// # Errors
/// [`Error::Conflict`] where its serial number is there already, or the
/// driver's.
pub async fn insert(
    tx: &mut Tx,
    school: SchoolId,
    new: &NewDevice,
    key: &SubjectKey,
    entropy: &dyn Entropy,
    secret: &DeviceSecret,
    now: Timestamp,
) -> Result<(), Error> {
    let id = new.id.0;
    let sealed = Sealed::new(key, entropy, SECRET.cell(school, new.id, id), secret)?;
    let (mark, bytes) = (new.mark.as_ref().map(<[u8; 32]>::as_slice), sealed.bytes());
    run!(
        tx,
        sql::INSERT,
        id,
        school.0,
        mark,
        bytes,
        new.personal,
        At::from(now)
    )?;
    Ok(())
}

/// The device whose serial number has that mark.
///
/// # Errors
/// The driver's.
pub async fn by_mark(
    tx: &mut Tx,
    school: SchoolId,
    mark: &[u8; 32],
) -> Result<Option<DeviceRow>, Error> {
    let found = one!(tx, Columns, sql::BY_MARK, school.0, mark.as_slice())?;
    Ok(found.map(|columns| row(school, columns)))
}

/// Every device of the school, those not used any more too.
///
/// # Errors
/// The driver's.
pub async fn list(tx: &mut Tx, school: SchoolId) -> Result<Vec<DeviceRow>, Error> {
    let rows = all!(tx, Columns, sql::LIST, school.0)?;
    Ok(rows
        .into_iter()
        .map(|columns| row(school, columns))
        .collect())
}

/// Takes a device out of use. Tells whether that changed anything.
///
/// # Errors
/// The driver's.
pub async fn retire(
    tx: &mut Tx,
    school: SchoolId,
    id: DeviceId,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(tx, sql::RETIRE, At::from(now), school.0, id.0)? > 0)
}

/// Lends a device to somebody until `due_at`.
///
/// # Errors
/// [`Error::Conflict`] where it is out already, not in use any more, or it or
/// the borrower is not of the school, or the driver's.
pub async fn lend(
    tx: &mut Tx,
    school: SchoolId,
    device: DeviceId,
    to: AccountId,
    due_at: Timestamp,
    now: Timestamp,
    entropy: &dyn Entropy,
) -> Result<LoanId, Error> {
    // One at a time: two may not lend the same device unseen by each other.
    tx.lock_school(school).await?;
    let id = LoanId::new(now, entropy);
    let (from, until) = (At::from(now), At::from(due_at));
    touched(run!(
        tx,
        sql::LEND,
        id.0,
        from,
        until,
        school.0,
        device.0,
        to.0
    )?)?;
    Ok(id)
}

/// Writes down that a device is back. Tells whether that changed anything.
///
/// # Errors
/// The driver's.
pub async fn bring_back(
    tx: &mut Tx,
    school: SchoolId,
    loan: LoanId,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(run!(tx, sql::BRING_BACK, At::from(now), school.0, loan.0)? > 0)
}

/// What is out, the longest overdue first.
///
/// # Errors
/// The driver's.
pub async fn out(tx: &mut Tx, school: SchoolId) -> Result<Vec<LoanRow>, Error> {
    let rows = all!(tx, (Uuid, Uuid, Uuid, At, At), sql::OUT, school.0)?;
    let loan = |(id, device, account, out_at, due_at): (Uuid, Uuid, Uuid, At, At)| LoanRow {
        id: LoanId(id),
        device: DeviceId(device),
        account: AccountId(account),
        out_at: out_at.into(),
        due_at: due_at.into(),
    };
    Ok(rows.into_iter().map(loan).collect())
}

/// As the statements list them.
type Columns = (Uuid, Vec<u8>, bool, At, Option<At>);

fn row(school: SchoolId, columns: Columns) -> DeviceRow {
    let (id, sealed, personal, added_at, retired_at) = columns;
    DeviceRow {
        id: DeviceId(id),
        sealed: Sealed::read(SECRET.cell(school, DeviceId(id), id), sealed),
        personal,
        added_at: added_at.into(),
        retired_at: retired_at.map(Timestamp::from),
    }
}
