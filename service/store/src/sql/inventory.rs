//! Statements that list what must have a key.

statements! {
    /// Everything of a school that has a key of its own, or had one and is
    /// still to be destroyed.
    SUBJECTS = "SELECT id FROM school WHERE id = $1 \
        UNION SELECT id FROM account WHERE school_id = $1 \
        UNION SELECT id FROM device WHERE school_id = $1 \
        UNION SELECT id FROM person WHERE school_id = $1 \
        UNION SELECT id FROM template WHERE school_id = $1 \
        UNION SELECT id FROM event WHERE school_id = $1 \
        UNION SELECT id FROM photo WHERE school_id = $1 AND state <> 'destroyed' \
        UNION SELECT original_id FROM photo WHERE school_id = $1 AND original_kept = $2 \
        UNION SELECT id FROM release WHERE school_id = $1 \
        UNION SELECT id FROM import WHERE school_id = $1 \
        UNION SELECT subject_id FROM destruction WHERE school_id = $1 AND verified_at IS NULL";
}
