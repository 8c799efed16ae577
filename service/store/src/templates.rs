//! Pupils' templates: what a face in a photo is compared with. Each is a
//! subject of its own, so that destroying its key erases it and nothing else.
//!
//! The database itself lets none in unless the biometric gate is open, and
//! deletes it when somebody says no; whoever caused that is told, because the
//! key is still to be destroyed.

use gatehouse_domain::{
    Embedding,
    clock::Entropy,
    ids::{PersonId, SchoolId, SubjectId},
};
use jiff::civil::Date;
use jiff_sqlx::Date as Day;
use uuid::Uuid;

use crate::{
    Error,
    db::{Tx, all, one, run},
    school::bump,
    seal::SubjectKey,
    sealed::{Column, Sealed},
    sql::templates as sql,
    values::day,
};

const EMBEDDINGS: Column = Column::new("template", "sealed");

/// A template whose row is gone, if there was one: destroy its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a template is erased only when its key is destroyed"]
pub struct Ended(pub Option<SubjectId>);

/// A template to be kept.
#[derive(Debug, Clone)]
pub struct NewTemplate {
    /// Its subject.
    pub id: SubjectId,
    /// The pupil whose face it is.
    pub person: PersonId,
    /// The network that made it.
    pub network: String,
    /// The day it was made.
    pub made_on: Date,
    /// The first day on which it may no longer exist.
    pub expires_on: Date,
}

/// A template as it is kept.
#[derive(Debug)]
pub struct TemplateRow {
    /// Everything but the face.
    pub about: NewTemplate,
    /// The face, one embedding for each reference picture.
    pub sealed: Sealed<Vec<Embedding>>,
}

/// Keeps a pupil's template in place of the one before; `key` is its own.
///
/// # Errors
/// [`Error::Refused`] where the biometric gate is closed or it would be kept
/// over 12 months, or the driver's; end the transaction then.
pub async fn insert(
    tx: &mut Tx,
    school: SchoolId,
    new: &NewTemplate,
    key: &SubjectKey,
    entropy: &dyn Entropy,
    embeddings: &Vec<Embedding>,
) -> Result<Ended, Error> {
    let before = remove(tx, school, new.person).await?;
    let sealed = Sealed::new(
        key,
        entropy,
        EMBEDDINGS.cell(school, new.id, new.id.0),
        embeddings,
    )?;
    run!(
        tx,
        sql::INSERT,
        new.id.0,
        school.0,
        new.person.0,
        new.network.as_str(),
        day(new.made_on),
        day(new.expires_on),
        sealed.bytes(),
    )?;
    Ok(before)
}

/// Every template of the school.
///
/// # Errors
/// The driver's.
pub async fn list(tx: &mut Tx, school: SchoolId) -> Result<Vec<TemplateRow>, Error> {
    type Columns = (Uuid, Uuid, String, Day, Day, Vec<u8>);
    let rows = all!(tx, Columns, sql::LIST, school.0)?;
    let row = |(id, person, network, made_on, expires_on, sealed): Columns| TemplateRow {
        about: NewTemplate {
            id: SubjectId(id),
            person: PersonId(person),
            network,
            made_on: made_on.to_jiff(),
            expires_on: expires_on.to_jiff(),
        },
        sealed: Sealed::read(EMBEDDINGS.cell(school, SubjectId(id), id), sealed),
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The subject of somebody's template, if there is one.
///
/// # Errors
/// The driver's.
pub async fn of(
    tx: &mut Tx,
    school: SchoolId,
    person: PersonId,
) -> Result<Option<SubjectId>, Error> {
    let found = one!(tx, (Uuid,), sql::OF, school.0, person.0)?;
    Ok(found.map(|row| SubjectId(row.0)))
}

/// Takes somebody's template away.
///
/// # Errors
/// The driver's.
pub async fn remove(tx: &mut Tx, school: SchoolId, person: PersonId) -> Result<Ended, Error> {
    bump(tx, school).await?;
    let gone = one!(tx, (Uuid,), sql::REMOVE, school.0, person.0)?;
    Ok(Ended(gone.map(|row| SubjectId(row.0))))
}

/// The templates that may not exist on that day: 12 months old or as much less
/// as was set, or of a pupil who has left by then. Run daily, [`remove`] each.
///
/// # Errors
/// The driver's.
pub async fn expired(
    tx: &mut Tx,
    school: SchoolId,
    on: Date,
) -> Result<Vec<(SubjectId, PersonId)>, Error> {
    let rows = all!(tx, (Uuid, Uuid), sql::EXPIRED, school.0, day(on))?;
    Ok(rows
        .into_iter()
        .map(|(id, person)| (SubjectId(id), PersonId(person)))
        .collect())
}

/// Whether the database ended the template that was there before a change.
pub(crate) async fn ended(
    tx: &mut Tx,
    school: SchoolId,
    person: PersonId,
    before: Option<SubjectId>,
) -> Result<Ended, Error> {
    let after = of(tx, school, person).await?;
    Ok(Ended(before.filter(|_| after.is_none())))
}
