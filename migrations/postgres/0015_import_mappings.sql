-- What the columns of a school's own files mean, as somebody in the office
-- said: kept by their headings, for the next file that has the same.

CREATE TABLE import_mapping (
    id UUID PRIMARY KEY,
    school_id UUID NOT NULL REFERENCES school (id),
    -- The mark of the headings, by the school's key.
    mark BYTEA NOT NULL,
    -- What they mean, by the school's key.
    sealed BYTEA NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    UNIQUE (school_id, mark)
);
