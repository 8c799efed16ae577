//! The words stop: what the words around two words say, where capitals say
//! nothing: "mark hope won" is a pupil, "will green peas grow" is none.

use crate::{
    scan::{Hit, Scan},
    token::{Gap, Token},
};

/// Verbs of captions whose subject is a person.
const VERBS: [&str; 61] = [
    "wins", "won", "scores", "scored", "sings", "sang", "runs", "ran", "leads", "led", "plays",
    "played", "reads", "breaks", "broke", "takes", "took", "gets", "got", "makes", "made", "shows",
    "showed", "sets", "dances", "danced", "swims", "swam", "shines", "shone", "stars", "paints",
    "painted", "beats", "jumps", "jumped", "bakes", "baked", "holds", "held", "lifts", "lifted",
    "came", "comes", "gave", "gives", "wrote", "writes", "draws", "drew", "loves", "loved", "grew",
    "built", "builds", "with", "and", "is", "was", "has", "who",
];

/// Words behind which a person is named.
const INVITING: [&str; 22] = [
    "done",
    "to",
    "by",
    "with",
    "congratulations",
    "congrats",
    "featuring",
    "star",
    "winner",
    "captain",
    "from",
    "thanks",
    "thank",
    "proud",
    "champion",
    "bravo",
    "meet",
    "introducing",
    "artist",
    "player",
    "pupil",
    "author",
];

/// Whether the words before and behind make a name of first name and surname.
pub(crate) fn names(scan: &Scan<'_>, first: &Hit<'_>, hit: &Hit<'_>) -> bool {
    invited(scan, first.from) && followed(scan, hit)
}

fn invited(scan: &Scan<'_>, from: usize) -> bool {
    let (Some(token), Some(back)) = (scan.token(from), from.checked_sub(1)) else {
        return true;
    };
    let Some(before) = scan.token(back) else {
        return true;
    };
    let listed = before.key == "and"
        && (scan.firsts.iter().any(|f| f.to == back) || scan.surnames.iter().any(|s| s.to == back));
    token.sentence != before.sentence
        || !matches!(token.gap, Gap::Space | Gap::Under | Gap::Hyphen)
        || INVITING.contains(&before.key.as_str())
        || listed
}

fn followed(scan: &Scan<'_>, hit: &Hit<'_>) -> bool {
    let Some(last) = hit.to.checked_sub(1).and_then(|at| scan.token(at)) else {
        return false;
    };
    let ends = |next: &Token| {
        next.sentence != last.sentence
            || !matches!(next.gap, Gap::Space | Gap::Under | Gap::Hyphen)
            || VERBS.contains(&next.key.as_str())
            || next.key == "at"
    };
    last.possessive || scan.token(hit.to).is_none_or(ends)
}
