//! Objects as streams: every size, and everything that could be done to them.

use proptest::prelude::*;

use super::*;
use crate::seal::tests::{Dice, school, subject};

const NAME: &str = "master";

fn place() -> ObjectPlace<'static> {
    ObjectPlace {
        school: school(1),
        subject: subject(2),
        name: NAME,
    }
}

/// Bytes in which no two chunks are alike.
fn picture(length: usize) -> Vec<u8> {
    let words = (0_u32..).flat_map(u32::to_be_bytes);
    words.take(length).collect()
}

fn sealed(length: usize) -> (SubjectKey, Vec<u8>) {
    let dice = Dice::default();
    let key = SubjectKey::generate(&dice);
    let sealed = seal_object(&key, &place(), &dice, &picture(length)).unwrap();
    (key, sealed)
}

/// The sealed chunks after the header.
fn chunks(sealed: &[u8]) -> Vec<Vec<u8>> {
    sealed[HEADER..]
        .chunks(SEALED_CHUNK)
        .map(<[u8]>::to_vec)
        .collect()
}

fn joined(sealed: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    [sealed[..HEADER].to_vec(), chunks.concat()].concat()
}

fn is_refused(key: &SubjectKey, sealed: &[u8]) -> bool {
    matches!(open_object(key, &place(), sealed), Err(SealError::Damaged))
}

#[test]
fn every_size_around_the_ends_of_chunks_reads_back_and_has_the_length_foretold() {
    for chunks in 0..4 {
        for more in [0, 1, 15, 16, 17, CHUNK - 1] {
            let length = chunks * CHUNK + more;
            let (key, sealed) = sealed(length);
            assert_eq!(
                *open_object(&key, &place(), &sealed).unwrap(),
                picture(length)
            );
            assert_eq!(sealed_len(length as u64), sealed.len() as u64);
            assert_eq!(plain_len(sealed.len() as u64), Some(length as u64));
        }
    }
}

#[test]
fn a_length_that_no_sealed_object_has_is_told() {
    assert_eq!(plain_len(36), Some(0));
    assert_eq!(plain_len(35), None);
    assert_eq!(plain_len(0), None);
    assert_eq!(plain_len(20 + 65_552 + 1), None);
}

#[test]
fn an_object_cut_at_any_chunk_or_byte_is_refused() {
    let (key, sealed) = sealed(3 * CHUNK);
    let cuts = [0, 1, 19, 20, 21, 36, sealed.len() - 1, sealed.len() - 16];
    let at_chunks = (0..3).map(|chunk| HEADER + chunk * SEALED_CHUNK);
    for cut in cuts.into_iter().chain(at_chunks) {
        assert!(is_refused(&key, &sealed[..cut]), "cut at {cut}");
    }
}

#[test]
fn chunks_moved_repeated_left_out_or_appended_are_refused() {
    let (key, whole) = sealed(3 * CHUNK);
    let [a, b, c] = chunks(&whole).try_into().unwrap();
    assert!(!is_refused(
        &key,
        &joined(&whole, &[a.clone(), b.clone(), c.clone()])
    ));
    let orders: [&[&Vec<u8>]; 8] = [
        &[&b, &a, &c],
        &[&a, &c, &b],
        &[&a, &a, &b, &c],
        &[&a, &b, &b, &c],
        &[&a, &b, &c, &c],
        &[&a, &c],
        &[&b, &c],
        &[&c],
    ];
    for order in orders {
        let order: Vec<_> = order.iter().copied().cloned().collect();
        assert!(is_refused(&key, &joined(&whole, &order)));
    }
    for more in [1, 16, 17, SEALED_CHUNK] {
        assert!(is_refused(&key, &[whole.clone(), vec![0; more]].concat()));
    }
}

#[test]
fn a_chunk_of_another_object_of_the_same_subject_is_refused() {
    let dice = Dice::default();
    let key = SubjectKey::generate(&dice);
    let seal = || seal_object(&key, &place(), &dice, &picture(2 * CHUNK)).unwrap();
    let (one, other) = (seal(), seal());
    let mixed = [chunks(&one)[0].clone(), chunks(&other)[1].clone()];
    assert!(is_refused(&key, &joined(&one, &mixed)));
    let mut header_of_other = one.clone();
    header_of_other[..HEADER].copy_from_slice(&other[..HEADER]);
    assert!(is_refused(&key, &header_of_other));
}

#[test]
fn an_object_opens_only_at_its_own_place_with_its_own_key() {
    let (key, sealed) = sealed(100);
    let here = place();
    let elsewhere = [
        ObjectPlace {
            school: school(9),
            ..here
        },
        ObjectPlace {
            subject: subject(9),
            ..here
        },
        ObjectPlace {
            name: "rendition",
            ..here
        },
    ];
    for place in elsewhere {
        assert!(open_object(&key, &place, &sealed).is_err());
    }
    let other = SubjectKey::from_bytes(&[9; 32]).unwrap();
    assert!(is_refused(&other, &sealed));
}

#[test]
fn a_column_s_key_opens_no_object() {
    let (key, sealed) = sealed(100);
    let mut chunk = sealed[HEADER..].to_vec();
    let prefix = sealed[1..HEADER].try_into().unwrap();
    let chunks = Chunks::new(&key, &place(), prefix);
    let nonce = chunks.nonce(0, true);
    let opened = key.for_columns().open(&nonce, &chunks.bound_to, &mut chunk);
    assert!(matches!(opened, Err(SealError::Damaged)));
}

#[test]
fn after_the_last_number_nothing_more_is_sealed_or_opened() {
    let dice = Dice::default();
    let key = SubjectKey::generate(&dice);
    let mut out = Vec::new();
    let mut sealer = Sealer::begin(&key, &place(), &dice, &mut out);
    sealer.chunks.next = Some(u32::MAX);
    sealer.push(&picture(CHUNK + 1), &mut out).unwrap();
    assert!(matches!(sealer.finish(&mut out), Err(SealError::TooLong)));

    let mut opener = Opener::begin(&key, &place());
    let mut plain = Vec::new();
    opener.push(&out[..HEADER], &mut plain).unwrap();
    opener.push(&out[HEADER..=HEADER], &mut plain).unwrap();
    opener.chunks.next = Some(u32::MAX);
    opener.push(&out[HEADER + 1..], &mut plain).unwrap();
    opener.push(&[0; 17], &mut plain).unwrap();
    assert_eq!(plain, picture(CHUNK));
    assert!(opener.finish(&mut plain).is_err());
}

#[test]
fn after_a_bad_chunk_a_good_one_is_not_opened_either() {
    let (key, whole) = sealed(2 * CHUNK);
    let mut opener = Opener::begin(&key, &place());
    let mut plain = Vec::new();
    opener.push(&whole[..HEADER], &mut plain).unwrap();
    assert!(opener.push(&vec![0; SEALED_CHUNK + 1], &mut plain).is_err());
    assert!(opener.push(&whole[HEADER..], &mut plain).is_err());
    assert!(plain.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn pieces_of_any_size_seal_and_open_as_the_whole_does(
        length in 0..3 * CHUNK,
        in_pieces in 1..2 * CHUNK,
        out_pieces in 1..2 * CHUNK,
    ) {
        let dice = Dice::default();
        let key = SubjectKey::generate(&dice);
        let plain = picture(length);
        let mut sealed = Vec::new();
        let mut sealer = Sealer::begin(&key, &place(), &dice, &mut sealed);
        for piece in plain.chunks(in_pieces) {
            sealer.push(piece, &mut sealed).unwrap();
        }
        sealer.finish(&mut sealed).unwrap();
        let mut opened = Vec::new();
        let mut opener = Opener::begin(&key, &place());
        for piece in sealed.chunks(out_pieces) {
            opener.push(piece, &mut opened).unwrap();
        }
        opener.finish(&mut opened).unwrap();
        prop_assert!(opened == plain);
        prop_assert!(*open_object(&key, &place(), &sealed).unwrap() == plain);
    }

    #[test]
    fn a_byte_changed_anywhere_is_refused(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let (key, mut sealed) = sealed(CHUNK + 100);
        let at = at.index(sealed.len());
        sealed[at] ^= flip;
        prop_assert!(is_refused(&key, &sealed));
    }

    #[test]
    fn an_object_cut_anywhere_is_refused(at in any::<prop::sample::Index>()) {
        let (key, sealed) = sealed(CHUNK + 100);
        prop_assert!(is_refused(&key, &sealed[..at.index(sealed.len())]));
    }
}
