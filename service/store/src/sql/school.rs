//! What is said about schools.

statements! {
    /// A new school.
    INSERT = "INSERT INTO school (id, sealed, created_at) VALUES ($1, $2, $3)";
    /// One school.
    READ = "SELECT version, sealed, created_at, restored_on FROM school WHERE id = $1";
    /// What is known of it, changed.
    REPLACE = "UPDATE school SET sealed = $1, version = version + 1 WHERE id = $2";
    /// Its register changed.
    BUMP = "UPDATE school SET version = version + 1 WHERE id = $1 RETURNING version";
    /// Every school.
    LIST = "SELECT id FROM school ORDER BY id";
    /// The day of the restore whose consents are not current yet, or none.
    SET_RESTORED = "UPDATE school SET restored_on = $1, version = version + 1 WHERE id = $2";
}
