//! EXIF blocks, entry by entry.

/// One entry of a directory.
#[derive(Debug, Clone)]
pub enum Entry {
    Short(u16, u16),
    Text(u16, String),
    /// Another directory, pointed at by this tag.
    Directory(u16, Vec<Entry>),
}

/// A little-endian EXIF block with one directory, and a thumbnail if given.
pub fn block(entries: &[Entry], thumbnail: Option<&[u8]>) -> Vec<u8> {
    let mut out = b"II*\0\x08\0\0\0".to_vec();
    let next = directory(&mut out, entries);
    if let Some(picture) = thumbnail {
        let at = out.len() as u32;
        out[next..next + 4].copy_from_slice(&at.to_le_bytes());
        out.extend_from_slice(&2_u16.to_le_bytes());
        let start = at + 2 + 24 + 4;
        for (tag, value) in [(0x0201_u16, start), (0x0202, picture.len() as u32)] {
            out.extend_from_slice(&tag.to_le_bytes());
            out.extend_from_slice(&[4, 0, 1, 0, 0, 0]);
            out.extend_from_slice(&value.to_le_bytes());
        }
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(picture);
    }
    out
}

/// As a JPEG segment.
pub fn segment(entries: &[Entry], thumbnail: Option<&[u8]>) -> (u8, Vec<u8>) {
    (
        0xE1,
        [&b"Exif\0\0"[..], &block(entries, thumbnail)].concat(),
    )
}

/// Writes a directory; gives the place of the pointer to the next one.
fn directory(out: &mut Vec<u8>, entries: &[Entry]) -> usize {
    let at = out.len();
    let size = 2 + entries.len() * 12 + 4;
    out.resize(at + size, 0);
    out[at..at + 2].copy_from_slice(&(entries.len() as u16).to_le_bytes());
    for (place, entry) in entries.iter().enumerate() {
        let (tag, kind, count, value) = match entry {
            Entry::Short(tag, value) => (*tag, 3_u16, 1, u32::from(*value)),
            Entry::Text(tag, text) => {
                let start = out.len() as u32;
                out.extend_from_slice(text.as_bytes());
                out.extend_from_slice(&[0; 5]);
                (*tag, 2, text.len().max(4) as u32 + 1, start)
            }
            Entry::Directory(tag, inner) => {
                let start = out.len() as u32;
                directory(out, inner);
                (*tag, 4, 1, start)
            }
        };
        let here = at + 2 + place * 12;
        out[here..here + 2].copy_from_slice(&tag.to_le_bytes());
        out[here + 2..here + 4].copy_from_slice(&kind.to_le_bytes());
        out[here + 4..here + 8].copy_from_slice(&count.to_le_bytes());
        out[here + 8..here + 12].copy_from_slice(&value.to_le_bytes());
    }
    at + size - 4
}
