-- The school, who may sign in, and the devices photos are taken with.

-- A school: the tenant that every row belongs to.
CREATE TABLE school (
    id UUID PRIMARY KEY,
    -- Grows with every change to what verdicts are made of.
    version BIGINT NOT NULL DEFAULT 1,
    -- Name, profile, and what the words checker may know.
    sealed BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    -- After a restore nothing is cleared until consents are imported anew.
    restored_on DATE
);

CREATE TABLE account (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    -- Keyed hash of the login: finds it without opening anything.
    login_mark BYTEA NOT NULL,
    -- Login and name.
    sealed BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    disabled_at TIMESTAMPTZ,
    UNIQUE (school_id, login_mark)
);

CREATE TABLE account_role (
    school_id UUID NOT NULL REFERENCES school (id),
    account_id UUID NOT NULL REFERENCES account (id),
    role TEXT NOT NULL
        CHECK (role IN ('staff', 'editor', 'dsl', 'head', 'office', 'dpo', 'admin')),
    granted_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (account_id, role)
);

-- A camera, tablet or phone. Its serial number is known as a keyed hash only.
CREATE TABLE device (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    mark BYTEA,
    -- Its label.
    sealed BYTEA NOT NULL,
    personal BOOLEAN NOT NULL,
    added_at TIMESTAMPTZ NOT NULL,
    retired_at TIMESTAMPTZ,
    UNIQUE (school_id, mark)
);

CREATE TABLE loan (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    device_id UUID NOT NULL REFERENCES device (id),
    account_id UUID NOT NULL REFERENCES account (id),
    out_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    back_at TIMESTAMPTZ
);
CREATE INDEX loan_by_device ON loan (device_id, out_at);
