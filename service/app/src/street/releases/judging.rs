//! Verdicts on releases: made of what one transaction sees, kept for replay,
//! and made anew whenever a photo or a permission changes.

use gatehouse_domain::{
    Channel,
    ids::{PersonId, PhotoId, ReleaseId, SchoolId},
    policy::Verdict,
    release::{Event, Outcome},
};
use gatehouse_store::{
    db::Tx,
    releases::{self, StageCode},
};
use sha2::{Digest as _, Sha256};

use super::{Found, Kept, Open};
use crate::{
    check::Judged,
    house::{House, Register},
    street::{StreetError, jobs},
};

impl House {
    /// Judges a release as it stands and keeps the verdict.
    pub(crate) async fn judge(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        open: &mut Open,
    ) -> Result<[u8; 32], StreetError> {
        // From approval on, two counts are due.
        let asked = matches!(
            open.row.stage,
            StageCode::Approved | StageCode::Publishing | StageCode::Published
        );
        self.judge_for(tx, school, open, asked).await
    }

    pub(super) async fn judge_for(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        open: &mut Open,
        approval_asked: bool,
    ) -> Result<[u8; 32], StreetError> {
        let found = self.look_at(tx, school, open, approval_asked).await?;
        let facts = self.keep_verdict(tx, school, open, &found).await?;
        let outcome = found.outcome;
        self.step(tx, school, open, &Event::Judged { outcome })
            .await?;
        Ok(facts)
    }

    /// Keeps a verdict for replay; gives the hash that the evidence refers to.
    pub(crate) async fn keep_verdict(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        open: &Open,
        found: &Found,
    ) -> Result<[u8; 32], StreetError> {
        let verdict = match found.outcome {
            Outcome::Clear => "clear",
            Outcome::Exceptable(_) | Outcome::Held => "hold",
            Outcome::Barred => "blocked",
        };
        let chance = (&open.key, &*self.entropy);
        let kept = (verdict, &found.kept);
        releases::add_judgement(tx, school, open.row.id, chance, kept, self.now()).await?;
        let text = serde_json::to_vec(&found.kept).map_err(|_| StreetError::Register("verdict"))?;
        Ok(Sha256::digest(&text).into())
    }

    /// The verdict on a release, made of what this transaction sees.
    pub(crate) async fn look_at(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        open: &Open,
        approval_asked: bool,
    ) -> Result<Found, StreetError> {
        let register = self.register(tx, school).await?;
        let mut pictures = Vec::with_capacity(open.photos.len());
        for photo in &open.photos {
            let photo = (*photo, open.row.channel);
            let judging = self.judge_photo(tx, school, &register, photo, approval_asked);
            let judged = Box::pin(judging).await?;
            pictures.push((judged.case, judged.verdict));
        }
        let rules = register.school.profile.rules.clone();
        let verdicts: Vec<Verdict> = pictures
            .iter()
            .map(|(_, verdict)| verdict.clone())
            .collect();
        Ok(Found {
            outcome: Outcome::of(&verdicts, &rules),
            kept: Kept { rules, pictures },
        })
    }

    async fn judge_photo(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        register: &Register,
        (photo, channel): (PhotoId, Channel),
        approval_asked: bool,
    ) -> Result<Judged, StreetError> {
        let mut dossier = self.dossier(tx, school, register, photo).await?;
        dossier.parts.counts.approval_asked = approval_asked;
        dossier.parts.lifts = dossier.lifts_on(channel);
        let event = register
            .event(dossier.event)
            .ok_or(StreetError::NoSuch("event"))?;
        Ok(self.desk(register).judge(
            &dossier.seen,
            event,
            &dossier.parts,
            &dossier.texts,
            channel,
        ))
    }

    /// A photo changed: whatever was approved of it is void, and judged anew.
    pub(crate) async fn photo_changed(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        photo: PhotoId,
    ) -> Result<(), StreetError> {
        for id in releases::live_with(tx, school, photo).await? {
            let mut open = self.open(tx, school, id).await?;
            let uploaders = open.machine.uploaders().clone();
            match open.row.stage {
                StageCode::Draft | StageCode::Judged | StageCode::Approved => {
                    self.step(tx, school, &mut open, &Event::Changed { uploaders })
                        .await?;
                }
                // What is out is not changed by this, but may have to come back.
                StageCode::Publishing | StageCode::Published | StageCode::Recalled => {}
            }
            self.judge(tx, school, &mut open).await?;
        }
        Ok(())
    }

    /// Somebody's permission changed: every release that may show them is
    /// judged anew, and comes back in this very transaction where it must.
    pub(crate) async fn person_changed(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        person: PersonId,
    ) -> Result<(), StreetError> {
        for id in releases::live_of_person(tx, school, person).await? {
            self.judge_or_recall(tx, school, id).await?;
        }
        Ok(())
    }

    /// Judges a release anew; where no verdict can be made it comes back: what
    /// cannot be shown to be allowed does not stay out, and does not keep a
    /// withdrawal from counting.
    pub(crate) async fn judge_or_recall(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        id: ReleaseId,
    ) -> Result<(), StreetError> {
        let mut open = match self.open(tx, school, id).await {
            Ok(open) => open,
            // The store itself is away: nothing is committed, and who asked is
            // told.
            Err(StreetError::Store(error)) if error.is_passing() => return Err(error.into()),
            Err(_) => {
                if releases::give_up(tx, school, id, self.now()).await? {
                    self.ask_first(tx, school, (jobs::RECALL, id.0)).await?;
                }
                return Ok(());
            }
        };
        if open.row.stage == StageCode::Recalled {
            return Ok(());
        }
        match self.judge(tx, school, &mut open).await {
            Ok(_) => Ok(()),
            Err(StreetError::Store(error)) if error.is_passing() => Err(error.into()),
            Err(_) => self.step(tx, school, &mut open, &Event::Recalled).await,
        }
    }
}
