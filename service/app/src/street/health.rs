//! What the self-check asks of an open house, one answer each, and having
//! tried again what is stuck.

mod backups;
mod finding;

use gatehouse_domain::{ids::SchoolId, role::Role};
use gatehouse_store::{
    destructions, duties,
    log::{self, Entry, Log},
    queue,
    seal::Examination,
};
use jiff::SignedDuration;

use super::{Actor, StreetError, tend::overdue_before};
use crate::{decode::Fences, house::House};

pub use backups::Age;
pub use finding::Finding;

/// Decided so long ago and still not done, a destruction is a finding.
const SLOW: SignedDuration = SignedDuration::from_hours(24);

/// A last line so far ahead of the clock tells that the clock went back.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// What waits in a school, and what waits too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Jobs that a person must look at: kind of work, code of the last failure.
    pub stuck: Vec<(String, String)>,
    /// Duties whose deadline has passed.
    pub overdue: i64,
    /// Destructions that were decided over a day ago and are not done.
    pub slow: usize,
    /// Whether the logs' newest line lies in the future.
    pub clock_went_back: bool,
}

impl House {
    /// What waits in a school.
    ///
    /// # Errors
    /// The store's.
    pub async fn waiting(&self, school: SchoolId) -> Result<Waiting, StreetError> {
        let now = self.now();
        let mut tx = self.db.read().await?;
        let stuck = queue::stuck(&mut tx, school).await?;
        let slow = destructions::open(&mut tx, school)
            .await?
            .iter()
            .filter(|one| now.duration_since(one.decided_at) > SLOW)
            .count();
        let (_, overdue) = duties::count(&mut tx, school, overdue_before(now)).await?;
        let mut clock_went_back = false;
        for log in Log::ALL {
            let page = log::page(&mut tx, log, school, None, 1).await?;
            let newest = page.first().map(|line| line.at);
            clock_went_back |= newest.is_some_and(|at| at.duration_since(now) > AHEAD);
        }
        Ok(Waiting {
            stuck: stuck
                .into_iter()
                .map(|job| (job.kind, job.code.unwrap_or_default()))
                .collect(),
            overdue,
            slow,
            clock_went_back,
        })
    }

    /// What the machine is made of: stores, decode processes, outlets. Quick.
    pub async fn health_of_machine(&self) -> Vec<Finding> {
        vec![
            Finding::told("stores", self.try_stores().await, |()| Finding::Stores),
            Finding::told("decoder", self.try_decoder().await, Finding::Decoder),
            Finding::told("channels", self.try_outlets().await, Finding::Channels),
        ]
    }

    /// Whether somebody put a copy of the master key away, where that is told.
    #[must_use]
    pub fn health_of_key_copy(&self) -> Option<Finding> {
        let confirmed = self.key_copy?.confirmed_on;
        Some(Finding::KeyCopy(confirmed.map(|day| day <= self.today())))
    }

    /// What waits in a school. Quick.
    pub async fn health_of_work(&self, school: SchoolId) -> Vec<Finding> {
        match self.waiting(school).await {
            Ok(waiting) => Finding::of_work(waiting),
            Err(error) => vec![Finding::Failed("work", error.to_string())],
        }
    }

    /// Whether every line of a school's logs is as it was written. Takes longer
    /// the longer they are.
    pub async fn health_of_logs(&self, school: SchoolId) -> Finding {
        let proved = self.verify_logs(school).await;
        Finding::told("logs", proved, |report| Finding::of_logs(&report))
    }

    /// Whether what is kept of a school and what the database knows is the
    /// same. Takes longer the more pictures there are.
    pub async fn health_of_objects(&self, school: SchoolId) -> Vec<Finding> {
        match self.orphans(school).await {
            Ok(orphans) => Finding::of_objects(&orphans),
            Err(error) => vec![Finding::Failed("objects", error.to_string())],
        }
    }

    /// The self-check of an open house and one of its schools: `whole` for
    /// what takes long too.
    pub(crate) async fn health(&self, school: SchoolId, whole: bool) -> Vec<Finding> {
        let mut found = self.health_of_machine().await;
        found.extend(self.health_of_work(school).await);
        found.extend(self.health_of_key_copy());
        if let Some(vault) = &self.vault {
            let by_itself = vault.every_days.is_some();
            found.extend(self.health_of_backups(vault, by_itself).await);
        }
        if whole {
            let examined = self.examine_keys().await;
            found.push(Finding::told("keys", examined, Finding::Keys));
            found.push(self.health_of_logs(school).await);
            found.extend(self.health_of_objects(school).await);
        }
        found
    }

    /// Has everything tried again that is stuck in a school, or all of one
    /// kind of work; how much.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but who looks after the
    /// machine; the store's.
    pub(crate) async fn retry_stuck(
        &self,
        actor: &Actor,
        school: SchoolId,
        kind: Option<&str>,
    ) -> Result<usize, StreetError> {
        actor.may(&[Role::Admin])?;
        let now = self.now();
        let mut tx = self.decide(school).await?;
        let mut stuck = queue::stuck(&mut tx, school).await?;
        stuck.retain(|job| kind.is_none_or(|kind| kind == job.kind));
        for job in &stuck {
            queue::retry(&mut tx, school, job.id, now).await?;
        }
        let entry = Entry {
            actor: Some(actor.id),
            verb: "retry-jobs",
            about: Some(("school", school.0)),
            outcome: "done",
            facts: None,
        };
        log::append(&mut tx, Log::Access, school, &entry, now).await?;
        tx.commit().await?;
        Ok(stuck.len())
    }

    /// Whether every key opens with the master key.
    ///
    /// # Errors
    /// The key store's.
    pub async fn examine_keys(&self) -> Result<Examination, StreetError> {
        Ok(self.keys.examine().await?)
    }

    /// Writes, reads and deletes something in both stores.
    ///
    /// # Errors
    /// What they say.
    pub async fn try_stores(&self) -> Result<(), StreetError> {
        self.keys.store().try_out(&*self.entropy).await?;
        self.objects.store().try_out(&*self.entropy).await?;
        Ok(())
    }

    /// Starts a decode process and asks which fences hold around it.
    ///
    /// # Errors
    /// That none can be started.
    pub async fn try_decoder(&self) -> Result<Fences, StreetError> {
        let pool = self.pool.clone();
        self.heavy(move || pool.fences())
            .await
            .map_err(|refusal| crate::check::CheckError::from(refusal).into())
    }

    /// Looks at every place channels are published in.
    ///
    /// # Errors
    /// The first that is not as it was set up.
    pub async fn try_outlets(&self) -> Result<usize, StreetError> {
        for outlet in self.outlets.values() {
            let outlet = std::sync::Arc::clone(outlet);
            self.heavy(move || outlet.tidy()).await?;
        }
        Ok(self.outlets.len())
    }
}
