-- The school, who may sign in, and the devices photos are taken with.

-- A school: the tenant that every row belongs to.
CREATE TABLE school (
    id BLOB PRIMARY KEY,
    -- Grows with every change to what verdicts are made of.
    version INTEGER NOT NULL DEFAULT 1,
    -- Name, profile, and what the words checker may know.
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    -- After a restore nothing is cleared until consents are imported anew.
    restored_on TEXT
) STRICT;

CREATE TABLE account (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    -- Keyed hash of the login: finds it without opening anything.
    login_mark BLOB NOT NULL,
    -- Login and name.
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER,
    UNIQUE (school_id, login_mark)
) STRICT;

CREATE TABLE account_role (
    school_id BLOB NOT NULL REFERENCES school (id),
    account_id BLOB NOT NULL REFERENCES account (id),
    role TEXT NOT NULL
        CHECK (role IN ('staff', 'editor', 'dsl', 'head', 'office', 'dpo', 'admin')),
    granted_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, role)
) STRICT;

-- A camera, tablet or phone. Its serial number is known as a keyed hash only.
CREATE TABLE device (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    mark BLOB,
    -- Its label.
    sealed BLOB NOT NULL,
    personal INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    retired_at INTEGER,
    UNIQUE (school_id, mark)
) STRICT;

CREATE TABLE loan (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    device_id BLOB NOT NULL REFERENCES device (id),
    account_id BLOB NOT NULL REFERENCES account (id),
    out_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    back_at INTEGER
) STRICT;
CREATE INDEX loan_by_device ON loan (device_id, out_at);
