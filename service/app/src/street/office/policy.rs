//! The policy in force: chosen, compared with the one before, signed by the
//! head. What is waiting is judged anew in the transaction that keeps the
//! signature; what is out, soon after.

use std::fmt::Write as _;

use gatehouse_domain::{
    Channel,
    ids::{AccountId, SchoolId},
    release::Stage,
    role::Role,
};
use gatehouse_store::{
    db::Tx,
    log::{self, Entry, Log},
    profiles::{self, NewProfile},
    releases::{self, StageCode},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    house::{House, SchoolFile},
    policies::{Changed, Fault, Policy, Settings, changes},
    school::Profile,
    street::{Actor, StreetError, jobs, releases::Machine},
};

/// Signed versions that are shown.
const SHOWN: u32 = 20;

/// Posts to be looked at again that are shown.
const LISTED: usize = 50;

/// What is sealed of a signed policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct SignedFile {
    name: String,
    title: String,
    text: String,
}

/// A policy that was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedPolicy {
    /// What it is called.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The version that the file tells.
    pub version: u32,
    /// The SHA-256 of the file.
    pub sha256: String,
    /// Who signed.
    pub by: AccountId,
    /// The name of who signed, while it is known.
    pub by_name: String,
    /// When.
    pub signed_at: Timestamp,
    /// The day by which it is looked at again, where the file can be read.
    pub review_by: Option<Date>,
}

/// How the school's policy stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyStanding {
    /// What was signed, newest first; the first is in force.
    pub signed: Vec<SignedPolicy>,
    /// Posts that are out and that somebody has to look at again: where, and
    /// since when; the first of them.
    pub look_again: Vec<(Channel, Option<Timestamp>)>,
    /// How many those are altogether.
    pub look_again_all: usize,
}

/// A policy beside what is in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The policy.
    pub policy: Policy,
    /// The SHA-256 of its file.
    pub sha256: String,
    /// What it changes.
    pub changes: Vec<Changed>,
    /// Posts that are approved and are judged anew.
    pub approved: usize,
    /// Posts that are out and are looked at again.
    pub out: usize,
}

/// Why a policy cannot be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsigned {
    /// The file is wrong.
    Faults(Vec<Fault>),
    /// A version as new was signed already.
    NotNewer(u32),
    /// Its day of review has come, or is too far off.
    Review(&'static str),
    /// It is not the file that was looked at.
    OtherFile,
}

impl House {
    /// How the school's policy stands.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the head; the store's.
    pub async fn policy_standing(
        &self,
        actor: &Actor,
        school: SchoolId,
    ) -> Result<PolicyStanding, StreetError> {
        actor.may(&[Role::Head])?;
        let mut tx = self.db.read().await?;
        let mut signed = self.signed_policies(&mut tx, school, SHOWN).await?;
        for one in &mut signed {
            let who = self.who(&mut tx, school, one.by).await;
            one.by_name = who.ok().flatten().map_or_else(String::new, |who| who.name);
        }
        let out = releases::in_stage::<Machine>(&mut tx, school, StageCode::Published).await?;
        let mut look_again = Vec::new();
        for row in &out {
            // What cannot be opened is looked at too.
            let opened = self.key(school, row.id).await;
            let machine = opened.ok().and_then(|key| row.state.open(&key).ok());
            let is_fine = machine.is_some_and(|machine| {
                matches!(machine.stage(), Stage::Published { review: false, .. })
            });
            if !is_fine {
                look_again.push((row.channel, row.published_at));
            }
        }
        let look_again_all = look_again.len();
        look_again.truncate(LISTED);
        Ok(PolicyStanding {
            signed,
            look_again,
            look_again_all,
        })
    }

    /// A policy beside what is in force, or why it cannot be signed.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn compare_policy(
        &self,
        actor: &Actor,
        school: SchoolId,
        text: &str,
    ) -> Result<Result<Compared, Unsigned>, StreetError> {
        actor.may(&[Role::Head])?;
        let mut tx = self.db.read().await?;
        let before = self.signed_policies(&mut tx, school, SHOWN).await?;
        let policy = match may_be_signed(text, &before, self.today()) {
            Ok(policy) => policy,
            Err(unsigned) => return Ok(Err(unsigned)),
        };
        let file = self.school_file(&mut tx, school).await?;
        let approved = releases::in_stage::<Machine>(&mut tx, school, StageCode::Approved).await?;
        let out = releases::in_stage::<Machine>(&mut tx, school, StageCode::Published).await?;
        Ok(Ok(Compared {
            changes: changes(&in_force(&file), &policy.settings),
            policy,
            sha256: told(&hash(text)),
            approved: approved.len(),
            out: out.len(),
        }))
    }

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
        let sha256 = hash(text);
        if told(&sha256) != looked_at {
            return Ok(Err(Unsigned::OtherFile));
        }
        let now = self.now();
        let mut tx = self.decide(school).await?;
        let before = self.signed_policies(&mut tx, school, SHOWN).await?;
        let policy = match may_be_signed(text, &before, self.today()) {
            Ok(policy) => policy,
            Err(unsigned) => return Ok(Err(unsigned)),
        };
        let last = profiles::newest::<SignedFile>(&mut tx, school, 1).await?;
        let new = NewProfile {
            number: last.first().map_or(0, |last| last.number) + 1,
            version: policy.version,
            sha256,
            by: actor.id,
        };
        let signed = SignedFile {
            name: policy.name.clone(),
            title: policy.title.clone(),
            text: text.to_owned(),
        };
        let key = self
            .key(school, gatehouse_store::school::subject(school))
            .await?;
        profiles::sign(&mut tx, school, &new, (&key, &*self.entropy), &signed, now).await?;
        let mut file = self.school_file(&mut tx, school).await?;
        put(&policy.settings, &mut file.profile);
        file.signed_fresh_days = Some(policy.settings.fresh_days);
        self.keep_school_file(&mut tx, school, &file).await?;
        self.judge_waiting(&mut tx, school).await?;
        // What is out is looked at next, each in a transaction of its own.
        self.ask(&mut tx, school, (jobs::TEND, school.0), now)
            .await?;
        for (log, facts) in [(Log::Access, None), (Log::Evidence, Some(sha256))] {
            let entry = Entry {
                actor: Some(actor.id),
                verb: "sign-profile",
                about: Some(("school", school.0)),
                outcome: "done",
                facts,
            };
            log::append(&mut tx, log, school, &entry, now).await?;
        }
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// What was signed, newest first; names of people left out.
    async fn signed_policies(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        most: u32,
    ) -> Result<Vec<SignedPolicy>, StreetError> {
        let rows = profiles::newest::<SignedFile>(tx, school, most).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let key = self
            .key(school, gatehouse_store::school::subject(school))
            .await?;
        let mut signed = Vec::with_capacity(rows.len());
        for row in rows {
            let file = row.sealed.open(&key)?;
            let policy = Policy::parse(&file.text).ok();
            signed.push(SignedPolicy {
                name: file.name.clone(),
                title: file.title.clone(),
                version: u32::try_from(row.version).unwrap_or(u32::MAX),
                sha256: told(&row.sha256),
                by: row.by,
                by_name: String::new(),
                signed_at: row.signed_at,
                review_by: policy.map(|policy| policy.review_by),
            });
        }
        Ok(signed)
    }
}

/// The settings that a school judges by now.
fn in_force(file: &SchoolFile) -> Settings {
    let profile = &file.profile;
    Settings {
        fresh_days: profile.consents.fresh_days,
        rules: profile.rules.clone(),
        words: profile.words,
        retention: profile.retention,
    }
}

/// The settings of a policy, put where the school judges by them.
pub(super) fn put(settings: &Settings, profile: &mut Profile) {
    profile.consents.fresh_days = settings.fresh_days;
    profile.rules = settings.rules.clone();
    profile.words = settings.words;
    profile.retention = settings.retention;
}

/// What the head signed stays in force when a folder is entered: its own
/// settings are those of before.
pub(super) fn keep_signed(before: &SchoolFile, now: &mut SchoolFile) {
    if before.signed_fresh_days.is_some() {
        put(&in_force(before), &mut now.profile);
        now.signed_fresh_days = before.signed_fresh_days;
    }
}

/// The policy of a file, where it may follow on what was signed.
fn may_be_signed(text: &str, before: &[SignedPolicy], today: Date) -> Result<Policy, Unsigned> {
    let policy = Policy::parse(text).map_err(Unsigned::Faults)?;
    let newest = before.iter().filter(|one| one.name == policy.name);
    let newest = newest.map(|one| one.version).max();
    if let Some(newest) = newest.filter(|newest| *newest >= policy.version) {
        return Err(Unsigned::NotNewer(newest));
    }
    match policy.review_fault(today) {
        Some(fault) => Err(Unsigned::Review(fault)),
        None => Ok(policy),
    }
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// A hash as people compare it.
fn told(hash: &[u8]) -> String {
    hash.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policies::shipped;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 20);

    fn signed(name: &str, version: u32) -> SignedPolicy {
        SignedPolicy {
            name: name.to_owned(),
            title: String::new(),
            version,
            sha256: String::new(),
            by: AccountId(uuid::Uuid::nil()),
            by_name: String::new(),
            signed_at: Timestamp::UNIX_EPOCH,
            review_by: None,
        }
    }

    #[test]
    fn versions_only_go_up() {
        let text = shipped("aup-agreement").unwrap().text;
        assert!(may_be_signed(text, &[], TODAY).is_ok());
        assert!(may_be_signed(text, &[signed("our-own", 4)], TODAY).is_ok());
        let told = may_be_signed(text, &[signed("aup-agreement", 1)], TODAY);
        assert_eq!(told.err(), Some(Unsigned::NotNewer(1)));
        let newer = text.replacen("version = 1", "version = 2", 1);
        let before = [signed("aup-agreement", 1), signed("our-own", 4)];
        assert!(may_be_signed(&newer, &before, TODAY).is_ok());
        let told = may_be_signed(&newer, &[signed("aup-agreement", 3)], TODAY);
        assert_eq!(told.err(), Some(Unsigned::NotNewer(3)));
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
            signed_fresh_days: signed,
        }
    }

    #[test]
    fn a_folder_that_comes_later_does_not_undo_what_was_signed() {
        let policy = Policy::parse(shipped("aup-agreement").unwrap().text).unwrap();
        let mut before = file(14, Some(14));
        put(&policy.settings, &mut before.profile);
        let mut now = file(300, None);
        keep_signed(&before, &mut now);
        assert_eq!(in_force(&now), policy.settings);
        assert_eq!(now.signed_fresh_days, Some(14));
        assert_eq!(now.profile.channels, [Channel::Website]);
        let mut free = file(300, None);
        keep_signed(&file(14, None), &mut free);
        assert_eq!(in_force(&free).fresh_days, 300);
    }

    #[test]
    fn what_is_wrong_or_out_of_date_is_not_signed() {
        let text = shipped("aup-agreement").unwrap().text;
        let told = may_be_signed("name = 1", &[], TODAY);
        assert!(matches!(told, Err(Unsigned::Faults(_))));
        let told = may_be_signed(text, &[], date(2027, 8, 31));
        assert!(matches!(told, Err(Unsigned::Review(_))));
    }
}
