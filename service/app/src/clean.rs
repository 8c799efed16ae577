//! Cleaning without a school: any picture in, only pixels out, and a list of
//! what was taken out. The `gatehouse clean` command.

use gatehouse_picture::{CleanPicture, Refusal, Rendition};
use serde::Serialize;

use crate::decode::DecodePool;

/// A cleaned picture and what its file carried before.
#[derive(Debug)]
pub struct Cleaned {
    /// The proved picture.
    pub picture: CleanPicture,
    /// Codes of what was removed.
    pub removed: Vec<&'static str>,
    /// Codes of what its sender should know.
    pub notices: Vec<&'static str>,
}

/// Decodes `bytes` in a decode process and writes the pixels afresh.
///
/// # Errors
/// [`Refusal`] with its code and what to do instead.
pub fn clean(pool: &DecodePool, bytes: &[u8]) -> Result<Cleaned, Refusal> {
    let decoded = pool.decode(bytes)?;
    let picture = Rendition::Master.make(&decoded.pixels)?;
    Ok(Cleaned {
        picture,
        removed: decoded.carried.codes(),
        notices: decoded.carried.notices(),
    })
}

/// One line of `gatehouse clean --json`.
#[derive(Debug, Serialize)]
pub struct Line {
    /// The file as it was named on the command line.
    pub input: String,
    /// Where the cleaned picture is; none when it was refused.
    pub output: Option<String>,
    /// Codes of what was removed.
    pub removed: Vec<&'static str>,
    /// Codes of what the sender should know.
    pub notices: Vec<&'static str>,
    /// Why the file was refused, if it was.
    pub refused: Option<&'static str>,
}
