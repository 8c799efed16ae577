//! The sealing room's keys and columns, tried from outside.

use std::{
    collections::HashSet,
    sync::atomic::{AtomicU64, Ordering},
};

use gatehouse_domain::{
    clock::Entropy,
    ids::{SchoolId, SubjectId},
};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::*;

/// Chance that is the same in every run and never repeats within one.
#[derive(Default)]
pub(crate) struct Dice(AtomicU64);

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for piece in bytes.chunks_mut(32) {
            let throw = self.0.fetch_add(1, Ordering::Relaxed);
            piece.copy_from_slice(&Sha256::digest(throw.to_be_bytes())[..piece.len()]);
        }
    }
}

pub(crate) fn school(number: u128) -> SchoolId {
    SchoolId(Uuid::from_u128(number))
}

pub(crate) fn subject(number: u128) -> SubjectId {
    SubjectId(Uuid::from_u128(number))
}

fn place() -> Place {
    Place {
        school: school(1),
        subject: subject(2),
        table: "person",
        column: "name",
        row: Uuid::from_u128(3),
    }
}

#[test]
fn a_master_key_reads_back_from_its_text_whatever_surrounds_it() {
    let key = MasterKey::generate(&Dice::default());
    let text = key.to_text();
    assert_eq!(text.len(), 64);
    assert!(text.chars().all(|c| c.is_ascii_hexdigit()));
    for text in [
        text.to_string(),
        format!("\n  {} \r\n", text.to_uppercase()),
    ] {
        let back = MasterKey::from_text(&text).unwrap();
        assert_eq!(*back.to_text(), *key.to_text());
        assert_eq!(back.fingerprint(), key.fingerprint());
    }
}

#[test]
fn a_text_that_is_no_master_key_is_refused_with_what_is_expected() {
    let good = MasterKey::generate(&Dice::default()).to_text();
    let (half, other_half) = good.split_at(32);
    let texts = [
        String::new(),
        "correct horse battery staple".into(),
        good.chars().skip(1).collect(),
        good.chars().skip(2).collect(),
        format!("{}00", *good),
        good.replacen(|_| true, "g", 1),
        good.replacen(|_| true, "é", 1),
        format!("{half} {other_half}"),
    ];
    for text in texts {
        let error = MasterKey::from_text(&text).unwrap_err();
        assert!(matches!(error, SealError::NotAMasterKey));
        assert!(error.to_string().contains("64 hexadecimal digits"));
    }
}

#[test]
fn a_fingerprint_tells_keys_apart_and_is_no_part_of_the_key() {
    let dice = Dice::default();
    let keys: Vec<_> = (0..50).map(|_| MasterKey::generate(&dice)).collect();
    let prints: HashSet<_> = keys.iter().map(MasterKey::fingerprint).collect();
    assert_eq!(prints.len(), keys.len());
    for key in &keys {
        let print = key.fingerprint().to_string();
        assert_eq!(print.len(), 16);
        assert!(!key.to_text().contains(&print));
    }
}

#[test]
fn keys_do_not_show_in_debug() {
    let dice = Dice::default();
    let master = MasterKey::generate(&dice);
    let shown = format!("{master:?} {:?}", SubjectKey::generate(&dice));
    assert_eq!(
        shown,
        format!("MasterKey({}) SubjectKey(hidden)", master.fingerprint())
    );
}

/// The derivation is HMAC-SHA256 as RFC 2104 has it: checked against a second
/// way of computing it, so that keys can be recovered by other means.
#[test]
fn keys_are_derived_by_hmac_sha256() {
    let secret = secret::Secret::from_bytes(&[7; 32]).unwrap();
    let mut inner = vec![7 ^ 0x36; 32];
    inner.resize(64, 0x36);
    inner.extend_from_slice(b"label");
    let mut outer = vec![7 ^ 0x5c; 32];
    outer.resize(64, 0x5c);
    outer.extend_from_slice(&Sha256::digest(inner));
    assert_eq!(secret.derive("label").bytes(), &*Sha256::digest(outer));
}

#[test]
fn a_column_opens_only_at_its_own_place_with_its_own_key() {
    let dice = Dice::default();
    let key = SubjectKey::generate(&dice);
    let here = place();
    let sealed = key.seal(&dice, &here, b"Wren").unwrap();
    assert_eq!(*key.open(&here, &sealed).unwrap(), b"Wren");
    let elsewhere = [
        Place {
            school: school(9),
            ..here
        },
        Place {
            subject: subject(9),
            ..here
        },
        Place {
            table: "guardian",
            ..here
        },
        Place {
            column: "form",
            ..here
        },
        Place {
            row: Uuid::from_u128(9),
            ..here
        },
        // The same letters, cut elsewhere.
        Place {
            table: "personn",
            column: "ame",
            ..here
        },
    ];
    for place in elsewhere {
        assert!(matches!(key.open(&place, &sealed), Err(SealError::Damaged)));
    }
    let other = SubjectKey::generate(&dice);
    assert!(matches!(
        other.open(&here, &sealed),
        Err(SealError::Damaged)
    ));
}

#[test]
fn a_name_s_length_does_not_show() {
    let dice = Dice::default();
    let key = SubjectKey::generate(&dice);
    let length = |plain: &[u8]| key.seal(&dice, &place(), plain).unwrap().len();
    assert_eq!(length(b""), length(&[b'a'; 60]));
    assert_eq!(length(b""), 1 + 24 + 64 + 16);
    assert_eq!(length(&[b'a'; 61]), length(b"") + 64);
}

#[test]
fn the_same_name_is_sealed_differently_each_time() {
    let dice = Dice::default();
    let key = SubjectKey::generate(&dice);
    let sealed = || key.seal(&dice, &place(), b"Wren").unwrap();
    assert_ne!(sealed(), sealed());
}

#[test]
fn a_value_of_another_shape_is_damaged_and_not_quoted() {
    let dice = Dice::default();
    let key = SubjectKey::generate(&dice);
    let sealed = key.seal_json(&dice, &place(), &["Wren", "Ash"]).unwrap();
    let names: Vec<String> = key.open_json(&place(), &sealed).unwrap();
    assert_eq!(names, ["Wren", "Ash"]);
    let error = key.open_json::<u32>(&place(), &sealed).unwrap_err();
    assert!(matches!(error, SealError::Damaged));
    assert!(!format!("{error} {error:?}").contains("Wren"));
}

proptest! {
    #[test]
    fn a_column_of_any_content_reads_back(plain in proptest::collection::vec(any::<u8>(), 0..300)) {
        let dice = Dice::default();
        let key = SubjectKey::generate(&dice);
        let sealed = key.seal(&dice, &place(), &plain).unwrap();
        prop_assert_eq!((sealed.len() - 41) % 64, 0);
        prop_assert_eq!(&*key.open(&place(), &sealed).unwrap(), &plain);
    }

    #[test]
    fn a_column_changed_anywhere_is_refused(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let dice = Dice::default();
        let key = SubjectKey::generate(&dice);
        let mut sealed = key.seal(&dice, &place(), b"Wren").unwrap();
        sealed[at.index(105)] ^= flip;
        prop_assert!(key.open(&place(), &sealed).is_err());
    }

    #[test]
    fn a_column_cut_or_lengthened_is_refused(keep in 0_usize..105, more in 1_usize..100) {
        let dice = Dice::default();
        let key = SubjectKey::generate(&dice);
        let mut sealed = key.seal(&dice, &place(), b"Wren").unwrap();
        prop_assert!(key.open(&place(), &sealed[..keep]).is_err());
        sealed.resize(105 + more, 0);
        prop_assert!(key.open(&place(), &sealed).is_err());
    }
}
