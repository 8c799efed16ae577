//! Statements about deadlines and destruction.

statements! {
    /// A duty; told again, its deadline is told again, unless it was met.
    SET = "INSERT INTO duty (id, school_id, kind, about, due_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (school_id, kind, about) DO UPDATE SET due_at = excluded.due_at \
        WHERE duty.met_at IS NULL";
    /// A duty; told again, it is open again.
    RENEW = "INSERT INTO duty (id, school_id, kind, about, due_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (school_id, kind, about) DO UPDATE SET due_at = excluded.due_at, \
        met_at = NULL, met_by = NULL";
    /// It was met.
    MEET = "UPDATE duty SET met_at = $4, met_by = $5 \
        WHERE school_id = $1 AND kind = $2 AND about = $3 AND met_at IS NULL";
    /// It no longer applies, for another has taken its place.
    LIFT = "DELETE FROM duty WHERE school_id = $1 AND kind = $2 AND about = $3 AND met_at IS NULL";
    /// Open duties that are due by a moment, the most urgent first, from after
    /// one of them on.
    DUE = "SELECT id, kind, about, due_at, met_at, met_by FROM duty \
        WHERE school_id = $1 AND met_at IS NULL AND due_at <= $2 AND (due_at, id) > ($3, $4) \
        ORDER BY due_at, id LIMIT $5";
    /// Open duties of one kind that are due by a moment, the most urgent first.
    OF_KIND = "SELECT id, kind, about, due_at, met_at, met_by FROM duty \
        WHERE school_id = $1 AND kind = $2 AND met_at IS NULL AND due_at <= $3 \
        ORDER BY due_at, id LIMIT $4";
    /// How many open duties of each kind are overdue.
    OVERDUE = "SELECT kind, count(*) FROM duty \
        WHERE school_id = $1 AND met_at IS NULL AND due_at <= $2 GROUP BY kind ORDER BY kind";
    /// Everything that is to end about one thing.
    ABOUT = "SELECT id, kind, about, due_at, met_at, met_by FROM duty WHERE school_id = $1 AND about = $2 ORDER BY due_at, id";
    /// How many are open, and how many of them overdue.
    COUNT = "SELECT count(*), COALESCE(SUM(CASE WHEN due_at <= $2 THEN 1 ELSE 0 END), 0) FROM duty \
        WHERE school_id = $1 AND met_at IS NULL";

    /// A subject is to be destroyed; once decided it stays decided.
    DECIDE = "INSERT INTO destruction (subject_id, school_id, kind, why, decided_at, decided_by) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (subject_id) DO NOTHING";
    /// One of them.
    GET = "SELECT subject_id, kind, why, decided_at, decided_by, verified_at FROM destruction \
        WHERE school_id = $1 AND subject_id = $2";
    /// What is decided and not yet verified.
    OPEN = "SELECT subject_id, kind, why, decided_at, decided_by, verified_at FROM destruction \
        WHERE school_id = $1 AND verified_at IS NULL ORDER BY decided_at, subject_id";
    /// What was destroyed since a moment.
    SINCE = "SELECT subject_id, kind, why, decided_at, decided_by, verified_at FROM destruction \
        WHERE school_id = $1 AND verified_at >= $2 ORDER BY verified_at, subject_id";
    /// How much was destroyed of each kind.
    COUNT_DESTROYED = "SELECT kind, count(*) FROM destruction \
        WHERE school_id = $1 AND verified_at IS NOT NULL GROUP BY kind ORDER BY kind";
    /// Nothing is found of it.
    VERIFY = "UPDATE destruction SET verified_at = COALESCE(verified_at, $3) WHERE school_id = $1 AND subject_id = $2";
}
