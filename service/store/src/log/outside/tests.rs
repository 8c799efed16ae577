//! The ledger outside: torn lines, several writers, forged certificates.

use gatehouse_domain::clock::Entropy;
use proptest::prelude::*;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::log::Log;

struct Always(u8);

impl Entropy for Always {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0);
    }
}

fn key() -> SigningKey {
    SigningKey::new(&Always(1))
}

fn destruction(subject: u128) -> Destruction {
    Destruction {
        school: SchoolId(Uuid::from_u128(1)),
        subject: SubjectId(Uuid::from_u128(subject)),
        kind: "photo".into(),
        why: "permission-ended".into(),
        at: Timestamp::from_microsecond(1_795_000_000_000_001).unwrap(),
        authority: Some(AccountId(Uuid::from_u128(2))),
        backup_horizon: Timestamp::from_second(1_798_000_000).unwrap(),
    }
}

fn ledger() -> (TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(folder.path().join("ledger")).unwrap();
    (folder, ledger)
}

fn text(ledger: &Ledger) -> String {
    fs::read_to_string(ledger.folder.join(DESTRUCTIONS)).unwrap()
}

fn put(ledger: &Ledger, bytes: impl AsRef<[u8]>) {
    fs::write(ledger.folder.join(DESTRUCTIONS), bytes).unwrap();
}

fn subjects(ledger: &Ledger) -> Vec<u128> {
    let all = ledger.destructions(&key().verifying_key()).unwrap();
    all.iter().map(|one| one.subject.0.as_u128()).collect()
}

#[test]
fn what_was_written_is_read_and_the_same_subject_has_one_line() {
    let (_folder, ledger) = ledger();
    assert!(ledger.add_destruction(&destruction(1), &key()).unwrap());
    assert!(ledger.add_destruction(&destruction(2), &key()).unwrap());
    assert!(!ledger.add_destruction(&destruction(1), &key()).unwrap());
    // So it is for a process that has just begun.
    let again = Ledger::open(&ledger.folder).unwrap();
    assert!(!again.add_destruction(&destruction(2), &key()).unwrap());
    assert!(again.add_destruction(&destruction(3), &key()).unwrap());
    assert!(!ledger.add_destruction(&destruction(3), &key()).unwrap());
    let read = again.destructions(&key().verifying_key()).unwrap();
    assert_eq!(read, [destruction(1), destruction(2), destruction(3)]);
    assert_eq!(text(&ledger).lines().count(), 3);
}

#[test]
fn the_same_id_in_another_school_is_another_subject() {
    let (_folder, ledger) = ledger();
    let other = Destruction {
        school: SchoolId(Uuid::from_u128(9)),
        ..destruction(1)
    };
    assert!(ledger.add_destruction(&destruction(1), &key()).unwrap());
    assert!(ledger.add_destruction(&other, &key()).unwrap());
}

#[test]
fn a_line_that_somebody_else_signed_hides_no_destruction() {
    let (_folder, ledger) = ledger();
    let stranger = SigningKey::new(&Always(2));
    assert!(ledger.add_destruction(&destruction(1), &stranger).unwrap());
    assert!(ledger.add_destruction(&destruction(1), &key()).unwrap());
    let told = ledger.destructions(&key().verifying_key()).unwrap_err();
    assert!(matches!(told, LogError::Damaged { line: 1, .. }), "{told}");
}

#[test]
fn a_word_that_is_no_code_is_refused() {
    let (_folder, ledger) = ledger();
    let rose = Destruction {
        why: "Rose asked".into(),
        ..destruction(1)
    };
    let told = ledger.add_destruction(&rose, &key()).unwrap_err();
    assert!(matches!(told, LogError::Code("why")));
    assert_eq!(text(&ledger), "");
}

#[test]
fn wherever_a_crash_tears_the_last_line_the_others_stand_and_more_can_follow() {
    let (_folder, ledger) = ledger();
    ledger.add_destruction(&destruction(1), &key()).unwrap();
    let one = text(&ledger);
    ledger.add_destruction(&destruction(2), &key()).unwrap();
    let two = text(&ledger).into_bytes();
    for length in one.len()..two.len() {
        for zeros in [0, 3] {
            put(&ledger, [&two[..length], &vec![0; zeros]].concat());
            let ledger = Ledger::open(&ledger.folder).unwrap();
            // All but the newline makes a whole line.
            let whole = length + 1 == two.len();
            let expected: &[u128] = if whole { &[1, 2] } else { &[1] };
            assert_eq!(subjects(&ledger), expected, "{length}");
            assert_eq!(
                ledger.add_destruction(&destruction(2), &key()).unwrap(),
                !whole
            );
            ledger.add_destruction(&destruction(3), &key()).unwrap();
            assert_eq!(subjects(&ledger), [1, 2, 3], "{length}");
        }
    }
}

#[test]
fn a_file_that_was_put_back_shorter_is_read_anew() {
    let (_folder, ledger) = ledger();
    ledger.add_destruction(&destruction(1), &key()).unwrap();
    let one = text(&ledger);
    ledger.add_destruction(&destruction(2), &key()).unwrap();
    put(&ledger, one);
    assert!(ledger.add_destruction(&destruction(2), &key()).unwrap());
    assert!(!ledger.add_destruction(&destruction(1), &key()).unwrap());
    assert_eq!(subjects(&ledger), [1, 2]);
}

#[test]
fn a_ledger_that_is_gone_is_told_and_not_made_anew_in_silence() {
    let (_folder, ledger) = ledger();
    fs::remove_dir_all(&ledger.folder).unwrap();
    let told = ledger.add_destruction(&destruction(1), &key()).unwrap_err();
    assert!(told.is_passing());
    assert_eq!(told.code(), "ledger-away");
    assert!(!ledger.folder.exists());
}

#[test]
fn two_writers_lose_and_mix_nothing() {
    let (_folder, ledger) = ledger();
    std::thread::scope(|scope| {
        for writer in 0..4_u128 {
            let folder = &ledger.folder;
            scope.spawn(move || {
                let own = Ledger::open(folder).unwrap();
                for number in 0..20 {
                    // Every subject is destroyed by two writers.
                    let subject = writer / 2 * 100 + number;
                    own.add_destruction(&destruction(subject), &key()).unwrap();
                    own.add_checkpoint(&mark(i64::try_from(number).unwrap()))
                        .unwrap();
                }
            });
        }
    });
    let mut found = subjects(&ledger);
    found.sort_unstable();
    let expected: Vec<_> = (0..20).chain(100..120).collect();
    assert_eq!(found, expected);
    let mut marks = 0;
    ledger
        .each_checkpoint(|_, read| marks += u32::from(read.is_some()))
        .unwrap();
    assert_eq!(marks, 80);
}

fn mark(seq: i64) -> Checkpoint {
    Checkpoint {
        school: SchoolId(Uuid::from_u128(1)),
        log: Log::Access,
        seq,
        hash: Hex([7; 32]),
        at: Timestamp::from_second(1_795_000_000).unwrap(),
        cut: false,
        signature: Hex([8; 64]),
    }
}

#[test]
fn a_checkpoint_is_one_line_that_reads_back() {
    let line = json(&mark(5)).unwrap();
    assert!(!line.contains('\n'));
    assert_eq!(serde_json::from_str::<Checkpoint>(&line).unwrap(), mark(5));
    let more = line.replacen('{', "{\"note\":1,", 1);
    assert!(serde_json::from_str::<Checkpoint>(&more).is_err());
}

#[test]
fn a_line_that_says_the_same_in_another_way_is_damaged() {
    let (_folder, ledger) = ledger();
    ledger.add_destruction(&destruction(1), &key()).unwrap();
    for (from, to) in [
        (".000001Z", ",000001Z"),
        ("T11:", "t11:"),
        ("\"kind\":", " \"kind\":"),
    ] {
        let (_folder, other) = self::ledger();
        let changed = text(&ledger).replacen(from, to, 1);
        assert_ne!(changed, text(&ledger));
        put(&other, changed);
        let told = other.destructions(&key().verifying_key());
        assert!(
            matches!(told, Err(LogError::Damaged { line: 1, .. })),
            "{told:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_flipped_bit_in_a_line_is_told_with_its_number(place: prop::sample::Index, bit in 0_u8..8) {
        let (_folder, ledger) = ledger();
        ledger.add_destruction(&destruction(1), &key()).unwrap();
        let before = text(&ledger).len();
        ledger.add_destruction(&destruction(2), &key()).unwrap();
        let length = text(&ledger).len() - before - 1;
        ledger.add_destruction(&destruction(3), &key()).unwrap();
        let mut bytes = text(&ledger).into_bytes();
        bytes[before + place.index(length)] ^= 1 << bit;
        put(&ledger, bytes);
        let told = ledger.destructions(&key().verifying_key());
        prop_assert!(matches!(told, Err(LogError::Damaged { line: 2, .. })), "{told:?}");
    }
}
