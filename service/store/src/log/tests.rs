//! A line's encoding: no two lines encode alike, and the hash is what it was.

use proptest::prelude::*;

use super::{encoding::Encoding, *};

fn school(number: u128) -> SchoolId {
    SchoolId(Uuid::from_u128(number))
}

fn at(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap()
}

const ENTRY: Entry = Entry {
    actor: None,
    verb: "photo-received",
    about: None,
    outcome: "done",
    facts: None,
};

/// Short bytes of few kinds, so that alike ones are often drawn.
fn bytes() -> impl Strategy<Value = Raw> {
    prop::collection::vec(0_u8..3, 0..4).prop_map(Raw)
}

prop_compose! {
    fn columns()(
        seq in 0_i64..3,
        at in 0_i64..3,
        actor in prop::option::of(bytes()),
        verb in bytes(),
        about_kind in prop::option::of(bytes()),
        about_id in prop::option::of(bytes()),
        outcome in bytes(),
        facts in prop::option::of(bytes()),
        previous in bytes(),
    ) -> Columns {
        Columns { seq, at, actor, verb, about_kind, about_id, outcome, facts, previous }
    }
}

/// A field that is there or not, as [`Encoding`] writes it.
fn decode(mut bytes: &[u8]) -> Vec<Option<Vec<u8>>> {
    let mut fields = Vec::new();
    while let [tag, rest @ ..] = bytes {
        bytes = rest;
        if *tag == 0 {
            fields.push(None);
            continue;
        }
        let (length, rest) = bytes.split_at(8);
        let length = usize::try_from(u64::from_be_bytes(length.try_into().unwrap())).unwrap();
        let (field, rest) = rest.split_at(length);
        fields.push(Some(field.to_vec()));
        bytes = rest;
    }
    fields
}

proptest! {
    #[test]
    fn no_two_different_lines_are_written_alike(one in columns(), two in columns()) {
        let write = |columns: &Columns| columns.encode(Log::Access, school(1)).bytes().to_vec();
        prop_assert_eq!(one == two, write(&one) == write(&two));
    }

    #[test]
    fn what_is_hashed_can_be_taken_apart_again(
        fields in prop::collection::vec(prop::option::of(bytes()), 0..6),
    ) {
        let mut encoding = Encoding::of("label");
        for field in &fields {
            encoding = encoding.optional(field.as_ref());
        }
        let mut read = decode(encoding.bytes());
        prop_assert_eq!(read.remove(0), Some(b"label".to_vec()));
        let fields: Vec<_> = fields.into_iter().map(|field| field.map(|raw| raw.0)).collect();
        prop_assert_eq!(read, fields);
    }

    #[test]
    fn every_code_of_the_house_is_one_and_no_other_text(text in "\\PC{0,70}") {
        let fine = text.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-'))
            && (1..=60).contains(&text.len());
        prop_assert_eq!(check_code("verb", &text).is_ok(), fine);
    }
}

#[test]
fn the_same_line_in_another_log_or_school_or_place_has_another_hash() {
    let line = ENTRY.columns(2, at(5), Raw::of([7; 32]));
    let hash = line.hash(Log::Access, school(1));
    assert_ne!(hash, line.hash(Log::Evidence, school(1)));
    assert_ne!(hash, line.hash(Log::Access, school(2)));
    let later = ENTRY.columns(3, at(5), Raw::of([7; 32]));
    assert_ne!(hash, later.hash(Log::Access, school(1)));
    let starts = [
        columns::beginning(Log::Access, school(1)),
        columns::beginning(Log::Evidence, school(1)),
        columns::beginning(Log::Access, school(2)),
    ];
    assert!(starts[0] != starts[1] && starts[1] != starts[2] && starts[0] != starts[2]);
}

/// A hash that was once written into a database may never come out otherwise.
#[test]
fn the_hash_of_a_line_stays_what_it_was() {
    let entry = Entry {
        actor: Some(AccountId(Uuid::from_u128(3))),
        about: Some(("photo", Uuid::from_u128(4))),
        facts: Some([5; 32]),
        ..ENTRY
    };
    let line = entry.columns(1, at(1_795_000_000_000_001), Raw::of([6; 32]));
    let hash = Hex(line.hash(Log::Evidence, school(1)));
    assert_eq!(
        hash.to_string(),
        "582c6f445561cb109f706c4fc0bdcd5790900b9fb625d3cac5d883fed1f28efe"
    );
}

#[test]
fn a_word_that_could_be_a_name_gets_into_no_column() {
    let names = |entry: Entry| match entry.check(Log::Evidence) {
        Err(LogError::Code(field)) => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        names(Entry {
            verb: "Rose",
            ..ENTRY
        }),
        "verb"
    );
    assert_eq!(
        names(Entry {
            outcome: "",
            ..ENTRY
        }),
        "outcome"
    );
    let about = Some(("rose b", Uuid::nil()));
    assert_eq!(names(Entry { about, ..ENTRY }), "about");
    let facts = Some([0; 32]);
    let refused = Entry { facts, ..ENTRY }.check(Log::Access);
    assert!(matches!(refused, Err(LogError::Facts)));
}

mod keys {
    use gatehouse_domain::clock::Entropy;

    use super::*;

    struct Always(u8);

    impl Entropy for Always {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn a_key_reads_back_from_its_text_and_signs_the_same() {
        let key = SigningKey::new(&Always(9));
        let text = key.to_text();
        assert_eq!(text.len(), 64);
        let again = SigningKey::from_text(&format!(" {}\n", text.as_str())).unwrap();
        let what = Encoding::of("anything");
        assert_eq!(key.sign(&what), again.sign(&what));
        let public = key.verifying_key();
        assert_eq!(
            VerifyingKey::from_text(&public.to_string()).unwrap(),
            public
        );
        assert!(public.signed(&what, &again.sign(&what)));
        assert!(!public.signed(&Encoding::of("another"), &key.sign(&what)));
        assert!(
            !SigningKey::new(&Always(8))
                .verifying_key()
                .signed(&what, &key.sign(&what))
        );
    }

    /// RFC 8032 section 7.1, test 1: the key that goes with the secret.
    #[test]
    fn it_is_ed25519_as_everybody_has_it() {
        let secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        let key = SigningKey::from_text(secret).unwrap();
        assert_eq!(key.verifying_key().to_string(), public);
    }

    #[test]
    fn no_key_shows_itself_and_what_is_none_is_refused() {
        let key = SigningKey::new(&Always(9));
        assert_eq!(format!("{key:?}"), "SigningKey(***)");
        let short = "a".repeat(63);
        for wrong in ["", short.as_str(), &"g".repeat(64)] {
            assert!(matches!(SigningKey::from_text(wrong), Err(LogError::Key)));
            assert!(matches!(VerifyingKey::from_text(wrong), Err(LogError::Key)));
        }
        // A point of small order: any message would do for its signatures.
        let weak = format!("01{}", "0".repeat(62));
        assert!(matches!(VerifyingKey::from_text(&weak), Err(LogError::Key)));
    }
}
