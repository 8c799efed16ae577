//! The whole house, wired: what every stop of the photo's way is handed.

mod arrive;
mod master;
mod register;

use std::{collections::BTreeMap, fmt, sync::Arc};

use gatehouse_domain::{
    Channel,
    clock::{Clock, Entropy},
    ids::{SchoolId, SubjectId},
    retention::school_time_zone,
};
use gatehouse_faces::FaceScanner;
use gatehouse_publish::folder::Folder;
use gatehouse_store::{
    Error as StoreError,
    db::{Db, Tx},
    log::{SigningKey, outside::Ledger},
    objects::Objects,
    seal::{KeyStore, SubjectKey},
};
use jiff::{Timestamp, civil::Date};
use tokio::sync::Semaphore;

use crate::{
    backup::Vault,
    decode::DecodePool,
    parallel,
    sign_in::Door,
    street::{again::Rounds, intake::Parts},
};

pub use register::Register;
pub(crate) use register::{SchoolFile, Signed};

/// What the house is built of.
pub struct Fittings {
    /// The database.
    pub db: Db,
    /// The keys of everybody and everything.
    pub keys: KeyStore,
    /// Sealed pictures.
    pub objects: Objects,
    /// Checkpoints and destructions, outside the database.
    pub ledger: Ledger,
    /// Signs them.
    pub signing: SigningKey,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives chance.
    pub entropy: Arc<dyn Entropy>,
    /// Decode processes.
    pub pool: Arc<DecodePool>,
    /// The networks.
    pub scanner: Arc<FaceScanner>,
    /// Where cleared pictures go, by channel.
    pub outlets: BTreeMap<Channel, Arc<Folder>>,
    /// The largest file that is taken in, in bytes.
    pub photo_bytes: u64,
}

/// What is told of the copy of the master key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyCopy {
    /// The day on which it was put away.
    pub(crate) confirmed_on: Option<Date>,
}

/// The house. Share it by `Arc`.
pub struct House {
    pub(crate) db: Db,
    pub(crate) keys: KeyStore,
    pub(crate) objects: Objects,
    pub(crate) ledger: Ledger,
    pub(crate) signing: SigningKey,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) pool: Arc<DecodePool>,
    pub(crate) scanner: Arc<FaceScanner>,
    pub(crate) outlets: BTreeMap<Channel, Arc<Folder>>,
    pub(crate) photo_bytes: u64,
    /// Who is at the front door, and how often they tried.
    pub(crate) door: Door,
    /// Where its backups lie, if it has any.
    pub(crate) vault: Option<Vault>,
    /// Since when a copy of the master key is put away, where that is told.
    pub(crate) key_copy: Option<KeyCopy>,
    /// As much heavy work at once as the machine has cores.
    cores: Semaphore,
    registers: register::Cache,
    /// Files that come in parts, of which some are still to come.
    pub(crate) parts: Parts,
    pub(crate) rounds: Rounds,
}

impl fmt::Debug for House {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("House")
            .field("db", &self.db)
            .finish_non_exhaustive()
    }
}

impl House {
    /// Moves in.
    #[must_use]
    pub fn new(fittings: Fittings) -> Self {
        let Fittings {
            db,
            keys,
            objects,
            ledger,
            signing,
            clock,
            entropy,
            pool,
            scanner,
            outlets,
            photo_bytes,
        } = fittings;
        Self {
            db,
            keys,
            objects,
            ledger,
            signing,
            clock,
            entropy,
            pool,
            scanner,
            outlets,
            photo_bytes,
            door: Door::default(),
            vault: None,
            key_copy: None,
            cores: Semaphore::new(parallel::cores()),
            registers: register::Cache::default(),
            parts: Parts::default(),
            rounds: Rounds::default(),
        }
    }

    /// The same house, told since when a copy of the master key is put away.
    #[must_use]
    pub const fn with_key_copy(mut self, confirmed_on: Option<Date>) -> Self {
        self.key_copy = Some(KeyCopy { confirmed_on });
        self
    }

    /// The same house, whose workers look after the backups in that vault.
    #[must_use]
    pub fn with_vault(mut self, vault: Vault) -> Self {
        self.vault = Some(vault);
        self
    }

    /// The database.
    #[must_use]
    pub const fn db(&self) -> &Db {
        &self.db
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Today, as people in England and Wales count days.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().to_zoned(school_time_zone()).date()
    }

    /// Every school of this house.
    ///
    /// # Errors
    /// The store's.
    pub async fn schools(&self) -> Result<Vec<SchoolId>, StoreError> {
        let mut tx = self.db.read().await?;
        gatehouse_store::school::list(&mut tx).await
    }

    /// An id for a school that is to be founded.
    #[must_use]
    pub fn new_school(&self) -> SchoolId {
        SchoolId::new(self.now(), &*self.entropy)
    }

    /// A transaction in which a school takes one decision at a time.
    pub(crate) async fn decide(&self, school: SchoolId) -> Result<Tx, StoreError> {
        let mut tx = self.db.begin().await?;
        tx.lock_school(school).await?;
        Ok(tx)
    }

    /// A subject's key.
    pub(crate) async fn key(
        &self,
        school: SchoolId,
        subject: impl Into<SubjectId>,
    ) -> Result<SubjectKey, StoreError> {
        Ok(self.keys.open(school, subject.into()).await?)
    }

    /// Does heavy work on a thread that may block, as many at once as there
    /// are cores.
    pub(crate) async fn heavy<R: Send + 'static>(
        &self,
        work: impl FnOnce() -> R + Send + 'static,
    ) -> R {
        in_turn(&self.cores, work).await
    }
}

/// Does work on a thread that may block, as many at once as `turns` has.
pub(crate) async fn in_turn<R: Send + 'static>(
    turns: &Semaphore,
    work: impl FnOnce() -> R + Send + 'static,
) -> R {
    // Closed never: only dropping the house ends it.
    let _turn = turns.acquire().await;
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(ended) => std::panic::resume_unwind(ended.into_panic()),
    }
}
