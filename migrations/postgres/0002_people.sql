-- Whom a face can be resolved to, what was agreed, and the faces' templates.

CREATE TABLE person (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    kind TEXT NOT NULL CHECK (kind IN ('pupil', 'staff')),
    -- Keyed hash of the office's id.
    mis_mark BYTEA NOT NULL,
    -- Names, class, year, office's id, and what overrides permissions.
    sealed BYTEA NOT NULL,
    -- What the biometric gate asks of the pupil.
    left_on DATE,
    pupil_word TEXT NOT NULL DEFAULT 'none'
        CHECK (pupil_word IN ('none', 'refused', 'changed-mind')),
    pupil_word_on DATE,
    restricted BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (school_id, mis_mark)
);

CREATE TABLE guardian (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    person_id UUID NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    -- Order on the pupil's record, from 0; permissions speak of it.
    place BIGINT NOT NULL,
    relation TEXT NOT NULL CHECK (relation IN ('parent', 'responsible', 'contact')),
    notified_on DATE,
    exception_ground TEXT
        CHECK (exception_ground IN ('cannot-be-found', 'lacks-capacity', 'childs-welfare', 'not-practicable')),
    exception_signed_on DATE,
    answer TEXT NOT NULL CHECK (answer IN ('none', 'consented', 'objected', 'withdrawn')),
    answered_on DATE,
    method TEXT CHECK (method IN ('paper', 'portal', 'email', 'verbal')),
    UNIQUE (person_id, place),
    CHECK (exception_signed_on IS NULL OR exception_ground IS NOT NULL)
);

-- The history of what was agreed; lines are added, never changed.
CREATE TABLE permission (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    person_id UUID NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    naming TEXT NOT NULL CHECK (naming IN ('picture-only', 'with-first-name')),
    basis TEXT NOT NULL
        CHECK (basis IN ('consent', 'public-task', 'legitimate-interests')),
    decision TEXT NOT NULL CHECK (decision IN ('granted', 'refused', 'withdrawn')),
    -- The guardian's place; none is the person.
    guardian_place BIGINT,
    given_on DATE NOT NULL,
    expires_on DATE,
    text_version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX permission_by_person ON permission (person_id, channel);
CREATE INDEX permission_by_school ON permission (school_id);

-- A pupil's reference embeddings, sealed by a key of their own.
CREATE TABLE template (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    person_id UUID NOT NULL UNIQUE REFERENCES person (id),
    network TEXT NOT NULL,
    made_on DATE NOT NULL,
    expires_on DATE NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX template_by_school ON template (school_id);

-- Pairs whom only a person may tell apart.
CREATE TABLE lookalike (
    school_id UUID NOT NULL REFERENCES school (id),
    person_id UUID NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    other_id UUID NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (person_id, other_id)
);
CREATE INDEX lookalike_by_other ON lookalike (other_id);

CREATE TABLE event (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    -- Title, purpose, who directed it, roster, channels, what was asked.
    sealed BYTEA NOT NULL,
    held_on DATE NOT NULL,
    -- Unused pictures count from here.
    closes_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
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
WHERE template.expires_on <= template.made_on + INTERVAL '12 months'
    AND isfinite(template.made_on)
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

CREATE FUNCTION refuse_template() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Waits for a no that is being written at this moment, and makes one that
    -- is about to be written wait.
    PERFORM 1 FROM person WHERE id = NEW.person_id FOR NO KEY UPDATE;
    IF TG_OP = 'UPDATE'
        OR NOT EXISTS (SELECT 1 FROM biometric_gate WHERE template_id = NEW.id)
    THEN
        RAISE EXCEPTION 'gatehouse: a template needs the biometric gate open';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER template_needs_gate AFTER INSERT OR UPDATE ON template
FOR EACH ROW EXECUTE FUNCTION refuse_template();

-- A no purges at once, whoever wrote it and by whatever way.
CREATE FUNCTION purge_templates(whose UUID) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM person WHERE id = whose FOR NO KEY UPDATE;
    DELETE FROM template WHERE person_id = whose
        AND id NOT IN (SELECT template_id FROM biometric_gate WHERE person_id = whose);
END $$;

CREATE FUNCTION purge_after_guardian() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM purge_templates(NEW.person_id);
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM purge_templates(OLD.person_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER guardian_purges AFTER INSERT OR UPDATE OR DELETE ON guardian
FOR EACH ROW EXECUTE FUNCTION purge_after_guardian();

CREATE FUNCTION purge_after_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM purge_templates(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER person_purges AFTER UPDATE ON person
FOR EACH ROW EXECUTE FUNCTION purge_after_person();

-- Lines go only with the person they are about.
CREATE FUNCTION refuse_permission_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR EXISTS (SELECT 1 FROM person WHERE id = OLD.person_id) THEN
        RAISE EXCEPTION 'gatehouse: permissions are added, never changed';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER permission_is_not_changed BEFORE UPDATE OR DELETE ON permission
FOR EACH ROW EXECUTE FUNCTION refuse_permission_change();
