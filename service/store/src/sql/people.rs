//! What is said about people: themselves, their guardians, what was agreed,
//! and who is mistaken for whom.

statements! {
    /// Somebody new.
    INSERT = "INSERT INTO person (id, school_id, kind, mis_mark, sealed, restricted, created_at) \
        VALUES ($1, $2, $3, $4, $5, FALSE, $6)";
    /// What the office knows of them, changed.
    UPDATE = "UPDATE person SET mis_mark = $1, sealed = $2 WHERE school_id = $3 AND id = $4";
    /// Everybody of a school.
    LIST = "SELECT id, kind, sealed, left_on, pupil_word, pupil_word_on, restricted FROM person \
        WHERE school_id = $1 ORDER BY id";
    /// One by id.
    GET = "SELECT id, kind, sealed, left_on, pupil_word, pupil_word_on, restricted FROM person \
        WHERE school_id = $1 AND id = $2";
    /// One by the mark of the office's id.
    FIND = "SELECT id, kind, sealed, left_on, pupil_word, pupil_word_on, restricted FROM person \
        WHERE school_id = $1 AND mis_mark = $2";
    /// The pupil's own word.
    SET_PUPIL_WORD = "UPDATE person SET pupil_word = $1, pupil_word_on = $2 \
        WHERE school_id = $3 AND id = $4";
    /// The first day on which they are no longer at the school.
    SET_LEFT_ON = "UPDATE person SET left_on = $1 WHERE school_id = $2 AND id = $3";
    /// Whether use is frozen.
    SET_RESTRICTED = "UPDATE person SET restricted = $1 WHERE school_id = $2 AND id = $3";
    /// Gone, with all that hangs on them.
    ERASE = "DELETE FROM person WHERE school_id = $1 AND id = $2";

    /// A guardian, new or changed.
    SET_GUARDIAN = "INSERT INTO guardian (id, school_id, person_id, place, relation, notified_on, \
        exception_ground, exception_signed_on, answer, answered_on, method, responsibility) \
        SELECT $1, school_id, id, $2, $3, $4, $5, $6, $7, $8, $9, $10 FROM person \
        WHERE school_id = $11 AND id = $12 \
        ON CONFLICT (person_id, place) DO UPDATE SET relation = excluded.relation, \
        notified_on = excluded.notified_on, exception_ground = excluded.exception_ground, \
        exception_signed_on = excluded.exception_signed_on, answer = excluded.answer, \
        answered_on = excluded.answered_on, method = excluded.method, \
        responsibility = excluded.responsibility";
    /// The guardians of a school's pupils.
    GUARDIANS = "SELECT id, person_id, place, relation, notified_on, exception_ground, \
        exception_signed_on, answer, answered_on, method, responsibility FROM guardian \
        WHERE school_id = $1 ORDER BY person_id, place";
    /// The guardians of one pupil.
    GUARDIANS_OF = "SELECT id, person_id, place, relation, notified_on, exception_ground, \
        exception_signed_on, answer, answered_on, method, responsibility FROM guardian \
        WHERE school_id = $1 AND person_id = $2 ORDER BY place";

    /// Two who are mistaken for each other.
    ADD_LOOKALIKE = "INSERT INTO lookalike (school_id, person_id, other_id) \
        SELECT one.school_id, one.id, other.id FROM person AS one \
        JOIN person AS other ON other.school_id = one.school_id \
        WHERE one.school_id = $1 AND one.id = $2 AND other.id = $3 AND one.id <> other.id \
        ON CONFLICT (person_id, other_id) DO NOTHING";
    /// Every such pair.
    LOOKALIKES = "SELECT person_id, other_id FROM lookalike WHERE school_id = $1 \
        ORDER BY person_id, other_id";

    /// One more line of what was agreed, with the hash of its text.
    APPEND_PERMISSION = "INSERT INTO permission (id, school_id, person_id, channel, naming, basis, \
        decision, guardian_place, given_on, expires_on, text_version, recorded_at, means, purpose, \
        text_sha256) \
        SELECT $1, school_id, id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
        (SELECT sha256 FROM consent_text \
        WHERE consent_text.school_id = person.school_id AND consent_text.version = $9) \
        FROM person WHERE school_id = $13 AND id = $14";
    /// All lines of a school.
    PERMISSIONS = "SELECT id, person_id, channel, naming, basis, decision, guardian_place, \
        given_on, expires_on, text_version, means, purpose FROM permission \
        WHERE school_id = $1 ORDER BY person_id, recorded_at, id";
    /// All lines of one person.
    PERMISSIONS_OF = "SELECT id, person_id, channel, naming, basis, decision, guardian_place, \
        given_on, expires_on, text_version, means, purpose FROM permission \
        WHERE school_id = $1 AND person_id = $2 ORDER BY recorded_at, id";
    /// The hashes of the texts that those lines were given for, in their order.
    TEXTS_OF = "SELECT id, text_sha256 FROM permission \
        WHERE school_id = $1 AND person_id = $2 ORDER BY recorded_at, id";
}
