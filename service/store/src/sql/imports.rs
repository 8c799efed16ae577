//! Statements about imports that were looked at and not entered yet.

statements! {
    /// One that is kept for a while.
    INSERT = "INSERT INTO import (id, school_id, account_id, sealed, made_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// One of them.
    GET = "SELECT account_id, sealed, expires_at FROM import WHERE school_id = $1 AND id = $2";
    /// More was said of what is in it.
    REPLACE = "UPDATE import SET sealed = $1 WHERE school_id = $2 AND id = $3";
    /// It goes.
    REMOVE = "DELETE FROM import WHERE school_id = $1 AND id = $2";
    /// Those whose time is over.
    OVER = "SELECT id FROM import WHERE school_id = $1 AND expires_at <= $2 ORDER BY id";
    /// Those that somebody looked at.
    OF_ACCOUNT = "SELECT id FROM import WHERE school_id = $1 AND account_id = $2 ORDER BY id";
}
