//! The end of a release: its reasons and verdicts tell of children, so they go
//! when they are evidence of nothing any more.
//!
//! One that was out is evidence of a clearance and is kept for that period
//! after its take-down. One that never was is kept as long as an unused
//! picture, and no longer than its pictures.

use gatehouse_domain::{
    custody::State,
    ids::{PhotoId, ReleaseId, SchoolId, SubjectId},
    retention::DutyKind,
};
use gatehouse_store::{
    db::Tx,
    destructions, duties, photos,
    releases::{self, ReleaseRow, StageCode},
};

use super::Machine;
use crate::{
    house::House,
    street::{StreetError, dossier::Facts, jobs},
};

/// Whether it was never out, and nothing of it has to be looked for.
fn was_never_out(row: &ReleaseRow<Machine>) -> bool {
    row.published_at.is_none() && (row.attempts == 0 || row.gone_at.is_some())
}

impl House {
    /// A release ended that never was out: it has a deadline now.
    pub(crate) async fn keep_for_a_while(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        release: ReleaseId,
    ) -> Result<(), StreetError> {
        let now = self.now();
        let register = self.register(tx, school).await?;
        let duty = register
            .school
            .profile
            .retention
            .duty(DutyKind::Unused, now);
        duties::set(tx, school, release.0, &duty, (now, &*self.entropy)).await?;
        Ok(())
    }

    /// A photo was destroyed: releases that ended, never were out and have no
    /// picture left go with it.
    pub(crate) async fn end_releases_of(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        photo: PhotoId,
    ) -> Result<(), StreetError> {
        for id in releases::ended_with(tx, school, photo).await? {
            let row = releases::get::<Machine>(tx, school, id).await?;
            if !row.is_some_and(|row| was_never_out(&row)) {
                continue;
            }
            let mut is_left = false;
            for picture in releases::pictures(tx, school, id).await? {
                let row = photos::get::<Facts>(tx, school, picture).await?;
                is_left |= row.is_some_and(|row| row.state != State::Destroyed);
            }
            if !is_left {
                self.end_release(tx, school, id, "no-picture-left").await?;
            }
        }
        Ok(())
    }

    /// A release's deadline passed; whether it ended by that.
    pub(crate) async fn end_due_release(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        release: ReleaseId,
        kind: DutyKind,
    ) -> Result<bool, StreetError> {
        let Some(row) = releases::get::<Machine>(tx, school, release).await? else {
            return Ok(false);
        };
        let why = match kind {
            DutyKind::Unused if was_never_out(&row) => "release-not-used",
            DutyKind::Evidence if row.gone_at.is_some() => "evidence-kept-long-enough",
            _ => return Ok(false),
        };
        let ended = row.stage == StageCode::Recalled;
        if !ended || self.has_ended(tx, school, release).await? {
            return Ok(false);
        }
        self.end_release(tx, school, release, why).await?;
        Ok(true)
    }

    async fn end_release(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        release: ReleaseId,
        why: &'static str,
    ) -> Result<(), StreetError> {
        let now = self.now();
        let subject = SubjectId::from(release);
        destructions::decide(tx, school, subject, ("release", why), (now, None)).await?;
        Ok(self
            .ask(tx, school, (jobs::DESTROY, release.0), now)
            .await?)
    }

    /// Whether it is decided that nothing of a release is kept.
    pub(crate) async fn has_ended(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        release: ReleaseId,
    ) -> Result<bool, StreetError> {
        let decided = destructions::get(tx, school, release.into()).await?;
        Ok(decided.is_some())
    }

    /// Crosses out what is sealed of a release whose key is destroyed. One that
    /// came back with a backup, and was not at its end then, is looked for
    /// outside.
    pub(crate) async fn cross_out_release(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        release: ReleaseId,
    ) -> Result<(), StreetError> {
        let now = self.now();
        if releases::give_up(tx, school, release, now).await? {
            self.ask_first(tx, school, (jobs::RECALL, release.0))
                .await?;
        }
        releases::empty(tx, school, release).await?;
        for kind in [DutyKind::Unused, DutyKind::Evidence] {
            duties::meet(tx, school, (kind, release.0), now, None).await?;
        }
        Ok(())
    }
}
