//! How a picture is laid before the detector: at which sizes, and in which
//! tiles. Pure arithmetic, so that no face can fall between two tiles unseen.

use crate::resample::times;

/// Longest side of the whole picture in its main pass, in pixels: below it
/// small faces are missed (measured: recall 0.94 at 1280, 0.64 at 640).
const MAIN: u32 = 1280;
/// Shorter looks at the whole picture, for faces that fill it: a detector's
/// largest anchor sees about 300 pixels.
const COARSE: [u32; 2] = [320, 640];
/// A shorter look is for large faces: narrower boxes than this, in its own
/// pixels, are left to the main pass, which sees them at twice the size or
/// more. (In a composed crowd of 300 faces this took away the boxes between two
/// faces, and no face.)
const COARSE_LEAST: u32 = 24;
/// A finer look is for small faces: wider boxes than this, in its own pixels,
/// are left to the coarser pass before it, which sees them at half the size,
/// where the detector is at its best. (On smooth skin, hair and walls the finer
/// passes took pieces of large faces, and plain gradients, for faces.)
const FINE_MOST: u32 = 192;
/// Square pixels of the finest pass. A picture of 4096 pixels is seen at
/// 2560: eyes 12 pixels apart, the smallest face that can be identified, are
/// then about 18 pixels of face, which the detectors find.
const FINEST: f64 = 2560.0 * 1920.0;
/// The finest pass is worth its time when it is this much larger than `MAIN`.
const WORTH: f64 = 1.2;
/// Pixels two neighbouring tiles share, a multiple of [`GRID`].
pub(crate) const OVERLAP: u32 = 128;
/// The detector's coarsest stride. Tiles begin on it, so that a cell sees the
/// same pixels whichever tile it lies in.
const GRID: u32 = 32;
/// Tiles are padded to a multiple of this, so that few sizes occur.
const STEP: u32 = 64;
/// Longest side of a tile: two of them make 2560 with the overlap.
const TILE: u32 = 1344;

/// One pass: the picture at one size, cut into equal tiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pass {
    /// Width of the resized picture.
    pub(crate) width: u32,
    /// Height of the resized picture.
    pub(crate) height: u32,
    /// Width of every tile, a multiple of 64.
    pub(crate) tile_width: u32,
    /// Height of every tile, a multiple of 64.
    pub(crate) tile_height: u32,
    /// Width of the narrowest box to be believed, in pixels of the pass.
    pub(crate) least: u32,
    /// Width of the widest box to be believed, in pixels of the pass.
    pub(crate) most: u32,
    /// Left edges of the columns of tiles, multiples of 32.
    pub(crate) columns: Vec<u32>,
    /// Top edges of the rows of tiles, multiples of 32.
    pub(crate) rows: Vec<u32>,
}

impl Pass {
    /// The picture at `width` x `height`, in as few tiles as fit.
    pub(crate) fn new(width: u32, height: u32) -> Self {
        Self::in_tiles_of(width, height, TILE)
    }

    /// The same with another longest side of a tile.
    pub(crate) fn in_tiles_of(width: u32, height: u32, longest: u32) -> Self {
        let (tile_width, columns) = split(width, longest);
        let (tile_height, rows) = split(height, longest);
        Self {
            width,
            height,
            tile_width,
            tile_height,
            least: 0,
            most: u32::MAX,
            columns,
            rows,
        }
    }

    /// Left and top edge of every tile.
    pub(crate) fn tiles(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.rows
            .iter()
            .flat_map(|top| self.columns.iter().map(|left| (*left, *top)))
    }
}

/// The passes for a picture of `width` x `height` pixels, coarse first.
///
/// A small picture is enlarged to at most twice its size: more adds nothing
/// that the camera saw.
pub(crate) fn passes(width: u32, height: u32) -> Vec<Pass> {
    let longest = width.max(height);
    let main = MAIN.min(longest * 2);
    let at = |side: u32| {
        let factor = f64::from(side) / f64::from(longest);
        Pass::new(times(width, factor), times(height, factor))
    };
    let mut passes: Vec<Pass> = COARSE
        .into_iter()
        .filter(|side| side * 3 <= main * 2)
        .map(|side| Pass {
            least: COARSE_LEAST,
            ..at(side)
        })
        .chain([at(main)])
        .collect();
    let factor = (FINEST / (f64::from(width) * f64::from(height)))
        .sqrt()
        .min(1.0);
    if f64::from(longest) * factor >= f64::from(MAIN) * WORTH {
        passes.push(Pass::new(times(width, factor), times(height, factor)));
    }
    for finer in passes.iter_mut().skip(1) {
        finer.most = FINE_MOST;
    }
    passes
}

/// Equal tiles that cover `length` pixels: their length and where they begin.
fn split(length: u32, longest: u32) -> (u32, Vec<u32>) {
    if length <= longest {
        return (length.next_multiple_of(STEP), vec![0]);
    }
    let count = (length - OVERLAP).div_ceil(longest - OVERLAP);
    let tile = (length + (count - 1) * OVERLAP)
        .div_ceil(count)
        .next_multiple_of(STEP);
    let step = tile - OVERLAP;
    debug_assert!(step.is_multiple_of(GRID));
    let needed = (length - OVERLAP).div_ceil(step);
    (tile, (0..needed).map(|place| place * step).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_span_up_to_the_overlap_lies_whole_in_a_tile(
            length in 1u32..9000, place in 0.0f64..1.0, span in 1u32..=OVERLAP
        ) {
            let (tile, starts) = split(length, TILE);
            let span = span.min(length);
            let from = times(length - span + 1, place).min(length - span);
            prop_assert!(
                starts.iter().any(|s| *s <= from && from + span <= s + tile),
                "{from}..{} in tiles of {tile} at {starts:?}", from + span
            );
        }

        #[test]
        fn tiles_begin_on_the_grid_and_none_is_needless(length in 1u32..9000) {
            let (tile, starts) = split(length, TILE);
            prop_assert!(tile % STEP == 0 && tile <= TILE);
            prop_assert!(starts.iter().all(|s| s % GRID == 0));
            let last = starts.last().copied().unwrap();
            prop_assert!(last < length && last + tile >= length);
        }

        #[test]
        fn no_picture_asks_for_more_than_a_bounded_number_of_pixels(
            width in 1u32..=65_535, height in 1u32..=65_535
        ) {
            let pixels: u64 = passes(width, height)
                .iter()
                .map(|p| {
                    u64::from(p.tile_width) * u64::from(p.tile_height)
                        * (p.rows.len() * p.columns.len()) as u64
                })
                .sum();
            prop_assert!(pixels < 16_000_000, "{pixels}");
        }

        #[test]
        fn the_same_size_is_always_laid_alike_and_never_empty(
            width in 1u32..6000, height in 1u32..6000
        ) {
            let all = passes(width, height);
            prop_assert_eq!(&all, &passes(width, height));
            prop_assert!(all.iter().all(|p| p.width > 0 && p.height > 0));
            prop_assert!(all.iter().all(|p| p.tiles().count() > 0));
        }
    }

    #[test]
    fn a_camera_picture_is_seen_at_four_sizes_the_finest_in_four_tiles() {
        let all = passes(4000, 3000);
        let sizes: Vec<_> = all.iter().map(|p| (p.width, p.height)).collect();
        assert_eq!(sizes, [(320, 240), (640, 480), (1280, 960), (2560, 1920)]);
        let tiles: Vec<_> = all.iter().map(|p| p.tiles().count()).collect();
        assert_eq!(tiles, [1, 1, 1, 4]);
    }

    #[test]
    fn only_shorter_looks_leave_small_boxes_to_others() {
        let least: Vec<_> = passes(4000, 3000).iter().map(|p| p.least).collect();
        assert_eq!(least, [COARSE_LEAST, COARSE_LEAST, 0, 0]);
        let least: Vec<_> = passes(200, 150).iter().map(|p| p.least).collect();
        assert_eq!(least, [0]);
    }

    #[test]
    fn a_long_panorama_keeps_its_small_faces() {
        let finest = passes(12_000, 1500).pop().unwrap();
        assert!(finest.width > 6000 && finest.height > 700);
    }

    #[test]
    fn a_small_picture_is_enlarged_to_twice_its_size_only() {
        let sizes: Vec<_> = passes(300, 200).iter().map(|p| p.width).collect();
        assert_eq!(sizes, [320, 600]);
        assert_eq!(passes(1, 1).len(), 1);
    }
}
