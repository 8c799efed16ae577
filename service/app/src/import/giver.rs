//! Who answered, as schools' systems tell it. Whoever is told by a name is the
//! first guardian, for names are not kept; whoever is told to be somebody else
//! than a parent is asked, for not everybody may agree.

use super::{codes::codes, table::fold};

/// Who answers where the file does not tell.
pub const FIRST: &str = "guardian 1";

/// Who is told to have answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Teller {
    /// One of the guardians, or the pupil, as the office's own files write it.
    One(String),
    /// Somebody told by what they are to the pupil.
    Relation(&'static str),
}

codes! {
    /// Whether somebody who is told by what they are to the pupil may agree.
    #[derive(PartialOrd, Ord)]
    pub enum Say {
        /// They hold parental responsibility.
        Responsible = "responsible",
        /// They do not: their no counts, their yes does not.
        Without = "without",
    }
}

const OWN: &[&str] = &["pupil", "student", "self", "child", "young person"];

/// What somebody may be to a pupil besides a parent; two words before one.
const RELATIONS: &[&str] = &[
    "social worker",
    "key worker",
    "local authority",
    "foster carer",
    "foster",
    "carer",
    "council",
    "grandmother",
    "grandfather",
    "grandparent",
    "grandma",
    "grandad",
    "granddad",
    "grandpa",
    "granny",
    "gran",
    "nana",
    "nan",
    "nanny",
    "step",
    "stepmother",
    "stepfather",
    "stepmum",
    "stepdad",
    "stepparent",
    "aunt",
    "auntie",
    "aunty",
    "uncle",
    "brother",
    "sister",
    "sibling",
    "cousin",
    "partner",
    "childminder",
    "neighbour",
    "friend",
    "teacher",
    "staff",
    "school",
    "office",
    "other",
];

/// Who a text says has answered.
#[must_use]
pub fn teller(text: &str) -> Teller {
    let text = fold(text);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let place = digits
        .parse::<u16>()
        .ok()
        .filter(|place| (1..=20).contains(place));
    match place {
        Some(place) if text.starts_with("guardian") || text == digits => {
            return Teller::One(format!("guardian {place}"));
        }
        _ if OWN.contains(&text.as_str()) => return Teller::One("pupil".to_owned()),
        _ => {}
    }
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let text = format!(" {} ", words.join(" "));
    let named = RELATIONS
        .iter()
        .find(|relation| text.contains(&format!(" {relation} ")));
    named.map_or_else(
        || Teller::One(FIRST.to_owned()),
        |relation| Teller::Relation(relation),
    )
}

/// How it was given, as the office's own files write it.
#[must_use]
pub fn method(text: &str) -> &'static str {
    let text = fold(text);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["mail"]) {
        "email"
    } else if has(&["verbal", "phone", "in person"]) {
        "verbal"
    } else if has(&["paper", "letter"]) {
        "paper"
    } else if has(&["portal", "online", "app", "forms"]) {
        "portal"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_answered_is_kept_without_a_name() {
        for (text, kept) in [
            ("", FIRST),
            ("Mrs A Moss (Mother)", FIRST),
            ("anonymous", FIRST),
            ("Guardian 2", "guardian 2"),
            ("2", "guardian 2"),
            ("0", FIRST),
            ("Student", "pupil"),
        ] {
            assert_eq!(teller(text), Teller::One(kept.to_owned()), "{text}");
        }
        assert_eq!(method("Parent app"), "portal");
        assert_eq!(method("By e-mail"), "email");
        assert_eq!(method("Phone call"), "verbal");
        assert_eq!(method("carrier pigeon"), "");
    }

    #[test]
    fn whoever_is_told_to_be_somebody_else_than_a_parent_is_asked() {
        for (text, relation) in [
            ("Social worker", "social worker"),
            ("Grandma", "grandma"),
            ("Mrs A Moss (Grandmother)", "grandmother"),
            ("Step-father", "step"),
            ("Uncle Bob", "uncle"),
        ] {
            assert_eq!(teller(text), Teller::Relation(relation), "{text}");
        }
    }
}
