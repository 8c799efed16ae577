//! The fourth stop: pictures become a post to one channel, are judged
//! together, and a second person approves exactly what goes out.

mod ending;
mod judging;

use std::collections::BTreeMap;

use gatehouse_domain::{
    Channel,
    custody::State,
    findings::TextKind,
    ids::{AccountId, PhotoId, ReleaseId, SchoolId},
    policy::{Rules, Verdict},
    release::{self, Event, Outcome, PictureReason, Release, Stage},
    role::Role,
};
use gatehouse_publish::Slug;
use gatehouse_store::{
    db::Tx,
    destructions,
    faces::{self, Counter},
    log::{self, Entry, Log},
    photos,
    releases::{self, NewRelease, ReleaseRow, StageCode},
    renditions,
    seal::SubjectKey,
    words,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Actor, StreetError, clean::CHANNEL, dossier::Facts, jobs};
use crate::house::House;

/// The machine of a release, with people and reasons as this house has them.
pub type Machine = Release<AccountId, PictureReason>;

/// A second person's part: that they approve, and what they counted.
pub type Approval = BTreeMap<PhotoId, u16>;

/// A release, opened.
pub(crate) struct Open {
    pub(crate) row: ReleaseRow<Machine>,
    pub(crate) key: SubjectKey,
    pub(crate) machine: Machine,
    pub(crate) photos: Vec<PhotoId>,
}

/// A verdict with its facts, as it is sealed for later.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) rules: Rules,
    pub(crate) pictures: Vec<(gatehouse_domain::policy::Case, Verdict)>,
}

/// The verdict on a release as it stands.
pub(crate) struct Found {
    pub(crate) outcome: Outcome<PictureReason>,
    pub(crate) kept: Kept,
}

impl House {
    /// Puts photos together for a channel and judges them.
    ///
    /// # Errors
    /// [`StreetError::NotChecked`] for a photo that is not scanned or is to be
    /// destroyed; the store's.
    pub async fn draft(
        &self,
        actor: &Actor,
        school: SchoolId,
        channel: Channel,
        photos: &[PhotoId],
    ) -> Result<ReleaseId, StreetError> {
        actor.may(&[Role::Staff, Role::Editor, Role::Dsl])?;
        let now = self.now();
        let id = ReleaseId::new(now, &*self.entropy);
        let key = self.keys.create(school, id.into(), &*self.entropy).await?;
        let slug = Slug::new(&*self.entropy);
        let mut tx = self.decide(school).await?;
        for photo in photos {
            let row = photos::get::<Facts>(&mut tx, school, *photo).await?;
            let scanned = row.is_some_and(|row| matches!(row.state, State::Scanned(_)));
            let ending = destructions::get(&mut tx, school, (*photo).into()).await?;
            if !scanned || ending.is_some() {
                return Err(StreetError::NotChecked);
            }
        }
        let new = NewRelease {
            id,
            channel,
            slug: slug.as_str(),
            by: actor.id,
            photos,
        };
        let machine = Machine::draft();
        releases::insert(&mut tx, school, &new, (&key, &*self.entropy), &machine, now).await?;
        let mut open = self.open(&mut tx, school, id).await?;
        let uploaders = photos::uploaders(&mut tx, school, id)
            .await?
            .into_iter()
            .collect();
        self.step(&mut tx, school, &mut open, &Event::Changed { uploaders })
            .await?;
        self.judge(&mut tx, school, &mut open).await?;
        for photo in photos {
            self.settle(&mut tx, school, *photo).await?;
        }
        self.note(
            &mut tx,
            school,
            Some(actor.id),
            ("draft-release", "done"),
            id,
        )
        .await?;
        tx.commit().await?;
        Ok(id)
    }

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
        let mut tx = self.decide(school).await?;
        let mut open = self.open(&mut tx, school, release).await?;
        if let Err(error) = self
            .may_approve(&mut tx, actor, school, &open, counts)
            .await
        {
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
    async fn may_approve(
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

    /// Takes a release back, wherever it is.
    ///
    /// # Errors
    /// [`StreetError::Release`] when it was taken back before,
    /// [`StreetError::RoleMissing`] for anybody but editors and the DSL; the
    /// store's.
    pub async fn take_back(
        &self,
        actor: &Actor,
        school: SchoolId,
        release: ReleaseId,
    ) -> Result<(), StreetError> {
        actor.may(&[Role::Editor, Role::Dsl])?;
        let mut tx = self.decide(school).await?;
        let mut open = self.open(&mut tx, school, release).await?;
        self.step(&mut tx, school, &mut open, &Event::Recalled)
            .await?;
        self.note(
            &mut tx,
            school,
            Some(actor.id),
            ("recall-release", "done"),
            release,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// How far a release is.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn stage(
        &self,
        school: SchoolId,
        release: ReleaseId,
    ) -> Result<Stage<AccountId, PictureReason>, StreetError> {
        let mut tx = self.db.read().await?;
        let row = releases::get::<Machine>(&mut tx, school, release).await?;
        let row = row.ok_or(StreetError::NoSuch("release"))?;
        if row.stage == StageCode::Recalled && self.has_ended(&mut tx, school, release).await? {
            // What it was made of is erased.
            let take_down = row.attempts > 0;
            return Ok(Stage::Recalled { take_down });
        }
        let open = self.open(&mut tx, school, release).await?;
        Ok(open.machine.stage().clone())
    }

    /// The verdicts on a release's pictures as things stand, nothing changed.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`], [`StreetError::NotChecked`]; the store's.
    pub async fn verdicts(
        &self,
        school: SchoolId,
        release: ReleaseId,
    ) -> Result<Vec<Verdict>, StreetError> {
        let mut tx = self.db.read().await?;
        let open = self.open(&mut tx, school, release).await?;
        let found = self.look_at(&mut tx, school, &open, false).await?;
        Ok(found
            .kept
            .pictures
            .into_iter()
            .map(|(_, verdict)| verdict)
            .collect())
    }

    /// A release with its key and machine.
    pub(crate) async fn open(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        release: ReleaseId,
    ) -> Result<Open, StreetError> {
        let row = releases::get::<Machine>(tx, school, release)
            .await?
            .ok_or(StreetError::NoSuch("release"))?;
        let key = self.key(school, release).await?;
        Ok(Open {
            machine: row.state.open(&key)?,
            photos: releases::pictures(tx, school, release).await?,
            row,
            key,
        })
    }

    /// One event of the machine: the state is kept, and what must follow from
    /// it is asked for in the same transaction.
    pub(crate) async fn step(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        open: &mut Open,
        event: &Event<AccountId, PictureReason>,
    ) -> Result<(), StreetError> {
        let next = open.machine.step(event)?;
        let (from, to) = (open.row.stage, code(next.stage()));
        let (id, now) = (open.row.id, self.now());
        let chance = (&open.key, &*self.entropy);
        releases::step(tx, school, id, chance, (from, to), &next, now).await?;
        open.row.stage = to;
        open.machine = next;
        if to == StageCode::Recalled && from != StageCode::Recalled {
            // An attempt that failed before may have left something all the
            // same: it is looked for.
            let taken_down = matches!(open.machine.stage(), Stage::Recalled { take_down: true });
            if taken_down || open.row.attempts > 0 {
                self.ask_first(tx, school, (jobs::RECALL, id.0)).await?;
            } else {
                self.keep_for_a_while(tx, school, id).await?;
            }
            for photo in open.photos.clone() {
                self.settle(tx, school, photo).await?;
            }
        }
        Ok(())
    }

    /// A line of the access log about a release.
    async fn note(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        actor: Option<AccountId>,
        (verb, outcome): (&'static str, &'static str),
        release: ReleaseId,
    ) -> Result<(), StreetError> {
        let entry = Entry {
            actor,
            verb,
            about: Some(("release", release.0)),
            outcome,
            facts: None,
        };
        log::append(tx, Log::Access, school, &entry, self.now()).await?;
        Ok(())
    }

    /// A line of the evidence log about a release.
    pub(crate) async fn prove(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        actor: Option<AccountId>,
        (verb, outcome): (&'static str, &'static str),
        (release, facts): (ReleaseId, [u8; 32]),
    ) -> Result<(), StreetError> {
        let entry = Entry {
            actor,
            verb,
            about: Some(("release", release.0)),
            outcome,
            facts: Some(facts),
        };
        log::append(tx, Log::Evidence, school, &entry, self.now()).await?;
        Ok(())
    }
}

/// The row's code of a stage.
const fn code(stage: &Stage<AccountId, PictureReason>) -> StageCode {
    match stage {
        Stage::Draft => StageCode::Draft,
        Stage::Judged { .. } => StageCode::Judged,
        Stage::Approved { .. } => StageCode::Approved,
        Stage::Publishing { .. } => StageCode::Publishing,
        Stage::Published { .. } => StageCode::Published,
        Stage::Recalled { .. } => StageCode::Recalled,
    }
}
