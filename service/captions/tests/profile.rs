//! What the school's profile and lists change, and the questions that the
//! verdict's exposure rule asks.

use gatehouse_captions::{Checker, Inside, Naming, Profile, Pupil, Register, Rule, School};
use gatehouse_domain::{
    Channel,
    findings::{TextKind, WordsVerdict},
};

fn checker(profile: Profile) -> Checker {
    let pupil = |first: &str, surname: &str| Pupil {
        first_name: first.to_owned(),
        preferred_name: Some("Kit".to_owned()),
        surname: surname.to_owned(),
        class: Some("5Q".to_owned()),
        year: None,
    };
    let register = Register::new([pupil("Oriel", "Fennimore"), pupil("Grace", "Darling")]);
    Checker::new(register, School::default(), profile)
}

fn first(profile: Profile, text: &str, channel: Channel) -> (WordsVerdict, Option<String>) {
    let findings = checker(profile)
        .check(text, TextKind::Caption, channel)
        .findings;
    (
        findings.verdict,
        findings.spans.first().map(|s| s.rule.clone()),
    )
}

#[test]
fn full_names_stand_inside_the_school_only_as_the_profile_says() {
    let text = "Oriel Fennimore won";
    assert_eq!(
        first(Profile::default(), text, Channel::Display).0,
        WordsVerdict::Allow
    );
    let strict = Profile {
        inside: Inside::FirstNames,
        ..Profile::default()
    };
    for channel in [Channel::Display, Channel::Vle] {
        assert_eq!(first(strict, text, channel).0, WordsVerdict::Block);
    }
}

#[test]
fn a_profile_may_want_no_name_with_a_picture() {
    for (naming, rule) in [
        (Naming::NoNameWithPicture, Rule::NameWithPicture),
        (Naming::PictureOrName, Rule::PictureOrName),
    ] {
        let profile = Profile {
            naming,
            ..Profile::default()
        };
        let found = first(profile, "Well done Oriel", Channel::Website);
        assert_eq!(found, (WordsVerdict::Block, Some(rule.code().to_owned())));
        assert_eq!(
            first(profile, "Well done all", Channel::Website).0,
            WordsVerdict::Allow
        );
    }
}

#[test]
fn a_person_of_history_passes_unless_a_pupil_has_the_whole_name() {
    let found = first(
        Profile::default(),
        "Grace Darling rowed out",
        Channel::Website,
    );
    assert_eq!(found.0, WordsVerdict::Block);
    let found = first(Profile::default(), "Rosa Parks sat down", Channel::Website);
    assert_eq!(found.0, WordsVerdict::Allow);
}

#[test]
fn the_exposure_rule_learns_whether_anybody_is_named() {
    let checker = checker(Profile::default());
    for text in ["Bravo Oriel", "#GoKit", "oriel_race.jpg", "ORIEL'S cup"] {
        assert!(checker.names_somebody(text), "{text}");
    }
    assert!(!checker.names_somebody("the fennimore kitchen said grace"));
    assert!(checker.mentions("oriel_race.jpg", "Oriel"));
    assert!(!checker.mentions("the oriels sing", "Oriel"));
}

#[test]
fn settings_read_back_and_unknown_ones_are_refused() {
    let profile: Profile = serde_json::from_str(r#"{"inside":"first-names"}"#).unwrap();
    assert_eq!(profile.inside, Inside::FirstNames);
    let text = serde_json::to_string(&profile).unwrap();
    assert_eq!(serde_json::from_str::<Profile>(&text).unwrap(), profile);
    assert!(serde_json::from_str::<Profile>(r#"{"insde":"first-names"}"#).is_err());
}
