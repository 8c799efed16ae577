//! From the detector's twelve tables to boxes and points (`YuNet`'s formula,
//! checked against `OpenCV`'s own reading of the same tables).
#![expect(
    clippy::cast_precision_loss,
    reason = "cells of a tile are counted in thousands"
)]

use gatehouse_domain::{Area, Landmarks, Point};

/// Boxes below this score are not shown to anybody.
pub(crate) const KEEP: f32 = 0.5;

/// The detector's strides in pixels, in the order of its tables.
pub(crate) const STRIDES: [usize; 3] = [8, 16, 32];

/// A box as found in one tile, in pixels of the tile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Found {
    /// The box.
    pub(crate) area: Area,
    /// The five points.
    pub(crate) landmarks: Landmarks,
    /// 0 to 1.
    pub(crate) score: f32,
}

/// The four tables of one stride: for each cell, rows first, one, one, four
/// and ten numbers.
#[derive(Clone, Copy)]
pub(crate) struct Tables<'a> {
    /// Probability that the cell is a face's.
    pub(crate) class: &'a [f32],
    /// Probability that the box is good.
    pub(crate) object: &'a [f32],
    /// Shift of the middle and logarithm of the size, in strides.
    pub(crate) boxes: &'a [f32],
    /// Shift of the five points, in strides.
    pub(crate) points: &'a [f32],
}

/// Every box of one stride with a score from [`KEEP`]; `columns` cells a row.
///
/// For cell (row r, column c) of stride s: middle ((c + b0) s, (r + b1) s),
/// size (e^b2 s, e^b3 s), points ((c + k) s, (r + k') s), score
/// sqrt(class * object). `None` when the tables do not belong together.
pub(crate) fn decoded(tables: Tables<'_>, stride: usize, columns: usize) -> Option<Vec<Found>> {
    let cells = tables.class.len();
    let (boxes, odd_boxes) = tables.boxes.as_chunks::<4>();
    let (points, odd_points) = tables.points.as_chunks::<10>();
    let fits = [tables.object.len(), boxes.len(), points.len()] == [cells; 3]
        && odd_boxes.is_empty()
        && odd_points.is_empty()
        && columns > 0;
    if !fits {
        return None;
    }
    let scores = tables.class.iter().zip(tables.object);
    let found = scores
        .zip(boxes.iter().zip(points))
        .enumerate()
        .filter_map(|(cell, ((class, object), (shape, points)))| {
            let score = (class.clamp(0.0, 1.0) * object.clamp(0.0, 1.0)).sqrt();
            let column = (cell % columns) as f32;
            let row = (cell / columns) as f32;
            (score >= KEEP)
                .then(|| face(column, row, stride as f32, shape, points, score))
                .flatten()
        })
        .collect();
    Some(found)
}

/// One cell's face; none when a number is not finite.
fn face(
    column: f32,
    row: f32,
    stride: f32,
    &[across, down, wide, high]: &[f32; 4],
    points: &[f32; 10],
    score: f32,
) -> Option<Found> {
    // e^8 strides is wider than any picture: a broken network gives no infinity.
    let width = wide.clamp(-8.0, 8.0).exp() * stride;
    let height = high.clamp(-8.0, 8.0).exp() * stride;
    let (x, y) = ((column + across) * stride, (row + down) * stride);
    let (pairs, _) = points.as_chunks::<2>();
    let mut five = [Point::default(); 5];
    for (point, [px, py]) in five.iter_mut().zip(pairs) {
        *point = Point::new((column + px) * stride, (row + py) * stride);
    }
    let finite = x.is_finite()
        && y.is_finite()
        && width.is_finite()
        && height.is_finite()
        && points.iter().all(|p| p.is_finite());
    finite.then(|| Found {
        area: Area::new(x - width / 2.0, y - height / 2.0, width, height),
        landmarks: Landmarks::from_points(five),
        score,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Tables of `cells` cells without a face, but with one in `cell`.
    fn one_face(cells: usize, cell: usize, class: f32, object: f32) -> [Vec<f32>; 4] {
        let mut tables = [1, 1, 4, 10].map(|n| vec![0.0f32; cells * n]);
        tables[0][cell] = class;
        tables[1][cell] = object;
        tables[2][cell * 4..cell * 4 + 4].copy_from_slice(&[0.25, 0.75, 2.0f32.ln(), 3.0f32.ln()]);
        for k in 0..10u8 {
            tables[3][cell * 10 + usize::from(k)] = f32::from(k) / 10.0;
        }
        tables
    }

    fn tables(all: &[Vec<f32>; 4]) -> Tables<'_> {
        Tables {
            class: &all[0],
            object: &all[1],
            boxes: &all[2],
            points: &all[3],
        }
    }

    #[test]
    fn a_cell_is_read_as_the_formula_says() {
        // Row 2, column 3 of a table with 5 columns, stride 16.
        let all = one_face(20, 13, 0.81, 1.0);
        let found = decoded(tables(&all), 16, 5).unwrap();
        assert_eq!(found.len(), 1);
        let face = found[0];
        // Middle (3.25, 2.75) strides, size (2, 3) strides.
        let expected = Area::new(52.0 - 16.0, 44.0 - 24.0, 32.0, 48.0);
        assert!(face.area.iou(expected) > 0.9999);
        assert!((face.score - 0.9).abs() < 1e-6);
        assert!(face.landmarks.left_eye.distance(Point::new(48.0, 33.6)) < 1e-3);
        assert!(face.landmarks.right_mouth.distance(Point::new(60.8, 46.4)) < 1e-3);
    }

    #[test]
    fn tables_that_do_not_belong_together_are_refused() {
        let mut all = one_face(20, 13, 1.0, 1.0);
        all[2].pop();
        assert_eq!(decoded(tables(&all), 16, 5), None);
        let all = one_face(20, 13, 1.0, 1.0);
        assert_eq!(decoded(tables(&all), 16, 0), None);
    }

    #[test]
    fn numbers_that_are_none_make_no_face() {
        let mut all = one_face(20, 13, 1.0, 1.0);
        all[3][134] = f32::NAN;
        assert_eq!(decoded(tables(&all), 16, 5), Some(vec![]));
        let all = one_face(20, 13, f32::NAN, 1.0);
        assert_eq!(decoded(tables(&all), 16, 5), Some(vec![]));
    }

    proptest! {
        #[test]
        fn exactly_the_scores_from_a_half_are_kept(class in -0.5f32..1.5, object in -0.5f32..1.5) {
            let all = one_face(12, 7, class, object);
            let found = decoded(tables(&all), 8, 4).unwrap();
            let score = (class.clamp(0.0, 1.0) * object.clamp(0.0, 1.0)).sqrt();
            prop_assert_eq!(found.len(), usize::from(score >= KEEP));
        }
    }
}
