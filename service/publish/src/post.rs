//! The last stop before the outside: what every connector is handed, a post of
//! cleared pictures with their words and a name that says nothing of them.

use std::{fmt, str::FromStr};

use gatehouse_domain::{clock::Entropy, names::Words};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How every JPEG file begins: the marker of its start and of the next segment
/// (ISO/IEC 10918-1, annex B).
const JPEG_START: [u8; 3] = [0xff, 0xd8, 0xff];

/// A post's name outside, and the key by which an attempt knows what an
/// earlier one left there: 32 lower-case hexadecimal digits, from chance alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// A text that is no slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the name of a post: use the 32 digits and letters a to f it was given")]
pub struct BadSlug;

impl Slug {
    const DIGITS: usize = 32;

    /// A new one that nobody can guess, of 16 random bytes.
    #[must_use]
    pub fn new(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0; 16];
        entropy.fill(&mut bytes);
        Self(Uuid::from_bytes(bytes).simple().to_string())
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = BadSlug;

    fn from_str(text: &str) -> Result<Self, BadSlug> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == Self::DIGITS && text.bytes().all(is_digit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadSlug)
        }
    }
}

impl TryFrom<String> for Slug {
    type Error = BadSlug;

    fn try_from(text: String) -> Result<Self, BadSlug> {
        text.parse()
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why something cannot be a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum BadPost {
    /// The bytes of a picture are not those of a JPEG file.
    #[error("This picture is not a JPEG. Make its rendition again and publish that.")]
    NotJpeg,
    /// A post without a picture.
    #[error("There is no picture to publish. Add at least one.")]
    NoPictures,
}

impl BadPost {
    /// Every one of them.
    pub const ALL: [Self; 2] = [Self::NotJpeg, Self::NoPictures];

    /// The stable code, for people and machines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotJpeg => "not-jpeg",
            Self::NoPictures => "no-pictures",
        }
    }
}

/// One cleared rendition with its words. Prints neither.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    bytes: Vec<u8>,
    width: u32,
    height: u32,
    alt: Words,
    caption: Option<Words>,
}

impl Picture {
    /// A picture of `width` by `height` pixels. Its text for those who cannot
    /// see it is a must: [`Words`] are never blank.
    ///
    /// # Errors
    /// [`BadPost::NotJpeg`].
    pub fn new(
        bytes: Vec<u8>,
        (width, height): (u32, u32),
        alt: Words,
        caption: Option<Words>,
    ) -> Result<Self, BadPost> {
        if !bytes.starts_with(&JPEG_START) {
            return Err(BadPost::NotJpeg);
        }
        Ok(Self {
            bytes,
            width,
            height,
            alt,
            caption,
        })
    }

    /// The JPEG file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Width and height in pixels.
    #[must_use]
    pub const fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// What is read to those who cannot see it.
    #[must_use]
    pub const fn alt(&self) -> &Words {
        &self.alt
    }

    /// The words under it.
    #[must_use]
    pub const fn caption(&self) -> Option<&Words> {
        self.caption.as_ref()
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Picture")
            .field("bytes", &self.bytes.len())
            .field("width", &self.width)
            .field("height", &self.height)
            .finish_non_exhaustive()
    }
}

/// What goes out together: one or more pictures, shown in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    slug: Slug,
    title: Option<Words>,
    published: Timestamp,
    pictures: Vec<Picture>,
}

impl Post {
    /// A post. The same slug must always come with the same content, the
    /// moment of publication included: fix it once, not at each attempt.
    ///
    /// # Errors
    /// [`BadPost::NoPictures`].
    pub fn new(
        slug: Slug,
        title: Option<Words>,
        published: Timestamp,
        pictures: Vec<Picture>,
    ) -> Result<Self, BadPost> {
        if pictures.is_empty() {
            return Err(BadPost::NoPictures);
        }
        Ok(Self {
            slug,
            title,
            published,
            pictures,
        })
    }

    /// Its name outside.
    #[must_use]
    pub const fn slug(&self) -> &Slug {
        &self.slug
    }

    /// Its headline.
    #[must_use]
    pub const fn title(&self) -> Option<&Words> {
        self.title.as_ref()
    }

    /// When it was first sent out, as readers are told.
    #[must_use]
    pub const fn published(&self) -> Timestamp {
        self.published
    }

    /// Its pictures, in order; never empty.
    #[must_use]
    pub fn pictures(&self) -> &[Picture] {
        &self.pictures
    }
}

#[cfg(test)]
mod tests;
