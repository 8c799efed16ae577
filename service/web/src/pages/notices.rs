//! What was just done, said once on the page after it. The address holds a
//! code; the words are ours.

/// Codes and words.
const NOTICES: &[(&str, &str)] = &[
    ("imported", "The import is entered."),
    (
        "imported-but",
        "The import is entered, without the answers that allow more and were not ticked.",
    ),
    (
        "imported-old",
        "The import is entered. The answers do not count as up to date, because some were not in the files.",
    ),
    (
        "imported-but-old",
        "The import is entered, without the answers that allow more and were not ticked. The answers do not count as up to date, because some were not in the files.",
    ),
    (
        "imported-nobody",
        "The import is entered. The answers do not count as up to date, because you have not checked the rows about nobody on the register.",
    ),
    (
        "imported-part",
        "What could be read is entered. The answers do not count as up to date until every row can be read.",
    ),
    (
        "answer-saved",
        "The answer is saved. It counts from now on.",
    ),
    (
        "pupil-said-no",
        "It is noted that the pupil said no to face recognition.",
    ),
    (
        "pupil-changed-mind",
        "It is noted that the pupil took their no to face recognition back.",
    ),
    ("erased", "They are erased."),
    (
        "camera-cleared",
        "Thank you. It is noted that your camera or phone is clear.",
    ),
    ("switched-on", "The channel is switched on."),
    (
        "switched-off",
        "The channel is switched off. Nothing new goes out there.",
    ),
    ("recognition-on", "Face recognition is switched on."),
    (
        "recognition-off",
        "Face recognition is switched off, and what was known of faces is deleted.",
    ),
    ("dpia-recorded", "The impact assessment is on record."),
    (
        "text-added",
        "The form is added. It cannot be changed any more.",
    ),
    (
        "text-in-force",
        "The form is in force. Answers to older forms count no more.",
    ),
    (
        "profile-signed",
        "The policy is signed and in force. What is not out yet is judged by it.",
    ),
    ("days-set", "The number of days is saved."),
    ("signed-out", "You are signed out."),
    ("password-set", "Your password is set. Sign in with it."),
    (
        "post-made",
        "The post is put together. It goes out once a second person has approved it.",
    ),
    (
        "approved",
        "You approved this post. It goes out by itself now.",
    ),
    ("approved-already", "This post was approved already."),
    (
        "taken-back",
        "The post is taken back. Pictures that were out and are in no other post are then deleted \
            for good.",
    ),
    (
        "tried-again",
        "It is tried again now. Reload this page in a minute to see what came of it.",
    ),
    (
        "taken-down",
        "Every post that shows this pupil is taken back. You see here when each is gone. Pictures \
            that were out and are in no other post are then deleted for good.",
    ),
    (
        "event-planned-ahead",
        "The event is set up. Its day is still to come: its pictures wait until then.",
    ),
    ("event-planned", "The event is set up. Add your pictures."),
    ("event-changed", "The event’s details are changed."),
    ("agreed", "You agreed. It is noted that you did."),
    ("saved", "It is saved."),
    ("face-marked", "The face is marked. Say who it is."),
    ("all-done", "No other picture of this event needs you now."),
    ("signed-out-everywhere", "You are signed out everywhere."),
    (
        "password-changed",
        "Your password is changed. Everywhere else you are signed out.",
    ),
    (
        "codes-set",
        "Your one-time codes are set up. You are asked for one when you sign in.",
    ),
    ("token-ended", "The token is ended."),
    (
        "roles-saved",
        "The roles are saved. They count from the next page on.",
    ),
    ("account-closed", "The account is closed."),
    (
        "account-opened",
        "The account is open again. The password of before does not work: make a link.",
    ),
    (
        "account-new",
        "The account is open. It has no password yet: make a link, and hand it over.",
    ),
    ("nothing-stuck", "Nothing was stuck."),
    ("jobs-retried", "What was stuck is being tried again."),
    ("decided", "Your decision counts from now on."),
];

/// The notice that a query asks for, with how many posts were taken back where
/// that is told. The address holds a code and a number, and no more.
pub(crate) fn of(query: &str) -> Option<String> {
    let part = |name: &str| query.split('&').find_map(|part| part.strip_prefix(name));
    let code = part("done=")?;
    let (_, words) = NOTICES.iter().find(|(known, _)| *known == code)?;
    let posts = part("posts=").and_then(|posts| posts.parse::<u32>().ok());
    Some(match posts {
        None => (*words).to_owned(),
        Some(0) => format!("{words} No post showed them."),
        Some(1) => format!("{words} 1 post was taken back. {SEEN}"),
        Some(posts) => format!("{words} {posts} posts were taken back. {SEEN}"),
    })
}

/// Where it is seen what became of them.
const SEEN: &str = "Editors and the safeguarding lead see under Out now whether it is gone.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_says_how_many_posts_were_taken_back() {
        let said = |query| of(query).unwrap_or_default();
        assert!(said("done=erased&posts=2").contains("2 posts were taken back."));
        assert!(said("done=erased&posts=0").ends_with("No post showed them."));
        assert!(!said("done=erased&posts=x").contains("posts"));
        assert_eq!(of("done=unheard-of&posts=2"), None);
    }
}
