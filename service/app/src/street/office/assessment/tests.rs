//! The assessment is whole, whatever is set.

use gatehouse_captions::Profile as WordsProfile;
use gatehouse_domain::{
    biometric::Dpia,
    policy::Rules,
    retention::{DutyKind, RetentionRules},
};
use jiff::civil::date;

use super::*;
use crate::{
    networks::{Catalogue, EMBEDDED},
    school::{Consents, Recognition},
};

const TODAY: Date = date(2026, 11, 18);

/// The text of an assessment for a school that has set that.
fn told(change: fn(&mut Profile), network: fn(&mut NetworkSet)) -> (Vec<Part>, String) {
    let mut profile = Profile {
        channels: vec![gatehouse_domain::Channel::Website],
        consents: Consents {
            imported_on: TODAY,
            fresh_days: 9,
            text_version: 1,
        },
        recognition: Recognition::default(),
        rules: Rules::default(),
        words: WordsProfile::default(),
        retention: RetentionRules::default(),
    };
    change(&mut profile);
    let catalogue = Catalogue::new(std::env::temp_dir().join("no-networks")).unwrap();
    let mut set = catalogue.set(EMBEDDED).unwrap().clone();
    network(&mut set);
    let live = Live {
        today: TODAY,
        profile: &profile,
        network: &set,
        measured: None,
        counts: Counts {
            pupils: 72,
            adults: 3,
            allowed: 40,
            enrolled: 0,
            early_years: 11,
            events: 4,
            purposes: 3,
            alike: 2,
            templates_destroyed: 5,
            bases: [
                (Basis::Consent, 8),
                (Basis::PublicTask, 0),
                (Basis::LegitimateInterests, 0),
            ],
        },
        accounts: BTreeMap::from([(Role::Staff, 6)]),
    };
    let parts = live.parts();
    let text = format!("{parts:?}");
    (parts, text)
}

fn tables(parts: &[Part]) -> impl Iterator<Item = &Table> {
    let pieces = parts.iter().flat_map(|part| &part.pieces);
    pieces.filter_map(|piece| match piece {
        Piece::Table(table) => Some(table),
        _ => None,
    })
}

fn as_it_is(_: &mut Profile) {}
fn as_shipped(_: &mut NetworkSet) {}

#[test]
fn every_part_has_its_blank_or_says_something_and_every_row_a_cell_for_each_column() {
    let (parts, _) = told(as_it_is, as_shipped);
    assert_eq!(parts.len(), 8);
    assert!(parts.iter().all(|part| !part.pieces.is_empty()));
    for table in tables(&parts) {
        assert!(!table.rows.is_empty(), "{}", table.caption);
        for row in &table.rows {
            assert_eq!(row.len(), table.head.len(), "{}", table.caption);
        }
    }
    let rows = tables(&parts).flat_map(|table| &table.rows).count();
    assert!(rows > DutyKind::ALL.len() + Role::ALL.len());
    let paper = Assessment {
        school: String::new(),
        made_on: TODAY,
        parts,
    };
    // Ten blanks, and how likely and how bad each of thirteen risks is.
    assert_eq!(paper.blanks(), 10 + 13);
}

#[test]
fn what_is_set_is_what_is_told() {
    let (_, text) = told(as_it_is, as_shipped);
    for words in [
        "No assessment is on record.",
        "Face recognition is switched off.",
        "No face is compared before an assessment is signed.",
        "An import counts for 9 days",
        "Assistive",
        "Not measured on children.",
        "No pupil is enrolled",
        "At events of the early years no face is compared.",
        "Deleted so far, each with a line in the ledger: 5",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let on = |profile: &mut Profile| {
        profile.recognition.on = true;
        profile.recognition.match_early_years = true;
        profile.recognition.dpia = Some(Dpia {
            signed_on: Some(date(2026, 9, 1)),
            review_by: date(2027, 9, 1),
            covers_unenrolled: true,
        });
    };
    let production = |set: &mut NetworkSet| {
        set.grade = gatehouse_faces::Grade::Production;
        set.embedder.floors = None;
    };
    let (_, text) = told(on, production);
    for words in [
        "An assessment is on record and counts.",
        "Face recognition is switched on.",
        "lets faces of others be compared for a moment",
        "Production",
        "Nobody is named",
        "events of the early years may be compared too",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let lapsed = |profile: &mut Profile| {
        profile.recognition.on = true;
        profile.recognition.dpia = Some(Dpia {
            signed_on: Some(date(2025, 9, 1)),
            review_by: TODAY,
            covers_unenrolled: false,
        });
    };
    let (_, text) = told(lapsed, as_shipped);
    assert!(text.contains("switched on, but no face is compared"));
    assert!(text.contains("does not count any more, or not yet"));
}
