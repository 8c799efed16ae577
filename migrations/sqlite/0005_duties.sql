-- Every copy has a duty with a deadline from the moment it exists.

CREATE TABLE duty (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    kind TEXT NOT NULL,
    -- What has to end: a photo, a template, a release, a backup.
    about BLOB NOT NULL,
    due_at INTEGER NOT NULL,
    met_at INTEGER,
    -- The person who met it; none is the program itself.
    met_by BLOB REFERENCES account (id),
    UNIQUE (school_id, kind, about)
) STRICT;
-- The duties that stand, the most urgent first: the same cost however many were met.
CREATE INDEX duty_open ON duty (school_id, due_at, id) WHERE met_at IS NULL;
CREATE INDEX duty_by_about ON duty (about);

-- Subjects whose keys are to be destroyed: written in the transaction that
-- decides it, crossed out once nothing is found of them.
CREATE TABLE destruction (
    subject_id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    -- What it was: photo, original, template, person, release, export.
    kind TEXT NOT NULL,
    why TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    -- Whose authority; none is the retention rules.
    decided_by BLOB REFERENCES account (id),
    verified_at INTEGER
) STRICT;
CREATE INDEX destruction_open ON destruction (school_id, verified_at);
