//! What is said about templates.

statements! {
    /// A new template.
    INSERT = "INSERT INTO template (id, school_id, person_id, network, made_on, expires_on, sealed) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Every template of a school.
    LIST = "SELECT id, person_id, network, made_on, expires_on, sealed FROM template \
        WHERE school_id = $1 ORDER BY person_id";
    /// One person's.
    OF = "SELECT id FROM template WHERE school_id = $1 AND person_id = $2";
    /// One person's goes.
    REMOVE = "DELETE FROM template WHERE school_id = $1 AND person_id = $2 RETURNING id";
    /// Those that may not exist any more on that day.
    EXPIRED = "SELECT template.id, template.person_id FROM template \
        JOIN person ON person.id = template.person_id \
        WHERE template.school_id = $1 AND (expires_on <= $2 OR left_on <= $2) \
        ORDER BY template.person_id";
}
