//! What is said besides the statements that are built from the description of
//! the tables.

statements! {
    /// From here on a refusal can be taken back alone.
    SAVE = "SAVEPOINT one_row";
    /// Takes back what was done since.
    TAKE_BACK = "ROLLBACK TO SAVEPOINT one_row";
    /// It stays.
    KEEP = "RELEASE SAVEPOINT one_row";
    /// The ledger knows that it was destroyed. An account that came after the
    /// backup is no row any more.
    REPLAYED = "INSERT INTO destruction (subject_id, school_id, kind, why, decided_at, decided_by, verified_at) \
        VALUES ($1, $2, $3, $4, $5, (SELECT id FROM account WHERE id = $6), $5) \
        ON CONFLICT (subject_id) DO UPDATE SET verified_at = COALESCE(destruction.verified_at, excluded.verified_at)";
}
