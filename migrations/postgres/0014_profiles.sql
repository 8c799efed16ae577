-- The policies that the head signed, each as it was signed. The newest is in
-- force; none is ever changed or taken away.

CREATE TABLE signed_profile (
    school_id UUID NOT NULL REFERENCES school (id),
    -- Counted from 1.
    number BIGINT NOT NULL CHECK (number >= 1),
    -- The mark of its name, by the school's key.
    name_mark BYTEA NOT NULL CHECK (length(name_mark) = 32),
    -- The version that the file itself tells.
    version BIGINT NOT NULL CHECK (version >= 1),
    -- The SHA-256 of the file.
    sha256 BYTEA NOT NULL CHECK (length(sha256) = 32),
    -- Who signed it.
    account_id UUID NOT NULL REFERENCES account (id),
    signed_at TIMESTAMPTZ NOT NULL,
    -- Its name and its text, by the school's key.
    sealed BYTEA NOT NULL,
    PRIMARY KEY (school_id, number),
    UNIQUE (school_id, name_mark, version)
);

CREATE FUNCTION refuse_profile_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'gatehouse: signed policies are added, never changed';
END $$;
CREATE TRIGGER signed_profile_is_not_changed BEFORE UPDATE OR DELETE ON signed_profile
FOR EACH ROW EXECUTE FUNCTION refuse_profile_change();
CREATE TRIGGER signed_profile_is_not_emptied BEFORE TRUNCATE ON signed_profile
FOR EACH STATEMENT EXECUTE FUNCTION refuse_profile_change();

-- In whatever order they are put in, as a backup that is restored does.
CREATE FUNCTION refuse_older_profile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM signed_profile
        WHERE school_id = NEW.school_id AND name_mark = NEW.name_mark
            AND number <> NEW.number AND version <> NEW.version
            AND (number < NEW.number) <> (version < NEW.version)
    ) THEN
        RAISE EXCEPTION 'gatehouse: the versions of a policy only go up';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signed_profile_goes_up BEFORE INSERT ON signed_profile
FOR EACH ROW EXECUTE FUNCTION refuse_older_profile();
