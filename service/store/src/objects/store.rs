//! An open folder or bucket, with what keeping and erasing need beyond reading
//! and writing: deletions that last, and nothing left beside them.

use std::{
    fmt,
    io::{self, Write as _},
    path::PathBuf,
    sync::Arc,
};

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use gatehouse_domain::clock::Entropy;
use object_store::{GetResult, ObjectStore, ObjectStoreExt as _, PutMode, PutPayload, path::Path};

use super::{ObjectError, mark};
use crate::fault;

/// An open [`super::Location`]. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<dyn ObjectStore>,
    /// Where it is, if it is a folder.
    folder: Option<PathBuf>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.inner)
    }
}

impl Store {
    pub(crate) fn new(inner: Arc<dyn ObjectStore>, folder: Option<PathBuf>) -> Self {
        Self { inner, folder }
    }

    pub(crate) fn inner(&self) -> &dyn ObjectStore {
        &*self.inner
    }

    /// Makes it ready, once: a folder is marked, so that it is known again. A
    /// bucket needs nothing.
    ///
    /// # Errors
    /// What the system says.
    pub async fn set_up(&self) -> Result<(), ObjectError> {
        let Some(folder) = self.folder.clone() else {
            return Ok(());
        };
        blocking(move || mark::put(&folder)).await
    }

    /// That it is there, and the one that was set up: asked before anything is
    /// taken for missing. A bucket has to answer.
    ///
    /// # Errors
    /// [`ObjectError::NotThere`], or what else is wrong.
    pub async fn there(&self) -> Result<(), ObjectError> {
        if self.folder.is_some() {
            return self.mounted().await;
        }
        let mut listed = self.inner.list(Some(&Path::from("there")));
        match listed.try_next().await {
            Ok(_) => Ok(()),
            Err(object_store::Error::NotFound { .. }) => Err(ObjectError::NotThere),
            Err(error) => Err(error.into()),
        }
    }

    /// The same of a folder; a bucket is not asked.
    pub(crate) async fn mounted(&self) -> Result<(), ObjectError> {
        let Some(folder) = self.folder.clone() else {
            return Ok(());
        };
        blocking(move || mark::look(&folder)).await
    }

    /// Writes, reads and deletes a scrap, for the self-check.
    ///
    /// # Errors
    /// [`ObjectError::Overwrites`] or [`ObjectError::KeepsVersions`] if the
    /// bucket cannot keep what it must promise; otherwise what does not work.
    pub async fn try_out(&self, entropy: &dyn Entropy) -> Result<(), ObjectError> {
        let mut name = [0; 8];
        entropy.fill(&mut name);
        let path = Path::from(format!("try-out-{:016x}", u64::from_be_bytes(name)));
        let found = self.try_out_at(&path).await;
        let deleted = self.delete(&path).await;
        match found.and(deleted) {
            // What was just written can only be missing with all the rest.
            Err(ObjectError::Missing) => Err(ObjectError::BadLocation(
                "There is no such folder or bucket. Make it, or correct its name.",
            )),
            result => result,
        }
    }

    async fn try_out_at(&self, path: &Path) -> Result<(), ObjectError> {
        let scrap = Bytes::from_static(b"scrap");
        let created = self.create(path, scrap.clone()).await?;
        let again = self.create(path, scrap.clone()).await?;
        if again || !created {
            return Err(ObjectError::Overwrites);
        }
        let found = self.inner.get(path).await?;
        // A bucket whose versions are switched off again says "null".
        if found.meta.version.as_ref().is_some_and(|it| it != "null") {
            return Err(ObjectError::KeepsVersions);
        }
        if found.bytes().await? != scrap {
            return Err(ObjectError::Damaged);
        }
        Ok(())
    }

    /// Writes if there is nothing yet; tells whether it did.
    pub(crate) async fn create(&self, path: &Path, bytes: Bytes) -> Result<bool, ObjectError> {
        let payload = PutPayload::from(bytes);
        self.mounted().await?;
        fault::point("create.before");
        let created = self
            .inner
            .put_opts(path, payload, PutMode::Create.into())
            .await;
        fault::point("create.after");
        match created {
            Ok(_) => Ok(true),
            Err(
                object_store::Error::AlreadyExists { .. }
                | object_store::Error::Precondition { .. },
            ) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes, whatever was there before.
    pub(crate) async fn put(&self, path: &Path, bytes: Bytes) -> Result<(), ObjectError> {
        self.mounted().await?;
        fault::point("put.before");
        self.inner.put(path, bytes.into()).await?;
        fault::point("put.after");
        Ok(())
    }

    /// All bytes; none if there is no such thing.
    pub(crate) async fn get(&self, path: &Path) -> Result<Option<Bytes>, ObjectError> {
        match self.inner.get(path).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => self.there().await.map(|()| None),
            Err(error) => Err(error.into()),
        }
    }

    /// What is found, to be read piece by piece.
    pub(crate) async fn fetch(&self, path: &Path) -> Result<GetResult, ObjectError> {
        match self.inner.get(path).await {
            Err(error @ object_store::Error::NotFound { .. }) => {
                self.there().await?;
                Err(error.into())
            }
            found => Ok(found?),
        }
    }

    /// Whether it is there. Of a bucket this says nothing where there may be no
    /// bucket: whoever has not read anything else in it asks [`Store::there`].
    pub(crate) async fn exists(&self, path: &Path) -> Result<bool, ObjectError> {
        match self.inner.head(path).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => self.mounted().await.map(|()| false),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes, lastingly; what is not there is deleted already.
    pub(crate) async fn delete(&self, path: &Path) -> Result<(), ObjectError> {
        fault::point("delete.before");
        match self.inner.delete(path).await {
            Ok(()) => {}
            Err(object_store::Error::NotFound { .. }) => self.there().await?,
            Err(error) => return Err(error.into()),
        }
        fault::point("delete.after");
        let Some(file) = self.file(path) else {
            return Ok(());
        };
        blocking(move || sync_parent(&file)).await
    }

    /// Deletes a small secret and every copy of it that a killed write left
    /// beside it, having written over each; then looks that nothing is left.
    pub(crate) async fn erase(&self, path: &Path) -> Result<(), ObjectError> {
        if let Some(file) = self.file(path) {
            blocking(move || erase_file(&file)).await?;
        }
        self.delete(path).await?;
        if self.exists(path).await? {
            return Err(ObjectError::StillThere);
        }
        Ok(())
    }

    /// Every path below a folder.
    pub(crate) async fn paths(&self, below: &Path) -> Result<Vec<Path>, ObjectError> {
        let found = self.inner.list(Some(below));
        let paths = found.map_ok(|meta| meta.location).try_collect().await?;
        self.mounted().await?;
        Ok(paths)
    }

    /// Whether nothing was ever kept there.
    pub(crate) async fn is_empty(&self) -> Result<bool, ObjectError> {
        let mut found = self.inner.list(None);
        while let Some(meta) = found.try_next().await? {
            if meta.location.as_ref() != mark::MARK {
                return Ok(false);
            }
        }
        self.mounted().await?;
        Ok(true)
    }

    /// The names of the folders directly below one.
    pub(crate) async fn folders(&self, below: &Path) -> Result<Vec<String>, ObjectError> {
        let found = self.inner.list_with_delimiter(Some(below)).await?;
        self.mounted().await?;
        let names = found
            .common_prefixes
            .iter()
            .filter_map(|path| path.filename());
        Ok(names.map(str::to_owned).collect())
    }

    /// Removes a whole folder with whatever killed writes left in it. A bucket
    /// has no folders, so nothing is to be done there.
    pub(crate) async fn remove_folder(&self, path: &Path) -> Result<(), ObjectError> {
        let Some(folder) = self.file(path) else {
            return Ok(());
        };
        self.mounted().await?;
        fault::point("remove-folder.before");
        blocking(move || match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => {
                fault::point("remove-folder.after");
                sync_parent(&folder)
            }
        })
        .await
    }

    /// The folder this store is, if it is one.
    pub(crate) fn root(&self) -> Option<&std::path::Path> {
        self.folder.as_deref()
    }

    fn file(&self, path: &Path) -> Option<PathBuf> {
        self.folder.as_ref().map(|root| root.join(path.as_ref()))
    }
}

/// Runs what waits for the disk where waiting holds nobody up.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ObjectError> + Send + 'static,
) -> Result<T, ObjectError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| ObjectError::Unavailable(Box::new(error)))?
}

/// Overwrites and removes the file and its unfinished copies. `object_store`
/// writes `name` by way of `name#1`, `name#2` and so on; killed in between, it
/// leaves a second link to the very same bytes.
fn erase_file(file: &std::path::Path) -> Result<(), ObjectError> {
    let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else {
        return Ok(());
    };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let copies = [name.as_encoded_bytes(), b"#"].concat();
    for entry in entries {
        let entry = entry?;
        let found = entry.file_name();
        if found == name || found.as_encoded_bytes().starts_with(&copies) {
            fault::point("overwrite.before");
            overwrite(&entry.path())?;
            fault::point("overwrite.after");
            remove(&entry.path())?;
        }
    }
    Ok(())
}

fn overwrite(file: &std::path::Path) -> Result<(), ObjectError> {
    let mut open = match std::fs::OpenOptions::new().write(true).open(file) {
        Ok(open) => open,
        // Somebody else destroys it too, or a write of it just ended.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let length = usize::try_from(open.metadata()?.len()).unwrap_or(0);
    open.write_all(&vec![0; length])?;
    open.sync_all()?;
    Ok(())
}

/// Removes a file; what is not there is removed already.
pub(crate) fn remove(file: &std::path::Path) -> Result<(), ObjectError> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Sees the change of a folder's names onto the disk.
pub(crate) fn sync_folder(folder: &std::path::Path) -> io::Result<()> {
    // Elsewhere a folder cannot be opened to be synced.
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

fn sync_parent(file: &std::path::Path) -> Result<(), ObjectError> {
    match file.parent().map(sync_folder) {
        // Nothing was ever there, or whoever removed the folder syncs it.
        Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
