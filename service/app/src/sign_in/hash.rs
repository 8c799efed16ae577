//! Passwords are kept as what Argon2id makes of them (RFC 9106), slow to try
//! and each with a salt of its own.

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version,
};

use super::SignInError;

/// Memory for one password, in KiB; passes; lanes: what OWASP asks for at
/// least. Held in the hash itself, so that they may grow.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

fn hasher() -> Result<Argon2<'static>, SignInError> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|_| SignInError::Machine)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of a password, with what it was made by. Takes a while.
pub(super) fn make(password: &str, salt: [u8; 16]) -> Result<String, SignInError> {
    let hash = hasher()?.hash_password_with_salt(password.as_bytes(), &salt);
    hash.map(|hash| hash.to_string())
        .map_err(|_| SignInError::Machine)
}

/// Whether it is the password that was hashed. Takes as long, whatever the
/// answer.
pub(super) fn fits(password: &str, hash: &str) -> Result<bool, SignInError> {
    let Ok(hash) = PasswordHash::new(hash) else {
        return Ok(false);
    };
    match hasher()?.verify_password(password.as_bytes(), &hash) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(_) => Err(SignInError::Machine),
    }
}

/// Whether a hash was made by less than is asked for today.
pub(super) fn is_old(hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else {
        return true;
    };
    let cost = Params::try_from(&hash).map(|p| (p.m_cost(), p.t_cost(), p.p_cost()));
    hash.algorithm != argon2::ARGON2ID_IDENT || cost != Ok(COST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_hash_and_no_other() {
        let hash = make("plum gravel otter", [1; 16]).unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(fits("plum gravel otter", &hash).unwrap());
        assert!(!fits("plum gravel otteR", &hash).unwrap());
        assert!(!fits("", &hash).unwrap());
        assert!(!fits("plum gravel otter", "no hash").unwrap());
    }

    #[test]
    fn a_hash_with_another_salt_is_another() {
        let hash = |salt| make("plum gravel otter", [salt; 16]).unwrap();
        assert_ne!(hash(1), hash(2));
    }

    #[test]
    fn a_hash_that_was_made_by_less_is_old() {
        let hash = make("plum gravel otter", [1; 16]).unwrap();
        assert!(!is_old(&hash));
        assert!(is_old(&hash.replace("t=2", "t=1")));
        assert!(is_old(&hash.replace("m=19456", "m=4096")));
        assert!(is_old(&hash.replace("argon2id", "argon2i")));
        assert!(is_old(""));
    }
}
