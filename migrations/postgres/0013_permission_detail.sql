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

-- Of parents nobody wrote it down before: until the next import says who holds
-- it, no parent's yes to pictures counts. Whoever stands on record as responsible
-- holds it by being that.
ALTER TABLE guardian ADD COLUMN responsibility BOOLEAN NOT NULL DEFAULT FALSE;

CREATE FUNCTION refuse_text_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'gatehouse: consent texts are added, never changed';
END $$;
CREATE TRIGGER consent_text_is_not_changed BEFORE UPDATE OR DELETE ON consent_text
FOR EACH ROW EXECUTE FUNCTION refuse_text_change();
CREATE TRIGGER consent_text_is_not_emptied BEFORE TRUNCATE ON consent_text
FOR EACH STATEMENT EXECUTE FUNCTION refuse_text_change();

-- A hash is that of the text it speaks of; a line of before its text has none.
CREATE FUNCTION refuse_other_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.text_sha256 IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM consent_text
        WHERE school_id = NEW.school_id AND version = NEW.text_version
            AND sha256 = NEW.text_sha256
    ) THEN
        RAISE EXCEPTION 'gatehouse: a permission speaks of the text it was given for';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER permission_speaks_of_its_text BEFORE INSERT ON permission
FOR EACH ROW EXECUTE FUNCTION refuse_other_text();

-- For ever is no day.
CREATE FUNCTION refuse_no_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'gatehouse: a permission begins and ends on a day';
END $$;
CREATE TRIGGER permission_has_days BEFORE INSERT ON permission
FOR EACH ROW WHEN (NOT isfinite(NEW.given_on) OR NOT isfinite(NEW.expires_on))
EXECUTE FUNCTION refuse_no_day();

-- A pupil's no is taken back by the pupil alone, and what they said is never
-- forgotten.
CREATE FUNCTION refuse_to_forget_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'gatehouse: only the pupil takes their no back';
END $$;
CREATE TRIGGER pupil_word_stands BEFORE UPDATE ON person
FOR EACH ROW WHEN (OLD.pupil_word <> 'none' AND NEW.pupil_word = 'none')
EXECUTE FUNCTION refuse_to_forget_word();

-- Nobody is put in another's place.
CREATE FUNCTION refuse_other_id() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'gatehouse: an id is never changed';
END $$;
CREATE TRIGGER person_keeps_its_id BEFORE UPDATE ON person
FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION refuse_other_id();
CREATE TRIGGER guardian_keeps_its_id BEFORE UPDATE ON guardian
FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION refuse_other_id();

-- A transaction that sees only what was there when it began (REPEATABLE READ)
-- would miss a no, or a template, that another wrote meanwhile. So whatever opens
-- or closes the gate also writes the pupil's row, and one of the two has to give
-- way; that row's own trigger purges.
CREATE OR REPLACE FUNCTION refuse_template() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE person SET restricted = restricted WHERE id = NEW.person_id;
    IF TG_OP = 'UPDATE'
        OR NOT EXISTS (SELECT 1 FROM biometric_gate WHERE template_id = NEW.id)
    THEN
        RAISE EXCEPTION 'gatehouse: a template needs the biometric gate open';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION purge_after_guardian() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        UPDATE person SET restricted = restricted WHERE id = NEW.person_id;
    END IF;
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD.person_id <> NEW.person_id THEN
        UPDATE person SET restricted = restricted WHERE id = OLD.person_id;
    END IF;
    RETURN NULL;
END $$;

-- TRUNCATE takes rows away without telling the triggers of deleting.
CREATE FUNCTION refuse_to_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'gatehouse: what people said is taken away line by line';
END $$;
CREATE TRIGGER guardian_is_not_emptied BEFORE TRUNCATE ON guardian
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_empty();
CREATE TRIGGER permission_is_not_emptied BEFORE TRUNCATE ON permission
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_empty();
