-- The policies that the head signed, each as it was signed. The newest is in
-- force; none is ever changed or taken away.

CREATE TABLE signed_profile (
    school_id BLOB NOT NULL REFERENCES school (id),
    -- Counted from 1.
    number INTEGER NOT NULL CHECK (number >= 1),
    -- The mark of its name, by the school's key.
    name_mark BLOB NOT NULL CHECK (length(name_mark) = 32),
    -- The version that the file itself tells.
    version INTEGER NOT NULL CHECK (version >= 1),
    -- The SHA-256 of the file.
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    -- Who signed it.
    account_id BLOB NOT NULL REFERENCES account (id),
    signed_at INTEGER NOT NULL,
    -- Its name and its text, by the school's key.
    sealed BLOB NOT NULL,
    PRIMARY KEY (school_id, number),
    UNIQUE (school_id, name_mark, version)
) STRICT;

CREATE TRIGGER signed_profile_is_not_changed BEFORE UPDATE ON signed_profile
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: signed policies are added, never changed');
END;

CREATE TRIGGER signed_profile_is_not_deleted BEFORE DELETE ON signed_profile
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: signed policies are added, never changed');
END;

-- REPLACE takes rows away without telling the triggers of deleting.
CREATE TRIGGER signed_profile_is_not_replaced BEFORE INSERT ON signed_profile
WHEN EXISTS (
    SELECT 1 FROM signed_profile
    WHERE rowid = NEW.rowid OR school_id = NEW.school_id
        AND (number = NEW.number OR name_mark = NEW.name_mark AND version = NEW.version)
)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: this is there already');
END;

-- In whatever order they are put in, as a backup that is restored does.
CREATE TRIGGER signed_profile_goes_up BEFORE INSERT ON signed_profile
WHEN EXISTS (
    SELECT 1 FROM signed_profile
    WHERE school_id = NEW.school_id AND name_mark = NEW.name_mark
        AND number <> NEW.number AND version <> NEW.version
        AND (number < NEW.number) <> (version < NEW.version)
)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: the versions of a policy only go up');
END;
