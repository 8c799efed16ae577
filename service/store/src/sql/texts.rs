//! What is said about the texts that people agreed to.

statements! {
    /// One more text.
    INSERT = "INSERT INTO consent_text (id, school_id, version, sha256, dated, sealed, account_id, \
        added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Every text of a school, the newest version first.
    LIST = "SELECT id, version, sha256, dated, sealed, account_id, added_at FROM consent_text \
        WHERE school_id = $1 ORDER BY version DESC";
}
