//! How a browser is known in which somebody signed in before: it carries a
//! random number with a proof that this house gave it out for this login. It
//! opens nothing; it only keeps who guesses from slowing its owner down.

use gatehouse_domain::clock::Entropy;
use gatehouse_store::{log::Hex, seal::SubjectKey, sign_in::Mark};
use sha2::{Digest as _, Sha256};

/// The label of marks of browsers.
const LABEL: &str = "browser";

/// A browser that is known at one login.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Browser([u8; 16]);

impl Browser {
    pub(super) fn new(entropy: &dyn Entropy) -> Self {
        let mut number = [0; 16];
        entropy.fill(&mut number);
        Self(number)
    }

    /// Reads what a browser carries; `None` where it was not given out for
    /// this login.
    pub(super) fn read(text: &str, key: &SubjectKey, login: &Mark) -> Option<Self> {
        let (number, _) = text.split_once('.')?;
        let browser = Self(Hex::parse(number)?.0);
        let (own, sent) = (browser.write(key, login), text);
        // Hashes are compared, so the time it takes tells nothing.
        (Sha256::digest(own.as_bytes()) == Sha256::digest(sent.as_bytes())).then_some(browser)
    }

    /// What the browser is to carry; `key` is the school's.
    pub(super) fn write(self, key: &SubjectKey, login: &Mark) -> String {
        let number = Hex(self.0);
        let proof = Hex(key.mark(LABEL, &format!("{number} {}", Hex(*login))));
        format!("{number}.{proof}")
    }

    pub(super) const fn number(self) -> [u8; 16] {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Bytes(u8);

    impl Entropy for Bytes {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn a_browser_is_known_at_its_own_login_and_school_only() {
        let key = SubjectKey::generate(&Bytes(1));
        let browser = Browser::new(&Bytes(9));
        let text = browser.write(&key, &[1; 32]);
        assert!(Browser::read(&text, &key, &[1; 32]) == Some(browser));
        assert!(Browser::read(&text, &key, &[2; 32]).is_none());
        let other = SubjectKey::generate(&Bytes(2));
        assert!(Browser::read(&text, &other, &[1; 32]).is_none());
    }

    #[test]
    fn what_somebody_made_up_is_no_browser() {
        let key = SubjectKey::generate(&Bytes(1));
        let text = Browser::new(&Bytes(9)).write(&key, &[1; 32]);
        let other = text.replacen('0', "1", 1);
        let (number, _) = text.split_once('.').unwrap();
        for made_up in ["", ".", "09.", number, &format!("{number}."), &other] {
            assert!(
                Browser::read(made_up, &key, &[1; 32]).is_none(),
                "{made_up}"
            );
        }
    }
}
