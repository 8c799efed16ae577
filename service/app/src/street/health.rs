//! What the self-check asks of an open house, one answer each.

use gatehouse_domain::ids::SchoolId;
use gatehouse_store::{destructions, duties, queue, seal::Examination};
use jiff::SignedDuration;

use super::StreetError;
use crate::{decode::Fences, house::House};

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
        let (_, overdue) = duties::count(&mut tx, school, now).await?;
        let mut clock_went_back = false;
        for log in gatehouse_store::log::Log::ALL {
            let page = gatehouse_store::log::page(&mut tx, log, school, None, 1).await?;
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
