//! The queue's promises: what was asked for is done, by one worker, and nobody
//! else's work is ended by a worker that was believed dead.

mod asking;
mod holding;
mod listing;
mod workers;

use gatehouse_domain::ids::uuid_v7;
use gatehouse_store::{
    Error,
    db::Tx,
    queue::{self, Claimed, Counts, Failed, NewJob},
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::harness::T;

const LEASE: SignedDuration = SignedDuration::from_secs(30);
const DAY: SignedDuration = SignedDuration::from_hours(24);
const LIMIT: u32 = 3;

/// The queue's verbs, for whoever has a database.
trait Desk {
    fn t(&self) -> &T;

    fn id(&self) -> Uuid {
        uuid_v7(self.t().now(), &self.t().chance)
    }

    fn job(&self, about: Uuid) -> NewJob {
        NewJob {
            school: self.t().school,
            kind: "clean",
            about,
            ready_at: self.t().now(),
        }
    }

    async fn asked(&self, job: &NewJob) {
        let mut tx = self.tx().await;
        self.asked_in(&mut tx, job).await;
        tx.commit().await.expect("it commits");
    }

    async fn asked_in(&self, tx: &mut Tx, job: &NewJob) {
        queue::enqueue(tx, job, self.t().now(), &self.t().chance)
            .await
            .expect("it is asked for");
    }

    async fn tx(&self) -> Tx {
        self.t().db.begin().await.expect("it begins")
    }

    async fn claim(&self, worker: Uuid) -> Option<Claimed> {
        queue::claim(&self.t().db, worker, self.t().now(), LEASE, LIMIT)
            .await
            .expect("it is looked for")
    }

    async fn taken(&self) -> Claimed {
        self.claim(self.id()).await.expect("a job")
    }

    async fn finish(&self, job: &Claimed) -> Result<(), Error> {
        let mut tx = self.tx().await;
        queue::finish(&mut tx, job, self.t().now()).await?;
        tx.commit().await
    }

    async fn fail(&self, job: &Claimed) -> Result<Failed, Error> {
        queue::fail(&self.t().db, job, "disk-full", self.t().now(), LIMIT).await
    }

    async fn give_back(&self, job: &Claimed) {
        queue::give_back(&self.t().db, job, self.t().now())
            .await
            .expect("it is given back");
    }

    async fn heartbeat(&self, job: &Claimed) -> bool {
        queue::heartbeat(&self.t().db, job, self.t().now(), LEASE)
            .await
            .expect("it is told")
    }

    async fn stuck(&self) -> Vec<queue::StuckJob> {
        queue::stuck(&mut self.tx().await, self.t().school)
            .await
            .expect("the list")
    }

    async fn counts(&self) -> Counts {
        queue::counts(&mut self.tx().await, self.t().now())
            .await
            .expect("the counts")
    }

    async fn next_ready(&self) -> Option<Timestamp> {
        queue::next_ready(&mut self.tx().await)
            .await
            .expect("a moment")
    }

    async fn pending_for(&self, about: Uuid) -> Vec<String> {
        queue::pending_for(&mut self.tx().await, about)
            .await
            .expect("the kinds")
    }

    async fn clock_went_back(&self) -> u64 {
        queue::clock_went_back(&self.t().db, self.t().now())
            .await
            .expect("they are moved")
    }

    async fn asked_many(&self, many: usize) {
        let mut tx = self.tx().await;
        for _ in 0..many {
            self.asked_in(&mut tx, &self.job(self.id())).await;
        }
        tx.commit().await.expect("it commits");
    }
}

impl Desk for T {
    fn t(&self) -> &T {
        self
    }
}
