-- The office's files between looking at what they would change and entering
-- them: an hour at most.

CREATE TABLE import (
    id BLOB PRIMARY KEY,
    school_id BLOB NOT NULL REFERENCES school (id),
    -- Who looked, and alone may enter it.
    account_id BLOB NOT NULL REFERENCES account (id),
    -- The files as they were sent, by a key of their own.
    sealed BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    -- From this moment on it is entered no more.
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX import_by_end ON import (school_id, expires_at);

-- The duties of one kind that stand, for the list of what people have to do.
CREATE INDEX duty_of_kind ON duty (school_id, kind, due_at, id) WHERE met_at IS NULL;
