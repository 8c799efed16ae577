//! The texts that people agree to: added by the office or the head, put in force
//! by the head. Whoever agreed to an older one is asked again.

use gatehouse_domain::{
    ids::{SchoolId, SubjectId, uuid_v7},
    role::Role,
};
use gatehouse_store::{
    log::Hex,
    texts::{self, NewText},
};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::{
    house::House,
    street::{Actor, StreetError, noted::Deed},
};

/// The longest text, in characters.
const LONGEST: usize = 20_000;

/// A text that people agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentText {
    /// Its version.
    pub version: u32,
    /// The day written on it.
    pub dated: Date,
    /// The SHA-256 of it, in hexadecimal digits.
    pub sha256: String,
    /// The words.
    pub words: String,
}

/// Every text there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentTexts {
    /// The newest version first.
    pub all: Vec<ConsentText>,
    /// The version in force.
    pub in_force: u32,
    /// The version that the next would have.
    pub next: u32,
}

impl ConsentTexts {
    /// Whether a text could be put in force: an older one never is.
    #[must_use]
    pub const fn is_newer(&self, text: &ConsentText) -> bool {
        text.version > self.in_force
    }
}

/// A text as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConsentText {
    /// Its version.
    pub version: Option<u32>,
    /// The day written on it.
    pub dated: Option<Date>,
    /// The words.
    pub words: String,
}

/// What is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFault {
    /// No number from 1 on, or one that is there already.
    Version,
    /// No day, or one that has not come yet.
    Dated,
    /// No words, or too many.
    Words,
}

const KEEPERS: [Role; 2] = [Role::Office, Role::Head];

impl House {
    /// Every text that people agreed to, as far as it was added.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn consent_texts(
        &self,
        actor: &Actor,
        school: SchoolId,
    ) -> Result<ConsentTexts, StreetError> {
        actor.may(&KEEPERS)?;
        let key = self.key(school, SubjectId(school.0)).await?;
        let mut tx = self.db.read().await?;
        let in_force = self
            .register(&mut tx, school)
            .await?
            .school
            .profile
            .consents
            .text_version;
        let mut all = Vec::new();
        for row in texts::list(&mut tx, school).await? {
            all.push(ConsentText {
                version: row.about.version,
                dated: row.about.dated,
                sha256: Hex(row.about.sha256).to_string(),
                words: row.sealed.open(&key)?,
            });
        }
        let newest = all.first().map_or(in_force, |text| text.version);
        let next = if all.is_empty() {
            in_force.max(1)
        } else {
            newest.max(in_force).saturating_add(1)
        };
        Ok(ConsentTexts {
            all,
            in_force,
            next,
        })
    }

    /// Adds a text, or tells what is wrong with it. It is never changed again.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn add_consent_text(
        &self,
        actor: &Actor,
        school: SchoolId,
        told: &NewConsentText,
    ) -> Result<Result<(), Vec<TextFault>>, StreetError> {
        actor.may(&KEEPERS)?;
        let now = self.now();
        let key = self.key(school, SubjectId(school.0)).await?;
        let mut tx = self.decide(school).await?;
        let known = texts::list(&mut tx, school).await?;
        let is_known = |version: &u32| known.iter().any(|row| row.about.version == *version);
        let version = told.version.filter(|one| *one > 0 && !is_known(one));
        let dated = told.dated.filter(|on| *on <= self.today());
        let words = told.words.trim().to_owned();
        let fits = (1..=LONGEST).contains(&words.chars().count());
        let (Some(version), Some(dated), true) = (version, dated, fits) else {
            let checks = [
                (version.is_none(), TextFault::Version),
                (dated.is_none(), TextFault::Dated),
                (!fits, TextFault::Words),
            ];
            let wrong = checks.into_iter().filter(|(wrong, _)| *wrong);
            return Ok(Err(wrong.map(|(_, fault)| fault).collect()));
        };
        let sha256: [u8; 32] = Sha256::digest(words.as_bytes()).into();
        let new = NewText {
            id: uuid_v7(now, &*self.entropy),
            version,
            sha256,
            dated,
            account: actor.id,
        };
        texts::insert(&mut tx, school, &new, (&key, &*self.entropy), &words, now).await?;
        let deed = Deed {
            verb: "add-consent-text",
            about: ("school", school.0),
            outcome: "done",
            facts: Some(sha256),
        };
        self.note_in_both(&mut tx, (actor, school), deed).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Which version of the text somebody had before them on a day: the newest
    /// by then, and none that is not in force. Of a school that keeps no texts
    /// it is the one in force; on a day before the oldest, one before that.
    pub(super) async fn text_on(
        &self,
        school: SchoolId,
        day: Date,
        in_force: u32,
    ) -> Result<u32, StreetError> {
        let mut tx = self.db.read().await?;
        let known = texts::list(&mut tx, school).await?;
        drop(tx);
        let versions = known.iter().map(|row| row.about.version);
        let Some(oldest) = versions.min() else {
            return Ok(in_force);
        };
        let by_then = known.iter().filter(|row| row.about.dated <= day);
        let newest = by_then.map(|row| row.about.version).max();
        Ok(newest.unwrap_or(oldest.saturating_sub(1)).min(in_force))
    }

    /// Puts a newer text in force: whoever agreed to an older one has agreed no
    /// more. Whether there is such a text; an older one is never put back.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the head; the store's.
    pub async fn put_text_in_force(
        &self,
        actor: &Actor,
        school: SchoolId,
        version: u32,
    ) -> Result<bool, StreetError> {
        actor.may(&[Role::Head])?;
        let mut tx = self.db.read().await?;
        let known = texts::list(&mut tx, school).await?;
        drop(tx);
        if !known.iter().any(|row| row.about.version == version) {
            return Ok(false);
        }
        let mut newer = true;
        self.switch(actor, school, ("put-text-in-force", "done"), |file| {
            let before = file.profile.consents.text_version;
            newer = version >= before;
            file.profile.consents.text_version = before.max(version);
            Ok(version > before)
        })
        .await?;
        Ok(newer)
    }
}
