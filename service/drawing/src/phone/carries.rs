//! What a written file carries beside its pixels.

/// Who made the camera, and which one it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Camera {
    /// Maker, as in EXIF.
    pub make: String,
    /// Model, as in EXIF.
    pub model: String,
    /// Serial number of the body.
    pub serial: String,
}

/// Where a photo was taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Degrees, north positive.
    pub latitude: f64,
    /// Degrees, east positive.
    pub longitude: f64,
}

/// Bytes behind the end of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trailer {
    /// None.
    None,
    /// A short film, as motion photos have it.
    Film,
    /// A second, smaller picture with an index in the first (MPF).
    SecondPicture,
}

/// The pieces of a written file. Start from [`Carries::nothing`] or
/// [`Carries::everything`] and switch single ones.
#[derive(Clone, PartialEq)]
pub struct Carries {
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    /// EXIF orientation, 1 to 8: the stored pixels are turned so that a reader
    /// who obeys it sees the picture upright. Others count as 1. Written even
    /// when nothing else of EXIF is, unless it is 1.
    pub orientation: u8,
    /// Pixels as Display P3 with its profile, instead of sRGB without.
    pub display_p3: bool,
    /// Camera, lens and serial number.
    pub camera: Option<Camera>,
    /// When, as EXIF writes it: `2026:06:19 10:42:07`.
    pub taken: Option<String>,
    /// Where.
    pub position: Option<Position>,
    /// Name of the phone's owner, as artist and camera owner.
    pub owner: Option<String>,
    /// A small picture in EXIF.
    pub thumbnail: bool,
    /// The maker's own bytes.
    pub maker_note: Option<Vec<u8>>,
    /// A full name in an XMP packet: description and a named region.
    pub xmp_name: Option<String>,
    /// A caption in IPTC (Photoshop APP13).
    pub iptc_caption: Option<String>,
    /// A JPEG comment or PNG text.
    pub comment: Option<String>,
    /// What follows the end of the picture.
    pub trailer: Trailer,
}

impl std::fmt::Debug for Carries {
    /// Says which pieces there are, never what they hold.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Carries")
            .field("quality", &self.quality)
            .field("orientation", &self.orientation)
            .field("display_p3", &self.display_p3)
            .field("camera", &self.camera.is_some())
            .field("taken", &self.taken.is_some())
            .field("position", &self.position.is_some())
            .field("owner", &self.owner.is_some())
            .field("thumbnail", &self.thumbnail)
            .field("maker_note", &self.maker_note.is_some())
            .field("xmp_name", &self.xmp_name.is_some())
            .field("iptc_caption", &self.iptc_caption.is_some())
            .field("comment", &self.comment.is_some())
            .field("trailer", &self.trailer)
            .finish()
    }
}

impl Carries {
    /// Pixels only: quality 90, upright, sRGB.
    #[must_use]
    pub const fn nothing() -> Self {
        Self {
            quality: 90,
            orientation: 1,
            display_p3: false,
            camera: None,
            taken: None,
            position: None,
            owner: None,
            thumbnail: false,
            maker_note: None,
            xmp_name: None,
            iptc_caption: None,
            comment: None,
            trailer: Trailer::None,
        }
    }

    /// Every piece, with `name` wherever a phone or an app puts one. The
    /// camera is invented; `number` settles serial, time and place.
    #[must_use]
    pub fn everything(name: &str, number: u64) -> Self {
        let mut chance = crate::Chance::aside(number, 80);
        let hour = 9 + chance.draw() % 6;
        let (minute, second) = (chance.draw() % 60, chance.draw() % 60);
        let note: Vec<u8> = (0..256).map(|_| chance.draw().to_le_bytes()[0]).collect();
        Self {
            camera: Some(Camera {
                make: "Larkspur".into(),
                model: "Larkspur 5".into(),
                serial: format!("LK5{:010}", chance.draw() % 10_000_000_000),
            }),
            taken: Some(format!("2026:06:19 {hour:02}:{minute:02}:{second:02}")),
            position: Some(Position {
                latitude: 52.0 + f64::from(chance.unit()),
                longitude: -1.0 - f64::from(chance.unit()),
            }),
            owner: Some(name.into()),
            thumbnail: true,
            maker_note: Some(note),
            xmp_name: Some(name.into()),
            iptc_caption: Some(format!("{name} on sports day")),
            comment: Some(format!("sent by {name}")),
            trailer: Trailer::Film,
            ..Self::nothing()
        }
    }

    /// Whether anything asks for EXIF.
    pub(super) fn wants_exif(&self) -> bool {
        self.orientation_tag() != 1
            || self.camera.is_some()
            || self.taken.is_some()
            || self.position.is_some()
            || self.owner.is_some()
            || self.thumbnail
            || self.maker_note.is_some()
    }

    /// The orientation as written: 1 to 8.
    pub(super) fn orientation_tag(&self) -> u8 {
        if (1..=8).contains(&self.orientation) {
            self.orientation
        } else {
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_name() {
        let shown = format!("{:?}", Carries::everything("Wilhelmina Thornbury", 1));
        assert!(!shown.contains("Wilhelmina") && !shown.contains("Thornbury"));
    }
}
