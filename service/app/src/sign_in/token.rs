//! What somebody carries from the door: 32 random bytes. Only their hash is
//! ever kept.

use std::fmt;

use gatehouse_domain::clock::Entropy;
use gatehouse_store::{log::Hex, sign_in::Mark};
use sha2::{Digest as _, Sha256};

/// A secret that stands for a session, a link or a token. Its Debug shows
/// nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

impl Token {
    /// A new one.
    #[must_use]
    pub fn new(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0; 32];
        entropy.fill(&mut bytes);
        Self(bytes)
    }

    /// Reads 64 lower-case hexadecimal digits; anything else is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Hex::parse(text).map(|Hex(bytes)| Self(bytes))
    }

    /// The text that is put in a cookie, a link or a header.
    #[must_use]
    pub fn reveal(&self) -> String {
        Hex(self.0).to_string()
    }

    /// What is kept of it.
    #[must_use]
    pub(crate) fn mark(&self) -> Mark {
        Sha256::digest(self.0).into()
    }

    /// What stands in the forms of the pages that are shown to who carries it:
    /// whoever sends a form without it did not get it from this house. It says
    /// nothing of the token.
    #[must_use]
    pub fn form_mark(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(b"gatehouse forms 1");
        hash.update(self.0);
        Hex::<32>(hash.finalize().into()).to_string()
    }

    /// Whether a form came from a page that was shown to who carries this.
    /// Hashes are compared, so the time it takes tells nothing.
    #[must_use]
    pub fn form_fits(&self, sent: &str) -> bool {
        let (own, sent) = (self.form_mark(), sent.as_bytes());
        Sha256::digest(own.as_bytes()) == Sha256::digest(sent)
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
    fn a_token_reads_back_from_its_text_and_from_no_other() {
        let token = Token::new(&Bytes(0xa5));
        assert_eq!(Token::parse(&token.reveal()), Some(token.clone()));
        for wrong in ["", "a5", &token.reveal().to_uppercase(), "../../etc"] {
            assert_eq!(Token::parse(wrong), None, "{wrong}");
        }
        assert_eq!(format!("{token:?}"), "Token(***)");
    }

    #[test]
    fn the_mark_of_forms_is_neither_the_token_nor_what_is_kept_of_it() {
        let token = Token::new(&Bytes(1));
        let mark = token.form_mark();
        assert_ne!(mark, token.reveal());
        assert_ne!(mark, Hex(token.mark()).to_string());
        assert!(token.form_fits(&mark));
        assert!(!token.form_fits(""));
        assert!(!token.form_fits(&Token::new(&Bytes(2)).form_mark()));
    }
}
