//! The way back, step by step: tombstones, keys, objects, rows, the word to
//! the ledger. A mark in the key store and among the objects names the backup
//! until all is done, so that an attempt that was killed is known by the next
//! one and begun anew: each step, done again, comes to the same.

use std::{collections::HashSet, path::Path as File};

use bytes::Bytes;
use futures_util::{TryStreamExt as _, future::join_all, stream};
use gatehouse_domain::ids::{SchoolId, SubjectId};
use jiff::{Timestamp, civil::Date};
use object_store::path::Path;
use sha2::{Digest as _, Sha256};

use super::{
    Backup, BackupError, House,
    disk::{FileMark, In},
    load,
    manifest::{MANIFEST, ObjectRef},
    rows::{Keys, Rows},
};
use crate::{
    log::{
        self, Entry, Log, SigningKey, VerifyingKey,
        outside::{Destruction, Restoration},
    },
    objects::{ObjectError, ObjectName, Store},
    school,
    seal::SealError,
};

/// Where the mark lies in both stores.
const MARK: &str = "restoring";
/// Keys asked for at a time.
const AT_ONCE: usize = 16;

/// A restore under way.
pub struct Restore<'a> {
    backup: &'a Backup,
    into: House<'a>,
    /// What the ledger knows to be gone.
    destroyed: Vec<Destruction>,
    /// The rows came back before the last attempt was killed.
    loaded: bool,
}

impl std::fmt::Debug for Restore<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Restore({})", self.backup.manifest.name)
    }
}

/// What came of the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeysBack {
    /// Keys that came back.
    pub restored: u64,
    /// Keys that stay away because they were destroyed since.
    pub destroyed: u64,
}

/// What came of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowsBack {
    /// Rows that came back; none where an attempt before this brought them.
    pub rows: u64,
    /// Jobs that somebody was at when the backup was made.
    pub released: u64,
    /// Templates that the biometric gate does not let in as it stands now:
    /// their keys are to be destroyed.
    pub templates_refused: u64,
}

impl<'a> Restore<'a> {
    /// Begins: looks that there is nothing where the backup goes, and puts the
    /// marks up. An attempt at the same backup that was killed is gone on with.
    ///
    /// # Errors
    /// [`BackupError::NotEmpty`];
    /// [`LogError::Damaged`](log::LogError::Damaged) where the ledger is not
    /// as that key signed it, since nothing may come back that it knows of.
    pub async fn begin(
        backup: &'a Backup,
        into: House<'a>,
        key: &VerifyingKey,
    ) -> Result<Self, BackupError> {
        let mut destroyed = into.ledger.destructions(key)?;
        destroyed.retain(|one| backup.manifest.schools.contains(&one.school));
        let keys = look(into.keys.store(), backup).await?;
        let objects = look(into.objects.store(), backup).await?;
        let ours = keys == Look::Ours || objects == Look::Ours;
        let mut tx = into.db.read().await?;
        let empty = load::is_empty(&mut tx).await?;
        let loaded = !empty && ours && is_loaded(&mut tx, backup).await?;
        drop(tx);
        let refuse = |what| Err(BackupError::NotEmpty(what));
        match (keys, objects) {
            _ if !empty && !loaded => return refuse("database"),
            (Look::Others, _) if !loaded => return refuse("key store"),
            (_, Look::Others) if !loaded => return refuse("object store"),
            _ => {}
        }
        let mark = backup.manifest.id.to_string();
        for store in [into.keys.store(), into.objects.store()] {
            store
                .put(&Path::from(MARK), Bytes::from(mark.clone()))
                .await?;
        }
        Ok(Self {
            backup,
            into,
            destroyed,
            loaded,
        })
    }

    /// First step: the tombstones of everything that was destroyed, from the
    /// ledger, so that no key of it comes back even for a moment. How many.
    ///
    /// # Errors
    /// What the key store says.
    pub async fn tombstones(&self) -> Result<u64, BackupError> {
        for some in self.destroyed.chunks(AT_ONCE) {
            let put = some.iter().map(|one| {
                self.into
                    .keys
                    .put_tombstone(one.school, one.subject, one.at)
            });
            for done in join_all(put).await {
                done?;
            }
        }
        Ok(u64::try_from(self.destroyed.len()).unwrap_or(u64::MAX))
    }

    /// Second step: the keys.
    ///
    /// # Errors
    /// [`BackupError::Damaged`]; what the key store says.
    pub async fn keys(&self) -> Result<KeysBack, BackupError> {
        let sealing = (&self.backup.key, self.backup.manifest.id);
        let mut keys = Keys::open(&self.backup.keys_half, sealing).await?;
        let mut back = KeysBack::default();
        while let Some(key) = keys.next().await? {
            let wrapped = Bytes::from(key.wrapped);
            match self
                .into
                .keys
                .import(key.school, key.subject, wrapped)
                .await
            {
                Ok(_) => back.restored = back.restored.saturating_add(1),
                Err(SealError::Destroyed) => back.destroyed = back.destroyed.saturating_add(1),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(back)
    }

    /// Third step: the objects, but for those of subjects that were destroyed.
    /// How many.
    ///
    /// # Errors
    /// [`BackupError::Damaged`]; what the object store says.
    pub async fn objects(&self) -> Result<u64, BackupError> {
        let gone: HashSet<(SchoolId, SubjectId)> = self
            .destroyed
            .iter()
            .map(|one| (one.school, one.subject))
            .collect();
        let mut back = 0_u64;
        for (file, mark) in &self.backup.manifest.files {
            let Some(object) = ObjectRef::of_file(file) else {
                continue;
            };
            if !gone.contains(&(object.school, object.subject)) {
                self.object(file, mark, &object).await?;
                back = back.saturating_add(1);
            }
        }
        Ok(back)
    }

    async fn object(
        &self,
        file: &str,
        mark: &FileMark,
        object: &ObjectRef,
    ) -> Result<(), BackupError> {
        let (school, subject) = (object.school, object.subject);
        let name = ObjectName::parse(&object.name)?;
        let mut hash = Sha256::new();
        let sealed = read(&self.backup.half, file)
            .await?
            .inspect_ok(|piece| hash.update(piece));
        self.into
            .objects
            .import(school, subject, &name, sealed)
            .await?;
        let hash: [u8; 32] = hash.finalize().into();
        if hash == mark.sha256.0 {
            return Ok(());
        }
        // It was changed since it was opened a moment ago.
        self.into.objects.delete(school, subject, &name).await?;
        Err(BackupError::Damaged(file.to_owned()))
    }

    /// Fourth step: the rows, in one transaction, with the day of the restore
    /// in every school and a line of evidence that there was one. Jobs that
    /// somebody was at may be taken at once.
    ///
    /// # Errors
    /// [`BackupError::NotEmpty`] where rows came meanwhile,
    /// [`BackupError::Damaged`]; the driver's. Then there are none.
    pub async fn rows(&self, now: Timestamp, today: Date) -> Result<RowsBack, BackupError> {
        if self.loaded {
            return Ok(RowsBack::default());
        }
        let manifest = &self.backup.manifest;
        let mut rows = Rows::open(&self.backup.half, (&self.backup.key, manifest.id)).await?;
        let mut tx = self.into.db.begin().await?;
        if !load::is_empty(&mut tx).await? {
            return Err(BackupError::NotEmpty("database"));
        }
        let back = load::all(&mut tx, &mut rows, now).await?;
        let facts = tokio::fs::read(self.backup.half.join(MANIFEST)).await?;
        for &school in &manifest.schools {
            school::set_restored(&mut tx, school, Some(today)).await?;
            let entry = Entry {
                actor: None,
                verb: VERB,
                about: Some(("backup", manifest.id)),
                outcome: "loaded",
                facts: Some(Sha256::digest(&facts).into()),
            };
            log::append(&mut tx, Log::Evidence, school, &entry, now).await?;
        }
        tx.commit().await?;
        Ok(back)
    }

    /// Fifth step: tells the ledger how far the logs go now, so that marks of
    /// lines that were lost are known to be lost, and takes in the marks of
    /// lines that were not.
    ///
    /// # Errors
    /// What the ledger and the driver say.
    pub async fn tell_ledger(
        &self,
        signing: &SigningKey,
        now: Timestamp,
    ) -> Result<(), BackupError> {
        for end in &self.backup.manifest.ends {
            let restoration = Restoration {
                school: end.school,
                log: end.log,
                seq: end.seq,
                hash: end.hash,
                at: now,
                backup: self.backup.manifest.name.to_string(),
            };
            self.into.ledger.add_restoration(&restoration, signing)?;
        }
        for &school in &self.backup.manifest.schools {
            let mut tx = self.into.db.begin().await?;
            log::catch_up(&mut tx, school, self.into.ledger, &signing.verifying_key()).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Last, when the rows were told what was destroyed since: takes the marks
    /// down.
    ///
    /// # Errors
    /// What the stores say.
    pub async fn finish(self) -> Result<(), BackupError> {
        for store in [self.into.keys.store(), self.into.objects.store()] {
            store.delete(&Path::from(MARK)).await?;
        }
        Ok(())
    }
}

/// The verb of the line of evidence.
const VERB: &str = "restore";

/// Whether a restore was begun and not brought to its end: nothing may be
/// served until it was run again.
///
/// # Errors
/// What the stores say.
pub async fn unfinished(house: &House<'_>) -> Result<bool, BackupError> {
    let mark = Path::from(MARK);
    Ok(house.keys.store().exists(&mark).await? || house.objects.store().exists(&mark).await?)
}

/// What there is in a store before a restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Empty,
    /// What an attempt at this backup left.
    Ours,
    Others,
}

async fn look(store: &Store, backup: &Backup) -> Result<Look, BackupError> {
    let mark = Path::from(MARK);
    let found = store.get(&mark).await?;
    if found.is_some_and(|found| *found == *backup.manifest.id.to_string().as_bytes()) {
        return Ok(Look::Ours);
    }
    Ok(if store.is_empty().await? {
        Look::Empty
    } else {
        Look::Others
    })
}

async fn is_loaded(tx: &mut crate::db::Tx, backup: &Backup) -> Result<bool, BackupError> {
    for &school in &backup.manifest.schools {
        let lines = log::evidence_about(tx, school, backup.manifest.id).await?;
        if lines.iter().any(|line| line.verb == VERB) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A file of the backup as a stream.
async fn read(
    half: &File,
    file: &str,
) -> Result<impl stream::Stream<Item = Result<Bytes, ObjectError>> + Send + use<>, BackupError> {
    let bytes = In::open(half, file).await?;
    Ok(stream::try_unfold(bytes, |mut bytes| async move {
        let piece = Bytes::copy_from_slice(bytes.next().await?);
        Ok((!piece.is_empty()).then_some((piece, bytes)))
    }))
}
