-- Work that waits, and work that is being done.

CREATE TABLE job (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    kind TEXT NOT NULL,
    -- What it is about; a handler looks the rest up.
    about BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'leased', 'stuck')),
    -- From this moment a worker may take it: its time has come or, where it is
    -- leased, its worker has not been heard of for too long.
    ready_at INTEGER NOT NULL,
    -- How many times it was taken.
    attempts INTEGER NOT NULL DEFAULT 0,
    leased_by BLOB,
    -- The code of the last failure.
    last_code TEXT,
    -- It was asked for again, for this moment, while somebody was at it.
    again_at INTEGER,
    -- When its moments were written, by the clock of then: a clock that went
    -- back since is found by it. Of a stuck job: since when.
    written_at INTEGER NOT NULL,
    CHECK ((state = 'leased') = (leased_by IS NOT NULL)),
    UNIQUE (about, kind)
) STRICT;
CREATE INDEX job_ready ON job (ready_at) WHERE state <> 'stuck';
CREATE INDEX job_stuck ON job (school_id) WHERE state = 'stuck';
