//! Scan, second half: which pupil of the event's roster a face can be.
//!
//! Pure arithmetic on embeddings. Rules, each in its own place:
//! - references and probes are centred on the register's mean ([`RegisterMean`]);
//! - faces compete for pupils in one assignment over the whole photo, and a
//!   pupil is in it at most once;
//! - conflicts, margins and candidates are judged at the uncertain floor and
//!   never at the match threshold, so that raising the threshold can only turn
//!   a match into a question for a person: it never frees a pupil for another
//!   face and never makes a face a stranger;
//! - look-alikes and ties go to a person; confirmed wrong pairs never return.

mod assign;
mod calibrate;
mod gallery;
mod mean;
pub mod metrics;
mod pairs;
mod score;
mod search;
mod template;
mod thresholds;

use serde::{Deserialize, Serialize};

use crate::{Embedding, Landmarks};
use assign::Assignment;
pub use calibrate::{Calibration, CrossPair, Quantiles, calibrate};
pub use gallery::{BadGallery, Gallery};
pub use mean::RegisterMean;
pub use pairs::{Lookalikes, Negatives};
use score::Score;
pub use search::{leave_one_out, verification_scores};
pub use template::{Enrolment, Template};
pub use thresholds::{BadThresholds, NetworkLimits, Thresholds};

/// Eyes nearer than this many pixels of the original picture cannot be told
/// apart: measured, genuine matches above 0.45 fall from 94 % at 16 px to 87 %
/// at 12 and 80 % at 10, while false ones do not rise.
pub const LEAST_EYE_DISTANCE_PX: f32 = 12.0;

/// A face of the photo, as far as matching needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe<F> {
    /// Which face it is; negative pairs speak of it.
    pub face: F,
    /// Distance between the eyes in the original picture, in pixels.
    pub eye_distance_px: f32,
    /// What the network made of it, as it came out, not centred; `None` when
    /// no embedding was allowed or none could be made.
    pub embedding: Option<Embedding>,
}

impl<F> Probe<F> {
    /// A probe whose eye distance is measured on the landmarks.
    #[must_use]
    pub fn new(face: F, landmarks: &Landmarks, embedding: Option<Embedding>) -> Self {
        Self {
            face,
            eye_distance_px: landmarks.eye_distance(),
            embedding,
        }
    }
}

/// A pupil who may be meant. Pages show candidates in order, not the score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Candidate<K> {
    /// The pupil.
    pub person: K,
    /// Cosine after centring, -1 to 1.
    pub score: f32,
}

crate::coded::coded! {
    /// Why a face with candidates was left to a person.
    pub enum Doubt {
        BelowThreshold "below-match-threshold"
            "the face is like somebody on the roster, but not enough to say so: look and choose",
        LookAlike "look-alike"
            "this pupil has a look-alike on the register: look closely and choose",
        NarrowMargin "narrow-margin"
            "two pupils on the roster are nearly as like this face: look and choose",
        Conflict "two-faces-one-pupil"
            "more than one face in this picture could be the same pupil: look at them together and choose",
    }
}

/// What matching can say about one face.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "result")]
pub enum MatchResult<K> {
    /// One pupil, above the threshold, clear of the runner-up and of every
    /// other face. What it is worth (a proposal or a resolution) is for the
    /// verdict, which knows the network's grade.
    Match {
        /// The pupil.
        person: K,
        /// Cosine after centring, -1 to 1.
        score: f32,
        /// How far the next pupil of the roster lies behind; `None` when
        /// there is no other.
        margin: Option<f32>,
    },
    /// A person has to look.
    Ambiguous {
        /// Most alike first, ties by key; never empty.
        candidates: Vec<Candidate<K>>,
        /// The first reason found.
        doubt: Doubt,
    },
    /// Nobody on the roster reaches the uncertain floor: somebody unknown,
    /// which holds the photo. It does not say that nobody is there.
    Stranger,
    /// Too small, or without an embedding: "cannot be identified".
    NotIdentifiable,
}

impl<K: Copy> MatchResult<K> {
    /// The matched pupil, if the face is matched.
    #[must_use]
    pub const fn person(&self) -> Option<K> {
        match self {
            Self::Match { person, .. } => Some(*person),
            _ => None,
        }
    }
}

/// Every face of one photo against the event's roster, answers in the order
/// of `probes`.
///
/// The order of faces and pupils changes nothing but that order: scores are
/// compared in whole millionths, the assignment is exact, and only a pair
/// that is part of every best assignment counts as assigned.
#[must_use]
pub fn match_faces<F, K>(
    probes: &[Probe<F>],
    roster: &Gallery<K>,
    thresholds: &Thresholds,
    lookalikes: &Lookalikes<K>,
    negatives: &Negatives<F, K>,
) -> Vec<MatchResult<K>>
where
    F: Copy + Ord,
    K: Copy + Ord,
{
    let rows: Vec<Option<Row<K>>> = probes
        .iter()
        .map(|probe| Row::of(probe, roster, negatives))
        .collect();
    let floor = Score::of(thresholds.uncertain_floor());
    let gains: Vec<Vec<Option<i64>>> = rows
        .iter()
        .map(|row| row.as_ref().map_or_else(Vec::new, |row| row.gains(floor)))
        .collect();
    let table = Table {
        assignment: Assignment::best(gains, roster.len()),
        rows,
        floor,
        threshold: Score::of(thresholds.match_threshold()),
        margin: Score::of(thresholds.margin()),
        lookalikes,
    };
    (0..probes.len()).map(|face| table.result(face)).collect()
}

/// A pupil's score for a face; `None` when the pair is confirmed wrong.
#[derive(Clone, Copy)]
struct Cell<K> {
    person: K,
    score: Option<Score>,
}

/// One identifiable face against everybody on the roster.
struct Row<K>(Vec<Cell<K>>);

impl<K: Copy + Ord> Row<K> {
    fn of<F: Copy + Ord>(
        probe: &Probe<F>,
        roster: &Gallery<K>,
        negatives: &Negatives<F, K>,
    ) -> Option<Self> {
        let eyes = probe.eye_distance_px;
        if eyes.is_nan() || eyes < LEAST_EYE_DISTANCE_PX {
            return None;
        }
        let face = roster.centre(probe.embedding.as_ref()?)?;
        let cells = roster.templates().map(|(person, template)| Cell {
            person,
            score: (!negatives.contains(probe.face, person))
                .then(|| Score::of(face.cosine(template))),
        });
        Some(Self(cells.collect()))
    }

    /// What each pair is worth over "somebody unknown", which is indifferent
    /// at the floor; `None` below it.
    fn gains(&self, floor: Score) -> Vec<Option<i64>> {
        let gain = |score: Score| (score >= floor).then(|| score.above(floor));
        self.0
            .iter()
            .map(|cell| cell.score.and_then(gain))
            .collect()
    }

    fn score(&self, column: usize) -> Option<Score> {
        self.0.get(column)?.score
    }

    /// The best score of anybody else.
    fn runner_up(&self, column: usize) -> Option<Score> {
        let others = self.0.iter().enumerate().filter(|(at, _)| *at != column);
        others.filter_map(|(_, cell)| cell.score).max()
    }

    /// Everybody from the floor up, and their look-alikes on the roster
    /// however low, most alike first.
    fn candidates(&self, floor: Score, lookalikes: &Lookalikes<K>) -> Vec<(K, Score)> {
        let scored = || self.0.iter().filter_map(|c| Some((c.person, c.score?)));
        let likely: Vec<K> = scored()
            .filter(|(_, score)| *score >= floor)
            .map(|(person, _)| person)
            .collect();
        let mut candidates: Vec<_> = scored()
            .filter(|(person, score)| {
                *score >= floor || likely.iter().any(|one| lookalikes.contains(*one, *person))
            })
            .collect();
        candidates.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
        candidates
    }
}

/// All faces of a photo with their best assignment.
struct Table<'a, K> {
    rows: Vec<Option<Row<K>>>,
    assignment: Assignment,
    floor: Score,
    threshold: Score,
    margin: Score,
    lookalikes: &'a Lookalikes<K>,
}

impl<K: Copy + Ord> Table<'_, K> {
    fn result(&self, face: usize) -> MatchResult<K> {
        let Some(row) = self.rows.get(face).and_then(Option::as_ref) else {
            return MatchResult::NotIdentifiable;
        };
        let candidates = row.candidates(self.floor, self.lookalikes);
        let Some((best, score)) = candidates.first().copied() else {
            return MatchResult::Stranger;
        };
        match self.settle(face, row, best, score) {
            Ok(margin) => MatchResult::Match {
                person: best,
                score: score.value(),
                margin: margin.map(Score::value),
            },
            Err(doubt) => MatchResult::Ambiguous {
                candidates: candidates
                    .into_iter()
                    .map(|(person, score)| Candidate {
                        person,
                        score: score.value(),
                    })
                    .collect(),
                doubt,
            },
        }
    }

    /// The margin to the runner-up, when nothing speaks against `best`.
    fn settle(
        &self,
        face: usize,
        row: &Row<K>,
        best: K,
        score: Score,
    ) -> Result<Option<Score>, Doubt> {
        if score < self.threshold {
            return Err(Doubt::BelowThreshold);
        }
        if self.lookalikes.has(best) {
            return Err(Doubt::LookAlike);
        }
        let column = row.0.iter().position(|cell| cell.person == best);
        let column = column.ok_or(Doubt::Conflict)?;
        let margin = row.runner_up(column).map(|next| score.minus(next));
        if margin.is_some_and(|margin| margin < self.margin) {
            return Err(Doubt::NarrowMargin);
        }
        let assigned = self.assignment.column(face) == Some(column);
        if !assigned || self.is_contested(face, column, score) || !self.assignment.is_firm(face) {
            return Err(Doubt::Conflict);
        }
        Ok(margin)
    }

    /// Whether another face claims the same pupil nearly as well, or better.
    fn is_contested(&self, face: usize, column: usize, score: Score) -> bool {
        self.rows
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != face)
            .filter_map(|(_, row)| row.as_ref()?.score(column))
            .any(|claim| claim >= self.floor && score.minus(claim) < self.margin)
    }
}

#[cfg(test)]
mod tests;
