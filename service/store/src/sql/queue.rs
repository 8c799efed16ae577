//! What is said about jobs. Taking one is in [`dialect`](super::dialect).

statements! {
    /// One row for each kind and thing: the earlier moment while it waits, once
    /// more while it is leased, a new start where it was stuck.
    ENQUEUE = "INSERT INTO job (id, school_id, kind, about, state, ready_at, attempts, written_at)
        VALUES ($1, $2, $3, $4, 'waiting', $5, 0, $6)
        ON CONFLICT (about, kind) DO UPDATE SET
            state = CASE job.state WHEN 'leased' THEN 'leased' ELSE 'waiting' END,
            ready_at = CASE
                WHEN job.state = 'leased' THEN job.ready_at
                WHEN job.state = 'waiting' AND job.ready_at < excluded.ready_at THEN job.ready_at
                ELSE excluded.ready_at
            END,
            again_at = CASE
                WHEN job.state <> 'leased' THEN job.again_at
                WHEN job.again_at < excluded.ready_at THEN job.again_at
                ELSE excluded.ready_at
            END,
            attempts = CASE job.state WHEN 'stuck' THEN 0 ELSE job.attempts END,
            written_at = CASE job.state WHEN 'leased' THEN job.written_at ELSE excluded.written_at END";

    /// The worker lives.
    HEARTBEAT = "UPDATE job SET ready_at = $1, written_at = $2
        WHERE id = $3 AND leased_by = $4 AND attempts = $5";

    /// Done, and nobody asked again.
    FINISH = "DELETE FROM job
        WHERE id = $1 AND leased_by = $2 AND attempts = $3 AND again_at IS NULL";

    /// Done, but somebody asked again meanwhile.
    FINISH_AGAIN = "UPDATE job SET state = 'waiting', ready_at = again_at, attempts = 0,
            leased_by = NULL, last_code = NULL, again_at = NULL, written_at = $1
        WHERE id = $2 AND leased_by = $3 AND attempts = $4 AND again_at IS NOT NULL";

    /// Failed: once more, later.
    LATER = "UPDATE job SET state = 'waiting', ready_at = $1, leased_by = NULL, last_code = $2,
            written_at = $3
        WHERE id = $4 AND leased_by = $5 AND attempts = $6";

    /// Failed too often: a person must look, unless somebody asked again.
    GIVE_UP = "UPDATE job SET
            state = CASE WHEN again_at IS NULL THEN 'stuck' ELSE 'waiting' END,
            ready_at = CASE WHEN again_at IS NULL THEN $1 ELSE again_at END,
            attempts = CASE WHEN again_at IS NULL THEN $2 ELSE 0 END,
            leased_by = NULL, last_code = $3, again_at = NULL, written_at = $1
        WHERE id = $4 AND leased_by = $5 AND attempts = $6
        RETURNING state, ready_at";

    /// Something it needs is away: once more, later, and nobody's fault.
    PUT_OFF = "UPDATE job SET state = 'waiting', ready_at = $1, attempts = attempts - 1,
            leased_by = NULL, last_code = $2, written_at = $3
        WHERE id = $4 AND leased_by = $5 AND attempts = $6";

    /// Not done, and nobody's fault.
    GIVE_BACK = "UPDATE job SET state = 'waiting', ready_at = $1, attempts = attempts - 1,
            leased_by = NULL, written_at = $1
        WHERE id = $2 AND leased_by = $3 AND attempts = $4";

    /// What a school's people must look at.
    STUCK = "SELECT id, kind, about, last_code, attempts, written_at FROM job
        WHERE school_id = $1 AND state = 'stuck' ORDER BY written_at, id";

    /// A person says: try again.
    RETRY = "UPDATE job SET state = 'waiting', ready_at = $1, attempts = 0, written_at = $1
        WHERE id = $2 AND school_id = $3 AND state = 'stuck'";

    /// A person says: try what failed again, now and not later.
    TRY_NOW = "UPDATE job SET attempts = CASE state WHEN 'stuck' THEN 0 ELSE attempts END,
            state = 'waiting', ready_at = $1, written_at = $1
        WHERE school_id = $2 AND kind = $3 AND about = $4 AND last_code IS NOT NULL
            AND (state = 'stuck' OR state = 'waiting' AND ready_at > $1)";

    /// How much there is to do.
    COUNTS = "SELECT
            COUNT(CASE WHEN state = 'waiting' AND ready_at > $1 THEN 1 END),
            COUNT(CASE WHEN state = 'waiting' AND ready_at <= $1 THEN 1 END),
            COUNT(CASE WHEN state = 'leased' THEN 1 END),
            COUNT(CASE WHEN state = 'stuck' THEN 1 END)
        FROM job";

    /// When there will be something to take.
    NEXT_READY = "SELECT ready_at FROM job WHERE state <> 'stuck' ORDER BY ready_at LIMIT 1";

    /// What is still to be done about a thing.
    PENDING_FOR = "SELECT kind FROM job WHERE about = $1 AND state <> 'stuck' ORDER BY kind";

    /// How far each kind of work about a thing is.
    STATES_OF = "SELECT kind, state, attempts, last_code FROM job
        WHERE school_id = $1 AND about = $2 ORDER BY kind";

    /// Moves what a clock that ran ahead wrote to the present.
    SET_BACK = "UPDATE job SET ready_at = ready_at - (written_at - $1),
            again_at = again_at - (written_at - $1), written_at = $1
        WHERE written_at > $2";
}
