//! The rules of passwords: what is let in, what is not, and by which words.

use proptest::prelude::*;

use super::*;

const ABOUT: About<'_> = About {
    login: "m.sample",
    name: "Marjorie Sample-Okonkwo",
    school: Some("Hillbrook Primary School"),
};

fn told(password: &str) -> Result<(), Weak> {
    check(password, ABOUT)
}

#[test]
fn a_few_words_will_do() {
    for fine in [
        "brass kettle on the wall",
        "Täglich grüßt das Tier",
        "7 owls & 1 lantern",
        "plum-gravel-otter",
        "correct plum battery owl",
        "ééééé ààààà ùùùùù",
    ] {
        assert_eq!(told(fine), Ok(()), "{fine}");
    }
}

#[test]
fn twelve_characters_are_asked_for_and_256_bytes_are_the_most() {
    assert_eq!(told("plum-otter1"), Err(Weak::TooShort));
    assert_eq!(told("plum-otter12"), Ok(()));
    assert_eq!(told("ö_ä_ü_é_è_à_"), Ok(()));
    assert_eq!(told(&"plum otter kite ".repeat(16)), Ok(()));
    assert_eq!(told(&"plum otter kite ".repeat(17)), Err(Weak::TooLong));
}

#[test]
fn what_everybody_knows_of_somebody_is_no_password() {
    for own in [
        "marjoriesampleokonkwo",
        "Marjorie Sample-Okonkwo",
        "Marjorie Sample-Okonkwo2026",
        "m.sample.m.sample",
        "Marjorie-2026",
        "okonkwo marjorie",
        "Hillbrook Sample 7",
        "m.sample12345",
        "hillbrook primary school!",
        "HillbrookPrimarySchool1",
    ] {
        assert_eq!(told(own), Err(Weak::Personal), "{own}");
    }
}

#[test]
fn what_is_guessed_first_is_no_password() {
    for common in [
        "password1234",
        "Password2026!",
        "p@ssword12345",
        "passwordpassword",
        "123456789012",
        "qwertyuiop123",
        "aaaaaaaaaaaaaa",
        "abcabcabcabc",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "abcdefghijklm",
        "Gatehouse2026",
        "2026gatehouse!",
        "letmein letmein",
        "September2026",
    ] {
        assert_eq!(told(common), Err(Weak::Common), "{common}");
    }
}

#[test]
fn every_refusal_says_what_to_do_and_has_a_code_of_its_own() {
    let codes: std::collections::BTreeSet<_> = Weak::ALL.iter().map(|weak| weak.code()).collect();
    assert_eq!(codes.len(), Weak::ALL.len());
    for weak in Weak::ALL {
        assert!(weak.to_string().contains(": "), "{weak}");
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_there_is_an_answer(password in ".*", login in ".*", name in ".*") {
        let about = About { login: &login, name: &name, school: None };
        let told = check(&password, about);
        if password.chars().count() < SHORTEST {
            prop_assert_eq!(told, Err(Weak::TooShort));
        }
    }

    #[test]
    fn random_letters_are_let_in(password in "[b-y]{20}") {
        // Nothing on the list is so long, and a pattern of 20 random letters
        // does not come up.
        prop_assume!(!unfold::is_pattern(&password));
        prop_assert_eq!(told(&password), Ok(()));
    }

    #[test]
    fn a_login_is_never_a_password_however_it_is_written(
        login in "[a-z]{12,20}",
        digits in "[0-9]{0,6}",
    ) {
        let about = About { login: &login, name: "", school: None };
        let capital = login.to_uppercase();
        for typed in [format!("{login}{digits}"), format!("{capital}{digits}!")] {
            prop_assert!(check(&typed, about).is_err());
        }
    }
}
