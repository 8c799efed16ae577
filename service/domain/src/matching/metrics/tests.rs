//! What must hold of the measures: known cases, and rates that only go one way.

use proptest::prelude::*;

use super::*;

fn scores() -> impl Strategy<Value = Vec<f32>> {
    proptest::collection::vec(-1.0f32..1.0, 1..60)
}

fn close(a: Option<f64>, b: f64) -> bool {
    a.is_some_and(|a| (a - b).abs() < 1e-9)
}

#[test]
fn the_errors_of_a_small_known_case_are_right() {
    let known = Verification::new(vec![0.9, 0.8, 0.7, 0.3], vec![0.1, 0.2, 0.4, 0.5, 0.75]);
    assert!(close(known.fmr(0.5), 0.4));
    assert!(close(known.fnmr(0.5), 0.25));
    assert!(close(known.fmr(0.75), 0.2), "equal reaches");
    let at = known.at_fmr(0.2).unwrap();
    assert!((at.fmr - 0.2).abs() < 1e-9 && (at.tar() - 0.75).abs() < 1e-9);
    assert!(at.threshold > 0.5 && at.threshold < 0.51);
    let equal = known.equal_error().unwrap();
    assert!((equal.equal_error_rate() - 0.225).abs() < 1e-9);
}

#[test]
fn separate_scores_have_no_equal_error_and_mixed_ones_half() {
    let apart = Verification::new(vec![0.8, 0.9], vec![0.1, 0.2]);
    assert!(apart.equal_error().unwrap().equal_error_rate() < 1e-9);
    let same = Verification::new(vec![0.1, 0.2], vec![0.1, 0.2]);
    assert!((same.equal_error().unwrap().equal_error_rate() - 0.5).abs() < 1e-9);
}

#[test]
fn what_was_not_measured_has_no_rate() {
    let empty = Verification::new(vec![f32::NAN], vec![]);
    assert_eq!(empty.fmr(0.5), None);
    assert_eq!(empty.equal_error(), None);
    assert_eq!(empty.at_fmr(0.001), None);
    assert!(empty.det().is_empty());
    assert_eq!(OpenSet::default().fpir(0.5, 0.0), None);
    assert_eq!(OpenSet::default().rank_one(), None);
}

#[test]
fn a_margin_turns_close_calls_into_questions() {
    let set = OpenSet {
        mated: vec![
            MatedSearch {
                own: 0.8,
                best_other: Some(0.3),
            },
            MatedSearch {
                own: 0.6,
                best_other: Some(0.57),
            },
            MatedSearch {
                own: 0.4,
                best_other: Some(0.45),
            },
            MatedSearch {
                own: 0.7,
                best_other: None,
            },
        ],
        nonmated: vec![
            NonMatedSearch {
                best: 0.6,
                second: Some(0.58),
            },
            NonMatedSearch {
                best: 0.6,
                second: Some(0.1),
            },
        ],
    };
    assert!(close(set.rank_one(), 0.75));
    assert!(close(set.fnir(0.5, 0.0), 0.25));
    assert!(close(set.fnir(0.5, 0.08), 0.5));
    assert!(close(set.fpir(0.5, 0.0), 1.0));
    assert!(close(set.fpir(0.5, 0.08), 0.5));
}

proptest! {
    #[test]
    fn false_matches_fall_and_false_non_matches_rise_with_the_threshold(
        genuine in scores(), impostor in scores(), a in -1.0f32..1.0, b in -1.0f32..1.0
    ) {
        let set = Verification::new(genuine, impostor);
        let (low, high) = (set.at(a.min(b)).unwrap(), set.at(a.max(b)).unwrap());
        prop_assert!(low.fmr >= high.fmr);
        prop_assert!(low.fnmr <= high.fnmr);
    }

    #[test]
    fn the_threshold_for_a_rate_keeps_it_and_is_the_least_that_does(
        genuine in scores(), impostor in scores(), rate in 0.0f64..1.0
    ) {
        let set = Verification::new(genuine, impostor.clone());
        let point = set.at_fmr(rate).unwrap();
        prop_assert!(point.fmr <= rate);
        let lowest = impostor.iter().copied().fold(f32::INFINITY, f32::min);
        let below = set.at(point.threshold.next_down()).unwrap();
        prop_assert!(below.fmr > rate || point.threshold <= lowest);
    }

    #[test]
    fn the_curve_only_goes_one_way_and_ends_without_false_matches(
        genuine in scores(), impostor in scores()
    ) {
        let curve = Verification::new(genuine, impostor).det();
        prop_assert!(curve.windows(2).all(|w| w[0].fmr >= w[1].fmr && w[0].fnmr <= w[1].fnmr));
        prop_assert!((curve[0].fmr - 1.0).abs() < 1e-9);
        prop_assert!(curve[curve.len() - 1].fmr < 1e-9);
    }

    #[test]
    fn no_threshold_has_its_two_errors_nearer_than_the_equal_error(
        genuine in scores(), impostor in scores(), threshold in -1.0f32..1.0
    ) {
        let set = Verification::new(genuine, impostor);
        let (equal, any) = (set.equal_error().unwrap(), set.at(threshold).unwrap());
        prop_assert!((equal.fmr - equal.fnmr).abs() <= (any.fmr - any.fnmr).abs() + 1e-9);
    }

    #[test]
    fn identification_errors_go_one_way_with_threshold_and_margin(
        bests in proptest::collection::vec((-1.0f32..1.0, -1.0f32..1.0), 1..40),
        a in -1.0f32..1.0, b in -1.0f32..1.0, margin in 0.0f32..0.5
    ) {
        let set = OpenSet {
            mated: bests.iter().map(|(own, other)| MatedSearch {
                own: *own, best_other: Some(*other),
            }).collect(),
            nonmated: bests.iter().map(|(x, y)| NonMatedSearch {
                best: x.max(*y), second: Some(x.min(*y)),
            }).collect(),
        };
        let (low, high) = (a.min(b), a.max(b));
        prop_assert!(set.fpir(low, margin) >= set.fpir(high, margin));
        prop_assert!(set.fnir(low, margin) <= set.fnir(high, margin));
        prop_assert!(set.fpir(low, 0.0) >= set.fpir(low, margin));
        prop_assert!(set.fnir(low, 0.0) <= set.fnir(low, margin));
    }
}
