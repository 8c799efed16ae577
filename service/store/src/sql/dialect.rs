//! The pairs of statements that say one thing in two dialects.

/// Takes the school's turn, in SQLite, where the writer has it anyway.
pub(crate) const LOCK_SCHOOL_SQLITE: &str = "SELECT version FROM school WHERE id = $1";

/// Takes the school's turn: until this transaction ends no other decides.
pub(crate) const LOCK_SCHOOL_POSTGRES: &str = "SELECT version FROM school WHERE id = $1 FOR UPDATE";

/// Takes the job that has been ready longest. Readiness is asked again where the
/// row is changed: PostgreSQL looks a second time at a row that it waited for.
macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "UPDATE job SET state = 'leased', ready_at = $1, leased_by = $2, attempts = attempts + 1,
                last_code = CASE state WHEN 'leased' THEN $3 ELSE last_code END, written_at = $4
            WHERE id = (SELECT id FROM job WHERE state <> 'stuck' AND ready_at <= $4
                ORDER BY ready_at LIMIT 1",
            $lock,
            ") AND state <> 'stuck' AND ready_at <= $4
            RETURNING id, school_id, kind, about, attempts, last_code"
        )
    };
}

/// Takes a job, in SQLite, where nobody else writes meanwhile.
pub(crate) const CLAIM_SQLITE: &str = claim!("");

/// Takes a job that nobody else is taking at this moment.
pub(crate) const CLAIM_POSTGRES: &str = claim!(" FOR UPDATE SKIP LOCKED");

/// For the test that prepares everything.
pub(crate) const SQLITE: &[(&str, &str)] = &[
    ("LOCK_SCHOOL_SQLITE", LOCK_SCHOOL_SQLITE),
    ("CLAIM_SQLITE", CLAIM_SQLITE),
];

/// For the test that prepares everything.
pub(crate) const POSTGRES: &[(&str, &str)] = &[
    ("LOCK_SCHOOL_POSTGRES", LOCK_SCHOOL_POSTGRES),
    ("CLAIM_POSTGRES", CLAIM_POSTGRES),
];
