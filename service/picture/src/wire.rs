//! What crosses from the decode process to its parent: a few numbers of fixed
//! size and pixels. There is no field in which metadata could travel.

use crate::pixels::byte_count;
use crate::{Carried, Decoded, Limits, Pixels, Refusal};
use std::io::{self, Read, Write};

/// The first bytes of every answer.
const START: [u8; 4] = *b"GHP1";
/// Start, kind, marks, width, height.
const HEAD: usize = 4 + 1 + 4 + 4 + 4;

/// Writes the answer of the decode process.
///
/// # Errors
/// When the pipe to the parent is broken.
pub fn write(to: &mut impl Write, answer: &Result<Decoded, Refusal>) -> io::Result<()> {
    let mut head = Vec::with_capacity(HEAD);
    head.extend_from_slice(&START);
    let (kind, marks, width, height) = match answer {
        Ok(d) => (0, d.carried.bits(), d.pixels.width(), d.pixels.height()),
        Err(refusal) => (number(*refusal), 0, 0, 0),
    };
    head.push(kind);
    for value in [marks, width, height] {
        head.extend_from_slice(&value.to_be_bytes());
    }
    to.write_all(&head)?;
    if let Ok(decoded) = answer {
        to.write_all(decoded.pixels.rgb())?;
    }
    to.flush()
}

/// Reads an answer, trusting nothing: every number is checked before memory is
/// set aside, and the answer must end where the pixels end.
///
/// # Errors
/// The refusal the decode process gave, or [`Refusal::DecoderCrashed`] for an
/// answer that is cut short, too long or makes no sense.
pub fn read(from: &mut impl Read, limits: &Limits) -> Result<Decoded, Refusal> {
    const BAD: Refusal = Refusal::DecoderCrashed;
    let mut head = [0; HEAD];
    from.read_exact(&mut head).map_err(|_| BAD)?;
    let [g, h, p, one, kind, numbers @ ..] = head;
    if [g, h, p, one] != START {
        return Err(BAD);
    }
    let [marks, width, height] = words(numbers);
    if kind != 0 {
        let refusal = Refusal::ALL.get(usize::from(kind) - 1).copied();
        let bare = marks == 0 && width == 0 && height == 0;
        return Err(refusal.filter(|_| bare && ends(from)).unwrap_or(BAD));
    }
    let fits = width <= limits.kept_edge && height <= limits.kept_edge;
    let length = byte_count(width, height).filter(|_| fits).ok_or(BAD)?;
    let carried = Carried::from_bits(marks).ok_or(BAD)?;
    let mut rgb = vec![0; length];
    from.read_exact(&mut rgb).map_err(|_| BAD)?;
    if !ends(from) {
        return Err(BAD);
    }
    let pixels = Pixels::new(width, height, rgb).ok_or(BAD)?;
    Ok(Decoded { pixels, carried })
}

/// The number of a refusal: its place in the list, from one.
fn number(refusal: Refusal) -> u8 {
    Refusal::ALL
        .iter()
        .zip(1..)
        .find(|(r, _)| **r == refusal)
        .map_or(u8::MAX, |(_, n)| n)
}

fn words(bytes: [u8; 12]) -> [u32; 3] {
    let mut words = [0; 3];
    for (word, four) in words.iter_mut().zip(bytes.chunks_exact(4)) {
        *word = four.iter().fold(0, |n, b| n << 8 | u32::from(*b));
    }
    words
}

fn ends(from: &mut impl Read) -> bool {
    matches!(from.read(&mut [0]), Ok(0))
}

#[cfg(test)]
#[expect(
    clippy::cast_possible_truncation,
    reason = "drawn test colours wrap round on purpose"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sent(answer: &Result<Decoded, Refusal>) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&mut bytes, answer).unwrap();
        bytes
    }

    #[test]
    fn every_refusal_arrives_as_it_was_sent() {
        for refusal in Refusal::ALL {
            let bytes = sent(&Err(refusal));
            assert_eq!(
                read(&mut bytes.as_slice(), &Limits::default()),
                Err(refusal)
            );
        }
    }

    proptest! {
        #[test]
        fn pixels_and_marks_arrive_as_they_were_sent(width in 1u32..40, height in 1u32..40, marks in 0u32..1 << 22, seed: u8) {
            let rgb = (0..width * height * 3).map(|v| v as u8 ^ seed).collect();
            let decoded = Decoded {
                pixels: Pixels::new(width, height, rgb).unwrap(),
                carried: Carried::from_bits(marks).unwrap(),
            };
            let bytes = sent(&Ok(decoded.clone()));
            prop_assert_eq!(read(&mut bytes.as_slice(), &Limits::default()), Ok(decoded));
            let longer = [&bytes[..], &[0]].concat();
            prop_assert_eq!(read(&mut longer.as_slice(), &Limits::default()), Err(Refusal::DecoderCrashed));
            let shorter = &bytes[..bytes.len() - 1];
            prop_assert_eq!(read(&mut &*shorter, &Limits::default()), Err(Refusal::DecoderCrashed));
        }

        #[test]
        fn no_answer_makes_the_parent_fail_or_set_aside_more_than_the_master(mut bytes in prop::collection::vec(any::<u8>(), 17..60)) {
            bytes[..4].copy_from_slice(&START);
            let _ = read(&mut bytes.as_slice(), &Limits { kept_edge: 64, ..Limits::default() });
        }
    }
}
