//! A roster of people who can be told apart: a cast chosen with the networks
//! themselves, and beyond it each as far as possible from all before.

use crate::features::AXES;
use crate::look::Look;

/// Candidates looked at for each place: more spread people out further.
const CANDIDATES_EACH: usize = 24;

/// How much a squared difference of each of [`crate::Features`] adds to the
/// distance (1 less the cosine) that the shipped embedder sees. Least squares
/// over the 44,850 pairs of 300 drawn people (correlation 0.61); what it
/// hardly sees keeps a little weight, because people see it.
const WEIGHTS: [f32; AXES] = [
    0.004, 0.002, 0.009, 0.004, 0.005, 0.008, 0.005, 0.005, 0.058, 0.051, 0.008, 0.004, 0.003,
    0.007, 0.028, 0.025, 0.018, 0.019, 0.030, 0.038, 0.009, 0.004, 0.004, 0.035, 0.011, 0.003,
    0.039, 0.001,
];

/// Numbers of people chosen out of 1,200 with the shipped networks, each next
/// one the least like all before: the highest score between a drawing of one
/// and the mean of another is 0.37 among the first 64, 0.41 among 96 and 0.48
/// among all. After a change of how faces are drawn, choose anew.
const CAST: [u16; 192] = [
    44, 1110, 18, 628, 868, 601, 961, 10, 472, 206, 424, 167, 597, 664, 363, 275, 1140, 651, 631,
    756, 74, 54, 918, 369, 978, 1127, 156, 650, 303, 197, 440, 501, 1040, 1027, 348, 567, 34, 436,
    633, 451, 437, 696, 1139, 14, 873, 345, 94, 1150, 860, 755, 523, 178, 924, 212, 144, 272, 1049,
    1149, 849, 1148, 624, 760, 125, 356, 907, 282, 807, 188, 979, 1002, 1034, 684, 307, 738, 73,
    162, 285, 150, 170, 789, 903, 888, 1130, 784, 1117, 66, 31, 139, 1008, 449, 1001, 159, 276,
    250, 83, 326, 487, 1121, 481, 420, 1038, 720, 1025, 690, 377, 61, 697, 665, 387, 652, 114, 146,
    993, 913, 539, 428, 427, 930, 900, 22, 1114, 45, 294, 941, 1007, 700, 53, 647, 611, 867, 925,
    917, 739, 300, 486, 882, 128, 1198, 324, 429, 266, 108, 1091, 884, 334, 195, 225, 171, 1064,
    493, 595, 848, 389, 107, 943, 9, 223, 447, 988, 399, 332, 409, 1133, 957, 349, 308, 1069, 278,
    816, 946, 613, 367, 522, 65, 1124, 1063, 749, 605, 821, 769, 1164, 783, 329, 644, 1087, 298,
    832, 1137, 1015, 267, 457, 203,
];

impl Look {
    /// `count` children of 5 to 16 who differ from one another, the same for
    /// the same `number`. The first 192 come from the cast, beginning `number`
    /// places into it; 0 gives those furthest apart, and then a shorter gallery
    /// is the start of a longer one. Beyond the cast people are chosen by
    /// [`Look::unlikeness`].
    #[must_use]
    pub fn gallery(number: u64, count: usize) -> Vec<Self> {
        let length = CAST.len();
        let first = usize::try_from(number % 192).unwrap_or(0);
        let mut chosen: Vec<Self> = (0..count.min(length))
            .map(|step| Self::from_number(u64::from(CAST[(first + step) % length])))
            .collect();
        if count <= length {
            return chosen;
        }
        let offered = (1_000_000u64..).take((count - length) * CANDIDATES_EACH);
        let mut candidates: Vec<(Self, f32)> = offered
            .map(|offer| {
                let look = Self::from_number(offer);
                let distances = chosen.iter().map(|one| one.unlikeness(&look));
                let nearest = distances.fold(f32::MAX, f32::min);
                (look, nearest)
            })
            .collect();
        while chosen.len() < count {
            let Some(at) = farthest(&candidates) else {
                break;
            };
            let (next, _) = candidates.swap_remove(at);
            for (candidate, nearest) in &mut candidates {
                *nearest = nearest.min(next.unlikeness(candidate));
            }
            chosen.push(next);
        }
        chosen
    }

    /// How far two people are apart to a network: 0 for the same person, under
    /// 0.05 for a twin, more the less alike they are. The weights are measured.
    #[must_use]
    pub fn unlikeness(&self, other: &Self) -> f32 {
        let differs = |different: bool, weight: f32| if different { weight } else { 0.0 };
        let square = |a: f32, b: f32| (a - b) * (a - b);
        let level = |a: u8, b: u8| square(f32::from(a) / 255.0, f32::from(b) / 255.0);
        let (a, b) = (self.features.axes(), other.features.axes());
        let axes = a.iter().zip(&b).zip(&WEIGHTS);
        let shape: f32 = axes.map(|((a, b), weight)| weight * square(*a, *b)).sum();
        let hair = level(self.hair.0, other.hair.0)
            + level(self.hair.1, other.hair.1)
            + level(self.hair.2, other.hair.2);
        shape
            + 0.152 * square(self.tone, other.tone)
            + 0.064 * square(self.age / 11.0, other.age / 11.0)
            + 0.053 * hair
            + differs(self.style != other.style, 0.017)
            + differs(self.glasses != other.glasses, 0.029)
    }
}

/// Index of the candidate whose nearest chosen person is farthest away.
fn farthest(candidates: &[(Look, f32)]) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (at, (_, nearest)) in candidates.iter().enumerate() {
        if best.is_none_or(|(_, most)| *nearest > most) {
            best = Some((at, *nearest));
        }
    }
    best.map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn nobody_is_in_the_cast_twice() {
        let numbers: BTreeSet<u16> = CAST.into_iter().collect();
        assert_eq!(numbers.len(), CAST.len());
    }

    #[test]
    fn a_shorter_gallery_is_the_start_of_a_longer_one() {
        assert_eq!(Look::gallery(0, 70)[..40], Look::gallery(0, 40)[..]);
        assert!(Look::gallery(1, 0).is_empty());
    }

    #[test]
    fn people_beyond_the_cast_are_new_and_unlike_those_before() {
        let people = Look::gallery(3, 200);
        assert_eq!(people.len(), 200);
        for (at, late) in people.iter().enumerate().skip(CAST.len()) {
            for one in &people[..at] {
                assert!(one.unlikeness(late) > 0.05);
            }
        }
    }

    #[test]
    fn a_twin_is_less_unlike_than_anyone_of_the_cast() {
        let people = Look::gallery(0, 64);
        for (at, one) in people.iter().enumerate() {
            let twin = one.unlikeness(&one.lookalike(7));
            let others = people.iter().enumerate().filter(|(other, _)| *other != at);
            assert!(
                others
                    .map(|(_, other)| one.unlikeness(other))
                    .all(|apart| apart > twin)
            );
        }
    }
}
