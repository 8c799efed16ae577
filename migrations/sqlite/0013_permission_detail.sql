-- What a line of permission says besides: how it reached the school, what it is
-- about, and the text that was agreed to; who holds parental responsibility.

-- The texts that people agreed to. Added, never changed: a line points at one by
-- its version.
CREATE TABLE consent_text (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    version INTEGER NOT NULL,
    -- SHA-256 of the text.
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    -- The day written on it.
    dated TEXT NOT NULL CHECK (dated IS date(dated)),
    -- The text.
    sealed BLOB NOT NULL,
    -- Who added it.
    account_id BLOB NOT NULL REFERENCES account (id),
    added_at INTEGER NOT NULL,
    UNIQUE (school_id, version)
) STRICT;

ALTER TABLE permission ADD COLUMN means TEXT
    CHECK (means IN ('paper', 'portal', 'email', 'verbal', 'in-person'));
ALTER TABLE permission ADD COLUMN purpose TEXT NOT NULL DEFAULT 'using'
    CHECK (purpose IN ('using', 'taking'));
-- Of the text of that version, where it was there when the line was added.
ALTER TABLE permission ADD COLUMN text_sha256 BLOB
    CHECK (length(text_sha256) = 32);

-- Nobody wrote it down before: until the next import says who holds it, nobody's
-- yes to pictures counts.
ALTER TABLE guardian ADD COLUMN responsibility INTEGER NOT NULL DEFAULT FALSE;

CREATE TRIGGER consent_text_is_not_changed BEFORE UPDATE ON consent_text
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: consent texts are added, never changed');
END;

CREATE TRIGGER consent_text_is_not_deleted BEFORE DELETE ON consent_text
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: consent texts are added, never changed');
END;

-- A pupil's no is taken back by the pupil alone, never forgotten.
CREATE TRIGGER pupil_no_stands BEFORE UPDATE OF pupil_word ON person
WHEN OLD.pupil_word = 'refused' AND NEW.pupil_word = 'none'
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: only the pupil takes their no back');
END;

-- REPLACE takes rows away without telling the triggers of deleting: what it put
-- in their place is looked at, and what it may not take away is refused.
CREATE TRIGGER person_insert_purges AFTER INSERT ON person
BEGIN
    DELETE FROM template WHERE person_id = NEW.id
        AND id NOT IN (SELECT template_id FROM biometric_gate WHERE person_id = NEW.id);
END;

CREATE TRIGGER guardian_is_not_replaced BEFORE INSERT ON guardian
WHEN EXISTS (SELECT 1 FROM guardian WHERE id = NEW.id AND person_id <> NEW.person_id)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: a guardian is moved, never replaced');
END;

CREATE TRIGGER permission_is_not_replaced BEFORE INSERT ON permission
WHEN EXISTS (SELECT 1 FROM permission WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: permissions are added, never changed');
END;

CREATE TRIGGER consent_text_is_not_replaced BEFORE INSERT ON consent_text
WHEN EXISTS (
    SELECT 1 FROM consent_text
    WHERE id = NEW.id OR school_id = NEW.school_id AND version = NEW.version
)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: consent texts are added, never changed');
END;
