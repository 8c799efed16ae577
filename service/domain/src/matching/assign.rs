//! Matching arithmetic: the best one-to-one assignment of faces to pupils.
//!
//! The Hungarian method with potentials (Kuhn 1955, Munkres 1957), in the
//! shortest augmenting path form of Jonker and Volgenant (1987): O(faces² ·
//! (pupils + faces)). Every face also has a column of its own worth nought,
//! "nobody here", so no face is forced on a pupil. Whole numbers make it exact.
#![expect(
    clippy::indexing_slicing,
    reason = "number loops over tables whose sizes are fixed in Assignment::best"
)]

/// Larger than any sum of gains can be (faces times two million), and far from
/// the end of the number range.
const FORBIDDEN: i64 = 1 << 50;

/// The assignment that gains most in all, with the proof that it does.
pub(super) struct Assignment {
    gains: Vec<Vec<Option<i64>>>,
    pupils: usize,
    /// Potential of each row; row 0 belongs to the method.
    rows: Vec<i64>,
    /// Potential of each column, never above nought; column 0 belongs to the
    /// method, then pupils, then one "nobody here" for each face.
    columns: Vec<i64>,
    /// Which row holds a column; 0 for none.
    holder: Vec<usize>,
}

impl Assignment {
    /// The best assignment. `gains[face][pupil]` is what a pair is worth, from
    /// nought up; `None` or a missing place forbids it.
    pub(super) fn best(gains: Vec<Vec<Option<i64>>>, pupils: usize) -> Self {
        let faces = gains.len();
        let width = pupils + faces + 1;
        let mut this = Self {
            gains,
            pupils,
            rows: vec![0; faces + 1],
            columns: vec![0; width],
            holder: vec![0; width],
        };
        for row in 1..=faces {
            this.place(row);
        }
        this
    }

    /// What it costs to give column to row, both counted from 1.
    fn cost(&self, row: usize, column: usize) -> i64 {
        if column > self.pupils {
            return if column - self.pupils == row {
                0
            } else {
                FORBIDDEN
            };
        }
        let gain = self.gains[row - 1].get(column - 1).copied().flatten();
        gain.map_or(FORBIDDEN, |gain| -gain)
    }

    /// The cost that the potentials leave; nought on every pair of every best
    /// assignment, and never below.
    fn reduced(&self, row: usize, column: usize) -> i64 {
        self.cost(row, column) - self.rows[row] - self.columns[column]
    }

    /// Finds a column for one more row, moving others along the cheapest path.
    fn place(&mut self, row: usize) {
        let width = self.columns.len();
        let mut nearest = vec![i64::MAX / 2; width];
        let mut way = vec![0; width];
        let mut reached = vec![false; width];
        self.holder[0] = row;
        let mut at = 0;
        loop {
            reached[at] = true;
            let from = self.holder[at];
            let mut step = i64::MAX / 2;
            let mut next = 0;
            for column in (1..width).filter(|c| !reached[*c]) {
                let distance = self.reduced(from, column);
                if distance < nearest[column] {
                    nearest[column] = distance;
                    way[column] = at;
                }
                if nearest[column] < step {
                    step = nearest[column];
                    next = column;
                }
            }
            for column in 0..width {
                if reached[column] {
                    self.rows[self.holder[column]] += step;
                    self.columns[column] -= step;
                } else {
                    nearest[column] -= step;
                }
            }
            at = next;
            if self.holder[at] == 0 {
                break;
            }
        }
        while at != 0 {
            self.holder[at] = self.holder[way[at]];
            at = way[at];
        }
    }

    /// The pupil, counted from 0, whom a face, counted from 0, is given.
    pub(super) fn column(&self, face: usize) -> Option<usize> {
        let held = self.held_by(face + 1);
        (1..=self.pupils).contains(&held).then(|| held - 1)
    }

    fn held_by(&self, row: usize) -> usize {
        let held = self.holder.iter().skip(1).position(|r| *r == row);
        held.map_or(0, |at| at + 1)
    }

    /// Whether the face holds the same column in *every* best assignment.
    ///
    /// Two best assignments differ by rows moving round along pairs of reduced
    /// cost nought. So a column is given up in some best assignment exactly
    /// when such moves lead from it back to it; column 0 stands for "any free
    /// column", which may be taken up, and which a column of potential nought
    /// may become.
    pub(super) fn is_firm(&self, face: usize) -> bool {
        let start = self.held_by(face + 1);
        let mut unseen: Vec<usize> = (0..self.columns.len()).collect();
        let mut open = vec![start];
        while let Some(column) = open.pop() {
            let (next, rest): (Vec<_>, Vec<_>) = unseen
                .into_iter()
                .partition(|next| *next != column && self.may_move(column, *next));
            if next.contains(&start) {
                return false;
            }
            open.extend(next);
            unseen = rest;
        }
        true
    }

    /// Whether a best assignment may move on from `column` to `next`.
    fn may_move(&self, column: usize, next: usize) -> bool {
        let row = self.holder[column];
        if column == 0 {
            self.holder[next] != 0 && self.columns[next] == 0
        } else if row == 0 {
            next == 0
        } else {
            next != 0 && self.reduced(row, next) == 0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Gains = Vec<Vec<Option<i64>>>;

    fn tables() -> impl Strategy<Value = (Gains, usize)> {
        (0usize..5, 0usize..5).prop_flat_map(|(faces, pupils)| {
            // Few different values, so that ties are common.
            let cell = proptest::option::weighted(0.7, 0i64..6);
            let row = proptest::collection::vec(cell, pupils);
            (proptest::collection::vec(row, faces), Just(pupils))
        })
    }

    /// Every assignment there is, with its worth.
    fn all(gains: &Gains, pupils: usize) -> Vec<(i64, Vec<Option<usize>>)> {
        let mut found = vec![(0, vec![])];
        for row in gains {
            found = found
                .into_iter()
                .flat_map(|(worth, taken): (i64, Vec<Option<usize>>)| {
                    let free = (0..pupils).filter(|p| !taken.contains(&Some(*p)));
                    let mut next: Vec<_> = free
                        .filter_map(|p| Some((worth + row[p]?, [&taken[..], &[Some(p)]].concat())))
                        .collect();
                    next.push((worth, [&taken[..], &[None]].concat()));
                    next
                })
                .collect();
        }
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_other_assignment_gains_more((gains, pupils) in tables()) {
            let assignment = Assignment::best(gains.clone(), pupils);
            let mut worth = 0;
            let mut taken = std::collections::BTreeSet::new();
            for (face, row) in gains.iter().enumerate() {
                if let Some(pupil) = assignment.column(face) {
                    prop_assert!(taken.insert(pupil), "a pupil twice in a photo");
                    prop_assert!(row[pupil].is_some(), "a forbidden pair");
                    worth += row[pupil].unwrap_or(0);
                }
            }
            let best = all(&gains, pupils).into_iter().map(|(worth, _)| worth).max();
            prop_assert_eq!(Some(worth), best);
        }

        #[test]
        fn a_face_is_firm_exactly_when_every_best_assignment_agrees(
            (gains, pupils) in tables()
        ) {
            let assignment = Assignment::best(gains.clone(), pupils);
            let every = all(&gains, pupils);
            let best = every.iter().map(|(worth, _)| *worth).max().unwrap();
            for face in 0..gains.len() {
                let agreed = every
                    .iter()
                    .filter(|(worth, _)| *worth == best)
                    .all(|(_, columns)| columns[face] == assignment.column(face));
                prop_assert_eq!(assignment.is_firm(face), agreed, "face {}", face);
            }
        }
    }

    #[test]
    fn a_photo_without_faces_or_a_roster_without_pupils_is_no_trouble() {
        assert_eq!(Assignment::best(vec![vec![], vec![]], 0).column(1), None);
        assert_eq!(Assignment::best(vec![], 30).column(0), None);
    }

    #[test]
    fn the_whole_photo_is_weighed_and_not_one_face_at_a_time() {
        // Face by face, the first would take pupil 0 and leave the second with
        // nothing; together the first yields.
        let gains = vec![vec![Some(9), Some(8)], vec![Some(7), None]];
        let assignment = Assignment::best(gains, 2);
        assert_eq!(assignment.column(0), Some(1));
        assert_eq!(assignment.column(1), Some(0));
    }
}
