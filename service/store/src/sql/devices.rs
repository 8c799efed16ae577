//! What is said about devices and loans.

statements! {
    /// A new device.
    INSERT = "INSERT INTO device (id, school_id, mark, sealed, personal, added_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// Every device of a school.
    LIST = "SELECT id, sealed, personal, added_at, retired_at FROM device \
        WHERE school_id = $1 ORDER BY id";
    /// One by the mark of its serial number.
    BY_MARK = "SELECT id, sealed, personal, added_at, retired_at FROM device \
        WHERE school_id = $1 AND mark = $2";
    /// Not used any more.
    RETIRE = "UPDATE device SET retired_at = $1 \
        WHERE school_id = $2 AND id = $3 AND retired_at IS NULL";
    /// A loan of a device that is in use and not out.
    LEND = "INSERT INTO loan (id, school_id, device_id, account_id, out_at, due_at) \
        SELECT $1, device.school_id, device.id, account.id, $2, $3 FROM device \
        JOIN account ON account.school_id = device.school_id \
        WHERE device.school_id = $4 AND device.id = $5 AND account.id = $6 \
        AND device.retired_at IS NULL AND NOT EXISTS \
        (SELECT 1 FROM loan WHERE loan.device_id = device.id AND loan.back_at IS NULL)";
    /// It is back.
    BRING_BACK = "UPDATE loan SET back_at = $1 \
        WHERE school_id = $2 AND id = $3 AND back_at IS NULL";
    /// What is out.
    OUT = "SELECT id, device_id, account_id, out_at, due_at FROM loan \
        WHERE school_id = $1 AND back_at IS NULL ORDER BY due_at, id";
}
