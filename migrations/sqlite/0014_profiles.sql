-- The policies that the head signed, each as it was signed. The newest is in
-- force; none is ever changed or taken away.

CREATE TABLE signed_profile (
    school_id BLOB NOT NULL REFERENCES school (id),
    -- Counted from 1.
    number INTEGER NOT NULL,
    -- The version that the file itself tells.
    version INTEGER NOT NULL,
    -- The SHA-256 of the file.
    sha256 BLOB NOT NULL,
    -- Who signed it.
    account_id BLOB NOT NULL REFERENCES account (id),
    signed_at INTEGER NOT NULL,
    -- Its name and its text, by the school's key.
    sealed BLOB NOT NULL,
    PRIMARY KEY (school_id, number)
) STRICT;

CREATE TRIGGER signed_profile_is_not_changed BEFORE UPDATE ON signed_profile
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: a signed profile is never changed');
END;

CREATE TRIGGER signed_profile_is_not_removed BEFORE DELETE ON signed_profile
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: a signed profile is never removed');
END;
