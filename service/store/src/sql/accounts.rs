//! What is said about accounts and their roles.

statements! {
    /// Somebody new who may sign in.
    INSERT = "INSERT INTO account (id, school_id, login_mark, sealed, created_at) \
        VALUES ($1, $2, $3, $4, $5)";
    /// Everybody of a school, a row for each role.
    LIST = "SELECT account.id, sealed, disabled_at, role FROM account \
        LEFT JOIN account_role ON account_role.account_id = account.id \
        WHERE account.school_id = $1 ORDER BY account.id, role";
    /// One by id.
    GET = "SELECT account.id, sealed, disabled_at, role FROM account \
        LEFT JOIN account_role ON account_role.account_id = account.id \
        WHERE account.school_id = $1 AND account.id = $2 ORDER BY role";
    /// One by the mark of the login.
    BY_MARK = "SELECT account.id, sealed, disabled_at, role FROM account \
        LEFT JOIN account_role ON account_role.account_id = account.id \
        WHERE account.school_id = $1 AND login_mark = $2 ORDER BY role";
    /// One more role.
    GRANT = "INSERT INTO account_role (school_id, account_id, role, granted_at) \
        SELECT school_id, id, $1, $2 FROM account WHERE school_id = $3 AND id = $4 \
        ON CONFLICT (account_id, role) DO NOTHING";
    /// One role less.
    REVOKE = "DELETE FROM account_role WHERE school_id = $1 AND account_id = $2 AND role = $3";
    /// May not sign in any more.
    DISABLE = "UPDATE account SET disabled_at = $1 \
        WHERE school_id = $2 AND id = $3 AND disabled_at IS NULL";
    /// May sign in again.
    ENABLE = "UPDATE account SET disabled_at = NULL \
        WHERE school_id = $1 AND id = $2 AND disabled_at IS NOT NULL";
}
