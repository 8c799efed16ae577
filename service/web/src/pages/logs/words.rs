//! The codes of the logs in plain words. A code that is not here is shown as
//! it is.

/// What was done.
pub(super) fn did(verb: &str) -> Option<&'static str> {
    Some(match verb {
        "sign-in" => "Sign in",
        "open-page" => "Ask for a page that is not theirs",
        "read-protected" => "Read the list of protected pupils",
        "read-look-alikes" => "Read which pupils look alike",
        "sign-out" => "Sign out",
        "sign-out-everywhere" => "Sign out everywhere",
        "lock-session" => "Lock the page",
        "unlock-session" => "Unlock the page",
        "give-code" => "Give a one-time code",
        "begin-codes" => "Set up one-time codes",
        "sign-agreement" => "Sign the agreement",
        "change-password" => "Change the password",
        "set-password" => "Set a password by a link",
        "make-set-link" => "Make a link to set a password",
        "open-account" => "Open an account",
        "close-account" => "Close an account",
        "reopen-account" => "Open an account again",
        "grant-role" => "Give a role",
        "revoke-role" => "Take a role away",
        "make-token" => "Make a token",
        "revoke-token" => "End a token",
        "use-token" => "Use a token",
        "plan-event" => "Set up an event",
        "amend-event" => "Change an event",
        "entrust-event" => "Give an event to somebody",
        "loosen-event" => "Say yes to what was a no",
        "clear-camera" => "Confirm that a camera is cleared",
        "upload" => "Add a picture",
        "clean" => "Clean a picture",
        "name-face" => "Say who a face is",
        "mark-face" => "Mark a face",
        "count-heads" => "Count heads",
        "write-words" => "Write the words",
        "settle-reason" => "Settle a reason",
        "draft-release" => "Put a post together",
        "approve-release" => "Approve a post",
        "retry-release" => "Try a post again",
        "recall-release" => "Take a post back",
        "clear" => "Clear a post",
        "publish" => "Publish a post",
        "recall" => "See that a post is gone",
        "record-permission" => "Record a permission",
        "pupil-said-no" => "Record that a pupil said no",
        "pupil-changed-mind" => "Record that a pupil took their no back",
        "change-protection" => "Change who is protected",
        "take-person-down" => "Take somebody down everywhere",
        "look-at-import" => "Look at an import",
        "map-import" => "Say what the columns of an import mean",
        "import" => "Enter an import",
        "channel-on" => "Switch a channel on",
        "channel-off" => "Switch a channel off",
        "recognition-on" => "Switch recognition on",
        "recognition-off" => "Switch recognition off",
        "record-dpia" => "Record the impact assessment",
        "open-brief" => "Look at who may be pictured",
        "add-consent-text" => "Add a consent form",
        "put-text-in-force" => "Put a consent form in force",
        "keep-unanswered" => "Keep answers that an import lacked, as checked",
        "sign-profile" => "Sign the school’s policy",
        "set-fresh-days" => "Set how long an import counts",
        "erase-person" => "Erase a person",
        "enter-register" => "Bring in the register",
        "enrol" => "Enrol faces",
        "destroy" => "Delete",
        "backup" => "Make a backup",
        "restore" => "Restore a backup",
        "rotate-keys" => "Change the master key",
        "retry-jobs" => "Try stuck work again",
        _ => return None,
    })
}

/// The kind of thing it was done to.
pub(super) fn kind(code: &str) -> &'static str {
    match code {
        "account" => "Account",
        "photo" => "Picture",
        "original" => "Original of a picture",
        "release" => "Post",
        "event" => "Event",
        "person" => "Person",
        "template" => "Face template",
        "school" => "School",
        "backup" => "Backup",
        "import" => "Import",
        "subject" => "Original file",
        "device" => "Device",
        _ => "Other",
    }
}

/// What came of it.
pub(super) fn outcome(code: &str) -> Option<&'static str> {
    Some(match code {
        code if code.starts_with('/') => return None,
        "done" => "Done",
        "refused" => "Refused",
        "received" => "Received",
        "here-already" => "Was there already",
        "approved" => "Approved",
        "cleaned" => "Cleaned",
        "out" => "It is out",
        "gone" => "It is gone",
        "not-out" => "It was not out",
        "idle" => "Left alone",
        "asked" => "Asked for",
        "made" => "Made",
        "late" => "Late",
        "in-time" => "In time",
        "verified" => "Nothing is left",
        "replayed" => "Deleted again after a restore",
        "unknown-post-gone" => "A post that nobody knew is gone",
        "website" | "social" | "press" | "newsletter" | "prospectus" | "vle" | "display" => {
            return channel(code);
        }
        "ends-codes" => "Done; one-time codes end",
        "objects-lacking" => "Made, but pictures are missing",
        "role-missing" => "Refused: the role does not allow it",
        "token-not-valid" => "Refused: not valid",
        "token-not-signed" => "Refused: the agreement is not signed",
        "verdict-not-clear" => "Refused: not clear",
        "approver-is-uploader" => "Refused: their own upload",
        "counted-by-the-same" => "Refused: counted by the same person",
        "settled-by-lead" => "Refused: the safeguarding lead has said it",
        "named-by-the-same" => "Refused: named by the same person",
        "staff" => "Staff",
        "editor" => "Editor",
        "dsl" => "Safeguarding lead",
        "head" => "Head",
        "office" => "Office",
        "dpo" => "Data protection officer",
        "admin" => "Administrator",
        _ => return None,
    })
}

/// A channel that was switched.
fn channel(code: &str) -> Option<&'static str> {
    code.parse().ok().map(crate::pages::channel_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_and_channel_has_a_word() {
        for role in gatehouse_domain::role::Role::ALL {
            assert!(outcome(role.code()).is_some(), "{role}");
        }
        for channel in gatehouse_domain::Channel::ALL {
            assert!(outcome(channel.code()).is_some(), "{channel}");
        }
        assert!(did("fly").is_none());
        assert_eq!(kind("fly"), "Other");
    }
}
