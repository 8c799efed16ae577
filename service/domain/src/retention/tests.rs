//! Deadlines that must be right to the minute, also when the clocks change.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;

fn utc(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn due(kind: DutyKind, anchor: &str) -> Timestamp {
    RetentionRules::default().deadline(kind, utc(anchor))
}

#[test]
fn the_written_out_zone_is_londons() {
    let zone = school_time_zone();
    let hour = |at: &str| utc(at).to_zoned(zone.clone()).hour();
    assert_eq!(hour("2026-03-29T00:59:59Z"), 0);
    assert_eq!(hour("2026-03-29T01:00:00Z"), 2);
    assert_eq!(hour("2026-10-25T00:59:59Z"), 1);
    assert_eq!(hour("2026-10-25T01:00:00Z"), 1);
    assert_eq!(hour("2026-12-24T12:00:00Z"), 12);
}

#[test]
fn cards_are_empty_by_five_on_the_schools_clock() {
    assert_eq!(
        due(DutyKind::Card, "2026-06-19T10:30:00Z"),
        utc("2026-06-19T16:00:00Z")
    );
    assert_eq!(
        due(DutyKind::Card, "2026-12-18T10:30:00Z"),
        utc("2026-12-18T17:00:00Z")
    );
    // Half past midnight in summer is the evening before in UTC.
    assert_eq!(
        due(DutyKind::Card, "2026-06-18T23:30:00Z"),
        utc("2026-06-19T16:00:00Z")
    );
}

#[test]
fn pictures_of_an_evening_are_off_the_card_by_the_end_of_the_day() {
    assert_eq!(
        due(DutyKind::Card, "2026-06-19T18:30:00Z"),
        utc("2026-06-19T23:00:00Z")
    );
    assert_eq!(
        due(DutyKind::Card, "2026-12-18T17:00:00Z"),
        utc("2026-12-18T17:00:00Z")
    );
}

#[test]
fn originals_are_gone_after_twenty_four_hours_as_they_pass() {
    assert_eq!(
        due(DutyKind::Original, "2026-03-28T12:00:00Z"),
        utc("2026-03-29T12:00:00Z")
    );
    assert_eq!(
        due(DutyKind::Original, "2026-10-24T12:00:00Z"),
        utc("2026-10-25T12:00:00Z")
    );
}

#[test]
fn days_keep_the_time_on_the_wall_across_a_clock_change() {
    // Noon on Wednesday in summer time, noon on Wednesday a week later in winter.
    assert_eq!(
        due(DutyKind::Refused, "2026-10-21T11:00:00Z"),
        utc("2026-10-28T12:00:00Z")
    );
    assert_eq!(
        due(DutyKind::Unused, "2026-03-20T12:00:00Z"),
        utc("2026-04-03T11:00:00Z")
    );
    // 01:30 does not exist on the day the clocks go forward: half past two.
    assert_eq!(
        due(DutyKind::Export, "2026-03-22T01:30:00Z"),
        utc("2026-03-29T01:30:00Z")
    );
}

#[test]
fn months_and_years_end_on_the_last_day_a_month_has() {
    assert_eq!(
        due(DutyKind::Template, "2028-02-29T09:00:00Z"),
        utc("2029-02-28T09:00:00Z")
    );
    assert_eq!(
        due(DutyKind::AccessLog, "2026-08-31T08:00:00Z"),
        utc("2027-02-28T09:00:00Z")
    );
    assert_eq!(
        due(DutyKind::Evidence, "2026-06-19T08:00:00Z"),
        utc("2032-06-19T08:00:00Z")
    );
    assert_eq!(
        due(DutyKind::Backup, "2026-01-01T00:00:00Z"),
        utc("2026-02-05T00:00:00Z")
    );
}

#[test]
fn a_master_ends_with_its_last_release() {
    assert_eq!(
        due(DutyKind::Master, "2026-06-19T08:00:00Z"),
        utc("2026-06-19T08:00:00Z")
    );
}

#[test]
fn a_review_comes_early_when_a_permission_ends_or_a_pupil_leaves() {
    let rules = RetentionRules::default();
    let published = utc("2026-06-19T08:00:00Z");
    let leaves = utc("2026-07-22T08:00:00Z");
    assert_eq!(
        rules.review(published, &[]).due,
        utc("2027-06-19T08:00:00Z")
    );
    assert_eq!(
        rules
            .review(published, &[leaves, utc("2030-01-01T00:00:00Z")])
            .due,
        leaves
    );
}

#[test]
fn a_profile_may_shorten_every_period_and_lengthen_some() {
    let read = |text: &str| serde_json::from_str::<RetentionRules>(text);
    assert_eq!(read("{}").unwrap(), RetentionRules::default());
    let shorter = read(r#"{"original":{"hours":2},"card":{"same-day-at":"15:30:00"}}"#).unwrap();
    assert_eq!(
        shorter.deadline(DutyKind::Card, utc("2026-12-18T10:00:00Z")),
        utc("2026-12-18T15:30:00Z")
    );
    assert!(read(r#"{"unused":{"days":30}}"#).is_ok());
    assert!(read(r#"{"unusd":{"days":30}}"#).is_err());
}

#[test]
fn no_profile_keeps_originals_over_a_day_or_templates_over_a_year() {
    let with = |change: fn(&mut Periods)| {
        let mut periods = Periods::default();
        change(&mut periods);
        RetentionRules::new(periods).unwrap_err()
    };
    assert_eq!(with(|p| p.original = Period::Hours(25)), BadRules::Original);
    assert_eq!(with(|p| p.original = Period::Days(1)), BadRules::Original);
    assert_eq!(
        with(|p| p.template = Period::Months(13)),
        BadRules::Template
    );
    assert_eq!(with(|p| p.template = Period::Days(366)), BadRules::Template);
    assert_eq!(with(|p| p.card = Period::Days(1)), BadRules::Card);
    assert_eq!(with(|p| p.evidence = Period::Years(101)), BadRules::TooLong);
}

#[test]
fn at_the_end_of_the_calendar_everything_is_due_at_once() {
    for kind in DutyKind::ALL {
        let end = Timestamp::MAX;
        assert_eq!(RetentionRules::default().deadline(kind, end), end);
    }
}

fn moments() -> impl Strategy<Value = Timestamp> {
    // 1996 to 2096, where the zone's rule holds.
    (820_454_400i64..3_976_214_400).prop_map(|s| Timestamp::from_second(s).unwrap())
}

fn kinds() -> impl Strategy<Value = DutyKind> {
    proptest::sample::select(DutyKind::ALL.to_vec())
}

proptest! {
    #[test]
    fn no_deadline_lies_before_its_anchor_and_a_later_anchor_never_ends_sooner(
        kind in kinds(), anchor in moments(), hours in 0i64..100_000
    ) {
        let rules = RetentionRules::default();
        let first = rules.deadline(kind, anchor);
        prop_assert!(first >= anchor);
        let later = anchor + SignedDuration::from_hours(hours);
        // A civil deadline may repeat the hour that summer time leaves out.
        prop_assert!(rules.deadline(kind, later) + SignedDuration::from_hours(1) >= first);
    }

    #[test]
    fn days_differ_from_whole_days_by_at_most_the_hour_of_a_clock_change(anchor in moments()) {
        let rules = RetentionRules::default();
        let passed = rules.deadline(DutyKind::Backup, anchor).duration_since(anchor);
        prop_assert!((passed - SignedDuration::from_hours(35 * 24)).abs() <= SignedDuration::from_hours(1));
        let card = rules.deadline(DutyKind::Card, anchor).duration_since(anchor);
        prop_assert!(card <= SignedDuration::from_hours(18));
    }
}

proptest! {
    #[test]
    fn whatever_is_over_by_now_began_no_later_than_the_anchor(seconds in 0_i64..4_000_000_000) {
        let now = Timestamp::from_second(seconds).unwrap();
        let rules = RetentionRules::default();
        for kind in DutyKind::ALL {
            if let Some(anchor) = rules.anchor_of(kind, now) {
                prop_assert!(rules.deadline(kind, anchor) <= now, "{}", kind.code());
                // A week later it is not over, for any kind counted in days or more.
                if !matches!(kind, DutyKind::Master | DutyKind::Original) {
                    let later = anchor + SignedDuration::from_hours(7 * 24);
                    prop_assert!(rules.deadline(kind, later) > now, "{}", kind.code());
                }
            }
        }
    }
}
