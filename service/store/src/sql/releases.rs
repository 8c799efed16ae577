//! Statements about posts on their way out and back.

statements! {
    /// A draft.
    INSERT = "INSERT INTO release (id, school_id, channel, stage, sealed, slug, created_by, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// One release.
    GET = "SELECT id, channel, stage, sealed, slug, attempts, published_at, gone_at, ended_at, receipt FROM release \
        WHERE school_id = $1 AND id = $2";
    /// Releases in a stage, oldest first.
    IN_STAGE = "SELECT id, channel, stage, sealed, slug, attempts, published_at, gone_at, ended_at, receipt FROM release \
        WHERE school_id = $1 AND stage = $2 ORDER BY created_at, id";
    /// What is approved, on its way out, or out.
    GOING_OUT = "SELECT id FROM release WHERE school_id = $1 \
        AND stage IN ('approved', 'publishing', 'published') AND id > $2 ORDER BY id LIMIT $3";
    /// How much that is.
    COUNT_GOING_OUT = "SELECT count(*) FROM release WHERE school_id = $1 \
        AND stage IN ('approved', 'publishing', 'published')";
    /// How many are out, and how many were and are gone.
    COUNT_OUT = "SELECT COALESCE(SUM(CASE WHEN stage = 'published' THEN 1 ELSE 0 END), 0), \
        COALESCE(SUM(CASE WHEN stage = 'recalled' AND gone_at IS NOT NULL THEN 1 ELSE 0 END), 0) \
        FROM release WHERE school_id = $1 AND published_at IS NOT NULL";
    /// It moves on, unless somebody else moved it meanwhile.
    STEP = "UPDATE release SET stage = $3, sealed = $4, attempts = attempts + $5, \
        published_at = COALESCE(published_at, $6), ended_at = COALESCE(ended_at, $7) \
        WHERE school_id = $1 AND id = $2 AND stage = $8";
    /// What is out.
    SET_RECEIPT = "UPDATE release SET receipt = $3 WHERE school_id = $1 AND id = $2";
    /// It is taken back although its state cannot be read.
    GIVE_UP = "UPDATE release SET stage = 'recalled', ended_at = COALESCE(ended_at, $3) \
        WHERE school_id = $1 AND id = $2 AND stage <> 'recalled'";
    /// It was looked for outside and is gone.
    SET_GONE = "UPDATE release SET gone_at = COALESCE(gone_at, $3) WHERE school_id = $1 AND id = $2";
    /// A picture of it.
    ADD_PICTURE = "INSERT INTO release_picture (school_id, release_id, place, photo_id) VALUES ($1, $2, $3, $4)";
    /// Its pictures in their order.
    PICTURES = "SELECT photo_id FROM release_picture WHERE school_id = $1 AND release_id = $2 ORDER BY place";
    /// Releases with a photo that have not ended.
    LIVE_WITH = "SELECT release.id FROM release_picture JOIN release ON release.id = release_picture.release_id \
        WHERE release_picture.school_id = $1 AND release_picture.photo_id = $2 AND release.stage <> 'recalled' \
        ORDER BY release.id";
    /// Releases with a photo that have ended.
    ENDED_WITH = "SELECT release.id FROM release_picture JOIN release ON release.id = release_picture.release_id \
        WHERE release_picture.school_id = $1 AND release_picture.photo_id = $2 AND release.stage = 'recalled' \
        ORDER BY release.id";
    /// Releases that have not ended and may show somebody.
    LIVE_OF_PERSON = "SELECT DISTINCT release.id FROM appearance \
        JOIN release_picture ON release_picture.photo_id = appearance.photo_id \
        JOIN release ON release.id = release_picture.release_id \
        WHERE appearance.school_id = $1 AND appearance.person_id = $2 AND release.stage <> 'recalled' \
        ORDER BY release.id";
    /// What became of a photo's releases: how many are or may be out, since
    /// when, and when the last ended.
    OF_PHOTO = "SELECT release.stage, release.created_at, release.attempts, release.published_at, \
        release.ended_at, release.gone_at FROM release_picture \
        JOIN release ON release.id = release_picture.release_id \
        WHERE release_picture.school_id = $1 AND release_picture.photo_id = $2 ORDER BY release.id";
    /// The posts of a channel that are or may be out, by their names outside.
    OUT_ON = "SELECT slug FROM release WHERE school_id = $1 AND channel = $2 \
        AND stage IN ('publishing', 'published') ORDER BY slug";
    /// What waits for a second person, on one channel, or on all where that is
    /// empty: those whose last verdict is clear first, and of those and the
    /// others the oldest.
    LIST_WAITING = "SELECT id FROM release WHERE school_id = $1 AND stage IN ('draft', 'judged') \
        AND ($2 = '' OR channel = $2) ORDER BY CASE WHEN (SELECT judgement.verdict FROM judgement \
        WHERE judgement.release_id = release.id ORDER BY judgement.judged_at DESC, judgement.id DESC LIMIT 1) = 'clear' \
        THEN 0 ELSE 1 END, created_at, id LIMIT $3 OFFSET $4";
    /// What was approved and is not out yet, oldest first.
    LIST_GOING = "SELECT id FROM release WHERE school_id = $1 AND stage IN ('approved', 'publishing') \
        AND ($2 = '' OR channel = $2) ORDER BY created_at, id LIMIT $3 OFFSET $4";
    /// What is out, newest first.
    LIST_OUT = "SELECT id FROM release WHERE school_id = $1 AND stage = 'published' \
        AND ($2 = '' OR channel = $2) ORDER BY published_at DESC, id DESC LIMIT $3 OFFSET $4";
    /// What was taken back and was not seen to be gone, oldest first.
    LIST_COMING_BACK = "SELECT id FROM release WHERE school_id = $1 AND stage = 'recalled' AND attempts > 0 \
        AND gone_at IS NULL \
        AND ($2 = '' OR channel = $2) ORDER BY ended_at, id LIMIT $3 OFFSET $4";
    /// What was or may have been out and was taken back, newest first.
    LIST_BACK = "SELECT id FROM release WHERE school_id = $1 AND stage = 'recalled' AND attempts > 0 \
        AND ($2 = '' OR channel = $2) ORDER BY ended_at DESC, id DESC LIMIT $3 OFFSET $4";
    /// The releases that have a photo of an event, the newest first.
    LIST_OF_EVENT = "SELECT id FROM release WHERE school_id = $1 AND id IN (SELECT release_picture.release_id \
        FROM photo JOIN release_picture ON release_picture.photo_id = photo.id \
        WHERE photo.school_id = $1 AND photo.event_id = $2) ORDER BY created_at DESC, id DESC LIMIT $3";
    /// A release as a list shows it.
    LISTED = "SELECT release.id, release.channel, release.stage, release.sealed, release.slug, release.attempts, \
        release.published_at, release.gone_at, release.ended_at, release.receipt, release.created_at, \
        release.created_by, first.photo_id, photo.event_id, \
        (SELECT count(*) FROM release_picture WHERE release_picture.release_id = release.id) \
        FROM release LEFT JOIN release_picture AS first ON first.release_id = release.id AND first.place = 0 \
        LEFT JOIN photo ON photo.id = first.photo_id \
        WHERE release.school_id = $1 AND release.id = $2";
    /// What somebody did to a release's pictures that keeps them from being
    /// their second person.
    HAND_IN = "SELECT EXISTS (SELECT 1 FROM release_picture JOIN photo ON photo.id = release_picture.photo_id \
        WHERE release_picture.school_id = $1 AND release_picture.release_id = $2 AND photo.uploader_id = $3), \
        EXISTS (SELECT 1 FROM release_picture JOIN head_count ON head_count.photo_id = release_picture.photo_id \
        WHERE release_picture.school_id = $1 AND release_picture.release_id = $2 \
        AND head_count.part = 'uploader' AND head_count.account_id = $3), \
        EXISTS (SELECT 1 FROM release_picture JOIN face ON face.photo_id = release_picture.photo_id \
        WHERE release_picture.school_id = $1 AND release_picture.release_id = $2 AND face.decided_by = $3)";
    /// The photos of an event that are in a post on a channel which has not
    /// ended, and how far it is.
    LIVE_OF_EVENT = "SELECT release_picture.photo_id, release.stage FROM photo \
        JOIN release_picture ON release_picture.photo_id = photo.id \
        JOIN release ON release.id = release_picture.release_id \
        WHERE photo.school_id = $1 AND photo.event_id = $2 AND release.channel = $3 \
        AND release.stage <> 'recalled' ORDER BY release.id";
    /// A verdict with its facts.
    ADD_JUDGEMENT = "INSERT INTO judgement (id, school_id, release_id, judged_at, verdict, sealed) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// The verdicts on a release, oldest first.
    JUDGEMENTS = "SELECT id, judged_at, verdict, sealed FROM judgement \
        WHERE school_id = $1 AND release_id = $2 ORDER BY judged_at, id";
    /// The verdicts go with their facts.
    DROP_JUDGEMENTS = "DELETE FROM judgement WHERE school_id = $1 AND release_id = $2";
    /// Nothing sealed is left of it.
    EMPTY = "UPDATE release SET sealed = $3 WHERE school_id = $1 AND id = $2";
}
