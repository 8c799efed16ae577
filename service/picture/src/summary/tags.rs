//! Looks through the EXIF block of an uploaded file: which tags, never their
//! values, save the orientation.

use crate::carried::{Carried, Mark};
use exif::{Context, Exif, In, Reader, Tag};

/// Larger blocks are not read: no camera writes one, and reading costs memory.
const MOST_BYTES: usize = 4 << 20;

/// Marks what the block holds.
pub(super) fn read(block: &[u8], carried: &mut Carried) {
    let Some((exif, whole)) = parse(block) else {
        carried.add(Mark::SummaryUnreadable);
        return;
    };
    carried.add_if(!whole, Mark::SummaryUnreadable);
    for field in exif.fields() {
        if let Some(mark) = meaning(field.tag) {
            carried.add(mark);
        }
        carried.add_if(field.ifd_num == In::THUMBNAIL, Mark::Thumbnail);
    }
}

/// The orientation, 1 to 8, as a second reader has it.
pub(crate) fn orientation(block: &[u8]) -> Option<u8> {
    let (exif, _) = parse(block)?;
    let field = exif.get_field(Tag::Orientation, In::PRIMARY)?;
    let value = field.value.get_uint(0)?;
    u8::try_from(value).ok().filter(|v| (1..=8).contains(v))
}

/// The fields that can be read, and whether those are all.
fn parse(block: &[u8]) -> Option<(Exif, bool)> {
    if block.len() > MOST_BYTES {
        return None;
    }
    let mut whole = true;
    Reader::new()
        .continue_on_error(true)
        .read_raw(block.to_vec())
        .or_else(|error| error.distill_partial_result(|_| whole = false))
        .ok()
        .map(|exif| (exif, whole))
}

fn meaning(tag: Tag) -> Option<Mark> {
    if tag.context() == Context::Gps {
        return Some(Mark::Location);
    }
    match tag {
        Tag::Make
        | Tag::Model
        | Tag::Software
        | Tag::LensMake
        | Tag::LensModel
        | Tag::LensSpecification => Some(Mark::Device),
        Tag::BodySerialNumber | Tag::LensSerialNumber | Tag::ImageUniqueID => {
            Some(Mark::SerialNumber)
        }
        Tag::DateTime | Tag::DateTimeOriginal | Tag::DateTimeDigitized => Some(Mark::CaptureTime),
        Tag::ImageDescription
        | Tag::Artist
        | Tag::Copyright
        | Tag::UserComment
        | Tag::CameraOwnerName
        // Captions of Windows, which the reader has no name for.
        | Tag(Context::Tiff, 0x9C9B..=0x9C9F) => Some(Mark::Words),
        Tag::MakerNote => Some(Mark::MakerNotes),
        _ => None,
    }
}
