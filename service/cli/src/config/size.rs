//! Before the first photo: sizes as people write them, "50 MB".

use super::kind::plain_number;

/// Units, largest first. A thousand, as on the label of a disk, and 1,024 for
/// whoever writes the i.
const UNITS: [(&str, u64); 7] = [
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("KB", 1_000),
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("B", 1),
];

/// Bytes of "50 MB", "50MB" or "50000000". Letters may be small.
pub(super) fn read(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text.strip_prefix(digits)?;
    let factor = if unit.is_empty() {
        1
    } else {
        let known = UNITS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(unit))?;
        known.1
    };
    let digits = digits.trim_end();
    plain_number::<u64>(digits)?.checked_mul(factor)
}

/// The shortest way to write it, in thousands.
pub(super) fn told(bytes: u64) -> String {
    let whole = UNITS
        .iter()
        .filter(|(name, _)| !name.contains('i'))
        .find(|(_, factor)| bytes.is_multiple_of(*factor) && bytes >= *factor);
    match whole {
        Some((name, factor)) => format!("{} {name}", bytes / factor),
        None => format!("{bytes} B"),
    }
}
