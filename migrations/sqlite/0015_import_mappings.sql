-- What the columns of a school's own files mean, as somebody in the office
-- said: kept by their headings, for the next file that has the same.

CREATE TABLE import_mapping (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    -- The mark of the headings, by the school's key.
    mark BLOB NOT NULL,
    -- What they mean, by the school's key.
    sealed BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    UNIQUE (school_id, mark)
) STRICT;
