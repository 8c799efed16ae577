//! A caption as press software writes it: IPTC-IIM 4.2 in a Photoshop block.

use super::WriteError;

/// The contents of an APP13 segment with `caption`, also as headline and
/// keyword.
pub(super) fn block(caption: &str) -> Result<Vec<u8>, WriteError> {
    let mut records = data_set(1, 90, b"\x1b%G")?;
    for number in [105, 25, 120] {
        records.extend(data_set(2, number, caption.as_bytes())?);
    }
    let length = u32::try_from(records.len()).map_err(|_| WriteError::TooLong)?;
    let mut out = b"Photoshop 3.0\x008BIM\x04\x04\0\0".to_vec();
    out.extend(length.to_be_bytes());
    out.extend(&records);
    if records.len() % 2 == 1 {
        out.push(0);
    }
    Ok(out)
}

/// One data set; the short form holds up to 32,767 bytes.
fn data_set(record: u8, number: u8, bytes: &[u8]) -> Result<Vec<u8>, WriteError> {
    let length = i16::try_from(bytes.len()).map_err(|_| WriteError::TooLong)?;
    let mut out = vec![0x1C, record, number];
    out.extend(length.to_be_bytes());
    out.extend(bytes);
    Ok(out)
}
