//! Those whom a face in a photo can be resolved to: pupils and staff, with
//! their guardians, and the pairs whom only a person may tell apart.

use std::fmt;

use gatehouse_domain::{
    biometric::PupilWord,
    clock::Entropy,
    ids::{AccountId, PersonId, SchoolId},
};
use jiff::{Timestamp, civil::Date};
use jiff_sqlx::Date as Day;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(crate) mod codes;
mod gate;
mod guardians;
mod lookalikes;

pub use gate::{set_left_on, set_pupil_word, set_restricted};
pub use guardians::{guardians, guardians_of, set_guardian};
pub use lookalikes::{add_lookalike, lookalikes};

use crate::{
    Error,
    db::{Tx, all, one, run},
    people::codes::{Code as _, read_code},
    school::{bump, touched},
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::people as sql,
    templates::{self, Ended},
    values::At,
};

const SECRET: Column = Column::new("person", "sealed");

/// What somebody is in the school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A pupil.
    Pupil,
    /// A member of staff.
    Staff,
}

/// What the office knows of somebody, and what overrides every permission.
/// Its Debug shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSecret {
    /// The office's id.
    pub mis_id: String,
    /// First name, as it is registered.
    pub first_name: String,
    /// The first name they go by, where it is another.
    pub preferred_name: Option<String>,
    /// Family name.
    pub surname: String,
    /// Class or form; none of staff.
    pub class: Option<String>,
    /// Year group; none of staff.
    pub year: Option<String>,
    /// Never to appear outside, whatever anybody agreed to.
    pub protected: bool,
    /// A parent or the pupil objects, on any basis.
    pub objection: bool,
    /// Use after leaving was agreed to.
    pub after_leaving: bool,
    /// How `protected` came to be what it is, the oldest first.
    #[serde(default)]
    pub protection: Vec<ProtectionLine>,
}

impl fmt::Debug for PersonSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonSecret(***)")
    }
}

/// That somebody's protection began or ended. Its Debug shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectionLine {
    /// When.
    pub at: Timestamp,
    /// Who said so; none where an import did.
    pub by: Option<AccountId>,
    /// Whether they are protected from then on.
    pub protected: bool,
    /// Why, where a person said so.
    pub why: Option<String>,
}

impl fmt::Debug for ProtectionLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProtectionLine(***)")
    }
}

/// Somebody to be put on the register.
#[derive(Debug, Clone, Copy)]
pub struct NewPerson {
    /// Their id; their subject too.
    pub id: PersonId,
    /// What they are in the school.
    pub kind: Kind,
    /// The mark of the office's id by the school's key, see
    /// [`SubjectKey::mark`].
    pub mark: [u8; 32],
}

/// Somebody as they are kept.
#[derive(Debug)]
pub struct PersonRow {
    /// Their id.
    pub id: PersonId,
    /// What they are in the school.
    pub kind: Kind,
    /// What the office knows of them.
    pub secret: Sealed<PersonSecret>,
    /// The first day on which they are no longer at the school.
    pub left_on: Option<Date>,
    /// The pupil's own word on recognition.
    pub pupil: PupilWord,
    /// Use is frozen while a dispute is settled.
    pub restricted: bool,
}

/// Puts somebody on the register; `key` is their own.
///
/// # Errors
/// [`Error::Conflict`] where the office's id is there already, or the
/// driver's.
pub async fn insert(
    tx: &mut Tx,
    school: SchoolId,
    new: &NewPerson,
    key: &SubjectKey,
    entropy: &dyn Entropy,
    secret: &PersonSecret,
    now: Timestamp,
) -> Result<(), Error> {
    bump(tx, school).await?;
    let (id, kind, mark) = (new.id.0, new.kind.code(), new.mark.as_slice());
    let sealed = Sealed::new(key, entropy, SECRET.cell(school, new.id, id), secret)?;
    run!(
        tx,
        sql::INSERT,
        id,
        school.0,
        kind,
        mark,
        sealed.bytes(),
        At::from(now)
    )?;
    Ok(())
}

/// Changes what the office knows of somebody; `mark` as in [`NewPerson`].
///
/// # Errors
/// [`Error::Conflict`] where they are gone or another has that id of the
/// office, or the driver's.
pub async fn update(
    tx: &mut Tx,
    school: SchoolId,
    id: PersonId,
    mark: &[u8; 32],
    key: &SubjectKey,
    entropy: &dyn Entropy,
    secret: &PersonSecret,
) -> Result<(), Error> {
    bump(tx, school).await?;
    let sealed = Sealed::new(key, entropy, SECRET.cell(school, id, id.0), secret)?;
    touched(run!(
        tx,
        sql::UPDATE,
        mark.as_slice(),
        sealed.bytes(),
        school.0,
        id.0
    )?)
}

/// Everybody of the school, in the order in which they were put on the
/// register.
///
/// # Errors
/// [`Error::Corrupt`] for a code nobody knows, or the driver's.
pub async fn list(tx: &mut Tx, school: SchoolId) -> Result<Vec<PersonRow>, Error> {
    let rows = all!(tx, Columns, sql::LIST, school.0)?;
    rows.into_iter()
        .map(|columns| row(school, columns))
        .collect()
}

/// One person.
///
/// # Errors
/// [`Error::Corrupt`] for a code nobody knows, or the driver's.
pub async fn get(tx: &mut Tx, school: SchoolId, id: PersonId) -> Result<Option<PersonRow>, Error> {
    let found = one!(tx, Columns, sql::GET, school.0, id.0)?;
    found.map(|columns| row(school, columns)).transpose()
}

/// The person whose id of the office has that mark.
///
/// # Errors
/// [`Error::Corrupt`] for a code nobody knows, or the driver's.
pub async fn find(
    tx: &mut Tx,
    school: SchoolId,
    mark: &[u8; 32],
) -> Result<Option<PersonRow>, Error> {
    let found = one!(tx, Columns, sql::FIND, school.0, mark.as_slice())?;
    found.map(|columns| row(school, columns)).transpose()
}

/// Takes somebody off the register with their guardians, permissions, template,
/// appearances, lookalikes and negative pairs. They are erased when their key
/// is destroyed, and that of the template which is given back.
///
/// # Errors
/// [`Error::Conflict`] where they are gone already, or the driver's.
pub async fn erase(tx: &mut Tx, school: SchoolId, id: PersonId) -> Result<Ended, Error> {
    let ended = templates::remove(tx, school, id).await?;
    touched(run!(tx, sql::ERASE, school.0, id.0)?)?;
    Ok(ended)
}

/// As the statements list them.
type Columns = (
    Uuid,
    String,
    Vec<u8>,
    Option<Day>,
    String,
    Option<Day>,
    bool,
);

fn row(school: SchoolId, columns: Columns) -> Result<PersonRow, Error> {
    let (id, kind, sealed, left_on, word, word_on, restricted) = columns;
    Ok(PersonRow {
        id: PersonId(id),
        kind: read_code(&kind, "person", "kind", id)?,
        secret: Sealed::read(SECRET.cell(school, PersonId(id), id), sealed),
        left_on: left_on.map(Day::to_jiff),
        pupil: gate::word(&word, word_on)
            .ok_or_else(|| Error::corrupt("person", "pupil_word", id, "an unknown code"))?,
        restricted,
    })
}
