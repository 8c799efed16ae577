//! Statements about photos, what is in them and what is kept of them.

statements! {
    /// A photo arrives.
    INSERT = "INSERT INTO photo (id, school_id, event_id, uploader_id, state, original_id, original_kept, received_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// One photo.
    GET = "SELECT id, event_id, uploader_id, state, original_id, original_kept, received_at, refused_at, \
        refused_code, width, height, sealed FROM photo WHERE school_id = $1 AND id = $2";
    /// Whose original a subject is.
    OF_ORIGINAL = "SELECT id FROM photo WHERE school_id = $1 AND original_id = $2";
    /// An event's photos, in the order of their arrival.
    OF_EVENT = "SELECT id, event_id, uploader_id, state, original_id, original_kept, received_at, refused_at, \
        refused_code, width, height, sealed FROM photo \
        WHERE school_id = $1 AND event_id = $2 ORDER BY received_at, id";
    /// How many pictures of an event somebody sent, how many were opened and
    /// kept, and how many wait to be opened.
    SENT_BY = "SELECT count(*), \
        COALESCE(SUM(CASE WHEN cleaned_at IS NOT NULL AND refused_at IS NULL THEN 1 ELSE 0 END), 0), \
        COALESCE(SUM(CASE WHEN state = 'received' THEN 1 ELSE 0 END), 0) \
        FROM photo WHERE school_id = $1 AND event_id = $2 AND uploader_id = $3";
    /// A photo's place among those of its event, from 1, and how many there are.
    PLACE = "SELECT COALESCE(SUM(CASE WHEN other.received_at < photo.received_at \
        OR other.received_at = photo.received_at AND other.id <= photo.id THEN 1 ELSE 0 END), 0), count(*) \
        FROM photo JOIN photo AS other ON other.school_id = photo.school_id AND other.event_id = photo.event_id \
        WHERE photo.school_id = $1 AND photo.id = $2";
    /// How many photos an event has or had.
    COUNT_OF_EVENT = "SELECT count(*) FROM photo WHERE school_id = $1 AND event_id = $2";
    /// How many photos are in each state.
    COUNT = "SELECT state, count(*) FROM photo WHERE school_id = $1 GROUP BY state ORDER BY state";
    /// It moves on, unless somebody else moved it meanwhile.
    STEP = "UPDATE photo SET state = $3, original_kept = $4, cleaned_at = COALESCE(cleaned_at, $5), \
        scanned_at = COALESCE($6, scanned_at), refused_at = COALESCE(refused_at, $7), \
        refused_code = COALESCE(refused_code, $8), destroyed_at = COALESCE(destroyed_at, $9), \
        mark = CASE WHEN $3 IN ('refused', 'destroyed') THEN NULL ELSE mark END \
        WHERE school_id = $1 AND id = $2 AND state = $10 AND original_kept = $11";
    /// What was learnt of it.
    SET_FACTS = "UPDATE photo SET sealed = $3, width = $4, height = $5 WHERE school_id = $1 AND id = $2";
    /// By what its file is known again.
    SET_MARK = "UPDATE photo SET mark = $3 WHERE school_id = $1 AND id = $2";
    /// Its file may be sent again.
    DROP_MARK = "UPDATE photo SET mark = NULL WHERE school_id = $1 AND id = $2 AND state <> 'destroyed'";
    /// The photo of an event that is there of that file.
    OF_MARK = "SELECT id FROM photo WHERE school_id = $1 AND event_id = $2 AND mark = $3";
    /// Nothing sealed is left of it, before it is destroyed.
    EMPTY = "UPDATE photo SET sealed = NULL, mark = NULL WHERE school_id = $1 AND id = $2";
    /// Photos in a state, oldest first.
    IN_STATE = "SELECT id FROM photo WHERE school_id = $1 AND state = $2 ORDER BY received_at, id";
    /// Those that were looked at and that somebody has worked on, or in which
    /// somebody may be: the newest first, from a place on.
    WORKED_ON = "SELECT id, event_id, received_at FROM photo \
        WHERE school_id = $1 AND state = 'scanned' AND received_at >= $2 \
        AND (received_at < $3 OR received_at = $3 AND id < $4) \
        AND (EXISTS (SELECT 1 FROM head_count WHERE head_count.photo_id = photo.id) \
        OR EXISTS (SELECT 1 FROM appearance WHERE appearance.photo_id = photo.id)) \
        ORDER BY received_at DESC, id DESC LIMIT $5";
    /// Who uploaded a release's pictures.
    UPLOADERS = "SELECT DISTINCT photo.uploader_id FROM release_picture \
        JOIN photo ON photo.id = release_picture.photo_id \
        WHERE release_picture.school_id = $1 AND release_picture.release_id = $2";

    /// What is kept of a photo.
    PUT_RENDITION = "INSERT INTO rendition (school_id, photo_id, name, subject_id, bytes, sha256, width, height, made_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
        ON CONFLICT (photo_id, name) DO UPDATE SET subject_id = excluded.subject_id, bytes = excluded.bytes, \
        sha256 = excluded.sha256, width = excluded.width, height = excluded.height, made_at = excluded.made_at";
    /// Everything that is kept of a photo.
    RENDITIONS = "SELECT name, subject_id, bytes, sha256, width, height, made_at FROM rendition \
        WHERE school_id = $1 AND photo_id = $2 ORDER BY name";
    /// It is no longer kept.
    DROP_RENDITIONS = "DELETE FROM rendition WHERE school_id = $1 AND subject_id = $2";
    /// Every object that must exist.
    ALL_OBJECTS = "SELECT subject_id, name, bytes FROM rendition WHERE school_id = $1 \
        ORDER BY subject_id, name";

    /// A text beside a photo.
    SET_WORDS = "INSERT INTO words (school_id, photo_id, kind, sealed, written_by, written_at) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (photo_id, kind) DO UPDATE SET \
        sealed = excluded.sealed, written_by = excluded.written_by, written_at = excluded.written_at";
    /// Every text beside a photo.
    WORDS = "SELECT kind, sealed FROM words WHERE school_id = $1 AND photo_id = $2 ORDER BY kind";
    /// A text is taken away.
    CLEAR_WORDS = "DELETE FROM words WHERE school_id = $1 AND photo_id = $2 AND kind = $3";
    /// No text is left.
    DROP_WORDS = "DELETE FROM words WHERE school_id = $1 AND photo_id = $2";
}
