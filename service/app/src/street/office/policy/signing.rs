//! The head signs a policy that was looked at: it is in force from then on. What
//! is waiting is judged anew in the transaction that keeps the signature; what is
//! out, soon after.

use gatehouse_domain::{ids::SchoolId, role::Role};
use gatehouse_store::{
    db::Tx,
    log::Hex,
    profiles::{self, NewProfile},
};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::{SignedFile, Unsigned, in_force};
use crate::{
    house::{House, SchoolFile, Signed},
    policies::{Policy, Settings},
    school::Profile,
    street::{Actor, StreetError, jobs, noted::Deed},
};

/// The label of marks of policies' names.
const NAME: &str = "policy-name";

impl House {
    /// Signs a policy that was looked at: it is in force from now on.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn sign_policy(
        &self,
        actor: &Actor,
        school: SchoolId,
        (text, looked_at): (&str, &str),
    ) -> Result<Result<(), Unsigned>, StreetError> {
        actor.may(&[Role::Head])?;
        let text = with_plain_ends(text);
        let sha256 = hash(&text);
        if Hex(sha256).to_string() != looked_at {
            return Ok(Err(Unsigned::OtherFile));
        }
        let now = self.now();
        let mut tx = self.decide(school).await?;
        let (policy, name_mark) = match self.may_be_signed(&mut tx, school, &text).await? {
            Ok(policy) => policy,
            Err(unsigned) => return Ok(Err(unsigned)),
        };
        let new = NewProfile {
            name_mark,
            version: policy.version,
            sha256,
            by: actor.id,
        };
        let signed = SignedFile {
            name: policy.name.clone(),
            title: policy.title.clone(),
            text,
        };
        let key = self
            .key(school, gatehouse_store::school::subject(school))
            .await?;
        profiles::sign(&mut tx, school, &new, (&key, &*self.entropy), &signed, now).await?;
        let mut file = self.school_file(&mut tx, school).await?;
        put(&policy.settings, &mut file.profile);
        file.signed = Some(Signed {
            fresh_days: policy.settings.fresh_days,
        });
        self.keep_school_file(&mut tx, school, &file).await?;
        self.judge_waiting(&mut tx, school).await?;
        // What is out is looked at next, each in a transaction of its own.
        self.ask(&mut tx, school, (jobs::TEND, school.0), now)
            .await?;
        let deed = Deed {
            verb: "sign-profile",
            about: ("school", school.0),
            outcome: "done",
            facts: Some(sha256),
        };
        self.note_in_both(&mut tx, (actor, school), deed).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// The policy of a file with the mark of its name, where it may follow on
    /// what was signed.
    pub(super) async fn may_be_signed(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        text: &str,
    ) -> Result<Result<(Policy, [u8; 32]), Unsigned>, StreetError> {
        let policy = match Policy::parse(text) {
            Ok(policy) => policy,
            Err(faults) => return Ok(Err(Unsigned::Faults(faults))),
        };
        let key = self
            .key(school, gatehouse_store::school::subject(school))
            .await?;
        let mark = key.mark(NAME, &policy.name);
        let highest = profiles::highest(tx, school, &mark).await?;
        let follows = may_follow(&policy, highest, self.today());
        Ok(follows.map(|()| (policy, mark)))
    }
}

/// Whether a policy may follow on the highest version of it that was signed.
fn may_follow(policy: &Policy, highest: Option<u32>, today: Date) -> Result<(), Unsigned> {
    if let Some(highest) = highest.filter(|highest| *highest >= policy.version) {
        return Err(Unsigned::NotNewer(highest));
    }
    match policy.review_fault(today) {
        Some(fault) => Err(Unsigned::Review(fault)),
        None => Ok(()),
    }
}

/// The settings of a policy, put where the school judges by them.
pub(in crate::street::office) fn put(settings: &Settings, profile: &mut Profile) {
    profile.consents.fresh_days = settings.fresh_days;
    profile.rules = settings.rules.clone();
    profile.words = settings.words;
    profile.retention = settings.retention;
}

/// What the head signed stays in force when a folder is entered: its own
/// settings are those of before, and so is a newer consent form.
pub(in crate::street::office) fn keep_signed(before: &SchoolFile, now: &mut SchoolFile) {
    // An older consent form is never put back in force.
    let (known, new) = (&before.profile.consents, &mut now.profile.consents);
    new.text_version = new.text_version.max(known.text_version);
    if before.signed.is_some() {
        put(&in_force(before), &mut now.profile);
        now.signed = before.signed;
    }
}

/// The text as a file has it: browsers send every line with the ends of old
/// teleprinters, and the hash is to be that of the file.
pub(super) fn with_plain_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The hash of a file, as anybody can make it too.
pub(super) fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policies::shipped;
    use gatehouse_domain::Channel;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 20);

    fn policy() -> Policy {
        Policy::parse(shipped("aup-agreement").unwrap().text).unwrap()
    }

    #[test]
    fn versions_only_go_up() {
        let mut policy = policy();
        assert!(may_follow(&policy, None, TODAY).is_ok());
        for highest in [1, 3] {
            let told = may_follow(&policy, Some(highest), TODAY);
            assert_eq!(told, Err(Unsigned::NotNewer(highest)));
        }
        policy.version = 2;
        assert!(may_follow(&policy, Some(1), TODAY).is_ok());
    }

    #[test]
    fn what_is_out_of_date_is_not_signed() {
        let told = may_follow(&policy(), None, date(2027, 8, 31));
        assert!(matches!(told, Err(Unsigned::Review(_))));
    }

    #[test]
    fn a_file_has_the_hash_of_itself_whatever_a_browser_makes_of_its_lines() {
        let file = shipped("aup-agreement").unwrap().text;
        for sent in [file.replace('\n', "\r\n"), file.replace('\n', "\r")] {
            assert_ne!(hash(&sent), hash(file));
            assert_eq!(hash(&with_plain_ends(&sent)), hash(file));
        }
    }

    fn file(fresh_days: u16, signed: Option<u16>) -> SchoolFile {
        let consents = crate::school::Consents {
            imported_on: TODAY,
            fresh_days,
            text_version: 1,
        };
        SchoolFile {
            profile: Profile {
                channels: vec![Channel::Website],
                consents,
                recognition: crate::school::Recognition::default(),
                rules: gatehouse_domain::policy::Rules::default(),
                words: gatehouse_captions::Profile::default(),
                retention: gatehouse_domain::retention::RetentionRules::default(),
            },
            words: gatehouse_captions::School::default(),
            signed: signed.map(|fresh_days| Signed { fresh_days }),
        }
    }

    #[test]
    fn a_folder_that_comes_later_does_not_undo_what_was_signed() {
        let policy = policy();
        let mut before = file(14, Some(14));
        put(&policy.settings, &mut before.profile);
        let mut now = file(300, None);
        keep_signed(&before, &mut now);
        assert_eq!(in_force(&now), policy.settings);
        assert_eq!(now.signed, Some(Signed { fresh_days: 14 }));
        assert_eq!(now.profile.channels, [Channel::Website]);
        let mut free = file(300, None);
        keep_signed(&file(14, None), &mut free);
        assert_eq!(in_force(&free).fresh_days, 300);
    }

    #[test]
    fn a_folder_never_puts_an_older_consent_form_back_in_force() {
        let mut before = file(14, None);
        before.profile.consents.text_version = 3;
        let mut now = file(14, None);
        keep_signed(&before, &mut now);
        assert_eq!(now.profile.consents.text_version, 3);
        now.profile.consents.text_version = 4;
        keep_signed(&before, &mut now);
        assert_eq!(now.profile.consents.text_version, 4);
    }
}
