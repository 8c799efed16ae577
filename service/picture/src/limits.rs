//! How much one uploaded file may ask of the decode process.

/// Bounds that are checked before a buffer is made for the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the uploaded file.
    pub file_bytes: u64,
    /// Width times height.
    pub pixels: u64,
    /// Longer edge, in pixels.
    pub edge: u32,
    /// Bytes of the decoded picture in its own depth and channels.
    pub decoded_bytes: u64,
    /// Bytes of an embedded colour profile; a larger one is ignored.
    pub profile_bytes: usize,
    /// Scans of a progressive JPEG: each costs a pass over the whole picture.
    pub scans: usize,
    /// Long edge in pixels to which the decoded picture is reduced before it
    /// is handed on: nothing larger than the master is ever kept.
    pub kept_edge: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            pixels: 64_000_000,
            edge: 16_384,
            decoded_bytes: 256 << 20,
            profile_bytes: 4 << 20,
            scans: 100,
            kept_edge: 4096,
        }
    }
}

impl Limits {
    /// Whether a picture of these dimensions may be decoded, `bytes_per_pixel`
    /// being what the decoder will write. `image` enforces its own limits on a
    /// path that cannot read orientation or profile, hence this check.
    #[must_use]
    pub fn allow(&self, width: u32, height: u32, bytes_per_pixel: u64) -> bool {
        let pixels = u64::from(width) * u64::from(height);
        width > 0
            && height > 0
            && width <= self.edge
            && height <= self.edge
            && pixels <= self.pixels
            && pixels
                .checked_mul(bytes_per_pixel)
                .is_some_and(|b| b <= self.decoded_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_past_any_one_bound_is_not_allowed() {
        let limits = Limits::default();
        assert!(limits.allow(8000, 8000, 3));
        assert!(!limits.allow(8001, 8000, 3), "pixels");
        assert!(!limits.allow(16_385, 10, 3), "edge");
        assert!(!limits.allow(8000, 8000, 8), "decoded bytes");
        assert!(!limits.allow(0, 10, 3), "empty");
        assert!(!limits.allow(u32::MAX, u32::MAX, u64::MAX));
    }
}
