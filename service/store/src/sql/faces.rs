//! Statements about the faces in a photo and what people said of them.

statements! {
    /// A face.
    INSERT = "INSERT INTO face (id, school_id, photo_id, place, by_hand, sealed) VALUES ($1, $2, $3, $4, $5, $6)";
    /// Every face of a photo, the machine's before those marked by hand.
    OF_PHOTO = "SELECT id, place, by_hand, sealed, decision FROM face \
        WHERE school_id = $1 AND photo_id = $2 ORDER BY by_hand, place";
    /// How many faces were marked by hand.
    MARKED = "SELECT count(*) FROM face WHERE school_id = $1 AND photo_id = $2 AND by_hand = $3";
    /// What a person said of a face.
    DECIDE = "UPDATE face SET decision = $3, decided_by = $4, decided_at = $5 \
        WHERE school_id = $1 AND id = $2 AND photo_id = $6";
    /// Who said what a face is.
    DECIDED_BY = "SELECT id, decided_by FROM face \
        WHERE school_id = $1 AND photo_id = $2 AND decided_by IS NOT NULL ORDER BY id";
    /// The faces go.
    DROP = "DELETE FROM face WHERE school_id = $1 AND photo_id = $2";

    /// Somebody may be in a photo.
    APPEARS = "INSERT INTO appearance (school_id, person_id, photo_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    /// Who may be in a photo is told afresh.
    DROP_APPEARANCES = "DELETE FROM appearance WHERE school_id = $1 AND photo_id = $2";
    /// The photos somebody may be in.
    PHOTOS_OF = "SELECT photo_id FROM appearance WHERE school_id = $1 AND person_id = $2 ORDER BY photo_id";

    /// This face is not that pupil.
    ADD_NEGATIVE = "INSERT INTO negative_pair (school_id, face_id, person_id, said_by, said_at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    /// Who the faces of a photo are not.
    NEGATIVES = "SELECT face.place, negative_pair.person_id FROM negative_pair \
        JOIN face ON face.id = negative_pair.face_id \
        WHERE face.school_id = $1 AND face.photo_id = $2 ORDER BY face.place, negative_pair.person_id";
    /// They go with the faces.
    DROP_NEGATIVES = "DELETE FROM negative_pair WHERE school_id = $1 AND face_id IN (SELECT id FROM face WHERE photo_id = $2)";

    /// Somebody counted heads.
    SET_COUNT = "INSERT INTO head_count (school_id, photo_id, part, heads, account_id, counted_at) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (photo_id, part) DO UPDATE SET \
        heads = excluded.heads, account_id = excluded.account_id, counted_at = excluded.counted_at";
    /// Who counted.
    COUNTED_BY = "SELECT account_id FROM head_count WHERE school_id = $1 AND photo_id = $2 AND part = $3";
    /// What the approver counted no longer holds.
    DROP_COUNT = "DELETE FROM head_count WHERE school_id = $1 AND photo_id = $2 AND part = $3";
    /// The counts of a photo.
    COUNTS = "SELECT part, heads FROM head_count WHERE school_id = $1 AND photo_id = $2";
    /// They go.
    DROP_COUNTS = "DELETE FROM head_count WHERE school_id = $1 AND photo_id = $2";

    /// Somebody who may settled a reason.
    SETTLE = "INSERT INTO settlement (id, school_id, photo_id, account_id, settled_at, sealed) VALUES ($1, $2, $3, $4, $5, $6)";
    /// What was settled.
    SETTLEMENTS = "SELECT id, account_id, settled_at, sealed FROM settlement \
        WHERE school_id = $1 AND photo_id = $2 ORDER BY settled_at, id";
    /// It goes.
    DROP_SETTLEMENTS = "DELETE FROM settlement WHERE school_id = $1 AND photo_id = $2";
}
