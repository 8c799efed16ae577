//! Calibration on drawn-up registers whose answer is known.

use proptest::prelude::*;

use super::*;
use crate::Embedding;

const SIZE: usize = 24;

fn network() -> NetworkLimits {
    NetworkLimits {
        thresholds: Thresholds::new(0.52, 0.36, 0.08).unwrap(),
        mean: vec![0.0; SIZE],
    }
}

/// Pupils in directions that differ, three photos each, drawn from a seed.
fn register(pupils: u32, seed: u32, spread: f32) -> Vec<Enrolment<u32>> {
    let mut state = seed | 1;
    let mut noise = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        f32::from(u16::try_from(state >> 16).unwrap()) / 32768.0 - 1.0
    };
    (0..pupils)
        .map(|key| {
            let face: Vec<f32> = (0..SIZE).map(|_| noise()).collect();
            let references = (0..3)
                .map(|_| face.iter().map(|v| v + spread * noise()).collect())
                .map(|values| Embedding::normalised(values).unwrap())
                .collect();
            Enrolment { key, references }
        })
        .collect()
}

#[test]
fn a_small_register_is_asked_for_more() {
    let apart: Vec<_> = (0u8..4)
        .map(|at| {
            let mut values = vec![0.0; SIZE];
            values[usize::from(at)] = 1.0;
            Enrolment {
                key: u32::from(at),
                references: vec![Embedding::normalised(values).unwrap()],
            }
        })
        .collect();
    let calibration = calibrate(&apart, &network(), &Lookalikes::none()).unwrap();
    assert!((calibration.thresholds.match_threshold() - 0.57).abs() < 1e-6);
    assert!(!calibration.raised_by_register);
    assert!(calibration.found.is_empty());
    assert_eq!((calibration.pupils, calibration.searches), (4, 4));
    assert_eq!(calibration.fnir, None, "one photo each");
}

#[test]
fn no_search_of_a_register_under_a_thousand_photos_names_another_pupil() {
    let calibration = calibrate(&register(80, 7, 0.3), &network(), &Lookalikes::none()).unwrap();
    assert!(calibration.raised_by_register);
    assert_eq!(calibration.fpir, Some(0.0));
    assert!(calibration.thresholds.match_threshold() > calibration.impostor.unwrap().highest);
    assert!(calibration.rank_one.unwrap() > 0.95);
}

#[test]
fn one_search_in_a_thousand_may() {
    let many = register(500, 3, 0.3);
    let calibration = calibrate(&many, &network(), &Lookalikes::none()).unwrap();
    let impostor = calibration.impostor.unwrap();
    let threshold = calibration.thresholds.match_threshold();
    assert!(threshold > impostor.of_1000 && threshold <= impostor.highest);
    assert!(impostor.median < impostor.of_100 && impostor.of_100 < impostor.of_1000);
}

#[test]
fn twins_are_found_and_once_confirmed_do_not_close_matching_to_the_others() {
    let mut pupils = register(60, 11, 0.1);
    let twin = Enrolment {
        key: 99,
        references: pupils[0].references.clone(),
    };
    pupils.push(twin);
    let found = calibrate(&pupils, &network(), &Lookalikes::none()).unwrap();
    assert_eq!((found.found[0].one, found.found[0].other), (0, 99));
    assert!(found.thresholds.match_threshold() > 0.95);

    let confirmed = [(0, 99)].into_iter().collect();
    let settled = calibrate(&pupils, &network(), &confirmed).unwrap();
    assert!(settled.thresholds.match_threshold() < 0.9);
    assert!(settled.lookalikes.contains(99, 0));
}

#[test]
fn photos_of_two_networks_are_not_mixed() {
    let mut pupils = register(3, 5, 0.1);
    pupils[1].references = vec![Embedding::normalised(vec![1.0, 2.0]).unwrap()];
    let refused = calibrate(&pupils, &network(), &Lookalikes::none());
    assert_eq!(refused, Err(BadGallery::ForeignTemplate));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn calibration_never_goes_below_the_network_and_ignores_order(
        pupils in 1u32..70, seed in 1u32..10_000
    ) {
        let mut register = register(pupils, seed, 0.4);
        let forwards = calibrate(&register, &network(), &Lookalikes::none()).unwrap();
        register.reverse();
        let backwards = calibrate(&register, &network(), &Lookalikes::none()).unwrap();
        prop_assert_eq!(&forwards.thresholds, &backwards.thresholds);
        prop_assert_eq!(&forwards.found, &backwards.found);
        let least = if pupils < 50 { 0.57 } else { 0.52 };
        prop_assert!(forwards.thresholds.match_threshold() >= least - 1e-6);
        let near = forwards.thresholds.match_threshold() - forwards.thresholds.margin();
        prop_assert!(forwards.found.iter().all(|pair| pair.score >= near));
        prop_assert!(forwards.found.iter().all(|p| forwards.lookalikes.contains(p.other, p.one)));
    }
}
