//! The words stop: whether a text holds one given first name.

use crate::{fold::fold, forms::first_forms, token::tokens};

/// Most tokens that a first name is cut into.
const LONGEST: usize = 6;

/// Whether `name`, or a part of it, is a word of `text`: folded alike, with
/// tags, file names and `CamelCase` cut into their words.
pub(crate) fn holds(text: &str, name: &str) -> bool {
    let forms = first_forms(name);
    let tokens = tokens(&fold(text));
    (0..tokens.len()).any(|from| {
        let (mut key, mut wide) = (String::new(), String::new());
        tokens.iter().skip(from).take(LONGEST).any(|token| {
            key.push_str(&token.key);
            wide.push_str(token.wide.as_ref().unwrap_or(&token.key));
            forms.iter().any(|f| f.key == key || f.key == wide)
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
    fn a_name_inside_a_longer_word_is_not_found() {
        assert!(!holds("Zoes and zoetropes", "Zoë"));
        assert!(!holds("The grandma's march", "Mar"));
        assert!(!holds("anything", ""));
    }
}
