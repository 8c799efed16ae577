//! What is said about events.

statements! {
    /// A new event.
    INSERT = "INSERT INTO event (id, school_id, sealed, held_on, closes_at, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// An event, changed.
    REPLACE = "UPDATE event SET sealed = $1, held_on = $2, closes_at = $3 \
        WHERE school_id = $4 AND id = $5";
    /// One event.
    GET = "SELECT id, sealed, held_on, closes_at, created_at FROM event \
        WHERE school_id = $1 AND id = $2";
    /// Events held from a day on.
    LIST = "SELECT id, sealed, held_on, closes_at, created_at FROM event \
        WHERE school_id = $1 AND held_on >= $2 ORDER BY held_on, id";
    /// It is somebody's from now on, unless it is already.
    SET_MAKER = "UPDATE event SET maker_id = $1 \
        WHERE school_id = $2 AND id = $3 AND (maker_id IS NULL OR maker_id <> $1)";
    /// Somebody's own: those they made, and those they brought photos to.
    OWN = "SELECT id FROM event WHERE school_id = $1 AND maker_id = $2 \
        UNION SELECT event_id FROM photo WHERE school_id = $1 AND uploader_id = $2";
    /// Whether an event is somebody's own.
    IS_OWN = "SELECT id FROM event WHERE school_id = $1 AND id = $2 AND (maker_id = $3 \
        OR EXISTS (SELECT 1 FROM photo WHERE photo.uploader_id = $3 AND photo.event_id = event.id))";
    /// The event of a photo.
    OF_PHOTO = "SELECT event_id FROM photo WHERE school_id = $1 AND id = $2";
    /// The events of a release's pictures.
    OF_RELEASE = "SELECT DISTINCT photo.event_id FROM release_picture \
        JOIN photo ON photo.id = release_picture.photo_id \
        WHERE release_picture.school_id = $1 AND release_picture.release_id = $2";
}
