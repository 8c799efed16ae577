-- Whom a face can be resolved to, what was agreed, and the faces' templates.
-- SQLite has no type for days: the checks keep text that is none out of what the
-- biometric gate compares.

CREATE TABLE person (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    kind TEXT NOT NULL CHECK (kind IN ('pupil', 'staff')),
    -- Keyed hash of the office's id.
    mis_mark BLOB NOT NULL,
    -- Names, class, year, office's id, and what overrides permissions.
    sealed BLOB NOT NULL,
    -- What the biometric gate asks of the pupil.
    left_on TEXT CHECK (left_on IS date(left_on)),
    pupil_word TEXT NOT NULL DEFAULT 'none'
        CHECK (pupil_word IN ('none', 'refused', 'changed-mind')),
    pupil_word_on TEXT CHECK (pupil_word_on IS date(pupil_word_on)),
    restricted INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (school_id, mis_mark)
) STRICT;

CREATE TABLE guardian (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    person_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    -- Order on the pupil's record, from 0; permissions speak of it.
    place INTEGER NOT NULL,
    relation TEXT NOT NULL CHECK (relation IN ('parent', 'responsible', 'contact')),
    notified_on TEXT CHECK (notified_on IS date(notified_on)),
    exception_ground TEXT
        CHECK (exception_ground IN ('cannot-be-found', 'lacks-capacity', 'childs-welfare', 'not-practicable')),
    exception_signed_on TEXT CHECK (exception_signed_on IS date(exception_signed_on)),
    answer TEXT NOT NULL CHECK (answer IN ('none', 'consented', 'objected', 'withdrawn')),
    answered_on TEXT CHECK (answered_on IS date(answered_on)),
    method TEXT CHECK (method IN ('paper', 'portal', 'email', 'verbal')),
    UNIQUE (person_id, place),
    CHECK (exception_signed_on IS NULL OR exception_ground IS NOT NULL)
) STRICT;

-- The history of what was agreed; lines are added, never changed.
CREATE TABLE permission (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    person_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    naming TEXT NOT NULL CHECK (naming IN ('picture-only', 'with-first-name')),
    basis TEXT NOT NULL
        CHECK (basis IN ('consent', 'public-task', 'legitimate-interests')),
    decision TEXT NOT NULL CHECK (decision IN ('granted', 'refused', 'withdrawn')),
    -- The guardian's place; none is the person.
    guardian_place INTEGER,
    given_on TEXT NOT NULL,
    expires_on TEXT,
    text_version INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX permission_by_person ON permission (person_id, channel);
CREATE INDEX permission_by_school ON permission (school_id);

-- A pupil's reference embeddings, sealed by a key of their own.
CREATE TABLE template (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    person_id BLOB NOT NULL UNIQUE REFERENCES person (id),
    network TEXT NOT NULL,
    made_on TEXT NOT NULL CHECK (made_on IS date(made_on)),
    expires_on TEXT NOT NULL CHECK (expires_on IS date(expires_on)),
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX template_by_school ON template (school_id);

-- Pairs whom only a person may tell apart.
CREATE TABLE lookalike (
    school_id BLOB NOT NULL REFERENCES school (id),
    person_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    other_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (person_id, other_id)
) STRICT;
CREATE INDEX lookalike_by_other ON lookalike (other_id);

CREATE TABLE event (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    -- Title, purpose, who directed it, roster, channels, what was asked.
    sealed BLOB NOT NULL,
    held_on TEXT NOT NULL,
    -- Unused pictures count from here.
    closes_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX event_by_school ON event (school_id, held_on);

-- The biometric gate (Protection of Freedoms Act 2012 ss.26-27), kept by the
-- database itself. These are the templates that may exist: every parent was
-- notified or has a signed exception; at least one who is not excepted
-- consented in writing; nobody on the record objected or withdrew; the pupil
-- has not said no, has not left, and use is not frozen: all this on the day the
-- template was made, and no template is kept over 12 months.
CREATE VIEW biometric_gate AS
SELECT template.id AS template_id, template.person_id AS person_id
FROM template
JOIN person ON person.id = template.person_id AND person.school_id = template.school_id
WHERE template.expires_on <= date(template.made_on, '+12 months', 'floor')
    AND person.kind = 'pupil'
    AND person.restricted = FALSE
    AND (person.left_on IS NULL OR person.left_on > template.made_on)
    AND (
        person.pupil_word = 'none'
        OR person.pupil_word = 'changed-mind' AND person.pupil_word_on <= template.made_on
    )
    AND NOT EXISTS (
        SELECT 1 FROM guardian
        WHERE guardian.person_id = person.id AND guardian.relation <> 'contact'
            AND (guardian.notified_on IS NULL OR guardian.notified_on > template.made_on)
            AND (
                guardian.exception_signed_on IS NULL
                OR guardian.exception_signed_on > template.made_on
            )
    )
    AND EXISTS (
        SELECT 1 FROM guardian
        WHERE guardian.person_id = person.id AND guardian.relation <> 'contact'
            AND guardian.answer = 'consented' AND guardian.answered_on <= template.made_on
            AND guardian.method IN ('paper', 'portal', 'email')
            AND guardian.exception_signed_on IS NULL
    )
    AND NOT EXISTS (
        SELECT 1 FROM guardian
        WHERE guardian.person_id = person.id
            AND guardian.answer IN ('objected', 'withdrawn')
    );

CREATE TRIGGER template_needs_gate AFTER INSERT ON template
WHEN NOT EXISTS (SELECT 1 FROM biometric_gate WHERE template_id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: a template needs the biometric gate open');
END;

CREATE TRIGGER template_is_not_rewritten BEFORE UPDATE ON template
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: a template needs the biometric gate open');
END;

-- A no purges at once, whoever wrote it and by whatever way.
CREATE TRIGGER guardian_insert_purges AFTER INSERT ON guardian
BEGIN
    DELETE FROM template WHERE person_id = NEW.person_id
        AND id NOT IN (SELECT template_id FROM biometric_gate WHERE person_id = NEW.person_id);
END;

CREATE TRIGGER guardian_update_purges AFTER UPDATE ON guardian
BEGIN
    DELETE FROM template WHERE person_id = NEW.person_id
        AND id NOT IN (SELECT template_id FROM biometric_gate WHERE person_id = NEW.person_id);
    DELETE FROM template WHERE person_id = OLD.person_id
        AND id NOT IN (SELECT template_id FROM biometric_gate WHERE person_id = OLD.person_id);
END;

CREATE TRIGGER guardian_delete_purges AFTER DELETE ON guardian
BEGIN
    DELETE FROM template WHERE person_id = OLD.person_id
        AND id NOT IN (SELECT template_id FROM biometric_gate WHERE person_id = OLD.person_id);
END;

CREATE TRIGGER person_update_purges AFTER UPDATE ON person
BEGIN
    DELETE FROM template WHERE person_id = NEW.id
        AND id NOT IN (SELECT template_id FROM biometric_gate WHERE person_id = NEW.id);
END;

CREATE TRIGGER permission_is_not_changed BEFORE UPDATE ON permission
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: permissions are added, never changed');
END;

-- Lines go only with the person they are about.
CREATE TRIGGER permission_is_not_deleted BEFORE DELETE ON permission
WHEN EXISTS (SELECT 1 FROM person WHERE id = OLD.person_id)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: permissions are added, never changed');
END;
