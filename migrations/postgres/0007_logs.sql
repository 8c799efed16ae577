-- Two logs, each line holding on to the line before it. They carry ids, codes
-- and hashes only, so that what they speak of can be erased.

CREATE TABLE access_log (
    school_id UUID NOT NULL REFERENCES school (id),
    seq BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    actor_id UUID,
    verb TEXT NOT NULL,
    about_kind TEXT,
    about_id UUID,
    outcome TEXT NOT NULL,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (school_id, seq)
);

CREATE TABLE evidence_log (
    school_id UUID NOT NULL REFERENCES school (id),
    seq BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    actor_id UUID,
    verb TEXT NOT NULL,
    about_kind TEXT,
    about_id UUID,
    outcome TEXT NOT NULL,
    -- Hash of what was cleared, published or destroyed.
    facts BYTEA,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (school_id, seq)
);
CREATE INDEX evidence_by_about ON evidence_log (about_id);

-- Signed marks in a log. The same lines are written outside the database.
CREATE TABLE checkpoint (
    school_id UUID NOT NULL REFERENCES school (id),
    log TEXT NOT NULL CHECK (log IN ('access', 'evidence')),
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    signature BYTEA NOT NULL,
    PRIMARY KEY (school_id, log, seq)
);

CREATE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'gatehouse: a log line is never changed';
END $$;
CREATE TRIGGER access_log_is_not_changed BEFORE UPDATE ON access_log
FOR EACH ROW EXECUTE FUNCTION refuse_log_change();
CREATE TRIGGER evidence_log_is_not_changed BEFORE UPDATE ON evidence_log
FOR EACH ROW EXECUTE FUNCTION refuse_log_change();

CREATE FUNCTION refuse_log_cut() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM checkpoint
        WHERE school_id = OLD.school_id AND log = TG_ARGV[0] AND seq >= OLD.seq
    ) THEN
        RAISE EXCEPTION 'gatehouse: a log line is only cut below a checkpoint';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER access_log_is_cut_below_checkpoints BEFORE DELETE ON access_log
FOR EACH ROW EXECUTE FUNCTION refuse_log_cut('access');
CREATE TRIGGER evidence_log_is_cut_below_checkpoints BEFORE DELETE ON evidence_log
FOR EACH ROW EXECUTE FUNCTION refuse_log_cut('evidence');
