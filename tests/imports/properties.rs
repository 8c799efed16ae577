//! What holds of every file: twice is as once, nothing is loosened unasked,
//! and the order of rows says nothing.

use gatehouse_app::school::School;
use gatehouse_domain::{Channel, permission::PermissionRow};
use proptest::{prelude::*, sample::select};

use crate::school::{Files, difference, enter_strictly, may, school};

const HEADING: &str = "UPN,Website,Press,Name,Date\n";

/// A row: whose, what was answered, when.
fn row() -> impl Strategy<Value = String> {
    let id = select(vec!["A1", "A2", "A3", "A9"]);
    let word = || select(vec!["Yes", "No", "", "Pending", "Declined", "Granted"]);
    let day = select(vec![
        "",
        "2026-09-04",
        "2026-10-01",
        "2026-11-18",
        "not a day",
    ]);
    (id, word(), word(), word(), day)
        .prop_map(|(id, one, two, name, day)| format!("{id},{one},{two},{name},{day}\n"))
}

fn rows() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(row(), 1..12)
}

fn files(rows: &[String]) -> Files {
    let csv = format!("{HEADING}{}", rows.concat());
    Files::new().with(csv.as_bytes(), |mapping, _| {
        use gatehouse_app::import::mapping::{Covers, Question, Role};
        mapping.roles = vec![
            Role::MisId,
            Role::Answer,
            Role::Answer,
            Role::Answer,
            Role::GivenOn,
        ];
        let channels = [[Channel::Website].into(), [Channel::Press].into()];
        mapping.questions = (1..)
            .zip(channels)
            .map(|(place, channels)| {
                (
                    place,
                    Question {
                        channels,
                        ..Question::default()
                    },
                )
            })
            .collect();
        let name = Question {
            channels: [Channel::Website, Channel::Press].into(),
            covers: Covers::Name,
            inverted: None,
        };
        mapping.questions.insert(3, name);
    })
}

/// What everybody may be shown in.
fn verdicts(school: &School) -> Vec<(bool, bool)> {
    let all = ["A1", "A2", "A3"].into_iter();
    all.flat_map(|id| [Channel::Website, Channel::Press].map(|to| may(school, id, to)))
        .collect()
}

fn histories(school: &School) -> Vec<Vec<PermissionRow>> {
    let people = school.people.iter();
    people.map(|person| person.standing.rows.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn importing_the_same_file_twice_changes_nothing(before in rows(), now in rows()) {
        let mut school = school();
        files(&before).enter(&mut school);
        files(&now).enter(&mut school);
        let once = histories(&school);
        let again = files(&now);
        let found = difference(&school, &again.read(&school));
        prop_assert!(found.is_nothing(), "{found:?}");
        again.enter(&mut school);
        prop_assert_eq!(histories(&school), once);
    }

    #[test]
    fn no_file_loosens_what_was_answered_unless_it_was_agreed(before in rows(), now in rows()) {
        let mut school = school();
        files(&before).enter(&mut school);
        let answered = |school: &School| -> Vec<bool> {
            let all = ["A1", "A2", "A3"].into_iter();
            all.flat_map(|id| [Channel::Website, Channel::Press].map(|to| {
                crate::school::rows(school, id).iter().any(|row| row.channel == to)
            }))
            .collect()
        };
        let (known, said) = (verdicts(&school), answered(&school));
        let reading = files(&now).read(&school);
        enter_strictly(&mut school, reading);
        for ((was, is), said) in known.into_iter().zip(verdicts(&school)).zip(said) {
            prop_assert!(!said || (is.0 <= was.0 && is.1 <= was.1), "{was:?} {is:?}");
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(
        before in rows(),
        (now, shuffled) in rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let mut one = school();
        files(&before).enter(&mut one);
        let mut other = school();
        files(&before).enter(&mut other);
        files(&now).enter(&mut one);
        files(&shuffled).enter(&mut other);
        prop_assert_eq!(verdicts(&one), verdicts(&other));
    }

    /// Rows that agree with nobody on record never make a yes of themselves.
    #[test]
    fn a_yes_is_never_made_of_anything_else(now in rows()) {
        let mut school = school();
        let yes = now.iter().any(|row| row.contains("Yes") || row.contains("Granted"));
        files(&now).enter(&mut school);
        if !yes {
            prop_assert!(verdicts(&school).iter().all(|(picture, _)| !picture));
        }
    }
}
