//! What must hold of matching, whatever the photo.

use proptest::prelude::*;

use super::*;

const SIZE: usize = 6;

fn face(values: &[f32]) -> Embedding {
    Embedding::normalised(values.to_vec()).unwrap()
}

fn template(key: u32, values: &[f32]) -> Template<u32> {
    Template::of(key, &[face(values)]).unwrap()
}

fn probe(at: u32, values: &[f32]) -> Probe<u32> {
    Probe {
        face: at,
        eye_distance_px: 40.0,
        embedding: Some(face(values)),
    }
}

fn gallery(templates: &[Template<u32>]) -> Gallery<u32> {
    let size = templates.first().map_or(SIZE, |t| t.embedding.dimension());
    Gallery::new(templates, RegisterMean::fixed(vec![0.0; size])).unwrap()
}

fn thresholds(at: f32) -> Thresholds {
    Thresholds::new(at, 0.36, 0.08).unwrap()
}

fn plain(probes: &[Probe<u32>], roster: &[Template<u32>], at: f32) -> Vec<MatchResult<u32>> {
    match_faces(
        probes,
        &gallery(roster),
        &thresholds(at),
        &Lookalikes::none(),
        &Negatives::none(),
    )
}

fn doubt(result: &MatchResult<u32>) -> Option<Doubt> {
    match result {
        MatchResult::Ambiguous { doubt, .. } => Some(*doubt),
        _ => None,
    }
}

/// A vector whose cosine to the first axis is `a`, to the second `b`.
fn leaning(a: f32, b: f32) -> [f32; 3] {
    [a, b, (1.0 - a * a - b * b).max(0.0).sqrt()]
}

const TWO: [[f32; 3]; 2] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]];

fn two() -> [Template<u32>; 2] {
    [template(1, &TWO[0]), template(2, &TWO[1])]
}

#[test]
fn a_clear_face_is_matched_with_its_score_and_margin() {
    let results = plain(&[probe(0, &leaning(0.8, 0.2))], &two(), 0.52);
    let [
        MatchResult::Match {
            person: 1,
            score,
            margin: Some(margin),
        },
    ] = results[..]
    else {
        panic!("{results:?}");
    };
    assert!((score - 0.8).abs() < 1e-5 && (margin - 0.6).abs() < 1e-5);
}

#[test]
fn a_face_between_threshold_and_floor_is_a_question_and_below_it_a_stranger() {
    let results = plain(
        &[probe(0, &leaning(0.45, 0.0)), probe(1, &leaning(0.0, 0.3))],
        &two(),
        0.52,
    );
    assert_eq!(doubt(&results[0]), Some(Doubt::BelowThreshold));
    assert_eq!(results[1], MatchResult::Stranger);
}

#[test]
fn a_face_too_near_two_pupils_is_a_question_with_both_in_order() {
    let results = plain(&[probe(0, &leaning(0.62, 0.68))], &two(), 0.52);
    let MatchResult::Ambiguous { candidates, doubt } = &results[0] else {
        panic!("{results:?}");
    };
    assert_eq!(*doubt, Doubt::NarrowMargin);
    assert_eq!(
        candidates.iter().map(|c| c.person).collect::<Vec<_>>(),
        [2, 1]
    );
}

#[test]
fn two_faces_like_one_pupil_both_go_to_a_person() {
    let probes = [probe(0, &leaning(0.8, 0.1)), probe(1, &leaning(0.75, 0.1))];
    let results = plain(&probes, &two(), 0.52);
    assert_eq!(doubt(&results[0]), Some(Doubt::Conflict));
    assert_eq!(doubt(&results[1]), Some(Doubt::Conflict));
}

#[test]
fn the_lesser_of_two_claims_below_the_match_threshold_still_counts() {
    // At 0.60 the second face (0.56) would not match; it still contests.
    let probes = [probe(0, &leaning(0.62, 0.1)), probe(1, &leaning(0.56, 0.1))];
    assert_eq!(
        doubt(&plain(&probes, &two(), 0.60)[0]),
        Some(Doubt::Conflict)
    );
}

#[test]
fn a_best_pair_that_the_whole_photo_speaks_against_goes_to_a_person() {
    // The first face: 0.80 and 0.70; the second: 0.70 and nobody else. Together
    // they gain more with the first face as the second pupil.
    let roster = [
        template(1, &[1.0, 0.0, 0.0]),
        template(2, &[0.5, 0.866_025, 0.0]),
    ];
    let probes = [
        probe(0, &[0.8, 0.346_41, 0.489_9]),
        probe(1, &[0.7, 0.0, 0.714_143]),
    ];
    let results = plain(&probes, &roster, 0.52);
    assert_eq!(doubt(&results[0]), Some(Doubt::Conflict));
}

#[test]
fn a_tie_between_whole_photos_goes_to_a_person_whatever_the_order() {
    // 0.70 and 0.45 make as much as 0.60 and 0.55.
    let [one, other] = [leaning(0.7, 0.6), leaning(0.55, 0.45)];
    for (first, second) in [(1, 2), (2, 1)] {
        let roster = [template(first, &TWO[0]), template(second, &TWO[1])];
        let faces = [probe(0, &one), probe(1, &other)];
        let doubts = |faces: &[Probe<u32>]| -> Vec<_> {
            plain(faces, &roster, 0.52).iter().map(doubt).collect()
        };
        assert_eq!(doubts(&faces)[0], Some(Doubt::Conflict));
        let [a, b] = faces;
        assert_eq!(doubts(&[b, a])[1], Some(Doubt::Conflict));
    }
}

#[test]
fn eyes_under_twelve_pixels_apart_or_no_embedding_cannot_be_identified() {
    let near = |eyes| Probe {
        eye_distance_px: eyes,
        ..probe(0, &TWO[0])
    };
    let none = Probe {
        embedding: None,
        ..probe(0, &TWO[0])
    };
    let foreign = probe(0, &[1.0, 0.0]);
    for unusable in [near(11.99), near(f32::NAN), none, foreign] {
        assert_eq!(
            plain(&[unusable], &two(), 0.52),
            [MatchResult::NotIdentifiable]
        );
    }
    assert!(plain(&[near(12.0)], &two(), 0.52)[0].person().is_some());
}

#[test]
fn a_look_alike_always_goes_to_a_person_with_the_other_among_the_candidates() {
    let pair: Lookalikes<u32> = [(1, 2)].into_iter().collect();
    let results = match_faces(
        &[probe(0, &leaning(0.95, 0.1))],
        &gallery(&two()),
        &thresholds(0.52),
        &pair,
        &Negatives::none(),
    );
    let MatchResult::Ambiguous {
        candidates,
        doubt: Doubt::LookAlike,
    } = &results[0]
    else {
        panic!("{results:?}");
    };
    assert_eq!(
        candidates.iter().map(|c| c.person).collect::<Vec<_>>(),
        [1, 2]
    );
}

#[test]
fn a_pupil_who_was_ruled_out_never_comes_back_and_stands_in_nobodys_way() {
    let near_both = [probe(7, &leaning(0.62, 0.68))];
    let ruled_out: Negatives<u32, u32> = [(7, 2)].into_iter().collect();
    let roster = gallery(&two());
    let with = |negatives: &Negatives<u32, u32>| {
        match_faces(
            &near_both,
            &roster,
            &thresholds(0.52),
            &Lookalikes::none(),
            negatives,
        )
    };
    assert_eq!(with(&ruled_out)[0].person(), Some(1));
    let all: Negatives<u32, u32> = [(7, 1), (7, 2)].into_iter().collect();
    assert_eq!(with(&all), [MatchResult::Stranger]);
}

#[test]
fn an_empty_roster_knows_nobody() {
    assert_eq!(
        plain(&[probe(0, &[1.0; SIZE])], &[], 0.52),
        [MatchResult::Stranger]
    );
}

#[test]
fn doubts_have_stable_codes() {
    crate::coded::tests::assert_codes_are_stable_words(&crate::coded::tests::codes_of!(Doubt));
}

fn vectors(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Vec<f32>>> {
    // Few different directions, so that ties, rivals and conflicts are common.
    let value = prop_oneof![Just(0.0f32), Just(0.2), Just(0.5), Just(1.0), -1.0f32..1.0];
    let vector = proptest::collection::vec(value, SIZE).prop_filter("a direction", |v| {
        v.iter().map(|x| x * x).sum::<f32>() > 0.01
    });
    proptest::collection::vec(vector, count)
}

prop_compose! {
    fn photos()(faces in vectors(1..7), pupils in vectors(1..8))(
        eyes in proptest::collection::vec(prop_oneof![9 => Just(40.0f32), 1 => Just(8.0)], faces.len()),
        pairs in proptest::collection::vec((0..8u32, 0..8u32), 0..2),
        wrong in proptest::collection::vec((0..7u32, 0..8u32), 0..4),
        faces in Just(faces), pupils in Just(pupils),
    ) -> Photo {
        let probes = faces.iter().zip(0u32..).zip(eyes).map(|((values, at), eyes)| Probe {
            eye_distance_px: eyes, ..probe(at, values)
        });
        Photo {
            probes: probes.collect(),
            roster: pupils.iter().zip(0u32..).map(|(values, key)| template(key, values)).collect(),
            lookalikes: pairs.into_iter().collect(),
            negatives: wrong.into_iter().collect(),
        }
    }
}

#[derive(Debug, Clone)]
struct Photo {
    probes: Vec<Probe<u32>>,
    roster: Vec<Template<u32>>,
    lookalikes: Lookalikes<u32>,
    negatives: Negatives<u32, u32>,
}

impl Photo {
    fn results(&self, at: f32) -> Vec<MatchResult<u32>> {
        match_faces(
            &self.probes,
            &gallery(&self.roster),
            &thresholds(at),
            &self.lookalikes,
            &self.negatives,
        )
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_pupil_is_in_a_photo_at_most_once_and_never_ruled_out_or_a_look_alike(photo in photos()) {
        let mut matched = std::collections::BTreeSet::new();
        for (probe, result) in photo.probes.iter().zip(photo.results(0.52)) {
            if let MatchResult::Match { person, score, margin } = result {
                prop_assert!(matched.insert(person));
                prop_assert!(!photo.lookalikes.has(person));
                prop_assert!(score >= 0.52 - 1e-6 && margin.is_none_or(|m| m >= 0.08 - 1e-6));
            }
            let named: Vec<u32> = match result {
                MatchResult::Match { person, .. } => vec![person],
                MatchResult::Ambiguous { candidates, .. } => {
                    prop_assert!(!candidates.is_empty());
                    prop_assert!(candidates.windows(2).all(|w| w[0].score >= w[1].score));
                    candidates.iter().map(|c| c.person).collect()
                }
                _ => vec![],
            };
            prop_assert!(named.iter().all(|p| !photo.negatives.contains(probe.face, *p)));
        }
    }

    #[test]
    fn raising_the_match_threshold_only_turns_matches_into_questions(
        photo in photos(), low in 0.44f32..0.9, rise in 0.0f32..0.5
    ) {
        for (before, after) in photo.results(low).iter().zip(photo.results(low + rise)) {
            match before {
                MatchResult::Match { person, .. } => prop_assert!(
                    after.person() == Some(*person)
                        || doubt(&after) == Some(Doubt::BelowThreshold)
                ),
                MatchResult::Ambiguous { .. } => prop_assert!(doubt(&after).is_some()),
                MatchResult::Stranger => prop_assert_eq!(&after, before),
                MatchResult::NotIdentifiable => prop_assert_eq!(&after, before),
            }
        }
    }

    #[test]
    fn the_order_of_the_roster_and_of_the_faces_changes_nothing(photo in photos(), turn in 0usize..7) {
        let before = photo.results(0.52);
        let mut turned = photo.clone();
        turned.roster.reverse();
        let at = turn % photo.probes.len();
        turned.probes.rotate_left(at);
        let mut after = turned.results(0.52);
        after.rotate_right(at);
        prop_assert_eq!(before, after);
    }

    #[test]
    fn somebody_more_on_the_roster_turns_a_face_only_to_themselves_and_by_the_margin(
        photo in photos(), more in vectors(1..2)
    ) {
        let mut larger = photo.clone();
        larger.roster.push(template(100, &more[0]));
        for (before, after) in photo.results(0.52).iter().zip(larger.results(0.52)) {
            if let (MatchResult::Match { person: a, score: old, .. },
                    MatchResult::Match { person: b, score: new, .. }) = (before, &after)
                && a != b
            {
                prop_assert_eq!(*b, 100);
                prop_assert!(new - old >= 0.08 - 1e-5);
            }
            // Nobody who was a question or a match becomes a stranger.
            prop_assert!(after != MatchResult::Stranger || *before == MatchResult::Stranger);
        }
    }

    #[test]
    fn ruling_out_a_pupil_never_brings_back_a_pair_that_was_ruled_out(
        photo in photos(), face in 0u32..7, person in 0u32..8
    ) {
        let mut told = photo.clone();
        told.negatives.add(face, person);
        for (probe, result) in told.probes.iter().zip(told.results(0.52)) {
            prop_assert!(probe.face != face || result.person() != Some(person));
        }
    }
}
