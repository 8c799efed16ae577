-- What a line of permission says besides: how it reached the school, what it is
-- about, and the text that was agreed to; who holds parental responsibility.

-- The texts that people agreed to. Added, never changed: a line points at one by
-- its version.
CREATE TABLE consent_text (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    version BIGINT NOT NULL,
    -- SHA-256 of the text.
    sha256 BYTEA NOT NULL CHECK (length(sha256) = 32),
    -- The day written on it.
    dated DATE NOT NULL,
    -- The text.
    sealed BYTEA NOT NULL,
    -- Who added it.
    account_id UUID NOT NULL REFERENCES account (id),
    added_at TIMESTAMPTZ NOT NULL,
    UNIQUE (school_id, version)
);

ALTER TABLE permission ADD COLUMN means TEXT
    CHECK (means IN ('paper', 'portal', 'email', 'verbal', 'in-person'));
ALTER TABLE permission ADD COLUMN purpose TEXT NOT NULL DEFAULT 'using'
    CHECK (purpose IN ('using', 'taking'));
-- Of the text of that version, where it was there when the line was added.
ALTER TABLE permission ADD COLUMN text_sha256 BYTEA
    CHECK (length(text_sha256) = 32);

-- Nobody wrote it down before: until the next import says who holds it, nobody's
-- yes to pictures counts.
ALTER TABLE guardian ADD COLUMN responsibility BOOLEAN NOT NULL DEFAULT FALSE;

CREATE FUNCTION refuse_text_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'gatehouse: consent texts are added, never changed';
END $$;
CREATE TRIGGER consent_text_is_not_changed BEFORE UPDATE OR DELETE ON consent_text
FOR EACH ROW EXECUTE FUNCTION refuse_text_change();
CREATE TRIGGER consent_text_is_not_emptied BEFORE TRUNCATE ON consent_text
FOR EACH STATEMENT EXECUTE FUNCTION refuse_text_change();

-- A pupil's no is taken back by the pupil alone, never forgotten.
CREATE FUNCTION refuse_to_forget_no() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.pupil_word = 'refused' AND NEW.pupil_word = 'none' THEN
        RAISE EXCEPTION 'gatehouse: only the pupil takes their no back';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pupil_no_stands BEFORE UPDATE OF pupil_word ON person
FOR EACH ROW EXECUTE FUNCTION refuse_to_forget_no();

-- TRUNCATE takes rows away without telling the triggers of deleting.
CREATE FUNCTION refuse_to_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'gatehouse: what people said is taken away line by line';
END $$;
CREATE TRIGGER guardian_is_not_emptied BEFORE TRUNCATE ON guardian
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_empty();
CREATE TRIGGER permission_is_not_emptied BEFORE TRUNCATE ON permission
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_empty();
