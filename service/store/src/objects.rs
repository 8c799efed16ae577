//! The sealed objects, second stop of a photo after its upload: pictures and
//! files, each sealed by its subject's key, in a folder or a bucket.

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use gatehouse_domain::{
    clock::Entropy,
    ids::{SchoolId, SubjectId},
};
use jiff::Timestamp;
use object_store::{ObjectMeta, path::Path};
use zeroize::Zeroizing;

use crate::seal::{ObjectPlace, Opener, SubjectKey, plain_len};

mod error;
mod location;
mod mark;
mod name;
mod store;
mod sweep;
mod upload;
mod writer;

pub use error::ObjectError;
pub use location::{Bucket, Location};
pub use name::ObjectName;
pub use store::Store;
pub(crate) use store::sync_folder;
pub use writer::Writer;

use upload::Upload;

/// What was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Bytes before sealing.
    pub bytes: u64,
    /// SHA-256 of the bytes before sealing.
    pub sha256: [u8; 32],
}

/// What a walk over a school's objects finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// An object.
    Object(Listed),
    /// Something that no object can be; its path is not told, as whoever put
    /// it there may have named it after a child.
    Strange,
}

/// An object as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Whose key seals it.
    pub subject: SubjectId,
    /// Its name.
    pub name: ObjectName,
    /// Bytes after sealing.
    pub sealed_bytes: u64,
    /// When it was last written.
    pub modified: Timestamp,
}

/// The objects of all schools. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Objects {
    store: Store,
}

impl Objects {
    /// The objects kept there.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// The store beneath, for the self-check.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Seals and keeps an object, over one of the same name if there is one.
    ///
    /// # Errors
    /// [`ObjectError::NoRoom`], [`ObjectError::Refused`] or
    /// [`ObjectError::Unavailable`]; nothing is kept then.
    pub async fn put(
        &self,
        school: SchoolId,
        subject: SubjectId,
        name: &ObjectName,
        key: &SubjectKey,
        entropy: &dyn Entropy,
        plain: &[u8],
    ) -> Result<Stored, ObjectError> {
        let mut writer = self.begin(school, subject, name, key, entropy);
        writer.write(plain).await?;
        writer.finish().await
    }

    /// Begins an object that comes piece by piece.
    #[must_use]
    pub fn begin(
        &self,
        school: SchoolId,
        subject: SubjectId,
        name: &ObjectName,
        key: &SubjectKey,
        entropy: &dyn Entropy,
    ) -> Writer {
        let place = ObjectPlace {
            school,
            subject,
            name: name.as_str(),
        };
        let path = object_path(school, subject, name);
        Writer::begin(self.store.clone(), path, &place, key, entropy)
    }

    /// Opens an object of at most `limit` bytes.
    ///
    /// # Errors
    /// [`ObjectError::Missing`], [`ObjectError::TooLong`],
    /// [`ObjectError::Damaged`] unless every byte is as it was sealed for this
    /// very name, or what the store says.
    pub async fn get(
        &self,
        school: SchoolId,
        subject: SubjectId,
        name: &ObjectName,
        key: &SubjectKey,
        limit: u64,
    ) -> Result<Zeroizing<Vec<u8>>, ObjectError> {
        let found = self
            .store
            .fetch(&object_path(school, subject, name))
            .await?;
        let bytes = plain_len(found.meta.size).ok_or(ObjectError::Damaged)?;
        if bytes > limit {
            return Err(ObjectError::TooLong { limit });
        }
        let room = usize::try_from(bytes).map_err(|_| ObjectError::TooLong { limit })?;
        // Room for all of it: growing would leave copies in the clear behind.
        let mut plain = Zeroizing::new(Vec::with_capacity(room));
        let mut opener = Opener::begin(
            key,
            &ObjectPlace {
                school,
                subject,
                name: name.as_str(),
            },
        );
        let mut sealed = found.into_stream();
        while let Some(piece) = sealed.try_next().await? {
            opener
                .push(&piece, &mut plain)
                .map_err(|_| ObjectError::Damaged)?;
            if plain.len() > room {
                return Err(ObjectError::Damaged);
            }
        }
        opener
            .finish(&mut plain)
            .map_err(|_| ObjectError::Damaged)?;
        Ok(plain)
    }

    /// Whether there is such an object.
    ///
    /// # Errors
    /// What the store says.
    pub async fn exists(
        &self,
        school: SchoolId,
        subject: SubjectId,
        name: &ObjectName,
    ) -> Result<bool, ObjectError> {
        let path = object_path(school, subject, name);
        let there = self.store.exists(&path).await?;
        if !there {
            self.store.there().await?;
        }
        Ok(there)
    }

    /// Deletes an object; one that is not there is deleted already.
    ///
    /// # Errors
    /// What the store says.
    pub async fn delete(
        &self,
        school: SchoolId,
        subject: SubjectId,
        name: &ObjectName,
    ) -> Result<(), ObjectError> {
        self.store.delete(&object_path(school, subject, name)).await
    }

    /// Deletes all objects of a subject, and looks that none is left. Gives
    /// how many there were.
    ///
    /// # Errors
    /// [`ObjectError::StillThere`], or what the store says.
    pub async fn delete_subject(
        &self,
        school: SchoolId,
        subject: SubjectId,
    ) -> Result<usize, ObjectError> {
        let below = subject_path(school, subject);
        let paths = self.store.paths(&below).await?;
        for path in &paths {
            self.store.delete(path).await?;
        }
        self.store.remove_folder(&below).await?;
        if self.store.paths(&below).await?.is_empty() {
            Ok(paths.len())
        } else {
            Err(ObjectError::StillThere)
        }
    }

    /// The schools that have objects.
    ///
    /// # Errors
    /// What the store says.
    pub async fn schools(&self) -> Result<Vec<SchoolId>, ObjectError> {
        let names = self.store.folders(&Path::default()).await?;
        Ok(names.iter().filter_map(|name| name.parse().ok()).collect())
    }

    /// Everything of a school at once.
    ///
    /// # Errors
    /// What the store says.
    pub async fn list_all(&self, school: SchoolId) -> Result<Vec<Found>, ObjectError> {
        self.list(school).try_collect().await
    }

    /// Walks over a school's objects, in no order.
    pub fn list(
        &self,
        school: SchoolId,
    ) -> impl Stream<Item = Result<Found, ObjectError>> + Send + use<> {
        let found = self
            .store
            .inner()
            .list(Some(&Path::from(school.to_string())));
        // Looked at last: whatever went missing before its end is seen.
        let store = self.store.clone();
        let end = futures_util::stream::once(async move { store.mounted().await })
            .filter_map(|mounted| std::future::ready(mounted.err().map(Err)));
        found
            .map(move |meta| Ok(listed(school, &meta?).map_or(Found::Strange, Found::Object)))
            .chain(end)
    }

    /// An object's sealed bytes for a backup, and how many they are.
    ///
    /// # Errors
    /// [`ObjectError::Missing`], or what the store says.
    pub async fn export(
        &self,
        school: SchoolId,
        subject: SubjectId,
        name: &ObjectName,
    ) -> Result<
        (
            u64,
            impl Stream<Item = Result<Bytes, ObjectError>> + Send + use<>,
        ),
        ObjectError,
    > {
        let found = self
            .store
            .fetch(&object_path(school, subject, name))
            .await?;
        let size = found.meta.size;
        Ok((size, found.into_stream().map_err(ObjectError::from)))
    }

    /// Puts sealed bytes back from a backup, whole or not at all.
    ///
    /// # Errors
    /// That of `sealed`, or what the store says.
    pub async fn import(
        &self,
        school: SchoolId,
        subject: SubjectId,
        name: &ObjectName,
        sealed: impl Stream<Item = Result<Bytes, ObjectError>> + Send,
    ) -> Result<(), ObjectError> {
        let path = object_path(school, subject, name);
        let mut upload = Upload::new(self.store.clone(), path);
        let mut sealed = std::pin::pin!(sealed);
        while let Some(piece) = sealed.try_next().await? {
            upload.buffer.extend_from_slice(&piece);
            upload.send_full().await?;
        }
        upload.finish().await
    }
}

/// `<school>/<2 hexadecimal digits>/<subject>`. The digits are the id's last:
/// its first tell the time and would be the same for every subject.
fn subject_path(school: SchoolId, subject: SubjectId) -> Path {
    Path::from_iter([school.to_string(), shard(subject), subject.to_string()])
}

fn object_path(school: SchoolId, subject: SubjectId, name: &ObjectName) -> Path {
    subject_path(school, subject).join(name.as_str())
}

/// The last two hexadecimal digits of a subject's id: they spread subjects
/// evenly over 256 folders.
pub(crate) fn shard(subject: SubjectId) -> String {
    let last = subject.0.as_bytes().last().copied().unwrap_or(0);
    format!("{last:02x}")
}

fn listed(school: SchoolId, meta: &ObjectMeta) -> Option<Listed> {
    let name = ObjectName::parse(meta.location.filename()?).ok()?;
    let subject = meta.location.parts().nth(2)?.as_ref().parse().ok()?;
    let modified = meta.last_modified.timestamp_micros();
    (object_path(school, subject, &name) == meta.location).then_some(Listed {
        subject,
        name,
        sealed_bytes: meta.size,
        modified: Timestamp::from_microsecond(modified).ok()?,
    })
}

#[cfg(test)]
pub(crate) mod tests;
