//! What holds of any history: nothing more that is said against somebody ever
//! makes a permission looser.

use proptest::prelude::*;

use super::*;

fn any_row() -> impl Strategy<Value = PermissionRow> {
    (
        0usize..7,
        prop::bool::ANY,
        0u8..3,
        0u8..3,
        0u16..3,
        -400i32..40,
        prop::option::of(-40i32..400),
        1u32..4,
        (prop::bool::weighted(0.2), 0usize..4),
    )
        .prop_map(
            |(channel, named, basis, decision, giver, given, ends, text, (taking, means))| {
                let day = |offset: i32| TODAY.saturating_add(jiff::Span::new().days(offset));
                PermissionRow {
                    channel: Channel::ALL[channel],
                    naming: if named {
                        Naming::WithFirstName
                    } else {
                        Naming::PictureOnly
                    },
                    basis: [
                        Basis::Consent,
                        Basis::PublicTask,
                        Basis::LegitimateInterests,
                    ][usize::from(basis)],
                    decision: [Decision::Granted, Decision::Refused, Decision::Withdrawn]
                        [usize::from(decision)],
                    given_by: if giver == 2 {
                        Giver::Self_
                    } else {
                        Giver::Guardian(giver)
                    },
                    given_on: day(given),
                    expires_on: ends.map(day),
                    text_version: text,
                    detail: Detail {
                        means: [
                            None,
                            Some(Means::Paper),
                            Some(Means::Email),
                            Some(Means::Verbal),
                        ][means],
                        purpose: if taking {
                            Purpose::Taking
                        } else {
                            Purpose::Using
                        },
                    },
                }
            },
        )
}

fn any_asks() -> impl Strategy<Value = Asks> {
    (
        0usize..4,
        prop::collection::vec(0u16..2, 0..2),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(yes_of, without_responsibility, taking, written)| Asks {
            yes_of: [YesOf::AsRecorded, YesOf::Guardian, YesOf::Both, YesOf::Own][yes_of],
            without_responsibility,
            taking,
            written,
        })
}

fn any_person() -> impl Strategy<Value = Standing> {
    (
        prop::bool::ANY,
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.2),
        prop::bool::ANY,
        prop::collection::vec(any_row(), 0..8),
        any_asks(),
    )
        .prop_map(
            |(protected, objection, left, after_leaving, rows, asks)| Standing {
                protected,
                objection,
                left_on: left.then_some(TODAY),
                after_leaving,
                rows,
                asks,
            },
        )
}

proptest! {
    #[test]
    fn the_order_of_the_history_changes_nothing(person in any_person(), channel in 0usize..7) {
        let mut turned = person.clone();
        turned.rows.reverse();
        let channel = Channel::ALL[channel];
        prop_assert_eq!(
            denials(&person, channel, Naming::PictureOnly, TODAY, &source()),
            denials(&turned, channel, Naming::PictureOnly, TODAY, &source())
        );
    }

    #[test]
    fn protecting_objecting_or_leaving_never_relaxes(person in any_person(), channel in 0usize..7) {
        let channel = Channel::ALL[channel];
        let before = permission(&person, channel, Naming::PictureOnly, TODAY, &source());
        for change in 0..4 {
            let mut stricter = person.clone();
            match change {
                0 => stricter.protected = true,
                1 => stricter.objection = true,
                2 => stricter.asks.taking = true,
                _ => { stricter.left_on = Some(TODAY); stricter.after_leaving = false; }
            }
            prop_assert!(before || !permission(&stricter, channel, Naming::PictureOnly, TODAY, &source()));
        }
    }

    #[test]
    fn asking_for_the_name_too_never_relaxes(person in any_person(), channel in 0usize..7) {
        let channel = Channel::ALL[channel];
        if permission(&person, channel, Naming::WithFirstName, TODAY, &source()) {
            prop_assert!(permission(&person, channel, Naming::PictureOnly, TODAY, &source()));
        }
    }

    #[test]
    fn shortening_or_withdrawing_any_consent_never_relaxes(
        person in any_person(), which in 0usize..8, withdraw in prop::bool::ANY
    ) {
        let before = permission(&person, Channel::Website, Naming::PictureOnly, TODAY, &source());
        let mut stricter = person.clone();
        if let Some(row) = stricter.rows.get(which).cloned() {
            if withdraw {
                stricter.rows.push(PermissionRow {
                    decision: Decision::Withdrawn, given_on: TODAY, ..row
                });
            } else if let Some(known) = stricter.rows.get_mut(which) {
                known.expires_on = Some(TODAY.yesterday().unwrap());
            }
        }
        let after = permission(&stricter, Channel::Website, Naming::PictureOnly, TODAY, &source());
        prop_assert!(before || !after);
    }

    #[test]
    fn nobody_is_allowed_without_a_grant_for_the_channel(person in any_person(), channel in 0usize..7) {
        let channel = Channel::ALL[channel];
        if permission(&person, channel, Naming::PictureOnly, TODAY, &source()) {
            prop_assert!(person.rows.iter().any(|row|
                row.channel == channel && row.decision == Decision::Granted && row.given_on <= TODAY
                    && row.detail.purpose == Purpose::Using));
        }
    }

    #[test]
    fn any_one_more_no_never_relaxes(person in any_person(), no in any_row(), channel in 0usize..7) {
        let channel = Channel::ALL[channel];
        let before = permission(&person, channel, Naming::PictureOnly, TODAY, &source());
        let mut stricter = person.clone();
        stricter.rows.push(PermissionRow { decision: Decision::Refused, ..no });
        let after = permission(&stricter, channel, Naming::PictureOnly, TODAY, &source());
        prop_assert!(before || !after);
    }

    /// Asking for a consent in writing, for leave to take pictures or for the
    /// pupil's own yes never relaxes.
    #[test]
    fn asking_for_more_never_relaxes(person in any_person(), channel in 0usize..7) {
        let ask = |person: &Standing| {
            let (channel, name) = (Channel::ALL[channel], Naming::WithFirstName);
            permission(person, channel, name, TODAY, &source())
        };
        let mut stricter = person.clone();
        stricter.asks.written = true;
        stricter.asks.taking = true;
        if person.asks.yes_of == YesOf::Guardian {
            stricter.asks.yes_of = YesOf::Both;
        }
        prop_assert!(ask(&person) || !ask(&stricter));
    }
}
