//! Marks: what is sealed is found again without opening anything, by a hash
//! that only the school's own key can make.

use super::SubjectKey;

impl SubjectKey {
    /// The mark of a text among the texts of that label: HMAC-SHA256 by a key
    /// of the label's own. The same text has the same mark under this key
    /// only, so a stolen database cannot be asked whether a name is in it.
    ///
    /// Whoever calls makes alike texts the same first: no outer spaces, one
    /// case.
    #[must_use]
    pub fn mark(&self, label: &str, text: &str) -> [u8; 32] {
        *self.for_marks().derive(label).derive(text).bytes()
    }
}

#[cfg(test)]
mod tests {
    use gatehouse_domain::clock::Entropy;

    use super::*;

    struct Bytes(u8);

    impl Entropy for Bytes {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn the_same_text_has_the_same_mark() {
        let (one, again) = (
            SubjectKey::generate(&Bytes(1)),
            SubjectKey::generate(&Bytes(1)),
        );
        assert_eq!(
            one.mark("login", "a.sample"),
            again.mark("login", "a.sample")
        );
    }

    #[test]
    fn another_text_label_or_key_has_another_mark() {
        let key = SubjectKey::generate(&Bytes(1));
        let mark = key.mark("login", "a.sample");
        assert_ne!(mark, key.mark("login", "b.sample"));
        assert_ne!(mark, key.mark("mis", "a.sample"));
        assert_ne!(
            mark,
            SubjectKey::generate(&Bytes(2)).mark("login", "a.sample")
        );
        // What is moved from the label to the text is another text.
        assert_ne!(mark, key.mark("login a", ".sample"));
    }

    #[test]
    fn a_mark_is_not_what_the_text_hashes_to_without_the_key() {
        use sha2::{Digest as _, Sha256};
        let key = SubjectKey::generate(&Bytes(1));
        let plain: [u8; 32] = Sha256::digest(b"a.sample").into();
        assert_ne!(key.mark("login", "a.sample"), plain);
    }
}
