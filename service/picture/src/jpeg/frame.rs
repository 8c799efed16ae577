//! The frame header of an uploaded JPEG: dimensions and components.

use crate::Refusal;

/// One colour component of a frame.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Component {
    pub(crate) id: u8,
    /// Blocks across in one unit of an interleaved scan, 1 to 4.
    pub(crate) across: usize,
    /// Blocks down in one unit, 1 to 4.
    pub(crate) down: usize,
}

/// What the frame header says.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) progressive: bool,
    pub(crate) components: Vec<Component>,
}

impl Frame {
    /// Reads the body of a start-of-frame segment (ITU-T T.81, B.2.2).
    ///
    /// # Errors
    /// [`Refusal::UnsupportedCoding`] for other than 8 bits or a height that is
    /// told later, [`Refusal::Damaged`] for a header that contradicts itself.
    pub(crate) fn read(body: &[u8], progressive: bool) -> Result<Self, Refusal> {
        let [precision, h1, h0, w1, w0, count, rest @ ..] = body else {
            return Err(Refusal::Damaged);
        };
        let height = u32::from(u16::from_be_bytes([*h1, *h0]));
        let width = u32::from(u16::from_be_bytes([*w1, *w0]));
        if *precision != 8 || height == 0 || !matches!(count, 1 | 3 | 4) {
            return Err(Refusal::UnsupportedCoding);
        }
        let components: Vec<Component> = rest
            .chunks_exact(3)
            .take(usize::from(*count))
            .filter_map(|c| match c {
                [id, sampling, _] => Some(Component {
                    id: *id,
                    across: usize::from(sampling >> 4),
                    down: usize::from(sampling & 15),
                }),
                _ => None,
            })
            .collect();
        let sound = components.len() == usize::from(*count)
            && components
                .iter()
                .all(|c| (1..=4).contains(&c.across) && (1..=4).contains(&c.down));
        if width == 0 || !sound {
            return Err(Refusal::Damaged);
        }
        Ok(Self {
            width,
            height,
            progressive,
            components,
        })
    }

    /// Largest sampling factors of all components, across and down.
    pub(crate) fn most(&self) -> (usize, usize) {
        self.components
            .iter()
            .fold((1, 1), |m, c| (m.0.max(c.across), m.1.max(c.down)))
    }

    /// Units of an interleaved scan, across and down.
    pub(crate) fn units(&self) -> (usize, usize) {
        let (across, down) = self.most();
        (
            pixels(self.width).div_ceil(8 * across),
            pixels(self.height).div_ceil(8 * down),
        )
    }

    /// Blocks of one component when it has a scan of its own.
    pub(crate) fn blocks(&self, component: &Component) -> (usize, usize) {
        let (across, down) = self.most();
        let width = (pixels(self.width) * component.across).div_ceil(across);
        let height = (pixels(self.height) * component.down).div_ceil(down);
        (width.div_ceil(8), height.div_ceil(8))
    }
}

fn pixels(edge: u32) -> usize {
    usize::try_from(edge).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_counted_as_the_standard_has_them() {
        let body = [8, 0, 100, 0, 50, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
        let frame = Frame::read(&body, false).unwrap();
        assert_eq!((frame.width, frame.height), (50, 100));
        assert_eq!(frame.units(), (4, 7));
        assert_eq!(frame.blocks(&frame.components[0]), (7, 13));
        assert_eq!(frame.blocks(&frame.components[1]), (4, 7));
    }

    #[test]
    fn a_frame_of_twelve_bits_or_without_size_is_refused() {
        let one = |precision, height, width, sampling| {
            Frame::read(&[precision, 0, height, 0, width, 1, 1, sampling, 0], false).err()
        };
        assert_eq!(one(12, 8, 8, 0x11), Some(Refusal::UnsupportedCoding));
        assert_eq!(one(8, 0, 8, 0x11), Some(Refusal::UnsupportedCoding));
        assert_eq!(one(8, 8, 0, 0x11), Some(Refusal::Damaged));
        assert_eq!(one(8, 8, 8, 0x01), Some(Refusal::Damaged));
        assert_eq!(one(8, 8, 8, 0x11), None);
        assert_eq!(Frame::read(&[8], false).err(), Some(Refusal::Damaged));
    }
}
