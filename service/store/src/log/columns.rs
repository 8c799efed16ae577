//! A line of a log exactly as its columns hold it, whatever they hold: what
//! somebody made of a row must be told as a finding, not fail to be read.

use gatehouse_domain::ids::SchoolId;
use sqlx::{
    Decode, Postgres, Sqlite, Type,
    error::BoxDynError,
    postgres::{PgTypeInfo, PgValueRef},
    sqlite::{SqliteTypeInfo, SqliteValueRef},
};

use super::{Log, encoding::Encoding};

/// A column as its bytes: of an id, a text or a hash.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Raw(pub(super) Vec<u8>);

impl AsRef<[u8]> for Raw {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Raw {
    pub(super) fn of(bytes: impl AsRef<[u8]>) -> Self {
        Self(bytes.as_ref().to_vec())
    }
}

impl Type<Sqlite> for Raw {
    fn type_info() -> SqliteTypeInfo {
        <[u8] as Type<Sqlite>>::type_info()
    }

    fn compatible(_: &SqliteTypeInfo) -> bool {
        true
    }
}

impl<'r> Decode<'r, Sqlite> for Raw {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        <&[u8] as Decode<Sqlite>>::decode(value).map(Self::of)
    }
}

impl Type<Postgres> for Raw {
    fn type_info() -> PgTypeInfo {
        <[u8] as Type<Postgres>>::type_info()
    }

    fn compatible(_: &PgTypeInfo) -> bool {
        true
    }
}

impl<'r> Decode<'r, Postgres> for Raw {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        value.as_bytes().map(Self::of)
    }
}

/// A moment as microseconds since 1970, also one that is no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Micros(pub(super) i64);

/// PostgreSQL counts from the year 2000.
const FROM_1970_TO_2000: i64 = 946_684_800_000_000;

impl Type<Sqlite> for Micros {
    fn type_info() -> SqliteTypeInfo {
        <i64 as Type<Sqlite>>::type_info()
    }
}

impl<'r> Decode<'r, Sqlite> for Micros {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        <i64 as Decode<Sqlite>>::decode(value).map(Self)
    }
}

impl Type<Postgres> for Micros {
    fn type_info() -> PgTypeInfo {
        <jiff_sqlx::Timestamp as Type<Postgres>>::type_info()
    }
}

impl<'r> Decode<'r, Postgres> for Micros {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        let since_2000 = <i64 as Decode<Postgres>>::decode(value)?;
        Ok(Self(since_2000.saturating_add(FROM_1970_TO_2000)))
    }
}

/// What both databases give for a line.
pub(super) type Row = (
    i64,
    Micros,
    Option<Raw>,
    Raw,
    Option<Raw>,
    Option<Raw>,
    Raw,
    Option<Raw>,
    Raw,
    Raw,
);

/// A line's columns but for its own hash, and that hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) seq: i64,
    pub(super) at: i64,
    pub(super) actor: Option<Raw>,
    pub(super) verb: Raw,
    pub(super) about_kind: Option<Raw>,
    pub(super) about_id: Option<Raw>,
    pub(super) outcome: Raw,
    pub(super) facts: Option<Raw>,
    pub(super) previous: Raw,
}

impl Columns {
    pub(super) fn of(row: Row) -> (Self, Raw) {
        let (seq, at, actor, verb, about_kind, about_id, outcome, facts, previous, hash) = row;
        let columns = Self {
            seq,
            at: at.0,
            actor,
            verb,
            about_kind,
            about_id,
            outcome,
            facts,
            previous,
        };
        (columns, hash)
    }

    /// What the line's own hash must be.
    pub(super) fn hash(&self, log: Log, school: SchoolId) -> [u8; 32] {
        self.encode(log, school).hash()
    }

    pub(super) fn encode(&self, log: Log, school: SchoolId) -> Encoding {
        Encoding::of("gatehouse log line 1")
            .field(log.code())
            .field(school.0)
            .number(self.seq)
            .number(self.at)
            .optional(self.actor.as_ref())
            .field(&self.verb)
            .optional(self.about_kind.as_ref())
            .optional(self.about_id.as_ref())
            .field(&self.outcome)
            .optional(self.facts.as_ref())
            .field(&self.previous)
    }
}

/// What the first line of a log holds on to.
pub(super) fn beginning(log: Log, school: SchoolId) -> [u8; 32] {
    Encoding::of("gatehouse log beginning 1")
        .field(log.code())
        .field(school.0)
        .hash()
}
