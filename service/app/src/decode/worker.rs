//! The decode process from inside: fences first, then one file, then the end.

use super::fences;
use gatehouse_picture::{Limits, Refusal, decode, wire};
use std::io::{self, Read, Write};

/// What the hidden sub-command does: raises the fences, greets, reads one file
/// (its length in eight bytes, then its bytes), writes the answer and returns.
/// The program should then end with success.
///
/// # Errors
/// When the limits of the process cannot be set, or a pipe is broken; the
/// parent takes either as a crash.
pub fn worker_main(mut from: impl Read, mut to: impl Write) -> io::Result<()> {
    let fences = fences::raise()?;
    to.write_all(&fences.greeting())?;
    to.flush()?;
    let limits = Limits::default();
    let answer = match file(&mut from, &limits)? {
        Some(bytes) => decode(&bytes, &limits),
        None => Err(Refusal::TooLargeFile),
    };
    wire::write(&mut to, &answer)
}

/// The file; `None` when it is longer than the limit.
fn file(from: &mut impl Read, limits: &Limits) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    from.read_exact(&mut length)?;
    let length = u64::from_be_bytes(length);
    let length = usize::try_from(length)
        .ok()
        .filter(|_| length <= limits.file_bytes);
    let Some(length) = length else {
        return Ok(None);
    };
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_past_the_limit_sets_no_memory_aside() {
        let limits = Limits::default();
        let most = u64::MAX.to_be_bytes();
        let mut endless = most.as_slice().chain(io::repeat(0));
        assert_eq!(file(&mut endless, &limits).unwrap(), None);
        let five = 5_u64.to_be_bytes();
        let mut short = five.as_slice().chain(&b"abc"[..]);
        assert!(file(&mut short, &limits).is_err());
    }
}
