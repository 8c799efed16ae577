//! The fourth stop: pictures become a post to one channel, are judged
//! together, and a second person approves exactly what goes out.

mod approving;
mod ending;
mod judging;
pub mod offer;
pub mod posts;
pub mod preview;
mod retry;
pub mod take_down;

use std::collections::BTreeMap;

use gatehouse_domain::{
    Channel,
    custody::State,
    ids::{AccountId, PhotoId, ReleaseId, SchoolId},
    policy::{Rules, Verdict},
    release::{Event, Outcome, PictureReason, Release, Stage},
    role::Role,
};
use gatehouse_publish::{BadPost, Slug};
use gatehouse_store::{
    db::Tx,
    destructions,
    log::{self, Entry, Log},
    photos,
    releases::{self, NewRelease, ReleaseRow, StageCode},
    seal::SubjectKey,
};
use serde::{Deserialize, Serialize};

use super::{Actor, StreetError, dossier::Facts, jobs};
use crate::house::House;

/// As many pictures as a post has at most: a person looks at every one of them
/// before it goes out.
pub const POST_PICTURES: usize = 20;

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
    /// An id for a post that somebody is about to put together. The form carries
    /// it, so that the same form sent twice makes one post.
    #[must_use]
    pub fn new_release(&self) -> ReleaseId {
        ReleaseId::new(self.now(), &*self.entropy)
    }

    /// Puts photos together for a channel and judges them.
    ///
    /// # Errors
    /// As [`House::draft_once`].
    pub async fn draft(
        &self,
        actor: &Actor,
        school: SchoolId,
        channel: Channel,
        photos: &[PhotoId],
    ) -> Result<ReleaseId, StreetError> {
        let id = self.new_release();
        self.draft_once(actor, school, (id, channel, photos)).await
    }

    /// Puts photos together under an id. The same post under the same id is
    /// there already.
    ///
    /// # Errors
    /// [`StreetError::NotChecked`] for a photo that is not scanned or is to be
    /// destroyed; [`StreetError::Post`] for none, and
    /// [`StreetError::TooManyPictures`]; the store's.
    pub async fn draft_once(
        &self,
        actor: &Actor,
        school: SchoolId,
        (id, channel, photos): (ReleaseId, Channel, &[PhotoId]),
    ) -> Result<ReleaseId, StreetError> {
        actor.may(&[Role::Staff, Role::Editor, Role::Dsl])?;
        match photos.len() {
            0 => return Err(BadPost::NoPictures.into()),
            1..=POST_PICTURES => {}
            _ => return Err(StreetError::TooManyPictures),
        }
        let mut tx = self.db.read().await?;
        let id = match releases::get::<Machine>(&mut tx, school, id).await? {
            None => id,
            // The same form with other pictures ticked is another post.
            Some(known) => {
                let pictures = releases::pictures(&mut tx, school, id).await?;
                if known.channel == channel && pictures == photos {
                    return Ok(id);
                }
                self.new_release()
            }
        };
        drop(tx);
        let now = self.now();
        let key = self.keys.create(school, id.into(), &*self.entropy).await?;
        let slug = Slug::new(&*self.entropy);
        let mut tx = self.decide(school).await?;
        // At the same moment, by a double click.
        if releases::get::<Machine>(&mut tx, school, id)
            .await?
            .is_some()
        {
            return Ok(id);
        }
        for photo in photos {
            self.see_photo(&mut tx, actor, school, *photo).await?;
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
        let row = row.ok_or(StreetError::NoSuch("post"))?;
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
            .ok_or(StreetError::NoSuch("post"))?;
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
