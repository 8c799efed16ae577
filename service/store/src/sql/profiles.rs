//! Statements about the policies that the head signed.

statements! {
    /// One more.
    SIGN = "INSERT INTO signed_profile \
        (school_id, number, name_mark, version, sha256, account_id, signed_at, sealed) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// The number that was given last.
    LAST = "SELECT max(number) FROM signed_profile WHERE school_id = $1";
    /// The highest version of those of one name.
    HIGHEST = "SELECT max(version) FROM signed_profile WHERE school_id = $1 AND name_mark = $2";
    /// The newest of them, newest first.
    NEWEST = "SELECT number, version, sha256, account_id, signed_at, sealed \
        FROM signed_profile WHERE school_id = $1 ORDER BY number DESC LIMIT $2";
}
