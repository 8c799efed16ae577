-- Who is at the door. Rows hold hashes of what somebody carries, never the
-- thing itself; what an account knows is sealed with the account's key.

CREATE TABLE credential (
    account_id UUID PRIMARY KEY REFERENCES account (id),
    school_id UUID NOT NULL REFERENCES school (id),
    -- The password's hash, and the secret of one-time codes.
    sealed BYTEA NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    -- Since when one-time codes are asked for.
    codes_since TIMESTAMPTZ,
    -- The time step of the newest code that counted: none counts twice.
    code_step BIGINT
);

-- A link by which somebody sets their password, once.
CREATE TABLE set_link (
    mark BYTEA PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    account_id UUID NOT NULL REFERENCES account (id),
    -- Whether using it also ends the one-time codes, as for a lost phone.
    ends_codes BOOLEAN NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);
CREATE INDEX set_link_by_account ON set_link (account_id);

CREATE TABLE session (
    mark BYTEA PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    account_id UUID NOT NULL REFERENCES account (id),
    made_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    -- When a one-time code was given in it.
    code_at TIMESTAMPTZ,
    -- Since when it asks for the password again.
    locked_at TIMESTAMPTZ
);
CREATE INDEX session_by_account ON session (account_id);

-- Who signed which version of the acceptable-use agreement.
CREATE TABLE agreement (
    school_id UUID NOT NULL REFERENCES school (id),
    account_id UUID NOT NULL REFERENCES account (id),
    version BIGINT NOT NULL,
    signed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (account_id, version)
);

-- What a program carries to act for an account, in some things only.
CREATE TABLE api_token (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    account_id UUID NOT NULL REFERENCES account (id),
    mark BYTEA NOT NULL,
    -- What it is called.
    sealed BYTEA NOT NULL,
    -- Codes of what it may be used for, with a space between.
    scopes TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ,
    UNIQUE (mark)
);
CREATE INDEX api_token_by_account ON api_token (account_id);
