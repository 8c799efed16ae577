//! The policy in force, and another beside it: what the head looks at before
//! signing.

mod signing;

use gatehouse_domain::{
    Channel,
    ids::{AccountId, SchoolId},
    release::Stage,
    role::Role,
};
use gatehouse_store::{
    db::Tx,
    log::Hex,
    profiles,
    releases::{self, StageCode},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    house::{House, SchoolFile},
    policies::{Changed, Fault, Policy, Settings, changes},
    street::{Actor, StreetError, releases::Machine},
};

pub(super) use signing::{keep_signed, put};

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
        let text = signing::with_plain_ends(text);
        let (policy, _) = match self.may_be_signed(&mut tx, school, &text).await? {
            Ok(policy) => policy,
            Err(unsigned) => return Ok(Err(unsigned)),
        };
        let file = self.school_file(&mut tx, school).await?;
        let approved = releases::in_stage::<Machine>(&mut tx, school, StageCode::Approved).await?;
        let out = releases::in_stage::<Machine>(&mut tx, school, StageCode::Published).await?;
        Ok(Ok(Compared {
            changes: changes(&in_force(&file), &policy.settings),
            policy,
            sha256: Hex(signing::hash(&text)).to_string(),
            approved: approved.len(),
            out: out.len(),
        }))
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
                version: row.version,
                sha256: Hex(row.sha256).to_string(),
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
