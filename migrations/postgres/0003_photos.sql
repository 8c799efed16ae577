-- A photo's custody, its faces, its renditions, its words.

CREATE TABLE photo (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    event_id UUID NOT NULL REFERENCES event (id),
    uploader_id UUID NOT NULL REFERENCES account (id),
    state TEXT NOT NULL
        CHECK (state IN ('received', 'cleaned', 'scanned', 'refused', 'destroyed')),
    -- The uploaded file is sealed by a key of its own, which ends first.
    original_id UUID NOT NULL UNIQUE,
    original_kept BOOLEAN NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    cleaned_at TIMESTAMPTZ,
    scanned_at TIMESTAMPTZ,
    refused_at TIMESTAMPTZ,
    refused_code TEXT,
    destroyed_at TIMESTAMPTZ,
    -- The master's size in pixels.
    width BIGINT,
    height BIGINT,
    -- What was learnt of it: what the file carried, and the route.
    sealed BYTEA
);
CREATE INDEX photo_by_event ON photo (school_id, event_id, received_at);
CREATE INDEX photo_by_state ON photo (school_id, state, received_at);
CREATE INDEX photo_by_uploader ON photo (uploader_id, received_at);

CREATE TABLE face (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    photo_id UUID NOT NULL REFERENCES photo (id),
    place BIGINT NOT NULL,
    -- Found by the machine, or marked by hand.
    by_hand BOOLEAN NOT NULL,
    -- Box, landmarks, quality, what the machine says.
    sealed BYTEA NOT NULL,
    -- What a person said, by whom and when.
    decision BYTEA,
    decided_by UUID REFERENCES account (id),
    decided_at TIMESTAMPTZ,
    UNIQUE (photo_id, by_hand, place)
);

-- Who may be in which photo, as proposed or decided: finds what a withdrawal
-- touches.
CREATE TABLE appearance (
    school_id UUID NOT NULL REFERENCES school (id),
    person_id UUID NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    photo_id UUID NOT NULL REFERENCES photo (id),
    PRIMARY KEY (person_id, photo_id)
);
CREATE INDEX appearance_by_photo ON appearance (photo_id);

-- A face a person said is not this pupil: never proposed again.
CREATE TABLE negative_pair (
    school_id UUID NOT NULL REFERENCES school (id),
    face_id UUID NOT NULL REFERENCES face (id),
    person_id UUID NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    said_by UUID NOT NULL REFERENCES account (id),
    said_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (face_id, person_id)
);
CREATE INDEX negative_pair_by_person ON negative_pair (person_id);

CREATE TABLE head_count (
    school_id UUID NOT NULL REFERENCES school (id),
    photo_id UUID NOT NULL REFERENCES photo (id),
    part TEXT NOT NULL CHECK (part IN ('uploader', 'approver')),
    heads BIGINT NOT NULL CHECK (heads >= 0),
    account_id UUID NOT NULL REFERENCES account (id),
    counted_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (photo_id, part)
);

-- A reason that somebody who may settled, with why.
CREATE TABLE settlement (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    photo_id UUID NOT NULL REFERENCES photo (id),
    account_id UUID NOT NULL REFERENCES account (id),
    settled_at TIMESTAMPTZ NOT NULL,
    -- Reason, subject, role, why.
    sealed BYTEA NOT NULL
);
CREATE INDEX settlement_by_photo ON settlement (photo_id);

-- A sealed object that must exist as long as its row does.
CREATE TABLE rendition (
    school_id UUID NOT NULL REFERENCES school (id),
    photo_id UUID NOT NULL REFERENCES photo (id),
    -- The object's name: original, master, channel.
    name TEXT NOT NULL,
    -- Whose key seals it.
    subject_id UUID NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    width BIGINT,
    height BIGINT,
    made_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (photo_id, name)
);
CREATE INDEX rendition_by_subject ON rendition (school_id, subject_id);

CREATE TABLE words (
    school_id UUID NOT NULL REFERENCES school (id),
    photo_id UUID NOT NULL REFERENCES photo (id),
    kind TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    written_by UUID NOT NULL REFERENCES account (id),
    written_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (photo_id, kind)
);

CREATE FUNCTION refuse_resurrection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'gatehouse: a destroyed photo stays destroyed';
END $$;
CREATE TRIGGER destroyed_photo_stays BEFORE UPDATE ON photo
FOR EACH ROW WHEN (OLD.state = 'destroyed') EXECUTE FUNCTION refuse_resurrection();
