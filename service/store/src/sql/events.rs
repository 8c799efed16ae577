//! What is said about events.

statements! {
    /// A new event.
    INSERT = "INSERT INTO event (id, school_id, sealed, held_on, closes_at, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// An event, changed.
    REPLACE = "UPDATE event SET sealed = $1, held_on = $2, closes_at = $3 \
        WHERE school_id = $4 AND id = $5";
    /// One event.
    GET = "SELECT id, sealed, held_on, closes_at, created_at FROM event \
        WHERE school_id = $1 AND id = $2";
    /// Events held from a day on.
    LIST = "SELECT id, sealed, held_on, closes_at, created_at FROM event \
        WHERE school_id = $1 AND held_on >= $2 ORDER BY held_on, id";
}
