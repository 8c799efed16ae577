//! Rows on their way out: every table of one state of the database, one row
//! after another, sealed as they pass.

use std::{collections::BTreeMap, io, path::Path, sync::Arc};

use futures_util::TryStreamExt as _;
use gatehouse_domain::{
    clock::Entropy,
    ids::{SchoolId, SubjectId},
};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Row as _};
use uuid::Uuid;

use super::{
    BackupError,
    disk::{FileMark, Out},
    manifest::{End, ObjectRef, ROWS},
    seal_place,
    tables::{Kind, TABLES, Table},
    value::{Row, Value, head},
};
use crate::{
    Error,
    db::{Tx, on},
    log::{self, Log},
    school,
    seal::{Sealer, SubjectKey},
    values::At,
};

/// Plain bytes that are gathered before they are sealed and written.
const GATHERED: usize = 256 * 1024;

/// What the rows said while they passed.
#[derive(Debug, Default)]
pub(super) struct Dumped {
    pub(super) schools: Vec<SchoolId>,
    pub(super) counts: BTreeMap<String, u64>,
    pub(super) ends: Vec<End>,
    /// Every object that must exist, and SHA-256 of it before it was sealed.
    pub(super) objects: Vec<(ObjectRef, Vec<u8>)>,
}

/// A sealed file that is being written.
pub(super) struct SealedOut {
    out: Out,
    sealer: Sealer,
    plain: Vec<u8>,
    sealed: Vec<u8>,
}

impl SealedOut {
    pub(super) async fn create(
        half: &Path,
        file: &'static str,
        (key, backup): (&SubjectKey, Uuid),
        entropy: &dyn Entropy,
    ) -> io::Result<Self> {
        let mut begun = Vec::new();
        let sealer = Sealer::begin(key, &seal_place(backup, file), entropy, &mut begun);
        Ok(Self {
            out: Out::create(&half.join(file)).await?,
            sealer,
            plain: Vec::new(),
            sealed: begun,
        })
    }

    /// Where the next plain bytes go.
    pub(super) const fn plain(&mut self) -> &mut Vec<u8> {
        &mut self.plain
    }

    /// Seals and writes what was gathered, once it is enough.
    pub(super) async fn flush(&mut self) -> Result<(), BackupError> {
        if self.plain.len() < GATHERED {
            return Ok(());
        }
        self.pass_on().await
    }

    async fn pass_on(&mut self) -> Result<(), BackupError> {
        self.sealer.push(&self.plain, &mut self.sealed)?;
        self.plain.clear();
        self.out.write(&self.sealed).await?;
        self.sealed.clear();
        Ok(())
    }

    pub(super) async fn finish(mut self) -> Result<FileMark, BackupError> {
        self.pass_on().await?;
        self.sealer.finish(&mut self.sealed)?;
        self.out.write(&self.sealed).await?;
        Ok(self.out.finish().await?)
    }
}

/// Writes every row that this transaction sees.
pub(super) async fn rows(
    tx: &mut Tx,
    half: &Path,
    key: (&SubjectKey, Uuid),
    entropy: &dyn Entropy,
) -> Result<(Dumped, FileMark), BackupError> {
    let mut dumped = Dumped {
        schools: school::list(tx).await?,
        ..Dumped::default()
    };
    for &school in &dumped.schools {
        for log in Log::ALL {
            let (seq, hash) = log::newest(tx, log, school).await?;
            dumped.ends.push(End {
                school,
                log,
                seq,
                hash,
            });
        }
    }
    let mut out = SealedOut::create(half, ROWS, key, entropy).await?;
    out.plain().extend(head());
    for table in TABLES {
        let count = one_table(tx, table, &mut out, &mut dumped.objects).await?;
        dumped.counts.insert(table.name.to_owned(), count);
    }
    Ok((dumped, out.finish().await?))
}

async fn one_table(
    tx: &mut Tx,
    table: &'static Table,
    out: &mut SealedOut,
    objects: &mut Vec<(ObjectRef, Vec<u8>)>,
) -> Result<u64, BackupError> {
    let number = Table::called(table.name).map_or(0, |(number, _)| number);
    // The text is made of the names in `TABLES` alone, which are constants of
    // this program: nothing a user wrote is in it.
    let text: Arc<str> = table.select().into();
    let mut count = 0_u64;
    on!(tx, c => {
        let mut rows = sqlx::query(AssertSqlSafe(text)).fetch(c);
        while let Some(found) = rows.try_next().await.map_err(Error::from)? {
            let mut values = Vec::with_capacity(table.columns.len());
            for (place, column) in table.columns.iter().enumerate() {
                let damaged = |error| Error::corrupt(table.name, column.name, "unknown", error);
                macro_rules! get {
                    ($type:ty) => {
                        found.try_get::<Option<$type>, _>(place).map_err(damaged)?
                    };
                }
                let value = match column.kind {
                    Kind::Id => get!(Uuid).map(Value::Id),
                    Kind::Bytes => get!(Vec<u8>).map(Value::Bytes),
                    Kind::Moment => get!(At).map(|at| Value::Moment(Timestamp::from(at))),
                    Kind::Day => get!(jiff_sqlx::Date).map(|day| Value::Day(day.to_jiff())),
                    Kind::Flag => get!(bool).map(Value::Flag),
                    Kind::Int => get!(i64).map(Value::Int),
                    Kind::Text => get!(String).map(Value::Text),
                };
                values.push(value.unwrap_or(Value::Null));
            }
            let row = Row { table, values };
            objects.extend(object(&row));
            row.write(number, out.plain());
            out.flush().await?;
            count = count.saturating_add(1);
        }
    });
    Ok(count)
}

/// The object that a row of `rendition` names.
fn object(row: &Row) -> Option<(ObjectRef, Vec<u8>)> {
    if row.table.name != "rendition" {
        return None;
    }
    match (
        row.get("school_id"),
        row.get("subject_id"),
        row.get("name"),
        row.get("sha256"),
    ) {
        (
            Some(Value::Id(school)),
            Some(Value::Id(subject)),
            Some(Value::Text(name)),
            Some(Value::Bytes(sha256)),
        ) => {
            let object = ObjectRef {
                school: SchoolId(*school),
                subject: SubjectId(*subject),
                name: name.clone(),
            };
            Some((object, sha256.clone()))
        }
        _ => None,
    }
}
