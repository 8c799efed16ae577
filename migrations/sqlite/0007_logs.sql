-- Two logs, each line holding on to the line before it. They carry ids, codes
-- and hashes only, so that what they speak of can be erased.

CREATE TABLE access_log (
    school_id BLOB NOT NULL REFERENCES school (id),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor_id BLOB,
    verb TEXT NOT NULL,
    about_kind TEXT,
    about_id BLOB,
    outcome TEXT NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (school_id, seq)
) STRICT;

CREATE TABLE evidence_log (
    school_id BLOB NOT NULL REFERENCES school (id),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor_id BLOB,
    verb TEXT NOT NULL,
    about_kind TEXT,
    about_id BLOB,
    outcome TEXT NOT NULL,
    -- Hash of what was cleared, published or destroyed.
    facts BLOB,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (school_id, seq)
) STRICT;
CREATE INDEX evidence_by_about ON evidence_log (about_id);

-- Signed marks in a log. The same lines are written outside the database.
CREATE TABLE checkpoint (
    school_id BLOB NOT NULL REFERENCES school (id),
    log TEXT NOT NULL CHECK (log IN ('access', 'evidence')),
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (school_id, log, seq)
) STRICT;

CREATE TRIGGER access_log_is_not_changed BEFORE UPDATE ON access_log
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: a log line is never changed');
END;

CREATE TRIGGER evidence_log_is_not_changed BEFORE UPDATE ON evidence_log
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: a log line is never changed');
END;

CREATE TRIGGER access_log_is_cut_below_checkpoints BEFORE DELETE ON access_log
WHEN NOT EXISTS (
    SELECT 1 FROM checkpoint
    WHERE school_id = OLD.school_id AND log = 'access' AND seq >= OLD.seq
)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: a log line is only cut below a checkpoint');
END;

CREATE TRIGGER evidence_log_is_cut_below_checkpoints BEFORE DELETE ON evidence_log
WHEN NOT EXISTS (
    SELECT 1 FROM checkpoint
    WHERE school_id = OLD.school_id AND log = 'evidence' AND seq >= OLD.seq
)
BEGIN
    SELECT RAISE(ABORT, 'gatehouse: a log line is only cut below a checkpoint');
END;
