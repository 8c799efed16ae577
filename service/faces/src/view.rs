//! The picture as the scan stop sees it: decoded, upright, sRGB, in memory.

use crate::Error;

/// A borrowed picture of 8-bit RGB pixels, rows from the top, no padding.
///
/// Its Debug shows the size only: pixels never reach a log.
#[derive(Clone, Copy)]
pub struct View<'a> {
    width: u32,
    height: u32,
    rgb: &'a [u8],
}

impl std::fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "View({} x {})", self.width, self.height)
    }
}

impl<'a> View<'a> {
    /// A picture `width` by `height` pixels; `rgb` holds three bytes a pixel.
    ///
    /// # Errors
    /// [`Error::Picture`] when a side is nought, when a side is over 65,535
    /// pixels, or when `rgb` is not exactly `width * height * 3` bytes long.
    pub fn new(width: u32, height: u32, rgb: &'a [u8]) -> Result<Self, Error> {
        let sides = 1..=u32::from(u16::MAX);
        let fits = || {
            let bytes = u64::from(width) * u64::from(height) * 3;
            usize::try_from(bytes).is_ok_and(|bytes| bytes == rgb.len())
        };
        // The sides first: their product could be more than fits a number.
        if sides.contains(&width) && sides.contains(&height) && fits() {
            Ok(Self { width, height, rgb })
        } else {
            Err(Error::Picture)
        }
    }

    /// Width in pixels, at least 1.
    #[must_use]
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels, at least 1.
    #[must_use]
    pub const fn height(&self) -> u32 {
        self.height
    }

    /// The bytes: red, green, blue of the top left pixel first.
    #[must_use]
    pub const fn rgb(&self) -> &'a [u8] {
        self.rgb
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_whose_bytes_do_not_fit_its_size_is_refused() {
        let bytes = [0u8; 12];
        assert!(View::new(2, 2, &bytes).is_ok());
        assert!(View::new(2, 3, &bytes).is_err());
        assert!(View::new(0, 0, &[]).is_err());
        assert!(View::new(u32::MAX, u32::MAX, &bytes).is_err());
    }

    #[test]
    fn debug_of_a_picture_shows_no_pixel() {
        let view = View::new(1, 1, &[200, 201, 202]).unwrap();
        assert_eq!(format!("{view:?}"), "View(1 x 1)");
    }
}
