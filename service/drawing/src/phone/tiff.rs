//! The tables inside EXIF and MPF: little-endian TIFF directories (TIFF 6.0,
//! section 2).

/// A value of a tag.
pub(super) enum Value {
    /// Text, ended by a zero byte.
    Text(String),
    /// One 16-bit number.
    Short(u16),
    /// One 32-bit number.
    Long(u32),
    /// Fractions.
    Ratios(Vec<(u32, u32)>),
    /// Bytes without a meaning of their own.
    Opaque(Vec<u8>),
}

impl Value {
    /// Type number, count and bytes.
    fn encoded(&self) -> (u16, u32, Vec<u8>) {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        match self {
            Self::Text(text) => {
                let mut bytes = text.clone().into_bytes();
                bytes.push(0);
                (2, count(bytes.len()), bytes)
            }
            Self::Short(number) => (3, 1, number.to_le_bytes().to_vec()),
            Self::Long(number) => (4, 1, number.to_le_bytes().to_vec()),
            Self::Ratios(ratios) => {
                let bytes = ratios
                    .iter()
                    .flat_map(|(a, b)| [a.to_le_bytes(), b.to_le_bytes()].concat())
                    .collect();
                (5, count(ratios.len()), bytes)
            }
            Self::Opaque(bytes) => (7, count(bytes.len()), bytes.clone()),
        }
    }
}

/// One directory: tags in rising order.
pub(super) type Directory = Vec<(u16, Value)>;

/// Bytes that `directory` takes with what its entries point to.
pub(super) fn size(directory: &Directory) -> u32 {
    let outside: usize = directory
        .iter()
        .map(|(_, value)| value.encoded().2.len())
        .filter(|length| *length > 4)
        .map(|length| length + length % 2)
        .sum();
    u32::try_from(6 + 12 * directory.len() + outside).unwrap_or(u32::MAX)
}

/// The directory as it stands at byte `start`; `next` is where the following
/// one stands, 0 for none.
pub(super) fn encode(directory: &Directory, start: u32, next: u32) -> Vec<u8> {
    let entries = u16::try_from(directory.len()).unwrap_or(u16::MAX);
    let mut out = entries.to_le_bytes().to_vec();
    let mut outside = Vec::new();
    let mut at = start + 6 + 12 * u32::from(entries);
    for (tag, value) in directory {
        let (kind, count, mut bytes) = value.encoded();
        out.extend(tag.to_le_bytes());
        out.extend(kind.to_le_bytes());
        out.extend(count.to_le_bytes());
        if bytes.len() <= 4 {
            bytes.resize(4, 0);
            out.extend(bytes);
        } else {
            if bytes.len() % 2 == 1 {
                bytes.push(0);
            }
            out.extend(at.to_le_bytes());
            at += u32::try_from(bytes.len()).unwrap_or(0);
            outside.extend(bytes);
        }
    }
    out.extend(next.to_le_bytes());
    out.extend(outside);
    out
}

/// The eight bytes before the first directory.
pub(super) const HEADER: [u8; 8] = [b'I', b'I', 42, 0, 8, 0, 0, 0];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_as_long_as_was_said() {
        let directory = vec![
            (0x010F, Value::Text("Larkspur".into())),
            (0x0112, Value::Short(6)),
            (0x8825, Value::Ratios(vec![(1, 2), (3, 4)])),
            (0x927C, Value::Opaque(vec![1, 2, 3, 4, 5])),
        ];
        assert_eq!(encode(&directory, 8, 0).len(), size(&directory) as usize);
    }
}
