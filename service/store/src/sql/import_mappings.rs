//! Statements about what the columns of a school's own files mean.

statements! {
    /// What was said of these headings.
    GET = "SELECT id, sealed FROM import_mapping WHERE school_id = $1 AND mark = $2";
    /// It is said anew.
    REMOVE = "DELETE FROM import_mapping WHERE school_id = $1 AND mark = $2";
    /// What is said.
    INSERT = "INSERT INTO import_mapping (id, school_id, mark, sealed, made_at) \
        VALUES ($1, $2, $3, $4, $5)";
}
