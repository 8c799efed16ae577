//! A second person approves exactly what goes out: what they looked at, with
//! the heads they counted in it.

use gatehouse_domain::{
    findings::TextKind,
    ids::{ReleaseId, SchoolId},
    policy::Subject,
    release::{self, Event},
    role::Role,
};
use gatehouse_publish::Checksum;
use gatehouse_store::{
    db::Tx,
    faces::{self, Counter},
    releases::StageCode,
    renditions, words,
};
use sha2::{Digest as _, Sha256};

use super::{Approval, Open};
use crate::{
    house::House,
    street::{Actor, StreetError, clean::CHANNEL, jobs},
};

impl House {
    /// A second person approves a release as it stands, with the heads they
    /// counted in each picture. It is judged once more before that counts.
    ///
    /// # Errors
    /// [`StreetError::Release`] names the rule in the way: the verdict is kept
    /// all the same, and so is the count where the person may approve at all.
    /// [`StreetError::NoOutlet`], [`StreetError::NoAltText`],
    /// [`StreetError::NotCounted`] for what is still missing.
    pub async fn approve(
        &self,
        actor: &Actor,
        school: SchoolId,
        release: ReleaseId,
        counts: &Approval,
    ) -> Result<(), StreetError> {
        self.approve_if(actor, school, release, (counts, None))
            .await
    }

    /// The same where what they looked at is what there is: see
    /// [`Preview::shown`](super::preview::Preview::shown).
    ///
    /// # Errors
    /// [`StreetError::ChangedSinceShown`]; else as [`House::approve`].
    pub async fn approve_as_shown(
        &self,
        actor: &Actor,
        school: SchoolId,
        release: ReleaseId,
        (counts, shown): (&Approval, &str),
    ) -> Result<(), StreetError> {
        self.approve_if(actor, school, release, (counts, Some(shown)))
            .await
    }

    async fn approve_if(
        &self,
        actor: &Actor,
        school: SchoolId,
        release: ReleaseId,
        (counts, shown): (&Approval, Option<&str>),
    ) -> Result<(), StreetError> {
        let mut tx = self.decide(school).await?;
        let mut open = self.open(&mut tx, school, release).await?;
        let may = match self
            .may_approve(&mut tx, actor, school, &open, counts)
            .await
        {
            Ok(()) => self.is_as_shown(&mut tx, school, &open, shown).await,
            refused => refused,
        };
        if let Err(error) = may {
            self.note(
                &mut tx,
                school,
                Some(actor.id),
                ("approve-release", error.code()),
                release,
            )
            .await?;
            tx.commit().await?;
            return Err(error);
        }
        // Counted in this very act: what anybody counted before does not stand
        // in for the person who approves.
        for photo in &open.photos {
            faces::drop_count(&mut tx, school, *photo, Counter::Approver).await?;
            if let Some(heads) = counts.get(photo) {
                let counted = (Counter::Approver, *heads);
                let by = (actor.id, self.now());
                faces::set_count(&mut tx, school, *photo, counted, by).await?;
            }
        }
        let facts = self.judge_for(&mut tx, school, &mut open, true).await?;
        let by = release::Actor::Person {
            id: actor.id,
            roles: actor.roles.clone(),
        };
        let approved = match self
            .step(&mut tx, school, &mut open, &Event::Approved { by })
            .await
        {
            Err(StreetError::Release(refusal)) => Err(refusal),
            other => Ok(other?),
        };
        let outcome = approved.err().map_or("approved", release::Refusal::code);
        if approved.is_ok() {
            let now = self.now();
            self.ask(&mut tx, school, (jobs::PUBLISH, release.0), now)
                .await?;
            let contents = self.contents(&mut tx, school, &open).await?;
            let whole: [u8; 32] = Sha256::digest([facts, contents].concat()).into();
            self.prove(
                &mut tx,
                school,
                Some(actor.id),
                ("clear", "approved"),
                (release, whole),
            )
            .await?;
        }
        let verb = ("approve-release", outcome);
        self.note(&mut tx, school, Some(actor.id), verb, release)
            .await?;
        tx.commit().await?;
        Ok(approved?)
    }

    /// Whether this person may approve at all, and whether nothing is missing
    /// that no verdict speaks of.
    pub(super) async fn may_approve(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        school: SchoolId,
        open: &Open,
        counts: &Approval,
    ) -> Result<(), StreetError> {
        if !actor.roles.contains(&Role::Editor) {
            return Err(release::Refusal::RoleMissing.into());
        }
        if open.machine.uploaders().contains(&actor.id) {
            return Err(release::Refusal::ApproverUploaded.into());
        }
        // What was approved keeps the count it was approved with.
        match open.row.stage {
            StageCode::Draft | StageCode::Judged => {}
            StageCode::Approved => return Err(release::Refusal::AlreadyApproved.into()),
            StageCode::Publishing => return Err(release::Refusal::BeingPublished.into()),
            StageCode::Published => return Err(release::Refusal::AlreadyPublished.into()),
            StageCode::Recalled => return Err(release::Refusal::Final.into()),
        }
        let channel = open.row.channel;
        if !self.outlets.contains_key(&channel) {
            return Err(StreetError::NoOutlet(channel));
        }
        if channel.is_external() && !open.photos.iter().all(|photo| counts.contains_key(photo)) {
            return Err(StreetError::NotCounted);
        }
        for photo in &open.photos {
            self.is_second(tx, actor, school, *photo).await?;
            let texts = words::of_photo(tx, school, *photo).await?;
            if !texts.iter().any(|(kind, _)| *kind == TextKind::AltText) {
                return Err(StreetError::NoAltText);
            }
        }
        Ok(())
    }

    /// Whether what goes out is what they looked at.
    async fn is_as_shown(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        open: &Open,
        shown: Option<&str>,
    ) -> Result<(), StreetError> {
        let Some(shown) = shown else { return Ok(()) };
        let register = self.register(tx, school).await?;
        let mut settled = Vec::with_capacity(open.photos.len());
        for photo in &open.photos {
            let dossier = self.dossier(tx, school, &register, *photo).await?;
            settled.push(dossier.fingerprint(Subject::Picture));
        }
        if self.mark_of_shown(tx, school, open, &settled).await? == shown {
            Ok(())
        } else {
            Err(StreetError::ChangedSinceShown)
        }
    }

    /// What somebody looks at who approves, as a mark: what goes out, and what
    /// is settled of each picture's faces.
    pub(super) async fn mark_of_shown(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        open: &Open,
        settled: &[[u8; 32]],
    ) -> Result<String, StreetError> {
        let contents = self.contents(tx, school, open).await?;
        let whole = [&contents[..], &settled.concat()].concat();
        Ok(Checksum::of(&whole).to_string())
    }

    /// Hash of exactly what goes out: channel, pictures, words.
    async fn contents(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        open: &Open,
    ) -> Result<[u8; 32], StreetError> {
        let mut hash = Sha256::new();
        hash.update(open.row.channel.code());
        for photo in &open.photos {
            let key = self.key(school, *photo).await?;
            for rendition in renditions::of_photo(tx, school, *photo).await? {
                if rendition.name == CHANNEL {
                    hash.update(rendition.sha256);
                }
            }
            for (kind, text) in words::of_photo(tx, school, *photo).await? {
                let text = text.open(&key)?;
                hash.update(format!("{kind:?} {} ", text.len()));
                hash.update(text);
            }
        }
        Ok(hash.finalize().into())
    }
}
