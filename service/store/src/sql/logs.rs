//! What is said about the two logs and their checkpoints. The logs are two
//! tables of one shape, so each statement is written once for both.

/// The newest line of a log.
macro_rules! last {
    ($table:literal) => {
        concat!(
            "SELECT seq, hash FROM ",
            $table,
            " WHERE school_id = $1 ORDER BY seq DESC LIMIT 1"
        )
    };
}

/// Lines after a number, oldest first: school, number, how many.
macro_rules! after {
    ($table:literal, $facts:literal) => {
        concat!(
            "SELECT seq, at, actor_id, verb, about_kind, about_id, outcome, ",
            $facts,
            ", previous, hash FROM ",
            $table,
            " WHERE school_id = $1 AND seq > $2 ORDER BY seq LIMIT $3"
        )
    };
}

/// Lines before a number, newest first: school, number, how many.
macro_rules! before {
    ($table:literal, $facts:literal) => {
        concat!(
            "SELECT seq, at, actor_id, verb, about_kind, about_id, outcome, ",
            $facts,
            ", previous, hash FROM ",
            $table,
            " WHERE school_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3"
        )
    };
}

/// The first line that is not older than a moment.
macro_rules! first_kept {
    ($table:literal) => {
        concat!(
            "SELECT seq FROM ",
            $table,
            " WHERE school_id = $1 AND at >= $2 ORDER BY seq LIMIT 1"
        )
    };
}

/// The newest line below a number.
macro_rules! last_below {
    ($table:literal) => {
        concat!(
            "SELECT seq, hash FROM ",
            $table,
            " WHERE school_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT 1"
        )
    };
}

/// Takes away the lines up to a number.
macro_rules! cut {
    ($table:literal) => {
        concat!(
            "DELETE FROM ",
            $table,
            " WHERE school_id = $1 AND seq <= $2"
        )
    };
}

/// The hash of one line.
macro_rules! hash_at {
    ($table:literal) => {
        concat!(
            "SELECT hash FROM ",
            $table,
            " WHERE school_id = $1 AND seq = $2"
        )
    };
}

statements! {
    /// The newest line.
    LAST_ACCESS = last!("access_log");
    /// The newest line.
    LAST_EVIDENCE = last!("evidence_log");
    /// Adds a line.
    ADD_ACCESS = "INSERT INTO access_log (school_id, seq, at, actor_id, verb, about_kind, \
        about_id, outcome, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// Adds a line.
    ADD_EVIDENCE = "INSERT INTO evidence_log (school_id, seq, at, actor_id, verb, about_kind, \
        about_id, outcome, previous, hash, facts) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    /// Lines after a number.
    AFTER_ACCESS = after!("access_log", "NULL");
    /// Lines after a number.
    AFTER_EVIDENCE = after!("evidence_log", "facts");
    /// Lines before a number.
    BEFORE_ACCESS = before!("access_log", "NULL");
    /// Lines before a number.
    BEFORE_EVIDENCE = before!("evidence_log", "facts");
    /// Evidence about one thing, oldest first.
    EVIDENCE_ABOUT = "SELECT seq, at, actor_id, verb, about_kind, about_id, outcome, facts, \
        previous, hash FROM evidence_log WHERE school_id = $1 AND about_id = $2 ORDER BY seq";
    /// The first line that stays.
    FIRST_KEPT_ACCESS = first_kept!("access_log");
    /// The first line that stays.
    FIRST_KEPT_EVIDENCE = first_kept!("evidence_log");
    /// The newest line that goes.
    LAST_BELOW_ACCESS = last_below!("access_log");
    /// The newest line that goes.
    LAST_BELOW_EVIDENCE = last_below!("evidence_log");
    /// Takes lines away.
    CUT_ACCESS = cut!("access_log");
    /// Takes lines away.
    CUT_EVIDENCE = cut!("evidence_log");
    /// The hash of one line.
    HASH_AT_ACCESS = hash_at!("access_log");
    /// The hash of one line.
    HASH_AT_EVIDENCE = hash_at!("evidence_log");
    /// The newest checkpoint of a log.
    LAST_CHECKPOINT = "SELECT seq, hash FROM checkpoint \
        WHERE school_id = $1 AND log = $2 ORDER BY seq DESC LIMIT 1";
    /// All checkpoints of a school.
    CHECKPOINTS = "SELECT log, seq, hash, made_at, signature FROM checkpoint \
        WHERE school_id = $1 ORDER BY log, seq";
    /// Adds a checkpoint. One that says more, that a log was cut there, takes
    /// the place of one that only marked the line.
    ADD_CHECKPOINT = "INSERT INTO checkpoint (school_id, log, seq, hash, made_at, signature) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (school_id, log, seq) DO UPDATE \
        SET hash = excluded.hash, made_at = excluded.made_at, signature = excluded.signature";
}
