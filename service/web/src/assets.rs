//! Style and scripts, built into the program. Their address holds a hash of
//! what they say, so that a browser may keep them for ever and never an old one.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::LazyLock,
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
};

use crate::problem::{Problem, Stop};

/// A file that pages refer to.
pub(crate) struct Asset {
    /// Its address.
    pub(crate) path: String,
    content_type: &'static str,
    bytes: &'static [u8],
}

impl Asset {
    fn new(name: &str, content_type: &'static str, bytes: &'static [u8]) -> Self {
        let mut hash = DefaultHasher::new();
        bytes.hash(&mut hash);
        Self {
            path: format!("/assets/{:016x}/{name}", hash.finish()),
            content_type,
            bytes,
        }
    }
}

/// How the pages look.
pub(crate) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let css = include_bytes!("../style/gatehouse.css");
    Asset::new("gatehouse.css", "text/css; charset=utf-8", css)
});

/// What makes uploading and looking through pictures quicker. No page needs it.
pub(crate) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let script = include_bytes!("../script/gatehouse.js");
    Asset::new("gatehouse.js", "text/javascript; charset=utf-8", script)
});

/// Answers who asks for one.
pub(crate) async fn serve(request: HttpRequest) -> Result<HttpResponse, Stop> {
    let asset = [&*STYLE, &*SCRIPT]
        .into_iter()
        .find(|asset| asset.path == request.path())
        .ok_or_else(Problem::no_such_page)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, asset.content_type))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(asset.bytes))
}
