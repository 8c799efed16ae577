//! What was just done, said once on the page after it. The address holds a
//! code; the words are ours.

/// Codes and words.
const NOTICES: &[(&str, &str)] = &[
    ("signed-out", "You are signed out."),
    ("password-set", "Your password is set. Sign in with it."),
    ("event-planned", "The event is set up. Add your pictures."),
    ("words-saved", "The words are saved."),
    ("counted", "Your count is saved."),
    ("named", "The name is saved."),
];

/// The notice that a query asks for.
pub(crate) fn of(query: &str) -> Option<&'static str> {
    let code = query
        .split('&')
        .find_map(|part| part.strip_prefix("done="))?;
    let found = NOTICES.iter().find(|(known, _)| *known == code);
    found.map(|(_, words)| *words)
}
