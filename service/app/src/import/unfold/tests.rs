//! What archives unfold to.

use proptest::prelude::*;

use super::*;

/// A file of an archive: its bytes as they are kept, how, and its length.
struct Kept {
    bytes: Vec<u8>,
    method: u8,
    told: u32,
}

fn stored(bytes: &[u8]) -> Kept {
    Kept {
        bytes: bytes.to_vec(),
        method: 0,
        told: u32::try_from(bytes.len()).unwrap(),
    }
}

fn le(number: usize, length: usize) -> Vec<u8> {
    let bytes = u64::try_from(number).unwrap().to_le_bytes();
    bytes[..length].to_vec()
}

/// An archive as workbooks are.
fn archive(files: &[Kept]) -> Vec<u8> {
    let (mut all, mut list) = (Vec::new(), Vec::new());
    for file in files {
        let at = all.len();
        let sizes = [le(0, 4), le(file.bytes.len(), 4), le(file.told as usize, 4)].concat();
        let how = [le(20, 2), le(0, 2), vec![file.method, 0], le(0, 4)].concat();
        all.extend([HERE, &how, &sizes, &le(1, 2), &le(0, 2), b"x"].concat());
        all.extend(&file.bytes);
        list.extend(
            [
                LISTED,
                &le(20, 2),
                &how,
                &sizes,
                &le(1, 2),
                &le(0, 12),
                &le(at, 4),
                b"x",
            ]
            .concat(),
        );
    }
    let at = all.len();
    let (count, length) = (le(files.len(), 2), le(list.len(), 4));
    all.extend(&list);
    all.extend(
        [
            END,
            &le(0, 4),
            &count,
            &count,
            &length,
            &le(at, 4),
            &le(0, 2),
        ]
        .concat(),
    );
    all
}

/// The beginning of a hundred thousand times the letter a, deflated.
const MANY: [u8; 17] = [
    0xed, 0xc1, 0x31, 0x01, 0x00, 0x00, 0x00, 0xc2, 0xa0, 0xac, 0xeb, 0x5f, 0xc2, 0x1a, 0x1e, 0x40,
    0x01,
];

fn many() -> Kept {
    Kept {
        bytes: [&MANY[..], &[0; 96], &[0xaf, 0x06]].concat(),
        method: 8,
        told: 100_000,
    }
}

#[test]
fn what_is_stored_and_what_is_folded_is_counted() {
    let bytes = archive(&[stored(b"twelve bytes"), many()]);
    assert_eq!(unfolded(&bytes, 200_000), Ok(100_012));
    assert_eq!(unfolded(&bytes, 100_012), Ok(100_012));
}

#[test]
fn what_unfolds_to_more_than_may_be_is_refused_whatever_it_says_of_itself() {
    let liar = Kept { told: 5, ..many() };
    assert_eq!(unfolded(&archive(&[liar]), 99_999), Err(Refused::TooMuch));
    assert_eq!(unfolded(&archive(&[many()]), 99_999), Err(Refused::TooMuch));
    let boaster = Kept {
        told: 1 << 30,
        ..many()
    };
    assert_eq!(
        unfolded(&archive(&[boaster]), 200_000),
        Err(Refused::TooMuch)
    );
}

#[test]
fn many_small_files_count_together() {
    let files: Vec<Kept> = (0..5).map(|_| many()).collect();
    assert_eq!(unfolded(&archive(&files), 450_000), Err(Refused::TooMuch));
}

#[test]
fn what_is_no_plain_archive_is_refused() {
    let whole = archive(&[stored(b"bytes")]);
    for strange in [
        &b"PK\x03\x04"[..],
        &[&whole[..], b" "].concat(),
        &[b" ", &whole[..]].concat(),
        &whole[..whole.len() - 1],
    ] {
        assert_eq!(unfolded(strange, 1000), Err(Refused::Strange));
    }
}

proptest! {
    /// A broken archive is refused or counted, never more than that.
    #[test]
    fn no_archive_is_too_broken(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = archive(&[stored(b"twelve bytes"), many()]);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Ok(count) = unfolded(&bytes, 200_000) {
            prop_assert!(count <= 200_000);
        }
    }

    /// Nor is any deflated text.
    #[test]
    fn no_deflated_text_is_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(length) = deflate::length(&bytes, 10_000) {
            prop_assert!(length <= 10_000);
        }
    }
}
