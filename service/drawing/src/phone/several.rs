//! The index of a file that holds several pictures (CIPA DC-007, MPF).

use super::tiff::{Directory, HEADER, Value, encode};

/// The contents of the APP2 segment: a first picture of `first` bytes, and a
/// second of `second` bytes that starts `offset` bytes after this header.
pub(super) fn index(first: u32, second: u32, offset: u32) -> Vec<u8> {
    let entry = |attribute: u32, size: u32, at: u32| {
        let mut bytes = Vec::with_capacity(16);
        for number in [attribute, size, at, 0] {
            bytes.extend(number.to_le_bytes());
        }
        bytes
    };
    // A primary baseline picture, and a large thumbnail of it.
    let entries = [
        entry(0x2003_0000, first, 0),
        entry(0x0001_0001, second, offset),
    ]
    .concat();
    let directory: Directory = vec![
        (0xB000, Value::Opaque(b"0100".to_vec())),
        (0xB001, Value::Long(2)),
        (0xB002, Value::Opaque(entries)),
    ];
    let mut out = b"MPF\0".to_vec();
    out.extend(HEADER);
    out.extend(encode(&directory, 8, 0));
    out
}
