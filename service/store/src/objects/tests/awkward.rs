//! A store that behaves as full disks, lesser buckets and unlucky moments do.

use std::{fmt, future::Future, io, pin::Pin, sync::Arc};

use bytes::Bytes;
use futures_util::{FutureExt as _, stream::BoxStream};
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    ObjectStoreExt as _, PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
    memory::InMemory, path::Path,
};

use crate::objects::Store;

/// What is awkward about it.
#[derive(Debug)]
pub(crate) enum Way {
    /// The system refuses every write so.
    Refuses(io::ErrorKind),
    /// It overwrites what it was told only to create.
    Overwrites,
    /// It keeps old versions.
    KeepsVersions,
    /// Somebody else writes the second path just before the first is written.
    Meanwhile(Path, Path),
}

#[derive(Debug)]
struct Awkward {
    inner: InMemory,
    way: Way,
}

/// A store in memory that is awkward in that way.
pub(crate) fn awkward(way: Way) -> Store {
    let inner = InMemory::new();
    Store::new(Arc::new(Awkward { inner, way }), None)
}

impl fmt::Display for Awkward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("awkward")
    }
}

fn refused(kind: io::ErrorKind) -> object_store::Error {
    object_store::Error::Generic {
        store: "awkward",
        source: Box::new(io::Error::from(kind)),
    }
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

impl ObjectStore for Awkward {
    fn put_opts<'a, 'b, 'c>(
        &'a self,
        location: &'b Path,
        payload: PutPayload,
        mut options: PutOptions,
    ) -> Answer<'c, PutResult>
    where
        'a: 'c,
        'b: 'c,
    {
        async move {
            match &self.way {
                Way::Refuses(kind) => return Err(refused(*kind)),
                Way::Overwrites => options.mode = PutMode::Overwrite,
                Way::Meanwhile(first, second) if location == first => {
                    self.inner
                        .put(second, Bytes::from_static(b"{}").into())
                        .await?;
                }
                Way::KeepsVersions | Way::Meanwhile(..) => {}
            }
            self.inner.put_opts(location, payload, options).await
        }
        .boxed()
    }

    fn put_multipart_opts<'a, 'b, 'c>(
        &'a self,
        location: &'b Path,
        options: PutMultipartOptions,
    ) -> Answer<'c, Box<dyn MultipartUpload>>
    where
        'a: 'c,
        'b: 'c,
    {
        match self.way {
            Way::Refuses(kind) => async move { Err(refused(kind)) }.boxed(),
            _ => self.inner.put_multipart_opts(location, options),
        }
    }

    fn get_opts<'a, 'b, 'c>(
        &'a self,
        location: &'b Path,
        options: GetOptions,
    ) -> Answer<'c, GetResult>
    where
        'a: 'c,
        'b: 'c,
    {
        async move {
            let mut found = self.inner.get_opts(location, options).await?;
            if matches!(self.way, Way::KeepsVersions) {
                found.meta.version = Some("3HL4kqtJvjVBH40N".into());
            }
            Ok(found)
        }
        .boxed()
    }

    fn delete_stream(
        &self,
        locations: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    fn list_with_delimiter<'a, 'b, 'c>(&'a self, prefix: Option<&'b Path>) -> Answer<'c, ListResult>
    where
        'a: 'c,
        'b: 'c,
    {
        self.inner.list_with_delimiter(prefix)
    }

    fn copy_opts<'a, 'b, 'd, 'c>(
        &'a self,
        from: &'b Path,
        to: &'d Path,
        options: CopyOptions,
    ) -> Answer<'c, ()>
    where
        'a: 'c,
        'b: 'c,
        'd: 'c,
    {
        self.inner.copy_opts(from, to, options)
    }
}
