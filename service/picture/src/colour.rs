//! Turns the colours of an uploaded picture into sRGB, so that the profile can
//! be dropped without the picture changing to the eye.

use crate::Pixels;
use moxcms::{ColorProfile, DataColorSpace, Layout, RenderingIntent, TransformOptions};

/// The colour profile of an uploaded file.
pub(crate) enum Profile {
    /// The file has none: its colours are sRGB.
    Absent,
    /// Broken, incomplete or larger than the limit.
    Unusable,
    /// The bytes of an ICC profile, not yet judged.
    Icc(Vec<u8>),
}

/// Converts `pixels` in place by an ICC profile, relative colorimetric. False
/// when the profile cannot be used; the pixels are then as they were.
///
/// A grey profile is applied to grey pixels through one of their three equal
/// channels; a profile of printing inks does not fit what the decoder gives.
pub(crate) fn to_srgb(pixels: &mut Pixels, icc: &[u8], grey: bool) -> bool {
    let Ok(source) = ColorProfile::new_from_slice(icc) else {
        return false;
    };
    let layout = match (source.color_space, grey) {
        (DataColorSpace::Rgb, _) => Layout::Rgb,
        (DataColorSpace::Gray, true) => Layout::Gray,
        _ => return false,
    };
    let options = TransformOptions {
        rendering_intent: RenderingIntent::RelativeColorimetric,
        ..TransformOptions::default()
    };
    let target = ColorProfile::new_srgb();
    let Ok(transform) = source.create_transform_8bit(layout, &target, Layout::Rgb, options) else {
        return false;
    };
    let row = usize::try_from(pixels.width()).unwrap_or(usize::MAX);
    let mut out = vec![0; row.saturating_mul(3)];
    for line in pixels.rgb_mut().chunks_exact_mut(out.len()) {
        let done = if layout == Layout::Gray {
            let greys: Vec<u8> = line.iter().step_by(3).copied().collect();
            transform.transform(&greys, &mut out)
        } else {
            transform.transform(line, &mut out)
        };
        if done.is_err() {
            return false;
        }
        line.copy_from_slice(&out);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn converted(profile: &ColorProfile, colour: [u8; 3]) -> Vec<u8> {
        let mut pixels = Pixels::new(1, 1, colour.to_vec()).unwrap();
        assert!(to_srgb(&mut pixels, &profile.encode().unwrap(), false));
        pixels.into_rgb()
    }

    /// Expected values: the colour made linear with the curve of its space,
    /// taken to XYZ and to sRGB with the published matrices.
    #[test]
    fn wide_colours_come_out_as_the_published_matrices_have_them() {
        let p3 = ColorProfile::new_display_p3();
        for (wide, expected) in [
            ([255, 255, 255], [255, 255, 255]),
            ([0, 0, 0], [0, 0, 0]),
            ([128, 128, 128], [128, 128, 128]),
            ([200, 100, 50], [215, 93, 31]),
            ([60, 120, 90], [30, 122, 88]),
        ] {
            let got = converted(&p3, wide);
            for (g, e) in got.iter().zip(expected) {
                assert!(
                    g.abs_diff(e) <= 2,
                    "{wide:?} gave {got:?}, not {expected:?}"
                );
            }
        }
    }

    #[test]
    fn a_profile_for_grey_is_used_for_grey_pixels_only() {
        let icc = ColorProfile::new_gray_with_gamma(2.2).encode().unwrap();
        let mut pixels = Pixels::new(1, 1, vec![100; 3]).unwrap();
        assert!(!to_srgb(&mut pixels.clone(), &icc, false));
        assert!(to_srgb(&mut pixels, &icc, true));
        assert!(pixels.rgb().iter().all(|v| v.abs_diff(100) < 4));
    }

    proptest! {
        #[test]
        fn a_broken_profile_leaves_the_picture_as_it_was(at in 0usize..400, value: u8, cut in 1usize..400) {
            let mut icc = ColorProfile::new_display_p3().encode().unwrap();
            let place = at % icc.len();
            icc[place] = value;
            icc.truncate(icc.len().saturating_sub(cut).max(1));
            let before = Pixels::new(2, 1, vec![9, 90, 200, 30, 20, 10]).unwrap();
            let mut after = before.clone();
            if !to_srgb(&mut after, &icc, false) {
                prop_assert_eq!(after, before);
            }
        }
    }
}
