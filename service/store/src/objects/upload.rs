//! Sends sealed bytes in parts, visible to nobody before the last of them.

use bytes::Bytes;
use object_store::{MultipartUpload, ObjectStoreExt as _, path::Path};

use super::{ObjectError, store::Store};
use crate::fault;

/// Bytes of a part that goes out by itself: buckets take no smaller ones than
/// 5 MiB but the last, and some want all of one size.
const PART: usize = 8 * 1024 * 1024;

/// An object on its way. Dropped before its end it takes back what it had sent
/// as far as it can.
pub(super) struct Upload {
    store: Store,
    path: Path,
    /// Not yet sent.
    pub(super) buffer: Vec<u8>,
    /// None as long as one part may do.
    parts: Option<Box<dyn MultipartUpload>>,
}

impl Upload {
    pub(super) fn new(store: Store, path: Path) -> Self {
        Self {
            store,
            path,
            buffer: Vec::new(),
            parts: None,
        }
    }

    /// Sends what fills a part; what may be the last one waits.
    pub(super) async fn send_full(&mut self) -> Result<(), ObjectError> {
        while self.buffer.len() > PART {
            let rest = self.buffer.split_off(PART);
            let part = Bytes::from(std::mem::replace(&mut self.buffer, rest));
            let parts = match &mut self.parts {
                Some(parts) => parts,
                none => {
                    self.store.mounted().await?;
                    none.insert(self.store.inner().put_multipart(&self.path).await?)
                }
            };
            fault::point("part.before");
            parts.put_part(part.into()).await?;
            fault::point("part.after");
        }
        Ok(())
    }

    /// Sends the rest and makes the whole visible.
    pub(super) async fn finish(mut self) -> Result<(), ObjectError> {
        let rest = Bytes::from(std::mem::take(&mut self.buffer));
        let Some(parts) = &mut self.parts else {
            return self.store.put(&self.path, rest).await;
        };
        fault::point("part.before");
        parts.put_part(rest.into()).await?;
        self.store.mounted().await?;
        fault::point("complete.before");
        parts.complete().await?;
        fault::point("complete.after");
        // Only now there is nothing to take back.
        self.parts = None;
        Ok(())
    }

    /// Takes back what was sent.
    pub(super) async fn abort(mut self) -> Result<(), ObjectError> {
        match self.parts.take() {
            Some(mut parts) => Ok(parts.abort().await?),
            None => Ok(()),
        }
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let Some(mut parts) = self.parts.take() else {
            return;
        };
        // Without a runtime a folder takes its file back by itself; a bucket
        // then needs its own rule for unfinished uploads.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { parts.abort().await });
        }
    }
}
