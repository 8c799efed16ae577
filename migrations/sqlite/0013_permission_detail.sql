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

-- Of parents nobody wrote it down before: until the next import says who holds
-- it, no parent's yes to pictures counts. Whoever stands on record as responsible
-- holds it by being that.
ALTER TABLE guardian ADD COLUMN responsibility INTEGER NOT NULL DEFAULT FALSE;

CREATE TRIGGER consent_text_is_not_changed BEFORE UPDATE ON consent_text
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: consent texts are added, never changed');
END;

CREATE TRIGGER consent_text_is_not_deleted BEFORE DELETE ON consent_text
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: consent texts are added, never changed');
END;

-- A hash is that of the text it speaks of; a line of before its text has none.
CREATE TRIGGER permission_speaks_of_its_text BEFORE INSERT ON permission
WHEN NEW.text_sha256 IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM consent_text
    WHERE school_id = NEW.school_id AND version = NEW.text_version
        AND sha256 = NEW.text_sha256
)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: a permission speaks of the text it was given for');
END;

-- The table was made without these checks, and cannot get them any more.
CREATE TRIGGER permission_has_days BEFORE INSERT ON permission
WHEN NEW.given_on IS NOT date(NEW.given_on) OR NEW.expires_on IS NOT date(NEW.expires_on)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: a permission begins and ends on a day');
END;

-- A pupil's no is taken back by the pupil alone, and what they said is never
-- forgotten. OR REPLACE would write the default, which is nothing, for NULL.
CREATE TRIGGER pupil_word_stands BEFORE UPDATE ON person
WHEN OLD.pupil_word <> 'none' AND coalesce(NEW.pupil_word, 'none') = 'none'
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: only the pupil takes their no back');
END;

-- SQLite has ways round the triggers of deleting: REPLACE takes away every row
-- that is in its way, by id, by number of row or by another key, and a connection
-- that does not ask for foreign keys has none. So nobody is put in another's
-- place, an id stays what it is, and a template goes with its person.
CREATE TRIGGER person_is_not_replaced BEFORE INSERT ON person
WHEN EXISTS (
    SELECT 1 FROM person
    WHERE rowid = NEW.rowid OR id = NEW.id
        OR school_id = NEW.school_id AND mis_mark = NEW.mis_mark
)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: this is there already');
END;

CREATE TRIGGER person_keeps_its_id BEFORE UPDATE ON person
WHEN NEW.id IS NOT OLD.id OR NEW.rowid IS NOT OLD.rowid
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: an id is never changed');
END;

CREATE TRIGGER person_takes_nobodys_mark BEFORE UPDATE ON person
WHEN EXISTS (
    SELECT 1 FROM person
    WHERE school_id = NEW.school_id AND mis_mark = NEW.mis_mark AND id <> OLD.id
)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: this is there already');
END;

CREATE TRIGGER person_delete_purges AFTER DELETE ON person
BEGIN
    DELETE FROM template WHERE person_id = OLD.id;
END;

CREATE TRIGGER guardian_is_not_replaced BEFORE INSERT ON guardian
WHEN EXISTS (SELECT 1 FROM guardian WHERE rowid = NEW.rowid OR id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: this is there already');
END;

CREATE TRIGGER guardian_keeps_its_id BEFORE UPDATE ON guardian
WHEN NEW.id IS NOT OLD.id OR NEW.rowid IS NOT OLD.rowid
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: an id is never changed');
END;

CREATE TRIGGER guardian_takes_nobodys_place BEFORE UPDATE ON guardian
WHEN EXISTS (
    SELECT 1 FROM guardian
    WHERE person_id = NEW.person_id AND place = NEW.place AND id <> OLD.id
)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: this is there already');
END;

CREATE TRIGGER permission_is_not_replaced BEFORE INSERT ON permission
WHEN EXISTS (SELECT 1 FROM permission WHERE rowid = NEW.rowid OR id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: permissions are added, never changed');
END;

CREATE TRIGGER consent_text_is_not_replaced BEFORE INSERT ON consent_text
WHEN EXISTS (
    SELECT 1 FROM consent_text
    WHERE rowid = NEW.rowid OR id = NEW.id
        OR school_id = NEW.school_id AND version = NEW.version
)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: consent texts are added, never changed');
END;
