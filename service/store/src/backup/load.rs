//! Rows on their way back: one transaction, in which every rule that the
//! database keeps is asked as ever.

use std::sync::Arc;

use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::{
    BackupError, RowsBack,
    rows::Rows,
    tables::{Kind, TABLES},
    value::{Row, Value},
};
use crate::{
    Error,
    db::{Tx, on, run},
    destructions,
    sql::backup as sql,
    values::{At, day},
};
use gatehouse_domain::ids::{SchoolId, SubjectId};

/// Whether no table has a row.
pub(super) async fn is_empty(tx: &mut Tx) -> Result<bool, BackupError> {
    for table in TABLES {
        // As below: constants of this program alone.
        let text = table.probe();
        let found = on!(tx, c => {
            sqlx::query(AssertSqlSafe(text)).fetch_optional(c).await.map_err(Error::from)?.is_some()
        });
        if found {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Puts every row in.
pub(super) async fn all(
    tx: &mut Tx,
    rows: &mut Rows,
    now: Timestamp,
) -> Result<RowsBack, BackupError> {
    // The text is made of the names in `TABLES` alone, which are constants of
    // this program: nothing of the backup and nothing a user wrote is in it.
    let statements: Vec<(&str, Arc<str>)> = TABLES
        .iter()
        .map(|table| (table.name, table.insert().into()))
        .collect();
    let mut back = RowsBack::default();
    while let Some(mut row) = rows.next().await? {
        let text = statements.iter().find(|one| one.0 == row.table.name);
        let Some((name, text)) = text else {
            continue;
        };
        let kept = if *name == "template" {
            template(tx, text, &row, now).await?
        } else {
            if *name == "job" {
                back.released = back.released.saturating_add(release(&mut row, now));
            }
            insert(tx, text, &row).await?;
            true
        };
        let count = if kept {
            &mut back.rows
        } else {
            &mut back.templates_refused
        };
        *count = count.saturating_add(1);
    }
    Ok(back)
}

/// Nobody is at a job any more: it may be taken at once.
fn release(row: &mut Row, now: Timestamp) -> u64 {
    if row.get("state") != Some(&Value::Text("leased".to_owned())) {
        return 0;
    }
    row.set("state", Value::Text("waiting".to_owned()));
    row.set("leased_by", Value::Null);
    row.set("ready_at", Value::Moment(now));
    1
}

/// Puts a template in where the biometric gate lets it, as it lets every one
/// that is there lawfully. One that is not stays away, and its key has to go;
/// it must not keep all the rest from coming back.
async fn template(
    tx: &mut Tx,
    text: &Arc<str>,
    row: &Row,
    now: Timestamp,
) -> Result<bool, BackupError> {
    run!(tx, sql::SAVE)?;
    match insert(tx, text, row).await {
        Ok(()) => {
            run!(tx, sql::KEEP)?;
            Ok(true)
        }
        Err(Error::Refused(_)) => {
            run!(tx, sql::TAKE_BACK)?;
            run!(tx, sql::KEEP)?;
            if let (Some(Value::Id(id)), Some(Value::Id(school))) =
                (row.get("id"), row.get("school_id"))
            {
                let what = ("template", "gate-closed");
                let (school, subject) = (SchoolId(*school), SubjectId(*id));
                destructions::decide(tx, school, subject, what, (now, None)).await?;
            }
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

async fn insert(tx: &mut Tx, text: &Arc<str>, row: &Row) -> Result<(), Error> {
    on!(tx, c => {
        let mut query = sqlx::query(AssertSqlSafe(text.clone()));
        for (column, value) in row.table.columns.iter().zip(&row.values) {
            macro_rules! bind {
                ($variant:ident, $to:expr) => {
                    query.bind(match value {
                        Value::$variant(it) => Some($to(it)),
                        _ => None,
                    })
                };
            }
            query = match column.kind {
                Kind::Id => bind!(Id, |id: &uuid::Uuid| *id),
                Kind::Bytes => bind!(Bytes, Vec::as_slice),
                Kind::Moment => bind!(Moment, |at: &Timestamp| At::from(*at)),
                Kind::Day => bind!(Day, |date: &jiff::civil::Date| day(*date)),
                Kind::Flag => bind!(Flag, |flag: &bool| *flag),
                Kind::Int => bind!(Int, |number: &i64| *number),
                Kind::Text => bind!(Text, String::as_str),
            };
        }
        query.execute(c).await?;
    });
    Ok(())
}
