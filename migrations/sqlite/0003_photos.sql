-- A photo's custody, its faces, its renditions, its words.

CREATE TABLE photo (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    event_id BLOB NOT NULL REFERENCES event (id),
    uploader_id BLOB NOT NULL REFERENCES account (id),
    state TEXT NOT NULL
        CHECK (state IN ('received', 'cleaned', 'scanned', 'refused', 'destroyed')),
    -- The uploaded file is sealed by a key of its own, which ends first.
    original_id BLOB NOT NULL UNIQUE,
    original_kept INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    cleaned_at INTEGER,
    scanned_at INTEGER,
    refused_at INTEGER,
    refused_code TEXT,
    destroyed_at INTEGER,
    -- The master's size in pixels.
    width INTEGER,
    height INTEGER,
    -- What was learnt of it: what the file carried, and the route.
    sealed BLOB
) STRICT;
CREATE INDEX photo_by_event ON photo (school_id, event_id, received_at);
CREATE INDEX photo_by_state ON photo (school_id, state, received_at);
CREATE INDEX photo_by_uploader ON photo (uploader_id, received_at);

CREATE TABLE face (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    photo_id BLOB NOT NULL REFERENCES photo (id),
    place INTEGER NOT NULL,
    -- Found by the machine, or marked by hand.
    by_hand INTEGER NOT NULL,
    -- Box, landmarks, quality, what the machine says.
    sealed BLOB NOT NULL,
    -- What a person said, by whom and when.
    decision BLOB,
    decided_by BLOB REFERENCES account (id),
    decided_at INTEGER,
    UNIQUE (photo_id, by_hand, place)
) STRICT;

-- Who may be in which photo, as proposed or decided: finds what a withdrawal
-- touches.
CREATE TABLE appearance (
    school_id BLOB NOT NULL REFERENCES school (id),
    person_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    photo_id BLOB NOT NULL REFERENCES photo (id),
    PRIMARY KEY (person_id, photo_id)
) STRICT;
CREATE INDEX appearance_by_photo ON appearance (photo_id);

-- A face a person said is not this pupil: never proposed again.
CREATE TABLE negative_pair (
    school_id BLOB NOT NULL REFERENCES school (id),
    face_id BLOB NOT NULL REFERENCES face (id),
    person_id BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    said_by BLOB NOT NULL REFERENCES account (id),
    said_at INTEGER NOT NULL,
    PRIMARY KEY (face_id, person_id)
) STRICT;
CREATE INDEX negative_pair_by_person ON negative_pair (person_id);

CREATE TABLE head_count (
    school_id BLOB NOT NULL REFERENCES school (id),
    photo_id BLOB NOT NULL REFERENCES photo (id),
    part TEXT NOT NULL CHECK (part IN ('uploader', 'approver')),
    heads INTEGER NOT NULL CHECK (heads >= 0),
    account_id BLOB NOT NULL REFERENCES account (id),
    counted_at INTEGER NOT NULL,
    PRIMARY KEY (photo_id, part)
) STRICT;

-- A reason that somebody who may settled, with why.
CREATE TABLE settlement (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    photo_id BLOB NOT NULL REFERENCES photo (id),
    account_id BLOB NOT NULL REFERENCES account (id),
    settled_at INTEGER NOT NULL,
    -- Reason, subject, role, why.
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX settlement_by_photo ON settlement (photo_id);

-- A sealed object that must exist as long as its row does.
CREATE TABLE rendition (
    school_id BLOB NOT NULL REFERENCES school (id),
    photo_id BLOB NOT NULL REFERENCES photo (id),
    -- The object's name: original, master, channel.
    name TEXT NOT NULL,
    -- Whose key seals it.
    subject_id BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    width INTEGER,
    height INTEGER,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (photo_id, name)
) STRICT;
CREATE INDEX rendition_by_subject ON rendition (school_id, subject_id);

CREATE TABLE words (
    school_id BLOB NOT NULL REFERENCES school (id),
    photo_id BLOB NOT NULL REFERENCES photo (id),
    kind TEXT NOT NULL,
    sealed BLOB NOT NULL,
    written_by BLOB NOT NULL REFERENCES account (id),
    written_at INTEGER NOT NULL,
    PRIMARY KEY (photo_id, kind)
) STRICT;

CREATE TRIGGER destroyed_photo_stays BEFORE UPDATE ON photo
WHEN OLD.state = 'destroyed'
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: a destroyed photo stays destroyed');
END;
