//! Everything that must be the same however often it was killed: told without
//! ids, moments and attempts, the photos by their places.

use std::collections::BTreeMap;

use gatehouse_domain::ids::{PhotoId, ReleaseId, SchoolId, SubjectId};
use gatehouse_publish::Presence;
use gatehouse_store::{
    db::Tx,
    destructions, duties,
    log::{self, Log},
    queue,
    releases::{self, StageCode},
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{CHANNEL, Play};
use crate::{config::Config, house};

impl Play {
    /// How things stand.
    pub(super) async fn state(&self, config: &Config) -> anyhow::Result<Value> {
        let mut tx = self.house.db().read().await?;
        let mut told = Vec::new();
        for row in self.rows(&mut tx).await? {
            told.push(json!({
                "state": row.state,
                "size": row.size,
                "emptied": row.facts.is_none(),
                "duties": self.duties(&mut tx, row.id.into()).await?,
                "destroyed": {
                    "original": self.destroyed(&mut tx, row.original).await?,
                    "photo": self.destroyed(&mut tx, row.id.into()).await?,
                },
                "releases": self.releases(&mut tx, row.id, config).await?,
            }));
        }
        let card = gatehouse_app::street::intake::card(self.event, self.teacher.id);
        let card = self.duties(&mut tx, SubjectId(card)).await?;
        let evidence = lines(&mut tx, Log::Evidence, self.school).await?;
        let open = destructions::open(&mut tx, self.school).await?.len();
        let all = destructions::since(&mut tx, self.school, Timestamp::MIN).await?;
        let stuck: Vec<String> = queue::stuck(&mut tx, self.school)
            .await?
            .into_iter()
            .map(|job| format!("{} {}", job.kind, job.code.unwrap_or_default()))
            .collect();
        let counts = queue::counts(&mut tx, self.house.now()).await?;
        drop(tx);
        let report = self.house.verify_logs(self.school).await?;
        let findings: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
        Ok(json!({
            "photos": told,
            "card": card,
            "evidence": evidence,
            "destructions": { "open": open, "done": all.len() },
            "queue": {
                "waiting": counts.waiting,
                "ready": counts.ready,
                "leased": counts.leased,
                "stuck": stuck,
            },
            "log_findings": findings,
        }))
    }

    /// The things that work can be about.
    pub(super) async fn things(&self, tx: &mut Tx) -> anyhow::Result<Vec<SubjectId>> {
        let mut things = Vec::new();
        for row in self.rows(tx).await? {
            things.extend([row.id.into(), row.original]);
            for release in self.of_photo(tx, row.id).await? {
                things.push(release.into());
            }
        }
        Ok(things)
    }

    async fn duties(
        &self,
        tx: &mut Tx,
        about: SubjectId,
    ) -> anyhow::Result<BTreeMap<String, &str>> {
        let rows = duties::about(tx, self.school, about.0).await?;
        let met = |row: &duties::DutyRow| if row.met.is_some() { "met" } else { "stands" };
        Ok(rows
            .iter()
            .map(|row| (row.kind.code().to_owned(), met(row)))
            .collect())
    }

    async fn destroyed(&self, tx: &mut Tx, subject: SubjectId) -> anyhow::Result<Value> {
        let found = destructions::get(tx, self.school, subject).await?;
        Ok(found.map_or(Value::Null, |one| {
            json!({ "kind": one.kind, "why": one.why, "verified": one.verified_at.is_some() })
        }))
    }

    async fn of_photo(&self, tx: &mut Tx, photo: PhotoId) -> anyhow::Result<Vec<ReleaseId>> {
        let mut found = Vec::new();
        for stage in StageCode::ALL {
            for row in releases::in_stage::<()>(tx, self.school, stage).await? {
                if releases::pictures(tx, self.school, row.id)
                    .await?
                    .contains(&photo)
                {
                    found.push(row.id);
                }
            }
        }
        Ok(found)
    }

    async fn releases(
        &self,
        tx: &mut Tx,
        photo: PhotoId,
        config: &Config,
    ) -> anyhow::Result<Vec<Value>> {
        let outlets = house::outlets(config)?;
        let mut told = Vec::new();
        for id in self.of_photo(tx, photo).await? {
            let Some(row) = releases::get::<()>(tx, self.school, id).await? else {
                continue;
            };
            let outside = match outlets.get(&CHANNEL) {
                None => "no outlet",
                Some(outlet) => match outlet.look(&row.slug.parse()?)? {
                    Presence::Out { .. } => "out",
                    Presence::Partly => "partly",
                    Presence::Gone => "gone",
                },
            };
            let about = log::evidence_about(tx, self.school, id.0).await?;
            let proved: Vec<String> = about
                .iter()
                .map(|line| format!("{} {}", line.verb, line.outcome))
                .collect();
            told.push(json!({
                "stage": row.stage.code(),
                "published": row.published_at.is_some(),
                "receipt": row.receipt.is_some(),
                "ended": row.ended_at.is_some(),
                "seen_gone": row.gone_at.is_some(),
                "outside": outside,
                "duties": self.duties(tx, id.into()).await?,
                "evidence": proved,
            }));
        }
        Ok(told)
    }
}

/// How many lines a log has of each verb and outcome.
async fn lines(tx: &mut Tx, log: Log, school: SchoolId) -> anyhow::Result<BTreeMap<String, usize>> {
    let mut counted = BTreeMap::new();
    for line in log::page(tx, log, school, None, u32::MAX).await? {
        *counted
            .entry(format!("{} {}", line.verb, line.outcome))
            .or_default() += 1;
    }
    Ok(counted)
}
