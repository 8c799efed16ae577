//! Where objects and keys are kept: a folder on this machine or a bucket that
//! speaks S3. Neither ever sees anything but sealed bytes and ids.

use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

use object_store::{
    ClientOptions, ObjectStore, RetryConfig, aws::AmazonS3Builder, local::LocalFileSystem,
    path::Path, prefix::PrefixStore,
};
use zeroize::Zeroizing;

use super::{ObjectError, store::Store};

/// Where to keep something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A folder, made if it is not there, for its owner only.
    Folder(PathBuf),
    /// A bucket, which must be there.
    Bucket(Bucket),
}

/// A bucket and the right to use it.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    /// The server's URL, such as `https://s3.eu-west-2.amazonaws.com`.
    pub endpoint: String,
    /// Its region; many servers take any.
    pub region: String,
    /// The bucket's name.
    pub bucket: String,
    /// The name of the access key.
    pub access_key: String,
    /// Its secret.
    pub secret_key: Zeroizing<String>,
    /// Whether `http:` will do, as on one machine or a closed network.
    pub allow_http: bool,
    /// What every path in the bucket begins with; may be empty.
    pub prefix: String,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket")
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .field("bucket", &self.bucket)
            .field("access_key", &self.access_key)
            .field("secret_key", &"hidden")
            .field("allow_http", &self.allow_http)
            .field("prefix", &self.prefix)
            .finish()
    }
}

impl Location {
    /// Opens it. A bucket is not asked yet: [`Store::try_out`] does. A folder
    /// that is there is used once it was [set up](Store::set_up).
    ///
    /// # Errors
    /// [`ObjectError::BadLocation`] names the setting that cannot work;
    /// otherwise what the system says of the folder.
    pub fn open(&self) -> Result<Store, ObjectError> {
        match self {
            Self::Folder(folder) => open_folder(folder),
            Self::Bucket(bucket) => bucket.open(),
        }
    }
}

fn open_folder(folder: &std::path::Path) -> Result<Store, ObjectError> {
    let is_new = !folder.exists();
    if is_new {
        make_private(folder)?;
    }
    let folder = folder.canonicalize()?;
    if is_new {
        super::mark::put(&folder)?;
    }
    // A write is on the disk, file and name, before it is said to be done.
    let files = LocalFileSystem::new_with_prefix(&folder)?.with_fsync(true);
    Ok(Store::new(Arc::new(files), Some(folder)))
}

/// Makes the folder for its owner only, and sees its name onto the disk.
fn make_private(folder: &std::path::Path) -> Result<(), ObjectError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    if let Some(parent) = folder.canonicalize()?.parent() {
        super::store::sync_folder(parent)?;
    }
    Ok(())
}

impl Bucket {
    fn open(&self) -> Result<Store, ObjectError> {
        self.check()?;
        // Uploads over a school's line take their time; a dead server should
        // be told of soon.
        let options = ClientOptions::new()
            .with_connect_timeout(Duration::from_secs(5))
            .with_timeout(Duration::from_mins(2))
            .with_allow_http(self.allow_http);
        let retry = RetryConfig {
            max_retries: 6,
            retry_timeout: Duration::from_secs(30),
            ..RetryConfig::default()
        };
        let bucket = AmazonS3Builder::new()
            .with_client_options(options)
            .with_endpoint(self.endpoint.trim_end_matches('/'))
            .with_region(&self.region)
            .with_bucket_name(&self.bucket)
            .with_access_key_id(&self.access_key)
            .with_secret_access_key(self.secret_key.as_str())
            .with_retry(retry)
            // One request for each deletion: not every server has the other.
            .with_disable_bulk_delete(true)
            .build()?;
        let prefix = Path::parse(&self.prefix).map_err(|_| {
            ObjectError::BadLocation(
                "The bucket's prefix is no path. Use letters, digits, hyphens and slashes only.",
            )
        })?;
        let store: Arc<dyn ObjectStore> = if prefix.as_ref().is_empty() {
            Arc::new(bucket)
        } else {
            Arc::new(PrefixStore::new(bucket, prefix))
        };
        Ok(Store::new(store, None))
    }

    fn check(&self) -> Result<(), ObjectError> {
        let wrong = if self.endpoint.starts_with("http://") && !self.allow_http {
            "The bucket's endpoint is http: but plain HTTP is not allowed. Use https:, or allow it for a server on this machine."
        } else if !self.endpoint.starts_with("http://") && !self.endpoint.starts_with("https://") {
            "The bucket's endpoint is no URL. It begins with https://."
        } else if self.bucket.is_empty() {
            "The bucket's name is empty. Fill it in."
        } else if self.access_key.is_empty() || self.secret_key.is_empty() {
            "The bucket's access key or secret key is empty. Fill in both."
        } else {
            return Ok(());
        };
        Err(ObjectError::BadLocation(wrong))
    }
}
