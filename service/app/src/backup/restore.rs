//! The way back, from the first tombstone to the last mark taken down.

use std::path::Path;

use gatehouse_domain::ids::SchoolId;
use gatehouse_store::{
    backup::{self, Backup, Name, Restore},
    destructions, sign_in,
};

use super::BackupFailed;
use crate::{house::House, street::jobs};

/// What came back, and what did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The backup's name.
    pub name: Name,
    /// Destructions that the ledger knows of, all in all.
    pub tombstones: u64,
    /// Keys that came back.
    pub keys: u64,
    /// Keys that did not, since they were destroyed after the backup.
    pub keys_destroyed: u64,
    /// Objects that came back.
    pub objects: u64,
    /// Rows that came back; none where an attempt that was killed had brought
    /// them.
    pub rows: u64,
    /// Jobs that somebody was at when the backup was made, and that are ready.
    pub jobs_released: u64,
    /// Templates that the biometric gate did not let in.
    pub templates_refused: u64,
    /// Destructions since the backup that were crossed out in the rows.
    pub crossed_out: usize,
    /// Releases that were taken back because somebody or something in them was
    /// destroyed since.
    pub releases_ended: usize,
    /// Posts that were out and unknown: taken down.
    pub taken_down: usize,
    /// Releases that were thought to be out and are not, or not wholly.
    pub not_out: usize,
}

impl House {
    /// Restores a backup: `half` and `keys_half` are its two folders, and this
    /// house is empty. What the ledger knows to be destroyed does not come
    /// back. Afterwards nothing is cleared until the office has imported who
    /// agreed to what anew. Killed anywhere, it is run again.
    ///
    /// Nobody else may use the house meanwhile, and every channel's folder has
    /// to be there.
    ///
    /// # Errors
    /// [`BackupFailed::Backup`] before anything was written where the backup is
    /// not whole, not of this master key or version, or the house not empty.
    /// After any other error: run it again.
    pub async fn restore(&self, half: &Path, keys_half: &Path) -> Result<Restored, BackupFailed> {
        let key = self.signing.verifying_key();
        let found = backup::open(half, keys_half, &self.keys, &key).await?;
        self.find_stores().await?;
        let restore = Restore::begin(&found, self.kept(), &key).await?;
        let mut done = Box::pin(self.bring_back(&restore, &found)).await?;
        for &school in &found.manifest().schools {
            let (crossed_out, ended) = Box::pin(self.replay(school)).await?;
            done.crossed_out = done.crossed_out.saturating_add(crossed_out);
            done.releases_ended = done.releases_ended.saturating_add(ended);
        }
        (done.taken_down, done.not_out) = Box::pin(self.reconcile()).await?;
        for &school in &found.manifest().schools {
            self.ask_for_the_rest(school).await?;
        }
        restore.finish().await?;
        Ok(done)
    }

    /// Everything that was in the backup, but for what was destroyed since.
    async fn bring_back(
        &self,
        restore: &Restore<'_>,
        found: &Backup,
    ) -> Result<Restored, BackupFailed> {
        let tombstones = restore.tombstones().await?;
        let keys = restore.keys().await?;
        let objects = restore.objects().await?;
        let rows = restore.rows(self.now(), self.today()).await?;
        restore.tell_ledger(&self.signing, self.now()).await?;
        Ok(Restored {
            name: found.manifest().name.clone(),
            tombstones,
            keys: keys.restored,
            keys_destroyed: keys.destroyed,
            objects,
            rows: rows.rows,
            jobs_released: rows.released,
            templates_refused: rows.templates_refused,
            crossed_out: 0,
            releases_ended: 0,
            taken_down: 0,
            not_out: 0,
        })
    }

    /// Asks for the destructions that are still to be done, and for everything
    /// that days that passed bring with them.
    async fn ask_for_the_rest(&self, school: SchoolId) -> Result<(), BackupFailed> {
        let now = self.now();
        let mut tx = self.decide(school).await?;
        for decided in destructions::open(&mut tx, school).await? {
            let what = (jobs::DESTROY, decided.subject.0);
            self.ask(&mut tx, school, what, now).await?;
        }
        // What was ended since the backup does not open a door again.
        sign_in::forget(&mut tx, school, now).await?;
        // Backups that lie there have no duty here yet.
        for what in [(jobs::TEND, school.0), (jobs::BACKUP, jobs::HOUSE)] {
            self.ask(&mut tx, school, what, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
