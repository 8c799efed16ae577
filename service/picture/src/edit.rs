//! Remedies on the photo's way: smaller, cropped, covered or softened.

use crate::Pixels;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use gatehouse_domain::Area;

/// Cells across and down that are left of a softened area: what a face is made
/// of at this size is neither recognised nor restored.
const SOFT_CELLS: u32 = 6;

/// A box in whole pixels inside a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Box {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

impl Pixels {
    /// The picture with its longer edge at most `long_edge` pixels, by a
    /// Lanczos filter of three lobes; the same picture when it is small enough.
    #[must_use]
    pub fn within(&self, long_edge: u32) -> Self {
        reduced(self, long_edge).unwrap_or_else(|| self.clone())
    }

    /// The part of the picture inside `area`, whose edges are rounded outward;
    /// `None` when none of it lies inside the picture.
    #[must_use]
    pub fn crop(&self, area: Area) -> Option<Self> {
        let cut = clip(self, area)?;
        let mut rgb = Vec::new();
        for line in lines(self, cut) {
            rgb.extend_from_slice(self.rgb().get(line)?);
        }
        Self::new(cut.width, cut.height, rgb)
    }

    /// The picture with `areas` filled with one colour.
    #[must_use]
    pub fn cover(&self, areas: &[Area], colour: [u8; 3]) -> Self {
        let mut out = self.clone();
        for cut in areas.iter().filter_map(|a| clip(self, *a)) {
            for line in lines(self, cut) {
                for pixel in out
                    .rgb_mut()
                    .get_mut(line)
                    .unwrap_or_default()
                    .chunks_exact_mut(3)
                {
                    pixel.copy_from_slice(&colour);
                }
            }
        }
        out
    }

    /// The picture with all `areas` softened alike: each is reduced to a few
    /// cells and drawn large again, so that what was there cannot be restored
    /// and no area is marked out.
    #[must_use]
    pub fn soften(&self, areas: &[Area]) -> Self {
        let mut out = self.clone();
        for area in areas {
            let soft = clip(self, *area)
                .zip(self.crop(*area))
                .and_then(|(cut, part)| {
                    let box_filter = ResizeAlg::Convolution(FilterType::Box);
                    let smooth = ResizeAlg::Convolution(FilterType::Bilinear);
                    let (w, h) = (cut.width.min(SOFT_CELLS), cut.height.min(SOFT_CELLS));
                    let soft = scaled(
                        &scaled(&part, w, h, box_filter)?,
                        cut.width,
                        cut.height,
                        smooth,
                    )?;
                    Some((cut, soft))
                });
            if let Some((cut, soft)) = soft {
                paste(&mut out, cut, &soft);
            }
        }
        out
    }
}

/// The picture reduced to `long_edge`; `None` when it is small enough.
pub(crate) fn reduced(pixels: &Pixels, long_edge: u32) -> Option<Pixels> {
    let (width, height) = (pixels.width(), pixels.height());
    let longest = width.max(height);
    if longest <= long_edge || long_edge == 0 {
        return None;
    }
    let scale = |edge: u32| {
        let exact = u64::from(edge) * u64::from(long_edge);
        let rounded = (exact + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(rounded).unwrap_or(long_edge).max(1)
    };
    let lanczos = ResizeAlg::Convolution(FilterType::Lanczos3);
    scaled(pixels, scale(width), scale(height), lanczos)
}

/// The picture at exactly this size; `None` for an edge of nought.
pub(crate) fn scaled(pixels: &Pixels, width: u32, height: u32, by: ResizeAlg) -> Option<Pixels> {
    let (from_width, from_height) = (pixels.width(), pixels.height());
    let source = ImageRef::new(from_width, from_height, pixels.rgb(), PixelType::U8x3).ok()?;
    let mut target = Image::new(width, height, PixelType::U8x3);
    Resizer::new()
        .resize(&source, &mut target, &ResizeOptions::new().resize_alg(by))
        .ok()?;
    Pixels::new(width, height, target.into_vec())
}

/// The whole pixels that `area` touches inside the picture.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "clamped to the edges of the picture, which are at most 16,384"
)]
fn clip(pixels: &Pixels, area: Area) -> Option<Box> {
    let (right, bottom) = (area.left + area.width, area.top + area.height);
    let across = |v: f32| v.clamp(0.0, pixels.width() as f32);
    let down = |v: f32| v.clamp(0.0, pixels.height() as f32);
    let (left, top) = (
        across(area.left).floor() as u32,
        down(area.top).floor() as u32,
    );
    let (right, bottom) = (across(right).ceil() as u32, down(bottom).ceil() as u32);
    (right > left && bottom > top).then(|| Box {
        left,
        top,
        width: right - left,
        height: bottom - top,
    })
}

/// The byte ranges of a box, line by line.
fn lines(pixels: &Pixels, cut: Box) -> impl Iterator<Item = std::ops::Range<usize>> + use<> {
    let row = pixels.width() as usize;
    let (left, length) = (cut.left as usize, cut.width as usize);
    (cut.top..cut.top + cut.height).map(move |y| {
        let start = (y as usize * row + left) * 3;
        start..start + length * 3
    })
}

fn paste(onto: &mut Pixels, cut: Box, part: &Pixels) {
    let ranges = lines(onto, cut);
    for (line, range) in part.rgb().chunks_exact(cut.width as usize * 3).zip(ranges) {
        if let Some(place) = onto.rgb_mut().get_mut(range) {
            place.copy_from_slice(line);
        }
    }
}

#[cfg(test)]
#[expect(
    clippy::cast_possible_truncation,
    reason = "drawn test colours wrap round on purpose"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn picture(width: u32, height: u32) -> Pixels {
        let rgb = (0..width * height)
            .flat_map(|i| [i as u8, (i * 7) as u8, (i / width) as u8])
            .collect();
        Pixels::new(width, height, rgb).unwrap()
    }

    #[test]
    fn a_crop_holds_the_pixels_of_its_place() {
        let whole = picture(10, 8);
        let part = whole.crop(Area::new(2.0, 3.0, 4.0, 2.0)).unwrap();
        assert_eq!((part.width(), part.height()), (4, 2));
        assert_eq!(part.rgb()[..3], whole.rgb()[(3 * 10 + 2) * 3..][..3]);
        assert_eq!(whole.crop(Area::new(20.0, 0.0, 5.0, 5.0)), None);
    }

    #[test]
    fn covering_changes_the_area_and_nothing_else() {
        let whole = picture(10, 8);
        let covered = whole.cover(&[Area::new(2.5, 3.0, 3.0, 2.0)], [0, 0, 0]);
        let changed = whole
            .rgb()
            .chunks(3)
            .zip(covered.rgb().chunks(3))
            .enumerate();
        for (place, (before, after)) in changed {
            let (x, y) = (place % 10, place / 10);
            if (2..6).contains(&x) && (3..5).contains(&y) {
                assert_eq!(after, [0, 0, 0]);
            } else {
                assert_eq!(after, before);
            }
        }
    }

    #[test]
    fn softened_areas_depend_on_a_few_cells_only() {
        let fine = Pixels::new(
            96,
            96,
            (0..96 * 96)
                .flat_map(|i| [if (i + i / 96) % 2 == 0 { 0 } else { 255 }; 3])
                .collect(),
        );
        let soft = fine.unwrap().soften(&[Area::new(0.0, 0.0, 96.0, 96.0)]);
        let shades: HashSet<_> = soft.rgb().iter().collect();
        assert!(shades.len() <= 4, "the pattern is still there: {shades:?}");
    }

    #[test]
    fn a_large_picture_keeps_its_shape_when_reduced() {
        let small = picture(300, 200).within(150);
        assert_eq!((small.width(), small.height()), (150, 100));
        assert_eq!(picture(30, 20).within(150), picture(30, 20));
        assert_eq!(picture(1000, 1).within(10).height(), 1);
    }

    proptest! {
        #[test]
        fn no_area_makes_an_edit_fail(l in -50f32..50.0, t in -50f32..50.0, w in -9f32..90.0, h in -9f32..90.0) {
            let whole = picture(20, 15);
            let area = Area::new(l, t, w, h);
            prop_assert_eq!(whole.cover(&[area], [9; 3]).rgb().len(), whole.rgb().len());
            prop_assert_eq!(whole.soften(&[area]).rgb().len(), whole.rgb().len());
            if let Some(part) = whole.crop(area) {
                prop_assert!(part.width() <= 20 && part.height() <= 15);
            }
        }
    }
}
