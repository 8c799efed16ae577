//! What people do to a photo: name and confirm, mark what the machine missed,
//! count, write, settle. Whatever changes here voids the approval of every
//! release that shows the photo.

mod sheet;

use gatehouse_domain::{
    Area, Channel,
    findings::TextKind,
    ids::{FaceId, PersonId, PhotoId, SchoolId},
    names::Words,
    policy::Lift,
    release::Refusal,
    role::Role,
};
use gatehouse_store::{
    db::Tx,
    faces::{self, Counter},
    log::{self, Entry, Log},
    releases::{self, StageCode},
    seal::SubjectKey,
    words,
};

use super::{
    Actor, StreetError,
    dossier::{KeptFace, Settlement},
    exceptions,
};
use crate::{check::Decision, house::House};

pub use sheet::Entered;

/// Who works on photos.
pub(super) const WORKERS: [Role; 3] = [Role::Staff, Role::Editor, Role::Dsl];
/// Who brings photos and counts the heads in them.
const COUNTERS: [Role; 2] = [Role::Staff, Role::Editor];

impl House {
    /// A person says who a face is, or that it is nobody or none.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`], also where its event is not theirs; the store's.
    pub async fn name(
        &self,
        actor: &Actor,
        school: SchoolId,
        (photo, face): (PhotoId, FaceId),
        decision: Decision<PersonId>,
    ) -> Result<(), StreetError> {
        let now = self.now();
        let key = self.key_of_own(actor, school, photo).await?;
        let mut tx = self.decide(school).await?;
        let said = [(face, decision)];
        self.say_of_faces(&mut tx, (actor, now), (school, photo, &key), &said)
            .await?;
        self.changed(&mut tx, actor, school, photo, "name-face")
            .await?;
        Ok(tx.commit().await?)
    }

    /// A person marks a face the machine missed.
    ///
    /// # Errors
    /// As [`House::name`].
    pub async fn mark(
        &self,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
        area: Area,
    ) -> Result<FaceId, StreetError> {
        let now = self.now();
        let key = self.key_of_own(actor, school, photo).await?;
        let mut tx = self.decide(school).await?;
        let face = KeptFace::Marked { area };
        let chance = (&key, &*self.entropy);
        let id = faces::mark(&mut tx, school, photo, chance, &face, now).await?;
        self.changed(&mut tx, actor, school, photo, "mark-face")
            .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The person who uploaded counts heads. Who approves counts while
    /// approving.
    ///
    /// # Errors
    /// As [`House::name`].
    pub async fn count(
        &self,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
        heads: u16,
    ) -> Result<(), StreetError> {
        actor.may(&COUNTERS)?;
        let mut tx = self.decide(school).await?;
        self.see_photo(&mut tx, actor, school, photo).await?;
        let counted = (Counter::Uploader, heads);
        faces::set_count(&mut tx, school, photo, counted, (actor.id, self.now())).await?;
        self.changed(&mut tx, actor, school, photo, "count-heads")
            .await?;
        Ok(tx.commit().await?)
    }

    /// A person writes what goes beside a photo.
    ///
    /// # Errors
    /// [`StreetError::Release`] while a release of the photo is out or on its
    /// way: its words are those that were approved; else as [`House::name`].
    pub async fn write(
        &self,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
        (kind, text): (TextKind, &Words),
    ) -> Result<(), StreetError> {
        let key = self.key_of_own(actor, school, photo).await?;
        let mut tx = self.decide(school).await?;
        self.nothing_out_with(&mut tx, school, photo).await?;
        let written = (actor.id, self.now());
        let chance = (&key, &*self.entropy);
        let text = (kind, text.reveal());
        words::set(&mut tx, school, photo, chance, text, written).await?;
        self.changed(&mut tx, actor, school, photo, "write-words")
            .await?;
        Ok(tx.commit().await?)
    }

    /// The key of a photo that somebody works on.
    async fn key_of_own(
        &self,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
    ) -> Result<SubjectKey, StreetError> {
        let mut tx = self.db.read().await?;
        self.see_photo(&mut tx, actor, school, photo).await?;
        drop(tx);
        Ok(self.key(school, photo).await?)
    }

    /// Refuses while a release of the photo is out or on its way out.
    async fn nothing_out_with(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        photo: PhotoId,
    ) -> Result<(), StreetError> {
        for fate in releases::fates(tx, school, photo).await? {
            match fate.stage {
                StageCode::Publishing => return Err(Refusal::BeingPublished.into()),
                StageCode::Published => return Err(Refusal::AlreadyPublished.into()),
                StageCode::Draft
                | StageCode::Judged
                | StageCode::Approved
                | StageCode::Recalled => {}
            }
        }
        Ok(())
    }

    /// Somebody who may settles a reason on one channel, and says why. It
    /// holds for as long as what it spoke of stays as it is.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] where the role is not theirs; else as
    /// [`House::name`].
    pub async fn settle_reason(
        &self,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
        (channel, lift, why): (Channel, Lift, String),
    ) -> Result<(), StreetError> {
        let all = [(channel, lift)];
        self.settle_reasons(actor, school, (photo, None), (&all, &why))
            .await
    }

    /// The same for several reasons and channels at once: all of them, or none,
    /// and none where the picture is no longer as it was seen.
    ///
    /// # Errors
    /// [`gatehouse_store::Error::Conflict`] then; else as
    /// [`House::settle_reason`].
    pub(super) async fn settle_reasons(
        &self,
        actor: &Actor,
        school: SchoolId,
        (photo, seen): (PhotoId, Option<&str>),
        (lifts, why): (&[(Channel, Lift)], &str),
    ) -> Result<(), StreetError> {
        if !lifts.iter().all(|(_, lift)| actor.roles.contains(&lift.by)) {
            return Err(StreetError::RoleMissing);
        }
        let key = self.key_of_own(actor, school, photo).await?;
        let mut tx = self.decide(school).await?;
        let register = self.register(&mut tx, school).await?;
        let dossier = self.dossier(&mut tx, school, &register, photo).await?;
        if seen.is_some_and(|seen| seen != exceptions::seen(&dossier)) {
            return Err(gatehouse_store::Error::Conflict.into());
        }
        for (channel, lift) in lifts {
            let may = self.may_settle(&mut tx, actor, school, (&dossier, lift));
            may.await?;
            let settlement = Settlement {
                about: dossier.fingerprint(lift.subject),
                channel: *channel,
                lift: *lift,
                why: why.to_owned(),
            };
            let by = (actor.id, self.now());
            let chance = (&key, &*self.entropy);
            faces::settle(&mut tx, school, photo, chance, &settlement, by).await?;
        }
        self.changed(&mut tx, actor, school, photo, "settle-reason")
            .await?;
        Ok(tx.commit().await?)
    }

    /// What follows whenever a photo's facts change: who may be in it is told
    /// anew, its releases are judged anew, and the access log has a line.
    async fn changed(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
        verb: &'static str,
    ) -> Result<(), StreetError> {
        actor.may(&[Role::Staff, Role::Editor, Role::Dsl])?;
        // Whoever approves counts what is there now.
        faces::drop_count(tx, school, photo, Counter::Approver).await?;
        let register = self.register(tx, school).await?;
        let dossier = self.dossier(tx, school, &register, photo).await?;
        faces::set_appearances(tx, school, photo, &dossier.people(&register)).await?;
        self.photo_changed(tx, school, photo).await?;
        let entry = Entry {
            actor: Some(actor.id),
            verb,
            about: Some(("photo", photo.0)),
            outcome: "done",
            facts: None,
        };
        log::append(tx, Log::Access, school, &entry, self.now()).await?;
        Ok(())
    }
}
