-- Posts of one or more pictures to one channel, on their way out and back.

CREATE TABLE release (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    channel TEXT NOT NULL,
    stage TEXT NOT NULL
        CHECK (stage IN ('draft', 'judged', 'approved', 'publishing', 'published', 'recalled')),
    -- Its state, with reasons and who approved.
    sealed BYTEA NOT NULL,
    -- Its name outside; random.
    slug TEXT NOT NULL UNIQUE,
    created_by UUID NOT NULL REFERENCES account (id),
    created_at TIMESTAMPTZ NOT NULL,
    -- Attempts that were claimed.
    attempts BIGINT NOT NULL DEFAULT 0,
    published_at TIMESTAMPTZ,
    -- It was looked for outside after it was taken back, and was gone.
    gone_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    -- What is out: places and hashes.
    receipt TEXT
);
CREATE INDEX release_by_stage ON release (school_id, stage, created_at);

CREATE TABLE release_picture (
    school_id UUID NOT NULL REFERENCES school (id),
    release_id UUID NOT NULL REFERENCES release (id),
    place BIGINT NOT NULL,
    photo_id UUID NOT NULL REFERENCES photo (id),
    PRIMARY KEY (release_id, place),
    UNIQUE (release_id, photo_id)
);
CREATE INDEX release_picture_by_photo ON release_picture (photo_id);

-- Every verdict with the facts it was made of, so that it can be replayed.
CREATE TABLE judgement (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    release_id UUID NOT NULL REFERENCES release (id),
    judged_at TIMESTAMPTZ NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('clear', 'hold', 'blocked')),
    sealed BYTEA NOT NULL
);
CREATE INDEX judgement_by_release ON judgement (release_id, judged_at);
