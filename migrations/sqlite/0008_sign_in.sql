-- Who is at the door. Rows hold hashes of what somebody carries, never the
-- thing itself; what an account knows is sealed with the account's key.

CREATE TABLE credential (
    account_id BLOB PRIMARY KEY REFERENCES account (id),
    school_id BLOB NOT NULL REFERENCES school (id),
    -- The password's hash, and the secret of one-time codes.
    sealed BLOB NOT NULL,
    changed_at INTEGER NOT NULL,
    -- Since when one-time codes are asked for.
    codes_since INTEGER,
    -- The time step of the newest code that counted: none counts twice.
    code_step INTEGER
) STRICT;

-- A link by which somebody sets their password, once.
CREATE TABLE set_link (
    mark BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    account_id BLOB NOT NULL REFERENCES account (id),
    -- Whether using it also ends the one-time codes, as for a lost phone.
    ends_codes INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX set_link_by_account ON set_link (account_id);

CREATE TABLE session (
    mark BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    account_id BLOB NOT NULL REFERENCES account (id),
    made_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    -- When a one-time code was given in it.
    code_at INTEGER,
    -- Since when it asks for the password again.
    locked_at INTEGER
) STRICT;
CREATE INDEX session_by_account ON session (account_id);

-- Who signed which version of the acceptable-use agreement.
CREATE TABLE agreement (
    school_id BLOB NOT NULL REFERENCES school (id),
    account_id BLOB NOT NULL REFERENCES account (id),
    version INTEGER NOT NULL,
    signed_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, version)
) STRICT;

-- What a program carries to act for an account, in some things only.
CREATE TABLE api_token (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    account_id BLOB NOT NULL REFERENCES account (id),
    mark BLOB NOT NULL,
    -- What it is called.
    sealed BLOB NOT NULL,
    -- Codes of what it may be used for, with a space between.
    scopes TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    revoked_at INTEGER,
    UNIQUE (mark)
) STRICT;
CREATE INDEX api_token_by_account ON api_token (account_id);
