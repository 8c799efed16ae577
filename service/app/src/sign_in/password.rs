//! Which passwords may be set: long ones that are not easy to guess. No
//! signs are asked for and nothing expires (NIST SP 800-63B section 3.1.1.2).

use unfold::letters;

/// Characters of a password at least.
pub const SHORTEST: usize = 12;

/// Bytes of a password at most.
pub const LONGEST: usize = 256;

/// Why a password may not be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    /// Fewer than [`SHORTEST`] characters.
    #[error("the password is too short: use at least 12 characters; a few words do well")]
    TooShort,
    /// More than [`LONGEST`] bytes.
    #[error("the password is too long: use at most 256 characters")]
    TooLong,
    /// It is the login, the name or the school, or little more.
    #[error("the password is made of your name, your login or the school: choose other words")]
    Personal,
    /// Many people have it.
    #[error("this is one of the passwords that are guessed first: choose other words")]
    Common,
}

impl Weak {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::TooShort, Self::TooLong, Self::Personal, Self::Common];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort => "password-too-short",
            Self::TooLong => "password-too-long",
            Self::Personal => "password-personal",
            Self::Common => "password-common",
        }
    }
}

/// What is known of somebody and so must not be their password.
#[derive(Clone, Copy)]
pub struct About<'a> {
    /// Their login.
    pub login: &'a str,
    /// Their name.
    pub name: &'a str,
    /// Their school's name, where it has one.
    pub school: Option<&'a str>,
}

/// Whether a password may be set.
///
/// # Errors
/// [`Weak`] says why not, without repeating it.
pub fn check(password: &str, about: About<'_>) -> Result<(), Weak> {
    if password.chars().count() < SHORTEST {
        return Err(Weak::TooShort);
    }
    if password.len() > LONGEST {
        return Err(Weak::TooLong);
    }
    let plain = letters(password);
    let core = unfold::core(&plain);
    let own: Vec<String> = [Some(about.login), Some(about.name), about.school]
        .into_iter()
        .flatten()
        .flat_map(unfold::words)
        .collect();
    if unfold::is_made_of(&plain, &own) || unfold::is_made_of(core, &own) {
        return Err(Weak::Personal);
    }
    let common = |text: &str| {
        let mut words = COMMON.split_whitespace();
        words.any(|word| unfold::is_repeated(text, word))
    };
    if common(&plain) || common(core) || unfold::is_pattern(&plain) {
        return Err(Weak::Common);
    }
    Ok(())
}

/// What people type when they are asked for a long password, without what
/// stands before and behind it; said once or several times over.
const COMMON: &str = "
    password passwort passphrase letmein letmeinplease welcome welcomeback iloveyou
    ilovemyschool iloveschool changeme changemenow changethis default administrator admin
    adminadmin root user guest test testing tester secret topsecret mysecret access login
    signin master superuser monkey dragon sunshine princess football footballer baseball
    superman batman pokemon starwars arsenal liverpool liverpoolfc chelsea everton
    manchesterunited manchestercity tottenham london england unitedkingdom qwerty qwertyuiop
    qwertyui asdfghjkl zxcvbnm qwertyuiopasdfghjkl qazwsxedc school teacher headteacher
    classroom primaryschool ilovephotos photo photos photograph photographs picture pictures
    camera gatehouse correcthorsebatterystaple trustnoone whatever nothing internet computer
    mypassword newpassword thisismypassword passwordpassword januaryfebruary spring summer
    autumn winter christmas monday tuesday wednesday thursday friday saturday sunday january
    february march april june july august september october november december
";

/// Passwords as guessers see them.
mod unfold {
    use std::collections::BTreeSet;

    /// Rows of keys and of the alphabet, along which fingers run.
    const ROWS: [&str; 7] = [
        "01234567890123456789012345",
        "98765432109876543210987654",
        "abcdefghijklmnopqrstuvwxyzabc",
        "zyxwvutsrqponmlkjihgfedcbazyx",
        "qwertyuiopasdfghjklzxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
        "1q2w3e4r5t6y7u8i9o0p",
    ];

    /// In small letters, with the letters that digits and signs stand for, and
    /// without all other signs.
    pub(super) fn letters(text: &str) -> String {
        text.chars()
            .flat_map(char::to_lowercase)
            .map(|c| match c {
                '@' => 'a',
                '$' => 's',
                c => c,
            })
            .filter(|c| c.is_alphanumeric())
            .collect()
    }

    /// Without the digits at both ends, which are guessed along.
    pub(super) fn core(text: &str) -> &str {
        text.trim_matches(|c: char| c.is_ascii_digit())
    }

    /// The words of a text, each by itself and without the digits around it.
    pub(super) fn words(text: &str) -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .map(letters)
            .flat_map(|word| [core(&word).to_owned(), word])
            .filter(|word| !word.is_empty())
            .collect()
    }

    /// Whether it is made of nothing but those words, in any order and number.
    pub(super) fn is_made_of(text: &str, words: &[String]) -> bool {
        let mut reached = BTreeSet::from([0]);
        while let Some(at) = reached.pop_first() {
            let rest = text.get(at..).unwrap_or_default();
            if rest.is_empty() {
                return at > 0;
            }
            let next = words.iter().filter(|word| rest.starts_with(word.as_str()));
            reached.extend(next.map(|word| at + word.len()));
        }
        false
    }

    /// Whether it is that word, once or several times over.
    pub(super) fn is_repeated(text: &str, word: &str) -> bool {
        !text.is_empty() && !word.is_empty() && text.split(word).all(str::is_empty)
    }

    /// Whether it is a few characters over and over, or runs along a row.
    pub(super) fn is_pattern(text: &str) -> bool {
        let characters: Vec<char> = text.chars().collect();
        let repeats = (1..=4).any(|period| {
            let later = characters.iter().skip(period);
            later
                .zip(&characters)
                .all(|(later, before)| later == before)
        });
        repeats || runs(text)
    }

    /// Whether it is made of stretches of four and more along rows.
    fn runs(text: &str) -> bool {
        let mut rest = text;
        while !rest.is_empty() {
            let longest = rest
                .char_indices()
                .map(|(at, c)| at + c.len_utf8())
                .take_while(|end| {
                    let stretch = rest.get(..*end).unwrap_or_default();
                    ROWS.iter().any(|row| row.contains(stretch))
                })
                .last();
            match longest {
                Some(end) if end >= 4 => rest = rest.get(end..).unwrap_or_default(),
                _ => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests;
