//! Values as both databases keep them.
//!
//! A moment is an INTEGER of microseconds in SQLite, so that comparing it is
//! comparing time, and a TIMESTAMPTZ in PostgreSQL, which keeps no finer.

use jiff::{
    Timestamp,
    civil::{Date, date},
};
use jiff_sqlx::ToSqlx as _;
use sqlx::{
    Decode, Encode, Postgres, Sqlite, Type,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgTypeInfo, PgValueRef},
    sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo, SqliteValueRef},
};

/// A moment in a column, cut to whole microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At(pub(crate) Timestamp);

/// The first day that both databases know. Whoever asks "from the beginning"
/// may name an earlier one, which PostgreSQL would refuse.
const FIRST: Date = date(1, 1, 1);

/// The first moment of that day, in seconds before 1970.
const FIRST_SECOND: i64 = -62_135_596_800;

impl From<Timestamp> for At {
    fn from(moment: Timestamp) -> Self {
        let first = Timestamp::from_second(FIRST_SECOND).unwrap_or(moment);
        Self(cut(moment.max(first)))
    }
}

impl From<At> for Timestamp {
    fn from(at: At) -> Self {
        at.0
    }
}

/// The moment in whole microseconds.
pub(crate) fn cut(moment: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(moment.as_microsecond()).unwrap_or(moment)
}

impl Type<Sqlite> for At {
    fn type_info() -> SqliteTypeInfo {
        <i64 as Type<Sqlite>>::type_info()
    }
}

impl Encode<'_, Sqlite> for At {
    fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Sqlite>::encode(self.0.as_microsecond(), buffer)
    }
}

impl<'r> Decode<'r, Sqlite> for At {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        let microseconds = <i64 as Decode<Sqlite>>::decode(value)?;
        Ok(Self(Timestamp::from_microsecond(microseconds)?))
    }
}

impl Type<Postgres> for At {
    fn type_info() -> PgTypeInfo {
        <jiff_sqlx::Timestamp as Type<Postgres>>::type_info()
    }
}

impl Encode<'_, Postgres> for At {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Postgres>::encode(self.0.to_sqlx(), buffer)
    }
}

impl<'r> Decode<'r, Postgres> for At {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        let moment = <jiff_sqlx::Timestamp as Decode<Postgres>>::decode(value)?;
        Ok(Self(moment.to_jiff()))
    }
}

/// A day in a column: `2026-11-22` in SQLite, a DATE in PostgreSQL.
pub(crate) fn day(day: Date) -> jiff_sqlx::Date {
    day.max(FIRST).to_sqlx()
}
