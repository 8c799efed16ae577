-- Posts of one or more pictures to one channel, on their way out and back.

CREATE TABLE release (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    channel TEXT NOT NULL,
    stage TEXT NOT NULL
        CHECK (stage IN ('draft', 'judged', 'approved', 'publishing', 'published', 'recalled')),
    -- Its state, with reasons and who approved.
    sealed BLOB NOT NULL,
    -- Its name outside; random.
    slug TEXT NOT NULL UNIQUE,
    created_by BLOB NOT NULL REFERENCES account (id),
    created_at INTEGER NOT NULL,
    -- Attempts that were claimed.
    attempts INTEGER NOT NULL DEFAULT 0,
    published_at INTEGER,
    -- It was looked for outside after it was taken back, and was gone.
    gone_at INTEGER,
    ended_at INTEGER,
    -- What is out: places and hashes.
    receipt TEXT
) STRICT;
CREATE INDEX release_by_stage ON release (school_id, stage, created_at);

CREATE TABLE release_picture (
    school_id BLOB NOT NULL REFERENCES school (id),
    release_id BLOB NOT NULL REFERENCES release (id),
    place INTEGER NOT NULL,
    photo_id BLOB NOT NULL REFERENCES photo (id),
    PRIMARY KEY (release_id, place),
    UNIQUE (release_id, photo_id)
) STRICT;
CREATE INDEX release_picture_by_photo ON release_picture (photo_id);

-- Every verdict with the facts it was made of, so that it can be replayed.
CREATE TABLE judgement (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    release_id BLOB NOT NULL REFERENCES release (id),
    judged_at INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('clear', 'hold', 'blocked')),
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX judgement_by_release ON judgement (release_id, judged_at);
