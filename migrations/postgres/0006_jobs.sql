-- Work that waits, and work that is being done.

CREATE TABLE job (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    kind TEXT NOT NULL,
    -- What it is about; a handler looks the rest up.
    about UUID NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'leased', 'stuck')),
    -- From this moment a worker may take it: its time has come or, where it is
    -- leased, its worker has not been heard of for too long.
    ready_at TIMESTAMPTZ NOT NULL,
    -- How many times it was taken.
    attempts BIGINT NOT NULL DEFAULT 0,
    leased_by UUID,
    -- The code of the last failure.
    last_code TEXT,
    -- It was asked for again, for this moment, while somebody was at it.
    again_at TIMESTAMPTZ,
    -- When its moments were written, by the clock of then: a clock that went
    -- back since is found by it. Of a stuck job: since when.
    written_at TIMESTAMPTZ NOT NULL,
    CHECK ((state = 'leased') = (leased_by IS NOT NULL)),
    UNIQUE (about, kind)
);
CREATE INDEX job_ready ON job (ready_at) WHERE state <> 'stuck';
CREATE INDEX job_stuck ON job (school_id) WHERE state = 'stuck';
