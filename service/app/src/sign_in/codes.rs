//! One-time codes from a telephone or a key ring: six digits that change every
//! half minute (RFC 6238), each of which counts once.

use std::fmt::Write as _;

use gatehouse_domain::clock::Entropy;
use jiff::Timestamp;
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// Bytes of a secret (RFC 4226 section 4).
const SECRET: usize = 20;

/// A secret that was made and is to be put into somebody's telephone. No
/// Debug: whoever reads it has their codes.
#[derive(Clone, PartialEq, Eq)]
pub struct CodesToBe {
    /// What is typed in by hand: base 32, in groups of four.
    pub text: String,
    /// What a picture of dots holds, and what a link on the telephone itself
    /// opens: `otpauth://totp/...`.
    pub address: String,
}

/// A new secret.
pub(super) fn secret(entropy: &dyn Entropy) -> Vec<u8> {
    let mut bytes = vec![0; SECRET];
    entropy.fill(&mut bytes);
    bytes
}

fn codes(secret: &[u8]) -> Option<Totp> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(Secret::from(secret))
        .build()
        .ok()
}

/// The time step that a code belongs to, if it is the code of this half
/// minute, the one before or the one after. Spaces in it do not matter.
pub(super) fn step(secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(now.as_second()).ok()?;
    let step = codes(secret)?.check(&code, seconds)?;
    i64::try_from(step).ok()
}

/// What is shown to somebody who begins to use codes.
pub(super) fn show(secret: &[u8], login: &str) -> CodesToBe {
    let plain = Secret::from(secret).to_base32();
    let groups: Vec<String> = plain
        .as_bytes()
        .chunks(4)
        .map(|four| String::from_utf8_lossy(four).into_owned())
        .collect();
    let mut name = String::new();
    for byte in login.trim().bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            name.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(name, "%{byte:02X}");
        }
    }
    CodesToBe {
        text: groups.join(" "),
        address: format!(
            "otpauth://totp/Gatehouse:{name}?secret={plain}&issuer=Gatehouse&algorithm=SHA1&digits=6&period=30"
        ),
    }
}

/// The code that a telephone with this secret shows at that moment: for the
/// drawn school of the demo and for tests, which have no telephone.
#[must_use]
pub fn shown_at(text: &str, now: Timestamp) -> Option<String> {
    let plain: String = text.split_whitespace().collect();
    let secret = Secret::try_from_base32(plain).ok()?;
    let seconds = u64::try_from(now.as_second()).ok()?;
    Some(codes(secret.as_ref())?.generate(seconds).to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The secret of RFC 6238, appendix B.
    const RFC: &[u8; 20] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (second, code, counts) in [
            (59, "287082", 1),
            (1_111_111_109, "081804", 37_037_036),
            (1_234_567_890, "005924", 41_152_263),
            (2_000_000_000, "279037", 66_666_666),
        ] {
            assert_eq!(step(RFC, code, at(second)), Some(counts));
        }
    }

    #[test]
    fn a_code_is_taken_half_a_minute_early_or_late_and_no_more() {
        let code = "005924";
        let begins = 1_234_567_890;
        for (second, fine) in [
            (-31, false),
            (-30, true),
            (0, true),
            (59, true),
            (60, false),
        ] {
            let told = step(RFC, code, at(begins + second));
            assert_eq!(told.is_some(), fine, "{second}");
        }
    }

    #[test]
    fn what_is_no_code_is_none() {
        for wrong in ["", "00592", "0059240", "00592a", "٠٠٥٩٢٤", "-05924"] {
            assert_eq!(step(RFC, wrong, at(1_234_567_890)), None, "{wrong}");
        }
        assert!(step(RFC, " 005 924 ", at(1_234_567_890)).is_some());
        assert_eq!(step(&[], "005924", at(1_234_567_890)), None);
    }

    #[test]
    fn what_is_shown_can_be_typed_and_scanned() {
        let shown = show(RFC, "m.sample@school.example");
        assert_eq!(shown.text, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            shown.address,
            "otpauth://totp/Gatehouse:m.sample%40school.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Gatehouse&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(shown_at(&shown.text, at(59)).unwrap(), "287082");
    }

    proptest! {
        #[test]
        fn what_a_telephone_shows_is_the_code_of_this_step(
            secret: [u8; 20],
            second in 0_i64..4_000_000_000,
        ) {
            let text = show(&secret, "somebody").text;
            let code = shown_at(&text, at(second)).unwrap();
            let counted = step(&secret, &code, at(second)).unwrap();
            prop_assert!((counted - second / 30).abs() <= 1);
        }

        #[test]
        fn whatever_is_typed_there_is_an_answer(code in ".*", second in -10_i64..4_000_000_000) {
            let _ = step(RFC, &code, at(second));
        }
    }
}
