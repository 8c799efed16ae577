//! Of several answers the strictest counts.

use std::slice;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn told(line: u64, covers: Covers, word: Word, day: Option<i8>) -> Told {
    Told {
        at: (0, line, 1),
        person: 0,
        channel: Channel::Website,
        covers,
        giver: "guardian 1".to_owned(),
        word,
        given_on: day.map(|day| date(2026, 9, day)),
        method: "",
    }
}

fn settled(told: &[Told]) -> (Word, bool, Option<Date>, usize) {
    let outcome = settle(told.to_vec());
    assert_eq!(outcome.settled.len(), 1);
    let one = &outcome.settled[0];
    (one.word, one.named, one.given_on, outcome.clashes.len())
}

#[test]
fn a_later_no_counts_and_a_later_yes_is_told() {
    let (yes, no) = (Word::Yes, Word::No);
    let picture = Covers::Picture;
    let later_no = [
        told(2, picture, yes, Some(1)),
        told(3, picture, no, Some(9)),
    ];
    assert_eq!(settled(&later_no), (no, false, Some(date(2026, 9, 9)), 0));
    let later_yes = [
        told(2, picture, no, Some(1)),
        told(3, picture, yes, Some(9)),
    ];
    assert_eq!(settled(&later_yes), (no, false, Some(date(2026, 9, 1)), 1));
    let undated = [told(2, picture, no, None), told(3, picture, yes, None)];
    assert_eq!(settled(&undated), (no, false, None, 1));
}

#[test]
fn a_name_stands_beside_a_picture_only_if_both_are_agreed_to() {
    let (yes, no) = (Word::Yes, Word::No);
    let name = |word| told(2, Covers::Name, word, None);
    let picture = |word| told(2, Covers::Picture, word, None);
    assert_eq!(settled(&[picture(yes), name(yes)]), (yes, true, None, 0));
    assert_eq!(settled(&[picture(yes), name(no)]), (yes, false, None, 0));
    assert_eq!(settled(&[picture(no), name(yes)]).0, no);
    let both = told(2, Covers::PictureAndName, yes, None);
    assert_eq!(settled(slice::from_ref(&both)), (yes, true, None, 0));
    assert_eq!(
        settled(&[both, name(Word::NoAnswer)]),
        (yes, false, None, 0)
    );
    assert_eq!(settle(vec![name(yes)]).names_alone, [(0, 2, 1)]);
}

fn any_told() -> impl Strategy<Value = Told> {
    let covers = prop::sample::select(Covers::ALL.to_vec());
    let word = prop::sample::select(vec![Word::Yes, Word::No, Word::NoAnswer]);
    let channel = prop::sample::select(vec![Channel::Website, Channel::Press]);
    let day = prop::option::of(1_i8..5);
    (1_u64..50, 0_usize..2, covers, word, channel, day).prop_map(
        |(line, person, covers, word, channel, day)| Told {
            person,
            channel,
            ..told(line, covers, word, day)
        },
    )
}

proptest! {
    /// The order of rows and files does not matter.
    #[test]
    fn order_does_not_matter(
        (told, shuffled) in prop::collection::vec(any_told(), 0..12)
            .prop_flat_map(|told| (Just(told.clone()), Just(told).prop_shuffle())),
    ) {
        let (one, other) = (settle(told), settle(shuffled));
        let words = |outcome: &Outcome| -> Vec<_> {
            let all = outcome.settled.iter();
            all.map(|one| (one.person, one.channel, one.word, one.named, one.given_on, one.at))
                .collect()
        };
        prop_assert_eq!(words(&one), words(&other));
        prop_assert_eq!(one.clashes, other.clashes);
    }

    /// One more answer never allows more.
    #[test]
    fn one_more_answer_never_allows_more_than_the_pictures_do(
        told in prop::collection::vec(any_told(), 1..12),
        more in any_told(),
    ) {
        let before = settle(told.clone());
        let after = settle(told.into_iter().chain([more]).collect());
        for one in &after.settled {
            let key = (one.person, one.channel);
            let known = before.settled.iter().find(|known| (known.person, known.channel) == key);
            if let Some(known) = known {
                prop_assert!(one.word >= known.word);
            }
        }
    }
}
