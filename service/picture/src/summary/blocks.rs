//! Looks through the captioning blocks of an uploaded file: XMP and IPTC.

use crate::carried::{Carried, Mark};

/// Whether `bytes` hold `part` anywhere.
pub(super) fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|w| w == part)
}

/// Names of XMP properties and what they stand for. The packet is searched, not
/// parsed: a missed property costs one word in a list, a parser costs trust.
const PROPERTIES: [(&[u8], Mark); 31] = [
    (b"GPS", Mark::Location),
    (b"LocationCreated", Mark::Location),
    (b"photoshop:City", Mark::Location),
    (b"tiff:Make", Mark::Device),
    (b"tiff:Model", Mark::Device),
    (b"CreatorTool", Mark::Device),
    (b"aux:Lens", Mark::Device),
    (b"SerialNumber", Mark::SerialNumber),
    (b"DocumentID", Mark::SerialNumber),
    (b"InstanceID", Mark::SerialNumber),
    (b"CreateDate", Mark::CaptureTime),
    (b"ModifyDate", Mark::CaptureTime),
    (b"DateCreated", Mark::CaptureTime),
    (b"DateTime", Mark::CaptureTime),
    (b"dc:title", Mark::Words),
    (b"dc:description", Mark::Words),
    (b"dc:creator", Mark::Words),
    (b"dc:subject", Mark::Words),
    (b"dc:rights", Mark::Words),
    (b"photoshop:", Mark::Words),
    (b"Iptc4xmp", Mark::Words),
    (b"PersonInImage", Mark::Words),
    (b"mwg-rs:", Mark::Words),
    (b"MPReg:", Mark::Words),
    (b"UserComment", Mark::Words),
    (b"Thumbnails", Mark::Thumbnail),
    (b"MotionPhoto", Mark::EmbeddedVideo),
    (b"MicroVideo", Mark::EmbeddedVideo),
    (b"c2pa", Mark::Provenance),
    (b"dcterms:provenance", Mark::Provenance),
    (b"MakerNote", Mark::MakerNotes),
];

/// Marks what an XMP packet holds.
pub(super) fn xmp(packet: &[u8], carried: &mut Carried) {
    carried.add(Mark::Xmp);
    for (name, mark) in PROPERTIES {
        carried.add_if(!carried.has(mark) && holds(packet, name), mark);
    }
}

/// Marks what a Photoshop block holds: IPTC records begin with 0x1C and the
/// number of the record and of the field (IPTC IIM 4.2).
pub(super) fn photoshop(body: &[u8], carried: &mut Carried) {
    let mut known = false;
    for field in body.windows(3) {
        let mark = match field {
            [0x1C, 2, 55 | 60 | 62 | 63] => Mark::CaptureTime,
            [0x1C, 2, 90 | 92 | 95 | 100 | 101] => Mark::Location,
            [0x1C, 2, 65 | 70] => Mark::Device,
            [0x1C, 2, 5 | 25 | 40 | 80 | 85 | 105 | 110 | 115..=122] => Mark::Words,
            _ => continue,
        };
        carried.add(mark);
        known = true;
    }
    let thumbnail = holds(body, b"8BIM\x04\x0C") || holds(body, b"8BIM\x04\x09");
    carried.add_if(thumbnail, Mark::Thumbnail);
    carried.add_if(!known && !thumbnail, Mark::OtherData);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_of_a_packet_are_named_and_its_values_are_not() {
        let mut carried = Carried::default();
        xmp(
            b"<x exif:GPSLatitude='51,30N' dc:title='Zebedee'/>",
            &mut carried,
        );
        assert_eq!(carried.codes(), ["location", "words", "xmp"]);
        assert!(!format!("{carried:?}").contains("Zebedee"));
    }

    #[test]
    fn iptc_fields_are_told_apart() {
        let mut carried = Carried::default();
        photoshop(
            b"Photoshop 3.0\x008BIM\x04\x04\x1C\x02\x78\0\x03abc\x1C\x02\x37\0\x0820250101",
            &mut carried,
        );
        assert_eq!(carried.codes(), ["capture-time", "words"]);
    }
}
