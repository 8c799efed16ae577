//! What is said about who is at the door: credentials, links, sessions,
//! agreements and tokens.

statements! {
    /// How somebody proves who they are, new or changed.
    PUT_CREDENTIAL = "INSERT INTO credential \
            (account_id, school_id, sealed, changed_at, codes_since) \
        SELECT id, school_id, $1, $2, $3 FROM account WHERE school_id = $4 AND id = $5 \
        ON CONFLICT (account_id) DO UPDATE SET sealed = excluded.sealed, \
            changed_at = excluded.changed_at, codes_since = excluded.codes_since, void_at = NULL";
    /// One account's.
    CREDENTIAL = "SELECT sealed, changed_at, codes_since, code_step, password_at, by_link, link_by \
        FROM credential WHERE school_id = $1 AND account_id = $2 AND void_at IS NULL";
    /// How the password came about.
    NOTE_PASSWORD = "UPDATE credential SET password_at = $1, by_link = $2, link_by = $3 \
        WHERE school_id = $4 AND account_id = $5";
    /// It counts no more; nothing of it is left but that it was there.
    VOID_CREDENTIAL = "UPDATE credential SET void_at = $1, sealed = $2, codes_since = NULL \
        WHERE school_id = $3 AND account_id = $4";
    /// Accounts with one of two roles that ever had a password.
    EVER_HELD = "SELECT count(DISTINCT credential.account_id) FROM credential \
        JOIN account_role ON account_role.account_id = credential.account_id \
        WHERE credential.school_id = $1 AND role IN ($2, $3)";
    /// Those of them, but one, that may sign in.
    STILL_HELD = "SELECT count(DISTINCT credential.account_id) FROM credential \
        JOIN account_role ON account_role.account_id = credential.account_id \
        JOIN account ON account.id = credential.account_id \
        WHERE credential.school_id = $1 AND role IN ($2, $3) AND void_at IS NULL \
            AND disabled_at IS NULL AND credential.account_id <> $4";
    /// A code counted: no code of that step or an earlier one does again.
    COUNT_CODE = "UPDATE credential SET code_step = $1 WHERE school_id = $2 AND account_id = $3 \
        AND (code_step IS NULL OR code_step < $1)";

    /// A new link.
    ADD_LINK = "INSERT INTO set_link \
            (mark, school_id, account_id, ends_codes, made_at, expires_at, made_by) \
        SELECT $1, school_id, id, $2, $3, $4, $5 FROM account WHERE school_id = $6 AND id = $7";
    /// The link with a mark, and whether its account is closed.
    LINK = "SELECT set_link.school_id, account_id, ends_codes, expires_at, used_at, disabled_at, \
            made_by FROM set_link JOIN account ON account.id = set_link.account_id WHERE mark = $1";
    /// It is used, if nobody was quicker.
    USE_LINK = "UPDATE set_link SET used_at = $1 WHERE school_id = $2 AND mark = $3 \
        AND used_at IS NULL AND expires_at > $1";
    /// The links of an account that were never used go.
    DROP_LINKS = "DELETE FROM set_link WHERE school_id = $1 AND account_id = $2 \
        AND used_at IS NULL";
    /// Links that ended before a moment go.
    CLEAN_LINKS = "DELETE FROM set_link WHERE school_id = $1 \
        AND (expires_at < $2 OR used_at < $2)";

    /// A new session.
    ADD_SESSION = "INSERT INTO session (mark, school_id, account_id, made_at, seen_at, ends_at) \
        SELECT $1, school_id, id, $2, $2, $3 FROM account WHERE school_id = $4 AND id = $5";
    /// The session with a mark and everything that is asked of who carries it,
    /// a row for each role.
    SESSION = "SELECT session.school_id, session.account_id, session.made_at, seen_at, ends_at, \
            code_at, locked_at, disabled_at, codes_since, signed_at, role \
        FROM session JOIN account ON account.id = session.account_id \
        LEFT JOIN credential ON credential.account_id = session.account_id \
        LEFT JOIN agreement ON agreement.account_id = session.account_id AND version = $1 \
        LEFT JOIN account_role ON account_role.account_id = session.account_id \
        WHERE mark = $2 ORDER BY role";
    /// Somebody is there.
    TOUCH_SESSION = "UPDATE session SET seen_at = $1 WHERE school_id = $2 AND mark = $3 \
        AND seen_at < $4 AND locked_at IS NULL";
    /// It asks for the password again.
    LOCK_SESSION = "UPDATE session SET locked_at = $1 WHERE school_id = $2 AND mark = $3 \
        AND locked_at IS NULL";
    /// The password was given again.
    UNLOCK_SESSION = "UPDATE session SET locked_at = NULL, seen_at = $1 \
        WHERE school_id = $2 AND mark = $3";
    /// A one-time code was given in it.
    SET_CODE = "UPDATE session SET code_at = $1, seen_at = $1 WHERE school_id = $2 AND mark = $3";
    /// One session ends.
    END_SESSION = "DELETE FROM session WHERE school_id = $1 AND mark = $2";
    /// Every session of an account ends.
    END_SESSIONS = "DELETE FROM session WHERE school_id = $1 AND account_id = $2";
    /// Every session of an account but one ends.
    END_OTHERS = "DELETE FROM session WHERE school_id = $1 AND account_id = $2 AND mark <> $3";
    /// Sessions that ended before a moment go.
    CLEAN_SESSIONS = "DELETE FROM session WHERE school_id = $1 AND ends_at < $2";

    /// Somebody signs.
    SIGN = "INSERT INTO agreement (school_id, account_id, version, signed_at) \
        SELECT school_id, id, $1, $2 FROM account WHERE school_id = $3 AND id = $4 \
        ON CONFLICT (account_id, version) DO NOTHING";
    /// Everything that was signed in a school.
    SIGNATURES = "SELECT account_id, version, signed_at FROM agreement WHERE school_id = $1 \
        ORDER BY account_id, version";

    /// A new token.
    ADD_TOKEN = "INSERT INTO api_token \
            (id, school_id, account_id, mark, sealed, scopes, made_at, expires_at) \
        SELECT $1, school_id, id, $2, $3, $4, $5, $6 FROM account \
        WHERE school_id = $7 AND id = $8";
    /// An account's tokens, the newest first.
    TOKENS = "SELECT id, sealed, scopes, made_at, expires_at, used_at, revoked_at \
        FROM api_token WHERE school_id = $1 AND account_id = $2 ORDER BY id DESC";
    /// The token with a mark, a row for each role of its account.
    TOKEN = "SELECT api_token.id, api_token.school_id, api_token.account_id, scopes, expires_at, \
            used_at, revoked_at, disabled_at, signed_at, role \
        FROM api_token JOIN account ON account.id = api_token.account_id \
        LEFT JOIN agreement ON agreement.account_id = api_token.account_id AND version = $1 \
        LEFT JOIN account_role ON account_role.account_id = api_token.account_id \
        WHERE mark = $2 ORDER BY role";
    /// It is used.
    TOUCH_TOKEN = "UPDATE api_token SET used_at = $1 WHERE school_id = $2 AND id = $3 \
        AND (used_at IS NULL OR used_at < $4)";
    /// It may not be used any more.
    REVOKE_TOKEN = "UPDATE api_token SET revoked_at = $1 WHERE school_id = $2 \
        AND account_id = $3 AND id = $4 AND revoked_at IS NULL";
    /// None of an account may be used any more.
    REVOKE_TOKENS = "UPDATE api_token SET revoked_at = $1 WHERE school_id = $2 \
        AND account_id = $3 AND revoked_at IS NULL";
    /// Tokens that ended before a moment go.
    CLEAN_TOKENS = "DELETE FROM api_token WHERE school_id = $1 \
        AND (expires_at < $2 OR revoked_at < $2)";

    /// After a restore nobody is signed in.
    FORGET_SESSIONS = "DELETE FROM session WHERE school_id = $1";
    /// After a restore no link counts.
    FORGET_LINKS = "DELETE FROM set_link WHERE school_id = $1";
    /// After a restore no token counts.
    FORGET_TOKENS = "UPDATE api_token SET revoked_at = $1 WHERE school_id = $2 \
        AND revoked_at IS NULL";
}
