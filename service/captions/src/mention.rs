//! The words stop: whether a text holds one given first name.

use crate::{fold::fold, forms::first_forms, lists::nicknames, token::tokens};

/// Most tokens that a first name is cut into.
const LONGEST: usize = 6;

/// Whether `name`, a part of it or a short form of it is a word of `text`:
/// folded alike, with tags, file names and `CamelCase` cut into their words.
pub(crate) fn holds(text: &str, name: &str) -> bool {
    let forms = first_forms(name);
    let is_name = |key: &str| {
        forms
            .iter()
            .any(|form| form.key == key || nicknames(&form.key).iter().any(|short| short == key))
    };
    let tokens = tokens(&fold(text));
    (0..tokens.len()).any(|from| {
        let (mut key, mut wide) = (String::new(), String::new());
        tokens.iter().skip(from).take(LONGEST).any(|token| {
            key.push_str(&token.key);
            wide.push_str(token.wide.as_ref().unwrap_or(&token.key));
            is_name(&key) || is_name(&wide)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_a_word_of_its_own_in_every_spelling() {
        for text in [
            "Well done Zoë!",
            "#BravoZoe",
            "zoe_race.jpg",
            "ZOE'S cup",
            "zoë2",
        ] {
            assert!(holds(text, "Zoë"), "{text}");
        }
        assert!(holds("mary-jane reads", "Mary Jane"));
    }

    #[test]
    fn a_short_form_names_as_well_as_the_whole() {
        assert!(holds("Maddie counts bulbs", "Madeleine"));
        assert!(holds("#GoSam", "Samuel"));
        assert!(!holds("Sam paints", "Madeleine"));
    }

    #[test]
    fn a_name_inside_a_longer_word_is_not_found() {
        assert!(!holds("Zoes and zoetropes", "Zoë"));
        assert!(!holds("The grandma's march", "Mar"));
        assert!(!holds("anything", ""));
    }
}
