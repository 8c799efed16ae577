-- The policies that the head signed, each as it was signed. The newest is in
-- force; none is ever changed or taken away.

CREATE TABLE signed_profile (
    school_id UUID NOT NULL REFERENCES school (id),
    -- Counted from 1.
    number BIGINT NOT NULL,
    -- The version that the file itself tells.
    version BIGINT NOT NULL,
    -- The SHA-256 of the file.
    sha256 BYTEA NOT NULL,
    -- Who signed it.
    account_id UUID NOT NULL REFERENCES account (id),
    signed_at TIMESTAMPTZ NOT NULL,
    -- Its name and its text, by the school's key.
    sealed BYTEA NOT NULL,
    PRIMARY KEY (school_id, number)
);

CREATE FUNCTION refuse_signed_profile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'gatehouse: a signed profile is never changed or removed';
END $$;
CREATE TRIGGER signed_profile_is_not_changed BEFORE UPDATE ON signed_profile
FOR EACH ROW EXECUTE FUNCTION refuse_signed_profile();
CREATE TRIGGER signed_profile_is_not_removed BEFORE DELETE ON signed_profile
FOR EACH ROW EXECUTE FUNCTION refuse_signed_profile();
