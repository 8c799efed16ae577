-- Every copy has a duty with a deadline from the moment it exists.

CREATE TABLE duty (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    kind TEXT NOT NULL,
    -- What has to end: a photo, a template, a release, a backup.
    about UUID NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    met_at TIMESTAMPTZ,
    -- The person who met it; none is the program itself.
    met_by UUID REFERENCES account (id),
    UNIQUE (school_id, kind, about)
);
-- The duties that stand, the most urgent first: the same cost however many were met.
CREATE INDEX duty_open ON duty (school_id, due_at, id) WHERE met_at IS NULL;
CREATE INDEX duty_by_about ON duty (about);

-- Subjects whose keys are to be destroyed: written in the transaction that
-- decides it, crossed out once nothing is found of them.
CREATE TABLE destruction (
    subject_id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    -- What it was: photo, original, template, person, release, export.
    kind TEXT NOT NULL,
    why TEXT NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    -- Whose authority; none is the retention rules.
    decided_by UUID REFERENCES account (id),
    verified_at TIMESTAMPTZ
);
CREATE INDEX destruction_open ON destruction (school_id, verified_at);
